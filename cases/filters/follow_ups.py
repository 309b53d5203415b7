"""Filters of the list of follow-ups: due date and kind."""

import datetime
from typing import Any

import django_filters as filters
from django.db.models import Count, Q, QuerySet, TextChoices
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.filters.panel import FilterGroup, Filters, Option
from cases.models import FollowUp
from cases.vocabulary import FollowUpKind

#: What is due within so many days is soon.
SOON = 30


class When(TextChoices):
    OVERDUE = "overdue", gettext_lazy("Overdue")
    SOON = "soon", gettext_lazy("Due within 30 days")
    LATER = "later", gettext_lazy("Later")


class FollowUpFilter(Filters):
    """Invalid parameters are ignored."""

    when = filters.ChoiceFilter(choices=When.choices, method="due")
    kind = filters.MultipleChoiceFilter(choices=FollowUpKind.choices, distinct=False)

    class Meta:
        model = FollowUp
        fields: tuple[str, ...] = ()

    def __init__(
        self, data: QueryDict, queryset: "QuerySet[FollowUp]", *, on: datetime.date
    ) -> None:
        self.on = on
        super().__init__(data, queryset)

    def due(self, queryset: "QuerySet[FollowUp]", name: str, value: str) -> "QuerySet[FollowUp]":
        return queryset.filter(self._span(When(value)))

    def _span(self, when: When) -> Q:
        soon = self.on + datetime.timedelta(days=SOON)
        spans = {
            When.OVERDUE: Q(due_on__lt=self.on),
            When.SOON: Q(due_on__range=(self.on, soon)),
            When.LATER: Q(due_on__gt=soon),
        }
        return spans[when]

    @property
    def chosen(self) -> dict[str, Any]:
        """The valid values by filter."""
        self.form.is_valid()
        return self.form.cleaned_data

    def counts(self) -> dict[str, int]:
        """Return the number of each ``When``, and "all", of the selected kinds. One query."""
        rows = self.queryset.order_by()
        if kinds := self.chosen.get("kind"):
            rows = rows.filter(kind__in=kinds)
        spans = {when.value: Count("pk", filter=self._span(when)) for when in When}
        return rows.aggregate(all=Count("pk"), **spans)

    def groups(self) -> tuple[FilterGroup, ...]:
        """Return the groups of the filter panel."""
        kinds = self.chosen.get("kind") or []
        options = tuple(
            Option(value=kind.value, label=kind.label, checked=kind in kinds)
            for kind in FollowUpKind
        )
        return (FilterGroup(legend=_("Kind"), name="kind", kind="check", options=options),)
