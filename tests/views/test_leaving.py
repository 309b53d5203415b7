"""Leaving a manifest, and leave for a sibling to stay, by their pages."""

import uuid

import pytest
from django.urls import reverse

from cases.casework import siblings
from cases.vocabulary import Reason, Role, Stage
from tests import factories
from tests.views.presses import send

pytestmark = pytest.mark.django_db


def text_of(response):
    return response.content.decode()


@pytest.mark.parametrize(("with_siblings", "left"), [("on", 0), ("", 1)])
def test_passenger_is_taken_off_with_or_without_the_siblings(travel, flight, with_siblings, left):
    passenger = flight.passengers.order_by("pk")[0]
    typed = {"version": passenger.version, "reason": "health", "with_siblings": with_siblings}

    answer = send(travel, "seat-take-off", flight, 1, **{k: v for k, v in typed.items() if v})

    assert (answer.status_code, flight.seats_taken) == (302, left)


def test_taking_off_needs_a_reason(travel, flight):
    answer = send(travel, "seat-take-off", flight, 1, version=1)

    assert "Choose one." in text_of(answer)


def test_leaving_a_locked_manifest_without_the_sibling_is_refused_in_a_sentence(travel, locked):
    passenger = locked.passengers.order_by("pk")[0]

    answer = send(travel, "seat-no-show", locked, 1, version=passenger.version)

    assert "would be left behind by a sibling" in text_of(answer)
    way_out = reverse("exception", args=[locked.reference, passenger.child.reference])
    assert f'href="{way_out}"' in answer.content.decode()
    assert locked.seats_taken == 3  # with the escort's


def test_escort_who_does_not_come_is_no_child(travel, locked):
    page = travel.get(reverse("seat-no-show", args=[locked.reference, 3]))

    assert locked.passengers.order_by("pk")[2].escort
    assert "The child is cleared" not in text_of(page)


def test_family_that_does_not_come_is_recorded(travel, locked):
    passenger = locked.passengers.order_by("pk")[0]

    send(travel, "seat-no-show", locked, 1, version=passenger.version, with_siblings="on")

    assert locked.seats_taken == 1  # of the escort


def test_exception_is_asked_for_and_approved_by_another(client, travel, family):
    flight = factories.movement()
    factories.give_seats(flight, family[0])
    who = family[1].reference
    asked = send(travel, "exception", flight, who, reason="nursing", note="Nursed at night.")
    client.force_login(factories.user(Role.REVIEWER))

    answer = send(client, "exception-approve", flight, who, version=1)

    assert (asked.status_code, answer.status_code) == (302, 302)
    assert flight.exceptions.get().approved_by is not None


def test_exception_of_a_stale_version_is_told(review, flight, family):
    siblings.ask_exception(
        movement=flight, child=family[0], by=flight.planned_by, reason=Reason.HEALTH
    )

    answer = send(review, "exception-approve", flight, family[0].reference)

    assert answer.status_code == 409
    assert flight.exceptions.get().approved_by is None


def test_exception_for_a_stranger_is_not_found(travel, flight):
    stranger = factories.child(Stage.CLEARED)

    answer = send(travel, "exception", flight, stranger.reference, reason="health")

    assert answer.status_code == 404


def test_exception_without_a_reason_is_told(travel, flight, family):
    answer = send(travel, "exception", flight, family[0].reference)

    assert "Choose one." in text_of(answer)


def test_exception_sent_twice_is_one(travel, flight, family):
    token = str(uuid.uuid4())
    who = family[0].reference

    answers = [
        send(travel, "exception", flight, who, reason="health", token=token) for _ in range(2)
    ]

    assert [answer["Location"] for answer in answers] == [flight.get_absolute_url()] * 2
    assert flight.exceptions.count() == 1


def test_second_exception_for_a_child_is_told(travel, flight, family):
    send(travel, "exception", flight, family[0].reference, reason="health")

    answer = send(travel, "exception", flight, family[0].reference, reason="health")

    assert "An exception for this child is already recorded." in text_of(answer)


def test_own_exception_is_not_approved(client, flight, family):
    both = factories.user(Role.REVIEWER, language="en")
    siblings.ask_exception(movement=flight, child=family[0], by=both, reason=Reason.HEALTH)
    client.force_login(both)

    shut = text_of(
        client.get(reverse("exception-approve", args=[flight.reference, family[0].reference]))
    )
    answer = send(client, "exception-approve", flight, family[0].reference, version=1)

    assert "You requested this. A second person must approve it." in shut
    assert "Approve the exception" not in shut
    assert "You requested this. A second person must approve it." in text_of(answer)
    assert flight.exceptions.get().approved_by is None


def test_superuser_reads_a_movement_with_its_names(client, flight, family):
    client.force_login(factories.UserFactory(is_superuser=True))

    text = text_of(client.get(flight.get_absolute_url()))

    assert family[0].person.name in text
