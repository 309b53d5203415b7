"""The criteria of eligibility, in numbered versions that two people publish."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.agreement import Agreement
from cases.models.guards import (
    Editable,
    before,
    four_eyes,
    keeps_history,
    no_delete,
    one_of,
    refuses,
)
from cases.models.user import User
from cases.vocabulary import AskedFact, CriteriaStatus

_PUBLICATION = four_eyes(
    "criteria_set",
    first="publish_asked",
    second="publish_approved",
    content=("agreement", "number", "source"),
    final=True,
)


@keeps_history()
class CriteriaSet(Editable):
    """The criteria of an agreement in one numbered version."""

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="criteria_sets", verbose_name=_("agreement")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    status = models.CharField(
        _("status"),
        max_length=9,
        choices=CriteriaStatus.choices,
        default=CriteriaStatus.DRAFT,
    )
    source = models.CharField(_("source"), max_length=300)
    publish_asked_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    publish_asked_at = models.DateTimeField(null=True, blank=True)
    publish_approved_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    publish_approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("criteria set")
        verbose_name_plural = _("criteria sets")
        ordering = ["agreement", "-number"]
        permissions = [("approve_criteria", "Approve the publication of a criteria set")]
        triggers = [
            no_delete(),
            refuses(
                "criteria_set_never_a_draft_again",
                pgtrigger.Update,
                "NEW.status = 'draft' OR OLD.status = 'retired'",
                "Criteria that were published are never a draft again.",
                trigger="criteria_set_status_follows",
                condition=pgtrigger.AnyChange("status"),
            ),
            *_PUBLICATION.triggers,
        ]
        constraints = [
            one_of("criteria_set_status_known", "status", CriteriaStatus),
            models.UniqueConstraint(
                fields=["agreement", "number"], name="criteria_set_number_once"
            ),
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(status=CriteriaStatus.PUBLISHED),
                name="criteria_set_one_published",
            ),
            *_PUBLICATION.constraints,
            models.CheckConstraint(
                name="criteria_set_published_only_when_approved",
                condition=Q(status=CriteriaStatus.DRAFT) | Q(publish_approved_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement} · {self.number}"


@keeps_history()
class Criterion(Editable):
    """One question of a criteria set."""

    criteria_set = models.ForeignKey(
        CriteriaSet, models.PROTECT, related_name="criteria", verbose_name=_("criteria set")
    )
    code = models.SlugField(_("code"), max_length=40)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    text = models.CharField(_("question"), max_length=300)
    required = models.BooleanField(_("must be answered"), default=True)
    #: A word of ``AskedFact`` or a kind of clearance: the answer is compared with the record.
    asks = models.CharField(_("compared with"), max_length=16, blank=True)

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["criteria_set", "code"], name="criterion_code_once"),
            models.CheckConstraint(
                name="criterion_asks_known",
                condition=Q(asks__in=["", *AskedFact.values]) | ~Q(asks__contains="-"),
            ),
        ]
        triggers = [
            refuses(
                "criterion_set_is_draft",
                pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                "EXISTS (SELECT 1 FROM cases_criteriaset WHERE status <> 'draft' "
                "AND id IN (NEW.criteria_set_id, OLD.criteria_set_id))",
                "Published criteria do not change.",
                trigger="set_is_draft",
            ),
            before(
                "criterion_asks_kind",
                pgtrigger.Insert | pgtrigger.UpdateOf("asks", "criteria_set_id"),
                "IF NEW.asks <> '' AND NEW.asks NOT LIKE '%-%' THEN "
                "PERFORM cases_refuse_kind(NEW.asks, (SELECT agreement_id FROM cases_criteriaset "
                "WHERE id = NEW.criteria_set_id), 'criterion_asks_known'); END IF;",
            ),
        ]

    def __str__(self) -> str:
        return self.text
