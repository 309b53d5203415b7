"""Planning a journey and giving its seats, on the pages."""

import datetime
import re
import uuid

import pytest
from django.urls import reverse

from cases.models import Movement, Place
from cases.vocabulary import PlaceKind, Role, Stage
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return factories.user(Role.TRAVEL_OFFICER, language="en")


@pytest.fixture
def travel(client, officer):
    client.force_login(officer)
    return client


@pytest.fixture
def flight():
    """A movement on which one of two ready siblings has a place."""
    flight = factories.movement()
    factories.give_seats(flight, factories.cleared_family(2)[0])
    return flight


def page(client, name, *args):
    return client.get(reverse(name, args=args))


def text_of(response):
    return response.content.decode()


def journey(**fields):
    factories.airports()
    factories.agreement()
    return {
        "token": str(uuid.uuid4()),
        "origin": "Baghdad International Airport, Iraq",
        "destination": "dushanbe airport",
        "departs_on": "11.03.2019",
        "departs_time": "11:00",
        "arrives_on": "11.03.2019",
        "arrives_time": "17:30",
        "carrier": "Somon Air",
        "number": "SZ 100",
        "seats": "12",
    } | fields


def hidden(response, name):
    """Return the value of a hidden field of the page."""
    return re.search(rf'name="{name}" value="([^"]*)"', text_of(response))[1]


# Planning


def test_plan_leads_to_the_movement(travel, officer):
    response = travel.post(reverse("movement-new"), journey())

    planned = Movement.objects.get()
    assert response["Location"] == planned.get_absolute_url()
    assert planned.departs_at == datetime.datetime(2019, 3, 11, 8, tzinfo=datetime.UTC)
    assert (planned.origin.name, planned.planned_by) == ("Baghdad International Airport", officer)


def test_plan_sent_twice_is_one_movement(travel):
    typed = journey()
    first = travel.post(reverse("movement-new"), typed)

    second = travel.post(reverse("movement-new"), typed, follow=True)

    assert Movement.objects.count() == 1
    assert second.redirect_chain[-1][0] == first["Location"]
    assert "You have already sent this form." in text_of(second)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"origin": "Atlantis"}, "This place is not in the list."),
        ({"origin": ""}, "Enter a place."),
        ({"destination": "Baghdad International Airport"}, "from one place to another"),
        ({"departs_on": "31.02.2019"}, "February 2019 has 28 days."),
        ({"departs_on": "11.03.9999"}, "Check the year, 9999."),
        ({"departs_on": "11.03.2150"}, "Enter a date no later than"),
        ({"departs_on": "11.03.1990"}, "Enter a date no earlier than 1 Jan 2011."),
        ({"departs_time": "25:00"}, "This is not a time. Write it like 14:05."),
        ({"arrives_time": "12:59"}, "The arrival must be after the departure."),
        ({"arrives_on": "11.03.2020"}, "No movement takes more than 30 days. Check the dates."),
        ({"seats": "0"}, "Enter 1 or more."),
        ({"seats": "99999"}, "Enter 1000 or less."),
        ({"seats": "many"}, "Enter a whole number."),
        ({"carrier": "x" * 10_000}, "Use at most 80 characters."),
        ({"carrier": "Som\u202eon"}, "hidden character"),
        ({"number": "S\x00Z"}, "character"),
        ({"token": "none"}, ""),
    ],
)
def test_plan_with_bad_input_is_told_beside_the_field(travel, typed, sentence):
    response = travel.post(reverse("movement-new"), journey(**typed))

    if sentence:
        assert response.status_code in (200, 409)  # refused by the form, or by the act
        assert sentence in text_of(response)
        assert 'value="11.03.2019"' in text_of(response)
    assert Movement.objects.count() == (0 if sentence else 1)


def test_place_of_two_countries_asks_for_the_country(travel):
    typed = journey()
    home = factories.agreement().home
    Place.objects.create(name="Baghdad International Airport", kind=PlaceKind.AIRPORT, country=home)

    response = travel.post(
        reverse("movement-new"), typed | {"origin": "Baghdad International Airport"}
    )

    assert "There are several places of this name." in text_of(response)


def test_place_is_found_by_its_name_in_another_language(travel):
    origin = factories.airports()[0]
    origin.names.create(language="ru", name="Аэропорт Багдада")

    travel.post(reverse("movement-new"), journey(origin="аэропорт багдада"))

    assert Movement.objects.get().origin == origin


