from datetime import date

import pytest

from cases.rules.days import CannotReadDay, read_day


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("15.03.2019", date(2019, 3, 15)),
        (" 25/3/2019 ", date(2019, 3, 25)),
        ("2019-03-15", date(2019, 3, 15)),
        ("١٥.٠٣.٢٠١٩", date(2019, 3, 15)),
        ("۱۵/۰۳/۲۰۱۹", date(2019, 3, 15)),
        ("29.02.2020", date(2020, 2, 29)),
        ("15.03.2019 г.", date(2019, 3, 15)),
        ("28 ноября 2026", date(2026, 11, 28)),
        ("«28» ноября 2026 г.", date(2026, 11, 28)),
        ("28 ноябри соли 2026", date(2026, 11, 28)),
        ("28-Nov-2026", date(2026, 11, 28)),
        ("Nov 28, 2026", date(2026, 11, 28)),
        ("٢٨ تشرين الثاني ٢٠٢٦", date(2026, 11, 28)),
        ("28 نوفمبر 2026", date(2026, 11, 28)),
        ("۲۸ نوامبر ۲۰۲۶", date(2026, 11, 28)),
        ("2026-11-28 00:00:00", date(2026, 11, 28)),
    ],
)
def test_day_is_read_as_it_is_typed(typed, day):
    assert read_day(typed) == day


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "unreadable"),
        ("2019", "no_day"),
        ("03.2019", "no_day"),
        ("ноябрь 2026", "no_day"),
        ("28 ноября", "four_digit_year"),
        ("12.05.1396", "other_calendar"),
        ("1 рамазана 1438", "other_calendar"),
        ("28.ll.2026", "letter"),
        ("tomorrow", "unreadable"),
        ("15.03.19", "four_digit_year"),
        ("15.13.2019", "no_such_month"),
        ("31.02.2019", "no_such_day"),
        ("0.03.2019", "no_day"),
        ("15.03.1019", "far_year"),
        ("15.03/2019", "unreadable"),
        (" 5/3/2019 ", "day_order"),
        ("1" * 10_000, "unreadable"),
    ],
)
def test_day_that_cannot_be_is_refused(typed, code):
    with pytest.raises(CannotReadDay) as refusal:
        read_day(typed)

    assert refusal.value.code == code
