"""A departure or an arrival is taken back on the same day by who recorded it, for all aboard."""

import datetime

import pytest
from django.db import connection
from django.utils import timezone

from cases.casework import homecoming, journeys, journeys_undone, manifests
from cases.casework.journal import CannotMove
from cases.casework.movements import CannotTravel
from cases.casework.undoing import undo
from cases.models import Child, Journal, Movement, Passenger
from cases.vocabulary import Act, DueEvent, PassengerStatus, Reason, Role, Stage
from tests import clock, factories
from tests.models.refusals import execute, refused

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def officer():
    return factories.user(Role.TRAVEL_OFFICER)


def depart(flight, by, *, at=None):
    journeys.depart(movement=flight, version=flight.version, at=at or flight.departs_at, by=by)
    flight.refresh_from_db()


def arrive(flight, by, *, at=None):
    journeys.arrive(movement=flight, version=flight.version, at=at or flight.arrives_at, by=by)
    flight.refresh_from_db()


def take_back(flight, by):
    journeys_undone.take_back(movement=flight, version=flight.version, by=by)
    flight.refresh_from_db()


def facts(family: list[Child]) -> list[tuple[object, ...]]:
    columns = ("stage", "stage_since", "stage_entered_on", "returned_on", "held_at")
    return list(
        Child.objects.filter(pk__in=[c.pk for c in family]).order_by("pk").values_list(*columns)
    )


def undo_by_sql(entry: Journal) -> None:
    """Write the undoing of a step that led from "booked", and the stage, past Python."""
    Journal.objects.bulk_create(
        [
            Journal(
                child=entry.child,
                act=Act.UNDO,
                from_stage=entry.to_stage,
                to_stage=entry.from_stage,
                by=entry.by,
                happened_on=entry.happened_on,
                detail=entry.act,
                undoes=entry,
            )
        ]
    )
    Child.objects.filter(pk=entry.child_id).update(stage=Stage.BOOKED)


@pytest.fixture
def boarded(locked, officer):
    journeys.board_all(movement=locked, version=locked.version, by=officer)
    locked.refresh_from_db()
    return locked


def test_arrival_and_departure_are_taken_back_and_recorded_anew(boarded, family, officer):
    booked = facts(family)
    depart(boarded, officer, at=boarded.departs_at + 24 * HOUR)
    under_way = facts(family)
    arrive(boarded, officer, at=boarded.arrives_at + 48 * HOUR)

    take_back(boarded, officer)
    assert (facts(family), boarded.status, boarded.arrived_at) == (under_way, "departed", None)
    take_back(boarded, officer)
    assert (facts(family), boarded.status, boarded.departed_at) == (booked, "locked", None)
    depart(boarded, officer)
    arrive(boarded, officer)

    on = timezone.localdate(boarded.arrives_at)
    assert {row[3] for row in facts(family)} == {on}
    for child in family:
        acts = child.journal.order_by("pk").values_list("act", flat=True)
        assert [*acts][-6:] == ["depart", "arrive", "undo", "undo", "depart", "arrive"]


def test_figures_of_no_day_count_what_was_taken_back(boarded, family, officer):
    depart(boarded, officer)
    arrive(boarded, officer, at=boarded.arrives_at + 48 * HOUR)
    take_back(boarded, officer)
    arrive(boarded, officer)
    on = timezone.localdate(boarded.arrives_at)
    execute("SET CONSTRAINTS ALL IMMEDIATE")

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_wrongly_kept()")
        assert cursor.fetchone() == (0,)
    assert Child.objects.filter(returned_on=on).count() == len(family)


def test_another_person_takes_nothing_back(boarded, officer):
    depart(boarded, officer)

    with pytest.raises(CannotTravel, match=", who did this, can undo it"):
        take_back(boarded, factories.user(Role.TRAVEL_OFFICER))


def test_day_after_nothing_is_taken_back(boarded, officer, monkeypatch):
    depart(boarded, officer)
    later = clock.today() + datetime.timedelta(days=1)
    monkeypatch.setattr("cases.casework.journeys_undone.timezone.localdate", lambda *_args: later)

    with pytest.raises(CannotTravel, match="only on the day it was recorded"):
        take_back(boarded, officer)


def test_what_something_followed_stays(boarded, family, officer):
    depart(boarded, officer)
    arrive(boarded, officer)
    homecoming.hand_over(
        child=family[0],
        by=factories.user(Role.CASEWORKER),
        on=clock.today(),
        signed_on=timezone.localdate(boarded.arrives_at),
        paper="H-1",
        handed_by="Ministry of Foreign Affairs",
        received_by="Child Rights Unit",
    )

    with pytest.raises(CannotTravel) as refusal:
        take_back(boarded, officer)

    assert refusal.value.reasons == (
        f"{family[0].reference}: “Handed over” has followed: this cannot be undone any more.",
    )


def test_arrival_that_made_a_fee_due_stays(officer):
    factories.agreement()
    factories.agreed_otherwise(due_event=DueEvent.RETURNED)
    flight = factories.movement()
    factories.add_escort(flight)
    factories.give_seats(flight, *factories.cleared_family(1))
    factories.lock(flight)
    factories.depart(flight)
    arrive(flight, officer)

    with pytest.raises(CannotTravel, match="“Fee became due” has followed"):
        take_back(flight, officer)


