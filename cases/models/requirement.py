"""The clearances that an agreement asks for."""

import pgtrigger
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.agreement import Agreement
from cases.models.guards import Editable, before, has_start, keeps_history, never_overlap, one_of
from cases.models.kept import counts_under
from cases.models.term_change import term_guards
from cases.vocabulary import ClearanceKind, NeededFor, TermPart


@keeps_history()
class Requirement(Editable):
    """A clearance that an agreement asks for, and for which act."""

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="requirements", verbose_name=_("agreement")
    )
    clearance = models.CharField(_("clearance"), max_length=16)
    needed_for = models.CharField(_("needed for"), max_length=8, choices=NeededFor.choices)
    valid_days = models.PositiveIntegerField(
        _("valid for (days)"), null=True, blank=True, help_text=_("Empty: as the document says.")
    )
    during = DateRangeField(_("in force"))

    class Meta:
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")
        triggers = [
            *term_guards("requirement", TermPart.REQUIREMENTS),
            *counts_under(
                "SELECT c.id FROM cases_child c JOIN {row} AS r USING (agreement_id) "
                "WHERE c.stage = 'registered'"
            ),
            before(
                "requirement_clearance_known",
                pgtrigger.Insert | pgtrigger.UpdateOf("clearance", "agreement_id"),
                "PERFORM cases_refuse_kind(NEW.clearance, NEW.agreement_id, "
                "'requirement_clearance_known');",
            ),
        ]
        constraints = [
            one_of("requirement_needed_for_known", "needed_for", NeededFor),
            has_start("requirement_has_start"),
            never_overlap("requirement_never_overlaps", "agreement", "clearance", "needed_for"),
        ]

    def __str__(self) -> str:
        return f"{self.get_clearance_display()} · {self.get_needed_for_display()}"

    def get_clearance_display(self) -> str:
        """Return the name of the kind; Django writes this method for choices only."""
        return ClearanceKind(self.clearance).label
