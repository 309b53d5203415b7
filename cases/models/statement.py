"""Bank statements and their lines."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Abs, Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models.guards import (
    append_only,
    at_commit,
    by_office,
    keeps_history,
    no_delete,
    refuses,
    stays,
)
from cases.models.user import User

_FACTS = (
    *("statement", "row", "value_date", "bank_reference", "amount", "currency", "rate"),
    *("batches", "children", "near", "occurrence", "repeats"),
)


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
        triggers = [
            *append_only(),
            by_office("bank_statement", "prepare_payment", pgtrigger.Insert),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("statement", args=[self.reference])


class StatementLineQuerySet(models.QuerySet["StatementLine"]):
    def unmatched(self) -> "StatementLineQuerySet":
        """Return the lines that match no record, each transaction once."""
        return self.filter(matched=0, repeats__isnull=True)


@keeps_history()
class StatementLine(models.Model):
    """One transaction; below 0 for money paid out. What it shows are its ``matches``.

    A transaction that is in an earlier statement ``repeats`` that line; of equal lines of one
    statement ``occurrence`` is the first, the second… Of the details only our own references are
    stored: ``batches`` and ``children``, and those that are written ``near`` one.
    ``matched`` is the sum of the matches, kept by the database.
    """

    statement = models.ForeignKey(BankStatement, models.PROTECT, related_name="lines")
    row = models.PositiveIntegerField(_("row of the file"))
    value_date = models.DateField(_("value date"))
    #: Empty where the bank gives none, as for its own charges.
    bank_reference = models.CharField(_("bank reference"), max_length=60, blank=True)
    #: Wider than sums elsewhere: a dollar is many units of some currencies.
    amount = models.DecimalField(_("amount"), max_digits=16, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)
    rate = models.DecimalField(_("rate"), max_digits=14, decimal_places=6, null=True, blank=True)
    batches = ArrayField(models.CharField(max_length=16), verbose_name=_("payment batches named"))
    children = ArrayField(models.CharField(max_length=24), verbose_name=_("children named"))
    near = ArrayField(models.CharField(max_length=24), verbose_name=_("nearly named"), default=list)
    occurrence = models.PositiveSmallIntegerField(_("occurrence"), default=1)
    repeats = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="repetitions"
    )
    matched = models.DecimalField(
        _("matched"), max_digits=16, decimal_places=2, default=0, editable=False
    )

    objects = StatementLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of a bank statement")
        verbose_name_plural = _("lines of bank statements")
        ordering = ["statement", "row"]
        constraints = [
            models.UniqueConstraint(fields=["statement", "row"], name="statement_line_row_once"),
            models.UniqueConstraint(
                fields=[
                    *("value_date", "bank_reference", "amount", "currency"),
                    *("batches", "children", "occurrence"),
                ],
                condition=Q(repeats__isnull=True),
                name="statement_line_once",
            ),
            models.CheckConstraint(name="statement_line_of_something", condition=~Q(amount=0)),
            models.CheckConstraint(
                name="statement_line_occurrence_counted", condition=Q(occurrence__gt=0)
            ),
            models.CheckConstraint(
                name="statement_line_currency_is_iso", condition=Q(currency__regex=r"^[A-Z]{3}$")
            ),
            models.CheckConstraint(
                name="statement_line_rate_positive",
                condition=Q(rate__isnull=True) | Q(rate__gt=0),
            ),
            models.CheckConstraint(
                name="statement_line_matched_within",
                condition=Q(matched__gte=0) & Q(matched__lte=Abs("amount")),
            ),
            models.CheckConstraint(
                name="statement_line_repetition_shows_nothing",
                condition=Q(repeats__isnull=True) | Q(matched=0) & ~Q(repeats=F("pk")),
            ),
        ]
        triggers = [
            no_delete(),
            stays("statement_line_stays", "What the bank has said does not change.", *_FACTS),
            at_commit(
                "statement_line_matched_is_its_matches",
                pgtrigger.Insert | pgtrigger.UpdateOf("matched"),
                "PERFORM cases_refuse_line_off_its_matches(NEW.id);",
            ),
            refuses(
                "statement_line_repeats_its_own",
                pgtrigger.Insert,
                "NOT EXISTS (SELECT 1 FROM cases_statementline e WHERE e.id = NEW.repeats_id "
                "AND e.repeats_id IS NULL AND (e.value_date, e.bank_reference, e.amount, "
                "e.currency, e.batches, e.children, e.occurrence) = (NEW.value_date, "
                "NEW.bank_reference, NEW.amount, NEW.currency, NEW.batches, NEW.children, "
                "NEW.occurrence))",
                "A repetition tells the same movement.",
                condition=pgtrigger.Q(new__repeats__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.statement} {self.row}"
