"""Children who were registered under another woman, moved to their mother by two people."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cases.models.child import Child
from cases.models.document import Document
from cases.models.guards import (
    append_only,
    asked_then_answered,
    at_commit,
    before,
    in_words,
    keeps_history,
    refuse_if,
    without_controls,
)
from cases.models.mother import Mother
from cases.models.user import User


class MotherChangeQuerySet(models.QuerySet["MotherChange"]):
    def asked(self) -> "MotherChangeQuerySet":
        """Return the requests that wait for a second person."""
        return self.filter(approved_by__isnull=True, dropped_by__isnull=True)


_REQUEST = asked_then_answered(
    "mother_change",
    content=("moves_from", "new_name", "reason", "document"),
    once=("moves_from",),
)


@keeps_history()
class MotherChange(models.Model):
    """Children of a mother come under another; asked by one person, approved by another.

    Where the other is not on record, ``moves_to`` is empty until the approval registers her;
    ``new_name`` is her name, as far as it is known.
    """

    moves_from = models.ForeignKey(Mother, models.PROTECT, related_name="changes_from")
    moves_to = models.ForeignKey(
        Mother, models.PROTECT, null=True, blank=True, related_name="changes_to"
    )
    new_name = models.CharField(_("name of the mother"), max_length=120, blank=True)
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    document = models.ForeignKey(
        Document,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("document"),
    )
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("requested at"))
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    dropped_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    dropped_at = models.DateTimeField(null=True, blank=True)

    objects = MotherChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of mother")
        verbose_name_plural = _("changes of mother")
        ordering = ["-pk"]
        constraints = [
            *_REQUEST.constraints,
            models.CheckConstraint(
                name="mother_change_to_another",
                condition=Q(moves_to__isnull=True) | ~Q(moves_from=F("moves_to")),
            ),
            models.CheckConstraint(
                name="mother_change_has_evidence",
                condition=Q(document__isnull=False) | in_words("reason"),
            ),
            models.CheckConstraint(
                name="mother_change_approved_to_somebody",
                condition=Q(approved_by__isnull=True) | Q(moves_to__isnull=False),
            ),
            without_controls("mother_change", "new_name"),
        ]
        triggers = [
            *_REQUEST.triggers,
            before(
                "document_of_the_families",
                pgtrigger.Insert,
                "PERFORM cases_refuse_strange_evidence(NEW);",
                condition=pgtrigger.Q(new__document__isnull=False),
            ),
            before(
                "new_mother_with_the_approval",
                pgtrigger.Update,
                refuse_if(
                    "OLD.moves_to_id IS NOT NULL OR NEW.approved_by_id IS NULL OR NOT EXISTS ("
                    "SELECT FROM cases_motherevent WHERE pgh_obj_id = NEW.moves_to_id "
                    "AND pgh_label = 'insert' AND pgh_created_at >= now() AND cases_is_ours(xmin))",
                    "mother_change_terms_stay",
                    "To whom a child moves is settled by who asks, or with the approval.",
                ),
                condition=pgtrigger.AnyChange("moves_to"),
            ),
            at_commit(
                "mother_change_moves_children",
                pgtrigger.Insert | pgtrigger.UpdateOf("approved_by_id"),
                "PERFORM cases_refuse_unmoved_children(NEW.id);",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.moves_from} → {self.moves_to or '…'}"


class MovedChild(models.Model):
    """A child whom a change of mother is about."""

    change = models.ForeignKey(MotherChange, models.PROTECT, related_name="moved")
    child = models.ForeignKey(Child, models.PROTECT, related_name="mother_changes")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("child of a change of mother")
        verbose_name_plural = _("children of changes of mother")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["change", "child"], name="moved_child_once"),
        ]
        triggers = [
            *append_only(),
            before(
                "moved_child_asked_with_it",
                pgtrigger.Insert,
                "PERFORM cases_refuse_child_not_asked(NEW);",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.change} {self.child}"
