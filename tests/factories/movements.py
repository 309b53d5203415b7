"""Movements from their plan to the departure."""

import datetime

from cases.casework import escorts, journeys, manifests, movements, siblings
from cases.casework.escorts import Escort
from cases.casework.movements import JourneyPlan
from cases.models import Child, Movement, User
from cases.models.movement import SEATED
from cases.vocabulary import Reason, Role
from tests.factories.agreements import agreement
from tests.factories.fixed import DAY
from tests.factories.people import user
from tests.factories.places import airports
from tests.kept import kept


@kept
def movement(seats: int = 10, by: User | None = None) -> Movement:
    """Plan a flight from Baghdad to Dushanbe ten days after ``DAY``."""
    origin, destination = airports()
    departs = datetime.datetime(2019, 3, 11, 8, tzinfo=datetime.UTC)
    return movements.plan(
        agreement=agreement(),
        journey=JourneyPlan(
            origin=origin,
            destination=destination,
            carrier="Somon Air",
            number="SZ 100",
            departs_at=departs,
            arrives_at=departs + datetime.timedelta(hours=4),
            seats=seats,
        ),
        by=by or user(Role.TRAVEL_OFFICER),
    )


@kept
def give_seats(flight: Movement, *children: Child) -> None:
    """Propose places for ``children`` as a travel officer."""
    flight.refresh_from_db()
    movements.propose_all(
        movement=flight,
        children=children,
        version=flight.version,
        by=user(Role.TRAVEL_OFFICER),
        on=DAY,
    )
    flight.refresh_from_db()


def take_off(flight: Movement, child: Child) -> None:
    """Take one child off a movement as a travel officer."""
    passenger = flight.passengers.get(child=child)
    manifests.take_off(
        passenger=passenger,
        version=passenger.version,
        by=user(Role.TRAVEL_OFFICER),
        on=DAY,
        reason=Reason.HEALTH,
    )


@kept
def add_escort(flight: Movement, name: str = "Zarina Nazarova") -> None:
    """Give an escort a seat as a travel officer."""
    flight.refresh_from_db()
    officer = user(Role.TRAVEL_OFFICER)
    escorts.add_escort(
        movement=flight, escort=Escort(name=name), version=flight.version, by=officer
    )
    flight.refresh_from_db()


@kept
def ask_lock(flight: Movement) -> None:
    """Request the lock of the manifest as a travel officer, who adds an escort if there is none."""
    if not flight.passengers.filter(escort__isnull=False, status__in=SEATED).exists():
        add_escort(flight)
    flight.refresh_from_db()
    officer = user(Role.TRAVEL_OFFICER)
    manifests.ask_lock(movement=flight, version=flight.version, by=officer, on=DAY)
    flight.refresh_from_db()


@kept
def lock(flight: Movement) -> None:
    """Request the lock and approve it as a reviewer."""
    ask_lock(flight)
    reviewer = user(Role.REVIEWER)
    manifests.approve_lock(movement=flight, version=flight.version, by=reviewer, on=DAY)
    flight.refresh_from_db()


@kept
def depart(flight: Movement) -> None:
    """Take everybody on board and depart on time."""
    officer = user(Role.TRAVEL_OFFICER)
    journeys.board_all(movement=flight, version=flight.version, by=officer)
    journeys.depart(movement=flight, version=flight.version, at=flight.departs_at, by=officer)
    flight.refresh_from_db()


def excuse(flight: Movement, left: Child) -> None:
    """Let a child stay while a sibling travels: asked by one person, approved by another."""
    officer, reviewer = user(Role.TRAVEL_OFFICER), user(Role.REVIEWER)
    asked = siblings.ask_exception(movement=flight, child=left, by=officer, reason=Reason.NURSING)
    siblings.approve_exception(exception=asked, version=asked.version, by=reviewer)
