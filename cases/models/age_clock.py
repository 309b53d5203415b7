"""The ages at which something changes for a child."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.agreement import Agreement
from cases.models.guards import Editable, has_start, in_words, keeps_history, never_overlap
from cases.models.term_change import term_guards
from cases.rules.tasks import ADULT
from cases.vocabulary import TermPart


@keeps_history()
class AgeClock(Editable):
    """An age that matters for a child and why, and how many days before it a task is made.

    At 18 a task is made under every agreement; a row for it changes the days or the words.
    """

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="age_clocks", verbose_name=_("agreement")
    )
    years = models.PositiveSmallIntegerField(_("age in years"))
    days_before = models.PositiveSmallIntegerField(_("days before"), default=90)
    reason = models.CharField(
        _("why this age matters"),
        max_length=200,
        blank=True,
        help_text=_("One sentence, shown on the task. May be empty for 18 only."),
    )
    source = models.CharField(
        _("source"), max_length=300, blank=True, help_text=_("Empty: our assumption.")
    )
    during = DateRangeField(_("in force"))

    class Meta:
        verbose_name = _("age clock")
        verbose_name_plural = _("age clocks")
        ordering = ["years"]
        triggers = term_guards("age_clock", TermPart.AGES, "reason", "source")
        constraints = [
            has_start("age_clock_has_start"),
            never_overlap("age_clock_never_overlaps", "agreement", "years"),
            models.CheckConstraint(
                name="age_clock_says_why",
                condition=in_words("reason") | Q(years=ADULT.years),
                violation_error_message=_("Enter why this age matters."),
            ),
            models.CheckConstraint(
                name="age_clock_of_a_child",
                condition=Q(years__gt=0, years__lte=18),
                violation_error_message=_("Enter an age from 1 to 18."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.years}"
