"""Filters of the list of follow-ups: due date, by what it is from today or by days, and kind."""

import datetime
from typing import Any

import django_filters as filters
from django.db.models import Count, Q, QuerySet, TextChoices
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import wording
from cases.filters.panel import FilterGroup, Filters, Option, without
from cases.models import FollowUp
from cases.vocabulary import FollowUpKind

#: The first and the last day of what is due in a period.
DAYS = ("since", "until")
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
    since = filters.DateFilter(field_name="due_on", lookup_expr="gte")
    until = filters.DateFilter(field_name="due_on", lookup_expr="lte")

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
        """Return how many are in each ``When``, and "all", of the kinds and days. One query."""
        rows = self.queryset.order_by()
        for name in ("kind", *DAYS):
            rows = self.filters[name].filter(rows, self.chosen.get(name))
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

    @property
    def kept(self) -> tuple[tuple[str, str], ...]:
        """What the panel does not ask and its address says again."""
        values = self.chosen
        return tuple((name, str(values[name])) for name in ("when", *DAYS) if values.get(name))

    def chips(self) -> list[tuple[str, str]]:
        """Return (label, address without it) for the period and every kind chosen."""
        on = [
            (str(FollowUpKind(kind).label), f"?{without(self.data, 'kind', kind)}")
            for kind in self.chosen.get("kind") or []
        ]
        days = [self.chosen.get(name) for name in DAYS]
        if any(days):
            rest = self.data.copy()
            for name in (*DAYS, "page"):
                rest.pop(name, None)
            period = " – ".join(wording.day_text(day) if day else "…" for day in days)
            label = _("Due on %(day)s") % {"day": period}
            on.insert(0, (label, f"?{rest.urlencode()}"))
        return on
