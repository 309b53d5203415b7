"""The functions of ``sql/<noun>.sql`` and the triggers of the models, installed after migrating."""

import re
from pathlib import Path

from django.db import connections, transaction
from django.db.migrations.executor import MigrationExecutor
from pgtrigger import registry

_SQL = Path(__file__).parent / "sql"
_NAME = re.compile(r"^CREATE OR REPLACE FUNCTION (\w+)", re.MULTILINE)

# Two releases that migrate at once would meet in the same rows of the catalogue.
_ALONE = "SELECT pg_advisory_xact_lock(hashtext('cases.models.install'))"

# A trigger that somebody switched off is as good as another one.
_TRIGGERS = r"""
SELECT tgrelid::regclass::text, tgname,
    CASE WHEN tgenabled <> 'D' THEN obj_description(oid, 'pg_trigger') END
FROM pg_trigger WHERE tgname LIKE 'pgtrigger\_%'
"""

_FUNCTIONS = r"""
SELECT proname FROM pg_proc
WHERE pronamespace = 'public'::regnamespace AND proname ~ '^(cases|pgtrigger)_'
"""

# PostgreSQL looks for a table among the temporary ones first, unless the path names them last:
# a temporary "cases_journal" would answer the guards' questions instead of the journal.
_PIN = r"""
DO $$ DECLARE signature regprocedure; BEGIN
    FOR signature IN SELECT oid FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace AND proname ~ '^(cases|_?pgtrigger)_'
        AND proconfig IS DISTINCT FROM '{"search_path=pg_catalog, public, pg_temp"}' LOOP
        EXECUTE format(
            'ALTER FUNCTION %s SET search_path = pg_catalog, public, pg_temp', signature);
    END LOOP;
END $$
"""


def sql(noun: str) -> str:
    """Return the SQL of ``sql/<noun>.sql``: functions, each made or replaced."""
    return (_SQL / f"{noun}.sql").read_text(encoding="utf-8")


def functions() -> str:
    """Return the SQL of all functions, file by file; ``actor`` comes before those that call it."""
    return "\n".join(sql(file.stem) for file in sorted(_SQL.glob("*.sql")))


def triggers() -> dict[tuple[str, str], tuple[str, str]]:
    """Return the hash and the SQL of each trigger that is declared, by table and name."""
    declared = {}
    for model, trigger in registry.registered():
        compiled = trigger.compile(model)
        # Each of pgtrigger's scripts begins with its switch, which sql/guard.sql takes away.
        _switch, _end, script = compiled.install_sql.partition("$$ LANGUAGE plpgsql;")
        declared[model._meta.db_table, compiled.sql.pgid] = (compiled.hash, script)
    return declared


def is_whole(using: str) -> bool:
    """Whether every migration of the register is applied."""
    executor = MigrationExecutor(connections[using])
    return not executor.migration_plan(executor.loader.graph.leaf_nodes("cases"))


def install(using: str) -> None:
    """Create, replace and drop functions and triggers as the code declares.

    An unchanged trigger is left; every function looks for its tables in ``public``. Raises the
    database's error, and changes nothing, if a function that an index needs is no longer declared.
    """
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute(_ALONE)
        cursor.execute(_TRIGGERS)
        installed = {(table, name): digest for table, name, digest in cursor.fetchall()}
        declared, bodies = triggers(), functions()
        names = {name for _table, name in declared} | set(_NAME.findall(bodies))
        cursor.execute(_FUNCTIONS)
        batch = [
            bodies,
            *(script for key, (digest, script) in declared.items() if installed.get(key) != digest),
            *(f"DROP TRIGGER {name} ON {table}" for table, name in installed.keys() - declared),
            *(f"DROP FUNCTION {name}" for (name,) in cursor.fetchall() if name not in names),
            _PIN,
        ]
        cursor.execute(";\n".join(batch))
