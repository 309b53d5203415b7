"""Who registers families, and where they are held."""

import pytest
from django.test import Client

from cases.models import Place, User
from cases.vocabulary import Role
from tests import factories


@pytest.fixture
def place(db: None) -> Place:
    factories.agreement()
    return factories.PlaceFactory()


@pytest.fixture
def worker(place: Place) -> User:
    return factories.user(Role.CASEWORKER)


@pytest.fixture
def page(client: Client, worker: User) -> Client:
    client.force_login(worker)
    client.cookies["django_language"] = "en"
    return client
