"""Finding children and mothers by a name in any script, or by their case number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q, QuerySet, Value

from cases.models import Agreement, Child, Mother, PersonName, User
from cases.models.mother import MotherQuerySet
from cases.models.rows import read_rows
from cases.queries.access import Part
from cases.queries.child_rows import ChildRow, named_rows
from cases.queries.name_words import alike_in_one, alike_in_two, containing, near_words, with_all
from cases.queries.spellings import Spelling, names_of
from cases.rules.names import fold, likeness, match_key, visible
from cases.rules.references import CaseNumber, read_reference

#: People of each kind that are shown; who looks for more types more letters.
MOST = 25
FEWEST_LETTERS = 2
#: How alike the key of a spelling is to what was typed, 0 to 1, to be shown as close.
CLOSE = 0.6
#: Least likeness of a word if another word is alike too, and if none is.
NEAR, NEAR_ALONE = 0.5, 0.6
#: Spellings of each kind of people that are read at once: many have several.
CANDIDATES = 4 * MOST
KINDS = ("child", "mother")


@dataclass(frozen=True, slots=True)
class FoundChild:
    """A matching child; ``spelling`` is the name that matched, "" for a case number."""

    row: ChildRow
    spelling: str = ""


@dataclass(frozen=True, slots=True)
class FoundMother:
    """A matching mother, her names, and the one that matched."""

    mother: Mother
    names: tuple[Spelling, ...]
    spelling: str = ""


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The results of a search: by number or exact letters, and by a close spelling."""

    children: tuple[FoundChild, ...] = ()
    mothers: tuple[FoundMother, ...] = ()
    close_children: tuple[FoundChild, ...] = ()
    close_mothers: tuple[FoundMother, ...] = ()
    is_cut: bool = False

    @property
    def people(self) -> int:
        groups = (self.children, self.mothers, self.close_children, self.close_mothers)
        return sum(len(group) for group in groups)


def search(text: str, *, by: User) -> SearchResult | None:
    """Return the results for ``text`` that ``by`` may see; None if it is too short.

    A case number matches the child or the family; a part of a name matches names in its
    script, then close spellings in any script, for users who see names.
    """
    if number := read_reference(text):
        return _by_reference(number, by=by)
    words = fold(_printable(text)).split()
    if sum(len(word) for word in words) < FEWEST_LETTERS:
        return None
    if not by.has_perm("cases.see_names"):
        return SearchResult()
    return _by_name(text, words, by=by)


def _printable(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in visible(text))


def _by_reference(number: CaseNumber, *, by: User) -> SearchResult:
    pairs = Agreement.objects.order_by().values_list("home__code", "holding__code").distinct()
    letters = {number.letters} if number.letters else {f"{home}-{there}" for home, there in pairs}
    written = [number.written(each) for each in sorted(letters)]
    children = Child.objects.visible_to(by).order_by("mother_id", "pk")
    if number.child is not None:
        children = children.called(*written)
    else:
        children = children.filter(mother__in=Mother.objects.called(*written))
    keys = list(children.values_list("pk", flat=True)[:MOST])
    mothers = list(_mothers_of(by).called(*written).values_list("pk", flat=True))
    rows = _children(keys, by)
    return SearchResult(
        children=tuple(FoundChild(rows[key]) for key in keys),
        mothers=tuple(FoundMother(mother, names) for mother, names in _mothers(mothers).values()),
    )


def _mothers_of(by: User) -> "MotherQuerySet[Any]":
    seen = Mother.objects.visible_to(by)
    return seen if by.has_perm("cases.see_family") else seen.none()


@dataclass(frozen=True, slots=True)
class Hit:
    """A child or mother with a matching name, and its likeness, 0 to 1."""

    pk: int
    text: str
    key: str
    sort_key: str
    likeness: float = 1.0


#: What each kind of people is found by, and the hits of each kind.
Visible = Mapping[str, "QuerySet[Any]"]
Hits = dict[str, dict[int, Hit]]


