"""Why a published figure differs from the register where no child tells it; two people."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.guards import (
    Editable,
    asked_then_answered,
    by_office,
    in_words,
    keeps_history,
    no_truncate,
    one_of,
)
from cases.models.published_figure import PublishedFigure
from cases.models.user import User
from cases.vocabulary import WhyOtherwise


class FigureExplanationQuerySet(models.QuerySet["FigureExplanation"]):
    def asked(self) -> "FigureExplanationQuerySet":
        """Return those that wait for a second person."""
        return self.filter(approved_by__isnull=True, dropped_by__isnull=True)

    def agreed(self) -> "FigureExplanationQuerySet":
        """Return those that a second person confirmed."""
        return self.filter(approved_by__isnull=False)


_REQUEST = asked_then_answered(
    "figure_explanation", content=("figure", "amount", "reason", "note"), once=("figure",)
)


@keeps_history()
class FigureExplanation(Editable):
    """By how many children a statement is above (or below) the register, and why."""

    figure = models.ForeignKey(PublishedFigure, models.PROTECT, related_name="explanations")
    amount = models.IntegerField(_("difference"))
    reason = models.CharField(_("reason"), max_length=12, choices=WhyOtherwise.choices)
    note = models.CharField(_("note"), max_length=300)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("requested at"))
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    dropped_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    dropped_at = models.DateTimeField(null=True, blank=True)

    objects = FigureExplanationQuerySet.as_manager()

    class Meta:
        verbose_name = _("explanation of a published figure")
        verbose_name_plural = _("explanations of published figures")
        ordering = ["pk"]
        permissions = [("explain_figure", "Explain why a published figure differs")]
        constraints = [
            *_REQUEST.constraints,
            one_of("figure_explanation_reason_known", "reason", WhyOtherwise),
            models.CheckConstraint(
                name="figure_explanation_of_something",
                condition=~Q(amount=0) & in_words("note"),
            ),
        ]
        triggers = [
            *_REQUEST.triggers,
            no_truncate(),
            by_office("figure_explanation", "explain_figure", pgtrigger.Insert | pgtrigger.Update),
        ]

    def __str__(self) -> str:
        return f"{self.figure}: {self.amount:+d}"
