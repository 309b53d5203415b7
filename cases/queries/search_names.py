"""Names like what was typed: the same letters in one script, or a close spelling in any."""

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import count
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Q, QuerySet, TextField

from cases.models import PersonName, User
from cases.models.prepared import AnyOf, Parameter, Statement, prepared
from cases.models.reader import May, may_of, read_by, standing_for
from cases.queries.name_words import (
    Named,
    containing,
    likest_in_one,
    likest_in_two,
    meanings,
    near_words,
    with_all,
    with_one,
)
from cases.queries.search_facts import may_be_born_in
from cases.rules.names import letters_in, likeness, match_key, nearness

#: People of each kind that are shown; who looks for more types more letters.
MOST = 25
#: How alike the key of a spelling is to what was typed, 0 to 1, to be shown as close.
CLOSE = 0.6
#: Below this likeness so much of what was typed must be in the spelling, letter by letter.
SURE, LETTERS = 0.75, 0.45
#: Least likeness of a word if another word is alike too, and if none is.
NEAR, NEAR_ALONE = 0.5, 0.6
#: Spellings of each kind of people that are read at once: as many people as are shown and one
#: more, of three spellings each.
CANDIDATES = 3 * (MOST + 1)
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


#: Whom of each kind somebody may find, and the hits of each kind.
Visible = Callable[[User], Mapping[str, "QuerySet[Any]"]]
#: A condition without its words: how it is joined, and what of; and the words.
Shape = tuple[str, bool, tuple[Any, ...]]
Hits = dict[str, dict[int, Hit]]


@dataclass(frozen=True, slots=True)
class NameHits:
    """The hits of each kind in their order: with the letters typed, and spelt closely."""

    exact: Mapping[str, list[Hit]]
    close: Mapping[str, list[Hit]]
    is_cut: bool


@dataclass(frozen=True, slots=True)
class Search:
    """What was typed, and who may be found by whom."""

    text: str
    visible: Visible
    by: User | None

    @property
    def may(self) -> May:
        return may_of(self.by) if self.by else May(is_superuser=False, granted=frozenset())


def names_like(
    words: list[str], year: int | None, visible: Visible, *, by: User | None = None
) -> NameHits:
    """Return who has a name like ``words``; who may be born in ``year`` first.

    ``visible`` says whom ``by`` may find; statements are kept by it, and by what ``by`` is granted.
    """
    text = " ".join(words)
    search = Search(text, visible, by)
    exact = _exact(words, search)
    close = _close(search, exact)
    _put_aside(exact, close, year)
    order = _order(text, year)
    shown = {kind: _first(exact[kind], MOST, order) for kind in KINDS}
    near = {kind: _first(close[kind], MOST - len(shown[kind]), order) for kind in KINDS}
    is_cut = any(len(exact[kind]) + len(close[kind]) > MOST for kind in KINDS)
    return NameHits(shown, near, is_cut)


def _exact(words: list[str], search: Search) -> Hits:
    """Return the hits with each of ``words`` in one of their words."""
    if len(words) > 1:
        parts = containing(words)
        return _people(_where(parts), KINDS, search) if parts else _nobody()
    meant = meanings(words)
    return _people(with_one(meant[0], "folded"), KINDS, search) if meant else _nobody()


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


def _close(search: Search, exact: Hits) -> Hits:
    """Return the hits with a key like what was typed that are not in ``exact``: as many as fit."""
    key, close = match_key(search.text), _nobody()

    def is_nobody() -> bool:
        return not any((*exact.values(), *close.values()))

    for names in _alike(key, is_nobody) if key else ():
        wanted = tuple(kind for kind in KINDS if len(exact[kind]) + len(close[kind]) <= MOST)
        if not wanted:
            break
        for kind, hits in _people(names, wanted, search).items():
            for pk, hit in hits.items():
                alike = likeness(key, hit.key)
                if pk not in exact[kind] and _is_close(alike, search.text, hit.text):
                    close[kind].setdefault(pk, replace(hit, likeness=alike))
    return close


