import csv
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.births import (
    Age,
    CannotReadBirth,
    Span,
    age,
    as_typed,
    motherhood,
    read_birth,
    turns,
)

ON = date(2019, 2, 12)
days = st.dates(date(1950, 1, 1), date(2100, 12, 31))


TYPED = Path(__file__).parents[1] / "data" / "typed"
ROWS = list(csv.DictReader((TYPED / "births.tsv").read_text().splitlines(), delimiter="\t"))


def span(text, on=ON):
    birth = read_birth(text, on=on)
    unit = "estimate" if birth.about else birth.unit
    return birth.earliest.isoformat(), birth.latest.isoformat(), unit


@pytest.mark.parametrize(
    "text",
    [
        "15.03.2017",
        "15/03/2017",
        "15-03-2017",
        "15.3.2017",
        " 15 . 03 . 2017 ",
        "15.03.2017 г.",
        "2017-03-15",
        "2017/03/15",
        "2017.03.15",
        "١٥.٠٣.٢٠١٧",
        "۱۵/۰۳/۲۰۱۷",
        "\u200f١٥/٣/٢٠١٧",
        "15.03.2017\xa0",
        "15.03.2017 г.р.",
        "15.03.2017 года рождения",
        "родился 15.03.2017",
        "15 марта 2017",
        "15 марта 2017 г.",
        "«15» марта 2017 г.",
        "15 мар. 2017",
        "15-Mar-2017",
        "March 15th, 2017",
        "the 15th of March 2017",
        "15 марти соли 2017",
        "15-уми марти соли 2017",
        "15 آذار 2017",
        "١٥ آذار/مارس ٢٠١٧",
        "۱۵ مارس ۲۰۱۷",
        "۱۵٫۰۳٫۲۰۱۷",
        "15.III.2017",
        "15 03 2017",
        "2017-03-15 00:00:00",
        "2017-03-15T12:30",
        *["20170315", "15032017", "15.03.2017 г/р", "среда, 15 марта 2017", "15 marti 2017"],
        date(2017, 3, 15),
        datetime(2017, 3, 15, 23, 59),
    ],
)
def test_a_day_is_read_day_first(text):
    assert span(text) == ("2017-03-15", "2017-03-15", "day")


@pytest.mark.parametrize(
    "text",
    [
        "03.2017",
        "3/2017",
        "03-2017",
        "2017-03",
        "2017.03",
        "٠٣.٢٠١٧",
        *["март 2017", "в марте 2017 года", "моҳи марти соли 2017", "Mar 2017", "آذار 2017"],
        *["00.03.2017", "??.03.2017", "хх.03.2017", "x.03.2017", "2017-03-00"],
        *["03.2017 г.", "III.2017", "marta 2017"],
    ],
)
def test_a_month_is_read(text):
    assert span(text) == ("2017-03-01", "2017-03-31", "month")


@pytest.mark.parametrize(
    "text",
    [
        "2017",
        "٢٠١٧",
        "۲۰۱۷",
        2017,
        2017.0,
        "2017 г.",
        "2017 года",
        "соли 2017",
        "2017 сол",
        *["2017й год", "2017 г.р.", "2017 года рождения", "соли таваллудаш 2017", "مواليد 2017"],
        *["00.00.2017", "__.__.2017", "2017-00"],
        *["2017-й год", "в 2017-м году", "2017-го года рождения", "2017 г/р", "соли 2017-ум"],
        "соли 2017 таваллуд шудааст",
    ],
)
def test_a_year_is_read(text):
    assert span(text) == ("2017-01-01", "2017-12-31", "year")


@pytest.mark.parametrize(
    "text",
    [
        "3y",
        "3 y",
        "3Y",
        "3 years",
        "3\xa0сол",
        "3 сол",
        "3 года",
        "3 г.",
        "3 лет",
        "٣ سنوات",
        "۳ سال",
        "3 سنة",
    ],
)
def test_an_age_in_years_spans_the_year_before(text):
    assert span(text) == ("2015-02-13", "2016-02-12", "age_years")


