"""Whether the guards of the database stand on the running server as the code declares them."""

import functools
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.models.grants import APPLICATION_ROLE, forbidden
from cases.models.install import HOLDS, PATH, functions_of, triggers, writers
from cases.queries.conditions import declared_constraints, parts

# How each trigger of the register runs, and the digest of what it was made from.
_TRIGGERS = """
SELECT c.relname, t.tgname, t.tgenabled::text, obj_description(t.oid, 'pg_trigger')
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE NOT t.tgisinternal AND c.relnamespace = 'public'::regnamespace
"""
_FUNCTIONS = """
SELECT proname, prosrc, array_to_string(proconfig, ';'), prosecdef,
    pg_get_userbyid(proowner) = %(app)s
FROM pg_proc
WHERE pronamespace = 'public'::regnamespace AND proname ~ '^(cases|_?pgtrigger)_'
"""
# A key of some rows, or of what is made of a column, is an index and no constraint.
_CONSTRAINTS = """
SELECT conrelid::regclass::text, conname, convalidated, pg_get_constraintdef(oid)
FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conrelid <> 0
UNION ALL
SELECT indrelid::regclass::text, indexrelid::regclass::text, indisvalid, pg_get_indexdef(indexrelid)
FROM pg_index WHERE indisunique AND indrelid IN (
    SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)
AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
"""
_FINITE = """
SELECT c.table_name, c.column_name || '_is_finite', {HOLDS} FROM information_schema.columns c
JOIN information_schema.tables t USING (table_schema, table_name)
WHERE c.table_schema = 'public' AND c.table_name ~ '^cases_' AND t.table_type = 'BASE TABLE'
AND c.table_name !~ 'event$' AND c.udt_name IN ('date', 'timestamptz', 'numeric', 'daterange')
""".replace("{HOLDS}", HOLDS)
# What the application's role may do and should not; a role that is not there may do nothing.
_RIGHTS = """
WITH app AS (SELECT * FROM pg_roles WHERE rolname = %(app)s)
SELECT kept.name || ': ' || kept.kind FROM app, unnest(%(tables)s, %(rights)s) AS kept (name, kind)
WHERE has_table_privilege(app.oid, to_regclass(kept.name), kept.kind)
UNION ALL SELECT 'TEMPORARY' FROM app
WHERE has_database_privilege(app.oid, current_database(), 'TEMPORARY')
UNION ALL SELECT 'CREATE' FROM app WHERE has_schema_privilege(app.oid, 'public', 'CREATE')
UNION ALL SELECT 'SUPERUSER, BYPASSRLS, CREATEROLE, REPLICATION' FROM app
WHERE rolsuper OR rolbypassrls OR rolcreaterole OR rolreplication
UNION ALL SELECT roleid::regrole::text FROM app JOIN pg_auth_members m ON m.member = app.oid
UNION ALL SELECT c.relname FROM app JOIN pg_class c ON c.relowner = app.oid
UNION ALL SELECT 'SET session_replication_role' FROM app
WHERE has_parameter_privilege(app.oid, 'session_replication_role', 'SET')
UNION ALL SELECT unnest(setconfig) FROM pg_db_role_setting s
WHERE s.setrole IN (0, (SELECT oid FROM app))
AND s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
AND EXISTS (SELECT FROM unnest(setconfig) v WHERE v ~ '^(session_replication_role|search_path)=')
"""


@dataclass(frozen=True, slots=True, order=True)
class Fallen:
    """A guard that does not stand as declared: its name, and how it differs."""

    name: str
    how: str | Promise


MISSING, ANOTHER = _("is missing"), _("is not what the register declares")
OFF, UNKNOWN = _("is switched off"), _("is not of the register")
ELSEWHERE = _("may look for its tables elsewhere")
RIGHTS, OWNED = _("runs with other rights"), _("belongs to the application")
UNHELD, ALLOWED = _("does not hold for all rows"), _("is allowed to the application")


def fallen() -> list[Fallen]:
    """Return the guards that do not stand. Five queries."""
    rows = [*_triggers(), *_functions(), *_constraints(), *_rights()]
    return sorted({*rows}, key=lambda each: (each.name, str(each.how)))


def _asked(sql: str, **params: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params or None)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


@functools.cache
def _declared_triggers() -> dict[tuple[str, str], tuple[str, str]]:
    """Return the digest of each trigger, and how it runs: "A" for copied rows too."""
    return {
        key: (digest, "A" if "ENABLE ALWAYS" in script else "O")
        for key, (digest, script) in triggers().items()
    }


def _triggers() -> Iterator[Fallen]:
    declared = _declared_triggers()
    there = {(table, name): (runs, digest) for table, name, runs, digest in _asked(_TRIGGERS)}
    for table, name in declared.keys() | there.keys():
        label = f"{table}: {name}"
        if (table, name) not in there:
            yield Fallen(label, MISSING)
        elif (table, name) not in declared:
            yield Fallen(label, UNKNOWN)
        else:
            (digest, runs), (now_runs, now) = declared[table, name], there[table, name]
            if now_runs != runs:
                yield Fallen(label, OFF)
            if now != digest:
                yield Fallen(label, ANOTHER)


@functools.cache
def _declared_functions() -> dict[str, str]:
    return functions_of()


def _functions() -> Iterator[Fallen]:
    declared, definers = _declared_functions(), {*writers()}
    there = _asked(_FUNCTIONS, app=APPLICATION_ROLE)
    yield from (Fallen(name, MISSING) for name in declared.keys() - {row[0] for row in there})
    for name, body, path, as_owner, owned in there:
        if name not in declared:
            yield Fallen(name, UNKNOWN)
        elif body != declared[name]:
            yield Fallen(name, ANOTHER)
        if path != PATH:
            yield Fallen(name, ELSEWHERE)
        if as_owner != (name in definers):
            yield Fallen(name, RIGHTS)
        if owned:
            yield Fallen(name, OWNED)


@functools.cache
def _of_the_models() -> dict[tuple[str, str], Counter[str]]:
    return {(table, name): parts(sql, table, name) for table, name, sql in declared_constraints()}


def _constraints() -> Iterator[Fallen]:
    finite = {(table, name): parts(sql, table, name) for table, name, sql in _asked(_FINITE)}
    declared = _of_the_models() | finite
    there = {(table, name): (*how,) for table, name, *how in _asked(_CONSTRAINTS)}
    for table, name in declared.keys() - there.keys():
        yield Fallen(f"{table}: {name}", MISSING)
    for (table, name), (holds, definition) in there.items():
        condition = parts(definition, table, name)
        if not holds:
            yield Fallen(f"{table}: {name}", UNHELD)
        elif condition != declared.get((table, name), condition):
            yield Fallen(f"{table}: {name}", ANOTHER)


def _rights() -> Iterator[Fallen]:
    rights = forbidden()
    tables, kinds = [name for name, _kind in rights], [kind for _name, kind in rights]
    for (right,) in _asked(_RIGHTS, app=APPLICATION_ROLE, tables=tables, rights=kinds):
        yield Fallen(right, ALLOWED)
