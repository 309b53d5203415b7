"""The lines under the search box while somebody types."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.pages.search import ChildMatch, MotherMatch, NumberedRow, PlaceMatch, SearchSection

#: How many lines there are at most.
MOST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A line: where it leads, who or what it is, and why it is there."""

    url: str
    title: str
    lang: str = ""
    detail: str = ""
    reference: str = ""
    is_person: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestions:
    """Lines of one kind under their heading."""

    title: str
    rows: list[Suggestion]


def suggestions(
    groups: Iterable[SearchSection],
    places: Iterable[PlaceMatch],
    records: Iterable[NumberedRow],
) -> list[Suggestions]:
    """Return the first lines of a search: people, then numbers, then places."""
    numbers = [Suggestion(url=r.url, title=r.words, reference=r.number) for r in records]
    where = [Suggestion(url=p.url, title=p.name, reference=str(p.children)) for p in places]
    people = [(group.title, [_person(row) for row in group.rows]) for group in groups]
    shown, left = [], MOST
    for title, rows in [*people, (_("Payments and movements"), numbers), (_("Places"), where)]:
        if rows[:left]:
            shown.append(Suggestions(title=title, rows=rows[:left]))
        left -= len(rows[:left])
    return shown


def _person(row: ChildMatch | MotherMatch) -> Suggestion:
    kind = [f"{row.sex}, {row.age}"] if isinstance(row, ChildMatch) else [_("mother")]
    stage = [row.stage_label] if isinstance(row, ChildMatch) else []
    spelling = " ".join(word for word, _lit in row.why)
    other = spelling if spelling not in ("", row.names.name) else ""
    return Suggestion(
        url=row.url,
        title=row.names.name or row.reference,
        lang=row.names.lang,
        detail=" · ".join(filter(None, [*kind, other, row.reason, row.apart, *stage])),
        reference=row.reference,
        is_person=True,
    )
