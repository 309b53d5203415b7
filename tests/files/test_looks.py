import pytest

from cases.files.looks import decimals_of, shown_of


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("yyyy", "year"),
        ('yyyy" г."', "year"),
        ("[$-419]yyyy;@", "year"),
        ("mmm yyyy", "month"),
        ("mm.yyyy", "month"),
        ("[$-F800]mmmm\\ yyyy", "month"),
        ("mmm-yy", "month"),
        ("dd.mm.yyyy", "day"),
        ("d mmmm yyyy\\ \\г.", "day"),
        ("dd.mm.yyyy hh:mm", "day"),
        ("yyyy-mm-dd hh:mm:ss", "day"),
        ("d-mmm", "day of a year"),
        ("dd.mm", "day of a year"),
        ("mmmm", "day of a year"),
        ("General", "day"),
        ("0.00", "day"),
        ('0" лет"', "day"),
        ("hh:mm", "day"),
    ],
)
def test_a_format_says_what_the_eye_sees_of_a_day(code, shown):
    assert shown_of(code) == shown


@pytest.mark.parametrize(
    ("code", "decimals"),
    [("0%", 0), ("0.00%", 2), ("#,##0.0 %", 1), ('0"%"', None), ("0\\%", None), ("0.00", None)],
)
def test_a_format_says_whether_a_number_is_a_share(code, decimals):
    assert decimals_of(code) == decimals
