"""Fees, the batches that pay them, and the receipts that prove it."""

from decimal import Decimal

import pgtrigger
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Count, F, FilteredRelation, Min, OuterRef, Q, Sum, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models.agreement import Agreement, FeeSchedule
from cases.models.child import Child
from cases.models.guards import (
    Editable,
    append_only,
    asked_first,
    at_commit,
    before,
    both_or_neither,
    keeps_history,
    no_delete,
    one_of,
    refusal,
    refuse_if,
    two_people,
)
from cases.models.staff import User
from cases.rules.rates import at_rate
from cases.vocabulary import BatchStatus, ClosedReason, FeeStatus, Reason

#: Why a closed case may still be paid for: the child came home.
STILL_OWED = (None, ClosedReason.COMPLETED)
#: Fee statuses that stand on a live line of a batch.
ON_A_LINE = (FeeStatus.BATCHED, FeeStatus.PAID, FeeStatus.RECEIPTED)
#: Batch statuses whose content a second person has approved.
APPROVED = (BatchStatus.APPROVED, BatchStatus.SENT, BatchStatus.SETTLED)

#: What a batch says of its transfer.
TRANSFER = ("bank_reference", "value_date", "charges", "funder", "paid_currency", "rate")

FEE_STEPS = (
    (FeeStatus.DUE, FeeStatus.BATCHED),
    (FeeStatus.BATCHED, FeeStatus.DUE),
    (FeeStatus.BATCHED, FeeStatus.PAID),
    (FeeStatus.PAID, FeeStatus.RECEIPTED),
    (FeeStatus.DUE, FeeStatus.WAIVED),
    (FeeStatus.PAID, FeeStatus.REFUND_DUE),
    (FeeStatus.RECEIPTED, FeeStatus.REFUND_DUE),
    (FeeStatus.REFUND_DUE, FeeStatus.REFUNDED),
    (FeeStatus.REFUNDED, FeeStatus.DUE),
    (FeeStatus.PAID, FeeStatus.CREDITED),
    (FeeStatus.RECEIPTED, FeeStatus.CREDITED),
    (FeeStatus.CREDITED, FeeStatus.DUE),
    # The other end of a credit: the money of another child's fee pays this one.
    (FeeStatus.DUE, FeeStatus.PAID),
    (FeeStatus.DUE, FeeStatus.RECEIPTED),
)
BATCH_STEPS = (
    (BatchStatus.DRAFT, BatchStatus.SUBMITTED),
    (BatchStatus.SUBMITTED, BatchStatus.DRAFT),
    (BatchStatus.SUBMITTED, BatchStatus.APPROVED),
    (BatchStatus.APPROVED, BatchStatus.DRAFT),
    (BatchStatus.APPROVED, BatchStatus.SENT),
    (BatchStatus.SENT, BatchStatus.SETTLED),
    (BatchStatus.DRAFT, BatchStatus.VOID),
    (BatchStatus.SUBMITTED, BatchStatus.VOID),
    (BatchStatus.APPROVED, BatchStatus.VOID),
)


def follows(table: str, name: str, steps) -> pgtrigger.Trigger:
    """Return the trigger that refuses a change of status the table does not know."""
    pairs = ", ".join(f"('{old}','{new}')" for old, new in steps)
    return before(
        f"{table}_status_follows",
        pgtrigger.Update,
        refuse_if(f"(OLD.status, NEW.status) NOT IN ({pairs})", name, "Unknown change of status."),
        condition=pgtrigger.AnyChange("status"),
    )


class FeeQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "FeeQuerySet":
        """Return the fees whom ``user`` may see: all of them, masked, or none."""
        return self if user.has_perm("cases.view_ledger") else self.none()

    def payable(self) -> "FeeQuerySet":
        """Return the fees that may be put into a batch."""
        owed = Q(child__closed_reason__isnull=True) | Q(child__closed_reason__in=STILL_OWED[1:])
        return self.filter(owed, status=FeeStatus.DUE, waiver_asked_by__isnull=True)

    def with_papers(self) -> "FeeQuerySet":
        """Add the reference of the live batch and the numbers of the receipts."""
        receipts = ReceiptLine.objects.filter(fee=OuterRef("pk")).order_by("pk")
        return self.alias(
            live=FilteredRelation("payments", condition=Q(payments__released=False))
        ).annotate(
            batch_reference=F("live__batch__reference"),
            receipt_numbers=ArraySubquery(receipts.values("receipt__number")),
        )


