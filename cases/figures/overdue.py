"""Which open cases wait too long, and why."""

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypedDict

from django.db.models import (
    Case,
    CharField,
    DateField,
    F,
    FilteredRelation,
    Func,
    Q,
    QuerySet,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Least
from django.utils.translation import gettext_lazy as _

from cases.models import Child, Task
from cases.models.prepared import Day
from cases.models.task import earliest_day
from cases.vocabulary import Stage


class Late(TextChoices):
    """Why a case is overdue; where several hold, the one that began first."""

    REVIEW = "review", _("Review date has passed")
    HOLD = "hold", _("Hold has ended")
    STAGE = "stage", _("Too long in the stage")
    TASK = "task", _("Open task past its due date")


@dataclass(frozen=True, slots=True)
class LateCase:
    """One overdue case, by its reference; ``days`` late."""

    reference: str
    kind: Late
    stage: Stage
    owner: str
    days: int


class Due(TypedDict):
    """What ``with_due`` adds."""

    due_on: datetime.date | None


class _Lateness(Due):
    late_kind: str
    late_since: datetime.date


if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    ChildWithDue = WithAnnotations[Child, Due]


class _LastDay(Func):
    template = "(%(expressions)s)"
    arg_joiner = " + "
    output_field = DateField()


def with_due(children: "QuerySet[Child]", *, on: Day) -> "QuerySet[ChildWithDue]":
    """Add ``due_on``, the last day of the case itself before it is overdue: of its review, its
    hold or its stage, by the limit in force on a day. Open tasks have days of their own.
    """
    return children.annotate(
        stage_limit=FilteredRelation(
            "agreement__stage_limits",
            condition=Q(
                agreement__stage_limits__stage=F("stage"),
                agreement__stage_limits__during__contains=on,
            ),
        ),
        stage_due_on=_LastDay(F("stage_entered_on"), F("stage_limit__days")),
        due_on=Least("review_due_on", "hold_until", F("stage_due_on")),
    )


def with_lateness(children: "QuerySet[Child]", *, on: Day) -> "QuerySet[Any]":
    """Add ``late_kind``, why a case is overdue on a day; NULL if it is not."""
    # Asked once for the whole statement, not once for each child.
    past = Task.objects.open().filter(due_on__lt=on).values("child")
    late = Q(due_on__lt=on) & ~Q(stage=Stage.CLOSED)
    rows: QuerySet[Any] = with_due(children, on=on).annotate(
        late_kind=Case(
            When(late & Q(review_due_on=F("due_on")), then=Value(Late.REVIEW.value)),
            When(late & Q(hold_until=F("due_on")), then=Value(Late.HOLD.value)),
            When(late, then=Value(Late.STAGE.value)),
            When(pk__in=past, then=Value(Late.TASK.value)),
            output_field=CharField(),
        )
    )
    return rows


def overdue(children: "QuerySet[Child]", *, on: datetime.date) -> "QuerySet[Any]":
    """Return the open ones of ``children`` whose day of review or hold has passed, which are
    longer in their stage than its limit, or of which an open task is past its day.

    Source: domain page, section 5.
    """
    late: QuerySet[Any] = with_lateness(children, on=on).filter(late_kind__isnull=False)
    return late


def most_overdue(
    children: "QuerySet[Child]", *, on: datetime.date, most: int = 5
) -> tuple[LateCase, ...]:
    """Return the cases overdue longest, worst first, without names. One query."""
    late = overdue(children, on=on).annotate(late_since=Least("due_on", earliest_day()))
    rows = late.order_by("late_since", "pk").select_related("caseworker")
    return tuple(_late_case(child, on) for child in rows[:most])


def _late_case(child: "WithAnnotations[Child, _Lateness]", on: datetime.date) -> LateCase:
    return LateCase(
        reference=child.reference,
        kind=Late(child.late_kind),
        stage=Stage(child.stage),
        owner=str(child.caseworker) if child.caseworker else "",
        days=(on - child.late_since).days,
    )