def test_only_a_journey_that_began_is_taken_back(boarded, officer):
    with pytest.raises(CannotTravel, match="Only a departure or an arrival can be undone here"):
        take_back(boarded, officer)


def test_one_child_is_not_taken_back_alone(boarded, family, officer):
    depart(boarded, officer)
    family[0].refresh_from_db()

    with pytest.raises(CannotMove, match="The last step of this case cannot be undone"):
        undo(child=family[0], version=family[0].version, by=officer, on=clock.today())


def test_database_takes_a_movement_back_with_all_aboard_or_not_at_all(boarded, family, officer):
    depart(boarded, officer)
    rows = Movement.objects.filter(pk=boarded.pk)

    with refused("movement_moves_all_aboard"):
        rows.update(status="locked", departed_at=None)
    entry = family[0].journal.get(act=Act.DEPART)
    with refused("journal_undo_is_whole"):
        undo_by_sql(entry)


def test_database_moves_nobody_without_the_movement(boarded):
    with refused("movement_moves_all_aboard"):
        Movement.objects.filter(pk=boarded.pk).update(
            status="departed", departed_at=boarded.departs_at
        )


def no_show(seat, by, *, with_siblings=True):
    manifests.no_show(
        passenger=seat,
        version=seat.version,
        by=by,
        on=clock.today(),
        with_siblings=with_siblings,
    )
    seat.refresh_from_db()


def put_back(seat, by):
    journeys_undone.put_back(passenger=seat, version=seat.version, by=by, on=clock.today())
    seat.refresh_from_db()


def test_who_left_a_locked_list_by_mistake_is_put_back_with_the_siblings(locked, family, officer):
    seat, before = locked.passengers.get(child=family[0]), facts(family)
    no_show(seat, officer)
    assert factories.stages(family) == [Stage.CLEARED, Stage.CLEARED]

    put_back(seat, officer)

    assert facts(family) == before
    assert (seat.status, seat.reason) == (PassengerStatus.CONFIRMED, "")
    locked.refresh_from_db()
    assert locked.seats_taken == 3
    journeys.board_all(movement=locked, version=locked.version, by=officer)


def test_sibling_whom_another_removed_stays_off_and_leaves_nobody_behind(locked, family, officer):
    one, other = (locked.passengers.get(child=child) for child in family)
    for child in family:
        factories.excuse(locked, child)
    no_show(other, factories.user(Role.TRAVEL_OFFICER), with_siblings=False)
    no_show(one, officer, with_siblings=False)

    put_back(one, officer)

    assert factories.stages(family) == [Stage.BOOKED, Stage.CLEARED]
    with pytest.raises(CannotTravel, match=", who did this, can undo it"):
        put_back(other, officer)


def test_child_is_not_put_back_where_a_sibling_would_stay(locked, family, officer):
    one, other = (locked.passengers.get(child=child) for child in family)
    no_show(other, officer)
    with factories.past_the_guards():
        Journal.objects.filter(child=other.child_id, act=Act.RELEASE).update(
            by=factories.user(Role.TRAVEL_OFFICER)
        )
    one.refresh_from_db()

    with pytest.raises(CannotTravel, match="would be left behind by a sibling"):
        put_back(one, officer)


def test_who_has_another_place_since_is_not_put_back(locked, family, officer):
    seat = locked.passengers.get(child=family[0])
    no_show(seat, officer)
    factories.give_seats(factories.movement(), *Child.objects.filter(pk__in=[c.pk for c in family]))

    with pytest.raises(CannotTravel, match="“Place proposed” has followed"):
        put_back(seat, officer)


def test_nobody_is_put_back_on_a_list_that_is_open_or_gone(flight, family, officer):
    seat = flight.passengers.get(child=family[0])
    manifests.take_off(
        passenger=seat, version=seat.version, by=officer, on=clock.today(), reason=Reason.MISTAKE
    )
    seat.refresh_from_db()

    with pytest.raises(CannotTravel, match="Only who has left a locked passenger list"):
        put_back(seat, officer)


def test_database_puts_nobody_back_without_the_undo(locked, family, officer):
    seat = locked.passengers.get(child=family[0])
    no_show(seat, officer)
    row, entry = Passenger.objects.filter(pk=seat.pk), family[0].journal.latest("pk")

    with refused("manifest_is_open"):
        row.update(status="confirmed", reason="")
    with refused("journal_undo_is_whole"):
        undo_by_sql(entry)


def test_database_puts_a_child_back_on_the_list_that_was_left_last_alone(officer):
    child = factories.child(Stage.CLEARED)
    first, last = factories.movement(), factories.movement()
    for flight in (first, last):
        factories.give_seats(flight, child)
        factories.lock(flight)
        seat = flight.passengers.get(child=child)
        manifests.no_show(passenger=seat, version=seat.version, by=officer, on=factories.DAY)

    with refused("manifest_is_open"):
        undo_by_sql(child.journal.latest("pk"))
        first.passengers.filter(child=child).update(status="confirmed", reason="")
