"""Restatements of a record after its registration, confirmed by a second person."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cases.models.child import Child
from cases.models.guards import (
    array,
    both_or_neither,
    no_delete,
    no_truncate,
    one_of,
    refusal,
    refuses,
    stays,
)
from cases.models.user import User
from cases.rules.papers import SHOWS
from cases.vocabulary import RestatedPart


class RestatementQuerySet(models.QuerySet["Restatement"]):
    def waiting(self) -> "RestatementQuerySet":
        return self.filter(confirmed_by__isnull=True)


class Restatement(models.Model):
    """A change of a child's identity, or of the father's death.

    Written by triggers on people, names and children, also for plain SQL; then
    ``by`` is None.
    """

    child = models.ForeignKey(Child, models.PROTECT, related_name="restatements")
    part = models.CharField(_("part"), max_length=8, choices=RestatedPart.choices)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(db_default=Now(), editable=False)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    without_paper = models.CharField(
        _("why it was confirmed without a document"), max_length=300, blank=True, db_default=""
    )

    objects = RestatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("restatement")
        verbose_name_plural = _("restatements")
        ordering = ["-id"]
        indexes = [
            # What waits for a second person, on the child's page and under Reviews.
            models.Index(
                fields=["child", "part"],
                condition=Q(confirmed_by__isnull=True),
                name="restatement_waiting",
            )
        ]
        constraints = [
            one_of("restatement_part_known", "part", RestatedPart),
            both_or_neither("restatement_confirmed_whole", "confirmed_by", "confirmed_at"),
            models.CheckConstraint(
                name="restatement_confirmed_by_another",
                condition=Q(confirmed_by__isnull=True)
                | Q(by__isnull=True)
                | ~Q(confirmed_by=F("by")),
            ),
        ]
        triggers = [
            no_delete(),
            no_truncate(),
            stays(
                "restatement_stays",
                "What was restated stays on record.",
                "child",
                "part",
                "by",
                "at",
            ),
            *(
                refuses(
                    "restatement_confirmed_by_paper_or_reason",
                    pgtrigger.Update,
                    f"NEW.without_paper = '' AND NOT cases_has_paper(NEW.child_id, {array(kinds)})",
                    "No document shows the change, and no reason is given.",
                    trigger=f"{part.value}_confirmed_by_a_paper",
                    condition=pgtrigger.Q(
                        old__confirmed_by__isnull=True, new__confirmed_by__isnull=False
                    )
                    & pgtrigger.Q(new__part=part),
                )
                for part, kinds in SHOWS.items()
            ),
            pgtrigger.Trigger(
                name="restatement_confirmed_once",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__confirmed_by__isnull=False),
                func=refusal("restatement_confirmed_once", "It is confirmed already.")
                + " RETURN NEW;",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.child} {self.part}"
