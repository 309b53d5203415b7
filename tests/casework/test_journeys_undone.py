"""A departure or an arrival is taken back on the same day by who recorded it, for all aboard."""

import datetime

import pytest
from django.db import connection
from django.utils import timezone

from cases.casework import homecoming, journeys
from cases.casework.journal import CannotMove
from cases.casework.movements import CannotTravel
from cases.casework.undoing import undo
from cases.models import Child, Journal, Movement
from cases.vocabulary import Act, DueEvent, Role, Stage
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
    journeys.take_back(movement=flight, version=flight.version, by=by)
    flight.refresh_from_db()


def facts(family: list[Child]) -> list[tuple[object, ...]]:
    columns = ("stage", "stage_since", "stage_entered_on", "returned_on", "held_at")
    return list(
        Child.objects.filter(pk__in=[c.pk for c in family]).order_by("pk").values_list(*columns)
    )


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

    with pytest.raises(CannotTravel, match="Only the person who did this can undo it"):
        take_back(boarded, factories.user(Role.TRAVEL_OFFICER))


def test_day_after_nothing_is_taken_back(boarded, officer, monkeypatch):
    depart(boarded, officer)
    later = clock.today() + datetime.timedelta(days=1)
    monkeypatch.setattr("cases.casework.journeys.timezone.localdate", lambda *_args: later)

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

    with pytest.raises(CannotTravel, match="Something has followed for a child on board"):
        take_back(boarded, officer)


def test_arrival_that_made_a_fee_due_stays(officer):
    factories.agreement()
    factories.agreed_otherwise(due_event=DueEvent.RETURNED)
    flight = factories.movement()
    factories.add_escort(flight)
    factories.give_seats(flight, *factories.cleared_family(1))
    factories.lock(flight)
    factories.depart(flight)
    arrive(flight, officer)

    with pytest.raises(CannotTravel, match="Something has followed for a child on board"):
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
        Journal.objects.bulk_create(
            [
                Journal(
                    child=entry.child,
                    act=Act.UNDO,
                    from_stage=entry.to_stage,
                    to_stage=entry.from_stage,
                    by=officer,
                    happened_on=entry.happened_on,
                    detail=entry.act,
                    undoes=entry,
                )
            ]
        )
        Child.objects.filter(pk=entry.child_id).update(stage=Stage.BOOKED)


def test_database_moves_nobody_without_the_movement(boarded):
    with refused("movement_moves_all_aboard"):
        Movement.objects.filter(pk=boarded.pk).update(
            status="departed", departed_at=boarded.departs_at
        )
