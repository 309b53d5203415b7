"""Clearings that lapse when a requirement or a consent no longer holds: at once, or nightly."""

import datetime

from django.db import transaction

from cases.casework import journal
from cases.casework.cases import lock_child, take_child
from cases.casework.journal import CannotMove
from cases.casework.manifests import give_up_place
from cases.casework.movements import lock_movement
from cases.models import Child, Passenger, User
from cases.queries.case_files import CaseFile, case_file, case_files
from cases.queries.refusals import refusals
from cases.vocabulary import Act, PassengerStatus, Reason, Stage


@transaction.atomic
def lapse(*, child: Child, version: int | None, by: User, on: datetime.date) -> None:
    """Move a cleared child back to eligible if a requirement or consent no longer holds.

    The decision on eligibility stays; a proposed place is released. Never a booked child.
    """
    place = lock_place(child)
    child = take_child(child, version)
    file = case_file(child, on=on)
    if reasons := refusals(file, Act.LAPSE, by=by):
        raise CannotMove(*reasons)
    _lapse(file, place, by=by, on=on)
    journal.settle(child, by=by)


def lock_place(child: Child) -> Passenger | None:
    """Lock the movement on which a child has a proposed place, and return the place.

    Called before the child's row is locked, by every act after which it may lapse.
    """
    proposed = Passenger.objects.filter(child=child.pk, status=PassengerStatus.PROPOSED)
    place = proposed.select_related("movement").first()
    if place is not None:
        lock_movement(place.movement)
    return place


def lapse_if_blocked(child: Child, place: Passenger | None, *, by: User, on: datetime.date) -> bool:
    """Lapse a cleared child with a requirement or consent unmet, release ``place``; return whether.

    The movement and the child are locked. A place proposed concurrently is left to the
    nightly run.
    """
    if child.stage != Stage.CLEARED:
        return False
    file = case_file(child, on=on)
    if refusals(file, Act.LAPSE, by=by) or file.seat != (place.movement.reference if place else ""):
        return False
    _lapse(file, place, by=by, on=max(on, child.stage_since))
    return True


def lapse_all(*, by: User, on: datetime.date) -> list[Child]:
    """Lapse every cleared child with a requirement or consent unmet on the day; return them."""
    cleared = Child.objects.filter(stage=Stage.CLEARED).order_by("pk")
    files = case_files(cleared.select_related("person", "agreement"), on=on)
    ended = [file.child for file in files.values() if file.no_longer_met]
    return [child for child in ended if _lapse_ended(child, by=by, on=on)]


@transaction.atomic
def _lapse_ended(child: Child, *, by: User, on: datetime.date) -> bool:
    place = lock_place(child)
    child = lock_child(child)
    lapsed = lapse_if_blocked(child, place, by=by, on=on)
    journal.settle(child, by=by)
    return lapsed


def _lapse(file: CaseFile, place: Passenger | None, *, by: User, on: datetime.date) -> None:
    consented = all(track.is_met for track in file.consents) and not file.is_contested
    reason = Reason.EXPIRED if consented else Reason.CONSENT
    if place is not None:
        give_up_place(place, file.child, by=by, on=on, reason=reason)
    journal.step(file.child, act=Act.LAPSE, to=Stage.ELIGIBLE, by=by, on=on, reason=reason)
