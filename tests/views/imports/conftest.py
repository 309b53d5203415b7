"""Who sends lists and who approves them, in a register with one agreement."""

import pytest
from django.test import Client

from cases.models import User
from cases.vocabulary import Role
from tests import factories


@pytest.fixture
def people(db: None) -> tuple[User, User]:
    """A caseworker and a reviewer."""
    caseworker = factories.user(Role.CASEWORKER, username="worker")
    return caseworker, factories.seeding_reviewer()


@pytest.fixture
def worker(client: Client, people: tuple[User, User]) -> Client:
    """The browser of the caseworker."""
    client.force_login(people[0])
    return client
