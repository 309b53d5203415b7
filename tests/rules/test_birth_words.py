"""Births as lists of the region say them, and what is told of too little."""

from datetime import date

import pytest

from cases.rules.births import CannotReadBirth, as_typed, read_birth
from cases.wording import birth_refusal

ON = date(2019, 10, 12)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("15.03.2017 (со слов матери)", "2017-03-15", "2017-03-15"),
        ("2017, аз гуфти модар", "2017-01-01", "2017-12-31"),
        ("5 years, according to the mother", "2013-10-13", "2014-10-12"),
        ("15 мapтa 2017", "2017-03-15", "2017-03-15"),  # with Latin letters
        ("декабрь 2016 - январь 2017", "2016-12-01", "2017-01-31"),
        ("март-апрель 2017", "2017-03-01", "2017-04-30"),
        ("с 11.2016 по 02.2017", "2016-11-01", "2017-02-28"),
        ("15.03.2017 или 16.03.2017", "2017-03-15", "2017-03-16"),
        ("15-mart 2017-yil", "2017-03-15", "2017-03-15"),
        ("2017-йил", "2017-01-01", "2017-12-31"),
        ("5 ёшда", "2013-10-13", "2014-10-12"),
        ("15.03.2014 (5 лет)", "2014-03-15", "2014-03-15"),
        ("5 лет (2014)", "2013-10-13", "2014-10-12"),
        ("с 2014 по 2016", "2014-01-01", "2016-12-31"),
    ],
)
def test_births_as_lists_of_the_region_say_them(text, earliest, latest):
    birth = read_birth(text, on=ON)

    assert (birth.earliest.isoformat(), birth.latest.isoformat()) == (earliest, latest)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *[
            (text, "part_of_year")
            for text in ("начало 2017", "весна 2017", "охири 2016", "mid-2016")
        ],
        *[(text, "one_sided") for text in ("до 2016", "старше 5 лет", "under 5", "16+", "< 2016")],
        *[(text, "unsure") for text in ("15.03.2017?", "2017 ?", "5 лет?", "15.03.2017*", "2017¹")],
        *[(text, "newborn") for text in ("новорождённый", "навзод", "newborn", "رضيع")],
        *[(text, "two_numbers") for text in ("5,5", "5-6")],
        ("15.03.2014 (2 года)", "two_births"),
        ("42809,5", "serial_number"),
        ("15.03.2014 - 16.02.2015", "unreadable"),
        ("15.03.2014, 16.04.2016", "unreadable"),
    ],
)
def test_too_little_of_a_birth_is_told_for_what_it_is(text, code):
    with pytest.raises(CannotReadBirth) as refusal:
        read_birth(text, on=ON)

    assert refusal.value.code == code
    assert birth_refusal(refusal.value)


@pytest.mark.parametrize("text", ["12.2016 - 02.2017", "15.03.2017 - 16.03.2017"])
def test_a_birth_between_months_or_days_is_typed_again(text):
    assert as_typed(read_birth(text, on=ON), stated_on=ON) == text
