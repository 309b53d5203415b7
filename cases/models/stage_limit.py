"""How long a case may stay in a stage."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.agreement import Agreement
from cases.models.guards import Editable, has_start, keeps_history, never_overlap, one_of
from cases.models.kept import counts_under
from cases.models.term_change import term_guards
from cases.vocabulary import Stage, TermPart


@keeps_history()
class StageLimit(Editable):
    """How many days a case may stay in a stage before it counts as overdue."""

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="stage_limits", verbose_name=_("agreement")
    )
    stage = models.CharField(_("stage"), max_length=12, choices=Stage.choices)
    days = models.PositiveIntegerField(_("days"))
    during = DateRangeField(_("in force"))

    class Meta:
        verbose_name = _("stage limit")
        verbose_name_plural = _("stage limits")
        triggers = [
            *term_guards("stage_limit", TermPart.LIMITS),
            *counts_under(
                "SELECT c.id FROM cases_child c JOIN {row} AS l "
                "ON (c.agreement_id, c.stage) = (l.agreement_id, l.stage)"
            ),
        ]
        constraints = [
            one_of("stage_limit_stage_known", "stage", Stage),
            has_start("stage_limit_has_start"),
            never_overlap("stage_limit_never_overlaps", "agreement", "stage"),
            models.CheckConstraint(
                name="stage_limit_days_positive",
                condition=Q(days__gt=0),
                violation_error_message=_("Enter at least one day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()}: {self.days}"
