"""Two cases of one child merged by two people, row by row, and parted again by two people."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models.child import Child
from cases.models.guards import (
    after,
    append_only,
    as_owner,
    asked_then_answered,
    at_commit,
    before,
    four_eyes,
    in_words,
    keeps_history,
    refuse_if,
    with_its_act,
)
from cases.models.user import User
from cases.vocabulary import MergedField


class MergeQuerySet(models.QuerySet["Merge"]):
    def asked(self) -> "MergeQuerySet":
        """Return the requests that wait for a second person."""
        return self.filter(approved_by__isnull=True, dropped_by__isnull=True)

    def standing(self) -> "MergeQuerySet":
        """Return the merges that were made, and not undone."""
        return self.filter(approved_by__isnull=False, undo_approved_by__isnull=True)

    def undoing(self) -> "MergeQuerySet":
        """Return the merges of which the undoing waits for a second person."""
        return self.standing().filter(undo_asked_by__isnull=False)


_REQUEST = asked_then_answered(
    "merge", content=("keeps", "gives_up", "taken", "reason"), once=("gives_up",)
)
_UNDOING = four_eyes(
    "merge_undoing",
    first="undo_asked",
    second="undo_approved",
    content=("undo_reason",),
    final=True,
)


@keeps_history()
class Merge(models.Model):
    """One case goes on as another: ``gives_up`` closes as a duplicate, its rows move to ``keeps``.

    ``taken`` are the facts for which the case that is given up was right. What is only ever added
    to stays with its number. Approving moves the rows: no approval is without it.
    """

    keeps = models.ForeignKey(Child, models.PROTECT, related_name="merges")
    gives_up = models.ForeignKey(Child, models.PROTECT, related_name="merged")
    taken = ArrayField(
        models.CharField(max_length=12, choices=MergedField.choices), default=list, blank=True
    )
    reason = models.CharField(_("reason"), max_length=300)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("requested at"))
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    dropped_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    dropped_at = models.DateTimeField(null=True, blank=True)
    undo_reason = models.CharField(_("reason"), max_length=300, blank=True)
    undo_asked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    undo_asked_at = models.DateTimeField(null=True, blank=True)
    undo_approved_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    undo_approved_at = models.DateTimeField(null=True, blank=True)
    #: The transactions that moved the rows, and back: set by the database alone.
    moved_at = models.DateTimeField(null=True, blank=True, editable=False)
    parted_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("merge of two cases")
        verbose_name_plural = _("merges of two cases")
        ordering = ["-pk"]
        constraints = [
            *_REQUEST.constraints,
            *_UNDOING.constraints,
            models.CheckConstraint(name="merge_with_another", condition=~Q(keeps=F("gives_up"))),
            models.CheckConstraint(name="merge_has_a_reason", condition=in_words("reason")),
            models.CheckConstraint(
                name="merge_takes_known_facts",
                condition=Q(taken__contained_by=MergedField.values),
            ),
            models.CheckConstraint(
                name="merge_undone_after_it_was_made",
                condition=Q(undo_asked_by__isnull=True)
                | Q(approved_by__isnull=False) & in_words("undo_reason"),
            ),
        ]
        triggers = [
            *_REQUEST.triggers,
            *_UNDOING.triggers,
            before("merge_of_one_child", pgtrigger.Insert, "PERFORM cases_refuse_merge(NEW);"),
            before(
                "when_rows_moved",
                pgtrigger.Insert | pgtrigger.Update,
                refuse_if(
                    "TG_OP = 'INSERT' AND num_nonnulls(NEW.moved_at, NEW.parted_at) > 0 OR "
                    "TG_OP = 'UPDATE' AND ROW(NEW.moved_at, NEW.parted_at) IS DISTINCT FROM "
                    "ROW(OLD.moved_at, OLD.parted_at)",
                    "merge_says_when_it_moved",
                    "When rows moved is written by the database.",
                )
                + "IF TG_OP = 'UPDATE' THEN IF OLD.approved_by_id IS NULL AND "
                "NEW.approved_by_id IS NOT NULL THEN NEW.moved_at := now(); END IF; "
                "IF OLD.undo_approved_by_id IS NULL AND NEW.undo_approved_by_id IS NOT NULL "
                "THEN NEW.parted_at := now(); END IF; END IF;",
            ),
            as_owner(
                after(
                    "rows_move",
                    pgtrigger.Update,
                    "IF OLD.approved_by_id IS NULL AND NEW.approved_by_id IS NOT NULL THEN "
                    "PERFORM cases_move_rows(NEW); END IF; "
                    "IF OLD.undo_approved_by_id IS NULL AND NEW.undo_approved_by_id IS NOT NULL "
                    "THEN PERFORM cases_move_rows_back(NEW); END IF;",
                    condition=pgtrigger.AnyChange("approved_by", "undo_approved_by"),
                )
            ),
            with_its_act("merge_undo_reason_as_asked", "undo_asked_at", "undo_reason"),
            at_commit(
                "dropped_with_its_closing",
                pgtrigger.Update,
                refuse_if(
                    "EXISTS (SELECT FROM cases_child WHERE id = NEW.gives_up_id "
                    "AND stage <> 'closed' AND duplicate_of_id = NEW.keeps_id "
                    "AND closing_asked_by_id IS NOT NULL)",
                    "merge_dropped_with_its_closing",
                    "Whoever drops a merge takes the request to close back.",
                ),
                condition=pgtrigger.Q(old__dropped_by__isnull=True, new__dropped_by__isnull=False),
            ),
            as_owner(
                after("tasks_kept", pgtrigger.Insert, "PERFORM cases_keep_closed_tasks(NEW);")
            ),
            at_commit(
                "merge_is_made",
                pgtrigger.Update,
                "PERFORM cases_refuse_half_a_merge(NEW.id);",
                condition=pgtrigger.AnyChange("approved_by", "undo_approved_by"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gives_up} → {self.keeps}"

    def get_absolute_url(self) -> str:
        return reverse("merge", args=[self.pk])


class MergedRow(models.Model):
    """A row that a merge changed, the columns of it before and after; or the way back of one.

    Written by the database alone, in the transaction of the approval.
    """

    merge = models.ForeignKey(Merge, models.PROTECT, related_name="rows")
    of_table = models.CharField(max_length=40)
    row = models.BigIntegerField()
    was = models.JSONField()
    became = models.JSONField()
    undoes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="undone_by"
    )
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("row that a merge moved")
        verbose_name_plural = _("rows that a merge moved")
        ordering = ["pk"]
        indexes = [models.Index(fields=["of_table", "row"], name="merged_row")]
        triggers = [
            *append_only(),
            before(
                "merged_row_of_its_merge",
                pgtrigger.Insert,
                "PERFORM cases_refuse_merged_row(NEW);",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.of_table} {self.row}"
