"""Matching the lines of bank statements with records, by references and amounts.

Only what a line names, or what bears its bank reference, is ever matched with it. Where all of it
fits the match is made; where a person has to judge, it is offered.
"""

from collections.abc import Sequence

from cases.models import BankStatement
from cases.queries.bank_records import LineMatch, Shows, records_for
from cases.queries.bank_refunds import Refunds
from cases.queries.bank_transfers import Transfers
from cases.rules.statements import BankLine


def matches_of(
    lines: Sequence[BankLine], *, of: BankStatement | None = None
) -> tuple[LineMatch, ...]:
    """Return the match of each line, with the reason if it is none. Four queries at most.

    ``of`` is the statement on record that the lines are from, if any.
    """
    if not lines:
        return ()
    records = records_for(lines, of=of)
    new = [line for line in lines if line.facts not in records.earlier]
    matches = Transfers([line for line in new if line.amount < 0], records).match()
    refunds = Refunds(records)
    for line in lines:
        if earlier := records.earlier.get(line.facts):
            matches[line.row] = LineMatch(line, Shows.REPEATED, earlier=earlier)
        elif line.amount > 0:
            matches[line.row] = refunds.match(line)
    return tuple(matches[line.row] for line in lines)
