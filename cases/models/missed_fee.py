"""Fees that were missed: asked for by one person, made due by another."""

from typing import TYPE_CHECKING

import pgtrigger
from django.db import models
from django.db.models import Case, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from cases.models.child import Child
from cases.models.fee import STILL_OWED, Fee
from cases.models.fee_schedule import FeeSchedule
from cases.models.guards import (
    Editable,
    asked_then_answered,
    at_commit,
    before,
    keeps_history,
    refuses,
)
from cases.models.journal import Journal
from cases.models.prepared import KEYS, AnyOf, Inlined
from cases.models.user import User
from cases.rules.fees import past
from cases.vocabulary import DueEvent

if TYPE_CHECKING:
    import datetime
    from typing import TypedDict

    from django_stubs_ext import WithAnnotations

    class _Owed(TypedDict):
        owed_by: int
        owed_since: datetime.date

    ChildWithoutFee = WithAnnotations[Child, _Owed]


def reached_stages() -> "models.QuerySet[Journal]":
    """Return the first entries of a child's journal that reached what may make a fee due.

    For a subquery on children; what was undone was never reached.
    """
    rows = Journal.objects.filter(child=OuterRef("pk"), undone_by__undoes=None)
    rows = rows.filter(to_stage__in=[event.value for event in DueEvent])
    return rows.order_by("to_stage", "pk").distinct("to_stage")


def without_their_fee(children: "models.QuerySet[Child]") -> "models.QuerySet[ChildWithoutFee]":
    """Return those of ``children`` for whom a fee should be due, and there is none.

    ``owed_by`` is the key of the schedule in force on ``owed_since``, the day on which the case
    first reached its event: the earliest, where there are several.
    """
    owed = FeeSchedule.objects.agreed().filter(agreement=OuterRef("agreement"))
    owed = owed.annotate(reached_on=Case(*(_reached(event) for event in DueEvent)))
    owed = owed.filter(during__contains=F("reached_on")).order_by("reached_on")
    rows = children.filter(AnyOf(F("pk"), _OWED)).annotate(
        owed_by=Subquery(owed.values("pk")[:1]),
        owed_since=Subquery(owed.values("reached_on")[:1]),
    )
    return rows.filter(owed_by__isnull=False)


def _reached(event: DueEvent) -> When:
    return When(due_event=event, then=OuterRef(f"kept__feeless_{event}"))


#: The keys of those whose fee is missing, by the index of the event of each schedule.
_OWED = Inlined(
    "ARRAY(SELECT o.child_id FROM cases_feeschedule s CROSS JOIN LATERAL ({}) AS o "
    "WHERE s.approved_by_id IS NOT NULL)".format(
        " UNION ALL ".join(
            f"SELECT k.child_id FROM cases_keptcase k WHERE s.due_event = '{event}' "
            f"AND k.agreement_id = s.agreement_id AND k.feeless_{event} >= lower(s.during) "
            f"AND k.feeless_{event} < COALESCE(upper(s.during), 'infinity')"
            for event in DueEvent
        )
    ),
    output_field=KEYS.output_field,
)


def never_made_due(children: "models.QuerySet[Child]") -> "models.QuerySet[Child]":
    """Return the same ``children`` by the journal of each, and by nothing that is kept of them.

    It finds what was written past the triggers, and takes as long as there are children.
    """
    first = Journal.objects.filter(
        child=OuterRef(OuterRef("pk")), to_stage=OuterRef("due_event"), undone_by__undoes=None
    )
    reached_on = Coalesce(
        Subquery(first.order_by("pk").values("happened_on")[:1]), OuterRef("stage_since")
    )
    happened = Q(closed_as__in=STILL_OWED[1:])
    for event in DueEvent:
        happened |= Q(due_event=event, stage_now__in=past(event))
    owed = FeeSchedule.objects.agreed().filter(agreement=OuterRef("agreement"))
    owed = owed.annotate(
        reached_on=reached_on, stage_now=_outer("stage"), closed_as=_outer("closed_reason")
    )
    owed = owed.filter(happened, during__contains=F("reached_on"))
    return children.filter(~Exists(Fee.objects.filter(child=OuterRef("pk"))), Exists(owed))


def _outer(column: str) -> ExpressionWrapper:
    return ExpressionWrapper(OuterRef(column), output_field=models.CharField())


class MissedFeeQuerySet(models.QuerySet["MissedFee"]):
    def asked(self) -> "MissedFeeQuerySet":
        """Return those that wait for a second person."""
        return self.filter(approved_by__isnull=True, dropped_by__isnull=True)


_REQUEST = asked_then_answered(
    "missed_fee", content=("child", "schedule", "due_on"), once=("child",)
)


@keeps_history()
class MissedFee(Editable):
    """The request that a fee be made due which no act made due: with the schedule of its day."""

    child = models.ForeignKey(Child, models.PROTECT, related_name="missed_fees")
    schedule = models.ForeignKey(FeeSchedule, models.PROTECT, related_name="+")
    due_on = models.DateField(_("due since"))
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("requested at"))
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    dropped_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    dropped_at = models.DateTimeField(null=True, blank=True)

    objects = MissedFeeQuerySet.as_manager()

    class Meta:
        verbose_name = _("missed fee")
        verbose_name_plural = _("missed fees")
        ordering = ["pk"]
        permissions = [
            ("ask_missedfee", "Ask that a missed fee be made due"),
            ("approve_missedfee", "Make a missed fee due as the second person"),
        ]
        constraints = _REQUEST.constraints
        triggers = [
            *_REQUEST.triggers,
            before(
                "missed_fee_of_its_day",
                pgtrigger.Insert,
                "PERFORM cases_refuse_missed_fee(NEW);",
            ),
            refuses(
                "missed_fee_is_made",
                pgtrigger.UpdateOf("approved_by_id"),
                "NEW.approved_by_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM cases_fee f "
                "WHERE f.child_id = NEW.child_id AND f.schedule_id = NEW.schedule_id "
                "AND f.due_on = NEW.due_on)",
                "A missed fee that is approved is due.",
                run=at_commit,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.child} {self.schedule}"
