"""Records that many tests begin with: made once by the acts of staff, then laid in as rows.

A child who is placed takes forty acts and half a second; the rows of all that take a hundredth.
What a function makes is kept under all that was asked for before it in the same test, as long as
the test wrote nothing else: whatever it changes first, the acts of staff then meet.

They are laid in by a session beside the test's own, which commits, and are taken away at the end of
the test (tests/emptying.py says why).

Nothing is kept of what happens within a test, where clock or settings may be others. What two
tests asked for is made once more between tests, read, and rolled back (``make_wanted``); of many
steps only what more tests asked for, since few others take the same.
"""

import functools
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import starmap
from typing import Any, NamedTuple, TypeVar

from django.db import connection, transaction
from django.db.models import Model
from psycopg2.extensions import TRANSACTION_STATUS_INERROR

from cases.models import Team, User
from tests import emptying

_READS = re.compile(
    r"\s*(SELECT|SAVEPOINT|RELEASE|SET CONSTRAINTS|SET SESSION plan_cache_mode|PREPARE|EXECUTE)\b"
)
#: Who else is there, and who has signed in, makes no difference to what others do. Whom a test
#: changes or takes away may be who does it.
_HARMLESS = re.compile(
    r'\s*(INSERT INTO "(cases_user|cases_user_groups|cases_team)"'
    r'|(INSERT INTO|UPDATE|DELETE FROM) "(django_session|axes_accesslog)"'
    r'|UPDATE "cases_user" SET "last_login" = \S+ WHERE)'
)
#: What a SELECT writes with: the server lets no function write that is declared otherwise.
_VOLATILE = """
SELECT string_agg(DISTINCT proname, '|') FROM pg_proc
WHERE pronamespace = 'public'::regnamespace AND provolatile = 'v'
AND prorettype <> 'trigger'::regtype
"""
#: What the server has planned and is asked for by its name (cases/models/prepared.py), to be read.
_ASKED = re.compile(r"SET SESSION plan_cache_mode = force_generic_plan; EXECUTE (asked_\w+)\b")
_PLANNED = "SELECT statement FROM pg_prepared_statements WHERE name = %s"
_COLUMNS = """
SELECT c.relname, string_agg(quote_ident(a.attname), ', ') FILTER (WHERE a.attgenerated = ''),
    min(a.attname) FILTER (WHERE a.attnum = i.indkey[0])
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' GROUP BY c.relname
"""
_WRITTEN = """
SELECT relname FROM pg_stat_xact_user_tables
WHERE schemaname = 'public' AND n_tup_ins + n_tup_upd + n_tup_del > 0 ORDER BY relname
"""


class Record(NamedTuple):
    """A record of one test, which is the same in another as long as it was laid in."""

    model: type[Model]
    pk: Any

    def read(self) -> Model:
        return self.model._base_manager.get(pk=self.pk)


class Step(NamedTuple):
    """One function, and what it was asked for."""

    make: Callable[..., Any]
    args: tuple[Any, ...]
    options: tuple[tuple[str, Any], ...]

    def take(self) -> Any:
        return self.make(*map(_read, self.args), **{key: _read(of) for key, of in self.options})


Trail = tuple[Step, ...]


class Change(NamedTuple):
    """The rows of a table that are gone and those that are new, each as one text."""

    gone: frozenset[str] = frozenset()
    new: frozenset[str] = frozenset()

    def then(self, later: "Change") -> "Change":
        """Return both as one: what came and went was never there."""
        gone = self.gone | (later.gone - self.new)
        new = (self.new - later.gone) | later.new
        return Change(gone - new, new - gone)


#: The change of each table.
Changes = dict[str, Change]


class Rows(NamedTuple):
    """What writes rows, what takes them away, and which rows of which table these are."""

    written: bytes
    undone: bytes
    changes: Changes


@dataclass
class _Test:
    """The steps of the running test, unless it has written something else."""

    trail: Trail | None = ()
    laid_in: bool = True
    beside: list[Rows] = field(default_factory=list)


@dataclass(frozen=True)
class _World:
    """The rows of the last step of a trail, and what the step returned."""

    rows: Rows
    made: Any


