"""The children whose identity waits for a second person."""

import datetime
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from cases.models import Agreement, Child, Clearance, Requirement, User
from cases.models.child import ChildQuerySet
from cases.models.prepared import DAY, KEY, Day, Parameter, Records
from cases.models.reader import May, may_of, read_by, standing_for
from cases.queries.case_files import NONE_IN_FORCE, track_sentence
from cases.queries.waiting_rows import Numbers, Reading, WaitingLine, names_in, names_of
from cases.rules.tracks import Track
from cases.vocabulary import ClearanceKind, ClearanceStatus, NeededFor, Stage, TrackState


def to_verify(
    user: User, on: datetime.date, of: Agreement | None, reading: Reading
) -> Iterable[WaitingLine]:
    """Return the children with all their papers, then the others; each oldest first."""
    records = _registered(may_of(user), of is not None, reading)
    rows = records.of(on=on, key=of and of.pk, **read_by(user))
    for child in sorted(rows, key=lambda child: child.unmet is not None):
        yield WaitingLine(
            about=(child.reference,),
            detail="",
            asked_by=str(child.registered_by),
            since=child.stage_entered_on,
            own=child.registered_by == user,
            block=_block(child),
            **names_in(child),
            key=child.pk,
        )


def number_to_verify(user: User, on: datetime.date, of: Agreement | None) -> Numbers:
    """Return how many children are ready, are not, and were registered by ``user``. One query.

    The database function is asked only of children who lack no kind of paper.
    """
    ready = Q(lacks=False, may_be_verified=True, unmet="")
    rows = _to_count(user, on).filter(**({"agreement": of} if of else {}))
    counts = rows.aggregate(
        mine=Count("pk", filter=ready & ~Q(registered_by=user)),
        every=Count("pk"),
        own=Count("pk", filter=Q(registered_by=user)),
    )
    unready = counts["every"] - counts["own"] - counts["mine"]
    return Numbers(mine=counts["mine"], unready=unready, own=counts["own"])


def _to_count(user: User, on: datetime.date) -> "ChildQuerySet[Any]":
    registered = Child.objects.visible_to(user).filter(stage=Stage.REGISTERED).order_by()
    registered = registered.annotate(lacks=_lacking(on), may_be_verified=_may_be(on))
    lacking = Coalesce(_unmet(on), Value(""))
    unmet = Case(When(lacks=False, then=lacking), default=Value("-"), output_field=CharField())
    return registered.annotate(unmet=unmet)


def _lacking(on: Day) -> Exists:
    """Return whether a paper of some kind that is asked for was never granted."""
    granted = Clearance.objects.filter(
        child=OuterRef(OuterRef("pk")), kind=OuterRef("clearance"), status=ClearanceStatus.GRANTED
    )
    return Exists(
        Requirement.objects.filter(
            ~Exists(granted),
            agreement=OuterRef("agreement_id"),
            needed_for=NeededFor.VERIFY,
            during__contains=on,
        )
    )


def _unmet(on: Day) -> Func:
    return Func(
        F("pk"),
        Value([NeededFor.VERIFY.value]),
        on if isinstance(on, Parameter) else Value(on),
        function="cases_unmet_requirement",
        output_field=CharField(),
    )


def _may_be(on: Day) -> Exists:
    return Exists(
        Requirement.objects.filter(agreement=OuterRef("agreement_id"), during__contains=on)
    )


@lru_cache(maxsize=64)
def _registered(may: May, of_one: bool, reading: Reading) -> "Records[Any]":
    """Return the query of the children to verify, of one agreement, or of all.

    The database function is slow, so it runs only for the rows that are shown, as does all that is
    read beside them; these are selected by a faster condition: a granted paper of each kind.
    """
    registered = Child.objects.visible_to(standing_for(may)).filter(stage=Stage.REGISTERED)
    registered = registered.filter(agreement=KEY) if of_one else registered
    own = Case(When(registered_by=standing_for(may), then=1), default=0)
    order = ("-lacks" if reading.others_first else "lacks", own, "stage_entered_on", "pk")
    first = registered.annotate(lacks=_lacking(DAY)).order_by(*order)[: reading.most + 1]
    shown = Child.objects.filter(pk__in=first.values("pk")).select_related("registered_by")
    shown = shown.annotate(
        lacks=_lacking(DAY), unmet=_unmet(DAY), may_be_verified=_may_be(DAY), **names_of("")
    )
    return Records(shown.order_by(*order))


def _block(child: Any) -> str:
    """Return what must come before a child is verified; empty where nothing does."""
    if not child.may_be_verified:
        return str(NONE_IN_FORCE)
    if child.unmet is None:
        return ""
    return track_sentence(Track(NeededFor.VERIFY, ClearanceKind(child.unmet), TrackState.MISSING))
