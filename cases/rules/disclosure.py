"""What a reader can compute from tables with hidden cells, and which to hide so that nobody can.

A table has rows, columns, their totals and a grand total. Hidden cells are known to be whole and
not negative, and the sums are known to hold; such a system is that of a network, in which a hidden
cell can be another number exactly where it lies on a cycle of hidden cells along which one child
may be moved. So a cell that is not told has a witness: a second table with the same shown cells.
Source: Gusfield (1988), A graph theoretic approach to statistical data security, SIAM J. Comput.
"""

import heapq
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import count

#: Numbers of children below this may point at a child.
SMALL = 10
#: A cell by its row and column; a total is ``TOTAL`` in place of either.
Cell = tuple[int, int]
Table = Mapping[Cell, int]
TOTAL = -1


def is_small(value: int) -> bool:
    """Return whether a number of children may point at one of them."""
    return value < SMALL


def with_totals(inner: Table) -> dict[Cell, int]:
    """Return a table with the totals of its rows and columns, and the grand total."""
    table: dict[Cell, int] = dict(inner)
    for (row, column), value in inner.items():
        for total in ((row, TOTAL), (TOTAL, column), (TOTAL, TOTAL)):
            table[total] = table.get(total, 0) + value
    return table


def told(table: Table, hidden: Collection[Cell]) -> set[Cell]:
    """Return the hidden cells of which a reader can compute the exact number."""
    graph = _Graph(table, hidden)
    return {cell for cell in hidden if not graph.is_free(cell)}


def bounds(table: Table, hidden: Collection[Cell], cell: Cell) -> tuple[int, int | None]:
    """Return the least and the greatest number that a hidden cell can be, None for no greatest."""
    value = table[cell]
    less, more = (_room(table, hidden, cell, grows=grows) for grows in (False, True))
    return value - (less or 0), None if more is None else value + more


def hide(
    table: Table, *, fixed: Collection[Cell] = (), earlier: Iterable[Table] = ()
) -> tuple[set[Cell], set[Cell]]:
    """Return the cells to hide, and of them those that the ``fixed`` ones tell all the same.

    Hidden is each small cell, each that would tell a small change since an ``earlier`` table
    (of shown cells), and others until no hidden cell that has to be kept can be computed. Cells
    that are ``fixed`` stay shown: they were approved, and what they tell was seen.
    """
    must = {
        cell for cell, value in table.items() if cell not in fixed and _tells(cell, value, earlier)
    }
    hidden = set(must)
    while open_cells := sorted(told(table, hidden) & must):
        more = _cycle(table, hidden, open_cells[0], fixed)
        if not more:
            rest = set(table) - set(fixed)
            return rest, told(table, rest) & must
        hidden |= more
    return hidden, set()


