"""Finding children and mothers by a name in any script, by a number, or by a year of birth."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet

from cases.models import Agreement, Child, Mother, User
from cases.models.mother import MotherQuerySet
from cases.models.rows import read_rows
from cases.queries.access import Part
from cases.queries.child_rows import ChildRow, named_rows
from cases.queries.duplicates import GIVEN_UP
from cases.queries.search_facts import (
    FoundPaper,
    FoundPlace,
    born_in,
    may_be_born_in,
    on_papers,
    places_called,
    year_in,
)
from cases.queries.search_names import MOST, Hit, names_like
from cases.queries.spellings import Spelling, names_of
from cases.rules.names import fold, visible
from cases.rules.references import CaseNumber, read_reference

FEWEST_LETTERS = 2


@dataclass(frozen=True, slots=True)
class Why:
    """What matched: a spelling and how alike its key is, a year of birth, a paper, or no more
    than a case number.
    """

    spelling: str = ""
    likeness: float = 1.0
    year: int | None = None
    paper: FoundPaper | None = None


BY_REFERENCE = Why()


@dataclass(frozen=True, slots=True)
class FoundChild:
    row: ChildRow
    why: Why = BY_REFERENCE


@dataclass(frozen=True, slots=True)
class FoundMother:
    """A matching mother and her names."""

    mother: Mother
    names: tuple[Spelling, ...]
    why: Why = BY_REFERENCE


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The results of a search: by number, year or exact letters, and by a close spelling."""

    children: tuple[FoundChild, ...] = ()
    mothers: tuple[FoundMother, ...] = ()
    close_children: tuple[FoundChild, ...] = ()
    close_mothers: tuple[FoundMother, ...] = ()
    places: tuple[FoundPlace, ...] = ()
    is_cut: bool = False

    @property
    def people(self) -> int:
        groups = (self.children, self.mothers, self.close_children, self.close_mothers)
        return sum(len(group) for group in groups)


def search(text: str, *, by: User) -> SearchResult | None:
    """Return the results for ``text`` that ``by`` may see; None if it is too short.

    A case number matches the child or the family, and the number of a paper its child. For
    users who see names a part of a name matches names in its script, then close spellings in
    any script; a year of birth alone, or beside a name, matches who may be born in it.
    """
    number, sees_names = read_reference(text), by.has_perm("cases.see_names")
    year, words = year_in(fold(_printable(text)).split())
    result = _by_reference(number, by=by) if number else SearchResult()
    if sees_names and (papers := on_papers(text, by=by)):
        result = _beside(result, _with_papers(papers, by))
    if year and sees_names and not words:
        return _beside(result, _by_year(year, by=by))
    if number or result.people:
        return result
    if sum(len(word) for word in words) < FEWEST_LETTERS:
        return None
    return _by_name(words, year, by=by) if sees_names else result


def _beside(one: SearchResult, other: SearchResult) -> SearchResult:
    """Return both results as one, each child once."""
    keys = {match.row.child.pk for match in one.children}
    more = (match for match in other.children if match.row.child.pk not in keys)
    return replace(
        one,
        children=(*one.children, *more),
        mothers=(*one.mothers, *other.mothers),
        is_cut=one.is_cut or other.is_cut,
    )


def _with_papers(papers: Mapping[int, FoundPaper], by: User) -> SearchResult:
    rows = _children(list(papers), by)
    matches = (FoundChild(row, Why(paper=papers[pk])) for pk, row in rows.items())
    return SearchResult(children=tuple(matches))


def _by_year(year: int, *, by: User) -> SearchResult:
    why, visible = Why(year=year), _visible(by)
    keys = {
        kind: list(born_in(year, rows).values_list("pk", flat=True)[: MOST + 1])
        for kind, rows in visible.items()
    }
    children, mothers = _children(keys["child"][:MOST], by), _mothers(keys["mother"][:MOST])
    rows = (children[pk] for pk in keys["child"][:MOST])
    return SearchResult(
        children=tuple(FoundChild(row, why) for row in rows if row.part is not Part.MASKED),
        mothers=tuple(FoundMother(*mothers[pk], why) for pk in keys["mother"][:MOST]),
        is_cut=any(len(each) > MOST for each in keys.values()),
    )


def _visible(by: User) -> "Mapping[str, QuerySet[Any]]":
    return {"child": Child.objects.visible_to(by), "mother": _mothers_of(by)}


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


def _by_name(words: list[str], year: int | None, *, by: User) -> SearchResult:
    hits = names_like(words, year, _visible, by=by)
    shown, near = hits.exact, hits.close
    children = _children([hit.pk for hit in (*shown["child"], *near["child"])], by)
    mothers = _mothers([hit.pk for hit in (*shown["mother"], *near["mother"])])
    return SearchResult(
        children=_found_children(shown["child"], children, year),
        mothers=_found_mothers(shown["mother"], mothers, year),
        close_children=_found_children(near["child"], children, year),
        close_mothers=_found_mothers(near["mother"], mothers, year),
        places=places_called(" ".join(words), by=by),
        is_cut=hits.is_cut,
    )


def _children(keys: Sequence[int], by: User) -> dict[int, ChildRow]:
    return {row.child.pk: row for row in named_rows(keys, to=by)} if keys else {}


def _mothers(keys: Sequence[int]) -> "dict[int, tuple[Mother, tuple[Spelling, ...]]]":
    if not keys:
        return {}
    mothers = Mother.objects.select_related("held_at", "person")
    columns = ("reference", "held_at__name", "person__born_earliest", "person__born_latest")
    rows = mothers.annotate(names=names_of("person")).only(*columns).in_bulk(keys)
    return {pk: (mother, read_rows(Spelling, mother.names)) for pk, mother in rows.items()}


def _why(hit: Hit, year: int | None) -> Why:
    born = year is not None and may_be_born_in(year, hit.born_earliest, hit.born_latest)
    return Why(hit.text, hit.likeness, year=year if born else None)


def _found_children(
    hits: list[Hit], rows: dict[int, ChildRow], year: int | None
) -> tuple[FoundChild, ...]:
    # A user of two roles finds by name only children whose names one of them shows.
    visible = [hit for hit in hits if rows[hit.pk].part is not Part.MASKED]
    # What was closed as entered in error, or given up, is of nobody: it stands behind the others.
    visible.sort(key=lambda hit: rows[hit.pk].child.closed_reason in GIVEN_UP)
    return tuple(FoundChild(rows[hit.pk], _why(hit, year)) for hit in visible)


def _found_mothers(
    hits: list[Hit], mothers: "dict[int, tuple[Mother, tuple[Spelling, ...]]]", year: int | None
) -> tuple[FoundMother, ...]:
    return tuple(FoundMother(*mothers[hit.pk], _why(hit, year)) for hit in hits)
