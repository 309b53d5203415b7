"""Who sends lists and who approves them, in a register with one agreement."""

import pytest
from django.test import Client

from cases.casework.seed import seed_agreement
from cases.models import User
from cases.vocabulary import Role
from tests import factories


@pytest.fixture
def people(db: None) -> tuple[User, User]:
    """A caseworker and a reviewer."""
    caseworker = factories.user(Role.CASEWORKER, username="worker")
    reviewer = factories.user(Role.REVIEWER, username="reviewer")
    seed_agreement(by=factories.user(Role.ADMIN), reviewer=reviewer)
    return caseworker, reviewer


@pytest.fixture
def worker(client: Client, people: tuple[User, User]) -> Client:
    """The browser of the caseworker."""
    client.force_login(people[0])
    return client
