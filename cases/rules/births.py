"""Births: the first and the last possible day.

Source: domain page, section 3. "n years" on day d is d − (n+1) years + 1 day … d − n years;
"about n" is one year (for a number of months, one month) wider on both sides.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, Protocol

from cases.rules import birth_words as words
from cases.rules.months import months_after, months_before, months_between, years_between

OLDEST = 120  # years
TOO_YOUNG, RARELY_SO_YOUNG = 10, 14  # years between a mother and her child

Unit = Literal["day", "month", "year", "age_years", "age_months"]


class CannotReadBirth(Exception):
    """The text is not a birth.

    ``code`` is one of unreadable, no_such_month (month), no_such_day (year, month, days),
    four_digit_year, which_unit (number), future, negative_age, too_old; ``params`` in brackets.
    """

    def __init__(self, code: str, **params: int) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class Born(Protocol):
    """A known range of birth; both days belong to it."""

    @property
    def earliest(self) -> date: ...
    @property
    def latest(self) -> date: ...


@dataclass(frozen=True, slots=True)
class Span:
    """A range of birth as the register holds it."""

    earliest: date
    latest: date


@dataclass(frozen=True, slots=True)
class Birth:
    """A birth as stated on the day ``stated_on``.

    ``number`` is the stated year or age (0 for a day or a month);
    ``about`` is true if it was stated with a "~".
    """

    earliest: date
    latest: date
    stated_on: date
    unit: Unit
    about: bool = False
    number: int = 0

    @property
    def precision(self) -> str:
        """Return the unit in which it was stated, or "estimate" if stated with "~"."""
        return "estimate" if self.about else self.unit


@dataclass(frozen=True, slots=True)
class Age:
    """The youngest and the oldest possible age in whole months; exact when the day is known."""

    youngest_months: int
    oldest_months: int
    exact: bool

    @property
    def youngest_years(self) -> int:
        """Return the youngest possible age in whole years."""
        return self.youngest_months // 12

    @property
    def oldest_years(self) -> int:
        """Return the oldest possible age in whole years."""
        return self.oldest_months // 12


@dataclass(frozen=True, slots=True)
class YearsApart:
    """Whole years from one birth to another; below 0 when the order may be the other way."""

    narrowest: int
    widest: int


def read_birth(text: object, *, on: date) -> Birth:
    """Return the birth that ``text`` states on the day ``on``.

    ``text`` is typed text, or a spreadsheet's cell (a day, a number). The day comes
    first, never the month. The range is cut at ``on``. Raises ``CannotReadBirth`` for what
    cannot be read, lies in the future or more than 120 years ago.
    """
    if isinstance(text, datetime):
        text = text.date()
    if isinstance(text, date):
        return _checked(text, text, on, "day")
    plain = _said(text)
    if about := words.ABOUT.match(plain):
        return _read_number(plain[about.end() :], on, about=True)
    if parts := words.DATE.fullmatch(plain):
        return _read_date(parts, on)
    return _read_number(plain, on, about=False)


def as_typed(born: Born, *, stated_on: date) -> str:
    """Return the text that ``read_birth`` reads as this birth; "" if there is none."""
    day, span = born.earliest, age(born.earliest, born.latest, stated_on)
    years, months = span.youngest_years, span.youngest_months
    year = f"{day.year:04}"
    guesses = [f"{day.day:02}.{day.month:02}.{year}", f"{day.month:02}.{year}", year]
    guesses += [f"{years}y", f"{months}m", f"~{day.year + 1:04}"]
    guesses += [f"~{years + 1}y", "~0y", f"~{months + 1}m", "~0m"]
    return next((guess for guess in guesses if _says(guess, born, stated_on)), "")


def age(earliest: date, latest: date, on: date) -> Age:
    """Return the youngest and oldest possible age on the day ``on``; never below 0."""
    youngest, oldest = (max(0, months_between(day, on)) for day in (latest, earliest))
    return Age(youngest, oldest, exact=earliest == latest)


def turns(n: int, earliest: date, latest: date) -> tuple[date, date]:
    """Return the earliest and the latest day on which somebody born in the range turns ``n``."""
    return months_after(earliest, 12 * n), months_after(latest, 12 * n)


def gap(mother: Born, child: Born) -> YearsApart:
    """Return how many whole years lie between two births, at the narrowest and the widest."""
    return YearsApart(
        narrowest=years_between(mother.latest, child.earliest),
        widest=years_between(mother.earliest, child.latest),
    )


def motherhood(mother: Born | None, child: Born | None) -> Literal["impossible", "unlikely"] | None:
    """Return how unlikely it is that this is the child's mother; ``None`` if nothing is wrong.

    "impossible" below 10 years at the widest, "unlikely" below 14; None for an unknown birth.
    """
    if mother is None or child is None:
        return None
    widest = gap(mother, child).widest
    if widest < TOO_YOUNG:
        return "impossible"
    return "unlikely" if widest < RARELY_SO_YOUNG else None


def _said(text: object) -> str:
    if isinstance(text, float) and text.is_integer():
        text = int(text)
    if isinstance(text, int) and -1000 < text < 10_000 and not isinstance(text, bool):
        text = str(text)
    if not isinstance(text, str) or len(text) > words.LONGEST:
        raise CannotReadBirth("unreadable")
    return words.plain(text)


def _read_date(parts: re.Match[str], on: date) -> Birth:
    numbers = [part for part in (parts[1], parts[3], parts[4]) if part]
    if len(numbers[0]) > 2:
        numbers.reverse()
    *before, year = numbers
    if any(len(number) > 2 for number in before):
        raise CannotReadBirth("unreadable")
    if len(year) != 4:
        raise CannotReadBirth("four_digit_year")
    return _in_month(int(year), int(before[-1]), on, day=int(before[0]) if before[1:] else None)


def _in_month(year: int, month: int, on: date, day: int | None) -> Birth:
    if not 1 <= month <= 12:
        raise CannotReadBirth("no_such_month", month=month)
    if year == 0:
        raise CannotReadBirth("too_old")
    days = calendar.monthrange(year, month)[1]
    if day is None:
        return _checked(date(year, month, 1), date(year, month, days), on, "month")
    if not 1 <= day <= days:
        raise CannotReadBirth("no_such_day", year=year, month=month, days=days)
    return _checked(date(year, month, day), date(year, month, day), on, "day")


def _read_number(text: str, on: date, *, about: bool) -> Birth:
    if both := words.YEARS_AND_MONTHS.fullmatch(text):
        return _at_age(int(both[1]) * 12 + int(both[2]), "age_months", on, about=about)
    match = words.NUMBER.fullmatch(text)
    if match is None:
        raise CannotReadBirth("unreadable")
    number, unit = int(match[1]), words.UNITS.get(match[2])
    if number < 0:
        raise CannotReadBirth("negative_age")
    if len(match[1]) == 4 and unit != "age_months":
        return _in_year(number, on, about=about)
    if unit is None and not about:
        raise CannotReadBirth("which_unit", number=number)
    return _at_age(number, unit or "age_years", on, about=about)


def _in_year(year: int, on: date, *, about: bool) -> Birth:
    if year > on.year:
        raise CannotReadBirth("future")
    if year < on.year - OLDEST - 1:
        raise CannotReadBirth("too_old")
    first, last = date(year - about, 1, 1), date(year + about, 12, 31)
    return _checked(first, last, on, "year", about=about, number=year)


def _at_age(
    number: int, unit: Literal["age_years", "age_months"], on: date, *, about: bool
) -> Birth:
    months = 12 if unit == "age_years" else 1
    if number * months > OLDEST * 12:
        raise CannotReadBirth("too_old")
    earliest = months_before(on, (number + 1 + about) * months) + timedelta(days=1)
    latest = months_before(on, max(0, number - about) * months)
    return _checked(earliest, latest, on, unit, about=about, number=number)


def _checked(
    earliest: date, latest: date, on: date, unit: Unit, *, about: bool = False, number: int = 0
) -> Birth:
    if earliest > on:
        raise CannotReadBirth("future")
    latest = min(latest, on)
    if years_between(latest, on) > OLDEST:
        raise CannotReadBirth("too_old")
    return Birth(earliest, latest, on, unit, about, number)


def _says(guess: str, born: Born, on: date) -> bool:
    try:
        birth = read_birth(guess, on=on)
    except CannotReadBirth:
        return False
    return (birth.earliest, birth.latest) == (born.earliest, born.latest)
