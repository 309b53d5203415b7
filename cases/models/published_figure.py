"""Figures as they were published, never recomputed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.agreement import Agreement
from cases.models.guards import Editable, keeps_history, no_delete
from cases.vocabulary import Measure


@keeps_history()
class PublishedFigure(Editable):
    """A figure as somebody published it; it is never recomputed."""

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="published", verbose_name=_("agreement")
    )
    published_on = models.DateField(_("published on"))
    speaker = models.CharField(_("speaker"), max_length=120)
    measure = models.CharField(_("measure"), max_length=12, choices=Measure.choices)
    value = models.DecimalField(_("value"), max_digits=12, decimal_places=2)
    currency = models.CharField(
        _("currency"), max_length=3, blank=True, help_text=_("For an amount of money, as in USD.")
    )
    definition = models.CharField(_("definition"), max_length=300)
    source = models.CharField(_("source"), max_length=300)

    class Meta:
        verbose_name = _("published figure")
        verbose_name_plural = _("published figures")
        ordering = ["-published_on"]
        constraints = [
            models.CheckConstraint(
                name="published_sum_has_currency",
                condition=Q(measure=Measure.FEE, currency__regex=r"^[A-Z]{3}$")
                | ~Q(measure=Measure.FEE) & Q(currency__regex=r"^([A-Z]{3})?$"),
                violation_error_message=_(
                    "An amount of money needs its currency: three capitals, as in USD."
                ),
            )
        ]
        triggers = [no_delete()]

    def __str__(self) -> str:
        return f"{self.get_measure_display()}: {self.value}"
