"""The journal: an entry for each act on a case, with its change of stage."""

from functools import reduce
from operator import or_

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cases.models.child import Child
from cases.models.entries import RECORDS
from cases.models.guards import append_only, array, at_commit, before, one_of, refuses
from cases.models.kept import counts_cases_of, keeps_past
from cases.models.user import User
from cases.rules.papers import SHOWS
from cases.rules.stages import ALWAYS_STEPS, CONFIRMED_FOR, JOURNEY_STEPS, STEPS, UNDOABLE
from cases.vocabulary import Act, Decision, DueEvent, Reason, RestatedPart, Stage

_DUE = ", ".join(f"'{event}'" for event in DueEvent)
_UNDOABLE = ", ".join(f"'{act}'" for act in sorted(UNDOABLE | JOURNEY_STEPS))


def _known_steps() -> Q:
    """Return the condition that an entry is a step of the table, or no step.

    Grouped by act; each group checks its columns for NULL, which would let a
    CHECK pass.
    """
    no_step = Q(from_stage__isnull=True, to_stage__isnull=True)
    start = Q(act=Act.REGISTER, from_stage__isnull=True, to_stage=Stage.REGISTERED) & Q(
        to_stage__isnull=False
    )
    moves = (step for step in STEPS if step.before is not None)
    steps = reduce(
        or_, (Q(act=step.act, from_stage=step.before, to_stage=step.after) for step in moves)
    )
    staged = Q(from_stage__isnull=False, to_stage__isnull=False) & steps
    return no_step | start | staged


