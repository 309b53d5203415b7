"""Journeys home: planned, filled, agreed by two people, and made.

Locks are taken in one order: movement, mothers, children.
"""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.casework import journal, references
from cases.casework.case_files import case_file
from cases.casework.cases import CannotMove, lock_child
from cases.casework.editing import save, take
from cases.models import (
    Agreement,
    Child,
    Mother,
    Movement,
    Passenger,
    Person,
    Place,
    SiblingException,
    User,
)
from cases.models.movement import SEATED
from cases.rules.journeys import expires_before, left_behind
from cases.vocabulary import Act, MovementStatus, PassengerStatus, Reason, Stage


class CannotTravel(CannotMove):
    """The step of a journey is refused; ``reasons`` are sentences fit to show."""


@transaction.atomic
def plan(
    *,
    agreement: Agreement,
    origin: Place,
    destination: Place,
    departs_at: datetime.datetime,
    arrives_at: datetime.datetime,
    seats: int,
    by: User,
    carrier: str = "",
    number: str = "",
) -> Movement:
    """Plan a flight or land transfer with so many seats. Raises ``CannotTravel``."""
    if origin == destination:
        raise CannotTravel(_("The journey must lead from one place to another."))
    if arrives_at <= departs_at:
        raise CannotTravel(_("The arrival must be after the departure."))
    if seats < 1:
        raise CannotTravel(_("A journey needs at least one seat."))
    return Movement.objects.create(
        reference=references.next_movement(),
        agreement=agreement,
        carrier=carrier,
        number=number,
        origin=origin,
        destination=destination,
        departs_at=departs_at,
        arrives_at=arrives_at,
        seats=seats,
        planned_by=by,
    )


def place_refusals(child: Child, movement: Movement, *, on: datetime.date) -> tuple[str, ...]:
    """Return why no place can be proposed for ``child`` on ``movement``; empty if one can."""
    if movement.status != MovementStatus.PLANNING:
        return (_("The manifest is no longer open."),)
    if movement.seats_left < 1:
        return (_("There is no seat left."),)
    if child.agreement_id != movement.agreement_id:
        return (_("The journey belongs to another agreement."),)
    if child.stage != Stage.CLEARED:
        return (_("Only a child who is cleared to travel can have a place."),)
    if seat := case_file(child, on=on).seat:
        return (_("The child has a place on %(movement)s already.") % {"movement": seat},)
    return ()


@transaction.atomic
def propose(
    *, movement: Movement, child: Child, version: int, by: User, on: datetime.date
) -> Passenger:
    """Propose a place for a cleared child; the stage stays until the manifest is locked.

    The movement is locked before the child, as in every act, so that two
    officers can neither take the last seat twice nor wait for each other.
    Raises ``CannotTravel``, and ``Stale`` if the movement was edited since ``version``.
    """
    movement = take(Movement.objects.all(), movement.pk, version)
    child = lock_child(child)
    if refusals := place_refusals(child, movement, on=on):
        raise CannotTravel(*refusals)
    passenger = Passenger.objects.create(movement=movement, child=child)
    journal.record(child, act=Act.PROPOSE, by=by, on=on, detail=movement.reference)
    return passenger


@transaction.atomic
def add_escort(*, movement: Movement, escort: Person, version: int, by: User) -> Passenger:
    """Give an escort a seat while the movement is planned."""
    movement = take(Movement.objects.all(), movement.pk, version)
    if movement.status != MovementStatus.PLANNING:
        raise CannotTravel(_("The manifest is no longer open."))
    if movement.seats_left < 1:
        raise CannotTravel(_("There is no seat left."))
    if movement.passengers.filter(escort=escort, status__in=SEATED).exists():
        raise CannotTravel(_("This escort has a seat already."))
    return Passenger.objects.create(movement=movement, escort=escort)


@transaction.atomic
def take_off(*, passenger: Passenger, by: User, on: datetime.date, reason: Reason) -> None:
    """Take a passenger off; a booked child goes back to cleared.

    From a locked manifest a child leaves only with the siblings, or when an
    approved exception lets the child stay behind.
    """
    movement = _lock_movement(passenger.movement)
    if movement.status not in (MovementStatus.PLANNING, MovementStatus.LOCKED):
        raise CannotTravel(_("The journey has begun."))
    _leave(movement, [passenger], by=by, on=on, reason=reason, status=PassengerStatus.TAKEN_OFF)


