"""Statements that are made from QuerySets once a process, and asked with other values each time.

The database needs a moment for a figure or for a case; to put the QuerySet into
words took Django ten times as long. Stand-ins take the places of the values meanwhile.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.models import Field, Lookup, QuerySet, Subquery

#: What stands for the day, a key, a list of keys and the currency until they are known.
DAY = datetime.date(1, 1, 1)
KEY, KEYS = -1, -2
CURRENCY = "¤¤¤"


class AnyOf(Lookup):
    """``column = ANY (keys)``: one parameter, however many keys there are."""

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} = ANY (%s)", (*params, self.rhs)


class RowsOf(Subquery):
    """The rows of a subquery of ``JSONObject`` as one list of dicts; the driver reads ``json``."""

    template = "to_json(ARRAY(%(subquery)s))"
    output_field = Field()


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL with its parameters, stand-ins among them."""

    sql: str
    params: tuple[Any, ...]

    def filled(self, **values: Any) -> tuple[Any, ...]:
        """Return the parameters with ``on``, ``key``, ``keys`` and ``currency`` in their places."""
        known = {
            DAY: values.get("on"),
            KEY: values.get("key"),
            KEYS: values.get("keys"),
            CURRENCY: values.get("currency"),
        }
        return tuple(
            known[param]
            if isinstance(param, str | int | datetime.date) and param in known
            else param
            for param in self.params
        )

    def rows(self, **values: Any) -> list[dict[str, Any]]:
        """Return the rows of the statement for these values. One query."""
        with connections["default"].cursor() as cursor:
            cursor.execute(self.sql, self.filled(**values))
            names = [column.name for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def prepared(rows: "QuerySet[Any, Any]") -> Statement:
    """Return the statement of ``rows``, which was made with stand-ins."""
    sql, params = rows.query.sql_with_params()
    return Statement(sql, tuple(params))
