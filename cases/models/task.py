"""Tasks on a case: made by a rule, or added by staff."""

import pgtrigger
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from cases.models.assessment import Assessment
from cases.models.child import Child
from cases.models.clearance import Clearance
from cases.models.consent import Consent
from cases.models.follow_up import FollowUp
from cases.models.guards import (
    Editable,
    after,
    as_owner,
    at_commit,
    before,
    both_or_neither,
    in_words,
    keeps_history,
    no_delete,
    no_truncate,
    one_of,
    refuses,
    unless_merged,
)
from cases.models.hearing import Hearing
from cases.models.kept import counts_case
from cases.models.movement import Movement
from cases.models.offices import TOUCH_CASES, of_office
from cases.models.user import User
from cases.vocabulary import TaskOutcome, TaskRule

#: The record a task comes from; at most one of them is named. All but the last are a child's.
SOURCES = ("consent", "clearance", "assessment", "hearing", "follow_up", "movement")
_OF_ANOTHER_CHILD = " OR ".join(
    f"EXISTS (SELECT 1 FROM cases_{source.replace('_', '')} s WHERE s.id = NEW.{source}_id"
    " AND s.child_id <> NEW.child_id)"
    for source in SOURCES[:-1]
)


#: Tasks that no fact closes.
TICKED = frozenset({TaskRule.MANUAL, TaskRule.AGE, TaskRule.FEE})


class TaskQuerySet(models.QuerySet["Task"]):
    def visible_to(self, user: User) -> "TaskQuerySet":
        """Return the tasks of the children whom ``user`` may see."""
        if user.is_superuser or user.has_perm("cases.view_every_child"):
            return self
        return self.filter(child__in=Child.objects.visible_to(user).values("pk"))

    def open(self) -> "TaskQuerySet":
        return self.filter(outcome__isnull=True)


def earliest_day() -> models.Subquery:
    """Return the column of a child's row that holds the earliest day of the open tasks."""
    tasks = Task.objects.open().filter(child=models.OuterRef("pk"), due_on__isnull=False)
    return models.Subquery(tasks.order_by("due_on").values("due_on")[:1])


