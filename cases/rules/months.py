"""Counting in whole months and years between days, leap days included."""

import calendar
from datetime import date, timedelta


def months_between(born: date, on: date) -> int:
    """Return the whole months from ``born`` to ``on``; below 0 when ``on`` is earlier.

    A month is full on the same day of the month; where that day does not exist,
    on the first of the next month. A child born on 29 February so turns one on 1 March.
    """
    return (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)


def years_between(born: date, on: date) -> int:
    """Return the whole years from ``born`` to ``on``; below 0 when ``on`` is earlier."""
    return months_between(born, on) // 12


def months_before(on: date, months: int) -> date:
    """Return the latest day of birth that is ``months`` months old on ``on``."""
    year, month = _month(on, -months)
    return date(year, month, min(on.day, calendar.monthrange(year, month)[1]))


def months_after(born: date, months: int) -> date:
    """Return the day on which a person born on ``born`` is ``months`` months old."""
    year, month = _month(born, months)
    last = calendar.monthrange(year, month)[1]
    if born.day > last:
        return date(year, month, last) + timedelta(days=1)
    return date(year, month, born.day)


def _month(day: date, months: int) -> tuple[int, int]:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return year, month + 1
