"""Siblings on a movement, as the guards of movements, passengers and steps meet them."""

import datetime

import pytest

from cases.models import Child, Movement, SiblingException
from cases.vocabulary import Reason
from tests import factories


@pytest.fixture
def children() -> list[Child]:
    return factories.cleared_family(2)


@pytest.fixture
def flight(children: list[Child]) -> Movement:
    """A movement in planning on which two siblings have a place."""
    flight = factories.movement()
    factories.give_seats(flight, *children)
    return flight


@pytest.fixture
def locked(flight: Movement) -> Movement:
    factories.lock(flight)
    return flight


@pytest.fixture
def exception(flight: Movement, children: list[Child]) -> SiblingException:
    return SiblingException.objects.create(
        movement=flight,
        child=children[0],
        reason=Reason.HEALTH,
        asked_by=flight.planned_by,
        asked_at=datetime.datetime(2019, 3, 2, tzinfo=datetime.UTC),
    )