@keeps_history()
class Task(Editable):
    """One task on a case, with a due date and an assignee.

    ``about`` is a code: a clearance and its state, a giver, an act, an age. Without
    ``made_by`` a rule made it; without ``assigned_to`` it is for the team or the role.
    """

    child = models.ForeignKey(Child, models.PROTECT, related_name="tasks")
    rule = models.CharField(_("rule"), max_length=16, choices=TaskRule.choices)
    about = models.CharField(_("about"), max_length=40, blank=True)
    text = models.CharField(_("what to do"), max_length=200, blank=True)
    consent = models.ForeignKey(Consent, models.PROTECT, null=True, blank=True, related_name="+")
    clearance = models.ForeignKey(
        Clearance, models.PROTECT, null=True, blank=True, related_name="+"
    )
    assessment = models.ForeignKey(
        Assessment, models.PROTECT, null=True, blank=True, related_name="+"
    )
    hearing = models.ForeignKey(Hearing, models.PROTECT, null=True, blank=True, related_name="+")
    follow_up = models.ForeignKey(FollowUp, models.PROTECT, null=True, blank=True, related_name="+")
    movement = models.ForeignKey(Movement, models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField(_("due on"), null=True, blank=True)
    assigned_to = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=_("assigned to"),
    )
    made_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(_("made at"), db_default=Now(), editable=False)
    outcome = models.CharField(
        _("outcome"), max_length=8, choices=TaskOutcome.choices, null=True, blank=True
    )
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = [F("due_on").asc(nulls_last=True), "pk"]
        indexes = [
            # The list of tasks, the earliest first, and what is overdue.
            models.Index(
                fields=["due_on", "id"],
                include=["child"],
                condition=Q(outcome__isnull=True),
                name="task_open_by_day",
            ),
            # "My work".
            models.Index(
                fields=["assigned_to", "due_on", "id"],
                condition=Q(outcome__isnull=True),
                name="task_open_by_person",
            ),
        ]
        constraints = [
            one_of("task_rule_known", "rule", TaskRule),
            models.CheckConstraint(
                name="task_outcome_known",
                condition=Q(outcome__isnull=True) | Q(outcome__in=TaskOutcome.values),
            ),
            both_or_neither("task_closed_whole", "outcome", "closed_by", "closed_at"),
            models.CheckConstraint(
                name="task_one_source",
                condition=LessThanOrEqual(
                    Func(
                        *(F(f"{source}_id") for source in SOURCES),
                        function="num_nonnulls",
                        output_field=models.IntegerField(),
                    ),
                    1,
                ),
            ),
            models.CheckConstraint(
                name="task_by_hand_iff_text_and_person",
                condition=Q(rule=TaskRule.MANUAL, made_by__isnull=False) & in_words("text")
                | ~Q(rule=TaskRule.MANUAL) & Q(made_by__isnull=True, text=""),
            ),
            models.CheckConstraint(
                name="task_about_is_a_code", condition=Q(about__regex=r"^[A-Za-z0-9_:-]*$")
            ),
            models.UniqueConstraint(
                fields=["child", "rule", "about", *SOURCES],
                condition=Q(outcome__isnull=True) & ~Q(rule=TaskRule.MANUAL),
                nulls_distinct=False,
                name="task_open_once",
            ),
        ]
        triggers = [
            no_delete(),
            no_truncate(),
            *counts_case(
                "r.due_on",
                "r.outcome IS NULL",
                when="r.due_on IS NOT NULL AND r.outcome IS NULL",
            ),
            refuses(
                "task_source_of_the_child",
                pgtrigger.Insert,
                _OF_ANOTHER_CHILD,
                "A task comes from a record of its own child.",
                trigger="source_of_the_child",
            ),
            before(
                "what_it_is_stays",
                pgtrigger.Update,
                unless_merged(
                    "true", "task_what_it_is_stays", "What a task is about does not change."
                ),
                condition=pgtrigger.AnyChange(
                    "child", "rule", "about", "text", "made_by", "made_at", *SOURCES
                ),
            ),
            before(
                "given_by_office",
                pgtrigger.Insert | pgtrigger.UpdateOf("assigned_to_id"),
                "IF TG_OP = 'INSERT' AND NEW.made_by_id IS NULL THEN "
                + of_office(TOUCH_CASES, "task_by_office")
                + " ELSIF TG_OP = 'INSERT' "
                "OR NEW.assigned_to_id IS DISTINCT FROM OLD.assigned_to_id "
                "THEN PERFORM cases_refuse_given_task(NEW); END IF;",
            ),
            refuses(
                "task_day_stays",
                pgtrigger.Update,
                "OLD.rule = 'manual'",
                "The day of a task that somebody typed does not change.",
                trigger="typed_day_stays",
                condition=pgtrigger.AnyChange("due_on"),
            ),
            at_commit(
                "day_follows_the_case",
                pgtrigger.UpdateOf("due_on"),
                "PERFORM cases_refuse_moved_task(NEW.child_id, 'task_day_follows');",
                condition=pgtrigger.AnyChange("due_on"),
            ),
            at_commit(
                "closed_by_the_facts",
                pgtrigger.UpdateOf("outcome"),
                "PERFORM cases_refuse_moved_task(NEW.child_id, 'task_closed_by_facts');",
                condition=pgtrigger.Q(new__outcome__isnull=False)
                & ~pgtrigger.Q(new__rule__in=sorted(TICKED)),
            ),
            before(
                "closed_stays",
                pgtrigger.Update,
                unless_merged("true", "task_closed_stays", "A closed task stays closed."),
                condition=pgtrigger.Q(old__outcome__isnull=False),
            ),
            as_owner(
                after(
                    "kept_for_merge",
                    pgtrigger.Update,
                    "PERFORM cases_keep_for_merge('cases_task', NEW.child_id, to_jsonb(OLD), "
                    "to_jsonb(NEW));",
                    condition=pgtrigger.AnyChange("outcome", "due_on", "assigned_to"),
                )
            ),
            at_commit(
                "open_on_an_open_case",
                pgtrigger.Insert | pgtrigger.Update,
                # Closing a case and adding a task to it wait for each other here.
                "PERFORM 1 FROM cases_child WHERE id = NEW.child_id FOR SHARE; "
                "PERFORM cases_refuse_open_task(NEW.child_id);",
                condition=pgtrigger.Q(new__outcome__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.child} {self.rule}"

    @property
    def is_ticked(self) -> bool:
        """Whether a user marks it as done; other tasks close by the facts."""
        return self.rule in TICKED