def outward(low: int, high: int) -> tuple[int, int]:
    """Return the tens around the bounds of a number; they are always ten apart or more."""
    least = low // SMALL * SMALL
    return least, max(-(-high // SMALL) * SMALL, least + SMALL)


def ranges_told(total: int, ranges: Mapping[str, tuple[int, int]]) -> set[str]:
    """Return the groups of which ranges and the total of all tell a small number exactly."""
    lows, highs = (sum(each[end] for each in ranges.values()) for end in (0, 1))
    exact = set()
    for name, (low, high) in ranges.items():
        least, most = max(low, total - (highs - high)), min(high, total - (lows - low))
        if least >= most and is_small(least):
            exact.add(name)
    return exact


def safe_ranges(total: int, bounds_of: Mapping[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    """Return for each group the tens around its bounds; none where they would tell a number."""
    ranges = {name: outward(*each) for name, each in bounds_of.items()}
    return {} if ranges_told(total, ranges) else ranges


def _tells(cell: Cell, value: int, earlier: Iterable[Table]) -> bool:
    changes = (abs(value - before[cell]) for before in earlier if cell in before)
    return is_small(value) or any(map(is_small, changes))


def _room(table: Table, hidden: Collection[Cell], cell: Cell, *, grows: bool) -> int | None:
    """Return how many children can be moved into a cell, or out of it; None for any number."""
    now, moved = {each: table[each] for each in hidden}, 0
    up = grows != is_total(cell)
    start, goal = (("c", cell[1]), ("r", cell[0])) if up else (("r", cell[0]), ("c", cell[1]))
    while grows or now[cell]:
        way = _wave(now, cell, start, goal)
        if way is None:
            return moved
        rooms = [now[each] for each, gains in way if not gains] + ([] if grows else [now[cell]])
        if not rooms:
            return None
        n = min(rooms)
        for each, gains in [*way, (cell, grows)]:
            now[each] += n if gains else -n
        moved += n
    return moved


def _wave(now: Table, cell: Cell, start: "_Node", goal: "_Node") -> list[tuple[Cell, bool]] | None:
    """Return the shortest way, each cell with whether it gains; None where there is none."""
    ways_to: dict[_Node, list[tuple[Cell, bool]]] = {start: []}
    queue = [start]
    for node in queue:
        if node == goal:
            return ways_to[node]
        for other, each, gains in _next(now, cell, node):
            if other not in ways_to:
                ways_to[other] = [*ways_to[node], (each, gains)]
                queue.append(other)
    return None


def _next(now: Table, cell: Cell, node: "_Node") -> Iterator[tuple["_Node", Cell, bool]]:
    for each, value in now.items():
        ends = {"r": each[0], "c": each[1]}
        if each == cell or ends[node[0]] != node[1]:
            continue
        up, down = ways(each, value)
        if node[0] == "r" and up:
            yield ("c", each[1]), each, not is_total(each)
        if node[0] == "c" and down:
            yield ("r", each[0]), each, is_total(each)


class _Graph:
    """Rows and columns as nodes, hidden cells as edges; a step goes where a child may be moved.

    Cells of a total count backwards, so that every row and every column adds up to nothing. The
    nodes are numbered, and sets of them are the bits of a number.
    """

    def __init__(self, table: Table, hidden: Collection[Cell]) -> None:
        rows = {row: bit for bit, row in enumerate({row for row, _column in table})}
        columns = {column: bit for bit, column in enumerate({column for _row, column in table})}
        self.ends = {cell: (rows[cell[0]], len(rows) + columns[cell[1]]) for cell in hidden}
        self.steps = [0] * (len(rows) + len(columns))
        self.table = table
        for cell, (row, column) in self.ends.items():
            up, down = ways(cell, table[cell])
            self.steps[row] |= up << column
            self.steps[column] |= down << row

    def is_free(self, cell: Cell) -> bool:
        """Return whether a cycle leads through ``cell``, and through another cell back."""
        row, column = self.ends[cell]
        up, down = ways(cell, self.table[cell])
        return bool(
            (up and self._reaches(column, row, row))
            or (down and self._reaches(row, column, column))
        )

    def _reaches(self, start: int, goal: int, not_first: int) -> bool:
        wave = self.steps[start] & ~(1 << not_first)
        seen = wave | 1 << start
        while wave:
            if wave >> goal & 1:
                return True
            node = (wave & -wave).bit_length() - 1
            wave &= wave - 1
            new = self.steps[node] & ~seen
            seen |= new
            wave |= new
        return False


def ways(cell: Cell, value: int) -> tuple[bool, bool]:
    """Return whether what a cell adds to its row may grow, and whether it may shrink."""
    grows, shrinks = True, value > 0
    return (shrinks, grows) if is_total(cell) else (grows, shrinks)


def is_total(cell: Cell) -> bool:
    """Return whether a cell is the total of a row or of a column, and not of the whole table."""
    return (cell[0] == TOTAL) != (cell[1] == TOTAL)


def _cycle(
    table: Table, hidden: Collection[Cell], cell: Cell, fixed: Collection[Cell]
) -> set[Cell]:
    """Return the fewest further cells by which a cycle leads through ``cell``; empty for none."""
    row, column = cell
    up, down = ways(cell, table[cell])
    tries = []
    if up:
        tries.append(_way(table, hidden, cell, fixed, ("c", column), ("r", row)))
    if down:
        tries.append(_way(table, hidden, cell, fixed, ("r", row), ("c", column)))
    return min(filter(None, tries), key=len, default=set())


_Node = tuple[str, int]


def _way(
    table: Table,
    hidden: Collection[Cell],
    cell: Cell,
    fixed: Collection[Cell],
    start: _Node,
    goal: _Node,
) -> set[Cell]:
    """Return the cells to hide on the cheapest way from ``start`` to ``goal``; empty for none."""
    steps = _steps(table, hidden, cell, fixed)
    order = count()
    queue: list[tuple[int, int, _Node, frozenset[Cell]]] = [(0, next(order), start, frozenset())]
    seen: set[_Node] = set()
    while queue:
        cost, _place, node, cells = heapq.heappop(queue)
        if node == goal:
            return set(cells)
        if node in seen:
            continue
        seen.add(node)
        for other, through in steps.get(node, ()):
            if other not in seen:
                more = cells if through in hidden else cells | {through}
                price = cost + (through not in hidden) * (1 + (TOTAL in through))
                heapq.heappush(queue, (price, next(order), other, more))
    return set()


def _steps(
    table: Table, hidden: Collection[Cell], cell: Cell, fixed: Collection[Cell]
) -> dict[_Node, list[tuple[_Node, Cell]]]:
    steps: dict[_Node, list[tuple[_Node, Cell]]] = {}
    for each, value in sorted(table.items()):
        if each == cell or (each in fixed and each not in hidden):
            continue
        up, down = ways(each, value)
        row, column = ("r", each[0]), ("c", each[1])
        if up:
            steps.setdefault(row, []).append((column, each))
        if down:
            steps.setdefault(column, []).append((row, each))
    return steps