@transaction.atomic
def take_family_off(
    *, movement: Movement, mother: Mother, by: User, on: datetime.date, reason: Reason
) -> None:
    """Take all children of one mother off a movement together."""
    movement = _lock_movement(movement)
    family = movement.passengers.filter(child__mother=mother, status__in=SEATED)
    _leave(movement, list(family), by=by, on=on, reason=reason, status=PassengerStatus.TAKEN_OFF)


@transaction.atomic
def no_show(*, passenger: Passenger, by: User, on: datetime.date) -> None:
    """Record that a passenger of a locked manifest did not come."""
    movement = _lock_movement(passenger.movement)
    if movement.status != MovementStatus.LOCKED:
        raise CannotTravel(_("Only a passenger of a locked manifest can fail to come."))
    _leave(
        movement,
        [passenger],
        by=by,
        on=on,
        reason=Reason.NO_SHOW,
        status=PassengerStatus.NO_SHOW,
    )


def lock_refusals(movement: Movement, *, on: datetime.date) -> tuple[str, ...]:
    """Return what stands in the way of locking the manifest: one sentence each."""
    if movement.status != MovementStatus.PLANNING:
        return (_("The manifest is locked already or the journey is over."),)
    aboard = _children_aboard(movement)
    if not aboard:
        return (_("Nobody has a place yet."),)
    refusals: list[str] = []
    for child in aboard:
        refusals += _unready(child, movement, on=on)
    return (*refusals, *_split_families(movement, aboard))


@transaction.atomic
def ask_lock(*, movement: Movement, version: int, by: User, on: datetime.date) -> None:
    """Ask a reviewer to lock the manifest. Any change of the passengers clears the asking."""
    movement = take(Movement.objects.all(), movement.pk, version)
    if refusals := lock_refusals(movement, on=on):
        raise CannotTravel(*refusals)
    movement.lock_asked_by, movement.lock_asked_at = by, timezone.now()
    save(movement, "lock_asked_by", "lock_asked_at")


@transaction.atomic
def return_lock(*, movement: Movement, version: int, by: User) -> None:
    """Send the wish to lock back to the travel officer."""
    movement = take(Movement.objects.all(), movement.pk, version)
    _refuse_unasked(movement, by)
    movement.lock_asked_by = movement.lock_asked_at = None
    save(movement, "lock_asked_by", "lock_asked_at")


@transaction.atomic
def approve_lock(*, movement: Movement, version: int, by: User, on: datetime.date) -> None:
    """Lock the manifest as the second person: every child aboard is booked.

    Raises ``CannotTravel`` if ``by`` asked for it, a paper ends before the
    arrival, or a sibling would be left behind without an approved exception.
    """
    movement = take(Movement.objects.all(), movement.pk, version)
    _refuse_unasked(movement, by)
    _lock_mothers(movement)
    if refusals := lock_refusals(movement, on=on):
        raise CannotTravel(*refusals)
    movement.status = MovementStatus.LOCKED
    movement.lock_approved_by, movement.lock_approved_at = by, timezone.now()
    save(movement, "status", "lock_approved_by", "lock_approved_at")
    for passenger in _seated(movement):
        passenger.status = PassengerStatus.CONFIRMED
        save(passenger, "status")
        _step(passenger, Act.LOCK, Stage.BOOKED, by=by, on=on, detail=movement.reference)
    journal.settle()


@transaction.atomic
def ask_exception(
    *, movement: Movement, child: Child, by: User, reason: Reason, note: str = ""
) -> SiblingException:
    """Ask that one child may stay behind while a sibling travels."""
    movement = _lock_movement(movement)
    asked = SiblingException.objects.filter(movement=movement, child=child).first()
    if asked is not None:
        raise CannotTravel(_("An exception for this child is recorded already."))
    return SiblingException.objects.create(
        movement=movement,
        child=child,
        reason=reason,
        note=note,
        asked_by=by,
        asked_at=timezone.now(),
    )


@transaction.atomic
def approve_exception(*, exception: SiblingException, version: int, by: User) -> None:
    """Approve as the second person that a child stays behind."""
    exception = take(SiblingException.objects.all(), exception.pk, version)
    if exception.asked_by_id == by.pk:
        raise CannotTravel(_("You asked for this. Another person must approve it."))
    if exception.approved_by_id is not None:
        raise CannotTravel(_("This exception is approved already."))
    exception.approved_by, exception.approved_at = by, timezone.now()
    save(exception, "approved_by", "approved_at")


