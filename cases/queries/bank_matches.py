"""What a line of a bank statement shows of what is on record, by its references and its amount."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, TypedDict

from django.db.models import F, Q
from django.utils.translation import gettext as _

from cases import wording
from cases.models import BankStatement, Fee, PaymentBatch, Reversal, StatementLine
from cases.models.batch import APPROVED, BatchTotals
from cases.rules.rates import at_rate
from cases.rules.statements import BankLine
from cases.vocabulary import BatchStatus, FeeStatus


class _ShownBy(TypedDict):
    shown_by: str | None


class _BatchShownBy(BatchTotals, _ShownBy):
    pass


if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    #: With the reference of the statement that shows the transfer, or the refund, already.
    BatchOnRecord = WithAnnotations[PaymentBatch, _BatchShownBy]
    RefundOnRecord = WithAnnotations[Reversal, _ShownBy]


class Shows(StrEnum):
    """What a line of a statement shows."""

    TRANSFER = "transfer"  # of an approved batch: to be recorded
    REFUND = "refund"  # of a fee claimed back: to be recorded
    KNOWN = "known"  # a transfer or a refund that is on record
    REPEATED = "repeated"  # what an earlier statement has told
    NOTHING = "nothing"  # of ours, or nothing that can be recorded; ``why`` tells


@dataclass(frozen=True, slots=True)
class Match:
    """A line and what it shows: a ``batch``, a ``fee``, a ``reversal``, or an ``earlier`` line."""

    line: BankLine
    shows: Shows
    batch: PaymentBatch | None = None
    fee: Fee | None = None
    reversal: Reversal | None = None
    earlier: StatementLine | None = None
    why: str = ""

    @property
    def mark(self) -> str:
        """What it comes to, to tell later whether it still does."""
        target = self.batch or self.fee or self.reversal or self.earlier
        return f"{self.line.row}:{self.shows}:{target.pk if target else ''}"


@dataclass(slots=True)
class Register:
    """What is on record beside some lines; each record is shown by one line at most."""

    lines: Sequence[BankLine]
    batches: "Sequence[BatchOnRecord]"
    claims: dict[str, list[Reversal]]
    refunds: "dict[str, RefundOnRecord]"
    earlier: dict[object, StatementLine]
    taken: dict[object, int] = field(default_factory=dict)

    def match(self, line: BankLine) -> Match:
        """Return what ``line`` shows, with the sentence why where that is nothing of ours."""
        if earlier := self.earlier.get(line.facts):
            return Match(line, Shows.REPEATED, earlier=earlier)
        found = self._paid(line) if line.amount < 0 else self._received(line)
        record = found.batch or found.fee or found.reversal
        if record is None or found.shows is Shows.NOTHING:
            return found
        if row := self.taken.get(record):
            why = _("Row %(row)s already shows the same.") % {"row": row}
            return Match(line, Shows.NOTHING, why=why)
        self.taken[record] = line.row
        return found

    def _paid(self, line: BankLine) -> Match:
        known = [batch for batch in self.batches if batch.bank_reference == line.bank_reference]
        if known:
            return self._known_transfer(line, known)
        if len(line.batches) != 1:
            several = _("The details name several payment batches.")
            return _nothing(line, several if line.batches else _("No payment batch is named."))
        (name,) = line.batches
        batch = next((each for each in self.batches if each.reference == name), None)
        if batch is None:
            return _nothing(line, _("There is no payment batch %(batch)s.") % {"batch": name})
        if why := _why_not_paid(line, batch):
            return _nothing(line, why)
        # One reference of the bank is one transfer of an agreement.
        row = self.taken.setdefault((batch.agreement_id, line.bank_reference), line.row)
        if row != line.row:
            return _nothing(line, _("Row %(row)s has the same bank reference.") % {"row": row})
        return Match(line, Shows.TRANSFER, batch=batch)

    def _known_transfer(self, line: BankLine, known: "list[BatchOnRecord]") -> Match:
        named = [batch for batch in known if not line.batches or batch.reference in line.batches]
        references = ", ".join(batch.reference for batch in known)
        if len(named) != 1:
            why = _("The bank reference is already used for %(batches)s.") % {"batches": references}
            return _nothing(line, why)
        (batch,) = named
        if statement := batch.shown_by:
            why = _("%(statement)s already shows the transfer of %(batch)s.") % {
                "statement": statement,
                "batch": batch.reference,
            }
            return _nothing(line, why)
        if line.currency != batch.account_currency:
            why = _("%(batch)s was paid in %(currency)s.") % {
                "batch": batch.reference,
                "currency": batch.account_currency,
            }
            return _nothing(line, why)
        if other := self._better(line, -_in_account(batch)):
            return _nothing(line, _("Row %(row)s already shows the same.") % {"row": other.row})
        return Match(line, Shows.KNOWN, batch=batch)

    def _better(self, line: BankLine, amount: Decimal) -> BankLine | None:
        """Return another line of the transfer, with its very amount: this one is a charge."""
        if line.amount == amount:
            return None
        alike = (each for each in self.lines if each.bank_reference == line.bank_reference)
        return next((each for each in alike if each.amount == amount), None)

    def _received(self, line: BankLine) -> Match:
        if known := self.refunds.get(line.bank_reference):
            return _known_refund(line, known)
        if len(line.children) != 1:
            several = _("The details name several children.")
            return _nothing(line, several if line.children else _("No child is named."))
        (name,) = line.children
        claims = self.claims.get(name, [])
        if not claims:
            return _nothing(line, _("No refund is awaited for %(child)s.") % {"child": name})
        (claim,) = claims[:1]
        if why := _why_not_refunded(line, claim):
            return _nothing(line, why)
        return Match(line, Shows.REFUND, fee=claim.fee)


def known_to(lines: Sequence[BankLine], *, of: BankStatement | None) -> Register:
    """Return what is on record beside ``lines``, which are of the statement ``of`` or new.

    Four queries.
    """
    by_bank = [line.bank_reference for line in lines]
    named = [name for line in lines for name in line.batches]
    children = [name for line in lines for name in line.children]
    earlier = StatementLine.objects.filter(bank_reference__in=by_bank, repeats__isnull=True)
    earlier = earlier.exclude(statement=of) if of else earlier
    refunds = Reversal.objects.filter(bank_reference__in=by_bank, refunded_on__isnull=False)
    claims = Reversal.objects.agreed().filter(
        fee__child__reference__in=children,
        fee__status=FeeStatus.REFUND_DUE,
        refunded_on__isnull=True,
        line__serves__isnull=True,
    )
    awaited: dict[str, list[Reversal]] = {}
    for claim in claims.select_related("fee__child", "fee__agreement", "line__batch"):
        awaited.setdefault(claim.fee.child.reference, []).append(claim)
    return Register(
        lines,
        list(
            PaymentBatch.objects.with_totals()
            .filter(Q(bank_reference__in=by_bank) | Q(reference__in=named))
            .annotate(shown_by=F("bank_line__statement__reference"))
            .order_by("pk")
        ),
        awaited,
        {
            each.bank_reference: each
            for each in refunds.select_related("fee__child", "fee__agreement", "line").annotate(
                shown_by=F("bank_line__statement__reference")
            )
        },
        {
            (e.value_date, e.bank_reference, e.amount, e.currency): e
            for e in earlier.select_related("statement")
        },
    )


def _nothing(line: BankLine, why: str) -> Match:
    return Match(line, Shows.NOTHING, why=why)


def _in_account(batch: "BatchOnRecord") -> Decimal:
    return batch.in_account(batch.total)


def _why_not_paid(line: BankLine, batch: "BatchOnRecord") -> str:
    """Return why a line cannot be the transfer of the batch it names; "" if it can."""
    name = batch.reference
    if batch.status in APPROVED and batch.status != BatchStatus.APPROVED:
        said = {"batch": name, "reference": batch.bank_reference}
        return _("%(batch)s is recorded with the bank reference %(reference)s.") % said
    if batch.status != BatchStatus.APPROVED:
        said = {"batch": name, "status": batch.get_status_display()}
        return _("%(batch)s is “%(status)s”, not approved.") % said
    same = line.currency == batch.currency
    if not same and line.rate is None:
        said = {"currency": line.currency, "own": batch.currency}
        return _("The line is in %(currency)s but gives no rate to %(own)s.") % said
    expected = at_rate(batch.total, None if same else line.rate)
    if -line.amount != expected:
        said = {"batch": name, "sum": wording.money_text(expected, line.currency)}
        return _("The total of %(batch)s is %(sum)s.") % said
    return ""


def _known_refund(line: BankLine, known: "RefundOnRecord") -> Match:
    said = {"child": known.fee.child.reference}
    if statement := known.shown_by:
        said["statement"] = statement
        return _nothing(line, _("%(statement)s already shows the refund for %(child)s.") % said)
    if (line.amount, line.currency) != (known.line.amount, known.fee.currency):
        said["sum"] = wording.money_text(known.line.amount, known.fee.currency)
        return _nothing(line, _("The recorded refund for %(child)s is %(sum)s.") % said)
    return Match(line, Shows.KNOWN, reversal=known)


def _why_not_refunded(line: BankLine, claim: Reversal) -> str:
    said = {"child": claim.fee.child.reference}
    if (line.amount, line.currency) != (claim.line.amount, claim.fee.currency):
        said["sum"] = wording.money_text(claim.line.amount, claim.fee.currency)
        return _("The refund awaited for %(child)s is %(sum)s.") % said
    paid_on = claim.line.batch.value_date
    if paid_on is None or line.value_date < paid_on:
        return _("The refund cannot come before the payment.")
    return ""