@pytest.mark.parametrize(
    "text",
    [
        "20m",
        "20 m",
        "20 моҳ",
        "20\xa0мес.",
        "20 месяцев",
        "٢٠ شهر",
        "20 أشهر",
        "1 y 8 m",
        "1г 8мес",
    ],
)
def test_an_age_in_months_spans_the_month_before(text):
    assert span(text) == ("2017-05-13", "2017-06-12", "age_months")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("سنتان", ("2016-02-13", "2017-02-12", "age_years")),
        ("شهرين", ("2018-11-13", "2018-12-12", "age_months")),
        ("~29", ("1988-02-13", "1991-02-12", "estimate")),
        ("~ 29 y", ("1988-02-13", "1991-02-12", "estimate")),
        ("около 29 лет", ("1988-02-13", "1991-02-12", "estimate")),
        ("~2016", ("2015-01-01", "2017-12-31", "estimate")),
        ("≈٢٠١٦", ("2015-01-01", "2017-12-31", "estimate")),
        ("~2018", ("2017-01-01", "2019-02-12", "estimate")),
        ("~10m", ("2018-02-13", "2018-05-12", "estimate")),
        ("~0", ("2017-02-13", "2019-02-12", "estimate")),
        ("0m", ("2019-01-13", "2019-02-12", "age_months")),
        ("2019", ("2019-01-01", "2019-02-12", "year")),
        ("02.2019", ("2019-02-01", "2019-02-12", "month")),
        ("12.02.2019", ("2019-02-12", "2019-02-12", "day")),
        ("2016/2017", ("2016-01-01", "2017-12-31", "range")),
        ("2016/17", ("2016-01-01", "2017-12-31", "range")),
        ("2016-2017 гг.", ("2016-01-01", "2017-12-31", "range")),
        ("2016 или 2017", ("2016-01-01", "2017-12-31", "range")),
        ("2016 ё 2017", ("2016-01-01", "2017-12-31", "range")),
        ("2016 أو 2017", ("2016-01-01", "2017-12-31", "range")),
        ("5-6 лет", ("2012-02-13", "2014-02-12", "range")),
        ("от 5 до 6 лет", ("2012-02-13", "2014-02-12", "range")),
        ("5 ё 6 сол", ("2012-02-13", "2014-02-12", "range")),
        ("5 or 6 years", ("2012-02-13", "2014-02-12", "range")),
        ("3-4 месяца", ("2018-09-13", "2018-11-12", "range")),
        ("1,5 года", ("2017-07-13", "2017-08-12", "age_months")),
        ("полтора года", ("2017-07-13", "2017-08-12", "age_months")),
        ("1½ года", ("2017-07-13", "2017-08-12", "age_months")),
        ("якуним сол", ("2017-07-13", "2017-08-12", "age_months")),
        ("سنة ونصف", ("2017-07-13", "2017-08-12", "age_months")),
        ("a year and a half", ("2017-07-13", "2017-08-12", "age_months")),
        ("2 года и 3 месяца", ("2016-10-13", "2016-11-12", "age_months")),
        ("سنتان و3 أشهر", ("2016-10-13", "2016-11-12", "age_months")),
        ("2 years, 3 months", ("2016-10-13", "2016-11-12", "age_months")),
        ("2 солу 3 моҳ", ("2016-10-13", "2016-11-12", "age_months")),
        ("3 y.o.", ("2015-02-13", "2016-02-12", "age_years")),
        ("полгода", ("2018-07-13", "2018-08-12", "age_months")),
        ("2 недели", ("2019-01-23", "2019-01-29", "age_weeks")),
        ("2 ҳафта", ("2019-01-23", "2019-01-29", "age_weeks")),
        ("أسبوعين", ("2019-01-23", "2019-01-29", "age_weeks")),
        ("10 days", ("2019-02-02", "2019-02-02", "age_days")),
        ("10 рӯз", ("2019-02-02", "2019-02-02", "age_days")),
        ("1 month and 2 weeks", ("2018-12-23", "2018-12-29", "range")),
        ("5 y/o", ("2013-02-13", "2014-02-12", "age_years")),
        ("5 солу 3 моҳ", ("2013-10-13", "2013-11-12", "age_months")),
        ("5 сол-у 3 моҳ", ("2013-10-13", "2013-11-12", "age_months")),
        ("5 solu 3 moh", ("2013-10-13", "2013-11-12", "age_months")),
        ("6 солу ним", ("2012-07-13", "2012-08-12", "age_months")),
        ("дуву ним сол", ("2016-07-13", "2016-08-12", "age_months")),
        ("якунимсола", ("2017-07-13", "2017-08-12", "age_months")),
        ("сесола", ("2015-02-13", "2016-02-12", "age_years")),
        ("чормоҳа", ("2018-09-13", "2018-10-12", "age_months")),
        ("чил рӯз", ("2019-01-03", "2019-01-03", "age_days")),
        ("1 ҳафтаву 2 рӯз", ("2019-02-03", "2019-02-03", "range")),
        ("бисту панҷ сол", ("1993-02-13", "1994-02-12", "age_years")),
        ("тридцать два года", ("1986-02-13", "1987-02-12", "age_years")),
        ("twenty-five years", ("1993-02-13", "1994-02-12", "age_years")),
        ("خمس وعشرون سنة", ("1993-02-13", "1994-02-12", "age_years")),
        ("ثلاث عشرة سنة", ("2005-02-13", "2006-02-12", "age_years")),
        ("سنة وثلاثة أشهر", ("2017-10-13", "2017-11-12", "age_months")),
        ("سنة وشهر", ("2017-12-13", "2018-01-12", "age_months")),
        ("سنة واحدة", ("2017-02-13", "2018-02-12", "age_years")),
        ("پنج ساله", ("2013-02-13", "2014-02-12", "age_years")),
        ("یک سال و نیم", ("2017-07-13", "2017-08-12", "age_months")),
        ("2 года и месяц", ("2016-12-13", "2017-01-12", "age_months")),
        ("пятилетняя", ("2013-02-13", "2014-02-12", "age_years")),
        ("двухмесячный", ("2018-11-13", "2018-12-12", "age_months")),
        ("a year", ("2017-02-13", "2018-02-12", "age_years")),
        ("8 лет (примерно)", ("2009-02-13", "2012-02-12", "estimate")),
        ("годовалый", ("2017-02-13", "2018-02-12", "age_years")),
        ("5 (пять) лет", ("2013-02-13", "2014-02-12", "age_years")),
        ("исполнилось 5 лет", ("2013-02-13", "2014-02-12", "age_years")),
        ("5 соли пурра", ("2013-02-13", "2014-02-12", "age_years")),
        ("10 суток", ("2019-02-02", "2019-02-02", "age_days")),
        ("между 5 и 6 лет", ("2012-02-13", "2014-02-12", "range")),
        ("от пяти до шести лет", ("2012-02-13", "2014-02-12", "range")),
        ("5...6 лет", ("2012-02-13", "2014-02-12", "range")),
        ("2016–17", ("2016-01-01", "2017-12-31", "range")),
        ("год", ("2017-02-13", "2018-02-12", "age_years")),
        ("5-ти лет", ("2013-02-13", "2014-02-12", "age_years")),
        ("пять лет", ("2013-02-13", "2014-02-12", "age_years")),
        ("3 years old", ("2015-02-13", "2016-02-12", "age_years")),
        ("примерно 5-6 лет", ("2011-02-13", "2015-02-12", "estimate")),
        ("120y", ("1898-02-13", "1899-02-12", "age_years")),
    ],
)
def test_estimates_are_wider_and_nothing_is_later_than_the_day(text, expected):
    assert span(text) == expected


