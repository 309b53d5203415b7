"""No hidden number under ten can be computed: tried on random tables by three other ways."""

import itertools
import random
from fractions import Fraction

import pytest

from cases.rules.disclosure import (
    SMALL,
    TOTAL,
    Cell,
    bounds,
    hide,
    is_small,
    outward,
    ranges_told,
    safe_ranges,
    told,
    with_totals,
)

#: Random tables, a year of twelve for each of so many registers.
YEARS = 834


def _random_table(draw: random.Random, rows: int, columns: int) -> dict[Cell, int]:
    most = draw.choice((3, 12, 30, 90))
    cells = itertools.product(range(rows), range(columns))
    return {cell: draw.choice((0, draw.randint(0, most), draw.randint(0, most))) for cell in cells}


def _grown(draw: random.Random, table: dict[Cell, int]) -> dict[Cell, int]:
    changed = dict(table)
    for cell in draw.sample(sorted(table), draw.randint(0, 3)):
        changed[cell] = max(0, changed[cell] + draw.choice((-4, -1, 1, 2, 5, 12, 30)))
    return changed


def _equations(table: dict[Cell, int], hidden: set[Cell]) -> list[tuple[dict[Cell, int], int]]:
    """Return the sums of a table with the shown cells on the other side."""
    found = []
    for part, ends in ((0, {row for row, _c in table}), (1, {column for _r, column in table})):
        for end in ends:
            line = [cell for cell in table if cell[part] == end]
            signs = {cell: -1 if cell[1 - part] == TOTAL else 1 for cell in line}
            known = sum(signs[cell] * table[cell] for cell in line if cell not in hidden)
            found.append(({cell: signs[cell] for cell in line if cell in hidden}, -known))
    return found


def _solved_by_elimination(table: dict[Cell, int], hidden: set[Cell]) -> set[Cell]:
    """Return the hidden cells that linear algebra alone tells, in exact fractions."""
    order = sorted(hidden)
    rows = [
        [Fraction(signs.get(cell, 0)) for cell in order]
        for signs, _value in _equations(table, hidden)
    ]
    top = 0
    for column in range(len(order)):
        pivot = next((i for i in range(top, len(rows)) if rows[i][column]), None)
        if pivot is None:
            continue
        rows[top], rows[pivot] = rows[pivot], rows[top]
        rows[top] = [value / rows[top][column] for value in rows[top]]
        for i, row in enumerate(rows):
            if i != top and row[column]:
                rows[i] = [a - row[column] * b for a, b in zip(row, rows[top], strict=True)]
        top += 1
    return {order[row.index(1)] for row in rows if sum(1 for value in row if value) == 1}


def _solved_by_bounds(table: dict[Cell, int], hidden: set[Cell]) -> set[Cell]:
    """Return the hidden cells that narrowing of whole bounds tells."""
    far = 10**6
    low, high = dict.fromkeys(hidden, 0), dict.fromkeys(hidden, far)
    equations = _equations(table, hidden)
    changed = True
    while changed:
        changed = False
        for signs, value in equations:
            for cell, sign in signs.items():
                others = [(s, c) for c, s in signs.items() if c != cell]
                least = sum(s * (low if s > 0 else high)[c] for s, c in others)
                most = sum(s * (high if s > 0 else low)[c] for s, c in others)
                ends = sorted((sign * (value - least), sign * (value - most)))
                new = max(low[cell], ends[0]), min(high[cell], ends[1])
                if new != (low[cell], high[cell]):
                    low[cell], high[cell] = new
                    changed = True
    return {cell for cell in hidden if low[cell] == high[cell]}


def _possible(table: dict[Cell, int], hidden: set[Cell]) -> dict[Cell, set[int]]:
    """Return every number that each hidden cell can be, by trying all tables."""
    inner = [cell for cell in table if TOTAL not in cell]
    most = max(table.values())
    found: dict[Cell, set[int]] = {cell: set() for cell in hidden}
    choices = [range(most + 1) if cell in hidden else (table[cell],) for cell in inner]
    for values in itertools.product(*choices):
        tried = with_totals(dict(zip(inner, values, strict=True)))
        if all(tried[cell] == table[cell] for cell in table if cell not in hidden):
            for cell in hidden:
                found[cell].add(tried[cell])
    return found


