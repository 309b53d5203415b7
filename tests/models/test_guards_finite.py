"""No day, moment, period or number of the register is without end, and none is no number."""

from contextlib import suppress

import pytest
from django.db import IntegrityError, connection, transaction

from tests.addresses import make_world

pytestmark = pytest.mark.django_db

ENDLESS = {
    "date": ["infinity", "-infinity"],
    "timestamptz": ["infinity", "-infinity"],
    "daterange": ["[2026-01-01,infinity)", "[-infinity,2026-01-01)"],
    "numeric": ["NaN"],
}
COLUMNS = """
SELECT c.table_name, c.column_name, c.udt_name FROM information_schema.columns c
JOIN information_schema.tables t USING (table_schema, table_name)
WHERE c.table_schema = 'public' AND table_type = 'BASE TABLE' AND c.table_name ~ '^cases_'
AND c.table_name !~ 'event$' AND c.udt_name IN ('date', 'timestamptz', 'numeric', 'daterange')
"""


def rows(sql: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def test_every_column_of_days_and_numbers_is_checked():
    checks = rows("SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'c'")

    columns = {(table, f"{name}_is_finite") for table, name, _kind in rows(COLUMNS)}

    assert len(columns) > 100
    assert columns - set(checks) == set()


def test_nothing_without_end_is_stored():
    """The CHECKs alone are asked, on a row of each table that a world of all pages holds."""
    make_world()
    rows("SELECT set_config('session_replication_role', 'replica', true)")
    stored, refused = [], 0

    for table, name, kind in rows(COLUMNS):
        for value in ENDLESS[kind]:
            with suppress(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
                refused += 1
                cursor.execute(f"UPDATE {table} SET {name} = '{value}'")
                refused -= 1
                stored += [(table, name, value)] * bool(cursor.rowcount)

    assert stored == []
    assert refused > 100
