"""What is counted of a case is written once for an act, and at once for other writers."""

import datetime

import pytest
from django.db import connection, transaction

from cases.casework import journal
from cases.casework.cases import lock_child
from cases.figures.recount import recount
from cases.models import ChangedCase, Child, KeptCase
from cases.models.changed_case import KEPT_LATER
from cases.vocabulary import Stage
from tests import clock, factories
from tests.models.refusals import execute

_SUMS = "SELECT count(*) FROM cases_keptsum"


def sums() -> int:
    with connection.cursor() as cursor:
        cursor.execute(_SUMS)
        [number] = cursor.fetchone()
    return number


def day(after: int) -> datetime.date:
    return clock.today() + datetime.timedelta(days=after)


def hold(child: Child, days: int) -> None:
    """Write as SQL would: two statements, each of which is counted."""
    Child.objects.filter(pk=child.pk).update(hold_reason="court", hold_until=day(days))
    Child.objects.filter(pk=child.pk).update(hold_until=day(days + 1))


def due(child: Child) -> object:
    return KeptCase.objects.get(pk=child.pk).due_on


@pytest.fixture
def child(db: None) -> Child:
    return factories.child(Stage.ELIGIBLE)


def test_sql_is_counted_statement_by_statement(child):
    hold(child, 3)

    assert due(child) == day(4)
    assert not ChangedCase.objects.exists()
    assert recount().is_equal


def test_act_is_counted_once_as_it_settles(child):
    hold(child, 1)
    before, rows = due(child), sums()
    with transaction.atomic():
        lock_child(child)
        hold(child, 8)
        marked, meanwhile = ChangedCase.objects.count(), due(child)
        journal.settle(child)

    assert (marked, meanwhile) == (2, before)
    assert due(child) == day(9)
    # What it was, and what it is, for everybody, its team and its caseworker; nothing in between.
    assert sums() - rows <= 6
    assert recount().is_equal
    hold(child, 2)
    assert due(child) == day(3)


def test_what_is_taken_back_is_not_counted(child):
    hold(child, 1)
    with transaction.atomic():
        execute(KEPT_LATER)
        hold(child, 5)
        with transaction.atomic():
            hold(child, 8)
            journal.settle(child)
            assert due(child) == day(9)
            transaction.set_rollback(True)
        assert due(child) == day(2)
        journal.settle(child)

    assert due(child) == day(6)
    assert recount().is_equal


@pytest.mark.django_db(transaction=True)
def test_commit_counts_what_no_act_has_settled():
    child = factories.child(Stage.ELIGIBLE)
    with transaction.atomic():
        execute(KEPT_LATER)
        hold(child, 8)
        assert ChangedCase.objects.exists()

    assert due(child) == day(9)
    assert not ChangedCase.objects.exists()
    assert recount().is_equal
