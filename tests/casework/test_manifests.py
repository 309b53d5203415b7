"""Agreeing a manifest by two people, and leaving it."""

import datetime

import pytest

from cases.casework import escorts, manifests, registration, siblings
from cases.casework.editing import Stale
from cases.casework.escorts import Escort
from cases.casework.movements import CannotTravel
from cases.models import Message, Person
from cases.queries.case_files import case_file
from cases.queries.movements import lock_refusals, unready
from cases.vocabulary import ClearanceKind, MessageKind, Reason, Role, Stage
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


@pytest.fixture
def reviewer():
    return factories.user(Role.REVIEWER)


def test_lock_books_every_child(flight, family, reviewer):
    factories.ask_lock(flight)

    manifests.approve_lock(movement=flight, version=flight.version, by=reviewer, on=DAY)

    flight.refresh_from_db()
    assert (flight.status, flight.lock_approved_by) == ("locked", reviewer)
    assert factories.stages(family) == [Stage.BOOKED, Stage.BOOKED]
    assert {p.status for p in flight.passengers.all()} == {"confirmed"}


def test_lock_without_children_is_refused(officer):
    flight = factories.movement()

    with pytest.raises(CannotTravel) as refusal:
        manifests.ask_lock(movement=flight, version=flight.version, by=officer, on=DAY)

    assert refusal.value.reasons == ("No child has a place yet.",)


def test_lock_is_asked_for_once(flight, officer):
    factories.ask_lock(flight)

    with pytest.raises(CannotTravel) as refusal:
        manifests.ask_lock(movement=flight, version=flight.version, by=officer, on=DAY)

    assert refusal.value.reasons == ("The lock has already been requested.",)


@pytest.mark.parametrize("act", [manifests.ask_lock, manifests.approve_lock])
def test_lock_refuses_a_stale_version(flight, reviewer, act):
    factories.ask_lock(flight)

    with pytest.raises(Stale):
        act(movement=flight, version=flight.version - 1, by=reviewer, on=DAY)


def test_lock_refuses_who_asked_for_it(flight):
    factories.ask_lock(flight)

    with pytest.raises(CannotTravel) as refusal:
        manifests.approve_lock(
            movement=flight, version=flight.version, by=flight.lock_asked_by, on=DAY
        )

    assert refusal.value.reasons == ("You requested this. A second person must approve it.",)


def test_lock_refuses_who_planned_the_journey(flight):
    factories.ask_lock(flight)

    with pytest.raises(CannotTravel) as refusal:
        manifests.approve_lock(
            movement=flight, version=flight.version, by=flight.planned_by, on=DAY
        )

    assert refusal.value.reasons == ("You planned this movement. A second person must approve it.",)


def test_lock_nobody_asked_for_is_refused(flight, reviewer):
    with pytest.raises(CannotTravel) as refusal:
        manifests.approve_lock(movement=flight, version=flight.version, by=reviewer, on=DAY)

    assert refusal.value.reasons == ("No lock is requested for this passenger list.",)


def test_lock_is_not_given_twice(locked, reviewer):
    with pytest.raises(CannotTravel) as refusal:
        manifests.approve_lock(movement=locked, version=locked.version, by=reviewer, on=DAY)

    assert refusal.value.reasons == ("The passenger list is no longer open.",)


def test_lock_is_sent_back_with_its_reason(flight, reviewer):
    factories.ask_lock(flight)

    manifests.return_lock(movement=flight, version=flight.version, by=reviewer, reason="Too few")

    flight.refresh_from_db()
    assert (flight.status, flight.lock_asked_by) == ("planning", None)
    assert (flight.lock_returned_by, flight.lock_returned_reason) == (reviewer, "Too few")


def test_who_planned_and_who_asked_are_told_that_a_lock_is_sent_back(flight, reviewer):
    factories.ask_lock(flight)
    told = {flight.planned_by, flight.lock_asked_by}

    manifests.return_lock(movement=flight, version=flight.version, by=reviewer, reason="Too few")

    rows = Message.objects.filter(kind=MessageKind.RETURNED)
    assert {each.to for each in rows} == told
    assert rows.unread().count() == len(told)


def test_lock_that_is_asked_for_again_settles_what_was_told(flight, reviewer):
    factories.ask_lock(flight)
    manifests.return_lock(movement=flight, version=flight.version, by=reviewer, reason="Too few")

    factories.ask_lock(flight)

    assert flight.lock_returned_reason == ""
    assert not Message.objects.filter(kind=MessageKind.RETURNED).unread().exists()


def test_lock_refuses_a_paper_that_ends_before_the_arrival(flight, family, officer):
    factories.add_escort(flight)
    child = family[0]
    with factories.past_the_guards():
        child.clearances.filter(kind=ClearanceKind.COURT_ORDER).update(
            valid_until=datetime.date(2019, 3, 10)
        )

    with pytest.raises(CannotTravel) as refusal:
        manifests.ask_lock(movement=flight, version=flight.version, by=officer, on=DAY)

    assert refusal.value.reasons == (f"{child.reference}: Court order: ends before the arrival.",)


def test_paper_that_ends_on_the_day_of_arrival_is_good(flight, family, officer):
    factories.add_escort(flight)
    with factories.past_the_guards():
        family[0].clearances.filter(kind=ClearanceKind.COURT_ORDER).update(
            valid_until=datetime.date(2019, 3, 11)
        )

    manifests.ask_lock(movement=flight, version=flight.version, by=officer, on=DAY)

    flight.refresh_from_db()
    assert flight.lock_asked_by == officer


