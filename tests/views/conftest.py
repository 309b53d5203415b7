"""Who acts in movements and money, and what they begin with, as their pages meet them."""

import uuid

import pytest
from django.test import Client

from cases.casework import receipts
from cases.models import Child, Fee, Movement, User
from cases.vocabulary import BatchStatus, Role
from tests import factories
from tests.factories import DAY


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


@pytest.fixture
def officer(client: Client) -> User:
    """Whoever prepares payments, signed in."""
    person = factories.user(Role.FINANCE_OFFICER)
    client.force_login(person)
    return person


@pytest.fixture
def receipted(officer: User) -> Fee:
    """A fee whose receipt has a hostile number, beside one that is due."""
    batch = factories.batch(BatchStatus.SENT, fees=1)
    factories.due_fees(1)
    fee = batch.lines.get().fee
    receipts.record(
        agreement=batch.agreement,
        batch=batch,
        version=batch.version,
        by=officer,
        on=DAY,
        authority="Court of Karkh",
        number="=HYPERLINK(1)",
        received_on=DAY,
        amounts={fee.pk: 400},
        token=uuid.uuid4(),
    )
    return fee
