"""What the database refuses of movements, passengers, handovers and placements, whoever writes."""

import datetime

import pytest
from django.db import connection

from cases.casework import registration
from cases.models import (
    Child,
    Handover,
    Journal,
    Movement,
    Passenger,
    Person,
    Placement,
    SiblingException,
)
from cases.vocabulary import PlacementKind, Reason, Role, Stage
from tests import factories
from tests.factories import DAY
from tests.models.refusals import execute, refused

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)
NOW = datetime.datetime(2019, 3, 2, tzinfo=datetime.UTC)


@pytest.fixture
def children():
    return factories.cleared_family(2)


@pytest.fixture
def flight(children):
    """A movement in planning on which two siblings have a place."""
    flight = factories.movement()
    factories.give_seats(flight, *children)
    return flight


@pytest.fixture
def locked(flight):
    factories.lock(flight)
    return flight


@pytest.fixture
def exception(flight, children):
    return SiblingException.objects.create(
        movement=flight,
        child=children[0],
        reason=Reason.HEALTH,
        asked_by=flight.planned_by,
        asked_at=NOW,
    )


def is_now(record, **fields):
    """Write as plain SQL would: no act, no save()."""
    type(record).objects.filter(pk=record.pk).update(**fields)


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

    with refused("no_sibling_left_behind"):
        is_now(flight, lock_asked_by=flight.planned_by, lock_asked_at=NOW)
        is_now(flight, **approved(status="locked"))


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


# The child's steps


def forge(child, act, before, after, **facts):
    """Write a step of the journal and the stage as somebody with a console would."""
    Journal.objects.bulk_create(
        [
            Journal(
                child=child,
                act=act,
                from_stage=before,
                to_stage=after,
                by=factories.user(Role.TRAVEL_OFFICER),
                happened_on=facts.pop("on", DAY),
            )
        ]
    )
    Child.objects.filter(pk=child.pk).update(stage=after, **facts)


def test_child_is_not_booked_without_a_locked_seat(flight, children):
    with refused("step_on_a_movement"):
        forge(children[0], "lock", Stage.CLEARED, Stage.BOOKED)


def test_child_does_not_depart_before_the_movement(locked, children):
    with refused("step_on_a_movement"):
        forge(children[0], "depart", Stage.BOOKED, Stage.IN_TRANSIT)


def test_child_does_not_arrive_before_the_movement(locked, children):
    factories.depart(locked)

    with refused("step_on_a_movement"):
        forge(
            children[0],
            "arrive",
            Stage.IN_TRANSIT,
            Stage.RETURNED,
            on=datetime.date(2019, 3, 11),
            returned_on=datetime.date(2019, 3, 11),
        )


def test_child_is_not_placed_without_a_handover():
    child = factories.child(Stage.RETURNED)

    with refused("step_handed_over"):
        forge(child, "place", Stage.RETURNED, Stage.PLACED, on=child.returned_on)


# Handover and placement


def new_handover(child, **fields):
    given = {
        "child": child,
        "signed_on": DAY,
        "paper": "H-2",
        "handed_by": "Ministry",
        "received_by": "Unit",
        "recorded_by": factories.user(Role.CASEWORKER),
        **fields,
    }
    return Handover.objects.bulk_create([Handover(**given)])[0]


def new_placement(child, **fields):
    given = {
        "child": child,
        "kind": PlacementKind.INSTITUTION,
        "place": factories.PlaceFactory(),
        "during": (DAY, None),
        "recorded_by": factories.user(Role.CASEWORKER),
        **fields,
    }
    return Placement.objects.bulk_create([Placement(**given)])[0]


@pytest.mark.parametrize("field", ["paper", "handed_by", "received_by"])
def test_handover_names_paper_and_people(field):
    child = factories.child()

    with refused("handover_is_signed"):
        new_handover(child, **{field: ""})


def test_handover_is_recorded_once_a_day():
    child = factories.child()
    new_handover(child)

    with refused("handover_once_a_day"):
        new_handover(child)


def test_placement_names_a_place_or_a_person():
    child = factories.child()

    with refused("placement_has_place_or_caregiver"):
        new_placement(child, place=None)


def test_placement_is_of_a_known_kind():
    child = factories.child()

    with refused("placement_kind_known"):
        new_placement(child, kind="street")


@pytest.mark.parametrize("during", [(None, DAY), (DAY, DAY), (None, None)])
def test_placement_has_a_start(during):
    child = factories.child()

    with refused("placement_has_start"):
        new_placement(child, during=during)


def test_placements_do_not_overlap():
    child = factories.child()
    new_placement(child)

    with refused("placement_never_overlaps"):
        new_placement(child, during=(datetime.date(2019, 6, 1), None))


@pytest.mark.parametrize("make", [new_handover, new_placement])
def test_what_was_recorded_at_home_is_not_deleted(make):
    made = make(factories.child())

    with refused("no_delete"):
        type(made).objects.filter(pk=made.pk)._raw_delete("default")
