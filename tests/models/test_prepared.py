"""Statements: put into words once, asked with any value, and planned once by the server."""

import datetime
import re

import pytest
from django.db import connection
from django.db.models import F, Value
from django.db.models.sql.compiler import SQLCompiler

from cases.figures import facts
from cases.figures.facts import agreement_facts
from cases.models import Child, User
from cases.models.prepared import CURRENCY, DAY, KEY, KEYS, AnyOf, prepared
from cases.queries import case_files, case_pages, circumstances, task_facts, terms
from cases.vocabulary import Role, Stage
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
TYPES = {"key": "bigint", "keys": "bigint[]", "on": "date", "currency": "text"}
STATEMENTS = {
    "case": case_files._statement,
    "page": lambda: case_pages._statement(True, True, 1, None),
    "circumstances": circumstances._statement,
    "tasks": task_facts._statement,
    "terms": terms._statement,
    "agreements": facts._statement,
}


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
            currency=CURRENCY,
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


@pytest.mark.parametrize("name", STATEMENTS)
def test_server_plans_a_statement_once(name):
    child = factories.child(Stage.CLEARED)
    key = child.agreement_id if name == "terms" else child.pk
    values = {"key": key, "keys": [key], "on": datetime.date(2026, 3, 1), "currency": "USD"}
    sql = STATEMENTS[name]().sql
    names = list(dict.fromkeys(re.findall(r"(?<!%)%\((\w+)\)s", sql)))
    numbered = sql % {name: f"${n}" for n, name in enumerate(names, 1)}

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL plan_cache_mode = force_generic_plan")
        types = ", ".join(TYPES[name] for name in names)
        cursor.execute(f"PREPARE asked ({types}) AS {numbered}")
        marks = ", ".join(f"%({name})s" for name in names)
        cursor.execute(f"EXECUTE asked ({marks})", values)
        columns = [column.name for column in cursor.description]
        rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
        cursor.execute("DEALLOCATE asked")

    assert rows == STATEMENTS[name]().rows(**values)
    assert rows


def test_agreements_are_read_on_the_first_day():
    factories.child()

    assert [page.bases for page in agreement_facts(on=FIRST_DAY)] == [()]
    assert Child.objects.exists()
