"""Statements: put into words once, asked with any value, and planned once by the server."""

import datetime

import pytest
from django.db import DataError, OperationalError, connection, connections, transaction
from django.db.models import CharField, F, Value
from django.db.models.sql.compiler import SQLCompiler
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from cases.casework.accounts import RoleBackend
from cases.figures import kept_sums
from cases.figures.facts import agreement_facts
from cases.models import Child, User
from cases.models.prepared import DAY, KEY, KEYS, AnyOf, Parameter, Statement, prepared
from cases.models.reader import may_of, read_by
from cases.queries import case_files, case_pages, circumstances, task_facts, terms
from cases.queries.my_work import Weeks, own_tasks
from cases.queries.reviews import waiting_for
from cases.queries.waiting_rows import Of
from cases.vocabulary import EntryKind, Role, Stage
from cases.web.records import _called
from cases.web.session_store import SessionStore
from tests import factories

pytestmark = pytest.mark.django_db

#: What once stood for a value that was not known yet, and what else SQL might mistake.
FIRST_DAY, SIGN, MARK = datetime.date(1, 1, 1), "¤¤¤", "100 %s of %(key)s, 5 %"
ODD = [
    {"key": -1, "on": FIRST_DAY, "currency": SIGN},
    {"key": -2, "on": datetime.date(9999, 12, 31), "currency": "%(on)s"},
    {"key": 2**62, "on": datetime.date(2028, 2, 29), "currency": "'; SELECT 1 --"},
    {"key": 0, "on": FIRST_DAY, "currency": ""},
]
DAY_OF = datetime.date(2026, 3, 1)
#: What a page reads by key, for a child and a user.
ASKED = {
    "case": lambda child, _user: case_files.case_file(child, on=DAY_OF),
    "page": lambda child, _user: (
        case_pages.case_page(child, on=DAY_OF, named=True, whole=True, journal=1).names
    ),
    "circumstances": lambda child, _user: circumstances.circumstances_of([child], on=DAY_OF),
    "tasks": lambda child, _user: list(task_facts.facts_and_tasks([child.pk], on=DAY_OF)),
    "terms": lambda child, _user: terms.terms_of(child.agreement_id, on=DAY_OF),
    "agreements": lambda _child, _user: agreement_facts(on=DAY_OF),
    "user": lambda _child, user: RoleBackend().get_user(user.pk),
    "session": lambda _child, user: _session_of(user)["of"],
    "tasks of a person": lambda _child, user: own_tasks(
        user, on=DAY_OF, weeks=Weeks(DAY_OF, DAY_OF), most=5
    ),
    "reviews": lambda _child, user: waiting_for(user, on=DAY_OF),
    "reviews of one": lambda child, user: waiting_for(
        user, on=DAY_OF, of=Of(child.agreement, child.mother.team)
    ),
    "child": lambda child, user: _called(may_of(user)).of(
        reference=child.reference, on=DAY_OF, **read_by(user)
    ),
    "sums": lambda child, _user: kept_sums.tallies([child.agreement_id], on=DAY_OF),
    "fees": lambda child, _user: kept_sums.fee_sums([child.agreement_id], on=DAY_OF),
    "list": lambda _child, user: kept_sums.list_counts(user, on=DAY_OF),
}


def _session_of(user):
    """Return a session as a page reads it."""
    made = SessionStore(f"{user.pk:032}")
    made["of"] = user.pk
    made.save()
    return SessionStore(made.session_key)


@pytest.mark.parametrize("values", ODD)
def test_no_value_is_taken_for_another(values):
    user = factories.user(Role.REVIEWER)
    statement = prepared(
        User.objects.filter(pk=user.pk)
        .exclude(pk__in=(-1, -2))
        .values(
            one=Value(-1),
            two=Value(FIRST_DAY),
            three=Value(SIGN),
            four=Value(MARK),
            key=KEY,
            on=DAY,
            currency=Parameter("currency", CharField()),
        )
    )

    rows = statement.rows(**values)

    assert rows == [{"one": -1, "two": FIRST_DAY, "three": SIGN, "four": MARK, **values}]


@pytest.mark.parametrize("others", [[], [-1, -2, 0]])
def test_keys_are_one_parameter_however_many_there_are(others):
    users = [factories.user(Role.REVIEWER) for _each in range(3)]
    statement = prepared(User.objects.filter(AnyOf(F("pk"), KEYS)).order_by("pk").values("id"))

    assert statement.rows(keys=others) == []
    assert statement.rows(keys=[users[0].pk, users[2].pk, *others]) == [
        {"id": users[0].pk},
        {"id": users[2].pk},
    ]


