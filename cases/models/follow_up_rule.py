"""The follow-ups that an agreement plans after a placement."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.agreement import Agreement
from cases.models.guards import Editable, has_start, keeps_history, never_overlap, one_of
from cases.models.term_change import term_guards
from cases.vocabulary import FollowUpKind, TermPart


@keeps_history()
class FollowUpRule(Editable):
    """A follow-up planned so many months after a placement."""

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="follow_up_rules", verbose_name=_("agreement")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=FollowUpKind.choices)
    months = models.PositiveSmallIntegerField(_("months after the placement"))
    source = models.CharField(
        _("source"),
        max_length=300,
        blank=True,
        help_text=_("Empty: our assumption, not published."),
    )
    during = DateRangeField(_("in force"))

    class Meta:
        verbose_name = _("follow-up rule")
        verbose_name_plural = _("follow-up rules")
        ordering = ["months", "kind"]
        triggers = term_guards("follow_up_rule", TermPart.FOLLOW_UPS, "source")
        constraints = [
            one_of("follow_up_rule_kind_known", "kind", FollowUpKind),
            has_start("follow_up_rule_has_start"),
            never_overlap("follow_up_rule_never_overlaps", "agreement", "kind", "months"),
            models.CheckConstraint(
                name="follow_up_rule_months_positive",
                condition=Q(months__gt=0, months__lte=240),
                violation_error_message=_("Enter from 1 to 240 months."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.months}"
