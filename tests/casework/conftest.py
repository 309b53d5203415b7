from collections.abc import Iterator

import pytest
from django.utils import translation

from cases.models import Child, Movement
from tests import factories


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Refusals are compared as whole sentences, in the language they are written in."""
    with translation.override("en"):
        yield


@pytest.fixture
def family() -> list[Child]:
    return factories.cleared_family(2)


@pytest.fixture
def flight(family: list[Child]) -> Movement:
    """A movement on which two siblings have a place."""
    flight = factories.movement()
    factories.give_seats(flight, *family)
    return flight


@pytest.fixture
def locked(flight: Movement) -> Movement:
    factories.lock(flight)
    return flight
