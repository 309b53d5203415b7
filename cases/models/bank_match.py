"""What the lines of bank statements show of our records."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cases.models.batch import PaymentBatch
from cases.models.guards import after, append_only, at_commit, before, by_office, in_words, one_of
from cases.models.reversal import Reversal
from cases.models.statement import StatementLine
from cases.models.user import User
from cases.vocabulary import MatchReason


class BankMatchQuerySet(models.QuerySet["BankMatch"]):
    def standing(self) -> "BankMatchQuerySet":
        """Return the matches that nobody has undone."""
        return self.filter(undone__match=None)


class BankMatch(models.Model):
    """So much of a line pays a ``batch``, or is the refund of a ``reversal``; append-only.

    One line may pay several batches, and several lines one batch. ``amount`` is above 0, in the
    currency of the line; ``reason`` says why the two belong together.
    """

    line = models.ForeignKey(StatementLine, models.PROTECT, related_name="matches")
    batch = models.ForeignKey(
        PaymentBatch, models.PROTECT, null=True, blank=True, related_name="bank_matches"
    )
    reversal = models.ForeignKey(
        Reversal, models.PROTECT, null=True, blank=True, related_name="bank_matches"
    )
    amount = models.DecimalField(_("amount"), max_digits=16, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)
    reason = models.CharField(_("reason"), max_length=10, choices=MatchReason.choices)
    matched_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    matched_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = BankMatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("match of a bank line")
        verbose_name_plural = _("matches of bank lines")
        ordering = ["pk"]
        constraints = [
            one_of("bank_match_reason_known", "reason", MatchReason),
            models.CheckConstraint(name="bank_match_amount_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="bank_match_shows_one",
                condition=Q(batch__isnull=True, reversal__isnull=False)
                | Q(batch__isnull=False, reversal__isnull=True),
            ),
        ]
        triggers = [
            *append_only(),
            by_office("bank_match", "prepare_payment", pgtrigger.Insert),
            before(
                "bank_match_is_possible",
                pgtrigger.Insert,
                "PERFORM cases_refuse_bank_match(NEW);",
            ),
            after(
                # The row lock of the line makes two matches of it wait for each other.
                "kept_on_the_line",
                pgtrigger.Insert,
                "UPDATE cases_statementline SET matched = matched + NEW.amount "
                "WHERE id = NEW.line_id;",
            ),
            at_commit(
                "bank_match_kept_on_its_line",
                pgtrigger.Insert,
                "PERFORM cases_refuse_line_off_its_matches(NEW.line_id);",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line} {self.amount}"


class UndoneMatch(models.Model):
    """A match that was wrong, by whom it was undone and why; append-only."""

    match = models.OneToOneField(BankMatch, models.PROTECT, related_name="undone")
    note = models.CharField(_("reason"), max_length=300)
    undone_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("match that was undone")
        verbose_name_plural = _("matches that were undone")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(name="undone_match_why", condition=in_words("note"))]
        triggers = [
            *append_only(),
            by_office("undone_match", "prepare_payment", pgtrigger.Insert),
            after(
                "taken_off_the_line",
                pgtrigger.Insert,
                "UPDATE cases_statementline l SET matched = l.matched - m.amount "
                "FROM cases_bankmatch m WHERE m.id = NEW.match_id AND l.id = m.line_id;",
            ),
            at_commit(
                "undone_match_records_nothing",
                pgtrigger.Insert,
                "PERFORM cases_refuse_recorded_by_undone(NEW.match_id);",
            ),
        ]

    def __str__(self) -> str:
        return str(self.match)
