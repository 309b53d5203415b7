"""How many rows each choice of a filter panel would leave, counted in one statement."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet

#: Beyond this many rows nothing is counted: a page says "over 2,000".
MOST = 2000


@dataclass(frozen=True, slots=True)
class Ask:
    """Rows to count: in all, by value of each column in ``by``, and distinct values of ``apart``.

    ``rows`` is a QuerySet of ``values()`` that names those columns.
    """

    rows: "QuerySet[Any, Any]"
    by: tuple[str, ...] = ()
    apart: str = ""


@dataclass(slots=True)
class Counts:
    """Rows in all, different values of ``apart``, and rows by column and value.

    ``total`` is None where there are more than ``MOST`` rows; then nothing else holds.
    A value is the text of what is in the database, "" for nothing.
    """

    total: int | None = 0
    apart: int = 0
    by: dict[str, dict[str, int]] = field(default_factory=dict)


def count_all(asks: Mapping[str, Ask]) -> dict[str, Counts]:
    """Return the counts of every ask by name. One query."""
    counts = {name: Counts(by={column: {} for column in ask.by}) for name, ask in asks.items()}
    sources, selects, params = [], [], []
    for name, ask in asks.items():
        try:
            sql, values = _compiled(ask)
        except EmptyResultSet:
            continue
        sources.append(f'"{name}" AS MATERIALIZED ({sql})')
        selects += _selects(name, ask)
        params += values
    if not sources:
        return counts
    with connections[next(iter(asks.values())).rows.db].cursor() as cursor:
        cursor.execute(f"WITH {', '.join(sources)} {' UNION ALL '.join(selects)}", params)
        for name, column, value, number in cursor.fetchall():
            _put(counts[name], column, value, number)
    return counts


def _compiled(ask: Ask) -> tuple[str, list[Any]]:
    query = ask.rows.order_by()[: MOST + 1].query
    sql, values = query.get_compiler(using=ask.rows.db).as_sql()
    return sql, list(values)


def _selects(name: str, ask: Ask) -> list[str]:
    """Return the counting selects over one source; column names never come from a user."""
    rows = f'count(*) FROM "{name}"'
    selects = [f"SELECT '{name}', '', '', {rows}"]
    if ask.by:
        columns = [f'"{column}"' for column in ask.by]
        which = " ".join(f"WHEN GROUPING(\"{plain}\") = 0 THEN '{plain}'" for plain in ask.by)
        value = f"coalesce({', '.join(f'{column}::text' for column in columns)}, '')"
        sets = ", ".join(f"({column})" for column in columns)
        grouped = f"{rows} GROUP BY GROUPING SETS ({sets})"
        selects.append(f"SELECT '{name}', CASE {which} END, {value}, {grouped}")
    if ask.apart:
        different = f'count(DISTINCT "{ask.apart}") FROM "{name}"'
        selects.append(f"SELECT '{name}', '*', '', {different}")
    return selects


def _put(counts: Counts, column: str, value: str, number: int) -> None:
    if column == "":
        counts.total = number if number <= MOST else None
    elif column == "*":
        counts.apart = number
    else:
        counts.by[column][value] = number
