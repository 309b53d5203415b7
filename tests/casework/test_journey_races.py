"""Many hands on one movement at once: seats, locks and siblings, without a deadlock."""

import pytest
from django.utils import timezone

from cases.casework import (
    journeys,
    journeys_undone,
    manifests,
    movements,
    registration,
    siblings,
)
from cases.casework.editing import Stale
from cases.casework.movements import CannotTravel
from cases.models import Movement
from cases.models.movement import SEATED
from cases.vocabulary import MovementStatus, Reason, Role, Stage
from tests import factories
from tests.factories import DAY
from tests.races import came_of

pytestmark = pytest.mark.django_db(transaction=True)

EXPECTED = (CannotTravel, Stale)


def at_once(acts):
    return came_of(acts, *EXPECTED)


def newest_version(flight):
    return Movement.objects.values_list("version", flat=True).get(pk=flight.pk)


def propose(flight, child, officer):
    """Propose as a person who tries again after being told that somebody was faster."""
    while True:
        try:
            version = newest_version(flight)
            return movements.propose_all(
                movement=flight, children=[child], version=version, by=officer, on=DAY
            )
        except Stale:
            continue


def approve(flight, reviewer):
    manifests.approve_lock(movement=flight, version=flight.version, by=reviewer, on=DAY)


def excused(flight, child):
    asked = siblings.ask_exception(
        movement=flight, child=child, by=flight.planned_by, reason=Reason.HEALTH
    )
    reviewer = factories.user(Role.REVIEWER)
    siblings.approve_exception(exception=asked, version=asked.version, by=reviewer)


def test_last_seat_is_given_once():
    children = [factories.child(Stage.CLEARED) for _ in range(8)]
    flight, officer = factories.movement(seats=1), factories.user(Role.TRAVEL_OFFICER)

    came = at_once([lambda child=child: propose(flight, child, officer) for child in children])

    flight.refresh_from_db()
    assert came == {"done": 1, "CannotTravel": 7}
    assert (flight.seats_taken, flight.passengers.count()) == (1, 1)


def test_child_gets_one_place_of_two():
    child, officer = factories.child(Stage.CLEARED), factories.user(Role.TRAVEL_OFFICER)
    flights = [factories.movement(), factories.movement()]

    came = at_once([lambda flight=flight: propose(flight, child, officer) for flight in flights])

    assert came == {"done": 1, "CannotTravel": 1}
    assert child.passages.count() == 1


def test_manifest_is_locked_as_it_was_read_or_not_at_all():
    children = [factories.child(Stage.CLEARED) for _ in range(2)]
    flight, officer = factories.movement(), factories.user(Role.TRAVEL_OFFICER)
    factories.give_seats(flight, children[0])
    factories.ask_lock(flight)
    reviewer, version = factories.user(Role.REVIEWER), flight.version

    at_once(
        [
            lambda: approve(flight, reviewer),
            lambda: movements.propose_all(
                movement=flight, children=children[1:], version=version, by=officer, on=DAY
            ),
        ]
    )

    flight.refresh_from_db()
    locked = flight.status == MovementStatus.LOCKED
    assert flight.passengers.count() == (2 if locked else 3)  # and the escort


def test_two_reviewers_lock_once():
    flight, child = factories.movement(), factories.child(Stage.CLEARED)
    factories.give_seats(flight, child)
    factories.ask_lock(flight)
    reviewers = [factories.user(Role.REVIEWER) for _ in range(4)]

    came = at_once([lambda by=by: approve(flight, by) for by in reviewers])

    assert (came["done"], sum(came.values())) == (1, 4)
    assert child.journal.filter(act="lock").count() == 1


def test_two_locks_that_share_families_do_not_wait_for_each_other():
    """Each movement has one child of both families; the mothers are locked in key order."""
    first, second = factories.cleared_family(2), factories.cleared_family(2)
    flights = [factories.movement(), factories.movement()]
    factories.give_seats(flights[0], first[0], second[0])
    factories.give_seats(flights[1], second[1], first[1])
    for flight, left in ((flights[0], (first[1], second[1])), (flights[1], (first[0], second[0]))):
        for child in left:
            excused(flight, child)
        factories.ask_lock(flight)
    reviewer = factories.user(Role.REVIEWER)

    came = at_once([lambda flight=flight: approve(flight, reviewer) for flight in flights])

    assert came == {"done": 2}


def test_leaving_two_manifests_with_shared_families_does_not_wait_for_each_other():
    """The guard at commit locks the mothers of those who left before, so the acts do it first."""
    first, second = factories.cleared_family(2), factories.cleared_family(2)
    alone = [factories.child(Stage.CLEARED) for _ in range(2)]
    flights = [factories.movement(), factories.movement()]
    officer = factories.user(Role.TRAVEL_OFFICER)
    factories.give_seats(flights[0], alone[0], *first, *second)
    leave(flights[0], second[0], officer)
    factories.give_seats(flights[1], alone[1], *second)
    factories.lock(flights[0])
    factories.lock(flights[1])

    came = at_once(
        [
            lambda flight=flight, child=child: leave(flight, child, officer)
            for flight, child in ((flights[0], first[0]), (flights[1], second[0]))
        ]
    )

    assert came == {"done": 2}


def leave(flight, child, officer):
    passenger = flight.passengers.get(child=child, status__in=SEATED)
    manifests.take_off(
        passenger=passenger,
        version=passenger.version,
        by=officer,
        on=DAY,
        reason=Reason.HEALTH,
        with_siblings=True,
    )


@pytest.mark.parametrize("attempt", range(3))
def test_sibling_registered_while_the_lock_is_approved_is_seen_or_comes_later(attempt):
    child, flight = factories.child(Stage.CLEARED), factories.movement()
    factories.give_seats(flight, child)
    factories.ask_lock(flight)
    reviewer, caseworker = factories.user(Role.REVIEWER), factories.user(Role.CASEWORKER)

    came = at_once(
        [
            lambda: approve(flight, reviewer),
            lambda: registration.add_child(
                mother=child.mother, child=factories.child_facts("Нав"), by=caseworker, on=DAY
            ),
        ]
    )

    flight.refresh_from_db()
    assert child.mother.children.count() == 2
    assert (flight.status == MovementStatus.LOCKED) == (came == {"done": 2})


def test_double_click_on_the_departure_departs_once():
    child, flight = factories.child(Stage.CLEARED), factories.movement()
    factories.give_seats(flight, child)
    factories.lock(flight)
    officer = factories.user(Role.TRAVEL_OFFICER)
    journeys.board_all(movement=flight, version=flight.version, by=officer)

    came = at_once(
        [
            lambda: journeys.depart(
                movement=flight, version=flight.version, at=flight.departs_at, by=officer
            )
        ]
        * 4
    )

    assert came == {"done": 1, "Stale": 3}
    assert child.journal.filter(act="depart").count() == 1


def test_child_is_put_back_or_gets_another_place():
    child, officer = factories.child(Stage.CLEARED), factories.user(Role.TRAVEL_OFFICER)
    left, other = factories.movement(), factories.movement()
    factories.give_seats(left, child)
    factories.lock(left)
    seat = left.passengers.get(child=child)
    day = timezone.localdate()
    manifests.no_show(passenger=seat, version=seat.version, by=officer, on=day)
    seat.refresh_from_db()

    came = at_once(
        [
            lambda: journeys_undone.put_back(
                passenger=seat, version=seat.version, by=officer, on=day
            ),
            lambda: propose(other, child, officer),
        ]
    )

    assert came == {"done": 1, "CannotTravel": 1}
    assert child.passages.filter(status__in=SEATED).count() == 1
