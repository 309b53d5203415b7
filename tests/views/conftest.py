"""Who travels, and those who move them, as the pages of movements meet them."""

import pytest
from django.test import Client

from cases.models import Child, Movement
from cases.vocabulary import Role
from tests import factories


@pytest.fixture
def travel(client: Client) -> Client:
    client.force_login(factories.user(Role.TRAVEL_OFFICER, language="en"))
    return client


@pytest.fixture
def review(client: Client) -> Client:
    client.force_login(factories.user(Role.REVIEWER, language="en"))
    return client


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
