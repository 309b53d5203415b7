"""Rows that are only added, sealed in a chain: whatever a superuser does to them is found."""

import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction

from cases.casework import access, seals
from cases.models import AccessRow, SealedRow, Sealing, User
from cases.models.grants import APPLICATION_ROLE, SEALS, sealed_tables, secure
from cases.queries.seals import departure, first_fault, last_head
from cases.rules.heads import Head, signed
from cases.vocabulary import Role, Stage
from tests import factories
from tests.models.refusals import execute

pytestmark = pytest.mark.django_db

KEYS = {name: key for name, key, _entered in sealed_tables()}

#: A superuser takes off what would speak first.
NO_GUARD = """
SET CONSTRAINTS ALL IMMEDIATE;
DO $$ DECLARE c record; BEGIN
    FOR c IN SELECT conrelid::regclass AS of_table, conname FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace AND contype IN ('u', 'c', 'x')
        AND conrelid::regclass::text IN (SELECT name FROM cases_sealed_tables()) LOOP
        EXECUTE format('ALTER TABLE %%s DROP CONSTRAINT %%I', c.of_table, c.conname);
    END LOOP;
    FOR c IN SELECT indexrelid::regclass AS name FROM pg_index WHERE indisunique
        AND NOT indisprimary
        AND indrelid::regclass::text IN (SELECT name FROM cases_sealed_tables()) LOOP
        EXECUTE format('DROP INDEX %%s', c.name);
    END LOOP;
END $$
"""


