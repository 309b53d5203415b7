"""The manifest is locked by two people, and no sibling is left behind without an exception.

An officer requests the lock, a reviewer approves it: every child aboard is booked.
"""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.casework import journal, messages
from cases.casework.editing import save, take
from cases.casework.movements import CannotTravel, lock_movement, seated, take_planned
from cases.casework.siblings import lock_mothers
from cases.models import Child, Journal, Movement, Passenger, User
from cases.models.movement import SEATED
from cases.queries.case_files import case_files
from cases.queries.movements import children_aboard, lock_refusals
from cases.queries.siblings import NOT_YET_GONE, left_behind_by, left_sentence, staying
from cases.vocabulary import Act, MovementStatus, PassengerStatus, Reason, Stage

_ASKED = ("lock_asked_by", "lock_asked_at")
_RETURNED = ("lock_returned_by", "lock_returned_at", "lock_returned_reason")


def _refuse_lock(movement: Movement, children: list[Child], *, on: datetime.date) -> None:
    files = case_files(children, on=on)
    escorts = movement.seats_taken - len(children)
    left = staying(movement, children)
    if refusals := lock_refusals(movement, files.values(), left, escorts=escorts):
        raise CannotTravel(*refusals)


@transaction.atomic
def ask_lock(*, movement: Movement, version: int | None, by: User, on: datetime.date) -> None:
    """Ask a reviewer to lock the manifest; any change to it voids the request.

    Raises ``CannotTravel`` with everything that blocks the lock, and ``Stale``.
    """
    movement = take_planned(movement, version)
    if movement.lock_asked_by_id is not None:
        raise CannotTravel(_("The lock has already been requested."))
    _refuse_lock(movement, children_aboard(movement), on=on)
    movement.lock_asked_by, movement.lock_asked_at = by, timezone.now()
    movement.lock_returned_by = movement.lock_returned_at = None
    movement.lock_returned_reason = ""
    save(movement, *_ASKED, *_RETURNED)


@transaction.atomic
def return_lock(*, movement: Movement, version: int | None, by: User, reason: str) -> None:
    """Return the request to lock to the travel officer, who is told why."""
    movement = take_planned(movement, version)
    _refuse_unasked(movement, by)
    asked_by = movement.lock_asked_by_id
    movement.lock_asked_by = movement.lock_asked_at = None
    movement.lock_returned_by, movement.lock_returned_at = by, timezone.now()
    movement.lock_returned_reason = reason
    save(movement, *_ASKED, *_RETURNED)
    messages.tell_of_lock(movement, {movement.planned_by_id, asked_by})


@transaction.atomic
def approve_lock(*, movement: Movement, version: int | None, by: User, on: datetime.date) -> None:
    """Lock the manifest as the second person: every child aboard is booked.

    Raises ``CannotTravel`` if ``by`` planned the journey or requested the lock, a paper ends
    before the arrival, or a sibling would be left behind without an approved exception.
    """
    movement = take_planned(movement, version)
    _refuse_unasked(movement, by)
    lock_mothers(movement)
    passengers = seated(movement)
    children = [passenger.child for passenger in passengers if passenger.child]
    _refuse_lock(movement, children, on=on)
    movement.status = MovementStatus.LOCKED
    movement.lock_approved_by, movement.lock_approved_at = by, timezone.now()
    save(movement, "status", "lock_approved_by", "lock_approved_at")
    for passenger in passengers:
        passenger.status = PassengerStatus.CONFIRMED
        save(passenger, "status")
    for child in children:
        journal.step(child, act=Act.LOCK, to=Stage.BOOKED, by=by, on=on, detail=movement.reference)
    journal.settle(*children, by=by)


@transaction.atomic
def take_off(
    *,
    passenger: Passenger,
    version: int | None,
    by: User,
    on: datetime.date,
    reason: Reason,
    with_siblings: bool = False,
) -> None:
    """Remove a passenger before departure; a booked child goes back to cleared.

    From a locked manifest a child leaves only with the siblings, or when an
    approved exception lets the child stay behind.
    """
    movement = lock_movement(passenger.movement)
    if movement.status not in NOT_YET_GONE:
        raise CannotTravel(_("The movement has begun."))
    leaving = _leaving(passenger, version, with_siblings=with_siblings)
    _leave(movement, leaving, PassengerStatus.TAKEN_OFF, by=by, on=on, reason=reason)


