"""Disposal: a case past its term is blanked by two people; figures, money and seals hold."""

import pytest
from django.apps import apps
from django.db import connection

from cases.casework import disposals, seals
from cases.models import Disposal
from cases.queries.seals import first_fault
from cases.vocabulary import Role
from tests import clock, factories
from tests.casework.disposed_cases import CANARIES, files_told, told, whole_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return factories.user(Role.ADMIN)


@pytest.fixture
def reviewer():
    return factories.user(Role.REVIEWER)


def disposed(child, admin, reviewer) -> Disposal:
    disposal = disposals.ask(child=child, by=admin, on=clock.today())
    disposals.approve(disposal=disposal, version=disposal.version, by=reviewer, on=clock.today())
    disposal.refresh_from_db()
    return disposal


def test_nothing_of_a_whole_case_is_left_anywhere(
    admin, reviewer, django_capture_on_commit_callbacks
):
    child = whole_case()
    before = told()
    seals.seal()
    with django_capture_on_commit_callbacks(execute=True):
        disposal = disposed(child, admin, reviewer)

    print(before, disposal.certificate.rows, told(), first_fault())
    assert told() == {}
    assert files_told() == 0
    assert first_fault() is None
