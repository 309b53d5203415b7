"""The numbers of the fixed reports: counts alone, never a name."""

import datetime
from calendar import monthrange
from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Count
from django.db.models.functions import TruncMonth

from cases.figures.counts import Counted
from cases.figures.past import changes_by_month
from cases.models import Child, FollowUp, Task
from cases.rules.names import sort_key
from cases.vocabulary import FollowUpKind, Stage, TaskRule


class Period(NamedTuple):
    """The first and the last day of a report."""

    since: datetime.date
    until: datetime.date

    @property
    def in_whole_months(self) -> "Period":
        """The months that it touches."""
        days = monthrange(self.until.year, self.until.month)[1]
        return Period(self.since.replace(day=1), self.until.replace(day=days))


def returns_by_month(
    agreements: Sequence[int], period: Period, *, on: datetime.date
) -> list[tuple[datetime.date, int]]:
    """Return how many children returned in each month of a period, first day of the month. One
    query. Source: domain page, section 5, "returned".
    """
    months = changes_by_month(agreements, Counted.RETURNED, on=min(on, period.until))
    return [(month, n) for month, n in months if month >= period.since.replace(day=1)]


def open_by_stage_and_team(agreements: Sequence[int]) -> list[tuple[Stage, int, str, int]]:
    """Return how many open cases each team, by key and name, has in each stage, in the order of
    stages. One query.
    """
    rows = Child.objects.open().filter(agreement__in=agreements).order_by()
    counts = rows.values_list("stage", "mother__team", "mother__team__name").annotate(n=Count("pk"))
    order = list(Stage)
    lines = [(Stage(stage), key, name, n) for stage, key, name, n in counts]
    return sorted(lines, key=lambda line: (order.index(line[0]), sort_key(line[2])))


def overdue_by_rule_and_team(
    agreements: Sequence[int], *, on: datetime.date
) -> list[tuple[TaskRule, int, str, int]]:
    """Return how many open tasks are past their day ``on``, by rule and team, by key and name.
    One query.
    """
    rows = Task.objects.open().filter(child__agreement__in=agreements, due_on__lt=on).order_by()
    teams = ("child__mother__team", "child__mother__team__name")
    counts = rows.values_list("rule", *teams).annotate(n=Count("pk"))
    lines = [(TaskRule(rule), key, name, n) for rule, key, name, n in counts]
    return sorted(lines, key=lambda line: (-line[3], line[0], sort_key(line[2])))


def follow_ups_by_month(
    agreements: Sequence[int], period: Period
) -> list[tuple[datetime.date, FollowUpKind, int]]:
    """Return how many open follow-ups are due in each month of a period, by kind. One query."""
    rows = FollowUp.objects.open().filter(child__agreement__in=agreements).order_by()
    rows = rows.filter(due_on__range=period)
    counts = rows.values_list(TruncMonth("due_on"), "kind").annotate(n=Count("pk"))
    return sorted((month, FollowUpKind(kind), n) for month, kind, n in counts)