_test = _Test()
_worlds: dict[Trail, _World] = {}
_wanted: Counter[Trail] = Counter()
F = TypeVar("F", bound=Callable[..., Any])


def kept(make: F) -> F:
    """Let what ``make`` returns be laid in where a test asks for the same as another did.

    It takes words, numbers and records; a record that is its first argument is read anew.
    """

    @functools.wraps(make)
    def wrapper(*args: Any, **options: Any) -> Any:
        step, before = _step(wrapper, args, options), _test.trail
        if before is None or step is None or not _is_watched(before):
            return make(*args, **options)
        trail = (*before, step)
        if world := _worlds.get(trail):
            made = _lay_in(world)
            if args and isinstance(args[0], Model):
                args[0].refresh_from_db()
        else:
            made = make(*args, **options)
            if _test.trail == before:  # it was there already
                return made
            _wanted[trail] += 1
            _test.laid_in = False
        _test.trail = trail
        return made

    return wrapper


def begin() -> None:
    """Begin a test, which has written nothing; what was laid in for the one before is gone."""
    _test.trail, _test.laid_in = (), True
    if _test.beside:
        emptying.write(connection, _joined(rows.undone for rows in reversed(_test.beside)))
        _test.beside.clear()


def make_wanted() -> None:
    """Keep what enough tests have asked for; the database is as it was migrated."""
    wanted = (trail for trail, times in _wanted.items() if times > max(1, len(trail) - 1))
    for trail in sorted(wanted, key=len):
        with transaction.atomic():
            for step in trail[:-1]:
                step.take()
            _worlds[trail] = _made_anew(trail[-1])
            transaction.set_rollback(True)
        begin()
        del _wanted[trail]


def watch() -> None:
    """Notice from now on what tests write."""
    connection.execute_wrappers.append(_watch)


def is_watching() -> bool:
    """Tell whether a test is running: whoever else makes records may be another role."""
    return _watch in connection.execute_wrappers


def is_untouched() -> bool:
    """Tell whether the running test has changed nothing that was laid in for it."""
    return _test.trail is not None and connection.in_atomic_block


def _is_watched(trail: Trail) -> bool:
    """Tell whether all that a test wrote was noticed; what a browser sent was written elsewhere."""
    return is_watching() and (not trail or connection.in_atomic_block)


def _watch(execute: Callable[..., Any], sql: Any, *args: Any) -> Any:
    if _test.trail is not None and is_write(_in_full(str(sql))):
        _test.trail = None
    return execute(sql, *args)


def _in_full(sql: str) -> str:
    """Return the words of what is asked for by its name, to which each name belongs for good."""
    by_name = _ASKED.match(sql)
    status = connection.connection.get_transaction_status() if by_name else None
    return sql if status in (None, TRANSACTION_STATUS_INERROR) else _planned(by_name[1])


@functools.cache
def _planned(name: str) -> str:
    with connection.connection.cursor() as cursor:  # unwatched
        cursor.execute(_PLANNED, [name])
        [statement] = cursor.fetchone()
    return statement


@functools.lru_cache(maxsize=4096)
def is_write(sql: str) -> bool:
    """Tell whether a statement may change what a step would make."""
    if _HARMLESS.match(sql):
        return False
    several = ";" in sql.rstrip("; \n")
    return several or not _READS.match(sql) or _writing().search(sql) is not None


@functools.cache
def _writing() -> re.Pattern[str]:
    """Return what calls a function that may write; the same as long as nobody declares another."""
    with connection.connection.cursor() as cursor:  # unwatched, or it would ask itself
        cursor.execute(_VOLATILE)
        [names] = cursor.fetchone()
    return re.compile(rf"\b(?:{names}|nextval|setval)\s*\(", re.IGNORECASE)


def _step(make: Any, args: tuple[Any, ...], options: dict[str, Any]) -> Step | None:
    """Return what was asked for, ``None`` if it would not be the same in another test."""
    named = tuple(sorted((key, _key(of)) for key, of in options.items()))
    step = Step(make, tuple(map(_key, args)), named)
    return None if ... in step.args or any(of is ... for _name, of in named) else step


