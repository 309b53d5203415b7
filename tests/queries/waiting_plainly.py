"""Who waits to be verified and whose fee is missing, asked child by child of what is on record."""

import datetime
from collections.abc import Iterator

from django.db import connection

from cases.models import (
    Agreement,
    Child,
    Clearance,
    Fee,
    FeeSchedule,
    Journal,
    Requirement,
    User,
)
from cases.queries.waiting_rows import Numbers
from cases.rules.fees import past
from cases.vocabulary import ClearanceStatus, ClosedReason, DueEvent, NeededFor, Stage


def registered(
    user: User, on: datetime.date, of: Agreement | None
) -> list[tuple[Child, bool, bool]]:
    """Return each child who waits, whether a paper was never granted, and whether it is ready."""
    rows = Child.objects.visible_to(user).filter(stage=Stage.REGISTERED).order_by("pk")
    rows = rows.filter(agreement=of) if of else rows
    return [(child, *_papers(child, on)) for child in rows]


def _papers(child: Child, on: datetime.date) -> tuple[bool, bool]:
    terms = Requirement.objects.filter(agreement=child.agreement_id, during__contains=on)
    to_verify = set(terms.filter(needed_for=NeededFor.VERIFY).values_list("clearance", flat=True))
    granted = Clearance.objects.filter(child=child, status=ClearanceStatus.GRANTED)
    return (
        not to_verify <= set(granted.values_list("kind", flat=True)),
        terms.exists() and _unmet(child, on) is None,
    )


def _unmet(child: Child, on: datetime.date) -> str | None:
    """Return the paper that the guard of the act misses."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cases_unmet_requirement(%s, '{verify}', %s)", [child.pk, on])
        return cursor.fetchone()[0]


def first_keys(
    user: User, on: datetime.date, of: Agreement | None, *, most: int, others_first: bool
) -> list[int]:
    """Return the keys of the first lines, and of one more."""

    def place(row: tuple[Child, bool, bool]) -> tuple[bool, bool, datetime.date, int]:
        child, lacks, _ready = row
        own = child.registered_by_id == user.pk
        return lacks != others_first, own, child.stage_entered_on, child.pk

    first = sorted(registered(user, on, of), key=place)[: most + 1]
    return [child.pk for child, *_is in sorted(first, key=lambda row: bool(_unmet(row[0], on)))]


def numbers(user: User, on: datetime.date, of: Agreement | None) -> Numbers:
    rows = registered(user, on, of)
    own = sum(child.registered_by_id == user.pk for child, *_is in rows)
    mine = sum(ready and child.registered_by_id != user.pk for child, _lacks, ready in rows)
    return Numbers(mine=mine, unready=len(rows) - own - mine, own=own)


def fees_missing() -> dict[int, tuple[int, datetime.date]]:
    """Return the schedule and the day of each fee that should be due, by the key of the child."""
    owed = ((child.pk, min(_owed(child), default=None)) for child in Child.objects.all())
    return {key: (each[1], each[0]) for key, each in owed if each}


def _owed(child: Child) -> Iterator[tuple[datetime.date, int]]:
    if Fee.objects.filter(child=child).exists():
        return
    for schedule in FeeSchedule.objects.filter(approved_by__isnull=False):
        event = DueEvent(schedule.due_event)
        if schedule.agreement_id != child.agreement_id or not (
            child.closed_reason == ClosedReason.COMPLETED or child.stage in past(event)
        ):
            continue
        entries = Journal.objects.filter(child=child, to_stage=event, undone_by__isnull=True)
        entry = entries.order_by("pk").first()
        day = entry.happened_on if entry else child.stage_since
        first, end = schedule.during.lower, schedule.during.upper
        if first <= day and (end is None or day < end):
            yield day, schedule.pk
