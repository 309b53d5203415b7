"""Fees: what is owed for each child, in one amount that never changes."""

from decimal import Decimal

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models.agreement import Agreement
from cases.models.child import Child
from cases.models.fee_schedule import FeeSchedule
from cases.models.guards import (
    Editable,
    array,
    at_commit,
    before,
    follows,
    four_eyes,
    in_words,
    keeps_history,
    no_delete,
    no_truncate,
    one_of,
    refusal,
    refuses,
    with_its_act,
)
from cases.models.kept import counts_case, keeps_past_of, sums_fees
from cases.models.user import User
from cases.vocabulary import Act, ClosedReason, FeeStatus, Reason

#: Why a closed case may still be paid for: the child came home.
STILL_OWED = (None, ClosedReason.COMPLETED)
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
    # A receipt was recorded by mistake.
    (FeeStatus.RECEIPTED, FeeStatus.PAID),
    # A line of the bank was matched by mistake.
    (FeeStatus.PAID, FeeStatus.BATCHED),
    (FeeStatus.REFUNDED, FeeStatus.REFUND_DUE),
    (FeeStatus.PAID, FeeStatus.CREDITED),
    (FeeStatus.RECEIPTED, FeeStatus.CREDITED),
    (FeeStatus.CREDITED, FeeStatus.DUE),
    # The other end of a credit: the money of another child's fee pays this one.
    (FeeStatus.DUE, FeeStatus.PAID),
    (FeeStatus.DUE, FeeStatus.RECEIPTED),
)


#: What may be put into a batch.
PAYABLE = Q(
    Q(child__closed_reason__isnull=True) | Q(child__closed_reason__in=STILL_OWED[1:]),
    status=FeeStatus.DUE,
    waiver_asked_by__isnull=True,
)


class FeeQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "FeeQuerySet":
        """Return the fees ``user`` may see: all or none."""
        return self if user.has_perm("cases.view_ledger") else self.none()

    def payable(self) -> "FeeQuerySet":
        """Return the fees that may be put into a batch."""
        return self.filter(PAYABLE)


_WAIVER = four_eyes(
    "fee_waiver",
    first="waiver_asked",
    second="waiver_approved",
    another="fee_waived_by_another",
    content=("waiver_reason",),
    final=True,
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
        indexes = [
            # The ledger of one agreement, the oldest fee first: of a status, or of all.
            models.Index(fields=["agreement", "status", "due_on"], name="fee_by_status"),
            models.Index(fields=["agreement", "due_on"], name="fee_by_day"),
        ]
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
            *_WAIVER.constraints,
            models.CheckConstraint(
                name="fee_waived_iff_approved",
                condition=(
                    Q(status=FeeStatus.WAIVED, waiver_approved_by__isnull=False)
                    & in_words("waiver_reason")
                )
                | (~Q(status=FeeStatus.WAIVED) & Q(waiver_approved_by__isnull=True)),
            ),
            models.CheckConstraint(
                name="fee_waiver_has_a_reason",
                condition=Q(waiver_asked_by__isnull=True, waiver_reason="")
                | Q(waiver_asked_by__isnull=False, waiver_reason__in=Reason.values),
            ),
            models.CheckConstraint(
                name="fee_waiver_of_a_due_fee",
                condition=Q(waiver_asked_by__isnull=True)
                | Q(status__in=[FeeStatus.DUE, FeeStatus.WAIVED]),
            ),
        ]
        triggers = [
            no_delete(),
            no_truncate(),
            *counts_case("r.status IN ('paid', 'receipted')"),
            *sums_fees(),
            *keeps_past_of("r.status", "r.due_on", "r.waiver_approved_at"),
            refuses(
                "fee_of_its_schedule",
                pgtrigger.Insert,
                "NOT EXISTS (SELECT 1 FROM cases_feeschedule s JOIN cases_child c "
                "ON c.agreement_id = s.agreement_id WHERE s.id = NEW.schedule_id "
                "AND c.id = NEW.child_id AND s.agreement_id = NEW.agreement_id "
                "AND s.amount = NEW.amount AND s.currency = NEW.currency "
                "AND s.during @> NEW.due_on AND s.approved_by_id IS NOT NULL)",
                "A fee is what the schedule says on its day.",
            ),
            before(
                "fee_amount_stays",
                pgtrigger.Update,
                refusal("fee_amount_stays", "What is owed for a child never changes."),
                condition=pgtrigger.AnyChange(
                    "child", "agreement", "schedule", "amount", "currency", "due_on"
                ),
            ),
            refuses(
                "fee_starts_as_due",
                pgtrigger.Insert,
                "NEW.status <> 'due' OR NEW.received <> 0",
                "A fee starts as due.",
            ),
            *_WAIVER.triggers,
            at_commit(
                "waiver_dropped_in_journal",
                pgtrigger.Update,
                f"PERFORM cases_refuse_untold(ARRAY[NEW.child_id], "
                f"{array([Act.WAIVER_DROPPED])}, '{{}}', 'fee_waiver_in_journal');",
                condition=pgtrigger.Q(
                    old__waiver_asked_by__isnull=False, new__waiver_asked_by__isnull=True
                ),
            ),
            with_its_act("fee_waiver_reason_as_asked", "waiver_asked_at", "waiver_reason"),
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
        """Whether it may be put into a batch: due, no waiver requested, the case still owed for."""
        owed = self.child.closed_reason in STILL_OWED
        return self.status == FeeStatus.DUE and self.waiver_asked_by_id is None and owed

    @property
    def open_amount(self) -> Decimal:
        """The amount not acknowledged by a receipt."""
        return self.amount - self.received
