"""Follow-ups: visits to a child in care."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models.child import Child
from cases.models.guards import (
    TODAY,
    Editable,
    before,
    both_or_neither,
    in_words,
    keeps_history,
    no_delete,
    one_of,
    refuses,
    written_once,
)
from cases.models.placement import Placement
from cases.models.user import User
from cases.rules.follow_ups import EARLY
from cases.vocabulary import FollowUpKind, FollowUpResult, Stage


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def open(self) -> "FollowUpQuerySet":
        """Return the follow-ups still to be done for children in care."""
        return self.filter(done_on__isnull=True, child__stage=Stage.PLACED)


_FollowUps = models.Manager.from_queryset(FollowUpQuerySet)


class StandingFollowUps(_FollowUps["FollowUp"]):
    """Follow-ups that were not withdrawn with the placement that planned them."""

    def get_queryset(self) -> FollowUpQuerySet:
        return FollowUpQuerySet(self.model, using=self._db).filter(withdrawn_with=None)


@keeps_history()
class FollowUp(Editable):
    """A visit to a child in care: its date and its result.

    ``n`` is its number among the follow-ups of the child.
    """

    child = models.ForeignKey(Child, models.PROTECT, related_name="follow_ups")
    n = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=8, choices=FollowUpKind.choices)
    due_on = models.DateField(_("due on"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
    done_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("done by")
    )
    result = models.CharField(
        _("observations"), max_length=8, choices=FollowUpResult.choices, null=True, blank=True
    )
    note = models.TextField(_("note"), max_length=4000, blank=True)
    early_reason = models.CharField(_("why it was done so early"), max_length=500, blank=True)
    planned_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    withdrawn_with = models.ForeignKey(
        Placement, models.PROTECT, null=True, editable=False, related_name="withdrawn_follow_ups"
    )

    objects = StandingFollowUps()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ["due_on", "n"]
        indexes = [
            # The page of follow-ups, and the question before a case is closed.
            models.Index(
                fields=["due_on", "child"],
                condition=Q(done_on__isnull=True, withdrawn_with__isnull=True),
                name="follow_up_to_do",
            )
        ]
        constraints = [
            one_of("follow_up_kind_known", "kind", FollowUpKind),
            models.UniqueConstraint(fields=["child", "n"], name="follow_up_number_once"),
            both_or_neither("follow_up_done_whole", "done_on", "done_by", "result"),
            models.CheckConstraint(
                name="follow_up_result_known",
                condition=Q(result__isnull=True) | Q(result__in=FollowUpResult.values),
            ),
            models.CheckConstraint(
                name="follow_up_concern_has_note",
                condition=Q(result__isnull=True)
                | ~Q(result=FollowUpResult.CONCERN)
                | in_words("note"),
            ),
            models.CheckConstraint(
                name="follow_up_done_or_withdrawn",
                condition=Q(done_on__isnull=True) | Q(withdrawn_with__isnull=True),
            ),
            models.CheckConstraint(
                name="follow_up_says_what_was_done",
                condition=Q(done_on__isnull=False) | Q(note="", early_reason=""),
            ),
            models.CheckConstraint(
                name="follow_up_early_has_reason",
                condition=Q(done_on__isnull=True)
                | Q(done_on__gte=F("due_on") - EARLY)
                | in_words("early_reason"),
            ),
        ]
        triggers = [
            no_delete(),
            written_once("follow_up", "kind", "due_on"),
            refuses(
                "follow_up_done_stays",
                pgtrigger.Update,
                "OLD.done_on IS NOT NULL",
                "What was found is never changed; plan another follow-up.",
                trigger="done_stays",
            ),
            refuses(
                "follow_up_withdrawn_with_its_placement",
                pgtrigger.Insert | pgtrigger.UpdateOf("withdrawn_with_id"),
                "TG_OP = 'UPDATE' AND OLD.withdrawn_with_id IS NOT NULL OR NOT EXISTS "
                "(SELECT FROM cases_placement p JOIN cases_journal u "
                "ON u.id = p.undone_with_id WHERE p.id = NEW.withdrawn_with_id "
                "AND p.child_id = NEW.child_id AND u.at >= now() AND cases_is_ours(u.xmin))",
                "A follow-up is withdrawn when the placement that planned it is undone.",
                trigger="withdrawn_with_its_placement",
                condition=pgtrigger.Q(new__withdrawn_with__isnull=False),
            ),
            before(
                "of_a_child_in_care",
                pgtrigger.Insert | pgtrigger.UpdateOf("done_on"),
                "PERFORM cases_refuse_follow_up(NEW, TG_OP = 'INSERT');",
            ),
            refuses(
                "follow_up_done_by_today",
                pgtrigger.Insert | pgtrigger.Update,
                f"NEW.done_on > {TODAY}",
                "A follow-up cannot be done in the future.",
                trigger="done_by_today",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.child} / {self.n}"
