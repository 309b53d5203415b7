"""Statements compiled once per process from QuerySets, and run with other values each time.

Compiling took Django ten times as long as the database takes to answer.
"""

import datetime
import re
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connections
from django.db.models import (
    BigIntegerField,
    CharField,
    DateField,
    Expression,
    Field,
    Lookup,
    QuerySet,
)


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


#: The day, the key or keys, and the currency that a statement is asked about.
DAY = Parameter("on", DateField())
KEY = Parameter("key", BigIntegerField())
KEYS = Parameter("keys", ArrayField(BigIntegerField()))
CURRENCY = Parameter("currency", CharField())

#: A day, or the one that a statement is asked about, which is today.
Day = datetime.date | Parameter


def is_past(on: Day, *, today: Day) -> bool:
    """Return whether ``on`` is before ``today``; False for the day of a statement."""
    if isinstance(on, Parameter) or isinstance(today, Parameter):
        return False
    return on < today


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL with its parameters as ``%(name)s``."""

    sql: str

    def tuples(self, **values: Any) -> list[tuple[Any, ...]]:
        """Return the rows of the statement for these values, as tuples. One query."""
        with connections["default"].cursor() as cursor:
            cursor.execute(self.sql, values)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows

    def rows(self, **values: Any) -> list[dict[str, Any]]:
        """Return the rows of the statement for these values. One query."""
        with connections["default"].cursor() as cursor:
            cursor.execute(self.sql, values)
            names = [column.name for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def prepared(rows: "QuerySet[Any, Any]") -> Statement:
    """Return the compiled statement of ``rows`` with its named parameters."""
    sql, params = rows.query.sql_with_params()
    values = iter(params)
    with connections["default"].cursor() as cursor:

        def written(mark: re.Match[str]) -> str:
            if mark[0] == "%%":
                return mark[0]
            value = next(values)
            if isinstance(value, Parameter):
                return f"%({value.name})s"
            return cursor.mogrify("%s", [value]).decode().replace("%", "%%")

        return Statement(re.sub("%[%s]", written, sql))
