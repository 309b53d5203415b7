"""Matching money that left with payment batches, by what lines name and what they come to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from cases import wording
from cases.models import PaymentBatch
from cases.models.batch import APPROVED
from cases.queries.bank_records import NOTHING, BankRecords, LineMatch, PaidPart, Shows, none
from cases.rules.rates import at_rate
from cases.rules.statements import BankLine
from cases.vocabulary import BatchStatus, MatchReason

if TYPE_CHECKING:
    from cases.queries.bank_records import BatchOnRecord

#: So many lines of one batch are tried for those that make up its amount.
MOST_TRIED = 12


@dataclass(frozen=True, slots=True)
class _Claim:
    """A line and the batches that it may pay; ``near`` where it only nearly names one."""

    line: BankLine
    batches: "tuple[BatchOnRecord, ...]"
    near: bool = False
    reason: MatchReason = MatchReason.NAMED


@dataclass(slots=True)
class Transfers:
    """Matches the lines of money that left, together: several may pay one batch."""

    lines: Sequence[BankLine]
    records: BankRecords
    #: The row that shows a batch, or has a bank reference, by the batch or the reference.
    taken: dict[object, int] = field(default_factory=dict)
    matches: dict[int, LineMatch] = field(default_factory=dict)

    def match(self) -> dict[int, LineMatch]:
        """Return the match of each line by its row, with the reason if it is none."""
        claims = [claim for line in self.lines if (claim := self._claim(line))]
        for claim in claims:
            if len(claim.batches) > 1:
                self._together(claim)
        for batch in self.records.batches.values():
            alone = [claim for claim in claims if claim.batches == (batch,)]
            if alone:
                self._alone(batch, sorted(alone, key=lambda claim: claim.near))
        return self.matches

    def _claim(self, line: BankLine) -> _Claim | None:
        """Return what a line may pay; None for nothing, the reason noted."""
        if recorded := self._recorded(line):
            return self._claim_of_recorded(line, recorded)
        return self._claim_of_named(line)

    def _recorded(self, line: BankLine) -> "list[BatchOnRecord]":
        return [
            b
            for b in self.records.batches.values()
            if line.bank_reference == b.bank_reference != ""
        ]

    def _claim_of_recorded(self, line: BankLine, recorded: "list[BatchOnRecord]") -> _Claim | None:
        names = {"batches": ", ".join(batch.reference for batch in recorded)}
        used = _("The bank reference is already used for %(batches)s.") % names
        if line.batches:
            ours = [
                self.records.batches[name] for name in line.batches if name in self.records.batches
            ]
            if len(ours) == len(line.batches) and any(batch in recorded for batch in ours):
                return _Claim(line, tuple(ours), reason=MatchReason.REFERENCE)
            self._nothing(line, used)
            return None
        still_open = [b for b in recorded if len(recorded) == 1 or not _is_covered(b)]
        if not still_open:
            self._nothing(line, used)
            return None
        return _Claim(line, tuple(still_open), reason=MatchReason.REFERENCE)

    def _claim_of_named(self, line: BankLine) -> _Claim | None:
        exact = [
            self.records.batches[name] for name in line.batches if name in self.records.batches
        ]
        near = [self.records.batches[name] for name in line.near if name in self.records.batches]
        missing = next((name for name in line.batches if name not in self.records.batches), None)
        if missing is not None:
            why = _("There is no payment batch %(batch)s.") % {"batch": missing}
            self._nothing(line, why)
            return None
        if not exact and not near:
            self._nothing(line, _("No payment batch is named."))
            return None
        both = tuple(dict.fromkeys([*exact, *near]))
        if exact and (not near or self._come_to(line, exact) or not self._come_to(line, both)):
            return _Claim(line, tuple(exact))
        return _Claim(line, both, near=True)

    def _come_to(self, line: BankLine, batches: "Iterable[BatchOnRecord]") -> bool:
        dues = [due_of(batch, line) for batch in batches]
        return sum(due for due in dues if isinstance(due, Decimal)) == -line.amount

    def _nothing(self, line: BankLine, why: str) -> None:
        self.matches[line.row] = none(line, why)

    def _together(self, claim: _Claim) -> None:
        """Match a line with several batches, if their amounts are together its own."""
        line, parts = claim.line, []
        for batch in claim.batches:
            due = self._still_due(batch, line)
            if isinstance(due, str):
                self._nothing(line, due)
                return
            parts.append(PaidPart(batch=batch, amount=due))
        total = sum((part.amount for part in parts), NOTHING)
        if total != -line.amount:
            words = {
                "batches": ", ".join(batch.reference for batch in claim.batches),
                "sum": wording.money_text(total, line.currency),
            }
            self._nothing(line, _("The total of %(batches)s is %(sum)s.") % words)
            return
        self._take(claim, parts, MatchReason.TOGETHER)

    def _alone(self, batch: "BatchOnRecord", claims: list[_Claim]) -> None:
        """Match the lines that name one batch: one that is its amount, or several that are."""
        dues: dict[int, Decimal] = {}
        for claim in claims:
            due = self._still_due(batch, claim.line)
            if isinstance(due, str):
                self._nothing(claim.line, due)
            else:
                dues[claim.line.row] = due
        able = [claim for claim in claims if claim.line.row in dues]
        for money in dict.fromkeys((c.line.currency, _rate(c.line, batch)) for c in able):
            alike = [c for c in able if (c.line.currency, _rate(c.line, batch)) == money]
            due = dues[alike[0].line.row]
            hits = _making_up(due, alike) if batch not in self.taken else []
            if not hits and batch.bank_reference and batch not in self.taken:
                hits = _nearest(due, alike) if not batch.covered else []
            reason = MatchReason.INSTALMENT if len(hits) > 1 or batch.covered else MatchReason.NAMED
            shaky = any(claim.near for claim in hits)
            for claim in [replace(claim, near=shaky) for claim in hits]:
                self._take(claim, [PaidPart(batch=batch, amount=-claim.line.amount)], reason)
            rows = {claim.line.row for claim in hits}
            for claim in alike:
                if claim.line.row not in rows:
                    self._rest(batch, claim, due)

    def _rest(self, batch: "BatchOnRecord", claim: _Claim, due: Decimal) -> None:
        """Tell that another line shows the batch, or offer a line that does not make it up."""
        line = claim.line
        if row := self.taken.get(batch):
            self._nothing(line, _("Row %(row)s already shows the same.") % {"row": row})
            return
        less = -line.amount < due
        words = {
            "batch": batch.reference,
            "sum": wording.money_text(-line.amount, line.currency),
            "due": wording.money_text(due, line.currency),
        }
        why = (
            _("A part of %(batch)s: %(sum)s of %(due)s still to be paid.")
            if less
            else _("More than %(batch)s: %(sum)s for %(due)s still to be paid.")
        ) % words
        self.matches[line.row] = LineMatch(
            line,
            Shows.KNOWN if batch.bank_reference else Shows.TRANSFER,
            (PaidPart(batch=batch, amount=-line.amount),),
            MatchReason.LESS if less else MatchReason.MORE,
            why=why,
            offered=True,
        )

    def _take(self, claim: _Claim, parts: Sequence[PaidPart], reason: MatchReason) -> None:
        """Match a line with the records that it pays, unless its bank reference forbids it."""
        line = claim.line
        batches = [part.batch for part in parts if part.batch]
        if other := self._other_day(line, batches):
            why = _("Row %(row)s has the same bank reference.") % {"row": other}
            self._nothing(line, why)
            return
        self.taken |= dict.fromkeys(batches, line.row)
        is_known = all(batch.bank_reference for batch in batches)
        match = LineMatch(line, Shows.KNOWN if is_known else Shows.TRANSFER, tuple(parts), reason)
        if claim.near:
            names = {"batches": ", ".join(batch.reference for batch in batches)}
            why = _("The details seem to name %(batches)s, in other letters or signs.") % names
            match = replace(match, reason=MatchReason.NEAR, why=why, offered=True)
        elif claim.reason is MatchReason.REFERENCE:
            match = replace(match, reason=claim.reason)
        if line.occurrence > 1 and not is_known:
            why = _("The file has this line more than once. Confirm it if the bank paid twice.")
            match = replace(match, why=why, offered=True)
        self.matches[line.row] = match

    def _other_day(self, line: BankLine, batches: list[PaymentBatch]) -> int | None:
        """Return the row of another day that pays other batches under the same bank reference."""
        new = [b for b in batches if not b.bank_reference and b not in self.taken]
        for batch in new if line.bank_reference else ():
            row = self.taken.setdefault((batch.agreement_id, line.bank_reference), line.row)
            days = {each.value_date for each in self.lines if each.row in (row, line.row)}
            if len(days) > 1:
                return row
        return None

    def _still_due(self, batch: "BatchOnRecord", line: BankLine) -> Decimal | str:
        """Return what is to be paid of a batch in the money of a line, or why it is not by it."""
        due = due_of(batch, line)
        if isinstance(due, Decimal) and (row := self.taken.get(batch)):
            return _("Row %(row)s already shows the same.") % {"row": row}
        return due


def _rate(line: BankLine, batch: PaymentBatch) -> Decimal | None:
    """Return the rate at which a line pays a batch; None in its own currency."""
    return None if line.currency == batch.currency else line.rate


def _is_covered(batch: "BatchOnRecord") -> bool:
    return bool(batch.covered) and batch.covered >= batch.in_account(batch.total)


def due_of(batch: "BatchOnRecord", line: BankLine) -> Decimal | str:
    """Return what is to be paid of a batch in the money of a line, or why it is not by it."""
    names: dict[str, object] = {"batch": batch.reference}
    if batch.status not in APPROVED:
        names["status"] = batch.get_status_display()
        return _("%(batch)s is “%(status)s”, not approved.") % names
    if batch.status != BatchStatus.APPROVED:
        return _due_of_sent(batch, line, names)
    rate = _rate(line, batch)
    if line.currency != batch.currency and rate is None:
        names = {"currency": line.currency, "own": batch.currency}
        return _("The line is in %(currency)s but gives no rate to %(own)s.") % names
    if batch.approved_on and line.value_date < batch.approved_on:
        names["day"] = wording.day_text(batch.approved_on)
        return _("%(batch)s was approved on %(day)s only.") % names
    before = None if batch.covered_in == batch.currency else batch.covered_at
    if batch.covered and (batch.covered_in, before) != (line.currency, rate):
        names["sum"] = wording.money_text(batch.covered, str(batch.covered_in))
        return _("A part of %(batch)s, %(sum)s, was paid in another currency.") % names
    return at_rate(batch.total, rate) - batch.covered


def _due_of_sent(batch: "BatchOnRecord", line: BankLine, names: dict[str, object]) -> Decimal | str:
    if batch.bank_reference != line.bank_reference:
        names["reference"] = batch.bank_reference
        return _("%(batch)s is recorded with the bank reference %(reference)s.") % names
    if _is_covered(batch):
        names["statement"] = batch.shown_by
        return _("%(statement)s already shows the transfer of %(batch)s.") % names
    if line.currency != batch.account_currency:
        names["currency"] = batch.account_currency
        return _("%(batch)s was paid in %(currency)s.") % names
    return batch.in_account(batch.total) - batch.covered


def _making_up(due: Decimal, claims: list[_Claim]) -> list[_Claim]:
    """Return the line that is ``due``, or the lines that are so together and no others."""
    for claim in claims:
        if -claim.line.amount == due:
            return [claim]
    if len(claims) == 1 or sum(-claim.line.amount for claim in claims) == due:
        return claims if sum(-claim.line.amount for claim in claims) == due else []
    some = [
        list(several)
        for size in range(2, len(claims))
        for several in combinations(claims[:MOST_TRIED], size)
        if sum(-claim.line.amount for claim in several) == due
    ]
    return some[0] if len(some) == 1 else []


def _nearest(due: Decimal, claims: list[_Claim]) -> list[_Claim]:
    """Return the line nearest to ``due``, and those that still go into it beside that one."""
    nearest, *others = sorted(claims, key=lambda claim: abs(due + claim.line.amount))
    hits, rest = [nearest], due + nearest.line.amount
    for claim in others:
        if -claim.line.amount <= rest:
            hits.append(claim)
            rest += claim.line.amount
    return hits