@pytest.mark.parametrize(
    ("text", "code", "params"),
    [
        ("30.02.2017", "no_such_day", {"year": 2017, "month": 2, "days": 28}),
        ("29.02.2017", "no_such_day", {"year": 2017, "month": 2, "days": 28}),
        ("31.04.2017", "no_such_day", {"year": 2017, "month": 4, "days": 30}),
        ("15.00.2017", "no_such_month", {"month": 0}),
        ("03/15/2017", "no_such_month", {"month": 15}),
        ("13.2017", "no_such_month", {"month": 13}),
        ("31.02", "four_digit_year", {}),
        ("15.03.17", "four_digit_year", {}),
        ("15.03.217", "four_digit_year", {}),
        ("217.03.15", "four_digit_year", {}),
        ("17", "which_unit", {"number": 17}),
        (17, "which_unit", {"number": 17}),
        ("2020", "future", {}),
        ("~2020", "future", {}),
        ("03.2019", "future", {}),
        ("13.02.2019", "future", {}),
        (date(2019, 2, 13), "future", {}),
        ("-3y", "negative_age", {}),
        (-3, "negative_age", {}),
        ("121y", "too_old", {}),
        ("1441m", "too_old", {}),
        ("1897", "too_old", {}),
        ("01.01.1890", "too_old", {}),
        ("01.01.0000", "unreadable", {}),
        ("1438", "other_calendar", {}),
        ("1396", "other_calendar", {}),
        ("1396/05/12", "other_calendar", {}),
        ("۱۳۹۶/۰۵/۱۲", "other_calendar", {}),
        ("15 рамазони 1438", "other_calendar", {}),
        ("12 رمضان 1438", "other_calendar", {}),
        ("5 حمل 1396", "other_calendar", {}),
        ("1437/1438", "other_calendar", {}),
        ("1438 г.х.", "other_calendar", {}),
        ("1396 ш", "other_calendar", {}),
        ("15.O3.2017", "letter", {}),
        ("2O17", "letter", {}),
        ("l5.03.2017", "letter", {}),
        ("1Z.03.2017", "letter", {}),
        ("неизвестно", "not_known", {}),
        ("номаълум", "not_known", {}),
        ("غير معروف", "not_known", {}),
        ("-", "not_known", {}),
        ("42809", "serial_number", {"year": 2017, "month": 3, "day": 15}),
        ("08.07.1905", "year_in_day_cell", {"number": 2016}),
        (datetime(1905, 7, 9), "year_in_day_cell", {"number": 2017}),
        ("15 марта", "four_digit_year", {}),
        ("15 марта 17", "four_digit_year", {}),
        ("31 апреля 2017", "no_such_day", {"year": 2017, "month": 4, "days": 30}),
        ("15 марта 2017 Душанбе", "unreadable", {}),
        ("март апрель 2017", "unreadable", {}),
        ("1,3 года", "unreadable", {}),
        ("1/2 года", "unreadable", {}),
        ("3/4 года", "unreadable", {}),
        ("3 месяца 2 года", "unreadable", {}),
        ("до 5 лет", "one_sided", {}),
        ("", "unreadable", {}),
        ("   ", "unreadable", {}),
        ("three", "which_unit", {"number": 3}),
        ("ему 5", "which_unit", {"number": 5}),
        ("aged 5", "which_unit", {"number": 5}),
        ("03042017", "day_order", {"year": 2017, "month": 4, "day": 3}),
        ("2017?", "unsure", {}),
        ("лет пять", "unreadable", {}),
        ("почти 6 лет", "unreadable", {}),
        ("6-й год", "unreadable", {}),
        ("5+", "one_sided", {}),
        ("2017, 9 лет", "unreadable", {}),
        ("дата рождения неизвестна", "not_known", {}),
        ("санаи таваллуд номаълум", "not_known", {}),
        ("تاريخ الميلاد غير معروف", "not_known", {}),
        ("~15.03.2017", "unreadable", {}),
        ("15.03/2017", "unreadable", {}),
        ("2017.2017", "unreadable", {}),
        ("1.2.3.4", "unreadable", {}),
        *[(text, "two_numbers", {}) for text in ("3.5", "0.5", "1,5", "5-6", "5–6")],
        (3.5, "unreadable", {}),
        (float("nan"), "unreadable", {}),
        (float("inf"), "unreadable", {}),
        (42809, "serial_number", {"year": 2017, "month": 3, "day": 15}),
        pytest.param(10**5000, "unreadable", {}, id="a number of 5000 digits"),
        (True, "unreadable", {}),
        (None, "unreadable", {}),
        pytest.param("1" * 10_000, "unreadable", {}, id="ten thousand characters"),
        ("5 м\x00ес", "unreadable", {}),
    ],
)
def test_what_is_no_birth_is_refused_with_a_code(text, code, params):
    with pytest.raises(CannotReadBirth) as refusal:
        read_birth(text, on=ON)

    assert (refusal.value.code, refusal.value.params) == (code, params)


