"""The tabs above the reviews, and what one decided or sent back, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from cases.filters.reviews import NARROWS
from cases.pages.facts import Tab
from cases.pages.journal import Entry, timeline
from cases.pages.review_kinds import JUDGED, TABS, ReviewTab
from cases.queries.waiting_rows import named


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedRow:
    """One decision: the child, and the entry of the journal."""

    url: str
    reference: str
    name: str
    entry: Entry


def review_tabs(
    numbers: Mapping[ReviewTab, int], current: ReviewTab, query: Mapping[str, str]
) -> list[Tab]:
    """Return the tabs; each number is that of the rows behind it.

    What one decided or sent back is not narrowed, whatever ``query`` asks for.
    """
    return [
        Tab(
            label=label,
            count=numbers[tab],
            url=reverse("reviews", query=_query(tab, query) or None),
            current=tab == current,
        )
        for tab, label in TABS.items()
    ]


def _query(tab: ReviewTab, query: Mapping[str, str]) -> dict[str, str]:
    if tab in JUDGED:
        query = {name: value for name, value in query.items() if name not in NARROWS}
    return {**query, **({} if tab == ReviewTab.MINE else {"tab": tab.value})}


def judged_rows(entries: Iterable[Any]) -> list[JudgedRow]:
    """Return what was decided; the names are there where they were read."""
    entries = list(entries)
    return [
        JudgedRow(
            url=entry.child.get_absolute_url(),
            reference=entry.child.reference,
            name=named(entry),
            entry=words,
        )
        for entry, words in zip(entries, timeline(entries), strict=True)
    ]
