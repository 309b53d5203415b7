"""A date as people and papers write it: day first, months in words too, never a guess.

Read here for births and for days of acts alike. 03.04.2017 has its day first; 03/04/2017 and
03-04-2017 are written both ways round, so that they are asked about.
"""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from cases.rules import date_words as words
from cases.rules.date_words import LONGEST, plain

_TIME = re.compile(r"(?<=\d)(?:t| )\s*\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?\s*(?:am|pm|z)?$")
_OPEN = re.compile(r"(?<![^\s./-])(?:[xх?_*]{2}|[?_*]|--)(?=\s*[./-])|^[xх](?=\s*[./-])")
_ROMAN = re.compile(r"(?:(?<=\d)[\s./-]+([ivx]+)[\s./-]+|^([ivx]+)[./-])(?=\d{4})")
#: Eight figures without a sign between them: 20170315, 15032017.
_YEAR_FIRST = re.compile(r"^((?:19|20)\d\d)(0[1-9]|1[0-2])([0-3]\d)$")
_YEAR_LAST = re.compile(r"^(\d\d)(\d\d)((?:19|20)\d\d)$")
_NUMBERS = re.compile(
    r"(\d{1,4})(?:\s*([./\\,-])\s*(\d{1,4})(?:\s*\2\s*(\d{1,4}))?| (\d{1,2}) (\d{4}))?"
)
_SEPARATORS = re.compile(r"[\s.,:;/\\()-]*")
#: A date whose month comes first in some countries.
_EITHER_ORDER = re.compile(r"(?<!\d)(\d{1,2})\s*([/\\-])\s*(\d{1,2})\s*\2\s*\d{4}(?!\d)")
#: Figures, and the letters that are typed for them.
_LETTERS_FOR_FIGURES = str.maketrans("oоlіiзбвsbz", "00111368582")
#: Years that papers of Muslim countries bear, of the Islamic calendar and of the Solar one.
OTHER_YEARS = range(1250, 1500)


class CannotReadDay(Exception):
    """The text is not a date.

    ``code`` is one of unreadable, far_year (year), four_digit_year, no_such_month (month),
    no_such_day (year, month, days), day_order (year, month, day: as read with the day first),
    no_day, other_calendar, letter; ``params`` in brackets.
    """

    def __init__(self, code: str, **params: int) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class Written:
    """A date as it is written, which may be a month or a year alone."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def has_two_readings(self) -> bool:
        """Whether it is another date with the month first."""
        return self.day is not None and self.day <= 12 and self.day != self.month

    @property
    def first(self) -> date:
        """Return the first day that may be meant."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """Return the last day that may be meant."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])


def read_day(text: str) -> date:
    """Return the day in ``text``: 15.03.2019, 2019-03-15, 15 марта 2019, in any digits.

    Raises ``CannotReadDay``.
    """
    short = plain(text) if len(text) <= LONGEST else ""
    written = written_date(short)
    if written is None:
        raise letter_refusal(short) or CannotReadDay("unreadable")
    if not 1900 <= written.year <= 2199:
        raise letter_refusal(short) or CannotReadDay("far_year", year=written.year)
    if written.day is None:
        raise CannotReadDay("no_day")
    return written.first


class RefusedDate(Protocol):
    """Why a text is not read; a birth is refused by a class of its own."""

    @property
    def params(self) -> dict[str, int]: ...


def both_readings(refusal: RefusedDate) -> tuple[date, date]:
    """Return the days that a date of the code day_order may be: day first, and month first."""
    year, month, day = (refusal.params[part] for part in ("year", "month", "day"))
    return date(year, month, day), date(year, day, month)


def with_day_first(texts: Iterable[str]) -> str:
    """Return a date among ``texts`` that can only have its day first; "" if there is none.

    None either where another can only have its month first: then the order of neither is known.
    """
    dates = [(match, text) for text in texts if (match := _EITHER_ORDER.search(plain(text)))]
    if any(int(match[3]) > 12 for match, _text in dates):
        return ""
    return next((text for match, text in dates if int(match[1]) > 12), "")


