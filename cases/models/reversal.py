"""Reversals: money paid for a child who does not travel, refunded or credited."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models.batch import BatchLine
from cases.models.fee import Fee
from cases.models.guards import (
    TODAY,
    asked_then_answered,
    at_commit,
    before,
    in_words,
    keeps_history,
    one_of,
    refuses,
)
from cases.models.kept import keeps_withdrawn
from cases.models.user import User
from cases.vocabulary import Reason, ReversalKind


class ReversalQuerySet(models.QuerySet["Reversal"]):
    def asked(self) -> "ReversalQuerySet":
        """Return the reversals that wait for a second person."""
        return self.filter(approved_by__isnull=True, dropped_by__isnull=True)

    def agreed(self) -> "ReversalQuerySet":
        """Return the approved reversals in the order of approval."""
        return self.filter(approved_by__isnull=False).order_by("pk")


_REQUEST = asked_then_answered(
    "reversal",
    content=("fee", "line", "kind", "credited_to", "reason"),
    once=("line",),
    answer=("received",),
)


@keeps_history()
class Reversal(models.Model):
    """The money of one line of a batch leaves a fee; requested by one person, approved by another.

    A refund is requested from the other state and recorded when it arrives; a credit pays the
    fee of another child at once. ``received`` is what receipts had acknowledged by then.
    """

    fee = models.ForeignKey(Fee, models.PROTECT, related_name="reversals")
    line = models.ForeignKey(BatchLine, models.PROTECT, related_name="reversals")
    kind = models.CharField(_("kind"), max_length=6, choices=ReversalKind.choices)
    credited_to = models.ForeignKey(
        Fee, models.PROTECT, null=True, blank=True, related_name="credits"
    )
    reason = models.CharField(_("reason"), max_length=12, choices=Reason.choices)
    received = models.DecimalField(_("received"), max_digits=12, decimal_places=2, default=0)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("requested at"))
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    dropped_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    dropped_at = models.DateTimeField(null=True, blank=True)
    refunded_on = models.DateField(_("refunded on"), null=True, blank=True)
    bank_reference = models.CharField(_("bank reference"), max_length=60, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ReversalQuerySet.as_manager()

    class Meta:
        verbose_name = _("refund or credit of a fee")
        verbose_name_plural = _("reversals of payments")
        ordering = ["-pk"]
        constraints = [
            one_of("reversal_kind_known", "kind", ReversalKind),
            one_of("reversal_reason_known", "reason", Reason),
            *_REQUEST.constraints,
            models.CheckConstraint(
                name="reversal_credit_iff_credited",
                condition=Q(kind=ReversalKind.CREDIT, credited_to__isnull=False)
                & ~Q(credited_to=F("fee"))
                | Q(kind=ReversalKind.REFUND, credited_to__isnull=True),
            ),
            models.CheckConstraint(
                name="reversal_received_when_approved",
                condition=Q(received=0) | Q(received__gt=0, approved_by__isnull=False),
            ),
            models.CheckConstraint(
                name="reversal_refund_whole",
                condition=Q(refunded_on__isnull=True, recorded_by__isnull=True, bank_reference="")
                | (
                    Q(
                        kind=ReversalKind.REFUND,
                        approved_by__isnull=False,
                        refunded_on__isnull=False,
                        recorded_by__isnull=False,
                    )
                    & in_words("bank_reference")
                ),
            ),
            models.UniqueConstraint(
                fields=["credited_to"],
                condition=Q(
                    approved_by__isnull=True, dropped_by__isnull=True, credited_to__isnull=False
                ),
                name="reversal_credit_asked_once",
            ),
            models.UniqueConstraint(
                # One order of the bank may bring the refunds of several children.
                fields=["bank_reference", "fee"],
                condition=~Q(bank_reference=""),
                name="reversal_bank_reference_once",
            ),
        ]
        triggers = [
            *_REQUEST.triggers,
            refuses(
                "reversal_refund_stays",
                pgtrigger.Update,
                # Unless a line of the bank was matched with it by mistake.
                "OLD.refunded_on IS NOT NULL AND (NEW.refunded_on IS NOT NULL OR NOT EXISTS "
                "(SELECT 1 FROM cases_undonematch u JOIN cases_bankmatch m ON m.id = u.match_id "
                "WHERE m.reversal_id = NEW.id AND m.reason <> 'reference'))",
                "A refund that is on record does not change.",
                condition=pgtrigger.AnyChange("refunded_on", "bank_reference", "recorded_by"),
            ),
            keeps_withdrawn(
                "OLD.refunded_on IS NOT NULL AND NEW.refunded_on IS NULL",
                f"VALUES (NULL, OLD.id, OLD.refunded_on, OLD.bank_reference, {TODAY})",
            ),
            before(
                "reversal_is_possible",
                pgtrigger.Update,
                "IF NEW.approved_by_id IS NOT NULL THEN "
                "PERFORM cases_refuse_reversal(NEW); END IF;",
                condition=pgtrigger.AnyChange("approved_by"),
            ),
            at_commit(
                "reversal_holds_its_fees",
                pgtrigger.UpdateOf("approved_by_id", "refunded_on"),
                "PERFORM cases_refuse_line_off_its_reversals(NEW.line_id); "
                "PERFORM cases_refuse_fee_off_its_lines(fee), "
                "cases_refuse_fee_off_its_receipts(fee) "
                "FROM unnest(ARRAY[NEW.fee_id, NEW.credited_to_id]) AS fee WHERE fee IS NOT NULL;",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fee} {self.get_kind_display()}"

    @property
    def is_asked(self) -> bool:
        """Whether it waits for a second person."""
        return self.approved_by_id is None and self.dropped_by_id is None
