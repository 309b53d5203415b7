"""At home: the signed handover and the child's care."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cases.casework import journal
from cases.casework.cases import CannotMove, lock_child, refuse_blocked, refuse_unless, take_child
from cases.models import Child, Handover, Person, Place, Placement, User
from cases.vocabulary import Act, PlacementKind, Stage


@transaction.atomic
def hand_over(
    *,
    child: Child,
    by: User,
    on: datetime.date,
    signed_on: datetime.date,
    paper: str,
    handed_by: str,
    received_by: str,
) -> Handover:
    """Record the signed paper by which a returned child was received."""
    child = lock_child(child)
    if child.stage != Stage.RETURNED or child.returned_on is None:
        raise CannotMove(_("Only a child who has returned can be handed over."))
    if not child.returned_on <= signed_on <= on:
        raise CannotMove(_("The handover is signed after the return and not in the future."))
    if child.handovers.filter(signed_on=signed_on).exists():
        raise CannotMove(_("A handover of this day is recorded already."))
    handover = Handover.objects.create(
        child=child,
        signed_on=signed_on,
        paper=paper,
        handed_by=handed_by,
        received_by=received_by,
        recorded_by=by,
    )
    journal.record(child, act=Act.HAND_OVER, by=by, on=signed_on)
    return handover


@transaction.atomic
def place(
    *,
    child: Child,
    version: int,
    by: User,
    on: datetime.date,
    kind: PlacementKind,
    place: Place | None = None,
    caregiver: Person | None = None,
) -> Placement:
    """Record in whose care a child is from the day ``on``; needs a signed handover."""
    child = take_child(child, version)
    refuse_unless(child, Act.PLACE, Stage.PLACED)
    if place is None and caregiver is None:
        raise CannotMove(_("Enter the place or the person who cares for the child."))
    if child.placements.filter(during__contains=on).exists():
        raise CannotMove(_("A placement is open already."))
    placement = Placement.objects.create(
        child=child,
        kind=kind,
        place=place,
        caregiver=caregiver,
        during=(on, None),
        recorded_by=by,
    )
    refuse_blocked(child, Act.PLACE, on=on)
    journal.step(child, act=Act.PLACE, to=Stage.PLACED, by=by, on=on)
    journal.settle()
    return placement
