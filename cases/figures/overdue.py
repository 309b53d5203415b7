"""Which open cases wait too long, and why."""

import datetime
from dataclasses import dataclass
from typing import Any

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

from cases.models import Child
from cases.vocabulary import Stage


class Late(TextChoices):
    """Why a case is overdue; where several hold, the one that began first."""

    REVIEW = "review", _("Day of review has passed")
    HOLD = "hold", _("Hold has ended")
    STAGE = "stage", _("Too long in the stage")


@dataclass(frozen=True, slots=True)
class LateCase:
    """One overdue case, by its reference; ``days`` late."""

    reference: str
    kind: Late
    stage: Stage
    owner: str
    days: int


class _LastDay(Func):
    template = "(%(expressions)s)"
    arg_joiner = " + "
    output_field = DateField()


def with_due(children: "QuerySet[Child]") -> "QuerySet[Any]":
    """Add ``due_on``, the last day before the case is overdue, and ``late_kind``."""
    due = children.annotate(
        stage_limit=FilteredRelation(
            "agreement__stage_limits", condition=Q(agreement__stage_limits__stage=F("stage"))
        ),
        stage_due_on=_LastDay(F("stage_since"), F("stage_limit__days")),
        due_on=Least("review_due_on", "hold_until", F("stage_due_on")),
    )
    return due.annotate(
        late_kind=Case(
            When(review_due_on=F("due_on"), then=Value(Late.REVIEW.value)),
            When(hold_until=F("due_on"), then=Value(Late.HOLD.value)),
            default=Value(Late.STAGE.value),
            output_field=CharField(),
        )
    )


def overdue(children: "QuerySet[Child]", *, on: datetime.date) -> "QuerySet[Any]":
    """Return the open ones of ``children`` whose day of review or hold has passed, or which
    are longer in their stage than its limit.

    Source: domain page, section 5.
    """
    return with_due(children).exclude(stage=Stage.CLOSED).filter(due_on__lt=on)


def due_within(children: "QuerySet[Child]", *, on: datetime.date, days: int) -> "QuerySet[Any]":
    """Return the open ones of ``children`` that become overdue in the next ``days`` days."""
    last = on + datetime.timedelta(days=days)
    return with_due(children).exclude(stage=Stage.CLOSED).filter(due_on__range=(on, last))


def most_overdue(
    children: "QuerySet[Child]", *, on: datetime.date, most: int = 5
) -> tuple[LateCase, ...]:
    """Return the cases that are overdue longest, worst first; no names. One query."""
    rows = overdue(children, on=on).order_by("due_on", "pk").select_related("caseworker")
    return tuple(_late_case(child, on) for child in rows[:most])


def _late_case(child: Child, on: datetime.date) -> LateCase:
    known = vars(child)
    return LateCase(
        reference=child.reference,
        kind=Late(known["late_kind"]),
        stage=Stage(child.stage),
        owner=str(child.caseworker) if child.caseworker else "",
        days=(on - known["due_on"]).days,
    )
