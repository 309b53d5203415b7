"""Saved lists: what each shows in words, the tabs, and what of one no longer holds."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from cases.filters import child_panel
from cases.filters.children import DEFAULT_SORT, ChildFilter, ChildList, child_list
from cases.models import SavedView, User
from cases.pages.child_table import default_columns, shown_columns
from cases.pages.children import counted_text
from cases.pages.facts import Tab
from cases.vocabulary import CaseState, SharedWith

#: What the address of a list says besides its filters.
_BESIDE = ("sort", "column")


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenView:
    """The saved list that is open: ``changed`` if the address says another one by now."""

    view: SavedView
    own: bool
    changed: bool
    lost: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewRow:
    view: SavedView
    url: str
    words: str
    shared: str
    own: bool
    lost: list[str]


def query_of(listing: ChildList) -> str:
    """Return what is kept of a list: its filters, its order and its columns, in one order."""
    stored = QueryDict(mutable=True)
    for name, values in sorted(listing.filter.chosen.items()):
        stored.setlist(name, sorted(values))
    if listing.sort != DEFAULT_SORT:
        stored["sort"] = listing.sort
    if listing.columns:
        stored.setlist("column", list(listing.columns))
    return stored.urlencode()


def lists_of(
    views: Iterable[SavedView], *, to: User, on: datetime.date, like: ChildList | None = None
) -> dict[int, ChildList]:
    """Return each view as the list that ``to`` sees, by its key. One query, none ``like`` one."""
    lists: dict[int, ChildList] = {}
    for view in views:
        choices = like.filter.choices if like else None
        like = child_list(QueryDict(view.query), user=to, on=on, choices=choices)
        lists[view.pk] = like
    return lists


def in_words(listing: ChildList) -> str:
    """Return "Open cases of Erbil desk, due this week"."""
    active, narrowing = dict(listing.filter.chosen), listing.filter
    head = _("All children")
    if active.pop("mine", None):
        head = _("My open cases")
    elif state := active.pop("state", None):
        head = _("Open cases") if state == [CaseState.OPEN] else _("Closed cases")
    if teams := active.pop("team", None):
        head = _("%(cases)s of %(teams)s") % {
            "cases": head,
            "teams": _or(_labels(narrowing, "team", teams)),
        }
    parts = [head, *(_part(narrowing, name, values) for name, values in active.items())]
    if listing.sort != DEFAULT_SORT:
        parts.append(_("sorted by %(column)s") % {"column": _column(listing)})
    return ", ".join(parts)


def _part(narrowing: ChildFilter, name: str, values: list[str]) -> str:
    labels = values if name == "mother" else _labels(narrowing, name, values)
    if name == "overdue":
        return _("overdue")
    title = str(narrowing.filters[name].label)
    words = {"filter": title, "choices": _or(labels)}
    if name == "due":
        return _("due %(when)s") % {"when": _lowered(labels[0])}
    return _("%(filter)s: %(choices)s") % words


def _lowered(words: str) -> str:
    return words[:1].lower() + words[1:]


def _labels(narrowing: ChildFilter, name: str, values: list[str]) -> list[str]:
    offered = {choice.value: str(choice.label) for choice in child_panel.choices(narrowing, name)}
    return [offered.get(value, value) for value in values]


def _or(labels: list[str]) -> str:
    return _(" or ").join(labels)


def _column(listing: ChildList) -> str:
    name = listing.sort.removeprefix("-")
    heads = {**default_columns(masked=False), **default_columns(masked=True)}
    return _lowered(str(heads.get(name, name)))


def lost(view: SavedView, listing: ChildList, away: list[str]) -> list[str]:
    """Return what of a view no longer holds for its reader, each in a sentence.

    ``away`` are the caseworkers it names who can no longer sign in.
    """
    stored, active = QueryDict(view.query), listing.filter.chosen
    gone = [name for name in stored if name not in _BESIDE and name not in active]
    left_out = _("“%(filter)s” does not hold any more and is left out.")
    sentences = [left_out % {"filter": _label(name)} for name in gone]
    if stored.get("sort", listing.sort) != listing.sort:
        sentences.append(_("Its order is not one of yours; the usual one stands."))
    if set(listing.columns) - {*shown_columns(listing, masked=False)}:
        sentences.append(_("A column of it is not on offer any more."))
    return sentences + [_("%(who)s can no longer sign in.") % {"who": who} for who in away]


def _label(name: str) -> str:
    offered = ChildFilter.base_filters.get(name)
    return str(offered.label) if offered else name


def opened(view: SavedView, listing: ChildList, away: list[str], *, to: User) -> OpenView:
    """Return the view that is open, against the list as its reader has it by now."""
    stored = child_list(
        QueryDict(view.query), user=to, on=listing.on, choices=listing.filter.choices
    )
    return OpenView(
        view=view,
        own=view.owner_id == to.pk,
        changed=query_of(listing) != query_of(stored),
        lost=lost(view, stored, away),
    )


def tabs(
    views: Iterable[SavedView], numbers: Mapping[int, int | None], *, current: SavedView | None
) -> list[Tab]:
    """Return the tabs of the views that are pinned."""
    return [
        Tab(
            label=view.name,
            url=view.get_absolute_url(),
            count=counted_text(numbers[view.pk]),
            current=view == current,
        )
        for view in views
    ]


def row(view: SavedView, listing: ChildList, *, to: User) -> ViewRow:
    """Return a view as a line of the page of all of them."""
    own = view.owner_id == to.pk
    shared = str(view.get_shared_with_display())
    if not own:
        everybody = view.shared_with == SharedWith.EVERYBODY
        words = _("%(who)s, for everybody") if everybody else _("%(who)s, for the team")
        shared = words % {"who": view.owner}
    return ViewRow(
        view=view,
        url=view.get_absolute_url(),
        words=in_words(listing),
        shared=shared,
        own=own,
        lost=lost(view, listing, []),
    )
