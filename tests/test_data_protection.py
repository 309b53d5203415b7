"""The assessment of what the register does to people names tests that exist."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "docs" / "data-protection.md").read_text()


_TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def unknown_tests(text: str) -> list[str]:
    """Return the tests that a text names and that are not there."""
    return [
        f"{file}::{name}"
        for file, name in _TEST.findall(text)
        if not (ROOT / file).exists()
        or name
        not in {getattr(node, "name", "") for node in ast.parse((ROOT / file).read_text()).body}
    ]


def test_each_control_names_tests_that_exist():
    assert unknown_tests(TEXT) == []
    assert len(_TEST.findall(TEXT)) > 20


def test_no_harm_is_without_a_control_and_its_test():
    table = TEXT.partition("| harm |")[2].partition("\n\n")[0].splitlines()[2:]

    assert table
    assert [row for row in table if "::test_" not in row or row.count(" | ") != 4] == []
