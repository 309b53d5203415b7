"""A family, and its caseworker at a page in English."""

import pytest

from cases.vocabulary import Role
from tests import factories


@pytest.fixture
def worker(db):
    return factories.user(Role.CASEWORKER)


@pytest.fixture
def page(client, worker):
    client.force_login(worker)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def mother(worker):
    return factories.family(2, team=worker.team)


@pytest.fixture
def child(mother):
    return mother.children.order_by("pk").first()
