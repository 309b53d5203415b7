import pytest

from cases.rules.references import bare, is_miscounted, read_reference, written

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
        ("ТЈ-ІQ-0041-2", "TJ-IQ-0041-2"),
        ("тј–іq–0041–2", "TJ-IQ-0041-2"),
        ("TJ-IQ-\u200b0041-2\xa0", "TJ-IQ-0041-2"),
        ("TJ - IQ - 0041 - 2", "TJ-IQ-0041-2"),
        ("ＴＪ－ＩＱ－００４１", "TJ-IQ-0041"),
        ("№ 41-2", "TJ-IQ-0041-2"),
        ("«TJ-IQ-0041-2».", "TJ-IQ-0041-2"),
        ("tj iq OО41 2", "TJ-IQ-0041-2"),
        ("TJIQ12345", "TJ-IQ-12345"),
    ],
)
def test_case_number_is_read_with_and_without_letters_and_zeros(typed, written):
    assert read_reference(typed).written(HOME) == written


@pytest.mark.parametrize(
    "typed", ["TJIQ00412", "TJ-IQ-041-2", "тj iq 00041", "00412", "TJIQ٠٠٤١٢", "TJ-IQ-OO412"]
)
def test_zeros_that_do_not_make_four_figures_are_asked_about(typed):
    assert read_reference(typed) is None
    assert is_miscounted(typed)


@pytest.mark.parametrize(
    "typed", ["", " ", "Safiya", "Safiya 41", "TJ-IQ", "41-2-3", "4" * 30, "-1", "TJ-0041", "4²"]
)
def test_what_is_no_case_number_is_none(typed):
    assert read_reference(typed) is None
    assert not is_miscounted(typed)


@pytest.mark.parametrize(
    ("typed", "reference"),
    [
        ("tj-iq-0044-1", "TJ-IQ-0044-1"),
        ("TJ-IQ-44-1", "TJ-IQ-0044-1"),
        ("ТЈ-ІQ-0044-1", "TJ-IQ-0044-1"),
        ("РВ-0001", "PB-0001"),
        ("рв 1", "PB-0001"),
        ("PB–0001", "PB-0001"),
        ("PB0001", "PB-0001"),
        ("PB- 0001", "PB-0001"),
        ("(PB-0001),", "PB-0001"),
        ("mv-0004", "MV-0004"),
        ("PB-OOO1", "PB-0001"),
        ("PB00012", "PB00012"),
        ("0041", "0041"),
        ("Safiya", "Safiya"),
        ("x" * 50, "x" * 50),
    ],
)
def test_a_reference_is_written_as_the_register_does(typed, reference):
    assert written(typed) == reference


@pytest.mark.parametrize(
    ("text", "number"),
    [("рв 7", "PB7"), ("Trf–2019/04", "TRF201904"), ("sz 100", "SZ100"), ("R-118", "R118")],
)
def test_number_of_a_paper_is_compared_without_what_stands_between(text, number):
    assert bare(text) == number
