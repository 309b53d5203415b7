"""A clearing lapses when a requirement or a consent no longer holds: at once, or in the night."""

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
    """Take a cleared child back to eligible when a requirement no longer holds.

    The decision on eligibility stands, a proposed place is given up. A booked child is never
    moved so.
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

    Before the child's own row, by every act after which the child may no longer be cleared.
    """
    proposed = Passenger.objects.filter(child=child.pk, status=PassengerStatus.PROPOSED)
    place = proposed.select_related("movement").first()
    if place is not None:
        lock_movement(place.movement)
    return place


def lapse_if_blocked(child: Child, place: Passenger | None, *, by: User, on: datetime.date) -> bool:
    """Lapse a cleared child for whom something no longer holds, and give up the ``place``.

    The movement and the child are locked already. Returns whether it did: not for a place
    that was proposed at this very moment; the next night finds it.
    """
    if child.stage != Stage.CLEARED:
        return False
    file = case_file(child, on=on)
    if refusals(file, Act.LAPSE, by=by) or file.seat != (place.movement.reference if place else ""):
        return False
    _lapse(file, place, by=by, on=max(on, child.stage_since))
    return True


def lapse_all(*, by: User, on: datetime.date) -> list[Child]:
    """Lapse every cleared child for whom something no longer holds on the day that has come."""
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
