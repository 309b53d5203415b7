"""Paid fees that wait for a receipt."""

from django.db.models import Count, QuerySet

from cases.models import Agreement, BatchLine
from cases.vocabulary import BatchStatus, FeeStatus


def awaiting(agreement: Agreement) -> "QuerySet[BatchLine]":
    """Return the lines of sent batches not wholly acknowledged by receipts, oldest first."""
    lines = BatchLine.objects.filter(
        released=False, batch__agreement=agreement, batch__status=BatchStatus.SENT
    )
    lines = lines.filter(serves__status=FeeStatus.PAID).select_related("serves__child", "batch")
    return lines.order_by("batch__value_date", "batch", "serves__child__mother", "serves__child")


def waiting_batches(agreement: Agreement) -> dict[str, int]:
    """Return the number of fees that wait for a receipt, by reference of batch. One query."""
    lines = awaiting(agreement).order_by("batch__pk")
    return dict(lines.values_list("batch__reference").annotate(Count("pk")))
