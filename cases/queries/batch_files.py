"""A payment batch as its page shows it: lines, status, open acts."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from cases.models import Agreement, BatchLine, PaymentBatch, Receipt, User
from cases.models.receipt import receipts_of
from cases.models.rows import fetch
from cases.queries.batches import BEFORE_TRANSFER, approval_refusals
from cases.vocabulary import BatchStatus

if TYPE_CHECKING:
    from cases.models.batch import BatchWithTotals

#: The way of a batch, without the by-way of being void.
WAY = (
    BatchStatus.DRAFT,
    BatchStatus.SUBMITTED,
    BatchStatus.APPROVED,
    BatchStatus.SENT,
    BatchStatus.SETTLED,
)


@dataclass(frozen=True, slots=True)
class PaidByLine:
    """How much of a batch that is not sent yet a line of a bank statement has paid."""

    amount: Decimal
    currency: str
    statement: Annotated[str, "line__statement__reference"]
    row: Annotated[int, "line__row"]


@dataclass(frozen=True, slots=True)
class BatchFile:
    """A batch and its lines, the released ones last, for one user.

    ``refused`` is why the user cannot approve it; the flags are the acts open to them.
    """

    batch: "BatchWithTotals"
    held: tuple[BatchLine, ...]
    released: tuple[BatchLine, ...]
    may_prepare: bool
    may_approve: bool
    paid: tuple[PaidByLine, ...]
    refused: tuple[str, ...]

    @property
    def may_edit(self) -> bool:
        return self.may_prepare and self.batch.status in BEFORE_TRANSFER

    @property
    def may_submit(self) -> bool:
        return self.may_prepare and self.batch.status == BatchStatus.DRAFT and bool(self.held)

    @property
    def waits_for_approval(self) -> bool:
        return self.may_approve and self.batch.status == BatchStatus.SUBMITTED

    @property
    def may_send_back(self) -> bool:
        approved = self.batch.status == BatchStatus.APPROVED
        return self.may_approve and (self.waits_for_approval or approved)

    @property
    def may_transfer(self) -> bool:
        return self.may_prepare and self.batch.status == BatchStatus.APPROVED

    @property
    def may_receipt(self) -> bool:
        return self.may_prepare and self.batch.status == BatchStatus.SENT


def batch_file(batch: "BatchWithTotals", *, by: User) -> BatchFile:
    """Return the file of ``batch`` (with totals) for ``by``. One query; two once it is approved."""
    may_approve = by.has_perm("cases.approve_payment")
    submitted = batch.status == BatchStatus.SUBMITTED
    lines = _lines(batch)
    return BatchFile(
        batch=batch,
        held=tuple(line for line in lines if not line.released),
        released=tuple(line for line in lines if line.released),
        may_prepare=by.has_perm("cases.prepare_payment"),
        may_approve=may_approve,
        paid=_paid(batch) if batch.status == BatchStatus.APPROVED else (),
        refused=approval_refusals(batch, by=by) if may_approve and submitted else (),
    )


def authority_before(agreement: Agreement) -> str:
    """Return the authority of the agreement's newest receipt, as initial value."""
    receipts = Receipt.objects.filter(agreement=agreement, withdrawn_at=None).order_by("-pk")
    return receipts.values_list("authority", flat=True).first() or ""


def newest_funder(agreement: Agreement | None = None) -> str:
    """Return the funder of the newest transfer, of one agreement or of any, as initial value."""
    sent = PaymentBatch.objects.filter(value_date__isnull=False).order_by("-value_date", "-pk")
    sent = sent.filter(agreement=agreement) if agreement else sent
    return sent.values_list("funder", flat=True).first() or ""


def _paid(batch: PaymentBatch) -> tuple[PaidByLine, ...]:
    return fetch(PaidByLine, batch.bank_matches.standing().order_by("pk"))


def _lines(batch: PaymentBatch) -> list[BatchLine]:
    lines = batch.lines.select_related("fee__child", "serves__child", "released_by")
    lines = lines.annotate(acknowledged_by=receipts_of("fee"))
    # Keys are given in the order of references, which as text put a tenth child before a second.
    return list(lines.order_by("released", "fee__child__mother", "fee__child", "pk"))