@keeps_history()
class Fee(Editable):
    """What is owed for one child under one agreement; the amount never changes."""

    child = models.ForeignKey(Child, models.PROTECT, related_name="fees")
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="fees")
    schedule = models.ForeignKey(FeeSchedule, models.PROTECT, related_name="fees")
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)
    status = models.CharField(
        _("status"), max_length=10, choices=FeeStatus.choices, default=FeeStatus.DUE
    )
    due_on = models.DateField(_("due since"))
    received = models.DecimalField(_("received"), max_digits=12, decimal_places=2, default=0)
    waiver_reason = models.CharField(max_length=12, choices=Reason.choices, blank=True)
    waiver_asked_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    waiver_asked_at = models.DateTimeField(null=True, blank=True)
    waiver_approved_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    waiver_approved_at = models.DateTimeField(null=True, blank=True)

    objects = FeeQuerySet.as_manager()

    class Meta:
        verbose_name = _("fee")
        verbose_name_plural = _("fees")
        ordering = ["child__reference"]
        permissions = [
            ("view_ledger", "See fees and payment batches"),
            ("prepare_payment", "Prepare batches, record transfers and receipts"),
            ("approve_payment", "Approve a batch as the second person"),
        ]
        indexes = [models.Index(fields=["agreement", "status"], name="fee_by_status")]
        constraints = [
            one_of("fee_status_known", "status", FeeStatus),
            models.UniqueConstraint(fields=["child", "agreement"], name="fee_once_a_child"),
            models.CheckConstraint(name="fee_amount_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="fee_currency_is_iso", condition=Q(currency__regex=r"^[A-Z]{3}$")
            ),
            models.CheckConstraint(
                name="fee_received_within_amount",
                condition=Q(received__gte=0, received__lte=F("amount")),
            ),
            models.CheckConstraint(
                name="fee_receipted_iff_received",
                condition=Q(status=FeeStatus.RECEIPTED, received=F("amount"))
                | (~Q(status=FeeStatus.RECEIPTED) & Q(received__lt=F("amount"))),
            ),
            both_or_neither("fee_waiver_asked_whole", "waiver_asked_by", "waiver_asked_at"),
            both_or_neither(
                "fee_waiver_approved_whole", "waiver_approved_by", "waiver_approved_at"
            ),
            two_people("fee_waived_by_another", "waiver_asked_by", "waiver_approved_by"),
            models.CheckConstraint(
                name="fee_waived_iff_approved",
                condition=(
                    Q(status=FeeStatus.WAIVED, waiver_approved_by__isnull=False)
                    & ~Q(waiver_reason="")
                )
                | (~Q(status=FeeStatus.WAIVED) & Q(waiver_approved_by__isnull=True)),
            ),
            models.CheckConstraint(
                name="fee_waiver_of_a_due_fee",
                condition=Q(waiver_asked_by__isnull=True)
                | Q(status__in=[FeeStatus.DUE, FeeStatus.WAIVED]),
            ),
        ]
        triggers = [
            no_delete(),
            before(
                "fee_of_its_schedule",
                pgtrigger.Insert,
                "IF NOT EXISTS (SELECT 1 FROM cases_feeschedule s JOIN cases_child c "
                "ON c.agreement_id = s.agreement_id WHERE s.id = NEW.schedule_id "
                "AND c.id = NEW.child_id AND s.agreement_id = NEW.agreement_id "
                "AND s.amount = NEW.amount AND s.currency = NEW.currency "
                "AND s.during @> NEW.due_on AND s.approved_by_id IS NOT NULL) THEN "
                + refusal("fee_of_its_schedule", "A fee is what the schedule says on its day.")
                + " END IF;",
            ),
            before(
                "fee_amount_stays",
                pgtrigger.Update,
                refusal("fee_amount_stays", "What is owed for a child never changes."),
                condition=pgtrigger.AnyChange(
                    "child", "agreement", "schedule", "amount", "currency", "due_on"
                ),
            ),
            before(
                "fee_starts_as_due",
                pgtrigger.Insert,
                refuse_if(
                    "NEW.status <> 'due' OR NEW.received <> 0",
                    "fee_starts_as_due",
                    "A fee starts as due.",
                ),
            ),
            asked_first(
                "fee_waiver_asked_first",
                "waiver_asked_by",
                "waiver_asked_at",
                approved="waiver_approved_by",
            ),
            follows("fee", "fee_status_follows_the_table", FEE_STEPS),
            at_commit(
                "fee_held_to_lines",
                pgtrigger.Insert | pgtrigger.UpdateOf("status"),
                "PERFORM cases_refuse_fee_off_its_lines(NEW.id);",
            ),
            at_commit(
                "fee_received_by_receipts",
                pgtrigger.UpdateOf("received"),
                "PERFORM cases_refuse_fee_off_its_receipts(NEW.id);",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.child} {self.amount} {self.currency}"

    def get_absolute_url(self) -> str:
        return reverse("fee", args=[self.agreement.slug, self.child.reference])

    @property
    def is_payable(self) -> bool:
        """Whether it may be put into a batch: due, not being waived, the case not given up."""
        asked, owed = self.waiver_asked_by_id, self.child.closed_reason in STILL_OWED
        return self.status == FeeStatus.DUE and asked is None and owed

    @property
    def open_amount(self) -> Decimal:
        """What no receipt acknowledges yet."""
        return self.amount - self.received


class PaymentBatchQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "PaymentBatchQuerySet":
        """Return the batches whom ``user`` may see: all of them, or none."""
        return self if user.has_perm("cases.view_ledger") else self.none()

    def with_totals(self) -> "PaymentBatchQuerySet":
        """Add how many fees the batch holds, their sum, and what is receipted of it."""
        live = Q(lines__released=False)
        nothing = Value(Decimal(0), output_field=models.DecimalField())
        return self.annotate(
            held=Count("lines", filter=live),
            total=Coalesce(Sum("lines__amount", filter=live), nothing),
            receipted=Coalesce(Sum("lines__serves__received", filter=live), nothing),
        )


@keeps_history()
class PaymentBatch(Editable):
    """Fees paid by one transfer: prepared by one person, approved by another."""

    reference = models.CharField(_("reference"), max_length=16, unique=True)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="batches")
    currency = models.CharField(_("currency"), max_length=3)
    status = models.CharField(
        _("status"), max_length=9, choices=BatchStatus.choices, default=BatchStatus.DRAFT
    )
    prepared_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField(auto_now_add=True)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    returned_reason = models.CharField(_("sent back because"), max_length=300, blank=True)
    bank_reference = models.CharField(_("bank reference"), max_length=60, blank=True)
    value_date = models.DateField(_("value date"), null=True, blank=True)
    charges = models.DecimalField(_("charges"), max_digits=12, decimal_places=2, default=0)
    funder = models.CharField(_("funder"), max_length=120, blank=True)
    #: The account may be in another currency: so many of its units were paid for one of ours.
    paid_currency = models.CharField(_("currency of the account"), max_length=3, blank=True)
    rate = models.DecimalField(_("rate"), max_digits=14, decimal_places=6, null=True, blank=True)

    objects = PaymentBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment batch")
        verbose_name_plural = _("payment batches")
        ordering = ["-pk"]
        constraints = [
            one_of("batch_status_known", "status", BatchStatus),
            models.CheckConstraint(
                name="batch_currency_is_iso", condition=Q(currency__regex=r"^[A-Z]{3}$")
            ),
            models.CheckConstraint(name="batch_charges_not_negative", condition=Q(charges__gte=0)),
            both_or_neither("batch_submitted_whole", "submitted_by", "submitted_at"),
            both_or_neither("batch_approved_whole", "approved_by", "approved_at"),
            two_people("batch_approved_by_another", "submitted_by", "approved_by"),
            two_people("batch_approved_not_by_preparer", "prepared_by", "approved_by"),
            models.CheckConstraint(
                name="batch_approval_iff_approved",
                condition=Q(status__in=list(APPROVED), approved_by__isnull=False)
                | Q(status=BatchStatus.VOID)
                | (
                    Q(status__in=[BatchStatus.DRAFT, BatchStatus.SUBMITTED])
                    & Q(approved_by__isnull=True)
                ),
            ),
            models.CheckConstraint(
                name="batch_submitted_iff_asked",
                condition=Q(status=BatchStatus.DRAFT, submitted_by__isnull=True)
                | Q(status=BatchStatus.VOID)
                | (
                    ~Q(status__in=[BatchStatus.DRAFT, BatchStatus.VOID])
                    & Q(submitted_by__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="batch_sent_has_bank_reference",
                condition=~Q(status__in=[BatchStatus.SENT, BatchStatus.SETTLED])
                | (~Q(bank_reference="") & Q(value_date__isnull=False)),
            ),
            models.CheckConstraint(
                name="batch_transfer_only_when_sent",
                condition=Q(status__in=[BatchStatus.SENT, BatchStatus.SETTLED])
                | Q(value_date__isnull=True, charges=0, rate__isnull=True)
                & Q(bank_reference="", funder="", paid_currency=""),
            ),
            models.CheckConstraint(
                name="batch_rate_iff_other_currency",
                condition=Q(paid_currency="", rate__isnull=True)
                | Q(paid_currency__regex=r"^[A-Z]{3}$", rate__gt=0, rate__isnull=False)
                & ~Q(paid_currency=F("currency")),
            ),
            models.UniqueConstraint(
                fields=["agreement", "bank_reference"],
                condition=~Q(bank_reference=""),
                name="batch_bank_reference_once",
            ),
        ]
        triggers = [
            no_delete(),
            before(
                "batch_starts_as_draft",
                pgtrigger.Insert,
                refuse_if(
                    "NEW.status <> 'draft'", "batch_starts_as_draft", "A batch starts as a draft."
                ),
            ),
            before(
                "batch_terms_stay",
                pgtrigger.Update,
                refusal("batch_terms_stay", "Whose batch it is, and in what money, never changes."),
                condition=pgtrigger.AnyChange(
                    "reference", "agreement", "currency", "prepared_by", "prepared_at"
                ),
            ),
            before(
                "batch_transfer_stays",
                pgtrigger.Update,
                refuse_if(
                    "OLD.status IN ('sent', 'settled')",
                    "batch_transfer_stays",
                    "A transfer that is on record does not change.",
                ),
                condition=pgtrigger.AnyChange(*TRANSFER),
            ),
            asked_first(
                "batch_submitted_first", "submitted_by", "submitted_at", approved="approved_by"
            ),
            follows("batch", "batch_status_follows_the_table", BATCH_STEPS),
            before(
                "approver_touched_nothing",
                pgtrigger.Update,
                # Whoever once submitted it stands in its history, after it was sent back too.
                "IF NEW.approved_by_id IS NOT NULL AND (EXISTS (SELECT 1 FROM cases_batchline "
                "WHERE batch_id = NEW.id AND NEW.approved_by_id IN (added_by_id, released_by_id))"
                " OR EXISTS (SELECT 1 FROM cases_paymentbatchevent WHERE pgh_obj_id = NEW.id "
                "AND submitted_by_id = NEW.approved_by_id)) THEN "
                + refusal("batch_approver_touched_nothing", "Nobody approves what they edited.")
                + " END IF;",
                condition=pgtrigger.AnyChange("approved_by"),
            ),
            at_commit(
                "batch_holds_its_fees",
                pgtrigger.UpdateOf("status"),
                "PERFORM cases_refuse_batch_off_its_fees(NEW.id);",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("batch", args=[self.reference])

    def in_account(self, amount: Decimal) -> Decimal:
        """Return what ``amount`` of the batch comes to in the currency of the account."""
        return at_rate(amount, self.rate)

    @property
    def account_currency(self) -> str:
        """The currency of the account that paid."""
        return self.paid_currency or self.currency


@keeps_history()
class BatchLine(models.Model):
    """One fee in a batch; a released line stays on record.

    ``serves`` is the fee that its money pays now: its own, unless a reversal took the money
    from it; nobody's once it is claimed back. Written by the database.
    """

    batch = models.ForeignKey(PaymentBatch, models.PROTECT, related_name="lines")
    fee = models.ForeignKey(Fee, models.PROTECT, related_name="lines")
    serves = models.ForeignKey(
        Fee, models.PROTECT, null=True, editable=False, related_name="payments"
    )
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    released = models.BooleanField(_("released"), default=False)
    released_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("line of a batch")
        verbose_name_plural = _("lines of batches")
        constraints = [
            models.UniqueConstraint(
                fields=["serves"], condition=Q(released=False), name="batch_line_one_live"
            ),
            models.CheckConstraint(name="batch_line_amount_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="batch_line_released_by_somebody",
                condition=Q(released=False, released_by__isnull=True)
                | Q(released=True, released_by__isnull=False),
            ),
        ]
        triggers = [
            no_delete(),
            before(
                "line_of_a_draft",
                pgtrigger.Insert | pgtrigger.Update,
                # Whom its money serves changes after the transfer, and is judged at commit.
                "IF TG_OP = 'INSERT' THEN NEW.serves_id := NEW.fee_id; END IF; "
                "IF TG_OP = 'INSERT' OR NEW.serves_id IS NOT DISTINCT FROM OLD.serves_id "
                "OR NEW.released <> OLD.released THEN PERFORM cases_refuse_batch_line(NEW); "
                "END IF;",
            ),
            before(
                "released_stays",
                pgtrigger.Update,
                refuse_if(
                    "OLD.released OR NEW.fee_id <> OLD.fee_id OR NEW.batch_id <> OLD.batch_id "
                    "OR NEW.amount <> OLD.amount OR NEW.added_by_id <> OLD.added_by_id",
                    "batch_line_only_released",
                    "A line can only be released.",
                ),
            ),
            at_commit(
                "line_holds_its_fee",
                pgtrigger.Insert | pgtrigger.Update,
                "PERFORM cases_refuse_line_off_its_reversals(NEW.id); "
                "PERFORM cases_refuse_fee_off_its_lines(fee) "
                "FROM unnest(ARRAY[NEW.fee_id, NEW.serves_id, OLD.serves_id]) AS fee "
                "WHERE fee IS NOT NULL;",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch} {self.fee}"


class ReceiptQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "ReceiptQuerySet":
        """Return the receipts whom ``user`` may see: all of them, or none."""
        return self if user.has_perm("cases.view_ledger") else self.none()

    def with_totals(self) -> "ReceiptQuerySet":
        """Add how many fees the receipt acknowledges, their sum and its currency."""
        return self.annotate(
            acknowledged=Count("lines"),
            total=Sum("lines__amount"),
            currency=Min("lines__fee__currency"),
        )


@keeps_history(exclude=("key",))
class Receipt(models.Model):
    """A paper by which the other side acknowledges money; ``key`` is its address."""

    key = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="receipts")
    authority = models.CharField(_("authority"), max_length=120)
    number = models.CharField(_("number"), max_length=60)
    received_on = models.DateField(_("received on"))
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "authority", "number"], name="receipt_number_once"
            )
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("receipt", args=[self.key])


class ReceiptLine(models.Model):
    """The part of a receipt that acknowledges one fee; append-only."""

    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="lines")
    fee = models.ForeignKey(Fee, models.PROTECT, related_name="receipt_lines")
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = _("line of a receipt")
        verbose_name_plural = _("lines of receipts")
        constraints = [
            models.UniqueConstraint(fields=["receipt", "fee"], name="receipt_line_once"),
            models.CheckConstraint(name="receipt_line_amount_positive", condition=Q(amount__gt=0)),
        ]
        triggers = [
            *append_only(),
            before(
                "receipt_line_of_the_agreement",
                pgtrigger.Insert,
                "IF (SELECT agreement_id FROM cases_receipt WHERE id = NEW.receipt_id) IS DISTINCT "
                "FROM (SELECT agreement_id FROM cases_fee WHERE id = NEW.fee_id) THEN "
                + refusal(
                    "receipt_line_of_the_agreement",
                    "A receipt acknowledges fees of its own agreement.",
                )
                + " END IF;",
            ),
            before(
                "receipt_line_of_one_currency",
                pgtrigger.Insert,
                "IF EXISTS (SELECT 1 FROM cases_receiptline l JOIN cases_fee f ON f.id = l.fee_id "
                "JOIN cases_fee n ON n.id = NEW.fee_id AND n.currency <> f.currency "
                "WHERE l.receipt_id = NEW.receipt_id) THEN "
                + refusal("receipt_line_of_one_currency", "A receipt is in one currency.")
                + " END IF;",
            ),
            pgtrigger.Trigger(
                # The row lock of the parent makes two receipts wait for each
                # other; a sum read at commit lost that race when it was tried.
                name="kept_on_the_fee",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                func="UPDATE cases_fee SET received = received + NEW.amount, "
                "status = CASE WHEN received + NEW.amount = amount AND status = 'paid' "
                "THEN 'receipted' ELSE status END, version = version + 1 "
                "WHERE id = NEW.fee_id AND status IN ('paid', 'receipted'); "
                "IF NOT FOUND THEN "
                + refusal("receipt_line_of_paid_fee", "Only a paid fee can be receipted.")
                + " END IF; RETURN NULL;",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.receipt} {self.amount}"
