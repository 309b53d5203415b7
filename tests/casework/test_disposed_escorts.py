"""An escort's name, number and birth go with the last case of those who were escorted."""

import datetime

import pytest

from cases.casework import escorts, journeys
from cases.casework.escorts import Escort
from cases.models import Child, Country, Movement, Passenger, Person
from cases.vocabulary import ClosedReason, PassengerStatus, RetentionClass, Role, Stage
from tests import clock, factories
from tests.casework.disposed_cases import disposed
from tests.models.refusals import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def hands():
    return factories.user(Role.ADMIN), factories.user(Role.REVIEWER)


def flight_of(*children: Child) -> Movement:
    """Return a planned movement of children with an escort who has a passport."""
    flight, officer = factories.movement(), factories.user(Role.TRAVEL_OFFICER)
    escort = Escort(
        name="Zarina Escortova",
        document="E 1234567",
        nationality=Country.objects.get(code="TJ"),
        born=datetime.date(1980, 5, 6),
    )
    escorts.add_escort(movement=flight, escort=escort, version=flight.version, by=officer)
    factories.give_seats(flight, *children)
    return flight


def cancel(flight: Movement) -> None:
    by = factories.user(Role.TRAVEL_OFFICER)
    flight.refresh_from_db()
    journeys.cancel(movement=flight, version=flight.version, by=by, on=clock.today())


def past_its_term(child: Child) -> Child:
    child.refresh_from_db()
    factories.waive(child.fees.get())
    return factories.close(child, ClosedReason.OTHER_STATE)


def told_of(escort: Person) -> tuple[str, str, datetime.date | None]:
    escort.refresh_from_db()
    return escort.names.get().text, escort.identifiers.get().value, escort.born_earliest


def test_escort_goes_with_the_last_case_of_those_escorted(hands):
    one, other = factories.child(Stage.CLEARED), factories.child(Stage.CLEARED)
    factories.retention_term(one.agreement, RetentionClass.AWAY, 0)
    flight = flight_of(one, other)
    cancel(flight)
    escort = Person.objects.get(escorted__movement=flight)
    known = ("Zarina Escortova", "E 1234567", datetime.date(1980, 5, 6))

    disposed(past_its_term(one), *hands)
    assert told_of(escort) == known
    disposed(past_its_term(other), *hands)

    assert told_of(escort) == ("–", f"–{escort.identifiers.get().pk}", None)
    with refused("person_of_a_case_kept"):
        Person.objects.filter(pk=escort.pk).update(born_basis="mother")
    with refused("passenger_of_a_case_kept"):
        Passenger.objects.create(movement=factories.movement(), escort=escort)


def test_escort_of_a_movement_that_is_not_over_is_kept(hands):
    child, waits = factories.child(Stage.CLEARED), factories.child(Stage.CLEARED)
    factories.retention_term(child.agreement, RetentionClass.AWAY, 0)
    cancel(flight_of(child))
    ahead = flight_of(waits)
    escort = Person.objects.get(escorted__movement=ahead)

    disposed(past_its_term(child), *hands)

    assert escort.escorted.filter(status=PassengerStatus.PROPOSED).exists()
    assert told_of(escort)[0] == "Zarina Escortova"