@pytest.mark.parametrize(
    ("text", "on", "earliest", "latest"),
    [
        ("3y", date(2020, 2, 29), "2016-03-01", "2017-02-28"),
        ("4y", date(2020, 2, 29), "2015-03-01", "2016-02-29"),
        ("2y", date(2019, 2, 28), "2016-02-29", "2017-02-28"),
        ("1m", date(2019, 3, 31), "2019-02-01", "2019-02-28"),
        ("29.02.2016", date(2019, 3, 1), "2016-02-29", "2016-02-29"),
    ],
)
def test_leap_days_belong_to_exactly_one_age(text, on, earliest, latest):
    assert span(text, on)[:2] == (earliest, latest)


def test_a_child_of_29_february_is_a_year_older_on_1_march():
    leap = date(2016, 2, 29)

    assert age(leap, leap, date(2019, 2, 28)) == Age(35, 35, exact=True)
    assert age(leap, leap, date(2019, 3, 1)) == Age(36, 36, exact=True)
    assert turns(3, leap, leap) == (date(2019, 3, 1), date(2019, 3, 1))
    assert turns(4, leap, leap) == (date(2020, 2, 29), date(2020, 2, 29))


def test_an_age_says_both_ends_and_is_never_below_zero():
    found = age(date(2013, 1, 1), date(2013, 12, 31), date(2019, 3, 15))

    assert (found.youngest_years, found.oldest_years, found.exact) == (5, 6, False)
    assert age(ON, ON, date(2018, 1, 1)) == Age(0, 0, exact=True)