def test_statement_wants_every_value():
    with pytest.raises(KeyError, match="on"):
        case_files._statement().rows(key=1)


def test_words_are_found_once_a_process(monkeypatch):
    first, second = factories.child(Stage.ELIGIBLE), factories.child(Stage.VERIFIED)
    day = datetime.date(2026, 3, 1)
    read = [case_files.case_file(first, on=day), agreement_facts(on=day)]
    case_files.case_file(second, on=FIRST_DAY)

    def as_sql(*args, **kwargs):
        pytest.fail("A statement is put into words again.")

    monkeypatch.setattr(SQLCompiler, "as_sql", as_sql)

    assert [case_files.case_file(first, on=day), agreement_facts(on=day)] == read
    assert case_files.case_file(second, on=day).child == second


@pytest.mark.parametrize("name", ASKED)
def test_statement_by_key_is_planned_once(name):
    child = factories.child(Stage.CLEARED)
    user = factories.user(Role.REVIEWER)

    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
        vars(connections["default"]).pop("planned_statements", None)
    text = _without_plans(ASKED[name], child, user)
    asked = [ASKED[name](child, user) for _each in range(7)]

    assert asked == [text] * 7
    plans = _plans()
    assert plans
    assert {custom for _generic, custom in plans} == {0}


@pytest.mark.django_db
def test_functions_of_triggers_are_planned_for_all_values():
    with connection.cursor() as cursor:
        cursor.execute("SHOW plan_cache_mode")
        assert cursor.fetchone() == ("force_generic_plan",)


def test_variants_and_filters_stay_text():
    child = factories.child(Stage.VERIFIED)

    for number in (2, 3):
        page = case_pages.case_page(child, on=DAY_OF, named=True, whole=True, journal=number)

    assert page.names
    assert not case_pages._statement(True, True, 2, None).by_key
    assert not case_pages._statement(True, True, 1, EntryKind.MONEY).by_key


def test_setting_leaves_every_statement_text(settings):
    settings.PLANNED_STATEMENTS = False
    child = factories.child(Stage.VERIFIED)

    with CaptureQueriesContext(connection) as queries:
        terms.terms_of(child.agreement_id, on=DAY_OF)

    assert [query["sql"][:6] for query in queries] == ["SELECT"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("forgets", ["DISCARD ALL", "DEALLOCATE ALL", None])
def test_statement_is_planned_anew_when_the_server_has_forgotten(forgets):
    one = Statement("SELECT %(key)s::bigint AS one")
    assert one.rows(key=1) == [{"one": 1}]

    if forgets:
        with connection.cursor() as cursor:
            cursor.execute(forgets)
    else:
        connection.close()

    assert one.rows(key=2) == [{"one": 2}]
    assert one.rows(key=3) == [{"one": 3}]


@pytest.mark.django_db(transaction=True)
def test_statement_is_planned_anew_after_a_transaction_that_lost_it():
    one = Statement("SELECT %(key)s::bigint AS one")
    one.rows(key=1)

    with pytest.raises(OperationalError, match="does not exist"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("DEALLOCATE ALL")
        one.rows(key=2)

    with transaction.atomic():
        assert one.rows(key=3) == [{"one": 3}]


@pytest.mark.django_db(transaction=True)
def test_plan_outlives_a_transaction_that_failed():
    one = Statement("SELECT %(key)s::bigint / %(by)s::bigint AS one")

    with pytest.raises(DataError, match="division by zero"), transaction.atomic():
        one.rows(key=1, by=0)
    with CaptureQueriesContext(connection) as queries:
        assert one.rows(key=6, by=3) == [{"one": 2}]

    assert len(queries) == 1


@pytest.mark.django_db(transaction=True)
def test_statement_is_planned_anew_when_its_table_changed():
    every = Statement("SELECT * FROM once")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE once AS SELECT 1 AS one")
        try:
            assert every.rows() == [{"one": 1}]
            cursor.execute("ALTER TABLE once ADD COLUMN two int DEFAULT 2")
            assert every.rows() == [{"one": 1, "two": 2}]
        finally:
            cursor.execute("DROP TABLE once")


def _plans():
    """Return how often each statement of this connection had the general plan, and another."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT generic_plans, custom_plans FROM pg_prepared_statements")
        return cursor.fetchall()


def _without_plans(ask, child, user):
    with override_settings(PLANNED_STATEMENTS=False):
        return ask(child, user)


def test_agreements_are_read_on_the_first_day():
    factories.child()

    assert [page.bases for page in agreement_facts(on=FIRST_DAY)] == [()]
    assert Child.objects.exists()
