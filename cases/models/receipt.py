"""Receipts: documents by which the other side acknowledges money by fee, and their scans."""

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypedDict, cast

import pgtrigger
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Count, Exists, F, FilteredRelation, Min, OuterRef, Q, Sum
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models.agreement import Agreement
from cases.models.document import KeptFile, checked_once, whole_file
from cases.models.fee import Fee
from cases.models.guards import (
    after,
    append_only,
    both_or_neither,
    by_office,
    in_words,
    keeps_history,
    no_delete,
    no_truncate,
    refusal,
    refuses,
    stays,
)
from cases.models.rows import JsonRow, JsonRows
from cases.models.user import User


class ReceiptTotals(TypedDict):
    """What ``with_totals`` adds."""

    acknowledged: int
    total: Decimal
    currency: str
    is_scanned: bool


class FeePapers(TypedDict):
    """What ``with_papers`` adds."""

    batch_reference: str | None
    batch_status: str | None
    value_date: datetime.date | None
    #: The number and the key of each.
    acknowledged_by: list[tuple[str, str]]


if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    ReceiptWithTotals = WithAnnotations["Receipt", ReceiptTotals]
    FeeWithPapers = WithAnnotations[Fee, FeePapers]


class ReceiptQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "ReceiptQuerySet":
        """Return the receipts ``user`` may see: all or none."""
        return self if user.has_perm("cases.view_ledger") else self.none()

    def with_totals(self) -> "models.QuerySet[ReceiptWithTotals]":
        """Annotate the number of fees, their sum, and whether there is a scan."""
        scans = ReceiptScan.objects.filter(receipt=OuterRef("pk"), withdrawn_at__isnull=True)
        rows = self.annotate(
            acknowledged=Count("lines"),
            total=Sum("lines__amount"),
            currency=Min("lines__fee__currency"),
            is_scanned=Exists(scans),
        )
        return cast("models.QuerySet[ReceiptWithTotals]", rows)


#: What is said of a receipt once, and what is added when it was recorded by mistake.
_SAID = ("key", "agreement", "authority", "number", "received_on", "recorded_by", "recorded_at")
_WITHDRAWAL = ("withdrawn_by", "withdrawn_at", "withdrawn_note")