@transaction.atomic
def board(*, passenger: Passenger, by: User, on: datetime.date) -> None:
    """Record that a confirmed passenger is on board."""
    movement = _lock_movement(passenger.movement)
    passenger = Passenger.objects.select_for_update(no_key=True).get(pk=passenger.pk)
    if movement.status != MovementStatus.LOCKED or passenger.status != PassengerStatus.CONFIRMED:
        raise CannotTravel(_("Only a confirmed passenger of a locked manifest can board."))
    passenger.status = PassengerStatus.BOARDED
    save(passenger, "status")


@transaction.atomic
def depart(*, movement: Movement, version: int, at: datetime.datetime, by: User) -> None:
    """Record the departure: everybody on the manifest is on board and still meets everything."""
    movement = take(Movement.objects.all(), movement.pk, version)
    if movement.status != MovementStatus.LOCKED:
        raise CannotTravel(_("Only a locked manifest can depart."))
    _refuse_future(at)
    on, refusals = timezone.localdate(at), []
    for passenger in _seated(movement):
        if passenger.status != PassengerStatus.BOARDED:
            refusals.append(_("Not on board: %(who)s.") % {"who": _who(passenger)})
        elif passenger.child:
            refusals += _prefixed(
                passenger.child, case_file(passenger.child, on=on).blocks(Act.DEPART)
            )
    if refusals:
        raise CannotTravel(*refusals)
    movement.status, movement.departed_at = MovementStatus.DEPARTED, at
    save(movement, "status", "departed_at")
    for passenger in _seated(movement):
        _step(passenger, Act.DEPART, Stage.IN_TRANSIT, by=by, on=on, detail=movement.reference)
    journal.settle()


@transaction.atomic
def arrive(*, movement: Movement, version: int, at: datetime.datetime, by: User) -> None:
    """Record the arrival: everybody on board is home."""
    movement = take(Movement.objects.all(), movement.pk, version)
    if movement.status != MovementStatus.DEPARTED or movement.departed_at is None:
        raise CannotTravel(_("Only a movement that has departed can arrive."))
    _refuse_future(at)
    if at <= movement.departed_at:
        raise CannotTravel(_("The arrival must be after the departure."))
    movement.status, movement.arrived_at = MovementStatus.ARRIVED, at
    save(movement, "status", "arrived_at")
    on = timezone.localdate(at)
    for passenger in _seated(movement):
        _step(
            passenger,
            Act.ARRIVE,
            Stage.RETURNED,
            by=by,
            on=on,
            detail=movement.reference,
            returned_on=on,
        )
    journal.settle()


@transaction.atomic
def turn_back(*, movement: Movement, version: int, by: User, on: datetime.date) -> None:
    """Record that a movement came back: its children are cleared, not booked."""
    movement = take(Movement.objects.all(), movement.pk, version)
    if movement.status != MovementStatus.DEPARTED:
        raise CannotTravel(_("Only a movement that has departed can turn back."))
    movement.status = MovementStatus.RETURNED
    save(movement, "status")
    for passenger in _seated(movement):
        _off(passenger, PassengerStatus.TAKEN_OFF, Reason.DIVERTED)
        _step(passenger, Act.TURN_BACK, Stage.CLEARED, by=by, on=on, reason=Reason.DIVERTED)
    journal.settle()


@transaction.atomic
def cancel(*, movement: Movement, version: int, by: User, on: datetime.date) -> None:
    """Cancel a movement before it departs: every seat is released."""
    movement = take(Movement.objects.all(), movement.pk, version)
    if movement.status not in (MovementStatus.PLANNING, MovementStatus.LOCKED):
        raise CannotTravel(_("Only a movement that has not departed can be cancelled."))
    movement.status = MovementStatus.CANCELLED
    save(movement, "status")
    for passenger in _seated(movement):
        _off(passenger, PassengerStatus.TAKEN_OFF, Reason.CANCELLED)
        _release(passenger, by=by, on=on, reason=Reason.CANCELLED)
    journal.settle()


def _lock_movement(movement: Movement) -> Movement:
    return Movement.objects.select_for_update(no_key=True, of=("self",)).get(pk=movement.pk)


def _lock_mothers(movement: Movement) -> None:
    """Hold off new siblings until the act is done; mothers in key order."""
    aboard = movement.passengers.filter(status__in=SEATED, child__isnull=False)
    mothers = Mother.objects.filter(pk__in=aboard.values("child__mother_id")).order_by("pk")
    list(mothers.select_for_update())


