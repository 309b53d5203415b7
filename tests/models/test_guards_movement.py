"""What the database refuses of movements, passengers, handovers and placements, whoever writes."""

import datetime

import pytest
from django.db import connection

from cases.models import (
    Movement,
    Passenger,
    Person,
    SiblingException,
)
from cases.vocabulary import Role
from tests import factories
from tests.models.refusals import execute, is_now, refused

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)
NOW = datetime.datetime(2019, 3, 2, tzinfo=datetime.UTC)


def approved(**more):
    reviewer = factories.user(Role.REVIEWER)
    return {"lock_approved_by": reviewer, "lock_approved_at": NOW} | more


# Movement


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("movement_seats_taken_within_seats", {"seats_taken": 11}),
        ("movement_lock_asked_whole", {"lock_asked_at": NOW}),
        ("movement_lock_approved_whole", {"lock_approved_at": NOW}),
        ("movement_departed_iff_gone", {"departed_at": NOW}),
    ],
)
def test_plan_holds_together(constraint, fields):
    flight = factories.movement()

    with refused(constraint):
        is_now(flight, **fields)


def test_status_is_a_word_of_the_vocabulary():
    flight = factories.movement()
    connection.check_constraints()

    with refused("movement_status_known"):
        # Neither the trigger that knows the steps nor the CHECK of another word speaks first.
        execute("SET LOCAL session_replication_role = replica")
        execute("ALTER TABLE cases_movement DROP CONSTRAINT movement_departed_iff_gone")
        is_now(flight, status="lost")


def test_movement_has_a_seat():
    flight = factories.movement()

    with refused("movement_seats_taken_within_seats"):
        is_now(flight, seats=0)


def test_arrival_is_planned_after_the_departure():
    flight = factories.movement()

    with refused("movement_arrives_after_departure"):
        is_now(flight, arrives_at=flight.departs_at)


def test_movement_leads_from_one_place_to_another():
    flight = factories.movement()

    with refused("movement_between_two_places"):
        is_now(flight, destination=flight.origin)


def test_planned_manifest_is_not_approved():
    flight = factories.movement()

    with refused("movement_planning_not_approved"):
        is_now(flight, lock_asked_by=factories.user(Role.TRAVEL_OFFICER), lock_asked_at=NOW)
        is_now(flight, **approved())


def test_manifest_is_locked_only_when_approved(flight):
    factories.ask_lock(flight)

    with refused("movement_locked_only_when_approved"):
        is_now(flight, status="locked")


def test_lock_nobody_asked_for_is_not_approved(flight):
    with refused("movement_lock_approved_by_another"):
        is_now(flight, **approved(status="locked"))


def test_lock_is_not_approved_by_who_asked(flight):
    factories.ask_lock(flight)

    with refused("movement_lock_approved_by_another"):
        is_now(flight, **approved(status="locked", lock_approved_by=flight.lock_asked_by))


def test_lock_is_not_approved_by_who_planned(flight):
    factories.ask_lock(flight)

    with refused("movement_lock_not_approved_by_planner"):
        is_now(flight, **approved(status="locked", lock_approved_by=flight.planned_by))


def returned(**more):
    reviewer = factories.user(Role.REVIEWER)
    facts = {"lock_returned_by": reviewer, "lock_returned_at": NOW, "lock_returned_reason": "Why"}
    return {"lock_asked_by": None, "lock_asked_at": None} | facts | more


@pytest.mark.parametrize(
    ("constraint", "facts"),
    [
        ("movement_lock_returned_whole", {"lock_returned_reason": ""}),
        ("movement_lock_returned_whole", {"lock_returned_reason": " "}),
        ("movement_lock_returned_whole", {"lock_returned_by": None}),
        ("movement_lock_returned_whole", {"lock_returned_at": None}),
    ],
)
def test_lock_is_sent_back_by_somebody_with_a_reason(flight, constraint, facts):
    factories.ask_lock(flight)

    with refused(constraint):
        is_now(flight, **returned(**facts))


def test_request_to_lock_does_not_end_without_a_reason(flight):
    factories.ask_lock(flight)

    with refused("movement_lock_returned_with_a_reason"):
        is_now(flight, lock_asked_by=None, lock_asked_at=None)


def test_lock_that_waits_was_not_sent_back(flight):
    factories.ask_lock(flight)
    asked = {"lock_asked_by": factories.user(Role.TRAVEL_OFFICER), "lock_asked_at": NOW}

    with refused("movement_lock_returned_whole"):
        is_now(flight, **returned(**asked))


