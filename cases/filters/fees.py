"""Filters of the ledger: agreement, status, batch and requested waiver."""

import datetime
from collections.abc import Mapping
from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cases import wording
from cases.figures.money import moving, with_waiting
from cases.filters.panel import FilterGroup, Filters, Option, Words, select, without
from cases.models import Fee, User
from cases.models.receipt import with_papers
from cases.vocabulary import AgeOfMoney, BatchStatus, FeeStatus, MoneyMove, WaitsFor

#: In an address: the fees of every agreement.
EVERY = "all"


class FullOrder(filters.OrderingFilter):
    """An order in which equal rows stand by their keys: each is on one page, and on one alone."""

    def filter(self, qs: "QuerySet[Fee]", value: list[str] | None) -> "QuerySet[Fee]":
        rows = super().filter(qs, value)
        return rows.order_by(*rows.query.order_by, "pk") if value else rows


class FeeFilter(Filters):
    """The ledger of one agreement, or of ``EVERY``; invalid parameters are ignored."""

    agreement = filters.ChoiceFilter(method="of_agreement", label=gettext_lazy("Agreement"))
    currency = filters.CharFilter(field_name="currency", max_length=3)
    status = filters.MultipleChoiceFilter(
        choices=FeeStatus.choices, distinct=False, label=gettext_lazy("Status")
    )
    batch = filters.CharFilter(field_name="batch_reference", label=gettext_lazy("Payment batch"))
    family = filters.CharFilter(
        field_name="child__mother__reference", label=gettext_lazy("Family"), max_length=16
    )
    waiver = filters.ChoiceFilter(
        choices=[("asked", gettext_lazy("Requested"))],
        method="with_waiver_asked",
        label=gettext_lazy("Waiver"),
    )
    waits_for = filters.ChoiceFilter(choices=WaitsFor.choices, label=gettext_lazy("Waiting for"))
    age = filters.ChoiceFilter(choices=AgeOfMoney.choices, label=gettext_lazy("Waiting"))
    moved = filters.ChoiceFilter(
        choices=MoneyMove.choices, method="that_moved", label=gettext_lazy("In the period")
    )
    since = filters.DateFilter(method="with_moved", label=pgettext_lazy("period", "From"))
    until = filters.DateFilter(method="with_moved", label=pgettext_lazy("period", "To"))
    sort = FullOrder(
        fields=(("child__reference", "child"), ("due_on", "due"), ("amount", "amount"))
    )

    #: What narrows by how long a fee waits, which is worked out for these alone.
    WAITING = frozenset({"waits_for", "age"})

    class Meta:
        model = Fee
        fields: tuple[str, ...] = ()

    def __init__(
        self,
        data: QueryDict,
        *,
        user: User,
        agreements: Mapping[str, int],
        current: str,
        on: datetime.date,
    ) -> None:
        """Narrow what ``user`` may see; ``agreements`` are keys by their words in an address."""
        if current and data.get("agreement") not in (*agreements, EVERY):
            data = data.copy()
            data["agreement"] = current
        super().__init__(data, Fee.objects.visible_to(user))
        self.user, self.agreements, self.on = user, agreements, on
        self.form.fields["agreement"].choices = [(slug, slug) for slug in (*agreements, EVERY)]

    def filter_queryset(self, queryset: "QuerySet[Fee]") -> "QuerySet[Any]":
        rows: QuerySet[Any] = super().filter_queryset(self._with_what_is_asked(queryset))
        return rows

    def _with_what_is_asked(self, queryset: "QuerySet[Fee]") -> "QuerySet[Any]":
        rows: QuerySet[Any] = with_papers(queryset)
        return with_waiting(rows, on=self.on) if self.WAITING & self.data.keys() else rows

    def of_agreement(self, queryset: "QuerySet[Fee]", name: str, value: str) -> "QuerySet[Fee]":
        # By its key: for a word of the agreement the server would read every fee.
        return queryset if value == EVERY else queryset.filter(agreement=self.agreements[value])

    def with_waiver_asked(
        self, queryset: "QuerySet[Fee]", name: str, value: str
    ) -> "QuerySet[Fee]":
        return queryset.filter(waiver_asked_by__isnull=False, status=FeeStatus.DUE)

    def that_moved(self, queryset: "QuerySet[Fee]", name: str, value: str) -> "QuerySet[Fee]":
        days = self.form.cleaned_data
        rows = moving(MoneyMove(value), days.get("since"), days.get("until"))
        return queryset.filter(pk__in=rows.values("whose"))

    def with_moved(self, queryset: "QuerySet[Fee]", name: str, value: Any) -> "QuerySet[Fee]":
        """Return ``queryset``: ``that_moved`` reads the days."""
        return queryset

    @property
    def is_sorted(self) -> bool:
        """Whether its reader has chosen an order."""
        return bool(self.chosen.get("sort"))

    @property
    def chosen(self) -> dict[str, Any]:
        """The valid values by filter."""
        self.form.is_valid()
        return self.form.cleaned_data

    @property
    def kept(self) -> QueryDict:
        """What is chosen, as an address says it."""
        kept = QueryDict(mutable=True)
        for name, value in sorted(self.chosen.items()):
            if value:
                kept.setlist(name, value if isinstance(value, list) else [str(value)])
        return kept

    @property
    def address(self) -> str:
        """The query that shows this list to others too, whichever agreement they chose last."""
        return self.kept.urlencode()

    @property
    def of_every_status(self) -> "QuerySet[Fee]":
        """The fees by every filter but the status, for the counts of statuses."""
        queryset: QuerySet[Any] = self.of_agreement(
            self._with_what_is_asked(self.queryset),
            "agreement",
            self.chosen.get("agreement") or EVERY,
        )
        if currency := self.chosen.get("currency"):
            queryset = queryset.filter(currency=currency)
        if batch := self.chosen.get("batch"):
            queryset = queryset.filter(batch_reference=batch)
        if family := self.chosen.get("family"):
            queryset = queryset.filter(child__mother__reference=family)
        if self.chosen.get("waiver"):
            queryset = self.with_waiver_asked(queryset, "waiver", "asked")
        for name in ("waits_for", "age"):
            if value := self.chosen.get(name):
                queryset = queryset.filter(**{name: value})
        if moved := self.chosen.get("moved"):
            queryset = self.that_moved(queryset, "moved", moved)
        return queryset


