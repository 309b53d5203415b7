"""A day as staff type it: day first, any of three digits, never a guess."""

import calendar
import re
from datetime import date

from cases.rules.birth_words import LONGEST, plain

_DAY = re.compile(r"([0-9]{1,4})\s*([./–-])\s*([0-9]{1,2})\s*\2\s*([0-9]{1,4})(?:\s*г\.?)?")


class CannotReadDay(Exception):
    """The text is not a day.

    ``code`` is one of unreadable, four_digit_year, no_such_month (month),
    no_such_day (year, month, days); ``params`` in brackets.
    """

    def __init__(self, code: str, **params: int) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def read_day(text: str) -> date:
    """Return the day in ``text``: 15.03.2019, 15/3/2019 or 2019-03-15, in any digits.

    Raises ``CannotReadDay``.
    """
    parts = _DAY.fullmatch(plain(text)) if len(text) <= LONGEST else None
    if parts is None:
        raise CannotReadDay("unreadable")
    day, month, year = parts[1], parts[3], parts[4]
    if len(day) > 2:
        day, year = year, day
    if len(year) != 4:
        raise CannotReadDay("four_digit_year")
    return _checked(int(year), int(month), int(day) if len(day) < 3 else 0)


def _checked(year: int, month: int, day: int) -> date:
    if not 1 <= month <= 12:
        raise CannotReadDay("no_such_month", month=month)
    if not 1900 <= year <= 2199:
        raise CannotReadDay("unreadable")
    days = calendar.monthrange(year, month)[1]
    if not 1 <= day <= days:
        raise CannotReadDay("no_such_day", year=year, month=month, days=days)
    return date(year, month, day)
