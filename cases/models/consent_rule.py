"""Whose consent an agreement asks for."""

import pgtrigger
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.agreement import Agreement
from cases.models.guards import (
    TODAY,
    Editable,
    before,
    has_start,
    keeps_history,
    never_overlap,
    no_delete,
    one_of,
    refuse_if,
)
from cases.vocabulary import ConsentPurpose, GiverRole

#: What was asked for on a day that has passed is never rewritten.
_RULE = "{0}.agreement_id, {0}.purpose, {0}.giver_role, {0}.from_age, lower({0}.during)"


@keeps_history()
class ConsentRule(Editable):
    """Who must agree before a purpose may go ahead; in force it is only ended."""

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="consent_rules", verbose_name=_("agreement")
    )
    purpose = models.CharField(_("purpose"), max_length=12, choices=ConsentPurpose.choices)
    giver_role = models.CharField(_("who must agree"), max_length=8, choices=GiverRole.choices)
    from_age = models.PositiveSmallIntegerField(
        _("from the age of"),
        null=True,
        blank=True,
        help_text=_("Years; only for the child's own view."),
    )
    during = DateRangeField(_("in force"))
    legal_source = models.CharField(_("legal source"), max_length=300)

    class Meta:
        verbose_name = _("consent rule")
        verbose_name_plural = _("consent rules")
        triggers = [
            no_delete(),
            before(
                "in_force_stays",
                pgtrigger.Update,
                refuse_if(
                    f"lower(OLD.during) <= {TODAY} AND lower(NEW.during) IS NOT NULL AND ("
                    f"({_RULE.format('NEW')}) IS DISTINCT FROM ({_RULE.format('OLD')}) "
                    "OR upper(NEW.during) IS DISTINCT FROM upper(OLD.during) "
                    f"AND LEAST(upper(NEW.during), upper(OLD.during)) <= {TODAY})",
                    "consent_rule_in_force_stays",
                    "A consent rule in force is only ended, from tomorrow on or later.",
                ),
            ),
        ]
        constraints = [
            one_of("consent_rule_purpose_known", "purpose", ConsentPurpose),
            one_of("consent_rule_giver_known", "giver_role", GiverRole),
            models.CheckConstraint(
                name="consent_rule_age_iff_child",
                condition=Q(giver_role=GiverRole.CHILD, from_age__isnull=False)
                | (~Q(giver_role=GiverRole.CHILD) & Q(from_age__isnull=True)),
                violation_error_message=_(
                    "Enter an age if the child agrees, and leave it empty for anybody else."
                ),
            ),
            has_start("consent_rule_has_start"),
            never_overlap("consent_rule_never_overlaps", "agreement", "purpose", "giver_role"),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} · {self.get_giver_role_display()}"
