"""The scanned paper of a receipt."""

from typing import Any

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.document import KeptFile, whole_file
from cases.models.fee import Receipt
from cases.models.guards import before, both_or_neither, keeps_history, no_delete, refuse_if, stays

_FIXED = ("receipt", "name", "content_type", "size", "sha256", "sent_sha256", "stored_as")


@keeps_history()
class ReceiptScan(KeptFile):
    """One scan of a receipt. The paper may name children, so that only finance opens it."""

    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="scans")

    class Meta:
        verbose_name = _("scan of a receipt")
        verbose_name_plural = _("scans of receipts")
        ordering = ["-pk"]
        constraints = [
            *whole_file("scan"),
            both_or_neither("scan_withdrawn_whole", "withdrawn_by", "withdrawn_at"),
            models.UniqueConstraint(
                fields=["receipt", "sent_sha256"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="scan_of_a_receipt_once",
            ),
        ]
        triggers = [
            no_delete(),
            stays("scan_stays", "A scan is never changed.", *_FIXED, "uploaded_by", "uploaded_at"),
            before(
                "scan_withdrawn_once",
                pgtrigger.Update,
                refuse_if(
                    "OLD.withdrawn_at IS NOT NULL",
                    "scan_withdrawn_once",
                    "A scan is withdrawn once.",
                ),
                condition=pgtrigger.AnyChange("withdrawn_by", "withdrawn_at"),
            ),
        ]

    def __str__(self) -> str:
        """The number of the receipt: the name of the file may name a person."""
        return str(self.receipt)

    @property
    def belongs_to(self) -> str:
        """The number of its receipt."""
        return self.receipt.number


def with_scans(receipts: "models.QuerySet[Receipt]") -> "models.QuerySet[Any]":
    """Add whether a scan of the receipt is on file, ``is_scanned``."""
    scans = ReceiptScan.objects.filter(receipt=models.OuterRef("pk"), withdrawn_at__isnull=True)
    return receipts.annotate(is_scanned=models.Exists(scans))
