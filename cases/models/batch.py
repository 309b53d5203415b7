"""Payment batches: fees gathered by one person, approved by another, paid by one transfer."""

from decimal import Decimal
from typing import TYPE_CHECKING, TypedDict, cast

import pgtrigger
from django.db import models
from django.db.models import Count, F, Q, Sum, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models.agreement import Agreement
from cases.models.fee import Fee
from cases.models.guards import (
    TODAY,
    Editable,
    at_commit,
    before,
    day_of,
    follows,
    four_eyes,
    in_words,
    keeps_history,
    no_delete,
    one_of,
    refusal,
    refuses,
    two_people,
)
from cases.models.kept import keeps_past, keeps_withdrawn
from cases.models.user import User
from cases.rules.rates import at_rate
from cases.vocabulary import BatchStatus

#: Batch statuses whose content a second person has approved.
APPROVED = (BatchStatus.APPROVED, BatchStatus.SENT, BatchStatus.SETTLED)

#: What a batch says of its transfer.
TRANSFER = (
    *("bank_reference", "value_date", "charges", "funder", "paid_currency", "rate", "part"),
    "from_statement",
)

BATCH_STEPS = (
    (BatchStatus.DRAFT, BatchStatus.SUBMITTED),
    (BatchStatus.SUBMITTED, BatchStatus.DRAFT),
    (BatchStatus.SUBMITTED, BatchStatus.APPROVED),
    (BatchStatus.APPROVED, BatchStatus.DRAFT),
    (BatchStatus.APPROVED, BatchStatus.SENT),
    (BatchStatus.SENT, BatchStatus.SETTLED),
    # A receipt of it was recorded by mistake.
    (BatchStatus.SETTLED, BatchStatus.SENT),
    # A line of the bank was matched with it by mistake.
    (BatchStatus.SENT, BatchStatus.APPROVED),
    (BatchStatus.DRAFT, BatchStatus.VOID),
    (BatchStatus.SUBMITTED, BatchStatus.VOID),
    (BatchStatus.APPROVED, BatchStatus.VOID),
)


class BatchTotals(TypedDict):
    """What ``with_totals`` adds."""

    held: int
    total: Decimal
    receipted: Decimal


if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    BatchWithTotals = WithAnnotations["PaymentBatch", BatchTotals]


class PaymentBatchQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "PaymentBatchQuerySet":
        """Return the batches ``user`` may see: all or none."""
        return self if user.has_perm("cases.view_ledger") else self.none()

    def with_totals(self) -> "models.QuerySet[BatchWithTotals]":
        """Annotate the number of fees, their sum, and the receipted sum."""
        live = Q(lines__released=False)
        nothing = Value(Decimal(0), output_field=models.DecimalField())
        rows = self.annotate(
            held=Count("lines", filter=live),
            total=Coalesce(Sum("lines__amount", filter=live), nothing),
            receipted=Coalesce(Sum("lines__serves__received", filter=live), nothing),
        )
        return cast("models.QuerySet[BatchWithTotals]", rows)


