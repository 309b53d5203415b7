"""Filters of the list of tasks: rule, date, assignee, team, agreement, whose case and which."""

import datetime
from functools import lru_cache
from typing import Any

import django_filters as filters
from django.db.models import OuterRef, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.filters.panel import FilterGroup, Filters, Option, Words, select, without
from cases.models import Child, Task, Team, User
from cases.models.long_lists import AskedOfEach
from cases.models.prepared import Statement, prepared
from cases.models.reader import May, may_of, read_by, standing_for
from cases.models.user import BY_NAME, name_among
from cases.queries.terms import every_agreement
from cases.rules.references import written
from cases.vocabulary import TaskRule

WEEK = 7
ME, NOBODY, DISABLED = "me", "nobody", "disabled"
_DUE = {
    "overdue": gettext_lazy("Overdue"),
    "week": gettext_lazy("Due this week"),
    "next": gettext_lazy("Due next week"),
    "later": gettext_lazy("Due later"),
    "none": gettext_lazy("No date"),
}
_PEOPLE = {
    ME: gettext_lazy("Me"),
    NOBODY: gettext_lazy("Nobody yet"),
    DISABLED: gettext_lazy("People who can no longer sign in"),
}


class TaskFilter(Filters):
    """Filters open tasks; invalid parameters are ignored."""

    due = filters.ChoiceFilter(
        choices=list(_DUE.items()), method="due_when", label=gettext_lazy("Due")
    )
    assignee = filters.ChoiceFilter(method="assigned_to", label=gettext_lazy("Assigned to"))
    team = filters.ModelChoiceFilter(
        field_name="child__mother__team", queryset=Team.objects.all(), label=gettext_lazy("Team")
    )
    agreement = filters.ChoiceFilter(method="under", label=gettext_lazy("Agreement"))
    mine = filters.BooleanFilter(method="of_own_cases", label=gettext_lazy("My cases"))
    child = filters.CharFilter(method="of_case", label=gettext_lazy("Case"))
    rule = filters.MultipleChoiceFilter(
        choices=TaskRule.choices, distinct=False, label=gettext_lazy("Rule")
    )
    returned = filters.ChoiceFilter(
        choices=[("no", gettext_lazy("Not returned"))], method="not_returned"
    )

    class Meta:
        model = Task
        fields: tuple[str, ...] = ()

    def under(self, rows: "QuerySet[Task]", name: str, value: str) -> "QuerySet[Task]":
        return rows.filter(child__agreement=self.agreements[value])

    def of_own_cases(self, rows: "QuerySet[Task]", name: str, value: bool) -> "QuerySet[Task]":
        return rows.filter(child__caseworker=self.user) if value else rows

    def of_case(self, queryset: "QuerySet[Task]", name: str, value: str) -> "QuerySet[Task]":
        return queryset.filter(child__in=Child.objects.called(written(value)))

    def not_returned(self, rows: "QuerySet[Task]", name: str, value: str) -> "QuerySet[Task]":
        return rows.exclude(rule=TaskRule.RETURNED)

    def __init__(
        self, data: QueryDict, queryset: "QuerySet[Task]", *, user: User, on: datetime.date
    ) -> None:
        super().__init__(data, queryset)
        self.user, self.on = user, on
        self.people = _people(user)
        self.teams = list(Team.objects.all()) if user.has_perm("cases.view_every_child") else []
        self.form.fields["assignee"].choices = [*_PEOPLE.items(), *self.people]
        self.agreements = {each.slug: each for each in every_agreement()}
        self.form.fields["agreement"].choices = [(slug, slug) for slug in self.agreements]
        if not self.teams:
            del self.filters["team"], self.form.fields["team"]

    def due_when(self, rows: "QuerySet[Task]", name: str, value: str) -> "QuerySet[Task]":
        soon = self.on + datetime.timedelta(days=WEEK)
        then = soon + datetime.timedelta(days=WEEK)
        conditions: dict[str, dict[str, Any]] = {
            "overdue": {"due_on__lt": self.on},
            "week": {"due_on__range": (self.on, soon)},
            "next": {"due_on__gt": soon, "due_on__lte": then},
            "later": {"due_on__gt": then},
            "none": {"due_on__isnull": True},
        }
        return rows.filter(**conditions[value])

    def assigned_to(self, rows: "QuerySet[Task]", name: str, value: str) -> "QuerySet[Task]":
        conditions: dict[str, dict[str, Any]] = {
            ME: {"assigned_to": self.user},
            NOBODY: {"assigned_to__isnull": True},
            DISABLED: {"assigned_to__is_active": False},
        }
        return rows.filter(**conditions.get(value, {"assigned_to": value}))

    @property
    def chosen(self) -> dict[str, Any]:
        """The valid values by filter."""
        self.form.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value}


