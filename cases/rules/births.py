"""Births: the first and the last possible day.

Source: domain page, section 3. "n years" on day d is d − (n+1) years + 1 day … d − n years;
"about n" is one year (for a number of months, one month) wider on both sides.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal, NoReturn, Protocol

from cases.rules.ages import AgeUnit, SaidAge, bare_number, said_age
from cases.rules.birth_words import why_too_little, without_source
from cases.rules.date_words import LONGEST, MONTHS, plain, says_not_known
from cases.rules.days import OTHER_YEARS, CannotReadDay, letter_refusal, written_date
from cases.rules.months import months_after, months_between, years_between
from cases.rules.number_words import date_in_figures

OLDEST = 120  # years
TOO_YOUNG, RARELY_SO_YOUNG = 10, 14  # years between a mother and her child

Unit = Literal["day", "month", "year", "range"] | AgeUnit

_ABOUT = re.compile(
    r"(?:[~≈∼]|^(?:±|\+/?-)|\b(?:about|around|approximately|approx|circa|ca|c|abt|roughly|estimated"
    r"|est|около|ок|примерно|приблизительно|приблиз|прибл|прим|ориентировочно|ориент"
    r"|предположительно|предп|порядка|где-то|тахминан|тахмини|тахм|такрибан|такриби|наздики|кариби?"
    r"|حوالي|تقريبا|تقريبي|نحو|حدود|بحدود|قرابه|زهاء|(?:ما )?يقارب)\b\.?)\s*"
)
_OF_YEARS = re.compile(
    r"\D*?(\d{4})\s*(?:г\.?|гг\.?|года?)?\s*(?:[/\\,-]|или|е|or|to|and|и|до|по|ва|yo|او|و|يا|الى)"
    r"\s*(\d{4})\D*"
)
#: Years that may be of two people, unless a word before them says that it is between.
_AND_YEARS = re.compile(r"\d{4}\D*(?:,|\b(?:and|и|ва|و)\b)\D*\d{4}\D*")
#: Half a year, or one to two years: only the writer knows.
_SLASHED = re.compile(r"(?:1/[234]|[23]/[34]) ?[^\W\d_]+\.?")
_NEGATIVE = re.compile(r"-\d{1,3} ?[^\W\d_]{0,8}\.?")
_FRACTION = re.compile(r"\d+[.,]\d{1,3} ?[^\W\d_]+\.?")
#: Two numbers that lack a unit, or a year: 5-6, 1,5.
_TWO_BARE = re.compile(r"\d{1,2} ?[-,] ?\d{1,2}|\d\.\d")
#: 2017-й год, соли 2017-ум, 2017 г/р.
_ORDINAL = re.compile(
    r"\b((?:19|20)\d\d) ?-? ?(?:[ыо]?й|о?го|ом|м|уми?|юми?)\b(?= ?(?:г|сол)|\W*$)"
)
#: 2017-йил, 15-mart 2017-yil.
_OF_YEAR = re.compile(r"(?<=\d)-(?=(?:йил|yil)|[^\W\d]+ \d)")
_OF_BIRTH = re.compile(r"(?<![^\W\d_])([гд])\.?\s*/\s*р(?:ожд)?\b")
_SERIAL = re.compile(r"[2-5]\d{4}(?:[.,]\d+)?")
#: 12.2016 - 01.2017, март-апрель 2017, с 03.2017 по 05.2017.
_FROM_TO = re.compile(
    r"(?:(?:с|со|от|аз|from|من|از|между|between|байни) )?(.+?)"
    r"(?: - | ?(?:или|е|or|yo|то|to|до|по|او|الى|تا) | ва | и |(?<=[^\W\d])[-/](?=[^\W\d]))(.+)"
)
#: Between two days, or they are of two children.
_MOST_DAYS = 92
#: 15.03.2021 (5 лет).
_TWICE = re.compile(r"([^()]+?) ?\(([^()]+)\)\.?")
#: The day that a spreadsheet counts from, and the days it makes of the years 1900 to 2030.
_SPREADSHEET_BEGINS = date(1899, 12, 30)
_YEARS_AS_DAYS = (date(1905, 3, 14), date(1905, 7, 22))


class CannotReadBirth(Exception):
    """The text is not a birth.

    ``code`` is one of those of ``CannotReadDay`` and ``why_too_little``, or which_unit (number),
    two_numbers, two_births, future, negative_age, too_old, not_known, serial_number (year, month,
    day), year_in_day_cell (number); ``params`` in brackets.
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

    ``number`` is the stated year or age (0 where it is neither, or a range);
    ``about`` is true if it was stated with a "~".
    """

    earliest: date
    latest: date
    stated_on: date
    unit: Unit
    about: bool = False
    number: int = 0


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
    try:
        return _read(_stated(text), on)
    except CannotReadDay as refusal:
        raise CannotReadBirth(refusal.code, **refusal.params) from refusal


def as_typed(born: Born, *, stated_on: date) -> str:
    """Return the text that ``read_birth`` reads as this birth; "" if there is none."""
    day, span = born.earliest, age(born.earliest, born.latest, stated_on)
    years, months = span.youngest_years, span.youngest_months
    year = f"{day.year:04}"
    guesses = [f"{day.day:02}.{day.month:02}.{year}", f"{day.month:02}.{year}", year]
    guesses += [f"{years}y", f"{months}m", f"~{day.year + 1:04}"]
    guesses += [f"~{years + 1}y", "~0y", f"~{months + 1}m", "~0m"]
    guesses += [f"{year}/{born.latest.year:04}", f"{years}-{span.oldest_years}y"]
    guesses += [f"{months}-{span.oldest_months}m", f"{(stated_on - born.latest).days // 7}w"]
    guesses += [f"{day:%m}.{year} - {born.latest:%m}.{born.latest.year:04}"]
    guesses += [f"{day:%d.%m}.{year} - {born.latest:%d.%m}.{born.latest.year:04}"]
    return next((guess for guess in guesses if _says(guess, born, stated_on)), "")


def age(earliest: date, latest: date, on: date) -> Age:
    """Return the youngest and oldest possible age on the day ``on``; never below 0."""
    youngest, oldest = (max(0, months_between(day, on)) for day in (latest, earliest))
    return Age(youngest, oldest, exact=earliest == latest)


def turns(n: int, earliest: date, latest: date) -> tuple[date, date]:
    """Return the earliest and the latest day on which somebody born in the range turns ``n``."""
    return months_after(earliest, 12 * n), months_after(latest, 12 * n)


def months_apart(one: Born | None, other: Born | None) -> int:
    """Return the whole months between two births, 0 where they overlap or one is not known."""
    if one is None or other is None:
        return 0
    first, second = sorted((one, other), key=lambda born: (born.earliest, born.latest))
    return max(0, months_between(first.latest, second.earliest))


def motherhood(mother: Born | None, child: Born | None) -> Literal["impossible", "unlikely"] | None:
    """Return how unlikely it is that this is the child's mother; ``None`` if nothing is wrong.

    "impossible" below 10 years at the widest, "unlikely" below 14; None for an unknown birth.
    """
    if mother is None or child is None:
        return None
    widest = years_between(mother.earliest, child.latest)
    if widest < TOO_YOUNG:
        return "impossible"
    return "unlikely" if widest < RARELY_SO_YOUNG else None


def _stated(text: object) -> str:
    if isinstance(text, float) and text.is_integer():
        text = int(text)
    if isinstance(text, int) and -1000 < text < 100_000 and not isinstance(text, bool):
        text = str(text)
    if not isinstance(text, str) or len(text) > LONGEST:
        raise CannotReadBirth("unreadable")
    return plain(text)


@lru_cache(maxsize=10_000)  # a list is read anew for each of its pages
def _read(text: str, on: date) -> Birth:
    text = _ORDINAL.sub(r"\1", _OF_BIRTH.sub(r"\1.р", without_source(text)))
    text = _OF_YEAR.sub(" ", text)
    stated = _ABOUT.sub("", text, count=1).replace("()", "").strip()
    about = stated != text
    if _SLASHED.fullmatch(stated) or _TWO_BARE.fullmatch(stated):
        raise CannotReadBirth("unreadable" if "/" in stated else "two_numbers")
    if years := _two_years(stated):
        return _in_years(*years, on, about=about)
    if old := said_age(f"{stated} y" if about and bare_number(stated) is not None else stated):
        return _at_age(old, on, about=about)
    written = None
    if not _FRACTION.fullmatch(stated):
        written = written_date(stated) or written_date(date_in_figures(stated))
    if written is None:
        birth = None if about else _from_to(stated, on) or _said_twice(stated, on)
        return birth or _refuse(stated)
    if written.month is None:
        return _in_years(written.year, written.year, on, about=about)
    if about:
        raise CannotReadBirth("unreadable")
    return _checked(written.first, written.last, on, "day" if written.day else "month")


def _two_years(text: str) -> tuple[int, int] | None:
    """Return the years of 2016/2017, 2016/17 or 2016 или 2017; None for anything else."""
    if both := _OF_YEARS.fullmatch(text):
        first, second = sorted((int(both[1]), int(both[2])))
        return None if second - first > 1 and _AND_YEARS.fullmatch(text) else (first, second)
    short = re.fullmatch(r"(\d{4}) ?[/-] ?(\d{2})", text)
    if short and 12 < int(short[2]) == (int(short[1]) + 1) % 100:
        return int(short[1]), int(short[1]) + 1
    return None


def _refuse(text: str) -> NoReturn:
    raise letter_refusal(text) or _refusal(text)


def _refusal(text: str) -> CannotReadBirth:
    """Return why text that is neither a date nor an age is refused."""
    if _NEGATIVE.fullmatch(text):
        return CannotReadBirth("negative_age")
    if (number := bare_number(text)) is not None:
        return CannotReadBirth("which_unit", number=number)
    if _SERIAL.fullmatch(text):
        day = _SPREADSHEET_BEGINS + timedelta(days=int(text[:5]))
        return CannotReadBirth("serial_number", year=day.year, month=day.month, day=day.day)
    if says_not_known(text):
        return CannotReadBirth("not_known")
    return CannotReadBirth(why_too_little(text) or "unreadable")


def _from_to(text: str, on: date) -> Birth | None:
    """Return the birth between two months, or two days that are near; None for anything else."""
    both = _FROM_TO.fullmatch(text)
    last = written_date(both[2]) if both else None
    if both is None or last is None or last.month is None:
        return None
    first = written_date(f"{both[1]} {last.year}" if both[1] in MONTHS else both[1])
    if first is None or first.month is None or (first.day is None) != (last.day is None):
        return None
    if not 0 < (last.first - first.first).days <= (_MOST_DAYS if last.day else 366):
        return None
    return _checked(first.first, last.last, on, "range")


def _said_twice(text: str, on: date) -> Birth | None:
    """Return the more exact of a birth and of another in brackets behind it."""
    both = _TWICE.fullmatch(text)
    if both is None or not re.search(r"\d", both[1]) or not re.search(r"\d", both[2]):
        return None
    one, other = sorted((_read(part, on) for part in both.groups()), key=_days)
    if one.earliest > other.latest or other.earliest > one.latest:
        raise CannotReadBirth("two_births")
    return one


def _days(birth: Birth) -> int:
    return (birth.latest - birth.earliest).days


def _in_years(first: int, last: int, on: date, *, about: bool) -> Birth:
    if first in OTHER_YEARS or last in OTHER_YEARS:
        raise CannotReadBirth("other_calendar")
    if first > on.year:
        raise CannotReadBirth("future")
    if last < on.year - OLDEST - 1:
        raise CannotReadBirth("too_old")
    unit: Unit = "year" if first == last else "range"
    earliest, latest = date(first - about, 1, 1), date(last + about, 12, 31)
    number = first if first == last else 0
    return _checked(earliest, latest, on, unit, about=about, number=number)


def _at_age(old: SaidAge, on: date, *, about: bool) -> Birth:
    if old.longest_months > OLDEST * 12:
        raise CannotReadBirth("too_old")
    earliest, latest = old.born(on, about=about)
    unit: Unit = old.unit if old.least == old.most and not old.months and not old.days else "range"
    number = 0 if unit == "range" else old.least
    return _checked(earliest, latest, on, unit, about=about, number=number)


def _checked(
    earliest: date, latest: date, on: date, unit: Unit, *, about: bool = False, number: int = 0
) -> Birth:
    if earliest > on:
        raise CannotReadBirth("future")
    latest = min(latest, on)
    if unit == "day" and _YEARS_AS_DAYS[0] <= earliest <= _YEARS_AS_DAYS[1]:
        raise CannotReadBirth("year_in_day_cell", number=(earliest - _SPREADSHEET_BEGINS).days)
    if years_between(latest, on) > OLDEST:
        raise CannotReadBirth("too_old")
    return Birth(earliest, latest, on, unit, about, number)


def _says(guess: str, born: Born, on: date) -> bool:
    try:
        birth = read_birth(guess, on=on)
    except CannotReadBirth:
        return False
    return (birth.earliest, birth.latest) == (born.earliest, born.latest)
