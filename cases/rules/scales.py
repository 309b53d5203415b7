"""Where the marks of an axis stand."""

import datetime
from collections.abc import Iterator

_STEPS = (1, 2, 5)
_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 240)


def numbers(most: int, *, at_most: int = 4) -> list[int]:
    """Return round numbers from 0 up to ``most``, evenly apart.

    >>> numbers(75)
    [0, 20, 40, 60]
    """
    step = next(each for each in _steps() if most / each <= at_most)
    return list(range(0, most + 1, step))


def _steps() -> Iterator[int]:
    size = 1
    while True:
        yield from (step * size for step in _STEPS)
        size *= 10


def months(first: datetime.date, last: datetime.date, *, at_most: int) -> list[datetime.date]:
    """Return first days of months between two days, evenly apart: quarters, years.

    >>> days = months(datetime.date(2026, 1, 1), datetime.date(2026, 12, 31), at_most=4)
    >>> [day.month for day in days]
    [1, 4, 7, 10]
    """
    begin, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    step = next((each for each in _MONTHS if (end - begin) / each < at_most), _MONTHS[-1])
    days = (
        datetime.date(month // 12, month % 12 + 1, 1)
        for month in range(begin, end + 1)
        if month % step == 0
    )
    return [day for day in days if day >= first]