def written_date(text: str) -> Written | None:
    """Return the date in ``plain`` text; None if it is none, such as an age or a bare number.

    00.03.2017 is a month and 00.00.2017 a year: papers say so where the day is not known.
    Raises ``CannotReadDay``.
    """
    text = _ROMAN.sub(_in_digits, _OPEN.sub("00", _TIME.sub("", text)))
    tokens = words.A_WORD.findall(text)
    months = {words.MONTHS[word] for word in tokens if word in words.MONTHS}
    rest = [word for word in tokens if word not in words.MONTHS and word not in words.FILLERS]
    if any(word in words.OTHER_CALENDARS for word in rest) and re.search(r"\d", text):
        raise CannotReadDay("other_calendar")
    bare = words.A_WORD.sub(" ", text).strip(" .,:;()")
    if rest:
        if any(int(number) in OTHER_YEARS for number in re.findall(r"\d{4}", bare)):
            raise CannotReadDay("other_calendar")
        return None
    if months:
        return _in_words(bare, months)
    return _in_figures(bare)


def letter_refusal(text: str) -> CannotReadDay | None:
    """Return the refusal of ``plain`` text in which a letter stands for a figure."""
    for place, sign in enumerate(text):
        figure = sign.translate(_LETTERS_FOR_FIGURES)
        beside = text[max(0, place - 1) : place] + text[place + 1 : place + 2]
        if figure != sign and re.search(r"[\d./-]", beside):
            mended = text.translate(_LETTERS_FOR_FIGURES)
            if re.fullmatch(r"\d{1,4}([./-]\d{1,4}){0,2}", mended):
                return CannotReadDay("letter")
    return None


def _in_words(bare: str, months: set[int]) -> Written | None:
    numbers = re.findall(r"\d+", bare)
    if len(months) > 1 or not 1 <= len(numbers) <= 2 or not _is_joined(bare):
        return None
    years = [number for number in numbers if len(number) == 4]
    days = [number for number in numbers if len(number) <= 2]
    if not years and len(days) == len(numbers):
        raise CannotReadDay("four_digit_year")
    if len(years) != 1 or len(days) != len(numbers) - 1:
        return None
    return _checked(years[0], months.pop(), int(days[0]) if days else 0)


def _in_figures(bare: str) -> Written | None:
    bare = _YEAR_LAST.sub(r"\1/\2/\3", _YEAR_FIRST.sub(r"\1-\2-\3", bare))
    match = _NUMBERS.fullmatch(bare)
    if match is None:
        return None
    numbers = [part for part in match.group(1, 3, 4, 5, 6) if part]
    if len(numbers[0]) > 2:
        numbers.reverse()
    *before, year = numbers
    if not before and len(year) != 4:
        return None
    if any(len(number) > 2 for number in before):
        return None
    if len(year) != 4:
        raise CannotReadDay("four_digit_year")
    written = _checked(year, int(before[-1]) if before else 0, int(before[0]) if before[1:] else 0)
    if _EITHER_ORDER.fullmatch(bare) and written.has_two_readings:
        raise CannotReadDay(
            "day_order", year=written.year, month=written.month or 0, day=written.day or 0
        )
    return written


def _checked(year: str, month: int, day: int) -> Written:
    number = int(year)
    if number in OTHER_YEARS:
        raise CannotReadDay("other_calendar")
    if number == 0:
        raise CannotReadDay("unreadable")
    if month == 0 and day == 0:
        return Written(number)
    if not 1 <= month <= 12:
        raise CannotReadDay("no_such_month", month=month)
    days = calendar.monthrange(number, month)[1]
    if day > days:
        raise CannotReadDay("no_such_day", year=number, month=month, days=days)
    return Written(number, month, day or None)


def _in_digits(roman: re.Match[str]) -> str:
    month = roman[1] or roman[2]
    return f".{words.ROMAN.get(month, month)}."


def _is_joined(bare: str) -> bool:
    return _SEPARATORS.fullmatch(re.sub(r"\d+", "", bare)) is not None
