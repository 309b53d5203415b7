"""What many tests begin with is laid in as rows, and is what the acts of staff would make."""

from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cases.models import Child, Fee, Journal, Task
from cases.models.prepared import Statement
from cases.vocabulary import Stage
from tests import factories, kept
from tests.factories.people import THE_DESK
from tests.kept import Change

pytestmark = pytest.mark.django_db


def undone(ask: Callable[[], object]) -> tuple[object, int]:
    """Return what a test would see that asks for this, and how many queries it takes."""
    kept.make_wanted()
    kept.begin()
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        seen = ask()
        transaction.set_rollback(True)
    kept.begin()
    return seen, len(queries)


def cleared() -> list[object]:
    child = factories.child(Stage.CLEARED, name="Наргис Сафарова")
    entries = Journal.objects.filter(child=child).values_list("act", "from_stage", "to_stage", "by")
    return [
        child.stage,
        child.mother.person.name,
        [entry[:3] for entry in entries],
        len({by for *_act, by in entries}),
        sorted(Task.objects.values_list("rule", "outcome")),
        list(Fee.objects.values_list("amount", "status", "due_on")),
        Child.objects.count(),
    ]


def test_what_is_laid_in_is_what_the_acts_make():
    by_acts, many = undone(cleared)
    undone(cleared)

    laid_in, few = undone(cleared)

    assert laid_in == by_acts
    assert few < many / 5


def test_record_that_was_laid_in_is_worked_on_like_any_other():
    def locked() -> list[str]:
        flight, children = factories.movement(), factories.cleared_family(2)
        factories.give_seats(flight, *children)
        factories.lock(flight)
        return [flight.status, *factories.stages(children)]

    seen = [undone(locked)[0] for _ in range(6)]

    assert seen == [["locked", "booked", "booked"]] * 6


def test_acts_meet_what_a_test_changed_before():
    def agreed() -> list[object]:
        factories.agreement()
        factories.agreed_otherwise(amount=700)
        return list(factories.child(Stage.ELIGIBLE).fees.values_list("amount", flat=True))

    amounts = [undone(agreed)[0] for _ in range(4)]

    assert amounts == [[700]] * 4


@pytest.mark.parametrize(
    ("sql", "lays_in"),
    [
        ("SELECT count(*) FROM cases_team", True),
        ("SELECT nextval('cases_child_id_seq')", False),
    ],
)
def test_what_is_asked_by_its_name_is_read_in_full(sql, lays_in):
    statement = Statement(sql)

    def after_a_reading() -> str:
        factories.agreement()
        statement.number()
        return factories.child(Stage.CLEARED).stage

    runs = [undone(after_a_reading) for _ in range(5)]

    assert {stage for stage, _queries in runs} == {"cleared"}
    assert (runs[-1][1] < runs[0][1] / 5) is lays_in


def test_rows_that_two_steps_write_are_written_once():
    first = Change(gone=frozenset("a"), new=frozenset("bc"))
    later = Change(gone=frozenset("bx"), new=frozenset("ad"))

    assert first.then(later) == Change(gone=frozenset("x"), new=frozenset("cd"))


def test_team_of_the_desk_is_laid_in_as_it_is_read():
    team = factories.TeamFactory()

    with connection.cursor() as cursor:
        cursor.execute("SELECT to_json(t)::text FROM cases_team t WHERE id = %s", [team.pk])
        row = cursor.fetchall()

    assert row == [tuple(THE_DESK.changes["cases_team"].new)]


@pytest.mark.parametrize(
    ("sql", "writes"),
    [
        ('SELECT "cases_child"."id" FROM "cases_child" FOR NO KEY UPDATE', False),
        ("SELECT cases_day(now()), ';'", True),
        ("SELECT cases_day(now())", False),
        ("SELECT cases_dispose(1, now()::date)", True),
        ("SELECT public.cases_seal_rows ()", True),
        ("SELECT 1 WHERE nextval('cases_child_id_seq') > 0", True),
        ('SELECT 1; UPDATE "cases_child" SET "version" = 2', True),
        ("PREPARE p AS SELECT cases_fold(true)", True),
        ('WITH gone AS (DELETE FROM "cases_fee") SELECT 1', True),
        ('UPDATE "cases_child" SET "version" = 2', True),
        ('INSERT INTO "cases_user" ("username") VALUES (%s)', False),
        ('UPDATE "cases_user" SET "last_login" = %s WHERE "cases_user"."id" = %s', False),
        ('UPDATE "cases_user" SET "team_id" = %s, "last_login" = %s WHERE "id" = %s', True),
        ('DELETE FROM "cases_user_groups" WHERE "id" = %s', True),
        ('UPDATE "django_session" SET "session_data" = %s', False),
    ],
)
def test_what_may_change_a_record_counts_as_written(sql, writes):
    assert kept.is_write(sql) == writes