def rows(sql: str, *values: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


@pytest.fixture
def world() -> dict[str, list[int]]:
    """A case from the first row to its placement, in three seals; the keys by table."""
    user = factories.user(Role.AUDITOR)
    factories.child(Stage.CLEARED)
    seals.seal()
    factories.receipt(factories.batch("sent"))
    factories.child(Stage.PLACED)
    seals.seal()
    for number in range(30):
        access.shown(by=user, page="children", rows=number)
    seals.seal()
    # The attacker is a superuser: no trigger runs.
    execute("SET LOCAL session_replication_role = replica")
    execute(NO_GUARD)
    found: dict[str, list[int]] = {}
    for name, key in KEYS.items():
        if keys := [row for (row,) in rows(f"SELECT {key} FROM {name} ORDER BY 1")]:
            found[name] = keys
    return found


def columns(name: str) -> list[tuple[str, str]]:
    """Return the columns of a table that can be written, with their types, but its key."""
    return rows(
        "SELECT column_name, udt_name FROM information_schema.columns "
        "WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER' "
        "AND column_name <> %s ORDER BY 1",
        name,
        KEYS[name],
    )


#: Another value of a type than the one that stands.
OTHER = {
    # No longer than it was: a column that a trigger names cannot be made wider.
    "varchar": "overlay(COALESCE({c}, '') PLACING CASE left({c}, 1) WHEN '!' THEN '?' ELSE '!' END"
    " FROM 1 FOR 1)",
    "text": "COALESCE({c}, '') || '!'",
    "int2": "COALESCE({c}, 0) + 1", "int4": "COALESCE({c}, 0) + 1", "int8": "COALESCE({c}, 0) + 1",
    "bool": "NOT COALESCE({c}, true)", "numeric": "COALESCE({c}, 0) + 1",
    "date": "COALESCE({c}, '2019-01-01') + 1",
    "timestamptz": "COALESCE({c}, '2019-01-01') - interval '1 microsecond'",
}  # fmt: skip


def edit(dice: random.Random, name: str, keys: list[int]) -> None:
    known = [(c, kind) for c, kind in columns(name) if kind in OTHER]
    column, kind = dice.choice(known)
    other = OTHER[kind].format(c=f'"{column}"')
    execute(f'UPDATE {name} SET "{column}" = {other} WHERE {KEYS[name]} = %s', dice.choice(keys))


def delete(dice: random.Random, name: str, keys: list[int]) -> None:
    execute(f"DELETE FROM {name} WHERE {KEYS[name]} = %s", dice.choice(keys))


def swap(dice: random.Random, name: str, keys: list[int]) -> None:
    one, other = dice.sample(keys, 2)
    key = KEYS[name]
    for before, after in ((one, -1), (other, one), (-1, other)):
        execute(f"UPDATE {name} SET {key} = %s WHERE {key} = %s", after, before)


def insert(dice: random.Random, name: str, keys: list[int]) -> None:
    """Put a copy among those that are there: at a key that was never used, or at its end."""
    names = ", ".join(f'"{column}"' for column, _kind in columns(name))
    key, new = KEYS[name], keys[0] - 1 - dice.randrange(3)
    execute(
        f"INSERT INTO {name} ({key}, {names}) OVERRIDING SYSTEM VALUE "
        f"SELECT %s, {names} FROM {name} WHERE {key} = %s",
        new,
        dice.choice(keys),
    )
    seals.seal()  # what comes behind a seal is not sealed later


@contextmanager
def undone() -> Iterator[None]:
    """Take back whatever is done inside."""
    mark = transaction.savepoint()
    yield
    transaction.savepoint_rollback(mark)


def test_whatever_is_done_to_a_sealed_row_is_found(world, tmp_path, settings):
    """One world for all: making it takes longer than what is tried."""
    dice = random.Random(20261128)
    many = [name for name, keys in world.items() if len(keys) > 1]
    head, escaped = last_head(), []
    assert first_fault() is None

    for number in range(200):
        attack = (edit, delete, swap, insert)[number % 4]
        name = dice.choice(many)
        with undone():
            attack(dice, name, world[name])
            known = rows(ROWS_OF, name) if number % 10 else [(first_fault().table,)]
        if known not in ([(True,)], [(name,)]):
            escaped.append((attack.__name__, name, known))
    for sql, says in SEALS_REWRITTEN:
        with undone():
            execute(sql)
            if says not in str(first_fault()):
                escaped.append((sql, str(first_fault())))

    assert escaped == []
    assert len(many) > 15
    _a_tail_is_found_by_the_head_alone(head)
    _commands_say_so(tmp_path, settings, head)


#: Whether something is found in one table: nine times of ten, as the whole takes ten times longer.
ROWS_OF = """
SELECT EXISTS (SELECT FROM cases_sealed_tables() t, cases_broken_rows(t.name, t.key, t.entered)
    WHERE t.name = %s)
"""
BACKDATED = """
INSERT INTO cases_accessrow (by_id, page, rows, purpose, at)
    VALUES ((SELECT min(id) FROM cases_user), 'child', 1, '', now() - interval '1 day')
"""
#: What somebody would do to the seals themselves.
SEALS_REWRITTEN = [
    ("UPDATE cases_sealedrow SET digest = sha256('x') WHERE position = 9", "was rewritten"),
    ("DELETE FROM cases_sealedrow WHERE position = 9", "is gone, and with it the row"),
    ("UPDATE cases_seal SET at = at - interval '1 day' WHERE number = 2", "Seal 2 was rewritten"),
    ("DELETE FROM cases_seal WHERE number = 2", "was rewritten"),
    ("DELETE FROM cases_seal WHERE number = 3", "without a seal"),
    ("DELETE FROM cases_seal", "without a seal"),
    (BACKDATED, "says that it was entered before"),
]


def _a_tail_is_found_by_the_head_alone(head: Head) -> None:
    with undone():
        execute("DELETE FROM cases_sealedrow WHERE seal_id = 3")
        execute("DELETE FROM cases_seal WHERE number = 3")
        execute("DELETE FROM cases_accessrow WHERE page = 'children'")
        assert first_fault() is None
        assert "rows and their seals were cut off" in departure(head)
    with undone():
        execute("UPDATE cases_accessrow SET rows = rows + 100")
        execute("DELETE FROM cases_seal; DELETE FROM cases_sealedrow")
        for _ in range(3):
            access.shown(by=User.objects.earliest("pk"), page="home")
            seals.seal()
        assert first_fault() is None
        assert "the chain was made anew" in departure(head)
    assert departure(head) == ""


def _commands_say_so(tmp_path: Path, settings, head: Head) -> None:
    settings.SEAL_HEADS_DIR, settings.SEAL_KEY = tmp_path, "k" * 40
    said = StringIO()
    call_command("seal", stdout=said)
    call_command("verify_chain", stdout=said)
    assert f"{head.rows} rows agree with their seals, and with" in said.getvalue()
    [file] = tmp_path.iterdir()
    assert Sealing.objects.get().head == file.read_text()

    elsewhere = tmp_path / "elsewhere.json"
    changed = file.read_text().replace(head.digest, "0" * 64)
    for text, says in (
        (signed(head, "another key"), "it comes from elsewhere, or was changed"),
        (changed, "it comes from elsewhere, or was changed"),
        ("[]", "is not a head"), ('{"number": 1}', "is not a head"), ("", "is not a head"),
        (re.sub('"signature": ".', '"signature": "\\\\ud800', file.read_text()), "is not a head"),
        (signed(replace(head, number=99), settings.SEAL_KEY), "cut off"),
    ):  # fmt: skip
        elsewhere.write_text(text)
        with pytest.raises(CommandError, match=says):
            call_command("verify_chain", head=elsewhere)
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("verify_chain", head=tmp_path / "none")

    execute("UPDATE cases_accessrow SET rows = 7 WHERE rows = 8")
    with pytest.raises(CommandError, match=r"of cases_accessrow is not as it was sealed"):
        call_command("verify_chain")
    assert "of cases_accessrow is not as it was sealed" in Sealing.objects.get().fault


def test_column_that_was_added_later_breaks_no_seal():
    factories.user(Role.OFFICIAL)
    seals.seal()

    execute("ALTER TABLE cases_userevent ADD COLUMN later text DEFAULT 'x'")
    factories.user(Role.OFFICIAL)
    seals.seal()

    assert first_fault() is None
    execute("SET LOCAL session_replication_role = replica")
    execute("UPDATE cases_userevent SET later = 'y'")
    assert first_fault().what == "changed"


def test_application_seals_by_the_function_and_not_otherwise():
    factories.user(Role.OFFICIAL)
    secure("default")
    execute(f"SET LOCAL ROLE {APPLICATION_ROLE}")

    assert seals.seal() > 0
    assert seals.verify() == ""
    for table in SEALS:
        for sql in (
            f"DELETE FROM {table}",
            f"TRUNCATE {table}",
            f"INSERT INTO {table} DEFAULT VALUES",
        ):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                execute(sql)
    for sql in (
        "UPDATE cases_seal SET number = 9",
        "UPDATE cases_sealedrow SET position = 9",
        "UPDATE cases_sealing SET fault = ''",
    ):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            execute(sql)


@pytest.mark.django_db(transaction=True)
def test_row_of_a_transaction_that_is_still_open_is_waited_for():
    """Its key is lower than that of a row which was committed before it."""
    user = factories.user(Role.AUDITOR)
    seals.seal()
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute(
                "INSERT INTO cases_accessrow (by_id, page, rows) VALUES (%s, 'open', 1)", [user.pk]
            )
            access.shown(by=user, page="committed")
            assert seals.seal() == 0
            cursor.execute("COMMIT")
    finally:
        other.close()

    assert seals.seal() == 2
    sealed = SealedRow.objects.filter(of_table="cases_accessrow").order_by("position")
    pages = AccessRow.objects.in_bulk([entry.row for entry in sealed])
    assert [pages[entry.row].page for entry in sealed] == ["open", "committed"]
    assert first_fault() is None
