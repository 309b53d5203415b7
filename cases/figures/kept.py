"""Figures that are kept in memory until a row they count changes.

At 10,000 children the counts take the database longer than all else on the
page. History has a row for every change of every table, whoever made it; while
its newest rows are the same, so are the figures. Decision 0050 says why this
cannot be wrong.
"""

import datetime
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from django.db import connections

from cases.models import (
    Agreement,
    AgreementFigures,
    Assessment,
    Child,
    Country,
    Fee,
    FeeSchedule,
    Mother,
    Person,
    Place,
    Placement,
    PublishedFigure,
    StageLimit,
    Task,
    User,
)

Figures = TypeVar("Figures")
Stamp = tuple[int | None, ...]

_COUNTED = (
    Child,
    Assessment,
    Fee,
    Placement,
    StageLimit,
    Task,
    User,
    Country,
    Agreement,
    AgreementFigures,
    FeeSchedule,
    PublishedFigure,
    Person,
    Mother,
    Place,
)
_KEPT: dict[tuple[Hashable, datetime.date], tuple[Stamp, Any]] = {}
#: More than the agreements, and the lists that are read in a day; the next day's begin anew.
_MOST = 500


@dataclass(frozen=True, slots=True)
class Moment:
    """The newest row of each history, and whether no change was on its way."""

    settled: bool
    stamp: Stamp

    def kept(self, name: Hashable, on: datetime.date, make: Callable[[], Figures]) -> Figures:
        """Return what ``make`` returns, or what it returned while nothing has changed since."""
        known = _KEPT.get((name, on))
        if known is not None and known[0] == self.stamp:
            found: Figures = known[1]
            return found
        figures = make()
        if self.settled:
            if len(_KEPT) >= _MOST:
                _KEPT.clear()
            _KEPT[name, on] = (self.stamp, figures)
        return figures


def kept(name: Hashable, on: datetime.date, make: Callable[[], Figures]) -> Figures:
    """Return ``make`` as kept at this moment.

    One query more than ``make`` where something has changed, one instead of it otherwise.
    """
    return this_moment().kept(name, on, make)


def this_moment() -> Moment:
    """Return what the histories say now. One query.

    Who writes locks a history before taking the number of a row in it, and lets
    go on commit; where nobody holds one, rows yet to come have greater numbers.
    """
    with connections["default"].cursor() as cursor:
        cursor.execute(_sql())
        settled, *newest = cursor.fetchone()
    return Moment(settled, tuple(newest))


@cache
def _sql() -> str:
    events = [model._meta.get_field("events").related_model for model in _COUNTED]
    tables = [f"'{event._meta.db_table}'::regclass" for event in events]
    newest = [
        f"(SELECT max(pgh_id) FROM {event._meta.db_table})"  # noqa: S608 - our own tables
        for event in events
    ]
    return f"""
        SELECT NOT EXISTS (
            SELECT 1 FROM pg_locks
            WHERE relation = ANY (ARRAY[{", ".join(tables)}]::oid[]) AND mode = 'RowExclusiveLock'
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        ), (SELECT oid::bigint FROM pg_database WHERE datname = current_database()),
        {", ".join(newest)}
    """  # noqa: S608
