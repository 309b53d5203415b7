"""One reading of a payment batch: what it holds, where it stands, what may be done with it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from cases.models import Agreement, BatchLine, PaymentBatch, Receipt, ReceiptLine, User
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
class BatchFile:
    """A batch with its lines, the released ones last, as one member of staff meets it.

    ``refused`` says why this person cannot approve it; the other flags tell
    which acts are open to them now.
    """

    batch: "BatchWithTotals"
    held: tuple[BatchLine, ...]
    released: tuple[BatchLine, ...]
    may_prepare: bool
    may_approve: bool
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
    """Read ``batch``, which carries its totals, as ``by`` meets it. One query."""
    may_approve = by.has_perm("cases.approve_payment")
    submitted = batch.status == BatchStatus.SUBMITTED
    lines = _lines(batch)
    return BatchFile(
        batch=batch,
        held=tuple(line for line in lines if not line.released),
        released=tuple(line for line in lines if line.released),
        may_prepare=by.has_perm("cases.prepare_payment"),
        may_approve=may_approve,
        refused=approval_refusals(batch, by=by) if may_approve and submitted else (),
    )


def authority_before(agreement: Agreement) -> str:
    """Return who signed the newest receipt of this agreement, to be offered again."""
    receipts = Receipt.objects.filter(agreement=agreement).order_by("-pk")
    return receipts.values_list("authority", flat=True).first() or ""


def newest_funder() -> str:
    """Return who funded the newest transfer, to be offered again."""
    sent = PaymentBatch.objects.filter(value_date__isnull=False).order_by("-value_date", "-pk")
    return sent.values_list("funder", flat=True).first() or ""


def _lines(batch: PaymentBatch) -> list[BatchLine]:
    receipts = ReceiptLine.objects.filter(fee=OuterRef("fee")).order_by("pk")
    lines = batch.lines.select_related("fee__child", "serves__child", "released_by")
    lines = lines.annotate(receipt_numbers=ArraySubquery(receipts.values("receipt__number")))
    # Keys are given in the order of references, which as text put a tenth child before a second.
    return list(lines.order_by("released", "fee__child__mother", "fee__child", "pk"))
