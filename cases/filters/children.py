"""Filters and orders of the list of children; the address never holds a name."""

import datetime
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import django_filters as filters
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cases.figures.counts import Counted, counted
from cases.figures.waits import kinds_of_missing, lacking
from cases.filters.panel import KEPT, Filters, data_of
from cases.models import Agreement, Child, Mother, User, prepared
from cases.models.child import ChildQuerySet
from cases.models.reader import May, may_of, read_by, standing_for
from cases.queries.child_rows import (
    BESIDE,
    Choices,
    list_choices,
    sees_every_name,
    sees_every_stage,
)
from cases.rules.age_bands import births_in
from cases.rules.references import written
from cases.rules.stages import ORDER
from cases.vocabulary import AgeBand, CaseState, DueBy, Sex, Stage

#: Stands for "nobody" and "not known yet" among places and caseworkers.
NONE = "none"
#: Filters and orders that would tell a name, a birth or a place to those who may not see them,
#: and those that would tell where a case stands.
TELLING = ("place", "caseworker", "team")
STAGED = ("stage", "state", "due", "overdue", "counted", "lacking")
_STAGE_ORDER = Case(*(When(stage=stage, then=Value(place)) for place, stage in enumerate(ORDER)))

#: What may stand behind ``sort=``, and the order it means.
SORTS: dict[str, tuple[Any, ...]] = {
    "-days": ("stage_entered_on", "pk"),
    "days": ("-stage_entered_on", "-pk"),
    # Keys are given in the order of references, which as text put 10000 before 9999.
    "reference": ("mother_id", "pk"),
    "-reference": ("-mother_id", "-pk"),
    "stage": (_STAGE_ORDER, "stage_entered_on", "pk"),
    "-stage": (_STAGE_ORDER.desc(), "stage_entered_on", "pk"),
    "due": (F("kept__late_from").asc(nulls_last=True), "pk"),
    "-due": (F("kept__late_from").desc(nulls_last=True), "pk"),
    "age": (F("person__born_latest").desc(nulls_last=True), "pk"),
    "-age": (F("person__born_latest").asc(nulls_last=True), "pk"),
    "name": (F("first_name").asc(nulls_last=True), "pk"),
    "-name": (F("first_name").desc(nulls_last=True), "pk"),
}
DEFAULT_SORT = "-days"
NAMED_SORTS = ("age", "name")
STAGED_SORTS = ("days", "stage", "due")


