"""Movements as each role may see and act on them."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.casework import escorts, siblings
from cases.casework.escorts import Escort
from cases.models import AccessRow, Movement
from cases.vocabulary import Reason, Role, Stage
from tests import factories
from tests.sentences import words_of

pytestmark = pytest.mark.django_db
NAME = "Билол"
#: What an outsider of the journey must never read: its place, its carrier, its day.
JOURNEY = ("Baghdad International Airport", "Somon Air", "SZ 100", "11 Mar 2019")


OTHER_PAGES = ("home", "dashboard", "fees", "children", "agreements")


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


@pytest.fixture
def locked():
    flight = factories.movement()
    factories.give_seats(flight, factories.child(Stage.CLEARED))
    factories.lock(flight)
    return flight


def page(client, name, *args):
    return client.get(reverse(name, args=args))


def text_of(response):
    return response.content.decode()


def sign_in(client, role, **fields):
    user = factories.user(role, language="en", **fields)
    client.force_login(user)
    return user


# The list


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_database_as_often_for_three_as_for_one(
    travel, rows, django_assert_num_queries
):
    for _ in range(rows):
        factories.movement()

    with django_assert_num_queries(4):  # session, user, count, movements with their places
        response = page(travel, "movements")

    assert text_of(response).count('<th scope="row">') == rows


def test_list_shows_what_is_to_come_first(travel):
    past, late, soon = (factories.movement() for _ in range(3))
    Movement.objects.filter(pk=past.pk).update(status="cancelled")
    Movement.objects.filter(pk=late.pk).update(arrives_at=timezone.now())
    Movement.objects.filter(pk=late.pk).update(
        departs_at=timezone.now() - datetime.timedelta(hours=4)
    )

    text = text_of(page(travel, "movements"))

    shown = re.findall(r"MV-\d{4,}", re.sub(r'href="[^"]*"', "", text))
    assert shown == [soon.reference, late.reference, past.reference]


def test_list_of_a_caseworker_holds_the_journeys_of_the_own_children(client, flight):
    factories.movement()
    sign_in(client, Role.CASEWORKER)

    text = text_of(page(client, "movements"))

    assert text.count('<th scope="row">') == 1
    assert flight.reference in text


def test_caseworker_of_another_team_sees_no_journey(client, flight):
    sign_in(client, Role.CASEWORKER, team=factories.TeamFactory(name="Erbil desk"))

    text = text_of(page(client, "movements"))

    assert "No movements for you" in text
    assert page(client, "movement", flight.reference).status_code == 404


@pytest.mark.parametrize(
    "role",
    [Role.OFFICIAL, Role.FINANCE_OFFICER, Role.FINANCE_APPROVER, Role.AUDITOR, Role.ADMIN],
)
def test_journey_is_not_for_other_roles(client, flight, role):
    sign_in(client, role)

    for name, args in (("movements", ()), ("movement", (flight.reference,))):
        response = page(client, name, *args)

        assert response.status_code == 403
        assert [word for word in JOURNEY if word in text_of(response)] == []


@pytest.mark.parametrize(
    ("role", "opened", "with_the_child"),
    [
        (Role.OFFICIAL, {"home", "dashboard", "agreements"}, set()),
        (Role.FINANCE_OFFICER, set(OTHER_PAGES), {"fees", "children", "home"}),
        (Role.AUDITOR, set(OTHER_PAGES), {"fees", "children"}),
    ],
)
def test_other_pages_tell_these_roles_nothing_of_a_journey(
    client, locked, role, opened, with_the_child
):
    child = locked.passengers.exclude(child=None).get().child
    sign_in(client, role)

    answers = {name: client.get(reverse(name), follow=True) for name in OTHER_PAGES}

    texts = {name: text_of(a) for name, a in answers.items() if a.status_code == 200}
    assert set(texts) == opened
    assert {name for name, text in texts.items() if child.reference in text} == with_the_child
    for text in texts.values():
        assert [word for word in (*JOURNEY, locked.reference) if word in text] == []


# The movement's page


@pytest.mark.parametrize("children", [1, 3])
def test_page_asks_the_database_as_often_for_three_as_for_one(
    travel, children, django_assert_num_queries
):
    flight = factories.movement()
    factories.give_seats(flight, *factories.cleared_family(children))

    # session, user, movement, passengers, names, terms, circumstances, siblings, exceptions,
    # and the row that says who looked
    with django_assert_num_queries(11):
        response = page(travel, "movement", flight.reference)

    assert text_of(response).count(NAME) >= children


def test_page_names_the_times_of_the_two_places(travel, flight):
    text = text_of(page(travel, "movement", flight.reference))

    assert "11 Mar 2019, 11:00 (Baghdad)" in text
    assert "11 Mar 2019, 17:00 (Dushanbe)" in text


def test_page_says_what_blocks_the_lock(travel, flight):
    behind = flight.passengers.get().child.mother.children.order_by("pk").last()

    text = words_of(page(travel, "movement", flight.reference))

    assert f"{behind.reference} would be left behind by a sibling." in text


def test_page_puts_on_record_who_looked(travel, flight, officer):
    page(travel, "movement", flight.reference)

    assert AccessRow.objects.filter(by=officer, page="movement", rows=1).count() == 1


def test_name_of_a_child_who_is_home_is_not_for_the_travel_officer(travel):
    child = factories.child(Stage.RETURNED)
    flight = child.passages.get().movement

    text = text_of(page(travel, "movement", flight.reference))

    assert child.reference in text
    assert child.person.name not in text
    assert child.person.name not in text_of(page(travel, "movement-manifest", flight.reference))


def test_caseworker_sees_own_children_by_name_and_the_others_as_a_number(client):
    erbil = factories.TeamFactory(name="Erbil desk")
    own, other = factories.child(Stage.CLEARED), factories.child(Stage.CLEARED, team=erbil)
    flight = factories.movement()
    factories.give_seats(flight, own, other)
    sign_in(client, Role.CASEWORKER)

    text = text_of(page(client, "movement", flight.reference))

    assert own.person.name in text
    assert other.reference not in text
    assert other.person.name not in text
    assert "and 1 child of other teams" in text


def test_caseworker_is_offered_no_act(client, flight):
    sign_in(client, Role.CASEWORKER)

    text = text_of(page(client, "movement", flight.reference))

    assert f"{flight.get_absolute_url()}lock/" not in text
    assert f"{flight.get_absolute_url()}manifest/" not in text


def test_exception_page_puts_the_child_on_record(client, flight):
    behind = flight.passengers.get().child.mother.children.order_by("pk").last()
    siblings.ask_exception(
        movement=flight, child=behind, by=flight.planned_by, reason=Reason.HEALTH
    )
    reviewer = sign_in(client, Role.REVIEWER)

    response = page(client, "exception-approve", flight.reference, behind.reference)

    assert response.status_code == 200
    assert AccessRow.objects.filter(by=reviewer, child=behind).exists()


def test_list_of_children_alone_asks_for_an_escort(client):
    flight, officer = factories.movement(), factories.user(Role.TRAVEL_OFFICER)
    client.force_login(officer)
    page = reverse("movement", args=[flight.reference])
    alone = "No child travels without an escort. 1 escort is missing."

    empty = client.get(page).content.decode()
    factories.give_seats(flight, factories.child(Stage.CLEARED))
    asked = client.get(page).content.decode()
    flight.refresh_from_db()
    escorts.add_escort(
        movement=flight, escort=Escort(name="Zarina Nazarova"), version=flight.version, by=officer
    )

    factories.agreed_on(factories.agreement(), children_per_escort=1)
    factories.give_seats(flight, factories.child(Stage.CLEARED))
    factories.give_seats(flight, factories.child(Stage.CLEARED))
    refused = client.get(page).content.decode()

    assert alone not in empty
    assert alone in asked
    assert "2 escorts are missing." in refused
    assert alone not in client.get(page).content.decode()
