"""Numbers of rows that may be very many: they are counted only so far, at any size of register."""

from collections.abc import Iterable
from typing import Any, Protocol

from django.db.models import BigIntegerField, Exists, QuerySet, Subquery

#: Beyond this many rows nothing is counted: a page says "over 2,000".
MOST = 2000


class LongRows(Protocol):
    """Rows that are cut into pages and counted as those of a QuerySet are."""

    def __getitem__(self, part: slice) -> Iterable[Any]:
        """Return the rows from ``part.start`` up to ``part.stop``. One query."""

    def count(self, *, most: int | None = None) -> int:
        """Return how many rows there are, counted up to ``most``. One query."""


def number_of(rows: "QuerySet[Any, Any] | LongRows") -> int | None:
    """Return how many ``rows`` there are; None where there are more than ``MOST``. One query."""
    if isinstance(rows, QuerySet):
        number = rows.order_by()[: MOST + 1].count()
    else:
        number = rows.count(most=MOST + 1)
    return known(number)


def known(number: int) -> int | None:
    """Return a number that was counted so far; None where there are more than ``MOST``."""
    return number if number <= MOST else None


class NumberOf(Subquery):
    """How many rows of a QuerySet there are, as a column; one more than ``MOST`` for any more."""

    template = "(SELECT count(*) FROM (%(subquery)s) AS few)"

    def __init__(self, rows: "QuerySet[Any, Any]") -> None:
        super().__init__(rows.order_by()[: MOST + 1], output_field=BigIntegerField())


class AskedOfEach(Exists):
    """Whether there is a row, asked for each row outside by an index, and never by a join.

    For few rows outside and very many inside, which the server would read all.
    """

    template = "EXISTS(%(subquery)s OFFSET 0)"