class ChildFilter(Filters):
    """Filters the children a user may see; invalid parameters are ignored."""

    stage = filters.MultipleChoiceFilter(choices=Stage.choices, distinct=False, label=_("Stage"))
    age = filters.MultipleChoiceFilter(
        choices=AgeBand.choices, method="of_age", label=_("Age today")
    )
    sex = filters.MultipleChoiceFilter(
        field_name="person__sex", choices=Sex.choices, distinct=False, label=_("Sex")
    )
    place = filters.MultipleChoiceFilter(method="held_at", label=_("Place"))
    caseworker = filters.MultipleChoiceFilter(method="assigned_to", label=_("Caseworker"))
    team = filters.MultipleChoiceFilter(field_name="mother__team", distinct=False, label=_("Team"))
    agreement = filters.MultipleChoiceFilter(method="of_agreements", label=_("Agreement"))
    state = filters.ChoiceFilter(
        choices=CaseState.choices, method="open_or_closed", label=_("Cases")
    )
    due = filters.ChoiceFilter(choices=DueBy.choices, method="due_by", label=_("Due"))
    overdue = filters.MultipleChoiceFilter(
        choices=[("1", _("Overdue"))], method="waiting_too_long", label=_("Waiting")
    )
    mine = filters.MultipleChoiceFilter(
        choices=[("1", _("My open cases"))], method="own_and_open", label=_("Mine")
    )
    counted = filters.ChoiceFilter(
        choices=Counted.choices, method="counted_as", label=_("Counted as")
    )
    lacking = filters.ChoiceFilter(method="first_lacking", label=_("Waiting for"))
    mother = filters.CharFilter(method="of_mother", max_length=16, label=_("Family"))

    class Meta:
        model = Child
        fields: tuple[str, ...] = ()

    def __init__(
        self,
        data: QueryDict,
        queryset: "QuerySet[Child]",
        *,
        user: User,
        choices: Choices,
        named: bool,
        on: datetime.date,
    ) -> None:
        super().__init__(data, queryset)
        self.user, self.on, self.choices, self.named = user, on, choices, named
        hidden: tuple[str, ...] = () if named else TELLING
        if not sees_every_stage(user):
            hidden += STAGED
        if named and not user.has_perm("cases.view_every_child"):
            hidden += ("team",)  # a caseworker's list is that of one team
        for name in hidden:
            del self.filters[name]
        self._offer(choices)

    def _offer(self, choices: Choices) -> None:
        fields = self.form.fields
        if "lacking" in fields:
            fields["lacking"].choices = [*kinds_of_missing().items()]
        fields["agreement"].choices = [(a.value, a.label) for a in choices.agreements]
        if self.named:
            fields["place"].choices = [*((p.value, p.label) for p in choices.places), (NONE, "")]
            if "team" in fields:
                fields["team"].choices = [(t.value, t.label) for t in choices.teams]
            people = [(c.value, c.label) for c in choices.caseworkers]
            fields["caseworker"].choices = [*people, (NONE, "")]

    @property
    def chosen(self) -> dict[str, list[str]]:
        """The valid values as texts, by filter."""
        self.form.is_valid()
        cleaned = self.form.cleaned_data
        return {
            name: value if isinstance(value, list) else [str(value)]
            for name, value in cleaned.items()
            if value
        }

    @property
    def is_understood(self) -> bool:
        return self.form.is_valid()

    @property
    def question(self) -> "ListQuestion":
        """What is asked for, whoever asks."""
        values = tuple((name, tuple(picks)) for name, picks in self.chosen.items())
        return ListQuestion(may_of(self.user), values, self.choices, self.named, self.on)

    def narrowed(self, *, without: str = "") -> ChildQuerySet:
        """Return the children that match every filter but ``without``."""
        rows = self.queryset.all()
        self.form.is_valid()
        for name, value in self.form.cleaned_data.items():
            if value and name != without:
                rows = self.filters[name].filter(rows, value)
        return rows

    def of_agreements(
        self, rows: "QuerySet[Child]", name: str, slugs: list[str]
    ) -> "QuerySet[Child]":
        # The key of one agreement is found first, and the index of its stages hands out the rows.
        keys = Agreement.objects.filter(slug__in=slugs).order_by().values("pk")
        return (
            rows.filter(agreement=keys[:1]) if len(slugs) == 1 else rows.filter(agreement__in=keys)
        )

    def of_age(self, rows: "QuerySet[Child]", name: str, bands: list[str]) -> "QuerySet[Child]":
        allowed = Q(pk__in=[])
        for band in bands:
            allowed |= born_in(AgeBand(band), on=self.on)
        return rows.filter(allowed)

    def held_at(self, rows: "QuerySet[Child]", name: str, values: list[str]) -> "QuerySet[Child]":
        return rows.filter(_any_of("held_at", values))

    def assigned_to(
        self, rows: "QuerySet[Child]", name: str, values: list[str]
    ) -> "QuerySet[Child]":
        return rows.filter(_any_of("caseworker", values))

    def waiting_too_long(
        self, rows: "QuerySet[Child]", name: str, value: list[str]
    ) -> "QuerySet[Child]":
        return rows.filter(kept__late_from__lt=self.on)

    def open_or_closed(self, rows: ChildQuerySet, name: str, state: str) -> ChildQuerySet:
        return rows.open() if state == CaseState.OPEN else rows.filter(stage=Stage.CLOSED)

    def due_by(self, rows: "QuerySet[Child]", name: str, until: str) -> "QuerySet[Child]":
        last = last_day(DueBy(until), on=self.on)
        return rows.filter(kept__late_from__gte=self.on, kept__late_from__lte=last)

    def own_and_open(self, rows: ChildQuerySet, name: str, value: list[str]) -> ChildQuerySet:
        return rows.filter(caseworker_id=self.user.pk).open()

    def counted_as(self, rows: "QuerySet[Child]", name: str, kind: str) -> "QuerySet[Child]":
        return counted(rows, Counted(kind), on=self.on, today=self.on)

    def first_lacking(self, rows: "QuerySet[Child]", name: str, what: str) -> "QuerySet[Child]":
        return lacking(rows, what, on=self.on)

    def of_mother(self, rows: "QuerySet[Child]", name: str, reference: str) -> "QuerySet[Child]":
        return rows.filter(mother__in=Mother.objects.called(written(reference)))


