"""The filter panel, chips and tabs of the list of children, with counts."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Case, CharField, F, QuerySet, Value, When
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.figures.counts import READY, Counted
from cases.figures.facets import Ask, Counting, Counts, counting
from cases.figures.kept_sums import list_counts
from cases.figures.waits import kinds_of_missing
from cases.filters.children import NONE, ChildFilter, ChildList, ListQuestion, born_in
from cases.filters.panel import KEPT, WHOLE, FilterGroup, Option, select, shorten
from cases.models import Child, User, long_lists
from cases.models.child import ChildQuerySet
from cases.models.reader import read_by
from cases.queries.child_rows import Choice, sees_every_stage
from cases.rules.stages import ORDER
from cases.vocabulary import AgeBand, CaseState, DueBy, Sex, Stage

#: The filters with counted choices, and the column that holds their value.
FACETS = {
    "stage": "in_stage",
    "age": "in_band",
    "sex": "of_sex",
    "place": "at_place",
    "caseworker": "with_caseworker",
    "team": "of_team",
    "agreement": "under_agreement",
    "overdue": "is_late",
}
#: Filters that only an address sets; the panel sends them along.
CARRIED = ("mine", "counted", "lacking")
TABS = "tab-"


@dataclass(frozen=True, slots=True)
class Panel:
    """Counts of children, families, choices and tabs; None if there are too many."""

    total: int | None
    families: int
    choices: dict[str, dict[str, int] | None]
    tabs: dict[str, int | None]


def count(narrowing: ChildFilter, counted: Mapping[str, int] | None = None) -> Panel:
    """Return every count of the page. At most one query.

    The counts of a filter's choices ignore that filter itself. ``counted`` are the tabs, where
    sums say how many children they hold.
    """
    columns, tabs = _facets(narrowing), tabs_for(narrowing.user)
    if counted and not narrowing.chosen and counted["all"] > long_lists.MOST:
        return Panel(None, 0, dict.fromkeys(columns), _few(counted, tabs))
    statement = _counting(narrowing.question, with_tabs=counted is None)
    counts = statement.of(**read_by(narrowing.user))
    return Panel(
        total=counts["found"].total,
        families=counts["found"].apart,
        choices={
            name: _known(counts[name if name in narrowing.chosen else "found"], column)
            for name, column in columns.items()
        },
        tabs=_few(counted, tabs) if counted else {name: counts[TABS + name].total for name in tabs},
    )


@lru_cache(maxsize=KEPT)
def _counting(question: ListQuestion, *, with_tabs: bool) -> Counting:
    narrowing = question.filter
    columns = _facets(narrowing)
    active = [name for name in columns if name in narrowing.chosen]
    free = tuple(column for name, column in columns.items() if name not in active)
    shown = _columns((*free, "mother_id"), on=question.on)
    asks = {"found": Ask(narrowing.narrowed(), free, apart="mother_id", columns=shown)}
    for name in active:
        by = (columns[name],)
        asks[name] = Ask(narrowing.narrowed(without=name), by, columns=_columns(by, on=question.on))
    if with_tabs:
        user = narrowing.user
        tabs = tabs_of(Child.objects.visible_to(user), user=user, on=question.on)
        asks |= {TABS + name: Ask(rows) for name, rows in tabs.items()}
    return counting(asks)


def _facets(narrowing: ChildFilter) -> dict[str, str]:
    return {name: column for name, column in FACETS.items() if name in narrowing.filters}


def panel_of(listing: ChildList) -> Panel:
    """Return every count of the page. At most two queries."""
    return count(listing.filter, list_counts(listing.filter.user, on=listing.on))


def _few(counted: Mapping[str, int], tabs: Iterable[str]) -> dict[str, int | None]:
    return {name: counted[name] if counted[name] <= long_lists.MOST else None for name in tabs}


def _known(counts: Counts, column: str) -> dict[str, int] | None:
    return None if counts.total is None else counts.by[column]


def _columns(names: tuple[str, ...], *, on: datetime.date) -> "QuerySet[Child, Any]":
    band = [When(born_in(each, on=on), then=Value(each.value)) for each in AgeBand]
    columns = {
        "in_stage": F("stage"),
        "in_band": Case(*band, output_field=CharField()),
        "of_sex": F("person__sex"),
        "at_place": F("held_at_id"),
        "with_caseworker": F("caseworker_id"),
        "of_team": F("mother__team_id"),
        "under_agreement": F("agreement__slug"),
        "is_late": Case(When(kept__late_from__lt=on, then=Value("1")), default=Value("0")),
    }
    annotations = {name: column for name, column in columns.items() if name in names}
    return Child.objects.order_by().annotate(**annotations).values("pk", *names)


def tabs_for(user: User) -> dict[str, tuple[str, dict[str, str]]]:
    """Return the tabs above the list of ``user``: label and query parameters."""
    tabs: dict[str, tuple[str, dict[str, str]]] = {
        "mine": (_("My open cases"), {"mine": "1"}),
        "all": (_("All"), {}),
        "overdue": (_("Overdue"), {"overdue": "1"}),
        "ready": (_("Ready to travel"), {"counted": Counted.READY.value}),
        "ineligible": (_("Not eligible"), {"stage": Stage.INELIGIBLE.value}),
    }
    if not user.has_perm("cases.work_case"):
        del tabs["mine"]
    if not sees_every_stage(user):
        for name in ("overdue", "ready", "ineligible"):
            del tabs[name]
    return tabs


def tabs_of(
    children: ChildQuerySet, *, user: User, on: datetime.date
) -> "dict[str, QuerySet[Child]]":
    """Return the children that each tab of ``user`` shows."""
    shown = {
        "mine": children.filter(caseworker=user).open(),
        "all": children,
        "overdue": children.filter(kept__late_from__lt=on),
        "ready": children.filter(stage__in=READY),
        "ineligible": children.filter(stage=Stage.INELIGIBLE),
    }
    return {name: shown[name] for name in tabs_for(user)}


def groups(narrowing: ChildFilter, panel: Panel) -> tuple[FilterGroup, ...]:
    """Return the groups of the filter panel, with counts where known, long ones shortened."""
    whole = narrowing.data.get(WHOLE, "")
    labels = {name: each.label for name, each in narrowing.filters.items()}
    lists = [
        shorten(
            FilterGroup(legend=labels[name], name=name, kind="check", options=options), whole=whole
        )
        for name in panel.choices
        if (options := _options(narrowing, name, panel.choices[name]))
    ]
    mother = FilterGroup(
        legend=labels["mother"],
        name="mother",
        kind="text",
        value=" ".join(narrowing.chosen.get("mother", [])),
        hint=_("Its case number, for example TJ-IQ-0041."),
    )
    one_of = [
        select(
            name,
            labels[name],
            [(choice.value, choice.label) for choice in choices(narrowing, name)],
            *narrowing.chosen.get(name, [None]),
        )
        for name in _SELECTED
        if name in labels
    ]
    return (*one_of, *lists, mother)


def _options(
    narrowing: ChildFilter, name: str, counts: dict[str, int] | None
) -> tuple[Option, ...]:
    picked = narrowing.chosen.get(name, [])
    return tuple(
        Option(
            value=choice.value,
            label=choice.label,
            checked=choice.value in picked,
            count=None if counts is None else _number(counts, choice.value),
        )
        for choice in choices(narrowing, name)
        if name in _WHOLE
        or choice.value in picked
        or counts is None
        or _number(counts, choice.value)
    )


#: Filters of which one choice is taken, uncounted.
_SELECTED = ("state", "due")
#: Filters that show each choice, counted nothing or not.
_WHOLE = ("stage", "age", "sex", "overdue")


def _number(counts: dict[str, int], value: str) -> int:
    return counts.get("" if value == NONE else value, 0)


def choices(narrowing: ChildFilter, name: str) -> list[Choice]:
    """Return the choices of a filter in the order shown."""
    if name == "place":
        return [*narrowing.choices.places, Choice(NONE, _("Not known yet"))]
    if name == "caseworker":
        return [*narrowing.choices.caseworkers, Choice(NONE, _("Nobody yet"))]
    if name in ("agreement", "team"):
        offered = narrowing.choices.agreements if name == "agreement" else narrowing.choices.teams
        return list(offered)
    if name == "lacking":
        return [Choice(what, words) for what, words in kinds_of_missing().items()]
    if name in _OF_ONE:
        return [Choice("1", str(_OF_ONE[name]))]
    return [Choice(each.value, str(each.label)) for each in _OF_WORDS[name]]


#: Filters that are on or off, and those whose choices are a vocabulary.
_OF_ONE = {"overdue": gettext_lazy("Overdue"), "mine": gettext_lazy("My open cases")}
_OF_WORDS: dict[str, Iterable[Any]] = {
    "stage": ORDER,
    "age": AgeBand,
    "sex": Sex,
    "state": CaseState,
    "due": DueBy,
    "counted": Counted,
}


def chips(narrowing: ChildFilter) -> list[tuple[str, str]]:
    """Return (label, query without it) for every active choice."""
    labels_and_queries = []
    for name, values in narrowing.chosen.items():
        labels = (
            {value: value for value in values}
            if name == "mother"
            else {choice.value: str(choice.label) for choice in choices(narrowing, name)}
        )
        title = narrowing.filters[name].label
        labels_and_queries += [
            (_chip(name, title, labels[value]), without(narrowing.data, name, value))
            for value in values
        ]
    return labels_and_queries


def _chip(name: str, title: str | Promise, label: str) -> str:
    if name in ("overdue", "mine"):
        return label
    return _("%(filter)s: %(choice)s") % {"filter": title, "choice": label}


def without(data: QueryDict, name: str, value: str) -> str:
    """Return the query of ``data`` without one choice, from its first page on."""
    rest = data.copy()
    rest.pop("page", None)
    rest.pop(WHOLE, None)
    left = [other for other in rest.getlist(name) if name != "mother" and other != value]
    rest.setlist(name, left)
    return rest.urlencode()


def numbers_of(lists: Mapping[int, ChildList]) -> dict[int, int | None]:
    """Return how many children each list holds, by its key; None for too many. One query."""
    asks = {str(key): Ask(listing.filter.narrowed()) for key, listing in lists.items()}
    counts = counting(asks).of() if asks else {}
    return {key: counts[str(key)].total for key in lists}


def relief(narrowing: ChildFilter) -> tuple[str, str, int | None] | None:
    """Return which filter to drop from an empty list: its label, the query, the children then.

    None if no filter's removal would help. One query.
    """
    asks = {name: Ask(narrowing.narrowed(without=name)) for name in narrowing.chosen}
    if not asks:
        return None
    totals = {name: counts.total for name, counts in counting(asks).of().items()}
    best = max(totals, key=lambda name: float("inf") if totals[name] is None else totals[name] or 0)
    if totals[best] == 0:
        return None
    rest = narrowing.data.copy()
    rest.pop("page", None)
    rest.pop(best, None)
    return str(narrowing.filters[best].label), rest.urlencode(), totals[best]
