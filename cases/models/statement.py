"""Bank statements, and which of our records their lines match."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models.batch import PaymentBatch
from cases.models.guards import (
    append_only,
    before,
    both_or_neither,
    keeps_history,
    no_delete,
    refusal,
    refuse_if,
    stays,
)
from cases.models.reversal import Reversal
from cases.models.user import User

_FACTS = (
    *("statement", "row", "value_date", "bank_reference", "amount", "currency", "rate"),
    *("batches", "children", "repeats"),
)
_MATCH = ("batch", "reversal", "matched_by", "matched_at")


class BankStatementQuerySet(models.QuerySet["BankStatement"]):
    def visible_to(self, user: User) -> "BankStatementQuerySet":
        """Return the statements ``user`` may see: all or none."""
        return self if user.has_perm("cases.view_ledger") else self.none()


class BankStatement(models.Model):
    """A file of the bank, imported whole and once; ``digest`` is of its bytes."""

    reference = models.CharField(_("reference"), max_length=16, unique=True)
    digest = models.CharField(_("SHA-256 of the file"), max_length=64)
    imported_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    imported_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = BankStatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("bank statement")
        verbose_name_plural = _("bank statements")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["digest"], name="bank_statement_once")]
        triggers = append_only()

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("statement", args=[self.reference])


class StatementLineQuerySet(models.QuerySet["StatementLine"]):
    def unmatched(self) -> "StatementLineQuerySet":
        """Return the lines that match no record, each transaction once."""
        return self.filter(batch__isnull=True, reversal__isnull=True, repeats__isnull=True)


@keeps_history()
class StatementLine(models.Model):
    """One transaction; below 0 for money paid out.

    It matches the transfer of a ``batch`` or the refund of a ``reversal``, or nothing yet. A
    transaction that is in an earlier statement ``repeats`` that line. Of the details only our
    own references are stored: ``batches`` and ``children``.
    """

    statement = models.ForeignKey(BankStatement, models.PROTECT, related_name="lines")
    row = models.PositiveIntegerField(_("row of the file"))
    value_date = models.DateField(_("value date"))
    bank_reference = models.CharField(_("bank reference"), max_length=60)
    #: Wider than sums elsewhere: a dollar is many units of some currencies.
    amount = models.DecimalField(_("amount"), max_digits=16, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)
    rate = models.DecimalField(_("rate"), max_digits=14, decimal_places=6, null=True, blank=True)
    batches = ArrayField(models.CharField(max_length=16), verbose_name=_("payment batches named"))
    children = ArrayField(models.CharField(max_length=24), verbose_name=_("children named"))
    repeats = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="repetitions"
    )
    batch = models.OneToOneField(
        PaymentBatch, models.PROTECT, null=True, blank=True, related_name="bank_line"
    )
    reversal = models.OneToOneField(
        Reversal, models.PROTECT, null=True, blank=True, related_name="bank_line"
    )
    matched_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    matched_at = models.DateTimeField(null=True, blank=True)

    objects = StatementLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of a bank statement")
        verbose_name_plural = _("lines of bank statements")
        ordering = ["statement", "row"]
        constraints = [
            models.UniqueConstraint(fields=["statement", "row"], name="statement_line_row_once"),
            models.UniqueConstraint(
                fields=["value_date", "bank_reference", "amount", "currency"],
                condition=Q(repeats__isnull=True),
                name="statement_line_once",
            ),
            models.CheckConstraint(name="statement_line_of_something", condition=~Q(amount=0)),
            models.CheckConstraint(
                name="statement_line_has_reference", condition=~Q(bank_reference="")
            ),
            models.CheckConstraint(
                name="statement_line_currency_is_iso", condition=Q(currency__regex=r"^[A-Z]{3}$")
            ),
            models.CheckConstraint(
                name="statement_line_rate_positive",
                condition=Q(rate__isnull=True) | Q(rate__gt=0),
            ),
            models.CheckConstraint(
                name="statement_line_shows_one",
                condition=Q(batch__isnull=True, reversal__isnull=True)
                | Q(batch__isnull=False, reversal__isnull=True, amount__lt=0)
                | Q(batch__isnull=True, reversal__isnull=False, amount__gt=0),
            ),
            models.CheckConstraint(
                name="statement_line_repetition_shows_nothing",
                condition=Q(repeats__isnull=True)
                | Q(batch__isnull=True, reversal__isnull=True) & ~Q(repeats=F("pk")),
            ),
            models.CheckConstraint(
                name="statement_line_matched_by_somebody",
                condition=Q(batch__isnull=True, reversal__isnull=True, matched_by__isnull=True)
                | Q(matched_by__isnull=False)
                & (Q(batch__isnull=False) | Q(reversal__isnull=False)),
            ),
            both_or_neither("statement_line_match_whole", "matched_by", "matched_at"),
        ]
        triggers = [
            no_delete(),
            stays("statement_line_stays", "What the bank has said does not change.", *_FACTS),
            before(
                "statement_line_match_stays",
                pgtrigger.Update,
                refuse_if(
                    "OLD.batch_id IS NOT NULL OR OLD.reversal_id IS NOT NULL",
                    "statement_line_match_stays",
                    "What a line shows does not change.",
                ),
                condition=pgtrigger.AnyChange(*_MATCH),
            ),
            before(
                "statement_line_shows_its_own",
                pgtrigger.Insert | pgtrigger.Update,
                "IF (NEW.batch_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM cases_paymentbatch b "
                "WHERE b.id = NEW.batch_id AND b.bank_reference = NEW.bank_reference "
                "AND b.status IN ('sent', 'settled'))) OR (NEW.reversal_id IS NOT NULL "
                "AND NOT EXISTS (SELECT 1 FROM cases_reversal r JOIN cases_batchline l "
                "ON l.id = r.line_id WHERE r.id = NEW.reversal_id AND r.refunded_on IS NOT NULL "
                "AND r.bank_reference = NEW.bank_reference AND l.amount = NEW.amount)) THEN "
                + refusal(
                    "statement_line_shows_its_own", "A line shows a record of its bank reference."
                )
                + " END IF;",
            ),
            before(
                "statement_line_repeats_its_own",
                pgtrigger.Insert,
                "IF NOT EXISTS (SELECT 1 FROM cases_statementline e WHERE e.id = NEW.repeats_id "
                "AND e.repeats_id IS NULL AND (e.value_date, e.bank_reference, e.amount, "
                "e.currency) = (NEW.value_date, NEW.bank_reference, NEW.amount, NEW.currency)) "
                "THEN "
                + refusal("statement_line_repeats_its_own", "A repetition tells the same movement.")
                + " END IF;",
                condition=pgtrigger.Q(new__repeats__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.statement} {self.row}"
