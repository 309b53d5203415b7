"""Statements compiled once per process from QuerySets, and run with other values each time.

Compiling took Django ten times as long as the database takes to answer, and planning five times:
each connection plans a statement once. Source: decision 0168.
"""

import copy
import datetime
import hashlib
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import NotSupportedError, OperationalError, connections
from django.db.models import BigIntegerField, DateField, Expression, Field, Lookup, Model, QuerySet

_Record = TypeVar("_Record", bound=Model)


class Parameter(Expression):
    """A named value, given each time the statement is run."""

    def __init__(self, name: str, output_field: "Field[Any, Any]") -> None:
        super().__init__(output_field)
        self.name = name

    def as_sql(self, _compiler: Any, _connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (self,)


class AnyOf(Lookup):
    """``column = ANY (keys)``: one parameter, however many keys there are."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        keys, more = self.process_rhs(compiler, connection)
        return f"{column} = ANY ({keys})", (*params, *more)


class Inlined(Expression):
    """SQL as a part of a QuerySet, its ``%(name)s`` the ones among ``parameters``."""

    def __init__(self, sql: str, *parameters: Parameter, output_field: "Field[Any, Any]") -> None:
        super().__init__(output_field)
        mark, by_name = re.compile(r"(?<!%)%\((\w+)\)s"), {each.name: each for each in parameters}
        self._sql = mark.sub("%s", sql)
        self._params = tuple(by_name[name] for name in mark.findall(sql))

    def as_sql(self, _compiler: Any, _connection: Any) -> tuple[str, tuple[Any, ...]]:
        return self._sql, self._params


#: The day, and the key or keys, that a statement is asked about.
DAY = Parameter("on", DateField())
KEY = Parameter("key", BigIntegerField())
KEYS = Parameter("keys", ArrayField(BigIntegerField()))

#: A day, or the one that a statement is asked about, which is today.
Day = datetime.date | Parameter


def is_past(on: Day, *, today: Day) -> bool:
    """Return whether ``on`` is before ``today``; False for the day of a statement."""
    if isinstance(on, Parameter) or isinstance(today, Parameter):
        return False
    return on < today


class _Planned(NamedTuple):
    """The words by which the server keeps a statement, and by which it is asked."""

    name: str
    prepare: str
    execute: str


class Listener(Protocol):
    """Answers in place of a statement, and so knows what was asked."""

    def answer(self, statement: "Statement", values: dict[str, Any]) -> list[tuple[Any, ...]]: ...


#: Who listens to the statements of this thread, if anybody does.
LISTENER: ContextVar[Listener | None] = ContextVar("listener", default=None)


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL with its parameters as ``%(name)s``.

    The server plans it once on each connection, unless its best plan depends on the values,
    or it is one of too many of a kind: then ``by_key`` is false.
    """

    sql: str
    by_key: bool = True

    def tuples(self, **values: Any) -> list[tuple[Any, ...]]:
        """Return the rows of the statement for these values, as tuples. One query."""
        listener = LISTENER.get()
        return listener.answer(self, values) if listener else self.asked(values)

    def asked(self, values: dict[str, Any]) -> list[tuple[Any, ...]]:
        """Return the rows for these values, whoever listens. One query."""
        return self.described(values)[0]

    def described(self, values: dict[str, Any]) -> tuple[list[tuple[Any, ...]], tuple[int, ...]]:
        """Return the rows for these values, and the type of each column. One query."""
        with self._asked(values) as cursor:
            return cursor.fetchall(), tuple(column.type_code for column in cursor.description)

    def rows(self, **values: Any) -> list[dict[str, Any]]:
        """Return the rows of the statement for these values. One query."""
        with self._asked(values) as cursor:
            names = [column.name for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def number(self, **values: Any) -> int:
        """Return the one number that the statement answers with. One query."""
        [(number,)] = self.tuples(**values)
        return int(number)

    @contextmanager
    def _asked(self, values: dict[str, Any]) -> Iterator[Any]:
        with connections["default"].cursor() as cursor:
            if self.by_key and settings.PLANNED_STATEMENTS:
                _execute(cursor, self.sql, values)
            else:
                cursor.execute(self.sql, values)
            yield cursor


def _execute(cursor: Any, sql: str, values: dict[str, Any]) -> None:
    """Ask the server what it has planned; plan it if this connection has not yet.

    A server that knows it no longer, or whose tables have changed, is told once more. In a
    transaction that is too late, as after every error; the next one begins anew.
    """
    connection, planned = cursor.db, _planned(sql)
    try:
        _ask(cursor, planned, values)
    except (OperationalError, NotSupportedError) as failure:
        if getattr(failure.__cause__, "pgcode", "") not in _FORGOTTEN:
            raise
        vars(connection).pop(_NAMES, None)
        if connection.in_atomic_block:
            raise
        _ask(cursor, planned, values)


#: The general plan from the first time on: a plan for the values looks a little cheaper where few
#: rows are left, and takes ten times as long to make as to follow. As the words begin, nobody is
#: told who acts: what follows only reads. Source: decision 0258.
_GENERAL = "SET SESSION plan_cache_mode = force_generic_plan; "


def _ask(cursor: Any, planned: _Planned, values: dict[str, Any]) -> None:
    _prepare(cursor.db, planned)
    cursor.execute(planned.execute, values)


#: No such prepared statement; the columns of its result are others now.
_FORGOTTEN = {"26000", "0A000"}
#: Where a connection of Django keeps the driver's, and the names of what was planned on it.
_NAMES = "planned_statements"


def _prepare(connection: Any, planned: _Planned) -> None:
    driver, names = vars(connection).get(_NAMES, (None, frozenset()))
    if driver is connection.connection and planned.name in names:
        return
    # Past Django's cursor: a page asks as often whether or not this connection is new.
    with connection.wrap_database_errors, connection.connection.cursor() as cursor:
        if driver is not connection.connection:
            cursor.execute("DEALLOCATE ALL")
            names = set()
            vars(connection)[_NAMES] = (connection.connection, names)
        cursor.execute(planned.prepare)
        names.add(planned.name)


@cache
def _planned(sql: str) -> _Planned:
    names = list(dict.fromkeys(re.findall(r"(?<!%)%\((\w+)\)s", sql)))
    numbered = sql % {name: f"${number}" for number, name in enumerate(names, 1)}
    name = f"asked_{hashlib.sha256(sql.encode()).hexdigest()[:16]}"
    values = f" ({', '.join(f'%({name})s' for name in names)})" if names else ""
    how = "" if sql.lstrip().startswith(("INSERT", "UPDATE", "DELETE")) else _GENERAL
    return _Planned(name, f"PREPARE {name} AS {numbered}", f"{how}EXECUTE {name}{values}")


@dataclass(frozen=True, slots=True)
class StatementRows:
    """The rows of a statement for some values, cut into pages and counted as a QuerySet is."""

    statement: Statement
    values: dict[str, Any]

    def __getitem__(self, part: slice) -> list[tuple[Any, ...]]:
        """Return the rows from ``part.start`` up to ``part.stop``. One query."""
        cut = f"{self.statement.sql} LIMIT %(cut_rows)s OFFSET %(cut_from)s"
        start = part.start or 0
        values = {**self.values, "cut_from": start, "cut_rows": part.stop - start}
        return replace(self.statement, sql=cut).tuples(**values)

    def count(self, *, most: int | None = None) -> int:
        """Return how many rows there are, counted up to ``most``. One query."""
        rows = self.statement.sql if most is None else f"{self.statement.sql} LIMIT %(cut_rows)s"
        whole = replace(self.statement, sql=f"SELECT count(*) FROM ({rows}) AS every")
        return whole.number(**self.values, **({} if most is None else {"cut_rows": most}))


def prepared(rows: "QuerySet[Any, Any]", *, by_key: bool = True) -> Statement:
    """Return the compiled statement of ``rows`` with its named parameters."""
    # Rows that can never be there are asked for like others.
    compiler = rows.query.get_compiler("default", elide_empty=False)
    return Statement(_written(*compiler.as_sql()), by_key)


def counting(rows: "QuerySet[Any, Any]") -> Statement:
    """Return the compiled statement of how many ``rows`` there are."""
    statement = prepared(rows.order_by().values("pk"))
    return replace(statement, sql=f"SELECT count(*) FROM ({statement.sql}) AS every")


def _written(sql: str, params: Iterable[Any]) -> str:
    """Return ``sql`` with the names of its parameters, and all other values as literals."""
    values = iter(params)
    connection = connections["default"]
    with connection.cursor() as cursor:

        def written(mark: re.Match[str]) -> str:
            if mark[0] == "%%":
                return mark[0]
            value = next(values)
            if isinstance(value, Parameter):
                return f"%({value.name})s::{value.output_field.db_type(connection)}"
            return cursor.mogrify("%s", [value]).decode().replace("%", "%%")

        return re.sub("%[%s]", written, sql)


class Records(Generic[_Record]):
    """The records of a QuerySet, with all that it selects and annotates, compiled once."""

    def __init__(self, rows: "QuerySet[_Record]") -> None:
        self._rows = rows
        self._compiler = rows.query.get_compiler("default", elide_empty=False)
        self._statement = Statement(_written(*self._compiler.as_sql()))
        columns = self._compiler.select[: self._compiler.col_count]
        self._converters = self._compiler.get_converters([column[0] for column in columns])

    def of(self, **values: Any) -> list[_Record]:
        """Return the records for these values. One query."""
        answer = self._statement.tuples(**values)
        if not answer:
            return []
        compiler, rows = copy.copy(self._compiler), self._rows.all()
        # Django makes records of rows as of its own answers, which it asks its compiler for.
        vars(compiler)["execute_sql"] = lambda *_args, **_how: [answer]
        vars(compiler)["get_converters"] = lambda _columns: self._converters
        vars(rows.query)["get_compiler"] = lambda *_args, **_how: compiler
        return list(rows)
