"""Escorts as an airline and a border post ask for them: by the number of their travel document."""

import datetime
from dataclasses import replace
from functools import partial

import pytest

from cases.casework import escorts
from cases.casework.escorts import Escort
from cases.casework.movements import CannotTravel
from cases.models import Country, Identifier, Person
from cases.vocabulary import IdentifierScheme, Role, Sex
from tests import factories
from tests.races import at_once

pytestmark = pytest.mark.django_db
BORN = datetime.date(1984, 5, 2)


@pytest.fixture
def home():
    return factories.agreement().home


@pytest.fixture
def zarina(home) -> Escort:
    return Escort(
        name="Zarina Nazarova",
        document="TJ 0000011",
        nationality=home,
        born=BORN,
        sex=Sex.FEMALE,
    )


def seat(escort: Escort, flight=None):
    flight = flight or factories.movement()
    flight.refresh_from_db()
    officer = factories.user(Role.TRAVEL_OFFICER)
    return escorts.add_escort(movement=flight, escort=escort, version=flight.version, by=officer)


def test_an_escort_is_on_record_as_the_travel_document_says(zarina, home):
    person = seat(zarina).escort

    assert (person.name, person.sex, person.nationality) == ("Zarina Nazarova", Sex.FEMALE, home)
    assert (person.born_earliest, person.born_latest) == (BORN, BORN)
    assert person.identifiers.get().value == "TJ 0000011"


def test_who_travels_again_is_the_same_person_however_the_number_is_written(zarina, home):
    first = seat(zarina)
    people = Person.objects.count()

    again = seat(Escort(name="ZARINA  NAZAROVA", document="tj-0000011", nationality=home))

    assert again.escort == first.escort
    assert (Person.objects.count(), Identifier.objects.count()) == (people, 1)


@pytest.mark.parametrize(
    "other",
    [
        {"name": "Munira Davlatova"},
        {"born": BORN + datetime.timedelta(days=1)},
        {"sex": Sex.MALE},
    ],
)
def test_a_travel_document_of_somebody_else_is_refused(zarina, home, other):
    seat(zarina)
    said = {"name": zarina.name, "document": zarina.document, "nationality": home}

    with pytest.raises(CannotTravel, match="is recorded for another person"):
        seat(Escort(**said | other))


def test_a_travel_document_of_a_child_is_refused(zarina, home):
    child = factories.child()
    Identifier.objects.create(
        person=child.person, scheme=IdentifierScheme.PASSPORT, country=home, value="TJ 0000011"
    )

    with pytest.raises(CannotTravel, match="is recorded for another person"):
        seat(zarina)


@pytest.mark.django_db(transaction=True)
def test_one_document_on_two_movements_at_once_is_of_one_person(zarina):
    flights = [factories.movement() for _each in range(2)]
    officer = factories.user(Role.TRAVEL_OFFICER)
    spellings = [zarina, replace(zarina, document="TJ0000011")]

    def add(flight, escort):
        return escorts.add_escort(
            movement=flight, escort=escort, version=flight.version, by=officer
        )

    seats = at_once([partial(add, *each) for each in zip(flights, spellings, strict=True)])

    assert len({seat.escort_id for seat in seats}) == 1
    assert Identifier.objects.count() == 1


def test_one_number_of_two_countries_is_of_two_people(zarina):
    first = seat(zarina)
    elsewhere = Country.objects.exclude(pk=zarina.nationality.pk).first()

    other = seat(Escort(name="Zarina Nazarova", document="TJ 0000011", nationality=elsewhere))

    assert other.escort != first.escort


def test_a_number_without_its_country_and_a_second_seat_are_refused(zarina):
    flight = factories.movement()
    seat(zarina, flight)

    with pytest.raises(CannotTravel, match="Choose the country"):
        seat(Escort(name="Munira", document="TJ 0000013"), flight)
    with pytest.raises(CannotTravel, match="already has a seat"):
        seat(zarina, flight)
