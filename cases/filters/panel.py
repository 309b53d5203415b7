"""The filter panel of a list: groups of choices, and the address without one of them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import django_filters
from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _

Words = str | Promise
#: So many questions of a list are kept, each compiled once.
KEPT = 256
#: So many options of a filter are shown unless all are asked for; a few more are not held back.
SHORT, FEW_MORE = 12, 4
#: What the address asks for all options of a filter with.
WHOLE = "all"


class Filters(django_filters.FilterSet):
    """Filters of a list, whose form has their fields as they are: they are of this list alone.

    The library makes a class of a form for each list, and copies each of its fields once more.
    """

    @property
    def form(self) -> Any:
        if not hasattr(self, "_form"):
            self._form = forms.Form(self.data if self.is_bound else None)
            self._form.fields = {name: each.field for name, each in self.filters.items()}
        return self._form


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    value: str
    label: Words
    checked: bool
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterGroup:
    """A filter; ``kind`` is check or select, with options, or text, with its value and a hint.

    ``unshown`` are the options that are left out until they are asked for.
    """

    legend: Words
    name: str
    kind: str
    options: tuple[Option, ...] = ()
    value: str = ""
    hint: Words = ""
    unshown: int = 0


def shorten(group: FilterGroup, *, whole: str) -> FilterGroup:
    """Return a filter with its ticked options and the fullest others, in the order given.

    All of them for the one called ``whole``, and where a few more would be left out.
    """
    if group.name == whole or len(group.options) <= SHORT + FEW_MORE:
        return group
    fullest = sorted(group.options, key=lambda each: (not each.checked, -(each.count or 0)))
    shown = set(fullest[: max(SHORT, sum(each.checked for each in group.options))])
    options = tuple(each for each in group.options if each in shown)
    return replace(group, options=options, unshown=len(group.options) - len(options))


def select(
    name: str, legend: Words, choices: Iterable[tuple[str, Words]], current: str | None
) -> FilterGroup:
    """Return a filter with one choice, or any."""
    every = Option(value="", label=_("Any"), checked=not current)
    options = (
        Option(value=value, label=label, checked=value == current) for value, label in choices
    )
    return FilterGroup(legend=legend, name=name, kind="select", options=(every, *options))


def data_of(picks: Iterable[tuple[str, Iterable[str]]]) -> QueryDict:
    """Return what was chosen as an address has it: a filter and its values each."""
    data = QueryDict(mutable=True)
    for name, values in picks:
        data.setlist(name, [*values])
    return data


def without(data: QueryDict, name: str, value: str) -> str:
    """Return the query of ``data`` without one choice, from its first page on."""
    rest = data.copy()
    rest.pop("page", None)
    rest.setlist(name, [each for each in rest.getlist(name) if each != value])
    return rest.urlencode()