def test_lock_that_nobody_asked_for_is_not_sent_back(flight):
    with refused("movement_lock_returned_when_asked"):
        is_now(flight, **returned())


def test_why_a_lock_was_sent_back_stays(flight):
    factories.ask_lock(flight)
    is_now(flight, **returned())

    with refused("movement_lock_returned_when_asked"):
        is_now(flight, lock_returned_reason="Another")


def test_lock_is_not_sent_back_by_who_asked(flight):
    factories.ask_lock(flight)

    with refused("movement_lock_returned_by_another"):
        is_now(flight, **returned(lock_returned_by=flight.lock_asked_by))


def test_lock_is_not_sent_back_by_who_planned(flight):
    factories.ask_lock(flight)

    with refused("movement_lock_not_returned_by_planner"):
        is_now(flight, **returned(lock_returned_by=flight.planned_by))


def test_movement_starts_with_no_lock_sent_back(flight):
    copy = {name: getattr(flight, name) for name in _COPIED}

    with refused("movement_starts_planned"):
        Movement.objects.create(reference="M-9", **copy, **returned())


_COPIED = ("agreement", "origin", "destination", "departs_at", "arrives_at", "seats", "planned_by")


def test_lock_asks_for_the_escorts_of_the_agreement(flight):
    factories.ask_lock(flight)
    factories.agreed_on(factories.agreement(), children_per_escort=1)

    with refused("movement_escorts_enough"):
        is_now(flight, **approved(status="locked"))


def test_lock_asks_for_an_escort_whatever_the_agreement_says(flight):
    is_now(flight, lock_asked_by=factories.user(Role.TRAVEL_OFFICER), lock_asked_at=NOW)

    with refused("movement_escorts_enough"):
        is_now(flight, **approved(status="locked"))


@pytest.mark.parametrize(
    ("born", "is_enough"),
    [("2017-03-12", False), ("2017-03-11", True), ("2017-03-01", True)],
)
def test_lock_asks_for_the_escorts_of_infants(flight, born, is_enough):
    factories.ask_lock(flight)
    factories.agreed_on(factories.agreement(), infants_per_escort=1)
    aboard = flight.passengers.filter(child__isnull=False).values("child__person")
    with factories.past_the_guards():
        Person.objects.filter(pk__in=aboard).update(born_earliest=born, born_latest=born)

    if is_enough:
        is_now(flight, **approved(status="locked"))
    else:
        with refused("movement_escorts_enough"):
            is_now(flight, **approved(status="locked"))


def test_departure_asks_for_the_escorts_of_the_agreement(locked):
    factories.agreed_on(factories.agreement(), children_per_escort=1)
    locked.passengers.update(status="boarded")

    with refused("movement_escorts_enough"):
        is_now(locked, status="departed", departed_at=locked.departs_at)


def test_escort_is_for_one_child_at_least():
    with refused("agreement_escort_of_children"):
        is_now(factories.agreement(), children_per_escort=0)
    with refused("agreement_escort_of_infants"):
        is_now(factories.agreement(), infants_per_escort=0)


def test_arrival_is_recorded_after_the_departure(locked):
    factories.depart(locked)

    with refused("movement_arrived_after_departed"):
        is_now(locked, status="arrived", arrived_at=locked.departed_at)


def test_only_what_has_arrived_has_an_arrival(locked):
    factories.depart(locked)

    with refused("movement_arrived_iff_there"):
        is_now(locked, arrived_at=locked.departed_at + HOUR)


@pytest.mark.parametrize("status", ["departed", "arrived", "returned"])
def test_status_follows_the_table(status):
    flight = factories.movement()

    with refused("movement_status_follows_the_table"):
        is_now(flight, status=status)


def test_agreed_journey_is_not_changed(locked):
    with refused("movement_journey_is_agreed"):
        is_now(locked, departs_at=locked.departs_at - HOUR)


def test_journey_is_not_changed_in_the_moment_of_the_lock(flight):
    factories.ask_lock(flight)

    with refused("movement_journey_is_agreed"):
        is_now(flight, **approved(status="locked", seats=5))


def test_changed_journey_takes_the_wish_for_the_lock_back(flight):
    factories.ask_lock(flight)

    is_now(flight, departs_at=flight.departs_at - HOUR)

    flight.refresh_from_db()
    assert (flight.lock_asked_by, flight.lock_asked_at) == (None, None)


@pytest.mark.parametrize("model", [Movement, Passenger, SiblingException])
def test_record_of_a_journey_is_not_deleted(exception, model):
    with refused("no_delete"):
        model.objects.all()._raw_delete("default")
