"""A list stays as it was when somebody asked to apply it, and is applied once."""

import pytest
from django.db import connection
from django.utils import timezone

from cases.casework import imports
from cases.models import ImportedList, ImportedRow, ListLayout, User
from cases.models.imported_list import ROWS_OF_ONE
from cases.vocabulary import Role
from tests import clock, factories
from tests.models.refusals import execute, is_now, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def other() -> User:
    return factories.user(Role.REVIEWER)


def test_rows_stay_once_somebody_asked(other):
    listed = factories.imported_list()
    row = listed.listed.get(number=3)
    listed = imports.ask(listed=listed, version=listed.version, by=listed.begun_by)

    for change in ({"corrections": {"1": "Х"}}, {"aside": True}, {"cells": ["Х"]}):
        with refused("imported_row_frozen"):
            is_now(row, **change)
    with refused("imported_row_frozen"):
        row.delete()
    with refused("imported_row_frozen"):
        ImportedRow.objects.create(of_list=listed, number=9)
    with refused("imported_list_as_asked"):
        is_now(listed, answers={"a": "same"})
    imports.approve(listed=listed, version=listed.version, by=other)
    with refused("imported_list_approval_stays"):
        is_now(listed, as_of=clock.today())


def test_an_applied_list_stays_and_its_file_is_gone(other):
    listed = factories.applied_list(clock.today())

    assert bytes(listed.content) == b""
    for change in ({"rows": 3}, {"newest": 9}, {"applied_by": None, "applied_at": None}):
        with refused("imported_list_stays"):
            is_now(listed, **change)
    with refused("imported_list_file_stays"):
        is_now(listed, digest="0" * 64)
    with refused("imported_row_frozen"):
        is_now(listed.listed.get(number=3), cells=[], corrections={})
    with refused("no_delete"):
        execute("DELETE FROM cases_importedlist WHERE id = %s", listed.pk)


def test_a_list_is_applied_as_it_may_be(other):
    listed, now = factories.imported_list(), timezone.now()
    gone = {"content": b"", "name": "", "sheet": "", "sheets": [], "answers": {}, "reading": {}}
    by = {"applied_by": listed.begun_by, "applied_at": now}

    with refused("imported_list_of_many_approved"):
        is_now(listed, **gone, **by, rows=ROWS_OF_ONE + 1)
    with refused("imported_list_keeps_no_file"):
        is_now(listed, **by)
    with refused("imported_list_applied_whole"):
        is_now(listed, **gone, applied_at=now)
    with refused("imported_list_applied_or_dropped"):
        is_now(listed, **gone, **by, dropped_by=other, dropped_at=now)
    with refused("imported_list_dropped_whole"):
        is_now(listed, **gone, dropped_at=now)
    with refused("imported_list_asked_whole"):
        is_now(listed, asked_at=now)
    asked = {"asked_by": listed.begun_by, "asked_at": now, "approved_at": now}
    with refused("imported_list_approved_by_another"):
        is_now(listed, **asked, approved_by=listed.begun_by)
    with refused("imported_list_approved_whole"):
        is_now(listed, **(asked | {"approved_at": None}), approved_by=other)
    with refused("imported_list_applied_by_another"):
        is_now(listed, **gone, **asked, approved_by=other, applied_by=other, applied_at=now)


def test_the_same_file_is_applied_once():
    listed = factories.applied_list(clock.today())
    again = factories.imported_list(rows=([*factories.lists.ROWS[0][:5], "Умар", "2013", "п", ""],))

    gone = {"content": b"", "name": "", "sheet": "", "sheets": [], "answers": {}, "reading": {}}
    with factories.past_the_guards():
        is_now(again, digest=listed.digest)
    with refused("imported_list_applied_once"):
        is_now(again, **gone, applied_by=again.begun_by, applied_at=timezone.now())


def test_an_import_is_undone_by_two_after_it_was_applied(other):
    listed, now = factories.imported_list(), timezone.now()
    asked = {"undo_asked_by": listed.begun_by, "undo_asked_at": now}

    with refused("imported_list_undone_after_applied"):
        is_now(listed, **asked)
    applied = factories.applied_list(clock.today(), rows=(factories.lists.ROWS[0],))
    with refused("imported_list_undo_undone_by_another"):
        is_now(applied, **asked, undone_by=listed.begun_by, undone_at=now)
    with refused("imported_list_undo_asked_whole"):
        is_now(applied, undo_asked_at=now)
    is_now(applied, **asked)
    is_now(applied, undone_by=other, undone_at=now)
    with refused("imported_list_undo_approval_stays"):
        is_now(applied, undone_by=None, undone_at=None)
    assert ImportedList.objects.get(pk=applied.pk).undone_by == other


def test_a_list_has_as_many_rows_as_became_children():
    listed = factories.imported_list()
    child = factories.child()
    with factories.past_the_guards():
        is_now(listed.listed.get(number=3), child=child)
    gone = {"content": b"", "name": "", "sheet": "", "sheets": [], "answers": {}, "reading": {}}

    with refused("imported_list_counts_its_rows"):
        is_now(listed, **gone, rows=0, applied_by=listed.begun_by, applied_at=timezone.now())


def test_a_layout_has_a_name_of_its_own_and_who_kept_it(other):
    facts = {"headings": ["A"], "columns": ["child"], "saved_by": other}
    kept = ListLayout.objects.create(name="Baghdad", **facts)

    with refused("list_layout_is_named"):
        ListLayout.objects.create(name=" ", **facts)
    with refused("no_delete"):
        execute("DELETE FROM cases_listlayout WHERE id = %s", kept.pk)


def test_rows_of_this_transaction_are_counted_for_those_that_follow():
    def counted() -> float:
        with connection.cursor() as cursor:
            cursor.execute("SELECT reltuples FROM pg_class WHERE oid = 'cases_nameword'::regclass")
            return cursor.fetchone()[0]

    execute(
        "INSERT INTO cases_nameword (text, is_key) "
        "SELECT 'word' || n, false FROM generate_series(1, 5000) AS n"
    )
    before = counted()

    execute("SELECT cases_count_grown_tables()")
    once = counted()
    execute("SELECT cases_count_grown_tables()")

    assert before < 1000
    assert 4900 < once < 6000
    assert counted() == once
