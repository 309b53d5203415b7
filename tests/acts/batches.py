"""Batches of payments."""

from typing import Any

from cases.models import BatchLine, Explanation, PaymentBatch
from cases.vocabulary import BatchStatus, Explained
from tests import factories
from tests.acts.example import EXAMPLES, ON, Example, example


def _batch(route: str, before: BatchStatus, after: dict[str, Any], **typed: str) -> None:
    def make() -> Example:
        batch = factories.batch(before, fees=1)
        data = {"version": batch.version, **typed}
        return Example((batch.reference,), data, PaymentBatch.objects.filter(**after))

    EXAMPLES[route] = make


_TRANSFER = {"bank_reference": "TRF-1", "value_date": ON, "charges": "", "funder": ""}
_batch("batch-submit", BatchStatus.DRAFT, {"status": BatchStatus.SUBMITTED})
_batch("batch-approve", BatchStatus.SUBMITTED, {"status": BatchStatus.APPROVED})
_batch(
    "batch-return", BatchStatus.SUBMITTED, {"returned_reason": "Look again."}, reason="Look again."
)
_batch("batch-transfer", BatchStatus.APPROVED, {"status": BatchStatus.SENT}, **_TRANSFER)
_batch("batch-void", BatchStatus.DRAFT, {"status": BatchStatus.VOID})


@example("batch-new")
def _() -> Example:
    (fee,) = factories.due_fees()
    return Example((), {"fee": [fee.pk]}, PaymentBatch.objects.all())


@example("batch-add")
def _() -> Example:
    batch, (fee,) = factories.batch(fees=1), factories.due_fees()
    typed = {"version": batch.version, "fee": [fee.pk]}
    return Example((batch.reference,), typed, batch.lines.all())


@example("batch-release")
def _() -> Example:
    batch = factories.batch(fees=2)
    typed = {"version": batch.version, "fee": [batch.lines.first().fee_id]}
    return Example((batch.reference,), typed, BatchLine.objects.filter(released=True))


@example("batch-explain")
def _() -> Example:
    batch = factories.batch(BatchStatus.SENT)
    typed = {"receipt-amount": "-800.00", "receipt-reason": Explained.IN_TRANSIT}
    return Example((batch.reference,), typed, Explanation.objects.all())
