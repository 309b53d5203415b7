"""No hidden number is told to a reader who knows the rule by which it is hidden."""

import itertools
import random

from cases.rules.disclosure import TOTAL, hide, with_totals
from cases.rules.known_method import hide_from_who_knows, left_open

#: Tables of which the shown cells and the pattern leave one to who knows the rule.
TOLD_BEFORE = (
    ((11, 4, 0), (4, 9, 0), (0, 4, 0)),
    ((18, 1, 0), (21, 24, 0), (5, 27, 0)),
)


def _table(lines):
    return with_totals(
        {(row, column): n for row, line in enumerate(lines) for column, n in enumerate(line)}
    )


def _fixed(table):
    return {cell for cell in table if cell[1] == TOTAL}


def _by_habit(table):
    return hide(table, fixed=_fixed(table))


def _knowingly(table):
    return hide_from_who_knows(table, fixed=_fixed(table))


def _lacks_a_second(table):
    """Return the hidden cells without a second table that is shown alike: one where columns change
    places, where all is hidden, or one near by.
    """
    hidden, _open = _knowingly(table)
    if hidden != set(table) - _fixed(table):
        return left_open(table, _knowingly, most=80)
    others = [
        {
            (row, order[column] if column != TOTAL else TOTAL): n
            for (row, column), n in table.items()
        }
        for order in itertools.permutations(range(3))
    ]
    alike = [other for other in others if _knowingly(other)[0] == hidden]
    lacking = {
        cell
        for cell in hidden
        if TOTAL not in cell and all(other[cell] == table[cell] for other in alike)
    }
    return lacking and lacking & left_open(table, _knowingly, most=200)


def test_what_the_rule_itself_told_is_hidden_whole():
    for lines in TOLD_BEFORE:
        table = _table(lines)
        assert left_open(table, _by_habit, most=2000)

        hidden, _open = _knowingly(table)

        assert hidden == set(table) - _fixed(table)
        assert _lacks_a_second(table) == set()


def test_random_tables_tell_nothing_to_who_knows_the_rule():
    draw, kept = random.Random(3), 0
    for _n in range(12):
        most = draw.choice((12, 30, 60))
        table = with_totals(
            {cell: draw.randint(0, most) for cell in itertools.product(range(3), range(3))}
        )
        kept += _knowingly(table) == _by_habit(table)
        assert _lacks_a_second(table) == set(), table
    assert kept >= 6
