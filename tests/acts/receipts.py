"""Receipts."""

from typing import Any

from cases.models import PaymentBatch, Receipt, ReceiptScan
from cases.vocabulary import BatchStatus
from tests import factories, papers
from tests.acts.example import ON, Example, example


def _acknowledged(batch: PaymentBatch) -> dict[str, Any]:
    ticks = {f"take-{line.fee_id}": "on" for line in batch.lines.all()}
    return ticks | {"number": "R-1", "authority": "Court of Karkh", "received_on": ON}


@example("batch-receipt")
def _() -> Example:
    batch = factories.batch(BatchStatus.SENT)
    typed = {"version": batch.version, **_acknowledged(batch)}
    return Example((batch.reference,), typed, Receipt.objects.all())


@example("receipt-new")
def _() -> Example:
    typed = _acknowledged(factories.batch(BatchStatus.SENT))
    return Example((), typed, Receipt.objects.all())


@example("receipt-withdraw")
def _() -> Example:
    rows = Receipt.objects.filter(withdrawn_at__isnull=False)
    return Example((factories.receipt().key,), {"note": "It names another child."}, rows)


@example("receipt-scan-add")
def _() -> Example:
    receipt = factories.receipt()
    return Example((receipt.key,), {"file": papers.sent(papers.pdf())}, receipt.scans.all())


@example("receipt-scan-withdraw")
def _() -> Example:
    receipt = factories.receipt(new=factories.scan())
    rows = ReceiptScan.objects.filter(withdrawn_at__isnull=False)
    return Example((receipt.key, receipt.scans.get().stored_as), {}, rows)
