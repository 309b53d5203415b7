"""Matching money that came with refunds: awaited, or on record."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from cases import wording
from cases.models import Reversal
from cases.queries.bank_records import NOTHING, BankRecords, LineMatch, PaidPart, Shows, none
from cases.rules.statements import BankLine
from cases.vocabulary import MatchReason

if TYPE_CHECKING:
    from cases.queries.bank_records import RefundOnRecord


@dataclass(slots=True)
class Refunds:
    """Matches the lines of money that came, one after the other."""

    records: BankRecords
    #: The row that shows a refund, by its fee or its reversal.
    taken: dict[object, int] = field(default_factory=dict)

    def match(self, line: BankLine) -> LineMatch:
        """Return the refunds that a line brings, or why it brings none."""
        recorded = [r for r in self.records.refunds if r.bank_reference == line.bank_reference]
        if line.children:
            ours = [r for r in recorded if r.fee.child.reference in line.children]
            recorded = ours or ([] if self._awaited(line.children) else recorded)
        if recorded:
            return self._known_refund(line, recorded)
        near = [name for name in line.near if name in self.records.claims]
        if not line.children and not near:
            return none(line, _("No child is named."))
        if missing := [name for name in line.children if name not in self.records.claims]:
            why = _("No refund is awaited for %(child)s.") % {"child": missing[0]}
            return none(line, why)
        return self._refund(line, [self.records.claims[name] for name in (line.children or near)])

    def _awaited(self, names: Iterable[str]) -> bool:
        return all(name in self.records.claims for name in names)

    def _refund(self, line: BankLine, claims: list[Reversal]) -> LineMatch:
        """Return the refunds that a line brings, if all of it fits."""
        if rows := [self.taken[c.fee] for c in claims if c.fee in self.taken]:
            return none(line, _("Row %(row)s already shows the same.") % {"row": rows[0]})
        if why := _why_not_refunded(line, claims):
            return none(line, why)
        self.taken |= {claim.fee: line.row for claim in claims}
        parts = tuple(PaidPart(fee=claim.fee, amount=claim.line.amount) for claim in claims)
        reason = MatchReason.NAMED if len(claims) == 1 else MatchReason.TOGETHER
        if line.children:
            return LineMatch(line, Shows.REFUND, parts, reason)
        names = {"children": ", ".join(line.near)}
        why = _("The details seem to name %(children)s, in other letters or signs.") % names
        return LineMatch(line, Shows.REFUND, parts, MatchReason.NEAR, why=why, offered=True)

    def _known_refund(self, line: BankLine, refunds: "list[RefundOnRecord]") -> LineMatch:
        """Return the refunds on record that a line shows: those of its bank reference."""
        unshown = [r for r in refunds if not r.shown_by and r not in self.taken]
        if len(unshown) > 1 and sum(r.line.amount for r in unshown) != line.amount:
            alike = [r for r in unshown if r.line.amount == line.amount]
            unshown = alike[:1] or unshown
        if not unshown:
            return none(line, self._shown(refunds[0]))
        total = sum((refund.line.amount for refund in unshown), NOTHING)
        (currency,) = {refund.fee.currency for refund in unshown} or {""}
        if (line.amount, line.currency) != (total, currency):
            words = {
                "child": ", ".join(refund.fee.child.reference for refund in unshown),
                "sum": wording.money_text(total, currency),
            }
            return none(line, _("The recorded refund for %(child)s is %(sum)s.") % words)
        self.taken |= dict.fromkeys(unshown, line.row)
        parts = tuple(PaidPart(reversal=refund, amount=refund.line.amount) for refund in unshown)
        return LineMatch(line, Shows.KNOWN, parts, MatchReason.REFERENCE)

    def _shown(self, refund: "RefundOnRecord") -> str:
        if row := self.taken.get(refund):
            return _("Row %(row)s already shows the same.") % {"row": row}
        words = {"child": refund.fee.child.reference, "statement": refund.shown_by}
        return _("%(statement)s already shows the refund for %(child)s.") % words


def _why_not_refunded(line: BankLine, claims: list[Reversal]) -> str:
    names = {"child": ", ".join(claim.fee.child.reference for claim in claims)}
    total = sum((claim.line.amount for claim in claims), NOTHING)
    if {(line.amount, line.currency)} != {(total, claim.fee.currency) for claim in claims}:
        names["sum"] = wording.money_text(total, claims[0].fee.currency)
        return _("The refund awaited for %(child)s is %(sum)s.") % names
    days = [claim.line.batch.value_date for claim in claims]
    if any(day is None or line.value_date < day for day in days):
        return _("The refund cannot come before the payment.")
    return ""
