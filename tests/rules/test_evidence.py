"""The references of evidence: numbers of papers get in, results never."""

import pytest

from cases.rules.evidence import CannotUseReference, clean_reference, is_genetic


@pytest.mark.parametrize(
    "text",
    ["DNA-2019/118", "№ 118/ش-2019", "118 (2)", "КЖ-44/2019", "T-7", "IRS20190/5", "Act 12 tag"],
)
def test_number_of_a_paper_is_taken_as_it_is(text):
    assert clean_reference(f"  {text} ") == text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ACGTACGT", "genetic"),
        ("acgtacgtacgtacgtacgtacgtacgtacgtacgtacgtacgtacgt", "genetic"),
        ("ACG TAC\nGTA", "genetic"),
        ("Marker\tAllele\nD3S1358\t15\t17\nvWA\t16\t18", "genetic"),
        ("DYS391 10", "genetic"),
        ("Penta E", "genetic"),
        ("rs1805007", "genetic"),
        ("1" * 41, "too_long"),
        ("A, B", "shape"),
        ("12\u202e34", "shape"),
        ("", "shape"),
    ],
)
def test_result_list_or_hidden_sign_is_refused(text, code):
    with pytest.raises(CannotUseReference) as refusal:
        clean_reference(text)

    assert refusal.value.code == code


def test_reasons_in_plain_words_are_not_genetic():
    assert not is_genetic("The cat sat at a tag; both papers and the aunt's word agree.")
