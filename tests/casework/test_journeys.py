"""The journey as it happened."""

import datetime

import pytest
from django.utils import timezone

from cases.casework import clearances, escorts, journeys, manifests
from cases.casework.editing import Stale
from cases.casework.escorts import Escort
from cases.casework.movements import CannotTravel
from cases.vocabulary import Act, ClearanceKind, ClearanceStatus, DueEvent, Reason, Role, Stage
from tests import factories
from tests.factories import DAY

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def officer():
    return factories.user(Role.TRAVEL_OFFICER)


@pytest.fixture
def locked(family, officer):
    """A locked manifest with two siblings and an escort."""
    flight = factories.movement()
    escorts.add_escort(
        movement=flight, escort=Escort(name="Zarina"), version=flight.version, by=officer
    )
    factories.give_seats(flight, *family)
    factories.lock(flight)
    return flight


@pytest.fixture
def under_way(locked):
    factories.depart(locked)
    return locked


def depart(flight, officer, **facts):
    given = {"movement": flight, "version": flight.version, "at": flight.departs_at, "by": officer}
    journeys.depart(**(given | facts))
    flight.refresh_from_db()


def arrive(flight, officer, **facts):
    given = {"movement": flight, "version": flight.version, "at": flight.arrives_at, "by": officer}
    journeys.arrive(**(given | facts))
    flight.refresh_from_db()


def board_all(flight, officer):
    return journeys.board_all(movement=flight, version=flight.version, by=officer)


def test_passengers_board_one_by_one(locked, family, officer):
    passenger = locked.passengers.get(child=family[0])

    journeys.board(passenger=passenger, version=passenger.version, by=officer)

    passenger.refresh_from_db()
    assert passenger.status == "boarded"


def test_who_let_a_child_board_is_journalled(locked, family, officer):
    passenger, others = locked.passengers.get(child=family[0]), factories.user(Role.TRAVEL_OFFICER)

    journeys.board(passenger=passenger, version=passenger.version, by=officer)
    board_all(locked, others)

    entries = {child: child.journal.get(act=Act.BOARD) for child in family}
    assert {entry.detail for entry in entries.values()} == {locked.reference}
    assert [entry.by for entry in entries.values()] == [officer, *[others] * (len(family) - 1)]


def test_boarding_twice_is_refused(locked, family, officer):
    passenger = locked.passengers.get(child=family[0])
    journeys.board(passenger=passenger, version=passenger.version, by=officer)

    with pytest.raises(Stale):
        journeys.board(passenger=passenger, version=passenger.version, by=officer)
    passenger.refresh_from_db()
    with pytest.raises(CannotTravel) as refusal:
        journeys.board(passenger=passenger, version=passenger.version, by=officer)

    assert refusal.value.reasons == (
        "Only a confirmed passenger of a locked passenger list can board.",
    )


def test_everybody_boards_at_once(locked, officer):
    assert board_all(locked, officer) == 3

    with pytest.raises(CannotTravel, match="Everybody on the list is on board already"):
        board_all(locked, officer)


def test_nobody_boards_before_the_lock(family, officer):
    flight = factories.movement()
    factories.give_seats(flight, *family)

    with pytest.raises(CannotTravel) as refusal:
        board_all(flight, officer)

    assert refusal.value.reasons == ("Only passengers of a locked passenger list can board.",)


def test_departure_takes_every_child_into_transit(locked, family, officer):
    board_all(locked, officer)

    depart(locked, officer)

    assert (locked.status, locked.departed_at) == ("departed", locked.departs_at)
    assert factories.stages(family) == [Stage.IN_TRANSIT, Stage.IN_TRANSIT]


def test_departure_names_who_is_not_on_board(locked, family, officer):
    with pytest.raises(CannotTravel) as refusal:
        depart(locked, officer)

    assert refusal.value.reasons == (
        f"Not on board: {family[0].reference}, {family[1].reference}, Zarina.",
    )


def test_departure_refuses_a_paper_that_was_withdrawn(locked, family, officer):
    board_all(locked, officer)
    clearances.record(
        child=family[0],
        by=factories.user(Role.CASEWORKER),
        on=DAY,
        kind=ClearanceKind.FIT_TO_TRAVEL,
        status=ClearanceStatus.REFUSED,
    )

    with pytest.raises(CannotTravel) as refusal:
        depart(locked, officer)

    assert refusal.value.reasons == (f"{family[0].reference}: Fit to travel: refused.",)
    assert factories.stages(family) == [Stage.BOOKED, Stage.BOOKED]


def test_departure_refuses_the_future(locked, officer):
    board_all(locked, officer)

    with pytest.raises(CannotTravel) as refusal:
        depart(locked, officer, at=timezone.now() + HOUR)

    assert refusal.value.reasons == ("This time is in the future. Record it afterwards.",)


def test_departure_before_the_lock_is_refused(locked, officer):
    board_all(locked, officer)

    with pytest.raises(CannotTravel) as refusal:
        depart(locked, officer, at=datetime.datetime(2019, 2, 28, 12, tzinfo=datetime.UTC))

    assert refusal.value.reasons == (
        "Departure cannot be before 1 Mar 2019, when the passenger list was locked.",
    )


