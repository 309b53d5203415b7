"""Leaving a manifest, alone or with the siblings."""

import pytest

from cases.casework import manifests, registration
from cases.casework.editing import Stale
from cases.casework.movements import CannotTravel
from cases.vocabulary import Act, Reason, Role, Stage
from tests import factories
from tests.factories import DAY

pytestmark = pytest.mark.django_db
LEFT = (
    "%s would be left behind by a sibling. "
    "Let the siblings travel together or request an exception."
)


@pytest.fixture
def officer():
    return factories.user(Role.TRAVEL_OFFICER)


def seat_of(flight, child):
    return flight.passengers.get(child=child)


def take_off(passenger, officer, **facts):
    given = {"version": passenger.version, "by": officer, "on": DAY, "reason": Reason.HEALTH}
    manifests.take_off(passenger=passenger, **(given | facts))


def test_take_off_while_planning_frees_the_seat(flight, family, officer):
    take_off(seat_of(flight, family[0]), officer)

    flight.refresh_from_db()
    assert flight.seats_taken == 1
    assert factories.stages(family) == [Stage.CLEARED, Stage.CLEARED]
    assert family[0].journal.first().act == Act.TAKE_OFF


def test_child_who_was_taken_off_can_have_a_place_again(flight, family, officer):
    take_off(seat_of(flight, family[0]), officer)

    factories.give_seats(flight, family[0])

    assert flight.seats_taken == 2


def test_take_off_a_locked_manifest_without_the_sibling_is_refused(locked, family, officer):
    with pytest.raises(CannotTravel) as refusal:
        take_off(seat_of(locked, family[0]), officer)

    assert refusal.value.reasons == (LEFT % family[0].reference,)
    assert factories.stages(family) == [Stage.BOOKED, Stage.BOOKED]


def test_take_off_with_the_siblings_releases_all(locked, family, officer):
    take_off(seat_of(locked, family[0]), officer, with_siblings=True)

    locked.refresh_from_db()
    assert locked.seats_taken == 1  # of the escort
    assert factories.stages(family) == [Stage.CLEARED, Stage.CLEARED]
    assert family[1].journal.first().reason == Reason.HEALTH


def test_take_off_with_an_approved_exception_leaves_the_sibling(locked, family, officer):
    factories.excuse(locked, family[0])

    take_off(seat_of(locked, family[0]), officer)

    assert factories.stages(family) == [Stage.CLEARED, Stage.BOOKED]


def test_sibling_registered_after_the_lock_hinders_nobody(locked, family, officer):
    stranger = factories.child(Stage.CLEARED)
    flight = factories.movement()
    factories.give_seats(flight, *factories.cleared_family(1), stranger)
    factories.lock(flight)
    registration.add_child(
        mother=stranger.mother,
        child=factories.child_facts("Нав"),
        by=factories.user(Role.CASEWORKER),
        on=DAY,
    )
    other = flight.passengers.exclude(child=stranger).get(escort=None)

    take_off(other, officer)

    assert factories.stages([other.child, stranger]) == [Stage.CLEARED, Stage.BOOKED]


def test_take_off_refuses_a_stale_version(flight, family, officer):
    with pytest.raises(Stale):
        take_off(seat_of(flight, family[0]), officer, version=None)


def test_take_off_twice_is_refused(flight, family, officer):
    take_off(seat_of(flight, family[0]), officer)

    with pytest.raises(CannotTravel) as refusal:
        take_off(seat_of(flight, family[0]), officer)

    assert refusal.value.reasons == ("This passenger no longer has a seat.",)


def test_take_off_after_the_departure_is_refused(locked, family, officer):
    factories.depart(locked)

    with pytest.raises(CannotTravel) as refusal:
        take_off(seat_of(locked, family[0]), officer)

    assert refusal.value.reasons == ("The movement has begun.",)


def test_family_that_does_not_come_is_recorded_together(locked, family, officer):
    passenger = seat_of(locked, family[0])

    manifests.no_show(
        passenger=passenger, version=passenger.version, by=officer, on=DAY, with_siblings=True
    )

    assert {p.status for p in locked.passengers.filter(escort=None)} == {"no_show"}
    assert factories.stages(family) == [Stage.CLEARED, Stage.CLEARED]


def test_child_who_does_not_come_without_the_sibling_is_refused(locked, family, officer):
    passenger = seat_of(locked, family[0])

    with pytest.raises(CannotTravel, match=f"{family[0].reference} would be left behind"):
        manifests.no_show(passenger=passenger, version=passenger.version, by=officer, on=DAY)

    assert factories.stages(family) == [Stage.BOOKED, Stage.BOOKED]


def test_nobody_fails_to_come_while_the_manifest_is_open(flight, family, officer):
    passenger = seat_of(flight, family[0])

    with pytest.raises(CannotTravel) as refusal:
        manifests.no_show(passenger=passenger, version=passenger.version, by=officer, on=DAY)

    assert refusal.value.reasons == (
        "Only a passenger of a locked passenger list can be a no-show.",
    )
