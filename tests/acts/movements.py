"""Movements, their passengers, and siblings who stay."""

from typing import Any

from cases.casework import journeys, manifests, siblings
from cases.models import Child, Movement, Passenger, SiblingException
from cases.vocabulary import PassengerStatus, Reason, Role, Stage
from tests import clock, factories
from tests.acts.example import EXAMPLES, Example, example


def _flight(status: str = "planning", children: int = 1) -> Movement:
    """Return a movement of new siblings brought to ``status``, on board before it departs."""
    flight = factories.movement()
    factories.give_seats(flight, *factories.cleared_family(children))
    if status == "asked":
        factories.ask_lock(flight)
    elif status == "escorted":
        factories.add_escort(flight)
    elif status != "planning":
        factories.lock(flight)
    if status == "boarded":
        journeys.board_all(
            movement=flight, version=flight.version, by=factories.user(Role.TRAVEL_OFFICER)
        )
        flight.refresh_from_db()
    if status == "departed":
        factories.depart(flight)
    return flight


def _of_flight(route: str, before: str, after: dict[str, Any], **typed: str) -> None:
    def make() -> Example:
        flight = _flight(before)
        data = {"version": flight.version, **typed}
        return Example((flight.reference,), data, Movement.objects.filter(**after))

    EXAMPLES[route] = make


def _of_seat(route: str, before: str, after: PassengerStatus, **typed: str) -> None:
    def make() -> Example:
        flight = _flight(before)
        data = {"version": flight.passengers.exclude(child=None).get().version, **typed}
        rows = Passenger.objects.filter(status=after)
        return Example((flight.reference, 1), data, rows)

    EXAMPLES[route] = make


_JOURNEY = {
    "origin": "Baghdad International Airport, Iraq",
    "destination": "Dushanbe Airport",
    "departs_on": "11.03.2019",
    "departs_time": "13:00",
    "arrives_on": "11.03.2019",
    "arrives_time": "17:30",
    "carrier": "Another carrier",
    "number": "SZ 100",
    "seats": "12",
}
_of_flight("movement-change", "planning", {"carrier": "Another carrier"}, **_JOURNEY)
_of_flight("movement-lock", "escorted", {"lock_asked_by__isnull": False})
_of_flight("movement-approve", "asked", {"status": "locked"}, word="approve")
_of_flight(
    "movement-board",
    "locked",
    {"passengers__status": PassengerStatus.BOARDED, "passengers__child__isnull": False},
)
_of_flight("movement-depart", "boarded", {"status": "departed"}, day="11.03.2019", time="13:00")
_of_flight("movement-arrive", "departed", {"status": "arrived"}, day="11.03.2019", time="17:00")
_of_flight("movement-turn-back", "departed", {"status": "returned"}, day="11.03.2019")
_of_flight("movement-cancel", "planning", {"status": "cancelled"})
_of_flight("movement-escort", "planning", {"passengers__child__isnull": True}, name="Zarina")
_of_seat("seat-board", "locked", PassengerStatus.BOARDED)
_of_seat("seat-take-off", "planning", PassengerStatus.TAKEN_OFF, reason="health")
_of_seat("seat-no-show", "locked", PassengerStatus.NO_SHOW)


@example("movement-new")
def _() -> Example:
    factories.airports()
    factories.agreement()
    return Example((), _JOURNEY, Movement.objects.all())


@example("movement-undo")
def _() -> Example:
    flight, officer = _flight("departed"), factories.user(Role.TRAVEL_OFFICER)
    journeys.arrive(movement=flight, version=flight.version, at=flight.arrives_at, by=officer)
    flight.refresh_from_db()
    rows = Movement.objects.filter(status="departed", arrived_at=None)
    return Example((flight.reference,), {"version": flight.version}, rows, by=officer)


@example("seat-undo")
def _() -> Example:
    flight, officer = _flight("locked", children=2), factories.user(Role.TRAVEL_OFFICER)
    seat = flight.passengers.exclude(child=None).earliest("pk")
    manifests.no_show(
        passenger=seat, version=seat.version, by=officer, on=clock.today(), with_siblings=True
    )
    seat.refresh_from_db()
    rows = flight.passengers.filter(status=PassengerStatus.CONFIRMED).exclude(child=None)
    data = {"version": seat.version}
    return Example((flight.reference, 1), data, rows, change=2, by=officer)


@example("movement-propose")
def _() -> Example:
    flight, child = factories.movement(), factories.child(Stage.CLEARED)
    typed = {"version": flight.version, "child": [child.reference]}
    return Example((flight.reference,), typed, flight.passengers.all())


def _left_behind() -> tuple[Movement, Child]:
    flight = factories.movement()
    travels, stays = factories.cleared_family(2)
    factories.give_seats(flight, travels)
    return flight, stays


@example("exception")
def _() -> Example:
    flight, child = _left_behind()
    rows = SiblingException.objects.all()
    return Example((flight.reference, child.reference), {"reason": "nursing"}, rows)


@example("exception-approve")
def _() -> Example:
    flight, child = _left_behind()
    officer = factories.user(Role.TRAVEL_OFFICER)
    siblings.ask_exception(movement=flight, child=child, by=officer, reason=Reason.HEALTH)
    rows = SiblingException.objects.filter(approved_by__isnull=False)
    return Example((flight.reference, child.reference), {"version": 1}, rows)
