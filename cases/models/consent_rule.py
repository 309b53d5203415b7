"""Whose consent an agreement asks for."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.agreement import Agreement
from cases.models.guards import Editable, has_start, keeps_history, never_overlap, one_of
from cases.models.term_change import term_guards
from cases.vocabulary import ConsentPurpose, GiverRole, TermPart


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
        triggers = term_guards("consent_rule", TermPart.CONSENT, "legal_source")
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