def _alike(key: str, is_nobody: Callable[[], bool]) -> Iterator[Named]:
    """Yield the names like a key, the likest first.

    First those with all its words; then those like it in two words; if there ``is_nobody``, those
    like it in one.
    """
    yield _where(with_all(key))
    near = near_words([key], least=NEAR)
    yield likest_in_two(key, near, least=CLOSE)
    if is_nobody():
        yield likest_in_one(key, near, least=NEAR_ALONE)


def _is_close(alike: float, text: str, name: str) -> bool:
    """Return whether a spelling is like what was typed; letters at random are like nobody."""
    return alike >= CLOSE and (alike >= SURE or letters_in(text, name) >= LETTERS)


def _people(names: Named, kinds: tuple[str, ...], search: Search) -> Hits:
    """Return those of ``kinds`` with one of ``names``. One query, and a bounded one.

    Of several names of one person it is the one that is spelt most as was typed.
    """
    hits, statement = _nobody(), _finding(names.sql, kinds, search.visible, search.may)
    values = {**names.values, "most": CANDIDATES, **(read_by(search.by) if search.by else {})}
    for kind, *columns in statement.tuples(**values) if statement else ():
        hit = Hit(*columns)
        other = hits[kind].setdefault(hit.pk, hit)
        if hit.text != other.text and _spelt(search.text, hit) < _spelt(search.text, other):
            hits[kind][hit.pk] = hit
    return hits


@lru_cache(maxsize=256)
def _finding(named: str, kinds: tuple[str, ...], visible: Visible, may: May) -> Statement | None:
    """Return the statement of those who have a name that was found; None where nobody may be."""
    rows = visible(standing_for(may))
    some = [kind for kind in kinds if kind in rows and not rows[kind].query.is_empty()]
    if not some:
        return None
    hits = " UNION ALL ".join(_HITS.format(kind=kind, own=_own(rows[kind])) for kind in some)
    # How common the words are decides which index finds them.
    return Statement(f"WITH named AS MATERIALIZED ({named}) {hits}", by_key=False)


#: The names are found by their words before anybody asks whose they are, and no more of them than
#: are asked about: looking for a few of a common word, the server would walk the whole register.
_HITS = """
(SELECT '{kind}', own.pk, named.text, named.match_key, named.sort_key, own.earliest, own.latest
FROM named JOIN ({own}) AS own (pk, person_id, earliest, latest) USING (person_id)
LIMIT %(most)s)
"""


def _own(visible: "QuerySet[Any]") -> str:
    born = ("person__born_earliest", "person__born_latest")
    return prepared(visible.order_by().values_list("pk", "person_id", *born)).sql


def _where(names: Q) -> Named:
    """Return the statement of the names of a condition, and its words as its values."""
    words: list[list[str]] = []
    sql = _names_of(_shape(names, words))
    return Named(sql, {f"words_{number}": each for number, each in enumerate(words)})


@lru_cache(maxsize=256)
def _names_of(shape: Shape) -> str:
    names = PersonName.objects.with_words().filter(_of_shape(shape, count())).order_by()
    return prepared(names.values_list("person_id", "text", "match_key", "sort_key")).sql


def _shape(names: Q, words: list[list[str]]) -> Shape:
    """Return the condition without its words, which are added to ``words`` in their order."""
    parts: list[Any] = []
    for part in names.children:
        if isinstance(part, Q):
            parts.append(_shape(part, words))
        elif isinstance(part, tuple):
            words.append(part[1])
            parts.append(part[0])
    return names.connector, names.negated, tuple(parts)


def _of_shape(shape: Shape, numbers: Iterator[int]) -> Q:
    connector, negated, parts = shape
    return Q(
        *(
            _of_shape(part, numbers) if isinstance(part, tuple) else _of_words(part, next(numbers))
            for part in parts
        ),
        _connector=connector,
        _negated=negated,
    )


def _of_words(lookup: str, number: int) -> Q:
    words = Parameter(f"words_{number}", ArrayField(TextField()))
    column, _, how = lookup.rpartition("__")
    return Q(AnyOf(F(column), words)) if how == "in" else Q(**{lookup: words})


def _spelt(text: str, hit: Hit) -> tuple[float, str]:
    return -nearness(text, hit.text), hit.text
