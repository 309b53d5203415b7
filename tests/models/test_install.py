"""What the database does by itself is what the code declares: functions and triggers."""

import inspect
import re
from contextlib import suppress

import pytest
from django.core.management.sql import emit_post_migrate_signal
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.migrations import CreateModel
from django.db.migrations.loader import MigrationLoader

from cases.casework import applied_lists, disposals, kept_sums, seals
from cases.figures import integrity, recount, waits
from cases.migrations import _by_hand
from cases.models.install import functions, install, triggers
from cases.queries import retention
from cases.queries import seals as chain

pytestmark = pytest.mark.django_db

BODY = re.compile(r"^CREATE OR REPLACE FUNCTION (\w+).*?\$\$(.*?)\$\$", re.MULTILINE | re.DOTALL)
OURS = "pronamespace = 'public'::regnamespace AND proname ~ '^(_?pgtrigger|cases)_'"
NAMES = sorted(name for name, _body in BODY.findall(functions()))


def rows(statement: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def installed_triggers() -> set[tuple]:
    return set(
        rows(
            "SELECT tgrelid::regclass::text, tgname, obj_description(pg_trigger.oid, 'pg_trigger') "
            "FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE NOT tgisinternal AND relnamespace = 'public'::regnamespace"
        )
    )


def declared_triggers() -> set[tuple]:
    return {(table, name, digest) for (table, name), (digest, _sql) in triggers().items()}


def test_every_trigger_is_installed_as_it_is_declared_and_no_other():
    assert installed_triggers() == declared_triggers()


def test_every_function_is_installed_as_it_is_declared_and_no_other():
    scripts = "\n".join(script.strip() for _digest, script in triggers().values())

    declared = BODY.findall(functions()) + BODY.findall(
        re.sub(r"^\s+(?=CREATE OR REPLACE)", "", scripts, flags=re.MULTILINE)
    )

    assert sorted(rows(f"SELECT proname, prosrc FROM pg_proc WHERE {OURS}")) == sorted(declared)


def test_triggers_are_in_force():
    odd = rows(
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled NOT IN ('O', 'A')"
    )
    always = rows("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'A'")

    assert odd == []
    assert [name.startswith("pgtrigger_learn_words_") for (name,) in always] == [True]


def test_every_function_is_called_by_a_trigger_an_index_a_check_of_data_or_a_seal():
    bodies = dict(BODY.findall(functions()))
    indexes = rows("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'")
    reached = "\n".join(script for _digest, script in triggers().values()) + str(indexes)
    for module in (
        integrity,
        recount,
        waits,
        kept_sums,
        seals,
        chain,
        retention,
        disposals,
        applied_lists,
    ):
        reached += inspect.getsource(module)
    waiting, called = set(bodies), set()

    while new := {n for n in waiting if f"{n}(" in reached or f'"{n}"' in reached}:
        waiting -= new
        called |= new
        reached = "\n".join(bodies[name] for name in new)

    assert called == set(bodies)


def test_every_function_answers_or_refuses():
    """A misspelt column of a function is an error only when it is called."""
    known = dict(
        rows(
            "SELECT proname, array(SELECT format_type(t, NULL) FROM unnest(proargtypes) AS t) "
            f"FROM pg_proc WHERE {OURS}"
        )
    )

    for name in NAMES:
        nothing = ", ".join("''" if kind == "text" else f"NULL::{kind}" for kind in known[name])
        # Refused, or a sequence that nothing here has used.
        with suppress(IntegrityError, OperationalError), transaction.atomic():
            execute(f"SELECT {name}({nothing})")
            transaction.set_rollback(True)


def test_no_function_looks_for_a_table_among_the_temporary_ones():
    paths = dict(rows(f"SELECT proname, proconfig FROM pg_proc WHERE {OURS}"))

    assert len(paths) > len(NAMES)
    assert {str(path) for path in paths.values()} == {"['search_path=pg_catalog, public, pg_temp']"}


def test_installing_again_leaves_the_triggers_alone():
    before = rows("SELECT oid, xmin::text FROM pg_trigger ORDER BY oid")

    install("default")

    assert rows("SELECT oid, xmin::text FROM pg_trigger ORDER BY oid") == before


def test_what_is_no_longer_declared_is_removed():
    execute(
        "CREATE FUNCTION pgtrigger_of_before_1() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN PERFORM cases_of_before(); RETURN NEW; END $$;"
        "CREATE FUNCTION cases_of_before() RETURNS void LANGUAGE sql AS $$ SELECT NULL $$;"
        "CREATE TRIGGER pgtrigger_of_before_1 BEFORE UPDATE ON cases_child "
        "FOR EACH ROW EXECUTE FUNCTION pgtrigger_of_before_1()"
    )

    install("default")

    assert installed_triggers() == declared_triggers()
    assert rows("SELECT proname FROM pg_proc WHERE proname LIKE '%_of_before%'") == []


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE cases_journal DISABLE TRIGGER {name}",
        "COMMENT ON TRIGGER {name} ON cases_journal IS 'of another release'",
        "DROP TRIGGER {name} ON cases_journal",
    ],
)
def test_trigger_that_is_not_as_declared_is_installed_anew(change):
    (name,) = (
        name
        for table, name in triggers()
        if table == "cases_journal" and name.startswith("pgtrigger_append_only")
    )
    execute(change.format(name=name))

    install("default")

    assert installed_triggers() == declared_triggers()
    assert rows(f"SELECT tgenabled::text FROM pg_trigger WHERE tgname = '{name}'") == [("O",)]


def test_function_that_is_not_as_declared_is_installed_anew():
    execute(
        "CREATE OR REPLACE FUNCTION _pgtrigger_should_ignore(trigger_name name) RETURNS boolean "
        "LANGUAGE sql AS $$ SELECT true $$"
    )

    install("default")

    assert rows("SELECT _pgtrigger_should_ignore('anything')") == [(False,)]


def test_database_on_its_way_is_left_to_the_release_that_finishes_it():
    execute("DELETE FROM django_migrations WHERE app = 'cases'")
    execute("DROP FUNCTION cases_refuse; DELETE FROM auth_group_permissions")

    emit_post_migrate_signal(verbosity=0, interactive=False, db="default", plan=[])

    assert rows("SELECT 1 FROM pg_proc WHERE proname = 'cases_refuse'") == []
    assert rows("SELECT 1 FROM auth_group_permissions") == []


def test_the_first_migration_states_each_table_once_and_whole():
    [first] = [
        migration
        for (app, _name), migration in MigrationLoader(None).disk_migrations.items()
        if app == "cases"
    ]
    tables = first.operations[len(_by_hand.FIRST) :]

    assert {type(each) for each in tables} == {CreateModel}
    assert len({each.name_lower for each in tables}) == len(tables)
