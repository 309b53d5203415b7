"""Which past days figures may be asked about, and with which they are compared."""

import calendar
import datetime
from collections.abc import Collection

#: What a day is compared with: so many days or months before.
WEEK, MONTH, QUARTER, YEAR = "week", "month", "quarter", "year"
_MONTHS = {MONTH: 1, QUARTER: 3, YEAR: 12}


def month_end(day: datetime.date) -> datetime.date:
    """Return the last day of the month of ``day``."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def months_before(day: datetime.date, months: int) -> datetime.date:
    """Return the same day so many months before, or the last of that month.

    >>> months_before(datetime.date(2026, 3, 31), 1)
    datetime.date(2026, 2, 28)
    """
    month = day.year * 12 + day.month - 1 - months
    year, month = divmod(month, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def end_by(day: datetime.date, *, published: Collection[datetime.date] = ()) -> datetime.date:
    """Return the newest end of a month, or day of a published figure, that is not after ``day``."""
    if month_end(day) == day:
        return day
    last = day.replace(day=1) - datetime.timedelta(days=1)
    return max([last, *(each for each in published if each <= day)])


def compared_days(on: datetime.date, *, by_month: bool) -> dict[str, datetime.date]:
    """Return the days that ``on`` is offered to be compared with.

    ``by_month``: ends of months alone, for those who may not learn the day of a movement.
    """
    days = {word: months_before(on, months) for word, months in _MONTHS.items()}
    if by_month:
        first = on.replace(day=1)
        return {
            word: months_before(first, months - 1) - datetime.timedelta(days=1)
            for word, months in _MONTHS.items()
        }
    return {WEEK: on - datetime.timedelta(days=7), **days}
