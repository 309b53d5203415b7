"""The children whose identity waits for a second person."""

import datetime
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db.models import Case, CharField, Exists, F, Func, OuterRef, Value, When

from cases.models import Agreement, Child, Clearance, Requirement, User
from cases.models.prepared import DAY, KEY, Records
from cases.models.reader import May, may_of, read_by, standing_for
from cases.queries.case_files import NONE_IN_FORCE, track_sentence
from cases.queries.waiting_rows import MOST, WaitingLine, named, names_of
from cases.rules.tracks import Track
from cases.vocabulary import ClearanceKind, ClearanceStatus, NeededFor, Stage, TrackState


def to_verify(user: User, on: datetime.date, of: Agreement | None) -> Iterable[WaitingLine]:
    """Return the children with all their papers, then the others; each oldest first."""
    records = _registered(may_of(user), of is not None)
    rows = records.of(on=on, key=of and of.pk, **read_by(user))
    for child in sorted(rows, key=lambda child: child.unmet is not None):
        yield WaitingLine(
            about=(child.reference,),
            detail="",
            asked_by=str(child.registered_by),
            since=child.stage_entered_on,
            own=child.registered_by == user,
            block=_block(child),
            name=named(child),
        )


@lru_cache(maxsize=64)
def _registered(may: May, of_one: bool) -> "Records[Any]":
    """Return the query of the children to verify, of one agreement, or of all.

    The database function is slow, so it runs only for the rows that are shown; these are
    selected by a faster condition: a granted paper of each kind.
    """
    granted = Clearance.objects.filter(
        child=OuterRef(OuterRef("pk")), kind=OuterRef("clearance"), status=ClearanceStatus.GRANTED
    )
    lacking = Requirement.objects.filter(
        ~Exists(granted),
        agreement=OuterRef("agreement_id"),
        needed_for=NeededFor.VERIFY,
        during__contains=DAY,
    )
    unmet = Func(
        F("pk"),
        Value([NeededFor.VERIFY.value]),
        DAY,
        function="cases_unmet_requirement",
        output_field=CharField(),
    )
    registered = Child.objects.visible_to(standing_for(may)).filter(stage=Stage.REGISTERED)
    registered = registered.filter(agreement=KEY) if of_one else registered
    registered = registered.select_related("registered_by").annotate(
        lacks=Exists(lacking), unmet=unmet, **names_of("")
    )
    in_force = Requirement.objects.filter(agreement=OuterRef("agreement_id"), during__contains=DAY)
    registered = registered.annotate(may_be_verified=Exists(in_force))
    own = Case(When(registered_by=standing_for(may), then=1), default=0)
    return Records(registered.order_by("lacks", own, "stage_entered_on", "pk")[: MOST + 1])


def _block(child: Any) -> str:
    """Return what must come before a child is verified; empty where nothing does."""
    if not child.may_be_verified:
        return str(NONE_IN_FORCE)
    if child.unmet is None:
        return ""
    return track_sentence(Track(NeededFor.VERIFY, ClearanceKind(child.unmet), TrackState.MISSING))
