"""The facts on record about cases on a day, read in one query."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from cases.models import (
    Assessment,
    BestInterestsNote,
    Child,
    Clearance,
    Consent,
    Fee,
    FollowUp,
    Handover,
    KinshipClaim,
    Passenger,
    Placement,
    Restatement,
    SiblingException,
)
from cases.models.movement import SEATED
from cases.models.prepared import DAY, KEYS, AnyOf, Statement, prepared
from cases.models.rows import JsonRow, first_of, read_row, row_of, rows_of
from cases.rules.interests import Weighed
from cases.rules.tracks import ClearanceEntry, ConsentEntry
from cases.vocabulary import ConsentPurpose, FeeStatus, FollowUpKind, MovementStatus, RestatedPart

#: Movements that are not over.
_AHEAD = (MovementStatus.PLANNING, MovementStatus.LOCKED, MovementStatus.DEPARTED)


@dataclass(frozen=True, slots=True)
class FeeFacts:
    """The fee of a child: its amount and status."""

    status: FeeStatus
    amount: Decimal
    currency: str
    due_on: datetime.date


@dataclass(frozen=True, slots=True)
class Restated:
    """An unconfirmed change of a part of the record, and its author."""

    part: RestatedPart
    by_id: int | None


@dataclass(frozen=True, slots=True)
class NextFollowUp:
    """The first follow-up of a child that is not done."""

    n: int
    kind: FollowUpKind
    due_on: datetime.date


@dataclass(frozen=True, slots=True)
class Circumstances:
    """The newest clearance of each kind, the ledger of consents, and further facts."""

    clearances: tuple[ClearanceEntry, ...]
    consents: tuple[ConsentEntry, ...]
    fee: FeeFacts | None
    seat: str
    undecided: bool
    handed_over: bool
    scan_missing: bool
    in_care: bool
    restated: tuple[Restated, ...]
    father_confirmed: bool
    siblings_split: bool
    weighed: tuple[Weighed, ...]
    next_follow_up: NextFollowUp | None
    open_claims: int


def circumstances_of(children: Iterable[Child], *, on: datetime.date) -> dict[int, Circumstances]:
    """Return the circumstances of each of ``children``, by key. One query."""
    rows = _statement().rows(keys=[child.pk for child in children], on=on)
    return {row["id"]: read_row(Circumstances, row["record"]) for row in rows}


@cache
def _statement() -> Statement:
    children = Child.objects.filter(AnyOf(F("pk"), KEYS)).order_by()
    return prepared(children.values("id", record=on_record()))


def on_record() -> JsonRow:
    """Return the column of ``Circumstances`` of a child's row."""
    mine = Q(child=OuterRef("pk"))
    seats = Passenger.objects.filter(mine, status__in=SEATED, movement__status__in=_AHEAD)
    seat = Subquery(seats.values("movement__reference")[:1])
    fees = Fee.objects.filter(mine, agreement_id=OuterRef("agreement_id"))
    placements = Placement.objects.filter(mine, during__contains=DAY)
    father = Restatement.objects.filter(mine, part=RestatedPart.FATHER, confirmed_by__isnull=False)
    weighed = BestInterestsNote.objects.filter(mine, approved_by__isnull=False)
    return row_of(
        Circumstances,
        clearances=rows_of(ClearanceEntry, _newest_clearances(mine)),
        consents=rows_of(ConsentEntry, _ledger(mine), verified=Q(verification__isnull=False)),
        fee=first_of(FeeFacts, fees),
        seat=Coalesce(seat, Value("")),
        undecided=_is_any(Assessment.objects.undecided().filter(mine)),
        handed_over=_is_any(Handover.objects.filter(mine)),
        scan_missing=_is_any(Handover.objects.filter(mine, document__isnull=True)),
        in_care=_is_any(placements),
        restated=rows_of(Restated, Restatement.objects.waiting().filter(mine).order_by("pk")),
        father_confirmed=_is_any(father),
        siblings_split=_is_any(_splits()),
        weighed=rows_of(Weighed, weighed.order_by("n")),
        next_follow_up=next_follow_up(mine),
        open_claims=Coalesce(Subquery(_open_claims(mine)), 0),
    )


def _is_any(rows: QuerySet[Any]) -> Coalesce:
    """Return whether there are ``rows`` of a child.

    Not ``Exists``: of that PostgreSQL may read the rows of all children, to look up a few.
    """
    return Coalesce(Subquery(rows.order_by().values(there=Value(True))[:1]), False)


def next_follow_up(mine: Q) -> Subquery:
    """Return the column of ``NextFollowUp``; ``mine`` are the follow-ups of a child's row."""
    return first_of(NextFollowUp, FollowUp.objects.open().filter(mine).order_by("due_on", "n"))


def _splits() -> QuerySet[SiblingException]:
    """Return the family's exceptions by which one child stays while a sibling travels."""
    ahead = SiblingException.objects.filter(movement__status__in=_AHEAD)
    return ahead.filter(child__mother=OuterRef("mother"))


def _open_claims(mine: Q) -> QuerySet[KinshipClaim, Any]:
    claims = KinshipClaim.objects.open().filter(mine).order_by().values("child")
    return claims.annotate(number=Count("pk")).values("number")


def _newest_clearances(mine: Q) -> QuerySet[Clearance]:
    return Clearance.objects.filter(mine).order_by("kind", "-pk").distinct("kind")


def _ledger(mine: Q) -> QuerySet[Consent]:
    words = Consent.objects.counting().filter(mine, purpose=ConsentPurpose.REPATRIATION)
    return words.order_by("pk")
