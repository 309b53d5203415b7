"""What the database refuses of passengers and of siblings left behind, whoever writes."""

import datetime

import pytest

from cases.casework import registration
from cases.models import (
    Passenger,
    Person,
    SiblingException,
)
from cases.vocabulary import Reason, Role, Stage
from tests import factories
from tests.factories import DAY
from tests.models.refusals import execute, is_now, refused

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)
NOW = datetime.datetime(2019, 3, 2, tzinfo=datetime.UTC)


def approved(**more):
    reviewer = factories.user(Role.REVIEWER)
    return {"lock_approved_by": reviewer, "lock_approved_at": NOW} | more


# Passenger


def test_seats_taken_are_counted_by_the_database(flight):
    is_now(flight.passengers.first(), status="taken_off", reason=Reason.HEALTH)

    flight.refresh_from_db()
    assert flight.seats_taken == 1


def test_passenger_needs_a_free_seat(children):
    flight = factories.movement(seats=1)
    factories.give_seats(flight, children[0])

    with refused("movement_seats_taken_within_seats"):
        Passenger.objects.bulk_create([Passenger(movement=flight, child=children[1])])


def test_passenger_is_a_child_or_an_escort(flight):
    with refused("passenger_child_or_escort"):
        Passenger.objects.bulk_create([Passenger(movement=flight)])


def test_passenger_is_not_both(flight):
    child, escort = factories.child(Stage.CLEARED), Person.objects.create()

    with refused("passenger_child_or_escort"):
        Passenger.objects.bulk_create([Passenger(movement=flight, child=child, escort=escort)])


def test_child_has_one_seat(flight, children):
    other = factories.movement()

    with refused("passenger_one_seat_a_child"):
        Passenger.objects.bulk_create([Passenger(movement=other, child=children[0])])


def test_escort_has_one_seat_on_a_movement(flight):
    escort = Person.objects.create()

    with refused("passenger_one_seat_an_escort"):
        Passenger.objects.bulk_create([Passenger(movement=flight, escort=escort)] * 2)


def test_passenger_who_left_has_a_reason(flight):
    with refused("passenger_off_has_reason"):
        is_now(flight.passengers.first(), status="taken_off")


def test_status_of_a_passenger_is_a_word_of_the_vocabulary(flight):
    with refused("passenger_status_known"):
        execute("SET LOCAL session_replication_role = replica")
        is_now(flight.passengers.first(), status="lost", reason=Reason.HEALTH)


def test_place_is_proposed_for_a_cleared_child_only(flight):
    child = factories.child(Stage.ELIGIBLE)

    with refused("passenger_is_cleared"):
        Passenger.objects.bulk_create([Passenger(movement=flight, child=child)])


def test_passenger_is_not_exchanged(flight):
    stranger = factories.child(Stage.CLEARED)

    with refused("passenger_stays_who_it_is"):
        is_now(flight.passengers.first(), child=stranger)


@pytest.mark.parametrize("status", ["confirmed", "boarded", "no_show"])
def test_open_manifest_knows_proposals_only(flight, status):
    with refused("manifest_is_open"):
        is_now(flight.passengers.first(), status=status, reason=Reason.HEALTH)


def test_nobody_is_added_to_a_locked_manifest(locked):
    child = factories.child(Stage.CLEARED)

    with refused("manifest_is_open"):
        Passenger.objects.bulk_create([Passenger(movement=locked, child=child)])


def test_escort_is_not_added_to_a_locked_manifest_either(locked):
    with refused("manifest_is_open"):
        Passenger.objects.bulk_create([Passenger(movement=locked, escort=Person.objects.create())])


def test_who_left_does_not_come_back(flight):
    passenger = flight.passengers.first()
    is_now(passenger, status="taken_off", reason=Reason.HEALTH)

    with refused("manifest_is_open"):
        is_now(passenger, status="proposed")


def test_nobody_leaves_what_is_under_way(locked):
    factories.depart(locked)

    with refused("manifest_is_open"):
        is_now(locked.passengers.first(), status="taken_off", reason=Reason.HEALTH)


# Siblings


def test_lock_that_leaves_a_sibling_is_refused_at_commit(children):
    flight = factories.movement()
    factories.give_seats(flight, children[0])
    factories.add_escort(flight)

    with refused("no_sibling_left_behind"):
        is_now(flight, lock_asked_by=flight.planned_by, lock_asked_at=NOW)
        is_now(flight, **approved(status="locked"))


def test_lock_that_leaves_a_sibling_is_refused_though_all_have_left_since(children):
    flight = factories.movement()
    factories.give_seats(flight, children[0])
    factories.add_escort(flight)

    with refused("no_sibling_left_behind"):
        is_now(flight, lock_asked_by=flight.planned_by, lock_asked_at=NOW)
        is_now(flight, **approved(status="locked"))
        is_now(flight, status="departed", departed_at=NOW)


def test_passenger_who_leaves_a_locked_manifest_alone_is_refused_at_commit(locked):
    with refused("no_sibling_left_behind"):
        is_now(locked.passengers.first(), status="taken_off", reason=Reason.HEALTH)


def test_booked_child_without_a_seat_is_refused_at_commit(locked):
    with refused("booked_child_has_seat"):
        locked.passengers.update(status="taken_off", reason=Reason.HEALTH)


def test_sibling_registered_after_the_lock_is_no_error(locked, children):
    registration.add_child(
        mother=children[0].mother,
        child=factories.child_facts("Нав"),
        by=factories.user(Role.CASEWORKER),
        on=DAY,
    )

    is_now(locked.passengers.first(), status="boarded")

    assert locked.passengers.filter(status="boarded").count() == 1


def test_exception_is_approved_whole(exception):
    with refused("sibling_exception_approved_whole"):
        is_now(exception, approved_at=NOW)


def test_exception_is_not_approved_by_who_asked(exception):
    with refused("sibling_exception_approved_by_another"):
        is_now(exception, approved_by=exception.asked_by, approved_at=NOW)


def test_exception_is_recorded_once(exception):
    exception.pk = None

    with refused("sibling_exception_once"):
        SiblingException.objects.bulk_create([exception])
