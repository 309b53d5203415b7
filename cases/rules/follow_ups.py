"""When follow-ups of a child in care are due, by the rules of the agreement."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from cases.rules.months import months_after
from cases.vocabulary import FollowUpKind

#: Done more than this before its day, a follow-up asks why.
EARLY = datetime.timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Planned:
    """One follow-up to come."""

    kind: FollowUpKind
    due_on: datetime.date


def is_early(done_on: datetime.date, *, due_on: datetime.date) -> bool:
    """Return whether a follow-up is done so long before its day that it must say why."""
    return done_on < due_on - EARLY


def planned(
    placed_on: datetime.date, rules: Iterable[tuple[FollowUpKind, int]]
) -> tuple[Planned, ...]:
    """Return the follow-ups of a placement, the nearest first; ``rules`` are kind and months."""
    plans = (Planned(kind, months_after(placed_on, months)) for kind, months in rules)
    return tuple(sorted(plans, key=lambda plan: (plan.due_on, plan.kind)))