def test_what_is_told_and_its_bounds_are_those_of_all_tables_there_can_be():
    draw = random.Random(1)
    for _try in range(60):
        inner = {c: draw.randint(0, 3) for c in itertools.product(range(2), range(2))}
        table = with_totals(inner)
        hidden = {c for c in table if draw.random() < 0.6} - {(TOTAL, TOTAL)}

        possible = _possible(table, hidden)

        assert told(table, hidden) == {cell for cell in hidden if len(possible[cell]) == 1}
        for cell in hidden:
            assert bounds(table, hidden, cell) == (min(possible[cell]), max(possible[cell]))


def test_over_ten_thousand_tables_no_small_cell_and_no_small_change_is_told():
    draw = random.Random(2)
    leaks, tables, shown_cells = [], 0, 0
    for _year in range(YEARS):
        inner = _random_table(draw, draw.randint(2, 3), draw.randint(2, 4))
        with_fixed, earlier = draw.random() < 0.5, list[dict[Cell, int]]()
        for _month in range(12):
            table = with_totals(inner)
            rows = {cell for cell in table if cell[1] == TOTAL}
            fixed = rows if with_fixed else set[Cell]()
            hidden, known = hide(table, fixed=fixed, earlier=earlier)
            shown = {cell: n for cell, n in table.items() if cell not in hidden | fixed}
            tables, shown_cells = tables + 1, shown_cells + len(shown)
            leaks += [n for n in shown.values() if is_small(n)]
            leaks += [
                cell
                for before in earlier
                for cell, n in shown.items()
                if cell in before and abs(n - before[cell]) < SMALL
            ]
            small = {cell for cell in hidden if is_small(table[cell])} - known
            solved = told(table, hidden)
            if tables % 10 == 0:  # the other two ways find no more; they are slow
                by_others = _solved_by_elimination(table, hidden) | _solved_by_bounds(table, hidden)
                assert by_others <= solved
            leaks += small & solved
            if not with_fixed:
                assert not known
            earlier.append(shown)
            inner = _grown(draw, inner)

    assert leaks == []
    assert tables >= 10_000
    assert shown_cells > tables / 4  # hiding everything would be safe, and of no use


def test_what_approved_totals_tell_is_named():
    table = with_totals({(0, 0): 2, (0, 1): 0, (1, 0): 40, (1, 1): 50})
    rows = {cell for cell in table if cell[1] == TOTAL}

    hidden, known = hide(with_totals({(0, 0): 0, (0, 1): 0, (1, 0): 40, (1, 1): 50}), fixed=rows)

    assert known == {(0, 0), (0, 1)}  # a row of nobody
    assert hide(table, fixed=rows)[1] == set()
    assert hidden >= known


@pytest.mark.parametrize(
    ("low", "high", "tens"),
    [(50, 60, (50, 60)), (53, 53, (50, 60)), (50, 50, (50, 60)), (0, 0, (0, 10)), (9, 31, (0, 40))],
)
def test_a_range_is_told_in_tens_at_least_ten_apart(low, high, tens):
    assert outward(low, high) == tens


def test_ranges_hold_for_ten_thousand_completions_and_tell_no_small_group():
    draw = random.Random(3)
    for _try in range(200):
        people = [
            sorted((draw.randint(0, 18), draw.randint(0, 18))) for _n in range(draw.randint(1, 90))
        ]
        surely = [sum(1 for _a, b in people if b < 3), sum(1 for a, _b in people if a >= 3)]
        maybe = [sum(1 for a, _b in people if a < 3), sum(1 for _a, b in people if b >= 3)]
        groups = {"under": (surely[0], maybe[0]), "over": (surely[1], maybe[1])}
        ranges = safe_ranges(len(people), groups)

        for _completion in range(50):
            ages = [draw.randint(a, b) for a, b in people]
            under = sum(1 for age in ages if age < 3)
            for name, n in (("under", under), ("over", len(ages) - under)):
                assert not ranges or ranges[name][0] <= n <= ranges[name][1]
        assert not ranges_told(len(people), ranges)


def test_a_total_at_the_edge_of_a_range_would_tell_the_other_group():
    assert ranges_told(10, {"under": (10, 20), "over": (0, 10)}) == {"over"}
    assert safe_ranges(10, {"under": (10, 10), "over": (0, 0)}) == {}
