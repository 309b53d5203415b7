"""Planning movements, and proposing their seats to cleared children.

Locks are taken in one order: movement, mothers in key order, children in key order.
"""

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.casework import journal, references
from cases.casework.editing import save, take
from cases.casework.places import usable
from cases.casework.refused import Refused
from cases.casework.submissions import claim, done
from cases.models import Agreement, Child, Movement, Passenger, Place, User
from cases.models.movement import SEATED
from cases.queries.case_files import case_files
from cases.queries.movements import place_refusals, sentence_of
from cases.vocabulary import Act, MovementStatus, PlacePurpose

#: No movement takes longer: a wrong month or year is told so.
LONGEST = datetime.timedelta(days=30)
#: More than any aircraft has.
MOST_SEATS = 1000


class CannotTravel(Refused):
    """The step of a movement is refused."""


@dataclass(frozen=True, slots=True)
class JourneyPlan:
    """Where a movement goes, when, and with how many seats."""

    origin: Place
    destination: Place
    departs_at: datetime.datetime
    arrives_at: datetime.datetime
    seats: int
    carrier: str = ""
    number: str = ""

    def on_route(self, by: User) -> "JourneyPlan":
        """Return the journey between places of a route; raises ``CannotUsePlace``."""
        route = PlacePurpose.ROUTE
        return replace(
            self,
            origin=usable(self.origin, route, by=by, field="origin") or self.origin,
            destination=usable(self.destination, route, by=by, field="destination")
            or self.destination,
        )

    def refusals(self) -> tuple[str, ...]:
        """Return why the journey is invalid; empty if it is valid."""
        refused = []
        if self.origin == self.destination:
            refused.append(_("The movement must lead from one place to another."))
        if self.arrives_at <= self.departs_at:
            refused.append(_("The arrival must be after the departure."))
        elif self.arrives_at - self.departs_at > LONGEST:
            days = {"days": LONGEST.days}
            refused.append(_("No movement takes more than %(days)s days. Check the dates.") % days)
        if not 1 <= self.seats <= MOST_SEATS:
            refused.append(_("Enter between 1 and %(most)s seats.") % {"most": MOST_SEATS})
        return tuple(refused)

    def facts(self) -> dict[str, object]:
        """Return the columns of the movement."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


@transaction.atomic
def plan(
    *, agreement: Agreement, journey: JourneyPlan, by: User, token: uuid.UUID | None = None
) -> Movement:
    """Plan a flight or land transfer. Raises ``CannotTravel`` and ``AlreadyTaken``."""
    submission = claim(token, by=by)
    journey = journey.on_route(by)
    if refusals := journey.refusals():
        raise CannotTravel(*refusals)
    movement = Movement.objects.create(
        reference=references.next_movement(),
        agreement=agreement,
        planned_by=by,
        **journey.facts(),
    )
    done(submission, movement)
    return movement


@transaction.atomic
def change(*, movement: Movement, version: int | None, journey: JourneyPlan, by: User) -> bool:
    """Change a planned journey; return whether that cancels a request to lock it.

    Raises ``CannotTravel`` and ``Stale``.
    """
    movement = take_planned(movement, version)
    is_asked = movement.lock_asked_by_id is not None
    journey = journey.on_route(by)
    if refusals := journey.refusals():
        raise CannotTravel(*refusals)
    if journey.seats < movement.seats_taken:
        raise CannotTravel(_too_few_seats(movement.seats_taken))
    movement.changed_by = by
    cancels = False
    for field, value in journey.facts().items():
        cancels |= is_asked and getattr(movement, field) != value
        setattr(movement, field, value)
    if cancels:
        movement.lock_asked_by = movement.lock_asked_at = None
    save(movement, *journey.facts(), "changed_by", "lock_asked_by", "lock_asked_at")
    return cancels


@transaction.atomic
def propose_all(
    *,
    movement: Movement,
    children: Sequence[Child],
    version: int | None,
    by: User,
    on: datetime.date,
) -> list[Passenger]:
    """Propose places for cleared children; their stage stays until the manifest is locked.

    All get a place or none. The movement is locked before the children, as in every act,
    so that two officers can neither take the last seat twice nor wait for each other.
    Raises ``CannotTravel``, and ``Stale`` if the movement was edited since ``version``.
    """
    movement = take_planned(movement, version)
    if not children:
        raise CannotTravel(_("Choose at least one child."))
    if len(children) > movement.seats_left:
        raise CannotTravel(too_few_left(movement.seats_left))
    locked = lock_children(children)
    files = case_files(locked, on=on)
    refusals = [
        sentence_of(child, why)
        for child in locked
        for why in place_refusals(files[child.pk], movement)
    ]
    if refusals:
        raise CannotTravel(*refusals)
    places = [_propose(movement, child, by=by, on=on) for child in locked]
    journal.settle(*locked, by=by)
    return places


def _propose(movement: Movement, child: Child, *, by: User, on: datetime.date) -> Passenger:
    journal.record(child, act=Act.PROPOSE, by=by, on=on, detail=movement.reference)
    return Passenger.objects.create(movement=movement, child=child)


def take_planned(movement: Movement, version: int | None) -> Movement:
    """Lock a movement whose manifest is open. Raises ``CannotTravel`` and ``Stale``."""
    movement = take(Movement.objects.all(), movement.pk, version)
    if movement.status != MovementStatus.PLANNING:
        raise CannotTravel(_("The passenger list is no longer open."))
    return movement


def lock_movement(movement: Movement) -> Movement:
    """Lock the row of a movement for an act whose form shows another record."""
    return Movement.objects.select_for_update(no_key=True, of=("self",)).get(pk=movement.pk)


def lock_children(children: Iterable[Child]) -> list[Child]:
    """Lock the rows of ``children`` in key order and return the current rows."""
    journal.begin()
    rows = Child.objects.filter(pk__in=[child.pk for child in children]).order_by("pk")
    rows = rows.select_related("person", "mother", "agreement")
    return list(rows.select_for_update(no_key=True, of=("self",)))


def seated(movement: Movement) -> list[Passenger]:
    """Return the passengers with a seat, children first in key order, with their rows locked."""
    rows = movement.passengers.filter(status__in=SEATED).order_by("child_id", "pk")
    passengers = list(rows.select_related("child", "escort"))
    children = lock_children([p.child for p in passengers if p.child])
    locked = {child.pk: child for child in children}
    for passenger in passengers:
        if passenger.child_id:
            passenger.child = locked[passenger.child_id]
    return passengers


def too_few_left(left: int) -> str:
    """Return the sentence that no more seats are left than ``left``."""
    if left < 1:
        return _("There is no seat left.")
    return ngettext(
        "There is only %(left)s seat left.", "There are only %(left)s seats left.", left
    ) % {"left": left}


def _too_few_seats(taken: int) -> str:
    return ngettext(
        "%(taken)s seat is taken. Remove the passenger first.",
        "%(taken)s seats are taken. Remove passengers first.",
        taken,
    ) % {"taken": taken}
