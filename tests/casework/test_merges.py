"""Two cases of one child merged by two people, and parted again."""

import pytest
from django.db import connection
from django.utils import timezone

from cases.casework import cases, duplicates, merges, task_acts
from cases.casework.acting import acting
from cases.models import Child, MergedRow
from cases.vocabulary import (
    ClearanceKind,
    DuplicateVerdict,
    MergedField,
    Role,
    Stage,
)
from tests import factories
from tests.factories import DAY

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = timezone.localdate


@pytest.fixture
def officer():
    return factories.user(Role.CASEWORKER)


@pytest.fixture
def reviewer():
    return factories.user(Role.REVIEWER)


@pytest.fixture
def pair(reviewer):
    return same(reviewer, factories.child(Stage.VERIFIED), factories.child())


def same(reviewer, *children):
    say = {"by": reviewer, "on": DAY, "verdict": DuplicateVerdict.SAME, "reason": "Asked."}
    duplicates.answer(*children, **say)
    return fresh(*children)


def fresh(*children):
    return [
        Child.objects.select_related("person", "agreement").get(pk=each.pk) for each in children
    ]


def versions(merge):
    return tuple(each.version for each in fresh(merge.keeps, merge.gives_up))


def ask(keeps, gives_up, by, *taken):
    return merges.ask(
        keeps=keeps,
        gives_up=gives_up,
        versions=(keeps.version, gives_up.version),
        by=by,
        on=TODAY(),
        taken=taken,
        reason="The mother says she has one daughter.",
    )


def do(act, merge, by, **more):
    with acting(by):
        done = act(merge=merge, versions=versions(merge), by=by, on=TODAY(), **more)
        connection.check_constraints()
    return done


def merged(keeps, gives_up, officer, reviewer, *taken):
    return do(merges.approve, ask(keeps, gives_up, officer, *taken), reviewer)


def parted(merge, officer, reviewer):
    asked = do(merges.ask_to_undo, merge, officer, reason="Two girls after all.")
    return do(merges.undo, asked, reviewer)


def task(child, by):
    given = {"assigned_to": by, "text": "Call the aunt", "due_on": factories.AHEAD}
    return task_acts.add(child=child, by=by, **given)


def rows_of_the_register():
    """Return every row of the tables that people write, but for its version."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' "
            "AND table_name ~ '^cases_' AND table_name !~ 'event$'"
        )
        tables = [name for (name,) in cursor.fetchall()]
        tables = [name for name in tables if name not in ("cases_keptsum", "cases_keptpast")]
        rows = {}
        for table in tables:
            cursor.execute(f"SELECT to_jsonb(t) - 'version' FROM {table} t")
            rows[table] = [row for (row,) in cursor.fetchall()]
    return rows


def test_merge_moves_the_rows_and_its_undoing_restores_each(officer, reviewer, pair):
    keeps, gives_up = pair
    factories.document(gives_up)
    factories.grant(gives_up, ClearanceKind.EXIT_PERMIT)
    factories.consent(gives_up)
    for text in ("She likes to draw.", "Her aunt called."):
        cases.add_note(child=gives_up, by=officer, on=DAY, text=text)
    task(gives_up, officer)
    keeps, gives_up = fresh(keeps, gives_up)
    before = rows_of_the_register()

    merge = merged(keeps, gives_up, officer, reviewer, *MergedField)
    keeps, gives_up = fresh(keeps, gives_up)

    assert gives_up.stage == Stage.CLOSED
    assert keeps.notes.count() == 2
    parted(merge, officer, reviewer)
    after = rows_of_the_register()
    for table, rows in before.items():
        if table not in ("cases_tocompare", "cases_possiblepair"):
            lost = [row for row in rows if row not in after[table]]
            print(
                lost, after[table], before["cases_child"], list(MergedRow.objects.values())
            ) if lost else None
            assert lost == [], table
