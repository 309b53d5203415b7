"""What is on record about cases on a day, read in one query."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

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
from cases.models.prepared import DAY, KEYS, AnyOf, RowsOf, Statement, prepared
from cases.rules.interests import Weighed
from cases.rules.tracks import ClearanceFacts, ConsentFacts
from cases.vocabulary import (
    ClearanceKind,
    ClearanceStatus,
    ConsentDecision,
    ConsentPurpose,
    FeeStatus,
    GiverRole,
    InterestsTrigger,
    MovementStatus,
    RestatedPart,
)

#: Movements on which a place still means something to come.
_AHEAD = (MovementStatus.PLANNING, MovementStatus.LOCKED, MovementStatus.DEPARTED)


@dataclass(frozen=True, slots=True)
class FeeFacts:
    """The fee of a child: what is owed, and how far it is paid."""

    status: FeeStatus
    amount: Decimal
    currency: str
    due_on: datetime.date


@dataclass(frozen=True, slots=True)
class Restated:
    """A part of the record that was stated anew, by whom, and that nobody else has confirmed."""

    part: RestatedPart
    by_id: int | None


@dataclass(frozen=True, slots=True)
class Circumstances:
    """The newest clearance of each kind, the ledger of consents, and what else is there."""

    clearances: dict[ClearanceKind, ClearanceFacts]
    consents: tuple[ConsentFacts, ...]
    fee: FeeFacts | None
    seat: str
    undecided: bool
    handed_over: bool
    in_care: bool
    restated: tuple[Restated, ...]
    father_confirmed: bool
    siblings_split: bool = False
    weighed: tuple[Weighed, ...] = ()
    follow_up_due: bool = False
    open_claims: int = 0


def circumstances_of(children: Iterable[Child], *, on: datetime.date) -> dict[int, Circumstances]:
    """Return what is on record about each of ``children``, by key. One query."""
    rows = _statement().rows(keys=[child.pk for child in children], on=on)
    return {row["id"]: read_circumstances(row) for row in rows}


@cache
def _statement() -> Statement:
    children = Child.objects.filter(AnyOf(F("pk"), KEYS)).order_by()
    return prepared(children.values("id", **on_record()))


def on_record() -> dict[str, Any]:
    """Return the columns of a child's row that ``read_circumstances`` reads."""
    mine = Q(child=OuterRef("pk"))
    seats = Passenger.objects.filter(mine, status__in=SEATED, movement__status__in=_AHEAD)
    return {
        "papers": RowsOf(_newest_clearances(mine)),
        "ledger": RowsOf(_ledger(mine)),
        "owed": RowsOf(_fee(mine)),
        "seat": Subquery(seats.values("movement__reference")[:1]),
        "undecided": Exists(Assessment.objects.filter(mine, decided__isnull=True)),
        "handed_over": Exists(Handover.objects.filter(mine)),
        "in_care": Exists(Placement.objects.filter(mine, during__contains=DAY)),
        "restated": RowsOf(_restated(mine)),
        "father_confirmed": Exists(
            Restatement.objects.filter(mine, part=RestatedPart.FATHER, confirmed_by__isnull=False)
        ),
        "siblings_split": Exists(_splits()),
        "weighed": RowsOf(_weighed(mine)),
        "open_claims": Subquery(_open_claims(mine)),
        "follow_up_due": Exists(FollowUp.objects.filter(mine).due(on=DAY)),
    }


def read_circumstances(row: Mapping[str, Any]) -> Circumstances:
    """Return what a row with the columns of ``on_record`` says."""
    return Circumstances(
        clearances={facts.kind: facts for facts in map(_clearance, row["papers"])},
        consents=tuple(map(_consent, row["ledger"])),
        fee=next(map(_fee_facts, row["owed"]), None),
        seat=row["seat"] or "",
        undecided=row["undecided"],
        handed_over=row["handed_over"],
        in_care=row["in_care"],
        restated=tuple(map(_restatement, row["restated"])),
        father_confirmed=row["father_confirmed"],
        siblings_split=row["siblings_split"],
        weighed=tuple(map(_weighing, row["weighed"])),
        follow_up_due=row["follow_up_due"],
        open_claims=row["open_claims"] or 0,
    )


def _splits() -> QuerySet[SiblingException]:
    """Return the wishes of the family that one child stays while a sibling travels."""
    ahead = SiblingException.objects.filter(movement__status__in=_AHEAD)
    return ahead.filter(child__mother=OuterRef("mother"))


def _open_claims(mine: Q) -> QuerySet[KinshipClaim, Any]:
    claims = KinshipClaim.objects.open().filter(mine).order_by().values("child")
    return claims.annotate(number=Count("pk")).values("number")


def _weighed(mine: Q) -> QuerySet[BestInterestsNote, Any]:
    notes = BestInterestsNote.objects.filter(mine, approved_by__isnull=False).order_by("n")
    return notes.values(facts=JSONObject(triggers="triggers", held_on="held_on"))


def _weighing(row: dict[str, Any]) -> Weighed:
    held_on = datetime.date.fromisoformat(row["held_on"])
    return Weighed(frozenset(map(InterestsTrigger, row["triggers"])), held_on)


def _newest_clearances(mine: Q) -> QuerySet[Clearance, Any]:
    newest = Clearance.objects.filter(mine).order_by("kind", "-pk").distinct("kind")
    facts = ("id", "kind", "status", "issued_on", "valid_until", "number", "issuer")
    return newest.values(facts=JSONObject(**{name: F(name) for name in facts}))


def _ledger(mine: Q) -> QuerySet[Consent, Any]:
    ledger = Consent.objects.filter(mine, purpose=ConsentPurpose.REPATRIATION).order_by("pk")
    facts = ("id", "giver_role", "decision", "decided_on", "reason", "next_approach_on")
    return ledger.values(
        facts=JSONObject(
            **{name: F(name) for name in facts},
            recorded_by=F("recorded_by_id"),
            verification=F("verification__id"),
        )
    )


def _fee(mine: Q) -> QuerySet[Fee, Any]:
    fees = Fee.objects.filter(mine, agreement_id=OuterRef("agreement_id"))
    facts = ("status", "amount", "currency", "due_on")
    return fees.values(facts=JSONObject(**{name: F(name) for name in facts}))


def _restated(mine: Q) -> QuerySet[Restatement, Any]:
    rows = Restatement.objects.waiting().filter(mine).order_by("pk")
    return rows.values(facts=JSONObject(part=F("part"), by=F("by_id")))


def _restatement(row: dict[str, Any]) -> Restated:
    return Restated(RestatedPart(row["part"]), row["by"])


def _clearance(row: dict[str, Any]) -> ClearanceFacts:
    return ClearanceFacts(
        ClearanceKind(row["kind"]),
        ClearanceStatus(row["status"]),
        _day(row["issued_on"]),
        _day(row["valid_until"]),
        row["number"],
        row["issuer"],
        row["id"],
    )


def _consent(row: dict[str, Any]) -> ConsentFacts:
    return ConsentFacts(
        row["id"],
        GiverRole(row["giver_role"]),
        ConsentDecision(row["decision"]),
        datetime.date.fromisoformat(row["decided_on"]),
        row["verification"] is not None,
        row["recorded_by"],
        row["reason"],
        _day(row["next_approach_on"]),
    )


def _fee_facts(row: dict[str, Any]) -> FeeFacts:
    return FeeFacts(
        FeeStatus(row["status"]),
        Decimal(str(row["amount"])),
        row["currency"],
        datetime.date.fromisoformat(row["due_on"]),
    )


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
