"""How the passengers of a movement are divided into the sheets of its manifest."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

#: Passengers on one sheet, as carriers and border posts take them.
MOST_ROWS = 20

Row = TypeVar("Row")


def sheets_of(families: Iterable[Sequence[Row]], most: int = MOST_ROWS) -> list[list[Row]]:
    """Return the rows of ``families`` on sheets of at most ``most``, no family cut.

    A family that is larger than a sheet has one of its own, which is longer.

    >>> sheets_of(["ab", "cde", "f"], most=4)
    [['a', 'b'], ['c', 'd', 'e', 'f']]
    """
    sheets: list[list[Row]] = []
    for family in families:
        if not sheets or len(sheets[-1]) + len(family) > most:
            sheets.append([])
        sheets[-1] += family
    return sheets