def _key(of: Any) -> Any:
    if isinstance(of, Model) and _test.laid_in and not isinstance(of, User | Team):
        return Record(type(of), of.pk)
    return of if of is None or isinstance(of, str | int) else ...


def _read(of: Any) -> Any:
    if isinstance(of, Record):
        return of.read()
    return [_read(one) for one in of] if isinstance(of, list) else of


def _kept_form(made: Any) -> Any:
    """Return what was made as it can be read again."""
    if isinstance(made, list):
        return [_kept_form(one) for one in made]
    return Record(type(made), made.pk) if isinstance(made, Model) else made


def _lay_in(world: _World) -> Any:
    write_beside(world.rows)
    return _read(world.made)


def write_beside(rows: Rows) -> None:
    """Write in a session beside the test's own; the rows are taken away when the test is over."""
    if rows.written and not any(rows is other for other in _test.beside):
        emptying.write(connection, rows.written)
        _test.beside.append(rows)


def _made_anew(step: Step) -> _World:
    laid_in = len(_test.beside)
    with transaction.atomic():
        made = _kept_form(step.take())
        tables = _written()
        after = _rows(tables)
        transaction.set_rollback(True)
    before = _rows(tables)
    own = {
        table: Change(before[table] - after[table], after[table] - before[table])
        for table in tables
    }
    nested = [rows.changes for rows in _test.beside[laid_in:]]
    return _World(_written_by(_as_one([*nested, own])), made)


def _as_one(parts: list[Changes]) -> Changes:
    """Return what all the parts come to: each table is written once."""
    changes: Changes = {}
    for part in parts:
        for table, change in part.items():
            changes[table] = changes.get(table, Change()).then(change)
    return changes


def _written_by(changes: Changes) -> Rows:
    gone = {table: change.gone for table, change in changes.items() if change.gone}
    new = {table: change.new for table, change in changes.items() if change.new}
    return Rows(
        _joined([*starmap(_deletion, gone.items()), *starmap(_insertion, new.items())]),
        _joined([*starmap(_deletion, new.items()), *starmap(_insertion, gone.items())]),
        changes,
    )


def _joined(statements: Iterable[bytes]) -> bytes:
    return b";\n".join(statements)


def _written() -> list[str]:
    """Return the tables to which this transaction wrote."""
    with connection.cursor() as cursor:
        cursor.execute(_WRITTEN)
        return [table for (table,) in cursor.fetchall()]


def _insertion(table: str, rows: frozenset[str]) -> bytes:
    """Return what writes these rows; the team is there already where a person was made before."""
    names = _columns()[table].names
    sql = (
        f'INSERT INTO public."{table}" ({names}) OVERRIDING SYSTEM VALUE SELECT {names}'
        f' FROM json_populate_recordset(NULL::public."{table}", %s) ON CONFLICT DO NOTHING'
    )
    return _mogrified(sql, f"[{','.join(sorted(rows))}]")


def _deletion(table: str, rows: frozenset[str]) -> bytes:
    key = _columns()[table].key
    sql = f'DELETE FROM public."{table}" WHERE "{key}" IN %s'
    return _mogrified(sql, tuple(json.loads(row)[key] for row in rows))


def _mogrified(sql: str, value: Any) -> bytes:
    with connection.cursor() as cursor:
        mogrified: bytes = cursor.mogrify(sql, [value])
        return mogrified


class _Columns(NamedTuple):
    names: str
    key: str


@functools.cache
def _columns() -> dict[str, _Columns]:
    """Return the columns of each table and which is its key; PostgreSQL takes long to tell them."""
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS)
        return {table: _Columns(names, key) for table, names, key in cursor.fetchall()}


def _rows(tables: list[str]) -> dict[str, frozenset[str]]:
    """Return all rows of these tables, each as one text."""
    rows: dict[str, set[str]] = {table: set() for table in tables}
    if not tables:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(
                f"SELECT '{table}', to_json(row)::text FROM public.\"{table}\" row"
                for table in tables
            )
        )
        for table, text in cursor.fetchall():
            rows[table].add(text)
    return {table: frozenset(texts) for table, texts in rows.items()}
