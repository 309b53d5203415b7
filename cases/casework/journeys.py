"""The journey itself: boarding, departure, arrival, or the way back."""

import datetime
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import wording
from cases.casework import fees, journal
from cases.casework.editing import save, take
from cases.casework.manifests import release
from cases.casework.movements import CannotTravel, lock_children, lock_movement, seated
from cases.models import Child, Movement, Passenger, User
from cases.queries.case_files import case_files
from cases.queries.movements import depart_refusals
from cases.queries.siblings import NOT_YET_GONE
from cases.vocabulary import Act, MovementStatus, PassengerStatus, Reason, Stage


@transaction.atomic
def board(*, passenger: Passenger, version: int | None, by: User) -> None:
    """Record that a confirmed passenger is on board. Raises ``CannotTravel`` and ``Stale``."""
    movement = lock_movement(passenger.movement)
    passenger = take(Passenger.objects.select_related("child"), passenger.pk, version)
    if movement.status != MovementStatus.LOCKED or passenger.status != PassengerStatus.CONFIRMED:
        raise CannotTravel(_("Only a confirmed passenger of a locked passenger list can board."))
    _board(movement, [passenger], by=by, on=timezone.localdate())


@transaction.atomic
def board_all(
    *, movement: Movement, version: int | None, by: User, on: datetime.date | None = None
) -> int:
    """Record that everyone on the manifest is on board; return how many boarded now.

    ``on`` is the day of boarding, today if it is not given. Raises ``CannotTravel`` and ``Stale``.
    """
    movement = take(Movement.objects.all(), movement.pk, version)
    if movement.status != MovementStatus.LOCKED:
        raise CannotTravel(_("Only passengers of a locked passenger list can board."))
    waiting = movement.passengers.filter(status=PassengerStatus.CONFIRMED).order_by("pk")
    waiting = waiting.select_related("child")
    boarding = list(waiting.select_for_update(no_key=True, of=("self",)))
    if not boarding:
        raise CannotTravel(_("Everybody on the list is on board already."))
    _board(movement, boarding, by=by, on=on or timezone.localdate())
    return len(boarding)


def _board(
    movement: Movement, boarding: Collection[Passenger], *, by: User, on: datetime.date
) -> None:
    children = lock_children(_children(boarding))
    for passenger in boarding:
        passenger.status = PassengerStatus.BOARDED
        save(passenger, "status")
    for child in children:
        detail = movement.reference
        journal.record(child, act=Act.BOARD, by=by, on=on, detail=detail)
    journal.settle(*children, by=by)


@transaction.atomic
def depart(*, movement: Movement, version: int | None, at: datetime.datetime, by: User) -> None:
    """Record the departure. Raises ``CannotTravel`` and ``Stale``."""
    movement = take(Movement.objects.all(), movement.pk, version)
    if movement.status != MovementStatus.LOCKED:
        raise CannotTravel(_("A movement can depart only with a locked passenger list."))
    _refuse_future(at)
    on, passengers = timezone.localdate(at), seated(movement)
    _refuse_earlier_than_stage(passengers, on)
    files = case_files(_children(passengers), on=on)
    if refusals := depart_refusals(movement, passengers, files):
        raise CannotTravel(*refusals)
    movement.status, movement.departed_at = MovementStatus.DEPARTED, at
    save(movement, "status", "departed_at")
    for passenger in passengers:
        if passenger.child:
            journal.step(
                passenger.child,
                act=Act.DEPART,
                to=Stage.IN_TRANSIT,
                by=by,
                on=on,
                detail=movement.reference,
            )
    journal.settle(*_children(passengers), by=by)


@transaction.atomic
def arrive(*, movement: Movement, version: int | None, at: datetime.datetime, by: User) -> None:
    """Record the arrival: everyone on board is home. Raises ``CannotTravel`` and ``Stale``."""
    movement = take(Movement.objects.all(), movement.pk, version)
    if movement.status != MovementStatus.DEPARTED or movement.departed_at is None:
        raise CannotTravel(_("Only a movement that has departed can arrive."))
    _refuse_future(at)
    if at <= movement.departed_at:
        raise CannotTravel(_("The arrival must be after the departure."))
    movement.status, movement.arrived_at = MovementStatus.ARRIVED, at
    save(movement, "status", "arrived_at")
    on = timezone.localdate(at)
    passengers = seated(movement)
    for passenger in passengers:
        if child := passenger.child:
            journal.step(
                child,
                act=Act.ARRIVE,
                to=Stage.RETURNED,
                by=by,
                on=on,
                detail=movement.reference,
                returned_on=on,
                held_at=movement.destination,
            )
            fees.become_due(child, on=on, by=by)
    journal.settle(*_children(passengers), by=by)


@transaction.atomic
def turn_back(*, movement: Movement, version: int | None, by: User, on: datetime.date) -> None:
    """Record that a movement turned back: its children are cleared and have no place."""
    movement = take(Movement.objects.all(), movement.pk, version)
    if movement.status != MovementStatus.DEPARTED or movement.departed_at is None:
        raise CannotTravel(_("Only a movement that has departed can turn back."))
    if not timezone.localdate(movement.departed_at) <= on <= timezone.localdate():
        raise CannotTravel(_("Enter the departure date or a later one, up to today."))
    movement.status = MovementStatus.RETURNED
    save(movement, "status")
    passengers = seated(movement)
    for passenger in passengers:
        _take_off(passenger, Reason.DIVERTED)
        if child := passenger.child:
            journal.step(
                child, act=Act.TURN_BACK, to=Stage.CLEARED, by=by, on=on, reason=Reason.DIVERTED
            )
    journal.settle(*_children(passengers), by=by)


@transaction.atomic
def cancel(*, movement: Movement, version: int | None, by: User, on: datetime.date) -> None:
    """Cancel a movement before departure; release every seat."""
    movement = take(Movement.objects.all(), movement.pk, version)
    if movement.status not in NOT_YET_GONE:
        raise CannotTravel(_("Only a movement that has not departed can be cancelled."))
    movement.status = MovementStatus.CANCELLED
    save(movement, "status")
    passengers = seated(movement)
    for passenger in passengers:
        _take_off(passenger, Reason.CANCELLED)
        if child := passenger.child:
            release(child, by=by, on=on, reason=Reason.CANCELLED)
    journal.settle(*_children(passengers), by=by)


def _children(passengers: Collection[Passenger]) -> list[Child]:
    return [passenger.child for passenger in passengers if passenger.child]


def _take_off(passenger: Passenger, reason: Reason) -> None:
    passenger.status, passenger.reason = PassengerStatus.TAKEN_OFF, reason
    save(passenger, "status", "reason")


def _refuse_earlier_than_stage(passengers: list[Passenger], on: datetime.date) -> None:
    booked = max((p.child.stage_since for p in passengers if p.child), default=on)
    if on < booked:
        raise CannotTravel(
            _("Departure cannot be before %(day)s, when the passenger list was locked.")
            % {"day": wording.day_text(booked)}
        )


def _refuse_future(at: datetime.datetime) -> None:
    if at > timezone.now():
        raise CannotTravel(_("This time is in the future. Record it afterwards."))