@dataclass(frozen=True, slots=True)
class ListQuestion:
    """What everybody asks who is granted the same and chose the same: statements are kept by it."""

    may: May
    chosen: tuple[tuple[str, tuple[str, ...]], ...]
    choices: Choices
    named: bool
    on: datetime.date

    @property
    def filter(self) -> ChildFilter:
        """The filter of whoever stands for all who ask this."""
        reader = standing_for(self.may)
        return ChildFilter(
            data_of(self.chosen),
            Child.objects.visible_to(reader),
            user=reader,
            choices=self.choices,
            named=self.named,
            on=self.on,
        )


def last_day(until: DueBy, *, on: datetime.date) -> datetime.date:
    """Return the last day of a week, from Monday to Sunday, or that 30 days from ``on``."""
    sunday = on + datetime.timedelta(days=6 - on.weekday())
    following = sunday + datetime.timedelta(weeks=1)
    month = on + datetime.timedelta(days=30)
    return {DueBy.WEEK: sunday, DueBy.NEXT_WEEK: following, DueBy.MONTH: month}[until]


def born_in(band: AgeBand, *, on: datetime.date) -> Q:
    """Return the condition on children that their youngest possible age is in ``band``."""
    if band == AgeBand.UNKNOWN:
        return Q(person__born_latest__isnull=True)
    after, until = births_in(band, on=on)
    bounds = {"person__born_latest__gt": after, "person__born_latest__lte": until}
    return Q(**{bound: day for bound, day in bounds.items() if day is not None})


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildList:
    """The filter and the order of a request.

    ``named``: the user sees every name; ``staged``: the user sees every stage.
    """

    filter: ChildFilter
    sort: str
    named: bool
    staged: bool
    on: datetime.date
    columns: tuple[str, ...] = ()

    @property
    def beside(self) -> tuple[str, ...]:
        """The columns that the list as a file has of what it was narrowed by, and the team."""
        narrowed = {"caseworker" if name == "mine" else name for name in self.filter.chosen}
        seen = narrowed | {"team"} if self.named else narrowed & {"mother"}
        return tuple(name for name in BESIDE if name in seen)

    @property
    def rows(self) -> "QuerySet[Child]":
        return sorted_by(self.filter.narrowed(), self.sort)

    @property
    def keys(self) -> prepared.StatementRows:
        """The keys of ``rows``."""
        statement = _keys(self.filter.question, self.sort)
        return prepared.StatementRows(statement, read_by(self.filter.user))


@lru_cache(maxsize=KEPT)
def _keys(question: ListQuestion, sort: str) -> prepared.Statement:
    rows = sorted_by(question.filter.narrowed(), sort).values_list("pk")
    return prepared.prepared(rows, by_key=False)


def child_list(
    data: QueryDict, *, user: User, on: datetime.date, choices: Choices | None = None
) -> ChildList:
    """Return the list that ``user`` sees, narrowed and in the order that ``data`` says.

    One query, unless the ``choices`` of its filters are given.
    """
    with_names, staged = sees_every_name(user), sees_every_stage(user)
    narrowing = ChildFilter(
        data,
        Child.objects.visible_to(user),
        user=user,
        choices=choices or list_choices(named=with_names),
        named=with_names,
        on=on,
    )
    sort = sort_of(data, named=with_names, staged=staged)
    return ChildList(
        filter=narrowing,
        sort=sort,
        named=with_names,
        staged=staged,
        on=on,
        columns=tuple(dict.fromkeys(data.getlist("column"))),
    )


def may_sort(sort: str, *, named: bool, staged: bool) -> bool:
    """Return whether this order reveals nothing that is masked for the user."""
    if sort.lstrip("-") in NAMED_SORTS:
        return named and sort in SORTS
    if sort.lstrip("-") in STAGED_SORTS:
        return staged and sort in SORTS
    return sort in SORTS


def sort_of(data: QueryDict, *, named: bool, staged: bool = True) -> str:
    """Return the order in ``data``, or the default if it is unknown or not allowed.

    The default without ``staged`` is by reference.
    """
    sort = data.get("sort", "")
    if may_sort(sort, named=named, staged=staged):
        return sort
    return DEFAULT_SORT if staged else "reference"


def sorted_by(rows: ChildQuerySet, sort: str) -> ChildQuerySet:
    """Return ``rows`` in the order ``sort``."""
    return (rows.with_first_name() if sort.lstrip("-") == "name" else rows).order_by(*SORTS[sort])


def _any_of(field: str, values: list[str]) -> Q:
    among = Q(**{f"{field}__in": [int(value) for value in values if value != NONE]})
    return among | Q(**{f"{field}__isnull": True}) if NONE in values else among
