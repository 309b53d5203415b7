"""The ages at which something changes for a child."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.agreement import Agreement
from cases.models.guards import Editable, keeps_history


@keeps_history()
class AgeClock(Editable):
    """An age that matters for a child, and how many days before it a task is made."""

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="age_clocks", verbose_name=_("agreement")
    )
    years = models.PositiveSmallIntegerField(_("age in years"))
    days_before = models.PositiveSmallIntegerField(_("days before"), default=90)
    source = models.CharField(
        _("source"), max_length=300, blank=True, help_text=_("Empty: our assumption.")
    )

    class Meta:
        verbose_name = _("age clock")
        verbose_name_plural = _("age clocks")
        ordering = ["years"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "years"], name="age_clock_once"),
            models.CheckConstraint(
                name="age_clock_of_a_child", condition=Q(years__gt=0, years__lte=18)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.years}"