@pytest.mark.parametrize(
    ("mother", "child", "verdict"),
    [
        ((1990, 1990), (2015, 2015), None),
        ((2001, 2001), (2015, 2015), None),
        ((2002, 2002), (2015, 2015), "unlikely"),
        ((2005, 2008), (2014, 2016), "unlikely"),
        ((2007, 2008), (2014, 2016), "impossible"),
        ((2016, 2016), (2015, 2015), "impossible"),
        (None, (2015, 2015), None),
        ((1990, 1990), None, None),
    ],
)
def test_motherhood_is_judged_at_the_widest(mother, child, verdict):
    spans = [
        years and Span(date(years[0], 1, 1), date(years[1], 1, 1)) for years in (mother, child)
    ]

    assert motherhood(*spans) == verdict


def test_mother_of_exactly_ten_years_at_the_widest_is_possible():
    child = Span(date(2016, 3, 1), date(2016, 3, 1))
    ten, below = Span(date(2006, 3, 1), ON), Span(date(2006, 3, 2), ON)

    assert (motherhood(ten, child), motherhood(below, child)) == ("unlikely", "impossible")


def test_a_range_that_nobody_says_has_no_spelling():
    assert as_typed(Span(date(2015, 3, 2), date(2016, 7, 9)), stated_on=ON) == ""
    assert as_typed(Span(date(2019, 1, 4), date(2019, 5, 9)), stated_on=ON) == ""


@pytest.mark.parametrize("row", ROWS, ids=[row["typed"] for row in ROWS])
def test_births_as_papers_and_people_say_them(row):
    text, on = row["typed"].removesuffix(" (letter O)"), date(2026, 11, 28)

    if row["must"] == "read":
        assert span(text, on)[:2] == (row["earliest"], row["latest"])
    else:
        with pytest.raises(CannotReadBirth) as refusal:
            read_birth(text, on=on)
        assert refusal.value.code == row["code"]


