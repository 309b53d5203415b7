"""Assessments of eligibility: one person's proposal, another's decision."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models.child import Child
from cases.models.criteria_set import CriteriaSet, Criterion
from cases.models.guards import (
    Editable,
    before,
    decided_by_another,
    in_words,
    keeps_history,
    no_delete,
    no_truncate,
    one_of,
    refuses,
    stays,
)
from cases.models.kept import counts_case
from cases.models.user import User
from cases.vocabulary import Answer, Decision


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def undecided(self) -> "AssessmentQuerySet":
        """Return the assessments that wait for a second person."""
        return self.filter(decided__isnull=True, set_aside_at__isnull=True)


@keeps_history()
class Assessment(Editable):
    """One person's findings and proposal, and a second person's decision."""

    child = models.ForeignKey(Child, models.PROTECT, related_name="assessments")
    n = models.PositiveSmallIntegerField(_("number"))
    criteria_set = models.ForeignKey(CriteriaSet, models.PROTECT, related_name="assessments")
    proposed = models.CharField(_("proposed"), max_length=18, choices=Decision.choices)
    proposal_reasons = models.TextField(_("reasons for the proposal"), max_length=4000)
    assessed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    assessed_at = models.DateTimeField(auto_now_add=True)
    decided = models.CharField(
        _("decided"), max_length=18, choices=Decision.choices, null=True, blank=True
    )
    reasons = models.TextField(_("reasons for the decision"), max_length=4000, blank=True)
    review_due_on = models.DateField(_("review due on"), null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    #: When who made it withdrew it; or, by nobody, when the family moved to another agreement.
    set_aside_at = models.DateTimeField(null=True, blank=True, editable=False)
    set_aside_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        ordering = ["-n"]
        permissions = [
            ("assess_child", "Assess eligibility"),
            ("decide_assessment", "Decide an assessment as the second person"),
        ]
        constraints = [
            one_of("assessment_proposed_known", "proposed", Decision),
            models.UniqueConstraint(fields=["child", "n"], name="assessment_number_once"),
            models.UniqueConstraint(
                fields=["child"],
                condition=Q(decided__isnull=True, set_aside_at__isnull=True),
                name="assessment_one_undecided",
            ),
            models.CheckConstraint(
                name="assessment_decided_or_set_aside",
                condition=Q(decided__isnull=True) | Q(set_aside_at__isnull=True),
            ),
            models.CheckConstraint(
                name="assessment_withdrawn_by_who_made_it",
                condition=Q(set_aside_by__isnull=True)
                | Q(set_aside_at__isnull=False, set_aside_by=F("assessed_by")),
            ),
            *decided_by_another(
                "assessment", first="assessed", second="decided", also=("decided",)
            ),
            models.CheckConstraint(
                name="assessment_decided_known",
                condition=Q(decided__isnull=True) | Q(decided__in=Decision.values),
            ),
            models.CheckConstraint(
                name="assessment_decision_has_reasons",
                condition=Q(decided__isnull=True) | in_words("reasons"),
            ),
            models.CheckConstraint(
                name="assessment_deferred_has_review_day",
                condition=Q(decided__isnull=True)
                | ~Q(decided=Decision.DEFERRED)
                | Q(review_due_on__isnull=False),
            ),
            models.CheckConstraint(
                name="assessment_supersedes_an_earlier",
                condition=Q(n=1, supersedes__isnull=True) | Q(n__gt=1, supersedes__isnull=False),
            ),
        ]
        triggers = [
            no_delete(),
            no_truncate(),
            *counts_case("r.decided IS NULL", when="r.decided IS NOT NULL"),
            refuses(
                "assessment_decided_stays",
                pgtrigger.Update,
                "OLD.decided IS NOT NULL",
                "A decided assessment is superseded, never changed.",
                trigger="decided_stays",
            ),
            stays("assessor_stays", "Who made an assessment stays.", "assessed_by", "assessed_at"),
            refuses(
                "assessment_set_aside_stays",
                pgtrigger.Update,
                "OLD.set_aside_at IS NOT NULL",
                "An assessment that was set aside is made anew, never changed.",
                trigger="set_aside_stays",
            ),
            refuses(
                "assessment_of_the_agreement",
                pgtrigger.Insert | pgtrigger.Update,
                "NEW.set_aside_at IS NULL AND "
                "(SELECT agreement_id FROM cases_child WHERE id = NEW.child_id) IS DISTINCT "
                "FROM (SELECT agreement_id FROM cases_criteriaset WHERE id = NEW.criteria_set_id)",
                "A child is assessed against the criteria of her agreement.",
            ),
            before(
                "decided_when_complete",
                pgtrigger.Insert | pgtrigger.Update,
                "IF NEW.decided IS NOT NULL THEN "
                "PERFORM cases_refuse_incomplete_assessment(NEW.id, NEW.criteria_set_id); END IF;",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.child} / {self.n}"

    @property
    def waits(self) -> bool:
        """Whether it waits for a second person."""
        return self.decided is None and self.set_aside_at is None

    def get_absolute_url(self) -> str:
        return reverse("assessment", args=[self.child.reference, self.n])


@keeps_history()
class Finding(Editable):
    """The answer to one criterion, with a note."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="findings")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    answer = models.CharField(_("answer"), max_length=14, choices=Answer.choices)
    note = models.TextField(_("note"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["criterion__position", "pk"]
        constraints = [
            one_of("finding_answer_known", "answer", Answer),
            models.UniqueConstraint(
                fields=["assessment", "criterion"], name="finding_once_a_criterion"
            ),
        ]
        triggers = [
            refuses(
                "finding_of_open_assessment",
                pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                "EXISTS (SELECT 1 FROM cases_assessment "
                "WHERE num_nonnulls(decided, set_aside_at) > 0 "
                "AND id IN (NEW.assessment_id, OLD.assessment_id))",
                "The assessment is decided or set aside.",
                trigger="assessment_is_open",
            ),
            refuses(
                "finding_of_its_criteria_set",
                pgtrigger.Insert | pgtrigger.Update,
                "(SELECT criteria_set_id FROM cases_assessment WHERE id = NEW.assessment_id) "
                "IS DISTINCT FROM (SELECT criteria_set_id FROM cases_criterion "
                "WHERE id = NEW.criterion_id)",
                "A finding answers a criterion of the assessment's own set.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.get_answer_display()}"
