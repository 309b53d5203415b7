"""Names like what was typed: the same letters in one script, or a close spelling in any."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q, QuerySet, Value

from cases.models import PersonName
from cases.queries.name_words import alike_in_one, alike_in_two, containing, near_words, with_all
from cases.queries.search_facts import may_be_born_in
from cases.rules.names import likeness, match_key, nearness

#: People of each kind that are shown; who looks for more types more letters.
MOST = 25
#: How alike the key of a spelling is to what was typed, 0 to 1, to be shown as close.
CLOSE = 0.6
#: Least likeness of a word if another word is alike too, and if none is.
NEAR, NEAR_ALONE = 0.5, 0.6
#: Spellings of each kind of people that are read at once: many have several.
CANDIDATES = 4 * MOST
KINDS = ("child", "mother")


@dataclass(frozen=True, slots=True)
class Hit:
    """A child or mother with a matching name, and its likeness, 0 to 1."""

    pk: int
    text: str
    key: str
    sort_key: str
    born_earliest: datetime.date | None
    born_latest: datetime.date | None
    likeness: float = 1.0


#: What each kind of people is found by, and the hits of each kind.
Visible = Mapping[str, "QuerySet[Any]"]
Hits = dict[str, dict[int, Hit]]


@dataclass(frozen=True, slots=True)
class NameHits:
    """The hits of each kind in their order: with the letters typed, and spelt closely."""

    exact: Mapping[str, list[Hit]]
    close: Mapping[str, list[Hit]]
    is_cut: bool


def names_like(words: list[str], year: int | None, visible: Visible) -> NameHits:
    """Return who of ``visible`` has a name like ``words``; who may be born in ``year`` first."""
    text = " ".join(words)
    parts = containing(words)
    exact = _people(parts, visible, text) if parts else _nobody()
    close = _close(text, visible, exact)
    _put_aside(exact, close, year)
    order = _order(text, year)
    shown = {kind: _first(exact[kind], MOST, order) for kind in KINDS}
    near = {kind: _first(close[kind], MOST - len(shown[kind]), order) for kind in KINDS}
    is_cut = any(len(exact[kind]) + len(close[kind]) > MOST for kind in KINDS)
    return NameHits(shown, near, is_cut)


def _put_aside(exact: Hits, close: Hits, year: int | None) -> None:
    """Count whoever was not born in ``year`` among those who are spelt closely: after them."""
    for kind in KINDS:
        for pk, hit in list(exact[kind].items()):
            if not _born_in(year, hit):
                close[kind][pk] = exact[kind].pop(pk)


def _born_in(year: int | None, hit: Hit) -> bool:
    return year is None or may_be_born_in(year, hit.born_earliest, hit.born_latest)


def _nobody() -> Hits:
    return {kind: {} for kind in KINDS}


def _order(text: str, year: int | None) -> Callable[[Hit], Any]:
    """Return what puts hits in order: born in the year, alike, then spelt more as was typed."""

    def order(hit: Hit) -> tuple[Any, ...]:
        return (
            not _born_in(year, hit),
            -hit.likeness,
            -nearness(text, hit.text),
            hit.sort_key,
            hit.pk,
        )

    return order


def _first(hits: dict[int, Hit], most: int, order: Callable[[Hit], Any]) -> list[Hit]:
    return sorted(hits.values(), key=order)[:most]


def _close(text: str, visible: Visible, exact: Hits) -> Hits:
    """Return the hits with a key like that of ``text`` that are not in ``exact``, if there is room.

    First those with all its words; then, if there is room, those like it in two words; if
    there are none at all, those like it in one.
    """
    key, close = match_key(text), _nobody()

    def look(names: Q) -> None:
        full = {kind for kind in KINDS if len(exact[kind]) + len(close[kind]) > MOST}
        wanted = {kind: rows for kind, rows in visible.items() if kind not in full}
        for kind, hits in _people(names, wanted, text).items():
            for pk, hit in hits.items():
                alike = likeness(key, hit.key)
                if alike >= CLOSE and pk not in exact[kind]:
                    close[kind].setdefault(pk, replace(hit, likeness=alike))

    if not key:
        return close
    look(with_all(key))
    near = near_words([key], least=NEAR)
    look(alike_in_two(key, near))
    if not any((*exact.values(), *close.values())):
        look(alike_in_one(key, near, least=NEAR_ALONE))
    return close


def _people(names: Q, visible: Visible, text: str) -> Hits:
    """Return those of ``visible`` with one of ``names``. One query, and a bounded one.

    Of several names of one person it is the one that is spelt most as ``text``.
    """
    hits = _nobody()
    for kind, *columns in _union([_hits(names, kind, rows) for kind, rows in visible.items()]):
        hit = Hit(*columns)
        other = hits[kind].setdefault(hit.pk, hit)
        if hit.text != other.text and _spelt(text, hit) < _spelt(text, other):
            hits[kind][hit.pk] = hit
    return hits


def _spelt(text: str, hit: Hit) -> tuple[float, str]:
    return -nearness(text, hit.text), hit.text


def _union(queries: "list[QuerySet[Any, Any]]") -> "QuerySet[Any, Any] | list[Any]":
    return queries[0].union(*queries[1:], all=True) if queries else []


def _hits(names: Q, kind: str, visible: "QuerySet[Any]") -> "QuerySet[Any, Any]":
    own = {f"person__{kind}__in": visible.order_by().values("pk")}
    rows = PersonName.objects.with_words().filter(names, **own).order_by()
    born = ("person__born_earliest", "person__born_latest")
    columns = (f"person__{kind}", "text", "match_key", "sort_key", *born)
    return rows.values_list(Value(kind), *columns)[:CANDIDATES]