def _seated(movement: Movement) -> list[Passenger]:
    seated = movement.passengers.filter(status__in=SEATED).order_by("child_id", "pk")
    return list(seated.select_related("child__person", "child__mother"))


def _children_aboard(movement: Movement) -> list[Child]:
    return [passenger.child for passenger in _seated(movement) if passenger.child]


def _unready(child: Child, movement: Movement, *, on: datetime.date) -> list[str]:
    file = case_file(child, on=on)
    arrival = timezone.localdate(movement.arrives_at)
    ending = expires_before((*file.clearances, *file.consents), arrival)
    sentences = [*file.blocks(Act.CLEAR)]
    sentences += [
        _("%(what)s ends before the arrival.") % {"what": t.subject.label} for t in ending
    ]
    if child.stage != Stage.CLEARED:
        sentences.append(_("not cleared to travel."))
    return _prefixed(child, sentences)


def _split_families(movement: Movement, aboard: list[Child]) -> list[str]:
    open_children = Child.objects.not_yet_home().filter(mother__in=[c.mother_id for c in aboard])
    families: dict[int, set[int]] = {}
    references_of = {}
    for child in open_children:
        families.setdefault(child.mother_id, set()).add(child.pk)
        references_of[child.pk] = child.reference
    excused = movement.exceptions.filter(approved_by__isnull=False).values_list("child", flat=True)
    left = left_behind(
        {mother: frozenset(children) for mother, children in families.items()},
        frozenset(child.pk for child in aboard),
        frozenset(excused),
    )
    return [
        _("%(child)s would be left behind by a sibling. Add the child or ask for an exception.")
        % {"child": references_of[pk]}
        for pk in sorted(left)
    ]


def _leave(
    movement: Movement,
    passengers: list[Passenger],
    *,
    by: User,
    on: datetime.date,
    reason: Reason,
    status: PassengerStatus,
) -> None:
    if movement.status == MovementStatus.LOCKED:
        _lock_mothers(movement)
    for passenger in passengers:
        passenger = Passenger.objects.select_for_update(no_key=True).get(pk=passenger.pk)
        if passenger.status not in SEATED:
            raise CannotTravel(_("This passenger has no seat any more."))
        _off(passenger, status, reason)
        _release(passenger, by=by, on=on, reason=reason)
    if movement.status == MovementStatus.LOCKED:
        aboard = _children_aboard(movement)
        if refusals := _split_families(movement, aboard):
            raise CannotTravel(*refusals)
    journal.settle()


def _off(passenger: Passenger, status: PassengerStatus, reason: Reason) -> None:
    passenger.status, passenger.reason = status, reason
    save(passenger, "status", "reason")


def _release(passenger: Passenger, *, by: User, on: datetime.date, reason: Reason) -> None:
    if passenger.child is None:
        return
    child = lock_child(passenger.child)
    if child.stage == Stage.BOOKED:
        journal.step(child, act=Act.RELEASE, to=Stage.CLEARED, by=by, on=on, reason=reason)
    else:
        journal.record(child, act=Act.TAKE_OFF, by=by, on=on, reason=reason)


def _step(
    passenger: Passenger,
    act: Act,
    to: Stage,
    *,
    by: User,
    on: datetime.date,
    reason: Reason | str = "",
    detail: str = "",
    **facts: object,
) -> None:
    if passenger.child is None:
        return
    child = lock_child(passenger.child)
    journal.step(child, act=act, to=to, by=by, on=on, reason=reason, detail=detail, **facts)


def _refuse_unasked(movement: Movement, by: User) -> None:
    if movement.lock_asked_by_id is None or movement.status != MovementStatus.PLANNING:
        raise CannotTravel(_("Nobody has asked to lock this manifest."))
    if movement.lock_asked_by_id == by.pk:
        raise CannotTravel(_("You asked for this. Another person must approve it."))


def _refuse_future(at: datetime.datetime) -> None:
    if at > timezone.now():
        raise CannotTravel(_("This lies in the future. Record it when it has happened."))


def _prefixed(child: Child, sentences: object) -> list[str]:
    return [f"{child.reference}: {sentence}" for sentence in sentences]


def _who(passenger: Passenger) -> str:
    return passenger.child.reference if passenger.child else passenger.escort.name