def test_change_is_saved(travel, flight):
    version = str(flight.version)

    response = travel.post(
        reverse("movement-change", args=[flight.reference]), journey(version=version, seats="5")
    )

    flight.refresh_from_db()
    assert (response.status_code, flight.seats) == (302, 5)
    assert "The lock must be requested again" not in travel.get(response.url).content.decode()


@pytest.mark.parametrize("version", ["", "1", "x"])
def test_stale_change_shows_both_versions_and_keeps_what_was_typed(travel, flight, version):
    response = travel.post(
        reverse("movement-change", args=[flight.reference]), journey(version=version, seats="5")
    )

    flight.refresh_from_db()
    assert (response.status_code, flight.seats) == (409, 10)
    rows = [(row.name, row.now, row.mine) for row in response.context["rows"] if row.collides]
    assert rows == [("arrives_time", "17:00", "17:30"), ("seats", "10", "5")]
    assert hidden(response, "version") == str(flight.version)


# Places


@pytest.mark.parametrize("families", [1, 3])
def test_ready_children_ask_the_database_as_often_for_three_families(
    travel, families, django_assert_num_queries
):
    flight = factories.movement()
    for _ in range(families):
        factories.cleared_family(2)

    # session, user, movement, count, children, names of all, terms, circumstances,
    # and the row that says who looked
    with django_assert_num_queries(9):
        response = page(travel, "movement-propose", flight.reference)

    assert text_of(response).count("<fieldset") == families


def test_siblings_who_are_not_ready_are_shown_with_the_reason(travel):
    family = factories.family(2).children.order_by("pk")
    factories.bring_to(family[0], Stage.CLEARED)

    text = text_of(page(travel, "movement-propose", factories.movement().reference))

    assert "Not cleared to travel; the case is in the stage “Registered”." in text
    assert family[1].reference in text
    assert family[1].person.name not in text


def test_chosen_children_get_places(travel):
    flight, children = factories.movement(), factories.cleared_family(2)
    address = reverse("movement-propose", args=[flight.reference])

    response = travel.post(
        address, {"version": flight.version, "child": [c.reference for c in children]}
    )

    flight.refresh_from_db()
    assert (response.status_code, flight.seats_taken) == (302, 2)
    assert [passenger.child for passenger in flight.passengers.order_by("pk")] == children


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Choose at least one child."),
        ({"child": ["TJ-IQ-9999-1"]}, "Select a valid choice."),
    ],
)
def test_places_for_nobody_are_refused(travel, flight, typed, sentence):
    address = reverse("movement-propose", args=[flight.reference])

    response = travel.post(address, {"version": flight.version} | typed)

    assert sentence in text_of(response)


def test_places_on_a_stale_page_are_refused(travel, flight):
    ready = flight.passengers.get().child.mother.children.order_by("pk").last()

    response = travel.post(
        reverse("movement-propose", args=[flight.reference]), {"child": [ready.reference]}
    )

    flight.refresh_from_db()
    assert (response.status_code, flight.seats_taken) == (409, 1)
    assert hidden(response, "version") == str(flight.version)


def test_too_many_children_for_the_seats_are_refused(travel):
    flight, children = factories.movement(seats=1), factories.cleared_family(2)

    response = travel.post(
        reverse("movement-propose", args=[flight.reference]),
        {"version": flight.version, "child": [c.reference for c in children]},
    )

    assert "There is only 1 seat left." in text_of(response)


def test_escort_is_added_once_by_a_double_click(travel, flight):
    address = reverse("movement-escort", args=[flight.reference])
    typed = {"token": uuid.uuid4(), "version": flight.version, "name": "Zarina Saidova"}

    answers = [travel.post(address, typed) for _ in range(2)]

    flight.refresh_from_db()
    assert [answer.status_code for answer in answers] == [302, 302]
    assert flight.seats_taken == 2


@pytest.mark.parametrize(
    ("typed", "status"),
    [({"name": ""}, 200), ({"name": "Zar\u202eina"}, 200), ({"name": "Z", "version": ""}, 409)],
)
def test_escort_with_bad_input_is_refused(travel, flight, typed, status):
    address = reverse("movement-escort", args=[flight.reference])

    response = travel.post(address, {"version": flight.version} | typed)

    flight.refresh_from_db()
    assert (response.status_code, flight.seats_taken) == (status, 1)