def test_lock_refuses_to_leave_a_sibling_behind(officer):
    together = factories.cleared_family(2)
    flight = factories.movement()
    factories.give_seats(flight, together[0])
    factories.add_escort(flight)

    with pytest.raises(CannotTravel) as refusal:
        manifests.ask_lock(movement=flight, version=flight.version, by=officer, on=DAY)

    assert refusal.value.reasons == (LEFT % together[1].reference,)


def test_lock_takes_an_approved_exception(officer):
    together = factories.cleared_family(2)
    flight = factories.movement()
    factories.give_seats(flight, together[0])
    factories.excuse(flight, together[1])

    factories.lock(flight)

    assert factories.stages(together) == [Stage.BOOKED, Stage.CLEARED]


def test_exception_that_is_only_asked_for_is_none(officer):
    together = factories.cleared_family(2)
    flight = factories.movement()
    factories.give_seats(flight, together[0])
    siblings.ask_exception(movement=flight, child=together[1], by=officer, reason=Reason.HEALTH)

    with pytest.raises(CannotTravel, match=f"{together[1].reference} would be left behind"):
        manifests.ask_lock(movement=flight, version=flight.version, by=officer, on=DAY)


def test_sibling_who_is_home_or_closed_is_not_left_behind():
    home = factories.child(Stage.RETURNED)
    sister = registration.add_child(
        mother=home.mother,
        child=factories.child_facts("Зулайхо"),
        by=factories.user(Role.CASEWORKER),
        on=DAY,
    )
    factories.bring_to(sister, Stage.CLEARED)
    flight = factories.movement()
    factories.give_seats(flight, sister)

    factories.lock(flight)

    assert factories.stages([home, sister]) == [Stage.RETURNED, Stage.BOOKED]


def test_change_of_passengers_takes_the_wish_back(flight, family, officer, reviewer):
    factories.ask_lock(flight)
    factories.take_off(flight, family[0])
    flight.refresh_from_db()

    with pytest.raises(CannotTravel) as refusal:
        manifests.approve_lock(movement=flight, version=flight.version, by=reviewer, on=DAY)

    assert refusal.value.reasons == ("No lock is requested for this passenger list.",)


def test_lock_waits_for_a_fee_that_must_be_paid_first(flight, family, officer):
    factories.add_escort(flight)
    factories.agreed_otherwise(paid_before_clearing=True)

    with pytest.raises(CannotTravel) as refusal:
        manifests.ask_lock(movement=flight, version=flight.version, by=officer, on=DAY)

    assert refusal.value.reasons == tuple(
        f"{child.reference}: The fee is not paid yet." for child in family
    )


def test_child_who_is_not_cleared_any_more_is_not_ready(flight):
    child = factories.child(Stage.ELIGIBLE)

    missing = unready(case_file(child, on=DAY), flight)

    assert missing[-1] == "Not cleared to travel."


def test_lock_waits_for_the_escorts_that_the_agreement_asks_for(flight, family, officer):
    factories.agreed_on(factories.agreement(), children_per_escort=1)
    escorts.add_escort(
        movement=flight, escort=Escort(name="Zarina"), version=flight.version, by=officer
    )
    flight.refresh_from_db()

    with pytest.raises(CannotTravel) as refusal:
        manifests.ask_lock(movement=flight, version=flight.version, by=officer, on=DAY)
    escorts.add_escort(
        movement=flight, escort=Escort(name="Munira"), version=flight.version, by=officer
    )
    factories.lock(flight)

    assert refusal.value.reasons == (
        "The agreement asks for an escort for each child. 1 escort is missing.",
    )
    assert flight.status == "locked"


def test_no_child_travels_alone_whatever_the_agreement_says(flight, officer):
    with pytest.raises(CannotTravel) as refusal:
        manifests.ask_lock(movement=flight, version=flight.version, by=officer, on=DAY)

    assert refusal.value.reasons == ("No child travels without an escort. 1 escort is missing.",)


def test_lock_waits_for_the_escorts_of_infants(flight, family, officer):
    factories.agreed_on(factories.agreement(), children_per_escort=9, infants_per_escort=1)
    factories.add_escort(flight)
    aboard = Person.objects.filter(child__in=family)
    with factories.past_the_guards():
        aboard.update(born_earliest="2017-03-12", born_latest="2017-03-12")

    with pytest.raises(CannotTravel) as refusal:
        manifests.ask_lock(movement=flight, version=flight.version, by=officer, on=DAY)

    assert refusal.value.reasons == (
        (
            "The agreement asks for an escort for every 9 children. "
            "The agreement asks for an escort for each child under two. 1 escort is missing."
        ),
    )


def test_children_do_not_depart_without_an_escort_who_fell_out(flight, officer):
    escorts.add_escort(
        movement=flight, escort=Escort(name="Zarina"), version=flight.version, by=officer
    )
    factories.agreed_on(factories.agreement(), children_per_escort=6)
    factories.lock(flight)
    seat = flight.passengers.get(escort__isnull=False)
    manifests.no_show(passenger=seat, version=seat.version, by=officer, on=DAY)
    flight.refresh_from_db()

    with pytest.raises(CannotTravel) as refusal:
        factories.depart(flight)

    assert refusal.value.reasons == (
        "The agreement asks for an escort for every 6 children. 1 escort is missing.",
        "Remove children from the list, or cancel the movement.",
    )


def test_locked_manifest_needs_no_second_lock(locked):
    assert lock_refusals(locked, [], [], escorts=0) == (
        "The passenger list is already locked, or the movement is over.",
    )