@transaction.atomic
def no_show(
    *,
    passenger: Passenger,
    version: int | None,
    by: User,
    on: datetime.date,
    with_siblings: bool = False,
) -> None:
    """Record that a passenger of a locked manifest did not come."""
    movement = lock_movement(passenger.movement)
    if movement.status != MovementStatus.LOCKED:
        raise CannotTravel(_("Only a passenger of a locked passenger list can be a no-show."))
    leaving = _leaving(passenger, version, with_siblings=with_siblings)
    _leave(movement, leaving, PassengerStatus.NO_SHOW, by=by, on=on, reason=Reason.NO_SHOW)


def release(child: Child, *, by: User, on: datetime.date, reason: Reason) -> None:
    """Release the place of a locked child: booked becomes cleared, a proposal is dropped."""
    if child.stage == Stage.BOOKED:
        journal.step(child, act=Act.RELEASE, to=Stage.CLEARED, by=by, on=on, reason=reason)
    else:
        journal.record(child, act=Act.TAKE_OFF, by=by, on=on, reason=reason)


def give_up_place(
    place: Passenger, child: Child, *, by: User, on: datetime.date, reason: Reason
) -> None:
    """Remove a child from a planned manifest; the movement and the child are locked."""
    place = Passenger.objects.select_for_update(no_key=True).get(pk=place.pk)
    place.status, place.reason = PassengerStatus.TAKEN_OFF, reason
    save(place, "status", "reason")
    release(child, by=by, on=on, reason=reason)


def _leaving(passenger: Passenger, version: int | None, *, with_siblings: bool) -> list[Passenger]:
    passenger = take(Passenger.objects.select_related("child"), passenger.pk, version)
    if passenger.status not in SEATED:
        raise CannotTravel(_("This passenger no longer has a seat."))
    if not with_siblings or passenger.child is None:
        return [passenger]
    family = Passenger.objects.filter(
        movement=passenger.movement_id,
        child__mother_id=passenger.child.mother_id,
        status__in=SEATED,
    )
    return list(family.order_by("child_id"))


def _leave(
    movement: Movement,
    leaving: list[Passenger],
    status: PassengerStatus,
    *,
    by: User,
    on: datetime.date,
    reason: Reason,
) -> None:
    if movement.status == MovementStatus.LOCKED:
        lock_mothers(movement)
    ids, gone = {passenger.pk for passenger in leaving}, []
    for passenger in seated(movement):
        if passenger.pk in ids:
            passenger.status, passenger.reason = status, reason
            save(passenger, "status", "reason")
            if passenger.child:
                release(passenger.child, by=by, on=on, reason=reason)
                gone.append(passenger.child)
    if movement.status == MovementStatus.LOCKED:
        _refuse_leaving_alone(movement, {p.child_id for p in leaving})
    journal.settle(*gone, by=by)


def _refuse_leaving_alone(movement: Movement, left: set[int | None]) -> None:
    """Raise ``CannotTravel`` if one of ``left`` stays behind; a sibling registered later may."""
    behind = [c for c in left_behind_by(movement, children_aboard(movement)) if c.pk in left]
    if behind:
        raise CannotTravel(*map(left_sentence, behind))


def _refuse_unasked(movement: Movement, by: User) -> None:
    if movement.lock_asked_by_id is None:
        raise CannotTravel(_("No lock is requested for this passenger list."))
    if movement.lock_asked_by_id == by.pk:
        raise CannotTravel(_("You requested this. A second person must approve it."))
    if movement.planned_by_id == by.pk:
        raise CannotTravel(_("You planned this movement. A second person must approve it."))
    if _proposed(movement, by):
        raise CannotTravel(_("You proposed places on it. A second person must approve it."))


def _proposed(movement: Movement, by: User) -> bool:
    """Return whether ``by`` proposed the place of anyone aboard."""
    aboard = movement.passengers.filter(status__in=SEATED, child__isnull=False)
    proposals = Journal.objects.filter(act=Act.PROPOSE, by=by, detail=movement.reference)
    return proposals.filter(child__in=aboard.values("child")).exists()
