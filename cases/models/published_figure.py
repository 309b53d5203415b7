"""Figures as they were published, never recomputed."""

import pgtrigger
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from cases.models.agreement import Agreement
from cases.models.guards import Editable, agreed_by_two, append_only, keeps_history, refuses
from cases.vocabulary import Measure, TermPart


class PublishedFigureQuerySet(models.QuerySet["PublishedFigure"]):
    def uncorrected(self) -> "PublishedFigureQuerySet":
        """Return the figures that no later row corrects."""
        return self.filter(~Exists(PublishedFigure.objects.filter(corrects=OuterRef("pk"))))


@keeps_history()
class PublishedFigure(Editable):
    """A figure as somebody published it; it is never recomputed.

    A row stays as it was entered: one that was typed wrong is corrected by a further row.
    """

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
    corrects = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="corrected_by",
        verbose_name=_("corrects"),
        help_text=_("The figure that was typed wrong, and is no longer shown."),
    )

    objects = PublishedFigureQuerySet.as_manager()

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
            ),
        ]
        triggers = [
            *append_only(),
            agreed_by_two(
                "cases_publishedfigure", "published_figure", TermPart.PUBLISHED, pgtrigger.Insert
            ),
            refuses(
                "published_corrects_its_own",
                pgtrigger.Insert,
                "NEW.corrects_id IS NOT NULL AND NOT EXISTS ("
                "SELECT 1 FROM cases_publishedfigure f WHERE f.id = NEW.corrects_id "
                "AND (f.agreement_id, f.measure) = (NEW.agreement_id, NEW.measure))",
                "A figure corrects one of the same agreement and kind.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_measure_display()}: {self.value}"
