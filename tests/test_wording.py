from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from cases import wording
from cases.rules.births import Age

LRM = "\N{LEFT-TO-RIGHT MARK}"
DAY = date(2019, 3, 15)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "15 Mar 2019"),
        ("ru", "15 марта 2019"),
        ("tg", "15 марти 2019"),
        ("ar", "15 آذار 2019"),
    ],
)
def test_a_day_reads_as_in_its_language(language, text):
    with translation.override(language):
        assert wording.day_text(DAY) == text


def test_without_a_language_a_day_is_still_a_day():
    with translation.override(None):
        assert wording.day_text(DAY)


def test_a_moment_falls_on_the_day_of_dushanbe():
    late = datetime(2019, 3, 14, 20, 5, tzinfo=UTC)

    with translation.override("en"):
        assert wording.day_text(late) == "15 Mar 2019"
        assert wording.moment_text(late) == "15 Mar 2019, 01:05 (Dushanbe)"
    assert wording.as_day(datetime(2019, 3, 14, 20, 5)) == date(2019, 3, 14)


@pytest.mark.parametrize(
    ("earliest", "latest", "text"),
    [
        (date(2017, 3, 15), date(2017, 3, 15), "15 Mar 2017"),
        (date(2017, 3, 1), date(2017, 3, 31), "March 2017"),
        (date(2018, 4, 16), date(2018, 5, 15), "April or May 2018"),
        (date(2017, 3, 8), date(2017, 3, 14), "between 8 Mar 2017 and 14 Mar 2017"),
        (date(2017, 1, 1), date(2017, 12, 31), "2017"),
        (date(2017, 12, 16), date(2018, 1, 15), "December 2017 or January 2018"),
        (date(2015, 2, 13), date(2016, 2, 12), "2015 or 2016"),
        (date(1988, 3, 16), date(1991, 3, 15), "between 1988 and 1991"),
    ],
)
def test_a_birth_is_said_no_more_exactly_than_it_is_known(earliest, latest, text):
    with translation.override("en"):
        assert wording.born_text(earliest, latest) == text


@pytest.mark.parametrize(
    ("language", "text"), [("ru", "март 2017"), ("tg", "марти 2017"), ("ar", "آذار 2017")]
)
def test_a_month_reads_as_in_its_language(language, text):
    with translation.override(language):
        assert wording.born_text(date(2017, 3, 1), date(2017, 3, 31)) == text


@pytest.mark.parametrize(
    ("age", "text"),
    [
        (Age(0, 0, exact=True), "0 m"),
        (Age(10, 10, exact=True), "10 m"),
        (Age(12, 12, exact=True), "1 y"),
        (Age(40, 40, exact=True), "3 y 4 m"),
        (Age(71, 71, exact=True), "5 y 11 m"),
        (Age(72, 72, exact=True), "6 y"),
        (Age(95, 95, exact=True), "7 y"),
        (Age(10, 10, exact=False), "about 10 m (est.)"),
        (Age(9, 11, exact=False), "9 to 11 m (est.)"),
        (Age(11, 12, exact=False), "0 or 1 y (est.)"),
        (Age(36, 47, exact=False), "about 3 y (est.)"),
        (Age(62, 74, exact=False), "5 or 6 y (est.)"),
        (Age(336, 371, exact=False), "28 to 30 y (est.)"),
    ],
)
def test_an_age_shows_months_while_they_matter_and_both_ends_when_unsure(age, text):
    with translation.override("en"):
        assert wording.age_text(age) == text


@pytest.mark.parametrize(
    ("language", "amount", "currency", "text"),
    [
        ("en", 400, "USD", "$400"),
        ("en", Decimal("14400.00"), "USD", "$14,400"),
        ("en", Decimal("14400.5"), "USD", "$14,400.50"),
        ("en", -400, "USD", "−$400"),
        ("en", 500000, "IQD", "IQD\xa0500,000"),
        ("ru", 14400, "USD", "14\xa0400\xa0$"),
        ("tg", Decimal("14400.50"), "USD", "14\xa0400,50\xa0$"),
        ("ar", 14400, "USD", f"{LRM}$14,400"),
    ],
)
def test_money_has_cents_only_where_there_are_any(language, amount, currency, text):
    with translation.override(language):
        assert wording.money_text(amount, currency) == text