@keeps_history(exclude=("key",))
class Receipt(models.Model):
    """A document by which the other side acknowledges money; ``key`` is its address.

    One that was recorded by mistake is withdrawn: it stays on record, and acknowledges nothing.
    """

    key = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="receipts")
    authority = models.CharField(_("authority"), max_length=120)
    number = models.CharField(_("number"), max_length=60)
    received_on = models.DateField(_("received on"))
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    withdrawn_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_note = models.CharField(_("withdrawn because"), max_length=300, blank=True)

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "authority", "number"],
                condition=Q(withdrawn_at__isnull=True),
                name="receipt_number_once",
            ),
            models.CheckConstraint(
                name="receipt_withdrawn_whole",
                condition=Q(withdrawn_by__isnull=True, withdrawn_at__isnull=True, withdrawn_note="")
                | in_words("withdrawn_note")
                & Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False),
            ),
        ]
        triggers = [
            no_delete(),
            no_truncate(),
            by_office("receipt", "prepare_payment", pgtrigger.Insert),
            refuses(
                "receipt_starts_in_force",
                pgtrigger.Insert,
                "NEW.withdrawn_at IS NOT NULL",
                "A receipt is withdrawn after it was recorded.",
            ),
            stays("receipt_stays", "A receipt is never changed.", *_SAID),
            refuses(
                "receipt_withdrawn_once",
                pgtrigger.Update,
                "OLD.withdrawn_at IS NOT NULL",
                "A receipt is withdrawn once.",
                condition=pgtrigger.AnyChange(*_WITHDRAWAL),
            ),
            after(
                "given_back_by_its_fees",
                pgtrigger.Update,
                "PERFORM cases_give_back_receipt(NEW);",
                condition=pgtrigger.AnyChange(*_WITHDRAWAL),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("receipt", args=[self.key])


class ReceiptLines(models.Manager["ReceiptLine"]):
    """The lines of receipts that nobody has withdrawn."""

    def get_queryset(self) -> "models.QuerySet[ReceiptLine]":
        return super().get_queryset().filter(receipt__withdrawn_at__isnull=True)


class ReceiptLine(models.Model):
    """The part of a receipt that acknowledges one fee; append-only."""

    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="lines")
    fee = models.ForeignKey(Fee, models.PROTECT, related_name="receipt_lines")
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)

    objects = ReceiptLines()

    class Meta:
        verbose_name = _("line of a receipt")
        verbose_name_plural = _("lines of receipts")
        constraints = [
            models.UniqueConstraint(fields=["receipt", "fee"], name="receipt_line_once"),
            models.CheckConstraint(name="receipt_line_amount_positive", condition=Q(amount__gt=0)),
        ]
        triggers = [
            *append_only(),
            refuses(
                "receipt_line_of_the_agreement",
                pgtrigger.Insert,
                "(SELECT agreement_id FROM cases_receipt WHERE id = NEW.receipt_id) IS DISTINCT "
                "FROM (SELECT agreement_id FROM cases_fee WHERE id = NEW.fee_id)",
                "A receipt acknowledges fees of its own agreement.",
            ),
            refuses(
                "receipt_line_with_its_receipt",
                pgtrigger.Insert,
                "NOT EXISTS (SELECT FROM cases_receipt r WHERE r.id = NEW.receipt_id "
                "AND r.recorded_at >= now() AND cases_is_ours(r.xmin) "
                "AND r.recorded_by_id IS NOT DISTINCT "
                "FROM COALESCE(cases_actor(), r.recorded_by_id))",
                "A receipt has the lines with which it was recorded.",
            ),
            refuses(
                "receipt_line_of_one_currency",
                pgtrigger.Insert,
                "EXISTS (SELECT 1 FROM cases_receiptline l JOIN cases_fee f ON f.id = l.fee_id "
                "JOIN cases_fee n ON n.id = NEW.fee_id AND n.currency <> f.currency "
                "WHERE l.receipt_id = NEW.receipt_id)",
                "A receipt is in one currency.",
            ),
            after(
                # The row lock of the parent makes two receipts wait for each
                # other; a sum read at commit lost that race when it was tried.
                "kept_on_the_fee",
                pgtrigger.Insert,
                "UPDATE cases_fee SET received = received + NEW.amount, "
                "status = CASE WHEN received + NEW.amount = amount AND status = 'paid' "
                "THEN 'receipted' ELSE status END, version = version + 1 "
                "WHERE id = NEW.fee_id AND status IN ('paid', 'receipted'); "
                "IF NOT FOUND THEN "
                + refusal("receipt_line_of_paid_fee", "Only a paid fee can be receipted.")
                + " END IF;",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.receipt} {self.amount}"


#: What is said of a scan once; only its withdrawal is added later.
_FIXED = ("receipt", "name", "content_type", "size", "sha256", "sent_sha256", "stored_as")


@keeps_history()
class ReceiptScan(KeptFile):
    """One scan of a receipt; it may name children, so only finance opens it."""

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
                condition=Q(withdrawn_at__isnull=True),
                name="scan_of_a_receipt_once",
            ),
        ]
        triggers = [
            no_delete(),
            checked_once("scan"),
            stays("scan_stays", "A scan is never changed.", *_FIXED, "uploaded_by", "uploaded_at"),
            refuses(
                "scan_withdrawn_once",
                pgtrigger.Update,
                "OLD.withdrawn_at IS NOT NULL",
                "A scan is withdrawn once.",
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


def receipts_of(fee: str) -> JsonRows:
    """Return the column of the number and the key of each receipt of a ``fee``."""
    receipts = ReceiptLine.objects.filter(fee=OuterRef(fee)).order_by("pk")
    return JsonRows(receipts.values(json=JsonRow("receipt__number", "receipt__key")))


def with_papers(fees: "models.QuerySet[Fee]") -> "models.QuerySet[Any]":
    """Annotate fees with the live batch, its value date, and their receipts."""
    return fees.alias(
        live=FilteredRelation("payments", condition=Q(payments__released=False))
    ).annotate(
        batch_reference=F("live__batch__reference"),
        batch_status=F("live__batch__status"),
        value_date=F("live__batch__value_date"),
        acknowledged_by=receipts_of("pk"),
    )