_SUBMISSION = four_eyes("batch", first="submitted", second="approved")


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
    prepared_at = models.DateTimeField(default=timezone.now, editable=False)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    returned_reason = models.CharField(_("sent back because"), max_length=300, blank=True)
    returned_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    bank_reference = models.CharField(_("bank reference"), max_length=60, blank=True)
    value_date = models.DateField(_("value date"), null=True, blank=True)
    charges = models.DecimalField(_("charges"), max_digits=12, decimal_places=2, default=0)
    funder = models.CharField(_("funder"), max_length=120, blank=True)
    #: The account may be in another currency: so many of its units were paid for one of ours.
    paid_currency = models.CharField(_("currency of the account"), max_length=3, blank=True)
    rate = models.DecimalField(_("rate"), max_digits=14, decimal_places=6, null=True, blank=True)

    #: Of the batches that one transfer of the bank has paid, the first, the second…
    part = models.PositiveSmallIntegerField(_("part of the transfer"), default=1, editable=False)
    #: Whether lines of the bank recorded the transfer, and not a person.
    from_statement = models.BooleanField(default=False, editable=False)

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
            *_SUBMISSION.constraints,
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
                name="batch_returned_by_somebody",
                condition=Q(returned_reason="") | Q(returned_by__isnull=False),
            ),
            models.CheckConstraint(
                name="batch_sent_has_bank_reference",
                condition=~Q(status__in=[BatchStatus.SENT, BatchStatus.SETTLED])
                | (in_words("bank_reference") & Q(value_date__isnull=False)),
            ),
            models.CheckConstraint(
                name="batch_transfer_only_when_sent",
                condition=Q(status__in=[BatchStatus.SENT, BatchStatus.SETTLED])
                | Q(value_date__isnull=True, charges=0, rate__isnull=True, part=1)
                & Q(from_statement=False)
                & Q(bank_reference="", funder="", paid_currency=""),
            ),
            models.CheckConstraint(
                name="batch_rate_iff_other_currency",
                condition=Q(paid_currency="", rate__isnull=True)
                | Q(paid_currency__regex=r"^[A-Z]{3}$", rate__gt=0, rate__isnull=False)
                & ~Q(paid_currency=F("currency")),
            ),
            models.UniqueConstraint(
                fields=["agreement", "bank_reference", "part"],
                condition=~Q(bank_reference=""),
                name="batch_bank_reference_once",
            ),
        ]
        triggers = [
            no_delete(),
            keeps_past(
                "past_changed",
                pgtrigger.Update,
                "SELECT f.child_id FROM n JOIN o USING (id) JOIN cases_batchline l "
                "ON l.batch_id = n.id JOIN cases_fee f ON f.id IN (l.fee_id, l.serves_id) "
                "WHERE o.value_date IS DISTINCT FROM n.value_date",
            ),
            refuses(
                "batch_starts_as_draft",
                pgtrigger.Insert,
                "NEW.status <> 'draft'",
                "A batch starts as a draft.",
            ),
            before(
                "batch_terms_stay",
                pgtrigger.Update,
                refusal("batch_terms_stay", "Whose batch it is, and in what money, never changes."),
                condition=pgtrigger.AnyChange(
                    "reference", "agreement", "currency", "prepared_by", "prepared_at"
                ),
            ),
            refuses(
                "batch_transfer_stays",
                pgtrigger.Update,
                "OLD.status IN ('sent', 'settled') AND NEW.status <> 'approved'",
                "A transfer that is on record does not change.",
                condition=pgtrigger.AnyChange(*TRANSFER),
            ),
            *_SUBMISSION.triggers,
            refuses(
                "batch_paid_in_part_goes_on",
                pgtrigger.Update,
                "OLD.status = 'approved' AND NEW.status IN ('draft', 'void') AND EXISTS "
                "(SELECT 1 FROM cases_bankmatch m WHERE m.batch_id = NEW.id AND NOT EXISTS "
                "(SELECT 1 FROM cases_undonematch u WHERE u.match_id = m.id))",
                "A part of the batch is paid already.",
                condition=pgtrigger.AnyChange("status"),
            ),
            refuses(
                "batch_transfer_after_approval",
                pgtrigger.Update,
                f"NEW.value_date NOT BETWEEN {day_of('NEW.approved_at')} AND {TODAY}",
                "A transfer lies between the approval and today.",
                condition=pgtrigger.AnyChange("value_date"),
            ),
            refuses(
                "batch_part_of_a_transfer",
                pgtrigger.UpdateOf("part"),
                "NEW.part <> 1 AND NOT EXISTS (SELECT 1 FROM cases_bankmatch "
                "WHERE batch_id = NEW.id)",
                "Only a line of the bank shows that one transfer paid several batches.",
                run=at_commit,
            ),
            follows("batch", "batch_status_follows_the_table", BATCH_STEPS),
            refuses(
                "batch_status_follows_the_table",
                pgtrigger.Update,
                "OLD.status = 'sent' AND NEW.status = 'approved' AND NOT (OLD.from_statement "
                "AND EXISTS (SELECT 1 FROM cases_undonematch u JOIN cases_bankmatch m "
                "ON m.id = u.match_id WHERE m.batch_id = NEW.id))",
                "Only a transfer that a wrong match has recorded is withdrawn.",
                trigger="batch_unsent_by_its_match",
                condition=pgtrigger.AnyChange("status"),
            ),
            refuses(
                "batch_settled_stays",
                pgtrigger.UpdateOf("status"),
                "OLD.status = 'settled' AND NEW.status = 'sent' AND NOT EXISTS "
                "(SELECT FROM cases_batchline l JOIN cases_fee f ON f.id = l.serves_id "
                "WHERE l.batch_id = NEW.id AND NOT l.released AND f.status <> 'receipted')",
                "A batch is settled while each of its fees is receipted.",
                run=at_commit,
            ),
            keeps_withdrawn(
                "OLD.status = 'sent' AND NEW.status = 'approved'",
                f"SELECT id, NULL, OLD.value_date, OLD.bank_reference, {TODAY} "
                "FROM cases_batchline WHERE batch_id = OLD.id AND NOT released ORDER BY id",
            ),
            refuses(
                "batch_approver_touched_nothing",
                pgtrigger.Update,
                # Whoever once submitted it stands in its history, after it was sent back too.
                "NEW.approved_by_id IS NOT NULL AND (EXISTS (SELECT 1 FROM cases_batchline "
                "WHERE batch_id = NEW.id AND NEW.approved_by_id IN (added_by_id, released_by_id))"
                " OR EXISTS (SELECT 1 FROM cases_paymentbatchevent WHERE pgh_obj_id = NEW.id "
                "AND submitted_by_id = NEW.approved_by_id))",
                "Nobody approves what they edited.",
                trigger="approver_touched_nothing",
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
        """Return ``amount`` in the currency of the account."""
        return at_rate(amount, self.rate)

    @property
    def account_currency(self) -> str:
        """The currency of the account that paid."""
        return self.paid_currency or self.currency


@keeps_history()
class BatchLine(models.Model):
    """One fee in a batch; a released line stays on record.

    ``serves`` is the fee that its money pays: its own, another after a credit, None after a
    refund. Written by the database.
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
            keeps_past(
                "past_changed",
                pgtrigger.Update,
                "SELECT f.child_id FROM n JOIN o USING (id) JOIN cases_fee f "
                "ON f.id IN (o.serves_id, n.serves_id, n.fee_id) "
                "WHERE ROW(o.released, o.serves_id) "
                "IS DISTINCT FROM ROW(n.released, n.serves_id)",
            ),
            before(
                "line_of_a_draft",
                pgtrigger.Insert | pgtrigger.Update,
                # Whom its money serves changes after the transfer, and is judged at commit.
                "IF TG_OP = 'INSERT' THEN NEW.serves_id := NEW.fee_id; END IF; "
                "IF TG_OP = 'INSERT' OR NEW.serves_id IS NOT DISTINCT FROM OLD.serves_id "
                "OR NEW.released <> OLD.released THEN PERFORM cases_refuse_batch_line(NEW); "
                "END IF;",
            ),
            refuses(
                "batch_line_only_released",
                pgtrigger.Update,
                "OLD.released OR NEW.fee_id <> OLD.fee_id OR NEW.batch_id <> OLD.batch_id "
                "OR NEW.amount <> OLD.amount OR NEW.added_by_id <> OLD.added_by_id",
                "A line can only be released.",
                trigger="released_stays",
            ),
            at_commit(
                "line_holds_its_fee",
                pgtrigger.Insert | pgtrigger.Update,
                "PERFORM cases_refuse_line_off_its_reversals(NEW.id); "
                "PERFORM cases_refuse_settled_before_receipts(NEW.batch_id); "
                "PERFORM cases_refuse_fee_off_its_lines(fee) "
                "FROM unnest(ARRAY[NEW.fee_id, NEW.serves_id, OLD.serves_id]) AS fee "
                "WHERE fee IS NOT NULL;",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch} {self.fee}"
