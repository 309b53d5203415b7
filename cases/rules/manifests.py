"""How the passengers of a movement are divided into the sheets of its manifest."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

#: Passengers on one sheet, as carriers and border posts take them.
MOST_ROWS = 20

#: Countries (ISO 3166-1) whose border posts read names in Arabic: it is an official language there.
_READ_ARABIC = frozenset(
    {
        *("AE", "BH", "DJ", "DZ", "EG", "ER", "IQ", "JO", "KM", "KW", "LB", "LY"),
        *("MA", "MR", "OM", "PS", "QA", "SA", "SD", "SO", "SY", "TD", "TN", "YE"),
    }
)

Row = TypeVar("Row")


def asks_for_arabic(countries: Iterable[str]) -> bool:
    """Return whether a list is read in Arabic on a journey through ``countries``.

    >>> asks_for_arabic(["IQ", "TJ"]), asks_for_arabic(["TR", "KG"])
    (True, False)
    """
    return not _READ_ARABIC.isdisjoint(countries)


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
