"""Planning a journey and giving its seats."""

import datetime
import uuid

import pytest

from cases.casework import clearances, escorts, manifests, movements
from cases.casework.editing import Stale
from cases.casework.escorts import Escort
from cases.casework.movements import CannotTravel, JourneyPlan
from cases.casework.submissions import AlreadyTaken
from cases.models import Movement
from cases.rules.names import CannotUseName
from cases.vocabulary import Act, ClearanceKind, ClearanceStatus, Role, Stage
from tests import factories
from tests.factories import DAY

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2019, 3, 11, 12, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def officer():
    return factories.user(Role.TRAVEL_OFFICER)


@pytest.fixture
def flight():
    return factories.movement()


@pytest.fixture
def ready():
    return factories.child(Stage.CLEARED)


def journey(**facts):
    origin, destination = factories.airports()
    given = {
        "origin": origin,
        "destination": destination,
        "departs_at": NOON,
        "arrives_at": NOON + HOUR,
        "seats": 10,
    }
    return JourneyPlan(**(given | facts))


def propose(flight, child, officer, **facts):
    given = {"movement": flight, "children": [child], "version": flight.version, "by": officer}
    return movements.propose_all(**(given | {"on": DAY} | facts))[0]


def reasons(refusal):
    return refusal.value.reasons


def test_plan_gives_a_reference_and_an_open_manifest(officer):
    planned = movements.plan(agreement=factories.agreement(), journey=journey(), by=officer)

    assert planned.reference.startswith("MV-")
    assert (planned.status, planned.seats_left) == ("planning", 10)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"arrives_at": NOON}, "The arrival must be after the departure."),
        ({"seats": 0}, "Enter between 1 and 1000 seats."),
        ({"seats": 1001}, "Enter between 1 and 1000 seats."),
    ],
)
def test_plan_refuses_an_impossible_journey(officer, facts, sentence):
    with pytest.raises(CannotTravel) as refusal:
        movements.plan(agreement=factories.agreement(), journey=journey(**facts), by=officer)

    assert reasons(refusal) == (sentence,)


def test_plan_refuses_a_journey_to_where_it_starts(officer):
    here = factories.airports()[0]

    with pytest.raises(CannotTravel) as refusal:
        movements.plan(
            agreement=factories.agreement(), journey=journey(destination=here), by=officer
        )

    assert reasons(refusal) == ("The movement must lead from one place to another.",)


def test_form_of_a_plan_is_taken_once(officer):
    token = uuid.uuid4()
    facts = {"agreement": factories.agreement(), "journey": journey(), "by": officer}
    planned = movements.plan(**facts, token=token)

    with pytest.raises(AlreadyTaken) as taken:
        movements.plan(**facts, token=token)

    assert taken.value.location == planned.get_absolute_url()
    assert Movement.objects.count() == 1


def test_change_takes_the_wish_for_the_lock_back(officer, flight, ready):
    factories.give_seats(flight, ready)
    factories.ask_lock(flight)

    movements.change(movement=flight, version=flight.version, journey=journey(seats=3), by=officer)

    flight.refresh_from_db()
    assert (flight.seats, flight.lock_asked_by, flight.lock_asked_at) == (3, None, None)


def test_who_changed_a_journey_is_on_record_beside_who_planned_it(officer, flight):
    planner = flight.planned_by

    movements.change(movement=flight, version=flight.version, journey=journey(seats=3), by=officer)

    flight.refresh_from_db()
    assert (flight.planned_by, flight.changed_by) == (planner, officer)
    assert planner != officer


def test_change_refuses_an_impossible_journey(officer, flight):
    with pytest.raises(CannotTravel, match="The arrival must be after the departure"):
        movements.change(
            movement=flight, version=flight.version, journey=journey(arrives_at=NOON), by=officer
        )


def test_change_refuses_fewer_seats_than_are_taken(officer, flight):
    factories.give_seats(flight, *factories.cleared_family(2))

    with pytest.raises(CannotTravel) as refusal:
        movements.change(
            movement=flight, version=flight.version, journey=journey(seats=1), by=officer
        )

    assert reasons(refusal) == ("2 seats are taken. Remove passengers first.",)


@pytest.mark.parametrize("version", [None, 0])
def test_change_of_a_stale_or_missing_version_is_refused(officer, flight, version):
    with pytest.raises(Stale):
        movements.change(movement=flight, version=version, journey=journey(), by=officer)


def test_change_of_a_locked_manifest_is_refused(officer, flight, ready):
    factories.give_seats(flight, ready)
    factories.lock(flight)

    with pytest.raises(CannotTravel) as refusal:
        movements.change(movement=flight, version=flight.version, journey=journey(), by=officer)

    assert reasons(refusal) == ("The passenger list is no longer open.",)


def test_propose_leaves_the_stage_and_takes_a_seat(officer, flight, ready):
    passenger = propose(flight, ready, officer)

    ready.refresh_from_db()
    flight.refresh_from_db()
    assert (passenger.status, ready.stage, flight.seats_taken) == ("proposed", "cleared", 1)
    entry = ready.journal.first()
    assert (entry.act, entry.detail, entry.by) == (Act.PROPOSE, flight.reference, officer)


def test_propose_refuses_a_stale_version(officer, flight, ready):
    with pytest.raises(Stale):
        propose(flight, ready, officer, version=flight.version - 1)


