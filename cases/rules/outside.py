"""Which numbers under ten a reader computes from totals, old and new.

Everything that three totals of two days tell is a difference of two of them: between totals of one
day, and between one total on two days. Source: security page, section 1, row 5.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from cases.rules.disclosure import SMALL

#: The totals, and what is left between two of them: (whole, part of it).
TOTALS = ("identified", "eligible", "returned")
BETWEEN = {
    "to_travel": ("eligible", "returned"),
    "not_eligible": ("identified", "eligible"),
    "not_home": ("identified", "returned"),
}


@dataclass(frozen=True, slots=True)
class PublicCount:
    """Totals that were made public for a day, all or some of them."""

    on: datetime.date
    totals: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class SmallNumber:
    """A number under ten that can be computed: of a group, alone or changed ``since`` a day."""

    group: str
    value: int
    since: datetime.date | None = None


def groups(totals: Mapping[str, int]) -> dict[str, int]:
    """Return every group of children whose number some totals of one day tell."""
    left = {
        name: totals[whole] - totals[part]
        for name, (whole, part) in BETWEEN.items()
        if whole in totals and part in totals
    }
    return dict(totals) | left


def small_numbers(new: PublicCount, earlier: Iterable[PublicCount]) -> list[SmallNumber]:
    """Return each number under ten that ``new`` tells by itself, and with each ``earlier`` one."""
    now = groups(new.totals)
    alone = [SmallNumber(name, n) for name, n in now.items() if n < SMALL]
    return [*alone, *dict.fromkeys(_changes(now, earlier))]


def _changes(now: Mapping[str, int], earlier: Iterable[PublicCount]) -> Iterator[SmallNumber]:
    for count in earlier:
        before = groups(count.totals)
        for name, n in now.items():
            if name in before and abs(n - before[name]) < SMALL:
                yield SmallNumber(name, n - before[name], count.on)


def month_ends(on: datetime.date, number: int) -> list[datetime.date]:
    """Return the last days of so many months that have ended before a day, newest first."""
    days, day = [], on
    for _month in range(number):
        day = day.replace(day=1) - datetime.timedelta(days=1)
        days.append(day)
    return days
