"""What a database holds, so that a copy of it can be compared: rows, guards and figures."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg2
from psycopg2.extensions import connection, cursor

from repatriation.programs import DatabaseProblem

_TABLES = """
    SELECT format('%I.%I', nspname, relname) FROM pg_class
    JOIN pg_namespace n ON n.oid = relnamespace
    WHERE relkind = 'r' AND nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = pg_class.oid AND deptype = 'e')
    ORDER BY 1
"""
#: Whatever order the rows lie in: the sums of both halves of the digest of each.
_ROWS = """
    SELECT count(*), coalesce(sum(('x' || left(digest, 15))::bit(60)::bigint), 0),
        coalesce(sum(('x' || right(digest, 15))::bit(60)::bigint), 0)
    FROM (SELECT md5(whole_row_::text) AS digest FROM {} whole_row_) digests
"""
#: Conditions are left out: a server words them anew when they are read back.
_GUARDS = """
    SELECT count(*), md5(string_agg(guard, E'\\n' ORDER BY guard COLLATE "C")) FROM (
        SELECT concat_ws(' ', 'function', proname, pg_get_function_identity_arguments(p.oid),
            proconfig, prosecdef, prosrc) AS guard
        FROM pg_proc p WHERE pronamespace = 'public'::regnamespace
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND deptype = 'e')
        UNION ALL SELECT concat_ws(' ', 'trigger', tgrelid::regclass, tgname, tgenabled, tgtype)
        FROM pg_trigger WHERE NOT tgisinternal
        UNION ALL SELECT concat_ws(' ', 'constraint', conrelid::regclass, conname, contype)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace
        UNION ALL SELECT concat_ws(' ', 'index', tablename, indexname)
        FROM pg_indexes WHERE schemaname = 'public'
    ) guards
"""
#: The figures by which people know the register, each of a table that it may not have yet.
_FIGURES = {
    "children by stage": (
        "public.cases_child",
        "SELECT stage, count(*) FROM public.cases_child GROUP BY 1 ORDER BY 1",
    ),
    "fees by status": (
        "public.cases_fee",
        """SELECT status, currency, count(*), sum(amount), sum(received)
        FROM public.cases_fee GROUP BY 1, 2 ORDER BY 1, 2""",
    ),
    "batches by status": (
        "public.cases_paymentbatch",
        "SELECT status, count(*) FROM public.cases_paymentbatch GROUP BY 1 ORDER BY 1",
    ),
    "movements by status": (
        "public.cases_movement",
        "SELECT status, count(*) FROM public.cases_movement GROUP BY 1 ORDER BY 1",
    ),
}
_SAME_TEXT = """
    SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET IntervalStyle = 'postgres';
    SET extra_float_digits = 3; SET bytea_output = 'hex'; SET search_path = public
"""

Contents = dict[str, Any]


@contextmanager
def opened(settings: dict[str, Any], name: str = "") -> Iterator[connection]:
    """Yield a connection to a database of these settings; each problem is told in a sentence."""
    given = {
        "host": settings["HOST"], "port": settings["PORT"], "user": settings["USER"],
        "password": settings.get("PASSWORD"), "dbname": name or settings["NAME"],
    }  # fmt: skip
    try:
        held = psycopg2.connect(**{key: value for key, value in given.items() if value})
    except psycopg2.Error as problem:
        raise DatabaseProblem(str(problem).strip()) from problem
    try:
        yield held
    except psycopg2.Error as problem:
        raise DatabaseProblem(str(problem).strip()) from problem
    finally:
        held.close()


@contextmanager
def snapshot(settings: dict[str, Any]) -> Iterator[tuple[str, cursor]]:
    """Yield the name of a snapshot that `pg_dump` can read too, and a cursor that reads it."""
    with opened(settings) as held:
        held.set_session(isolation_level="REPEATABLE READ", readonly=True)
        with held.cursor() as rows:
            rows.execute("SELECT pg_export_snapshot()")
            yield _first(rows), rows


def contents(rows: cursor) -> Contents:
    """Return the number and the digest of the rows of each table, of the guards, and figures."""
    rows.execute(_SAME_TEXT)
    rows.execute(_TABLES)
    tables = [str(name) for (name,) in rows.fetchall()]
    return {
        "tables": {name: _digest(rows, _ROWS.format(name)) for name in tables},
        "guards": _digest(rows, _GUARDS),
        "figures": {
            name: _figure(rows, statement)
            for name, (table, statement) in _FIGURES.items()
            if table in tables
        },
    }


def contents_of(settings: dict[str, Any], name: str) -> Contents:
    """Return the contents of another database on the same server."""
    with opened(settings, name) as held, held.cursor() as rows:
        return contents(rows)


def differences(before: Contents, after: Contents) -> list[str]:
    """Return in sentences how a copy differs from what it was made of."""
    tables = sorted({*before["tables"], *after["tables"]})
    both = ((name, before["tables"].get(name), after["tables"].get(name)) for name in tables)
    faults = [
        f"{name}: {_said(was)}, in the copy {_said(came)}."
        for name, was, came in both
        if was != came
    ]
    if before["guards"] != after["guards"]:
        faults.append("Functions, triggers, constraints or indexes differ.")
    names = sorted({*before["figures"], *after["figures"]})
    return faults + [
        f"The figure {name} differs."
        for name in names
        if before["figures"].get(name) != after["figures"].get(name)
    ]


def rows_in(holdings: Contents) -> int:
    return sum(int(digest[0]) for digest in holdings["tables"].values())


def _said(digest: list[str] | None) -> str:
    return "missing" if digest is None else f"{int(digest[0]):,} rows ({digest[1][-6:]})"


def _digest(rows: cursor, statement: str) -> list[str]:
    rows.execute(statement)
    row = rows.fetchone() or ()
    return [str(value) for value in row]


def _figure(rows: cursor, statement: str) -> list[list[str]]:
    rows.execute(statement)
    return [[str(value) for value in row] for row in rows.fetchall()]


def _first(rows: cursor) -> str:
    row = rows.fetchone()
    assert row is not None  # noqa: S101 (a function returns a row)
    return str(row[0])


def broken_seals(settings: dict[str, Any], name: str) -> list[str]:
    """Return in a sentence the first row of a database that is not as it was sealed, if any."""
    with opened(settings, name) as held, held.cursor() as rows:
        rows.execute("SELECT to_regproc('public.cases_first_fault')::text")
        if _first(rows) == "None":
            return []
        rows.execute('SELECT what, of_table, "row" FROM public.cases_first_fault()')
        return [f"The chain of seals: {what} {table} {row}." for what, table, row in rows]