def test_propose_refuses_a_child_who_is_not_cleared(officer, flight):
    child = factories.child(Stage.ELIGIBLE)

    with pytest.raises(CannotTravel) as refusal:
        propose(flight, child, officer)

    assert reasons(refusal) == (
        f"{child.reference}: Not cleared to travel; the case is in the stage “Eligible”.",
    )


def test_propose_refuses_a_child_with_another_place(officer, flight, ready):
    other = factories.movement()
    factories.give_seats(other, ready)

    with pytest.raises(CannotTravel) as refusal:
        propose(flight, ready, officer)

    assert reasons(refusal) == (f"{ready.reference}: Already has a place on {other.reference}.",)


def test_propose_refuses_a_child_whose_paper_has_ended(officer, flight, ready):
    with factories.past_the_guards():
        ready.clearances.filter(kind=ClearanceKind.COURT_ORDER).update(valid_until=DAY)

    with pytest.raises(CannotTravel) as refusal:
        propose(flight, ready, officer, on=DAY + datetime.timedelta(days=1))

    assert reasons(refusal) == (f"{ready.reference}: Court order: expired.",)


def test_propose_refuses_a_child_of_another_agreement(officer, ready):
    flight = factories.movement()
    other = factories.agreement()
    other.pk, other.slug = None, "another"
    other.save(force_insert=True)
    Movement.objects.filter(pk=flight.pk).update(agreement=other)

    with pytest.raises(CannotTravel) as refusal:
        propose(flight, ready, officer)

    assert reasons(refusal) == (f"{ready.reference}: The movement belongs to another agreement.",)


def test_propose_refuses_when_no_seat_is_left(officer, ready):
    flight = factories.movement(seats=1)
    factories.give_seats(flight, ready)

    with pytest.raises(CannotTravel) as refusal:
        propose(flight, factories.child(Stage.CLEARED), officer)

    assert reasons(refusal) == ("There is no seat left.",)


def test_propose_all_gives_all_a_place_or_none(officer):
    flight, children = factories.movement(seats=1), factories.cleared_family(2)

    with pytest.raises(CannotTravel) as refusal:
        movements.propose_all(
            movement=flight, children=children, version=flight.version, by=officer, on=DAY
        )

    assert reasons(refusal) == ("There is only 1 seat left.",)
    assert not flight.passengers.exists()


def test_propose_all_asks_for_a_child(officer, flight):
    with pytest.raises(CannotTravel) as refusal:
        movements.propose_all(
            movement=flight, children=[], version=flight.version, by=officer, on=DAY
        )

    assert reasons(refusal) == ("Choose at least one child.",)


def test_new_passenger_takes_the_wish_for_the_lock_back(officer, flight, ready):
    factories.give_seats(flight, ready)
    factories.ask_lock(flight)

    propose(flight, factories.child(Stage.CLEARED), officer)

    flight.refresh_from_db()
    assert flight.lock_asked_by is None


def test_escort_is_a_person_with_a_seat(officer, flight):
    passenger = escorts.add_escort(
        movement=flight, escort=Escort(name="Зарина Саидова"), version=flight.version, by=officer
    )

    flight.refresh_from_db()
    assert (passenger.escort.name, flight.seats_taken) == ("Зарина Саидова", 1)


def test_escort_is_not_added_twice(officer, flight):
    escorts.add_escort(
        movement=flight, escort=Escort(name="Z. Saidova"), version=flight.version, by=officer
    )
    flight.refresh_from_db()

    with pytest.raises(CannotTravel) as refusal:
        escorts.add_escort(
            movement=flight, escort=Escort(name="Z.  SAIDOVA"), version=flight.version, by=officer
        )

    assert reasons(refusal) == ("An escort with this name already has a seat.",)


def test_escort_needs_a_free_seat(officer, ready):
    flight = factories.movement(seats=1)
    factories.give_seats(flight, ready)

    with pytest.raises(CannotTravel) as refusal:
        escorts.add_escort(
            movement=flight, escort=Escort(name="Z"), version=flight.version, by=officer
        )

    assert reasons(refusal) == ("There is no seat left.",)


def test_escort_with_a_hidden_sign_in_the_name_is_refused(officer, flight):
    with pytest.raises(CannotUseName, match="direction"):
        escorts.add_escort(
            movement=flight, escort=Escort(name="Zarina\u202e"), version=flight.version, by=officer
        )


def test_form_of_an_escort_is_taken_once(officer, flight):
    token = uuid.uuid4()
    escorts.add_escort(
        movement=flight,
        escort=Escort(name="Zarina"),
        version=flight.version,
        by=officer,
        token=token,
    )

    with pytest.raises(AlreadyTaken):
        escorts.add_escort(
            movement=flight,
            escort=Escort(name="Zarina"),
            version=flight.version,
            by=officer,
            token=token,
        )


def test_paper_withdrawn_after_the_proposal_gives_up_the_seat(flight, ready):
    factories.give_seats(flight, ready)
    clearances.record(
        child=ready,
        by=factories.user(Role.CASEWORKER),
        on=DAY,
        kind=ClearanceKind.COURT_ORDER,
        status=ClearanceStatus.WITHDRAWN,
    )

    flight.refresh_from_db()
    seat = flight.passengers.get()

    assert (flight.seats_taken, seat.status, seat.reason) == (0, "taken_off", "expired")
    with pytest.raises(CannotTravel, match="No child has a place yet"):
        manifests.ask_lock(movement=flight, version=flight.version, by=flight.planned_by, on=DAY)
