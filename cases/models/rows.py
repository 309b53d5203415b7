"""Rows of JSON: a class states its columns once; the query and the reading follow from it.

A page gets its sections by one statement, each as one column. A column is named as its
field, unless ``Annotated`` gives another, or the query one by name. A row is a dataclass,
or a model with all its own columns.
"""

import datetime
from collections.abc import Callable, Hashable, Iterable
from dataclasses import is_dataclass
from decimal import Decimal
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, TypeVar, get_args, get_origin, get_type_hints

from django.db import models
from django.db.models import F, Field, Func, Model, Q, QuerySet, Subquery, TextField
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

#: A field of the model, by its path, or an expression.
Column = str | Combinable | Q
_Row = TypeVar("_Row", bound=Hashable)
_Reading = Callable[[Any], Any]
#: What JSON knows of itself, and how the rest is read.
_READ: dict[object, _Reading | None] = {
    **dict.fromkeys((int, str, bool, object)),
    datetime.date: datetime.date.fromisoformat,
    datetime.datetime: datetime.datetime.fromisoformat,
    Decimal: Decimal,
}
_HELD: dict[type, type] = {
    models.DateField: datetime.date,
    models.DateTimeField: datetime.datetime,
    models.DecimalField: Decimal,
}


class JsonRow(Func):
    """The columns of a row as one list; the driver reads ``json``."""

    function = "json_build_array"
    output_field = Field()


class JsonRows(Subquery):
    """The one column of a subquery as one list."""

    template = "to_json(ARRAY(%(subquery)s))"
    output_field = Field()


def row_of(kind: type, /, **columns: Column) -> JsonRow:
    """Return the column of which ``read_row`` makes a ``kind``."""
    hints = _hints(kind)
    if unknown := columns.keys() - hints.keys():
        raise TypeError(f"{kind.__name__} has no {', '.join(sorted(unknown))}.")
    return JsonRow(*(_column(name, hint, columns.get(name)) for name, hint in hints.items()))


def rows_of(kind: type, rows: "QuerySet[Any, Any]", /, **columns: Column) -> JsonRows:
    """Return the column of which ``read_rows`` makes each a ``kind``; ``rows`` is a subquery."""
    return JsonRows(rows.values(json=row_of(kind, **columns)))


def first_of(kind: type, rows: "QuerySet[Any, Any]", /, **columns: Column) -> Subquery:
    """Return the column of the first row of a subquery; it is null where there is none."""
    return Subquery(rows.values(json=row_of(kind, **columns))[:1], output_field=Field())


def fetch(kind: type[_Row], rows: "QuerySet[Any, Any]", /, **columns: Column) -> tuple[_Row, ...]:
    """Return a ``kind`` for each of ``rows``. One query."""
    return read_rows(kind, rows.values_list(row_of(kind, **columns), flat=True))


def read_row(kind: type[_Row], row: list[Any]) -> _Row:
    """Return what a column of ``row_of`` holds."""
    return _reading_row(kind)(row)


def read_rows(kind: type[_Row], rows: Iterable[list[Any]]) -> tuple[_Row, ...]:
    """Return what a column of ``rows_of`` holds."""
    return tuple(map(_reading_row(kind), rows))


@cache
def _hints(kind: type) -> dict[str, Any]:
    """Return what each column of ``kind`` holds, by name and in order."""
    if issubclass(kind, Model):
        held = {each.attname: _HELD.get(type(each), object) for each in kind._meta.concrete_fields}
        return {name: hint | None for name, hint in held.items()}
    return get_type_hints(kind, include_extras=True)


def _column(name: str, hint: Any, given: Column | None) -> Combinable | Q:
    hint, stated = get_args(hint)[:2] if get_origin(hint) is Annotated else (hint, None)
    column = given if given is not None else stated
    if column is None:
        column = row_of(hint) if _is_row(hint) else name
    if isinstance(column, str):
        column = F(column)
    if isinstance(column, Q) or Decimal not in (hint, *get_args(hint)):
        return column
    # JSON would make a float of a sum of money.
    return Cast(column, TextField())


def _is_row(hint: Any) -> bool:
    return isinstance(hint, type) and (is_dataclass(hint) or issubclass(hint, Model))


@cache
def _reading_row(kind: type[_Row]) -> Callable[[list[Any]], _Row]:
    hints = _hints(kind)
    readings = [(n, read) for n, hint in enumerate(hints.values()) if (read := _reading(hint))]
    names = list(hints) if issubclass(kind, Model) else []

    def read_row(row: list[Any]) -> Any:
        values = [*row]
        for n, read in readings:
            values[n] = read(values[n])
        return kind.from_db("default", names, values) if issubclass(kind, Model) else kind(*values)

    return read_row


def _reading(hint: Any) -> _Reading | None:
    """Return the function that turns JSON into a ``hint``; None if none is needed."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _reading(inner[0])
    if origin is UnionType:
        return _or_none(_reading(next(one for one in inner if one is not NoneType)))
    if origin in (tuple, frozenset):
        return _each(origin, _reading(inner[0]))
    if _is_row(hint):
        return _reading_row(hint)
    if issubclass(hint, Enum):
        return {member.value: member for member in hint}.__getitem__
    if issubclass(hint, str) and hint is not str:
        return hint
    return _READ[hint]


def _or_none(read: _Reading | None) -> _Reading | None:
    return read and (lambda value: None if value is None else read(value))


def _each(many: _Reading, read: _Reading | None) -> _Reading:
    return (lambda values: many(map(read, values))) if read else many
