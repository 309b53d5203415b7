"""The database of tests: a copy of a template that is made once for each state of migrations."""

import hashlib
import os
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from tests import emptying

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "template_of_tests_"
#: The same in all workers of one run.
RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))

#: Keys of seven digits are never taken for the year of a birth.
_KEYS_FROM = """
DO $$ DECLARE of record; BEGIN
    FOR of IN SELECT table_name, column_name FROM information_schema.columns
        WHERE table_schema = 'public' AND is_identity = 'YES' LOOP
        EXECUTE format('ALTER TABLE %I ALTER COLUMN %I RESTART WITH 5000000',
            of.table_name, of.column_name);
    END LOOP;
END $$
"""

# A second worker waits for the template as long as it takes the first one to make it.
_ALONE = f"SET lock_timeout = 0; SELECT pg_advisory_lock(hashtext('{PREFIX}'))"
_MAY_CREATE = "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
_DATABASES = "SELECT datname, shobj_description(oid, 'pg_database') FROM pg_database"


def state_of_migrations() -> str:
    """Return a digest of all that a template is made of."""
    files = [ROOT / "requirements.txt", Path(__file__), Path(emptying.__file__)]
    files += sorted((ROOT / "cases" / "migrations").glob("*.py"))
    files += sorted((ROOT / "cases" / "models" / "sql").glob("*.sql"))
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()[:12]


def set_up(connection: BaseDatabaseWrapper, *, keep: bool, anew: bool) -> None:
    """Connect to a database of tests: the one that was kept, or a copy of the template.

    ``anew`` makes the template too. Whoever may create no database gets the one that is there,
    migrated.
    """
    name = connection.creation._get_test_db_name()
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute(_MAY_CREATE)
        if cursor.fetchone() != (True,):
            connection.creation.create_test_db(verbosity=0, serialize=False, keepdb=True)
            _prepare(connection)
            return
        cursor.execute(_ALONE)
        template = _template(cursor, connection, anew=anew)
        if not (keep and _databases(cursor).get(name) == template):
            _drop(cursor, name)
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE {template}')
            cursor.execute(f"COMMENT ON DATABASE \"{name}\" IS '{template}'")
    _connect(connection, name)
    if keep:
        emptying.restore(connection)  # from a run that was killed
    # Functions, triggers, roles and grants follow the code, which may be newer than the template.
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias, plan=[])
    emptying.keep(connection)


def tear_down(connection: BaseDatabaseWrapper) -> None:
    """Drop the database of tests; a browser that is being closed may still hold a session."""
    name = connection.settings_dict["NAME"]
    connection.close()
    with connection.creation._nodb_cursor() as cursor:
        _drop(cursor, name)


def _template(cursor: CursorWrapper, connection: BaseDatabaseWrapper, *, anew: bool) -> str:
    """Return the name of the template, made now unless there is one; others are dropped."""
    name = PREFIX + state_of_migrations()
    databases = _databases(cursor)
    if name in databases and not (anew and databases[name] != RUN):
        return name
    for other in databases:
        if other.startswith(PREFIX):
            _drop(cursor, other)
    draft = f"{name}_unfinished"
    cursor.execute(f"CREATE DATABASE {draft}")
    _connect(connection, draft)
    call_command("migrate", database=connection.alias, verbosity=0, interactive=False)
    _prepare(connection)
    connection.close()
    cursor.execute(f"ALTER DATABASE {draft} RENAME TO {name}")
    cursor.execute(f"COMMENT ON DATABASE {name} IS '{RUN}'")
    return name


def _drop(cursor: CursorWrapper, name: str) -> None:
    """Drop a database, ending our own sessions in it.

    ``WITH (FORCE)`` would be refused while autovacuum is at work there, which belongs to the
    server: PostgreSQL ends that by itself and waits for it.
    """
    cursor.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = %s AND usename = current_user",
        [name],
    )
    cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')


def _databases(cursor: CursorWrapper) -> dict[str, str | None]:
    cursor.execute(_DATABASES)
    return dict(cursor.fetchall())


def _connect(connection: BaseDatabaseWrapper, name: str) -> None:
    connection.close()
    settings.DATABASES[connection.alias]["NAME"] = connection.settings_dict["NAME"] = name


def _prepare(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_KEYS_FROM)
    emptying.keep(connection)
