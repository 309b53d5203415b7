"""Payments that a wrong match of a bank line had recorded, as they stood until it was undone."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cases.models.batch import BatchLine
from cases.models.guards import append_only
from cases.models.reversal import Reversal


class WithdrawnPayment(models.Model):
    """A ``line`` was paid, or a ``reversal`` refunded, on a day, and withdrawn later.

    Written by the database where the batch or the reversal gives up its transfer; append-only.
    The application's role may only read it. Source: decision 0167.
    """

    line = models.ForeignKey(
        BatchLine, models.PROTECT, null=True, blank=True, related_name="withdrawn"
    )
    reversal = models.ForeignKey(
        Reversal, models.PROTECT, null=True, blank=True, related_name="withdrawn"
    )
    value_date = models.DateField(_("value date"))
    bank_reference = models.CharField(_("bank reference"), max_length=60)
    withdrawn_on = models.DateField(_("withdrawn on"))
    at = models.DateTimeField(_("entered at"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("withdrawn payment")
        verbose_name_plural = _("withdrawn payments")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="withdrawn_payment_of_one",
                condition=Q(line__isnull=True, reversal__isnull=False)
                | Q(line__isnull=False, reversal__isnull=True),
            ),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.line or self.reversal} {self.value_date}"
