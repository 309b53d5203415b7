"""What the database does by itself, installed after migrating: functions, triggers, some CHECKs."""

import re
from collections.abc import Callable
from pathlib import Path

import pghistory.trigger
from django.conf import settings
from django.db import connections, transaction
from django.db.migrations.executor import MigrationExecutor
from pgtrigger import registry

from cases.models.disposed import blanked_tables, links_to_people
from cases.models.entries import details_of_acts, records_of_acts
from cases.models.grants import sealed_tables
from cases.models.guards import WRITERS
from cases.models.kept import WANTED
from cases.models.offices import offices_of_acts
from cases.rules.stages import WAY_HOME

_SQL = Path(__file__).parent / "sql"
_NAME = re.compile(r"^CREATE OR REPLACE FUNCTION (\w+)", re.MULTILINE)
_BODY = re.compile(r"^CREATE OR REPLACE FUNCTION (\w+).*?\$\$(.*?)\$\$", re.MULTILINE | re.DOTALL)
_DEFINER = re.compile(
    r"^CREATE OR REPLACE FUNCTION (\w+)\([^)]*\)\s+RETURNS [^$]* SECURITY DEFINER", re.MULTILINE
)

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

#: Where each function looks for its tables, as the catalogue has it.
PATH = "search_path=pg_catalog, public, pg_temp"

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

# What writes history, tells of a change, or keeps sums and seals, writes as the owner of the table
# does: the application may not, so that nobody adds a row that no change has made.
_AS_OWNER = """
DO $$ DECLARE signature regprocedure; BEGIN
    FOR signature IN SELECT p.oid FROM pg_proc p
        WHERE pronamespace = 'public'::regnamespace AND prosecdef <> (proname = ANY ('{%s}'))
        AND proname ~ '^(cases|pgtrigger)_' LOOP
        EXECUTE format('ALTER FUNCTION %%s SECURITY %%s', signature, CASE
            WHEN (SELECT prosecdef FROM pg_proc WHERE oid = signature) THEN 'INVOKER'
            ELSE 'DEFINER' END);
    END LOOP;
END $$
"""

# "-infinity" is a day, and NaN sorts above every number, so that "> 0" lets it pass. One CHECK for
# each column of days, moments, periods and numbers of the register; history repeats what passed.
HOLDS = r"""CASE c.udt_name
    WHEN 'numeric' THEN
        format('%I NOT IN (''NaN'', ''Infinity'', ''-Infinity'')', c.column_name)
    WHEN 'daterange' THEN format('COALESCE(isfinite(lower(%1$I)), true) '
        'AND COALESCE(isfinite(upper(%1$I)), true)', c.column_name)
    ELSE format('isfinite(%I)', c.column_name) END"""
_FINITE = rf"""
DO $$ DECLARE column_of record; BEGIN
    FOR column_of IN
        SELECT c.table_name AS of_table, c.column_name AS name, {HOLDS} AS holds
        FROM information_schema.columns c JOIN information_schema.tables t
            USING (table_schema, table_name)
        WHERE c.table_schema = 'public' AND c.table_name ~ '^cases_' AND t.table_type = 'BASE TABLE'
        AND c.table_name !~ 'event$'
        AND c.udt_name IN ('date', 'timestamptz', 'numeric', 'daterange')
        AND NOT EXISTS (SELECT 1 FROM pg_constraint
            WHERE conrelid = c.table_name::regclass AND conname = c.column_name || '_is_finite')
    LOOP
        EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I CHECK (%s)',
            column_of.of_table, column_of.name || '_is_finite', column_of.holds);
    END LOOP;
END $$
"""


def sql(noun: str) -> str:
    """Return the SQL of ``sql/<noun>.sql``: functions, each made or replaced."""
    text = (_SQL / f"{noun}.sql").read_text(encoding="utf-8")
    text = text.replace("{TIME_ZONE}", settings.TIME_ZONE).replace("{WANTED}", WANTED)
    for mark, values in _FROM_MODELS.items():
        text = text.replace(mark, values()) if mark in text else text
    return text


def _sealed() -> str:
    """Return the SQL of each table that is sealed, its key and the moment of entry."""
    return ", ".join(
        f"('{table}', '{key}', {(entered and repr(entered)) or 'NULL'})"
        for table, key, entered in sealed_tables()
    )


def _blanked() -> str:
    """Return the SQL of what a disposal blanks, a table each."""
    return ", ".join(
        "(" + ", ".join("'" + value.replace("'", "''") + "'" for value in row) + ")"
        for row in blanked_tables()
    )


_FROM_MODELS: dict[str, Callable[[], str]] = {
    "{SEALED_TABLES}": _sealed,
    "{RECORDS_OF_ACTS}": records_of_acts,  # names people, by the links below
    "{DETAILS_OF_ACTS}": details_of_acts,
    "{OFFICES_OF_ACTS}": offices_of_acts,
    "{BLANKED_TABLES}": _blanked,
    "{WAY_HOME}": lambda: ",".join(WAY_HOME),
    "{LINKS_TO_PEOPLE}": lambda: " UNION ALL ".join(links_to_people()),
}


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


def functions_of() -> dict[str, str]:
    """Return the body of each function that is declared, by its name."""
    scripts = (script for _digest, script in triggers().values())
    text = re.sub(r"^\s+(?=CREATE OR REPLACE)", "", "\n".join(scripts), flags=re.MULTILINE)
    return dict(_BODY.findall(functions() + "\n" + text))


def writers() -> list[str]:
    """Return the functions that write where the application may not."""
    of_triggers = (
        trigger.get_pgid(model)
        for model, trigger in registry.registered()
        if isinstance(trigger, pghistory.trigger.Event) or any(trigger is one for one in WRITERS)
    )
    return sorted({*of_triggers, *_DEFINER.findall(functions())})


def is_whole(using: str) -> bool:
    """Whether every migration of the register is applied."""
    executor = MigrationExecutor(connections[using])
    return not executor.migration_plan(executor.loader.graph.leaf_nodes("cases"))


def install(using: str) -> None:
    """Create, replace and drop functions, triggers and generated CHECKs as the code declares.

    An unchanged trigger is left; every function looks for its tables in ``public``, and every
    column of days or numbers gets the CHECK that it holds none without end. Raises the
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
            _AS_OWNER % ",".join(writers()),
            _FINITE,
        ]
        cursor.execute(";\n".join(batch))