def test_departure_without_a_child_is_refused(locked, family, officer):
    passenger = locked.passengers.get(child=family[0])
    manifests.no_show(
        passenger=passenger, version=passenger.version, by=officer, on=DAY, with_siblings=True
    )
    locked.refresh_from_db()
    board_all(locked, officer)

    with pytest.raises(CannotTravel) as refusal:
        depart(locked, officer)

    assert refusal.value.reasons == ("No child is on the passenger list any more.",)


def test_departure_of_an_open_manifest_is_refused(officer):
    with pytest.raises(CannotTravel) as refusal:
        depart(factories.movement(), officer)

    assert refusal.value.reasons == ("A movement can depart only with a locked passenger list.",)


@pytest.mark.parametrize("act", [journeys.depart, journeys.arrive])
def test_stale_version_is_refused(locked, officer, act):
    with pytest.raises(Stale):
        act(movement=locked, version=None, at=locked.departs_at, by=officer)


def test_arrival_brings_every_child_home(under_way, family, officer):
    arrive(under_way, officer)

    assert factories.stages(family) == [Stage.RETURNED, Stage.RETURNED]
    assert {child.returned_on for child in family} == {datetime.date(2019, 3, 11)}


def test_arrival_makes_the_fee_due_where_the_schedule_says_so(officer):
    factories.agreement()
    factories.agreed_otherwise(due_event=DueEvent.RETURNED)
    child, flight = factories.child(Stage.CLEARED), factories.movement()
    factories.give_seats(flight, child)
    factories.lock(flight)
    factories.depart(flight)

    arrive(flight, officer)

    assert child.fees.get().due_on == datetime.date(2019, 3, 11)


@pytest.mark.parametrize(
    ("shift", "sentence"),
    [
        (datetime.timedelta(0), "The arrival must be after the departure."),
        (-HOUR, "The arrival must be after the departure."),
    ],
)
def test_arrival_lies_after_the_departure(under_way, officer, shift, sentence):
    with pytest.raises(CannotTravel) as refusal:
        arrive(under_way, officer, at=under_way.departed_at + shift)

    assert refusal.value.reasons == (sentence,)


def test_arrival_in_the_future_is_refused(under_way, officer):
    with pytest.raises(CannotTravel, match="This time is in the future"):
        arrive(under_way, officer, at=timezone.now() + HOUR)


def test_arrival_before_the_departure_is_recorded_is_refused(locked, officer):
    with pytest.raises(CannotTravel) as refusal:
        arrive(locked, officer)

    assert refusal.value.reasons == ("Only a movement that has departed can arrive.",)


def test_turning_back_clears_the_children_again(under_way, family, officer):
    journeys.turn_back(
        movement=under_way,
        version=under_way.version,
        by=officer,
        on=datetime.date(2019, 3, 12),
    )

    under_way.refresh_from_db()
    assert (under_way.status, under_way.seats_taken) == ("returned", 0)
    assert factories.stages(family) == [Stage.CLEARED, Stage.CLEARED]
    assert family[0].journal.first().reason == Reason.DIVERTED


@pytest.mark.parametrize("on", [datetime.date(2019, 3, 10), datetime.date(2999, 1, 1)])
def test_turning_back_lies_between_the_departure_and_today(under_way, officer, on):
    with pytest.raises(CannotTravel) as refusal:
        journeys.turn_back(movement=under_way, version=under_way.version, by=officer, on=on)

    assert refusal.value.reasons == ("Enter the departure date or a later one, up to today.",)


def test_only_what_has_departed_turns_back(locked, officer):
    with pytest.raises(CannotTravel) as refusal:
        journeys.turn_back(movement=locked, version=locked.version, by=officer, on=DAY)

    assert refusal.value.reasons == ("Only a movement that has departed can turn back.",)


def test_cancelling_releases_booked_children(locked, family, officer):
    journeys.cancel(movement=locked, version=locked.version, by=officer, on=DAY)

    locked.refresh_from_db()
    assert (locked.status, locked.seats_taken) == ("cancelled", 0)
    assert factories.stages(family) == [Stage.CLEARED, Stage.CLEARED]


def test_cancelling_a_plan_forgets_the_proposals(family, officer):
    flight = factories.movement()
    factories.give_seats(flight, *family)

    journeys.cancel(movement=flight, version=flight.version, by=officer, on=DAY)

    assert {p.reason for p in flight.passengers.all()} == {Reason.CANCELLED}
    assert factories.stages(family) == [Stage.CLEARED, Stage.CLEARED]


def test_what_is_under_way_is_not_cancelled(under_way, officer):
    with pytest.raises(CannotTravel) as refusal:
        journeys.cancel(movement=under_way, version=under_way.version, by=officer, on=DAY)

    assert refusal.value.reasons == ("Only a movement that has not departed can be cancelled.",)
