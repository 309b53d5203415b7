"""Explanations of differences of money."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cases.models.batch import PaymentBatch
from cases.models.guards import append_only, by_office, in_words, one_of
from cases.models.statement import StatementLine
from cases.models.user import User
from cases.vocabulary import Difference, Explained

_OF_A_BATCH = [d for d in Difference.values if d != Difference.LINE]


class Explanation(models.Model):
    """The explanation of one difference of a batch, or of a line of a bank statement.

    It counts while the difference is ``amount``; if that changes, the difference is open.
    """

    batch = models.ForeignKey(
        PaymentBatch, models.PROTECT, null=True, blank=True, related_name="explanations"
    )
    line = models.ForeignKey(
        StatementLine, models.PROTECT, null=True, blank=True, related_name="explanations"
    )
    difference = models.CharField(_("difference"), max_length=7, choices=Difference.choices)
    amount = models.DecimalField(_("amount"), max_digits=16, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)
    reason = models.CharField(_("reason"), max_length=10, choices=Explained.choices)
    note = models.CharField(_("note"), max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("explanation of a difference")
        verbose_name_plural = _("explanations of differences")
        ordering = ["-pk"]
        constraints = [
            one_of("explanation_difference_known", "difference", Difference),
            one_of("explanation_reason_known", "reason", Explained),
            models.CheckConstraint(
                name="explanation_of_batch_or_line",
                condition=Q(batch__isnull=False, line__isnull=True, difference__in=_OF_A_BATCH)
                | Q(batch__isnull=True, line__isnull=False, difference=Difference.LINE),
            ),
            models.CheckConstraint(name="explanation_of_something", condition=~Q(amount=0)),
            models.CheckConstraint(
                name="explanation_currency_is_iso", condition=Q(currency__regex=r"^[A-Z]{3}$")
            ),
            models.CheckConstraint(
                name="explanation_says_more_where_asked",
                condition=~Q(reason__in=[Explained.OTHER, Explained.OURS]) | in_words("note"),
            ),
        ]
        triggers = [*append_only(), by_office("explanation", "prepare_payment", pgtrigger.Insert)]

    def __str__(self) -> str:
        return f"{self.get_difference_display()}: {self.get_reason_display()}"