class Journal(models.Model):
    """One act on a case, in codes and dates; never names or free text."""

    child = models.ForeignKey(Child, models.PROTECT, related_name="journal")
    act = models.CharField(_("act"), max_length=20, choices=Act.choices)
    from_stage = models.CharField(max_length=12, choices=Stage.choices, null=True, blank=True)
    to_stage = models.CharField(max_length=12, choices=Stage.choices, null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=12, choices=Reason.choices, blank=True)
    detail = models.CharField(_("detail"), max_length=60, blank=True)
    happened_on = models.DateField(_("happened on"))
    by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("by"), db_index=False
    )
    at = models.DateTimeField(_("entered at"), db_default=Now(), editable=False)
    undoes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="undone_by"
    )

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal")
        ordering = ["-id"]
        permissions = [
            ("view_history", "Read history"),
            ("check_register", "See what does not add up in the register"),
        ]
        indexes = [
            # The newest step of a case, which its stage must equal.
            models.Index(
                F("child"),
                F("id").desc(),
                condition=Q(to_stage__isnull=False),
                name="journal_newest_step",
            ),
            # What somebody decided in the last days.
            models.Index(fields=["by", "at"], name="journal_by_whom"),
        ]
        constraints = [
            one_of("journal_act_known", "act", Act),
            models.CheckConstraint(name="journal_step_of_the_table", condition=_known_steps()),
            # A later step to eligible needs a later assessment.
            models.UniqueConstraint(
                fields=["child", "detail"],
                condition=Q(act=Act.DECIDE),
                name="journal_decision_once",
            ),
            models.CheckConstraint(
                name="journal_step_with_stages",
                condition=~Q(act__in=sorted(ALWAYS_STEPS)) | Q(to_stage__isnull=False),
            ),
            models.CheckConstraint(
                name="journal_undo_names_its_entry",
                condition=Q(act=Act.UNDO, undoes__isnull=False)
                | ~Q(act=Act.UNDO) & Q(undoes__isnull=True),
            ),
            models.CheckConstraint(
                name="journal_detail_is_a_code",
                condition=Q(detail__regex=r"^[A-Za-z0-9_:.,/ -]*$"),
            ),
        ]
        triggers = [
            *append_only(),
            counts_cases_of(
                "counts_new",
                pgtrigger.Insert,
                "SELECT child_id FROM n WHERE act IN ('register', 'arrive') "
                f"OR to_stage IN ({_DUE}) OR undoes_id IS NOT NULL",
            ),
            keeps_past(
                "past_new",
                pgtrigger.Insert,
                "SELECT child_id FROM n WHERE to_stage IS NOT NULL OR act = 'decide'",
            ),
            before("dated_in_order", pgtrigger.Insert, "PERFORM cases_refuse_misdated(NEW);"),
            before("entered_by_office", pgtrigger.Insert, "PERFORM cases_refuse_entry_of(NEW);"),
            before(
                "undo_is_true",
                pgtrigger.Insert,
                f"PERFORM cases_refuse_untrue_undo(NEW, ARRAY[{_UNDOABLE}]);",
                condition=pgtrigger.Q(new__undoes__isnull=False),
            ),
            at_commit(
                "undo_is_whole",
                pgtrigger.Insert,
                "PERFORM cases_refuse_half_an_undo(NEW);",
                condition=pgtrigger.Q(new__undoes__isnull=False),
            ),
            before(
                "step_has_a_reason",
                pgtrigger.Insert,
                "PERFORM cases_refuse_step_without_reason(NEW);",
                # A step without stages is refused by its CHECK.
                condition=pgtrigger.Q(
                    new__act__in=[Act.LAPSE.value, Act.TURN_BACK.value], new__to_stage__isnull=False
                ),
            ),
            at_commit(
                "tells_of_a_record",
                pgtrigger.Insert,
                "PERFORM cases_refuse_entry_alone(NEW);",
                condition=pgtrigger.Q(new__act__in=sorted(RECORDS), new__to_stage__isnull=True),
            ),
            at_commit(
                "step_is_true",
                pgtrigger.Insert,
                "PERFORM cases_refuse_untrue_step(NEW);",
                condition=pgtrigger.Q(new__to_stage__isnull=False),
            ),
            refuses(
                "step_identity_confirmed",
                pgtrigger.Insert,
                "EXISTS (SELECT 1 FROM cases_restatement WHERE child_id = NEW.child_id "
                "AND part = 'identity' AND confirmed_by_id IS NULL)",
                "The identity was changed and not confirmed.",
                trigger="stands_on_confirmed_identity",
                condition=pgtrigger.Q(new__act__in=sorted(CONFIRMED_FOR)),
                run=at_commit,
            ),
            refuses(
                "step_verified_by_paper_or_reason",
                pgtrigger.Insert,
                "EXISTS (SELECT 1 FROM cases_child WHERE id = NEW.child_id "
                "AND verified_without_paper = '') AND NOT cases_has_paper(NEW.child_id, "
                + array(SHOWS[RestatedPart.IDENTITY])
                + ")",
                "No document shows the identity, and no reason is given.",
                trigger="verified_by_a_paper",
                condition=pgtrigger.Q(new__act=Act.VERIFY),
                run=at_commit,
            ),
            refuses(
                "step_contest_weighed",
                pgtrigger.Insert,
                "cases_contest_unweighed(NEW.child_id, NEW.happened_on)",
                "A contested consent is weighed by two people first.",
                trigger="contest_is_weighed",
                condition=pgtrigger.Q(new__act=Act.CLEAR) | pgtrigger.Q(new__act=Act.DEPART),
                run=at_commit,
            ),
            at_commit(
                "completed_when_followed",
                pgtrigger.Insert,
                "PERFORM cases_refuse_completed_unfollowed(NEW.child_id);",
                condition=pgtrigger.Q(new__act=Act.ASK_CLOSE) | pgtrigger.Q(new__act=Act.CLOSE),
            ),
            refuses(
                "step_assessment_decided",
                pgtrigger.Insert,
                # What needs information is decided too, and leads to no stage.
                "NOT EXISTS (SELECT 1 FROM cases_assessment WHERE child_id = NEW.child_id "
                f"AND decided = COALESCE(NEW.to_stage, '{Decision.NEEDS_INFORMATION}') "
                "AND n || ':' || decided = NEW.detail)",
                "No assessment was decided so.",
                trigger="decides_an_assessment",
                condition=pgtrigger.Q(new__act=Act.DECIDE),
                run=at_commit,
            ),
            at_commit(
                "fee_due_once",
                pgtrigger.Insert,
                "PERFORM cases_refuse_due_again(NEW.child_id);",
                condition=pgtrigger.Q(new__act=Act.FEE_DUE),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.child} {self.act}"
