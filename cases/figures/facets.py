"""How many rows each choice of a filter panel would leave, counted in one statement."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from cases.models import long_lists
from cases.models.prepared import Statement, prepared


@dataclass(frozen=True, slots=True)
class Ask:
    """Rows to count: in all, by value of each column in ``by``, and distinct values of ``apart``.

    ``rows`` is a QuerySet of their keys; ``columns`` is one of ``values()`` of every row, by its
    key, that names those columns.
    """

    rows: "QuerySet[Any, Any]"
    by: tuple[str, ...] = ()
    apart: str = ""
    columns: "QuerySet[Any, Any] | None" = None


@dataclass(slots=True)
class Counts:
    """Rows in all, different values of ``apart``, and rows by column and value.

    ``total`` is None where there are more than ``MOST`` rows; then nothing else holds.
    A value is the text of what is in the database, "" for nothing.
    """

    total: int | None = 0
    apart: int = 0
    by: dict[str, dict[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Counting:
    """The one statement of several asks, by name."""

    by: dict[str, tuple[str, ...]]
    statement: Statement

    def of(self, **values: Any) -> dict[str, Counts]:
        """Return the counts of every ask for these values. One query."""
        counts = {name: Counts(by={column: {} for column in by}) for name, by in self.by.items()}
        for name, column, value, number in self.statement.tuples(**values, most=long_lists.MOST):
            _put(counts[name], column, value, number)
        return counts


def counting(asks: Mapping[str, Ask]) -> Counting:
    """Return the statement that counts every ask."""
    sources = [source for name, ask in asks.items() for source in _sources(name, ask)]
    selects = [select for name, ask in asks.items() for select in _selects(name, ask)]
    sql = f"WITH {', '.join(sources)} {' UNION ALL '.join(selects)}"
    # The best plan depends on how many rows the filters leave.
    return Counting({name: ask.by for name, ask in asks.items()}, Statement(sql, by_key=False))


def _sources(name: str, ask: Ask) -> list[str]:
    """Return the keys of an ask, and their columns; these only if there are not too many."""
    keys = prepared(ask.rows.order_by().values("pk")).sql
    sources = [f'"{name}" AS MATERIALIZED ({keys} LIMIT %(most)s + 1)']
    if ask.columns is not None:
        number = f'count(*) FROM "{name}"'
        few = f'pk IN (TABLE "{name}") AND (SELECT {number}) <= %(most)s'
        rows = f"* FROM ({prepared(ask.columns).sql}) AS every WHERE {few}"
        sources.append(f'"{name} columns" AS MATERIALIZED (SELECT {rows})')
    return sources


def _selects(name: str, ask: Ask) -> list[str]:
    """Return the counting selects over one source; column names never come from a user."""
    rows = f'count(*) FROM "{name}"'
    selects = [f"SELECT '{name}', '', '', {rows}"]
    if ask.by:
        columns = [f'"{column}"' for column in ask.by]
        which = " ".join(f"WHEN GROUPING(\"{plain}\") = 0 THEN '{plain}'" for plain in ask.by)
        value = f"coalesce({', '.join(f'{column}::text' for column in columns)}, '')"
        sets = ", ".join(f"({column})" for column in columns)
        grouped = f'count(*) FROM "{name} columns" GROUP BY GROUPING SETS ({sets})'
        selects.append(f"SELECT '{name}', CASE {which} END, {value}, {grouped}")
    if ask.apart:
        different = f'count(DISTINCT "{ask.apart}") FROM "{name} columns"'
        selects.append(f"SELECT '{name}', '*', '', {different}")
    return selects


def _put(counts: Counts, column: str, value: str, number: int) -> None:
    if column == "":
        counts.total = number if number <= long_lists.MOST else None
    elif column == "*":
        counts.apart = number
    else:
        counts.by[column][value] = number
