"""What leaves the ministry: totals that one person proposed and another approved."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models.agreement import Agreement
from cases.models.guards import (
    TODAY,
    Editable,
    asked_then_answered,
    before,
    by_office,
    keeps_history,
    no_truncate,
    refuses,
)
from cases.models.user import User


class OutsideTotalsQuerySet(models.QuerySet["OutsideTotals"]):
    def asked(self) -> "OutsideTotalsQuerySet":
        """Return those that wait for a second person."""
        return self.filter(approved_by__isnull=True, dropped_by__isnull=True)

    def approved(self) -> "OutsideTotalsQuerySet":
        """Return all that ever were public, corrected ones too."""
        return self.filter(approved_by__isnull=False)

    def standing(self) -> "OutsideTotalsQuerySet":
        """Return the approved ones that no approved ones correct, newest day first."""
        corrected = OutsideTotals.objects.approved().filter(corrects__isnull=False)
        return self.approved().exclude(pk__in=corrected.values("corrects")).order_by("-as_of")


_REQUEST = asked_then_answered(
    "outside_totals",
    content=(
        *("agreement", "as_of", "identified", "eligible", "returned"),
        *("further", "told", "corrects"),
    ),
    once=("agreement",),
)


@keeps_history()
class OutsideTotals(Editable):
    """Three totals of an agreement on the last day of a month.

    ``further`` are the cells beside them that are shown, and ``told`` the numbers under ten that
    both people were shown; neither changes.
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="outside")
    as_of = models.DateField(_("as of"))
    identified = models.PositiveIntegerField(_("identified"))
    eligible = models.PositiveIntegerField(_("eligible"))
    returned = models.PositiveIntegerField(_("returned"))
    further = models.JSONField(default=dict, blank=True)
    told = models.JSONField(default=list, blank=True)
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("requested at"))
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    dropped_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    dropped_at = models.DateTimeField(null=True, blank=True)

    objects = OutsideTotalsQuerySet.as_manager()

    class Meta:
        verbose_name = _("totals for outside")
        verbose_name_plural = _("totals for outside")
        ordering = ["-as_of", "-pk"]
        permissions = [("propose_outsidetotals", "Propose and approve totals for outside")]
        constraints = [
            *_REQUEST.constraints,
            models.UniqueConstraint(
                name="outside_totals_corrected_once",
                fields=["corrects"],
                condition=Q(dropped_by__isnull=True),
            ),
            models.CheckConstraint(
                name="outside_totals_within_each_other",
                condition=Q(returned__lte=F("eligible"), eligible__lte=F("identified")),
            ),
        ]
        triggers = [
            *_REQUEST.triggers,
            no_truncate(),
            by_office(
                "outside_totals", "propose_outsidetotals", pgtrigger.Insert | pgtrigger.Update
            ),
            refuses(
                "outside_totals_at_month_end",
                pgtrigger.Insert,
                f"extract(day FROM NEW.as_of + 1) <> 1 OR NEW.as_of >= {TODAY}",
                "Totals for outside are of the last day of a month that has ended.",
            ),
            refuses(
                "outside_totals_as_counted",
                pgtrigger.Insert,
                "jsonb_typeof(NEW.further) <> 'object' OR jsonb_typeof(NEW.told) <> 'array'",
                "Beside the totals stand cells, and the small numbers among them.",
            ),
            before(
                "outside_totals_once_a_day",
                pgtrigger.Insert | pgtrigger.Update,
                "PERFORM cases_refuse_outside_totals(NEW);",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement} {self.as_of}"