def _people(user: User) -> list[tuple[str, str]]:
    """Return the assignees of the open tasks that ``user`` sees, by name. One query."""
    people = _assignees(may_of(user)).tuples(**read_by(user))
    return [(str(key), name) for key, name in people]


@lru_cache(maxsize=64)
def _assignees(may: May) -> Statement:
    tasks = Task.objects.visible_to(standing_for(may)).open().filter(assigned_to=OuterRef("pk"))
    people = User.objects.filter(AskedOfEach(tasks)).order_by(*BY_NAME)
    return prepared(people.values_list("pk", name_among()))


def groups(narrowing: TaskFilter) -> tuple[FilterGroup, ...]:
    """Return the groups of the filter panel."""
    values = narrowing.chosen
    people: list[tuple[str, Words]] = [*_PEOPLE.items(), *narrowing.people]
    groups = [
        select("due", _("Due"), _DUE.items(), values.get("due")),
        select("assignee", _("Assigned to"), people, values.get("assignee")),
    ]
    if narrowing.teams:
        team = values.get("team")
        teams = [(str(each.pk), str(each)) for each in narrowing.teams]
        groups.append(select("team", _("Team"), teams, str(team.pk) if team else None))
    if len(narrowing.agreements) > 1:
        titles = [(slug, str(each)) for slug, each in narrowing.agreements.items()]
        groups.append(select("agreement", _("Agreement"), titles, values.get("agreement")))
    rules = tuple(
        Option(value=rule.value, label=rule.label, checked=rule in values.get("rule", ()))
        for rule in TaskRule
    )
    mine = Option(value="true", label=_("My cases"), checked=bool(values.get("mine")))
    return (
        *groups,
        FilterGroup(legend=_("Cases"), name="mine", kind="check", options=(mine,)),
        FilterGroup(legend=_("Rule"), name="rule", kind="check", options=rules),
    )


def chips(narrowing: TaskFilter) -> list[tuple[str, str]]:
    """Return (label, address without it) for every active filter."""
    values = narrowing.chosen
    labels = {**_PEOPLE, **dict(narrowing.people)}
    on: list[tuple[str, str, str]] = []
    if due := values.get("due"):
        on.append((str(_DUE[due]), "due", due))
    if who := values.get("assignee"):
        on.append((_("Assigned to: %(who)s") % {"who": labels[who]}, "assignee", who))
    if team := values.get("team"):
        on.append((_("Team: %(team)s") % {"team": team}, "team", str(team.pk)))
    if agreement := values.get("agreement"):
        on.append((str(narrowing.agreements[agreement]), "agreement", agreement))
    if values.get("mine"):
        on.append((_("My cases"), "mine", "true"))
    if child := values.get("child"):
        on.append((child, "child", child))
    if values.get("returned"):
        on.append((_("Not returned"), "returned", "no"))
    on += [(str(TaskRule(rule).label), "rule", rule) for rule in values.get("rule", ())]
    return [(label, f"?{without(narrowing.data, name, value)}") for label, name, value in on]
