"""Hiding cells from a reader who knows how they are hidden.

Who knows the rule of ``disclosure.hide`` leaves out every table that it would have hidden in
another way: of small tables, 4 in 100 then told a hidden number. So a pattern of hidden cells is
shown only if each is another number in a second table with the same shown cells and pattern.
Source: Wong, Fu, Wang, Pei (2007), Minimality attack in privacy preserving data publishing, VLDB.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import combinations, permutations

from cases.rules.disclosure import TOTAL, Cell, Table, hide, is_total, with_totals

#: So many tables are looked at before all is hidden.
MOST_TABLES = 400
_Inner = dict[Cell, int]
Hider = Callable[[Table], tuple[set[Cell], set[Cell]]]


def hide_from_who_knows(
    table: Table, *, fixed: Collection[Cell] = (), earlier: Iterable[Table] = ()
) -> tuple[set[Cell], set[Cell]]:
    """Return what ``hide`` does where a second table proves it, else every cell that may be hidden.

    The second of the pair are the cells that the ``fixed`` ones tell all the same.
    """
    before = list(earlier)

    def hider(other: Table) -> tuple[set[Cell], set[Cell]]:
        return hide(other, fixed=fixed, earlier=before)

    hidden, open_cells = hider(table)
    rest = set(table) - set(fixed)
    if hidden == rest or not left_open(table, hider, most=MOST_TABLES):
        return hidden, open_cells
    return rest, open_cells


def left_open(table: Table, hider: Hider, *, most: int) -> set[Cell]:
    """Return the hidden cells of which no second table was found that is hidden in the same way.

    At most so many tables are tried that differ by children who are moved between hidden cells.
    """
    hidden, open_cells = hider(table)
    lacking = {cell for cell in hidden if cell not in open_cells and not is_total(cell)}
    for other in _tables(table, hidden, most):
        changed = {cell for cell in lacking if other[cell] != table[cell]}
        if changed and hider(other)[0] == hidden:
            lacking -= changed
        if not lacking:
            break
    return lacking


def _tables(table: Table, hidden: set[Cell], most: int) -> Iterator[dict[Cell, int]]:
    """Yield other tables with the same shown cells, the nearest first."""
    first = {cell: n for cell, n in table.items() if not is_total(cell)}
    ways = list(_ways(first, hidden))
    seen, queue = {tuple(sorted(first.items()))}, [first]
    for inner in queue:
        for way in ways:
            moved = {cell: n + way.get(cell, 0) for cell, n in inner.items()}
            key = tuple(sorted(moved.items()))
            if min(moved.values()) >= 0 and key not in seen:
                if len(seen) > most:
                    return
                seen.add(key)
                queue.append(moved)
                yield with_totals(moved)


def _ways(inner: Table, hidden: set[Cell]) -> Iterator[_Inner]:
    """Yield the ways to move one child that leave every shown cell as it is."""
    rows = sorted({row for row, _column in inner})
    columns = sorted({column for _row, column in inner})
    for column, other in permutations(columns, 2):
        free = {(TOTAL, column), (TOTAL, other)} <= hidden
        both = [row for row in rows if {(row, column), (row, other)} <= hidden]
        for row in both if free else ():
            yield {(row, column): 1, (row, other): -1}
        for row, second in combinations(both, 2):
            yield {(row, column): 1, (row, other): -1, (second, column): -1, (second, other): 1}
    for ring in permutations(columns, 3):
        for three in combinations(rows, 3):
            way: _Inner = {}
            for row, column, other in zip(three, ring, (*ring[1:], ring[0]), strict=True):
                way |= {(row, column): 1, (row, other): -1}
            if set(way) <= hidden:
                yield way
