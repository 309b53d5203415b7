"""A family that was registered under the wrong agreement, moved to another one by two people."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models.agreement import Agreement
from cases.models.child import Child
from cases.models.guards import (
    append_only,
    asked_then_answered,
    at_commit,
    before,
    in_words,
    keeps_history,
    refuses,
)
from cases.models.mother import Mother
from cases.models.mother_change import MotherChange
from cases.models.user import User


class AgreementChangeQuerySet(models.QuerySet["AgreementChange"]):
    def asked(self) -> "AgreementChangeQuerySet":
        """Return the requests that wait for a second person."""
        return self.filter(approved_by__isnull=True, dropped_by__isnull=True)


_REQUEST = asked_then_answered(
    "agreement_change", content=("mother", "moves_from", "moves_to", "reason"), once=("mother",)
)


@keeps_history()
class AgreementChange(models.Model):
    """A whole family moves to another agreement; requested by one person, approved by another."""

    mother = models.ForeignKey(Mother, models.PROTECT, related_name="agreement_changes")
    moves_from = models.ForeignKey(Agreement, models.PROTECT, related_name="+")
    moves_to = models.ForeignKey(Agreement, models.PROTECT, related_name="+")
    reason = models.TextField(_("reason"), max_length=1000)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("requested at"))
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    dropped_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    dropped_at = models.DateTimeField(null=True, blank=True)

    objects = AgreementChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of agreement")
        verbose_name_plural = _("changes of agreement")
        ordering = ["-pk"]
        constraints = [
            *_REQUEST.constraints,
            models.CheckConstraint(
                name="agreement_change_to_another", condition=~Q(moves_from=F("moves_to"))
            ),
            models.CheckConstraint(
                name="agreement_change_has_a_reason", condition=in_words("reason")
            ),
        ]
        triggers = [
            *_REQUEST.triggers,
            refuses(
                "agreement_change_from_where_she_is",
                pgtrigger.Insert,
                "NEW.moves_from_id IS DISTINCT FROM "
                "(SELECT agreement_id FROM cases_mother WHERE id = NEW.mother_id)",
                "A family moves from the agreement it is under.",
                # By its name it comes after the guard that holds the rows of the children.
                trigger="of_where_she_is",
            ),
            before(
                "not_merged",
                pgtrigger.Insert,
                "PERFORM cases_refuse_merged(ARRAY(SELECT id FROM cases_child "
                "WHERE mother_id = NEW.mother_id), 'agreement_change_not_merged');",
            ),
            refuses(
                "agreement_change_moves_the_family",
                pgtrigger.UpdateOf("approved_by_id"),
                "NEW.approved_by_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM cases_mother "
                "WHERE id = NEW.mother_id AND agreement_id = NEW.moves_to_id)",
                "An approved move is made.",
                run=at_commit,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mother} → {self.moves_to}"


class FormerReference(models.Model):
    """A reference that a mother or a child had before; it opens her record for ever."""

    reference = models.CharField(_("reference"), max_length=20, unique=True)
    mother = models.ForeignKey(Mother, models.PROTECT, related_name="former_references")
    child = models.ForeignKey(
        Child, models.PROTECT, null=True, blank=True, related_name="former_references"
    )
    change = models.ForeignKey(
        AgreementChange,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="former_references",
    )
    mother_change = models.ForeignKey(
        MotherChange, models.PROTECT, null=True, blank=True, related_name="former_references"
    )

    class Meta:
        verbose_name = _("former reference")
        verbose_name_plural = _("former references")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="former_reference_of_one_change",
                condition=Q(change__isnull=False, mother_change__isnull=True)
                | Q(change__isnull=True, mother_change__isnull=False, child__isnull=False),
            )
        ]
        triggers = [
            *append_only(),
            at_commit(
                "reference_is_given_up",
                pgtrigger.Insert,
                "PERFORM cases_refuse_reference_in_use(NEW.reference);",
                condition=pgtrigger.Q(new__mother_change__isnull=False),
            ),
            before(
                "former_reference_was_hers",
                pgtrigger.Insert,
                "IF NEW.reference IS DISTINCT FROM (CASE WHEN NEW.child_id IS NULL "
                "THEN (SELECT reference FROM cases_mother WHERE id = NEW.mother_id) "
                "ELSE (SELECT reference FROM cases_child WHERE id = NEW.child_id "
                "AND mother_id = NEW.mother_id) END) THEN "
                "PERFORM cases_refuse('former_reference_was_hers', "
                "'A former reference is kept when it is given up.'); END IF;",
            ),
        ]

    def __str__(self) -> str:
        return self.reference
