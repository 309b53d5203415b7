import pytest

from cases.rules.references import read_reference

HOME = "TJ-IQ"


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("TJ-IQ-0041-2", "TJ-IQ-0041-2"),
        ("tj-iq-0041-2", "TJ-IQ-0041-2"),
        ("TJIQ 41 2", "TJ-IQ-0041-2"),
        ("TJ IQ 0041/2", "TJ-IQ-0041-2"),
        ("  0041-2 ", "TJ-IQ-0041-2"),
        ("41-2", "TJ-IQ-0041-2"),
        ("41–02", "TJ-IQ-0041-2"),
        ("41", "TJ-IQ-0041"),
        ("0041", "TJ-IQ-0041"),
        ("12345", "TJ-IQ-12345"),
        ("٠٠٤١-٢", "TJ-IQ-0041-2"),
        ("KZ-SY-0007", "KZ-SY-0007"),
    ],
)
def test_case_number_is_read_with_and_without_letters_and_zeros(typed, written):
    assert read_reference(typed).written(HOME) == written


@pytest.mark.parametrize(
    "typed", ["", " ", "Safiya", "Safiya 41", "TJ-IQ", "41-2-3", "4" * 30, "-1", "TJ-0041", "4²"]
)
def test_what_is_no_case_number_is_none(typed):
    assert read_reference(typed) is None