def groups(
    narrowing: FeeFilter,
    counts: Mapping[FeeStatus, int] | None,
    batches: list[str],
) -> tuple[FilterGroup, ...]:
    """Return the groups of the filter panel, with counts of the statuses where known."""
    statuses = tuple(
        Option(
            value=status.value,
            label=status.label,
            checked=status in _statuses(narrowing),
            count=None if counts is None else counts[status],
        )
        for status in FeeStatus
        if counts is None or counts[status] or status in _statuses(narrowing)
    )
    batch = narrowing.chosen.get("batch") or ""
    references = batches if not batch or batch in batches else [*batches, batch]
    waiver = Option(
        value="asked", label=_("Requested"), checked=bool(narrowing.chosen.get("waiver"))
    )
    return (
        FilterGroup(legend=_("Status"), name="status", kind="check", options=statuses),
        select("batch", _("Payment batch"), [(each, each) for each in references], batch),
        FilterGroup(legend=_("Waiver"), name="waiver", kind="check", options=(waiver,)),
    )


def chips(narrowing: FeeFilter) -> list[tuple[str, str]]:
    """Return (label, address without it) for every active filter."""
    pairs: list[tuple[Words, tuple[str, str]]] = [
        (_("Status: %(status)s") % {"status": FeeStatus(status).label}, ("status", status))
        for status in _statuses(narrowing)
    ]
    if currency := narrowing.chosen.get("currency"):
        pairs.append((_("Currency: %(currency)s") % {"currency": currency}, ("currency", currency)))
    if batch := narrowing.chosen.get("batch"):
        pairs.append((_("Batch: %(batch)s") % {"batch": batch}, ("batch", batch)))
    if family := narrowing.chosen.get("family"):
        pairs.append((_("Family: %(family)s") % {"family": family}, ("family", family)))
    if narrowing.chosen.get("waiver"):
        pairs.append((_("Waiver requested"), ("waiver", "asked")))
    for name, words in (("waits_for", WaitsFor), ("age", AgeOfMoney), ("moved", MoneyMove)):
        if value := narrowing.chosen.get(name):
            label = words(value).label
            text = _period(narrowing, label) if name == "moved" else str(label)
            pairs.append((text, (name, value)))
    return [(str(label), f"?{without(narrowing.data, *pair)}") for label, pair in pairs]


def _period(narrowing: FeeFilter, label: object) -> str:
    days = [
        wording.day_text(day) for name in ("since", "until") if (day := narrowing.chosen.get(name))
    ]
    return f"{label}: {' – '.join(days)}" if days else str(label)


def _statuses(narrowing: FeeFilter) -> list[str]:
    return narrowing.chosen.get("status") or []


class BatchFilter(Filters):
    """Filters batches by status."""

    status = filters.ChoiceFilter(choices=BatchStatus.choices)


class ReceiptFilter(Filters):
    """Filters receipts to those without a scan."""

    scan = filters.ChoiceFilter(
        choices=[("missing", gettext_lazy("Without a scan"))], method="without_scan"
    )

    def without_scan(self, queryset: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        return queryset.filter(is_scanned=False, withdrawn_at__isnull=True)