@pytest.mark.parametrize(
    ("born", "typed"),
    [
        (Span(date(2016, 1, 1), date(2017, 12, 31)), "2016/2017"),
        (Span(date(2012, 2, 13), date(2014, 2, 12)), "5-6y"),
        (Span(date(2018, 9, 13), date(2018, 11, 12)), "3-4m"),
        (Span(date(2019, 1, 23), date(2019, 1, 29)), "2w"),
    ],
)
def test_a_range_is_typed_again_as_it_was_said(born, typed):
    assert as_typed(born, stated_on=ON) == typed


@given(st.text() | st.floats() | st.integers() | st.none() | st.binary(), days)
def test_any_cell_is_read_or_refused(cell, on):
    try:
        birth = read_birth(cell, on=on)
    except CannotReadBirth:
        return
    assert birth.earliest <= birth.latest <= birth.stated_on == on


@given(st.from_regex(r"~?[0-9]{1,4}([./-][0-9]{1,4}){0,2} ?(y|m|сол|мес)?", fullmatch=True), days)
def test_what_was_read_can_be_typed_again(text, on):
    try:
        birth = read_birth(text, on=on)
    except CannotReadBirth:
        return

    typed = as_typed(birth, stated_on=on)

    again = read_birth(typed, on=on)
    assert (again.earliest, again.latest) == (birth.earliest, birth.latest)


@given(st.integers(0, 119), st.sampled_from("ym"), days)
def test_everybody_born_in_the_range_has_the_age_that_was_said(n, unit, on):
    birth = read_birth(f"{n}{unit}", on=on)

    ages = age(birth.earliest, birth.latest, on)
    before = birth.earliest - timedelta(days=1)
    after = birth.latest + timedelta(days=1)

    per = 12 if unit == "y" else 1
    assert ages.youngest_months // per == ages.oldest_months // per == n
    assert age(before, before, on).youngest_months // per == n + 1
    assert after > on or age(after, after, on).youngest_months // per < n


@given(days, st.integers(0, 30), days, days)
def test_ages_never_fall_as_days_pass(born, n, one, other):
    first, second = sorted((one, other))

    assert age(born, born, first).youngest_months <= age(born, born, second).youngest_months
    birthday = turns(n, born, born)[0]
    assert age(born, born, birthday).youngest_years == n
    assert n == 0 or age(born, born, birthday - timedelta(days=1)).youngest_years == n - 1


@pytest.mark.parametrize("word", ["прибл.", "ок.", "ориентировочно", "c.", "est.", "±", "+/-", "≈"])
def test_a_word_before_a_year_says_about(word):
    assert span(f"{word} 2015") == ("2014-01-01", "2016-12-31", "estimate")


@pytest.mark.parametrize(
    "text",
    [
        "двадцать третьего мая две тысячи пятнадцатого года",
        "23 майи соли дуҳазору понздаҳум",
        "бисту сеюми майи 2015",
        "the twenty-third of May, two thousand and fifteen",
    ],
)
def test_a_day_in_words_is_read(text):
    assert span(text) == ("2015-05-23", "2015-05-23", "day")


@pytest.mark.parametrize("text", ["первая половина 2015", "пятый месяц", "пятое", "первый год"])
def test_words_that_are_no_whole_date_are_asked_about(text):
    with pytest.raises(CannotReadBirth, match=r"unreadable|part_of_year"):
        read_birth(text, on=ON)


@pytest.mark.parametrize(
    "text",
    ["прибл. 5 лет", "5 лет прибл.", "тахминӣ 5 сола", "بحدود 5 سنوات", "ما يقارب 5 سنوات"],
)
def test_a_word_beside_an_age_says_about(text):
    assert span(text) == span("~5y")
    assert span("около года") == span("~1y")


@pytest.mark.parametrize(
    "text", ["5 ± 1", "2015 ±1", "более 5 лет", "почти 5 лет", "до года", "6%"]
)
def test_what_is_more_or_less_than_about_is_asked_about(text):
    with pytest.raises(CannotReadBirth, match=r"unreadable|one_sided|unsure"):
        read_birth(text, on=ON)
