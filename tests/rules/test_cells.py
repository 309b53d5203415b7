"""A cell of an export is text, whatever it starts with."""

import pytest

from cases.rules.cells import safe_cell


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "|cmd",
        "%0A",
        "  =1+1",
        "\t=1",
        "\tplain",
        "\rplain",
        "\n=1",
        "\ufeff=1",
        "\u200b@x",
        "\u00a0=1",
        "\x00=1",
        "＝1+1",
        "＋1",
        "－1",
        "＠x",
        "｜x",
        "％x",
        "﹦1",
    ],
)
def test_formula_is_quoted(text):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize(
    ("value", "text"),
    [("TJ-IQ-0041-2", "TJ-IQ-0041-2"), ("", ""), (None, ""), (400, "400"), ("a=b", "a=b")],
)
def test_text_stays_as_it_is(value, text):
    assert safe_cell(value) == text