def _by_name(text: str, words: list[str], *, by: User) -> SearchResult:
    visible = {"child": Child.objects.visible_to(by), "mother": _mothers_of(by)}
    parts = containing(words)
    exact = _people(parts, visible) if parts else _nobody()
    close = _close(match_key(text), visible, exact)
    shown = {kind: _first(exact[kind], MOST) for kind in KINDS}
    near = {kind: _first(close[kind], MOST - len(shown[kind])) for kind in KINDS}
    children = _children([hit.pk for hit in (*shown["child"], *near["child"])], by)
    mothers = _mothers([hit.pk for hit in (*shown["mother"], *near["mother"])])
    return SearchResult(
        children=_found_children(shown["child"], children),
        mothers=_found_mothers(shown["mother"], mothers),
        close_children=_found_children(near["child"], children),
        close_mothers=_found_mothers(near["mother"], mothers),
        is_cut=any(len(exact[kind]) + len(close[kind]) > MOST for kind in KINDS),
    )


def _nobody() -> Hits:
    return {kind: {} for kind in KINDS}


def _first(hits: dict[int, Hit], most: int) -> list[Hit]:
    ordered = sorted(hits.values(), key=lambda hit: (-hit.likeness, hit.sort_key, hit.pk))
    return ordered[:most]


def _close(key: str, visible: Visible, exact: Hits) -> Hits:
    """Return the hits with a key like ``key`` that are not in ``exact``, as far as there is room.

    First those with all its words; then, if there is room, those like it in two words; if
    there are none at all, those like it in one.
    """
    close = _nobody()

    def look(names: Q) -> None:
        full = {kind for kind in KINDS if len(exact[kind]) + len(close[kind]) > MOST}
        wanted = {kind: rows for kind, rows in visible.items() if kind not in full}
        for kind, hits in _people(names, wanted).items():
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


def _people(names: Q, visible: Visible) -> Hits:
    """Return those of ``visible`` with one of ``names``. One query, and a bounded one."""
    hits = _nobody()
    for kind, *hit in _union([_hits(names, kind, rows) for kind, rows in visible.items()]):
        hits[kind].setdefault(hit[0], Hit(*hit))
    return hits


def _union(queries: "list[QuerySet[Any, Any]]") -> "QuerySet[Any, Any] | list[Any]":
    return queries[0].union(*queries[1:], all=True) if queries else []


def _hits(names: Q, kind: str, visible: "QuerySet[Any]") -> "QuerySet[Any, Any]":
    own = {f"person__{kind}__in": visible.order_by().values("pk")}
    rows = PersonName.objects.with_words().filter(names, **own).order_by()
    columns = (f"person__{kind}", "text", "match_key", "sort_key")
    return rows.values_list(Value(kind), *columns)[:CANDIDATES]


def _children(keys: Sequence[int], by: User) -> dict[int, ChildRow]:
    return {row.child.pk: row for row in named_rows(keys, to=by)} if keys else {}


def _mothers(keys: Sequence[int]) -> "dict[int, tuple[Mother, tuple[Spelling, ...]]]":
    if not keys:
        return {}
    mothers = Mother.objects.select_related("held_at").annotate(names=names_of("person"))
    rows = mothers.only("reference", "held_at__name").in_bulk(keys)
    return {pk: (mother, read_rows(Spelling, mother.names)) for pk, mother in rows.items()}


def _found_children(hits: list[Hit], rows: dict[int, ChildRow]) -> tuple[FoundChild, ...]:
    # A user of two roles finds by name only children whose names one of them shows.
    visible = [hit for hit in hits if rows[hit.pk].part is not Part.MASKED]
    return tuple(FoundChild(rows[hit.pk], hit.text) for hit in visible)


def _found_mothers(
    hits: list[Hit], mothers: "dict[int, tuple[Mother, tuple[Spelling, ...]]]"
) -> tuple[FoundMother, ...]:
    return tuple(FoundMother(*mothers[hit.pk], hit.text) for hit in hits)
