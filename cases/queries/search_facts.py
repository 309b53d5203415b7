"""What a person is found by besides a name and a case number: a year, a paper, a place."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from cases.models import Child, Clearance, Identifier, Place, User
from cases.models.alphabet import in_alphabet
from cases.models.numbers import bare_number
from cases.queries.access import whole_children
from cases.queries.child_rows import sees_every_name
from cases.rules.references import bare
from cases.vocabulary import ClearanceKind, IdentifierScheme, PlacePurpose

#: Years in which somebody on record may be born.
FIRST_YEAR, LAST_YEAR = 1900, 2199
MOST_PLACES = 5
FEWEST_SIGNS = 3


@dataclass(frozen=True, slots=True)
class FoundPaper:
    """The number that was typed, on a paper of a child."""

    kind: ClearanceKind | IdentifierScheme
    number: str


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place of custody, and how many children the searcher sees are held there."""

    place: Place
    children: int


def year_in(words: Iterable[str]) -> tuple[int | None, list[str]]:
    """Return the year among the words of a search, if one is, and the other words."""
    rest = list(words)
    for word in rest:
        number = int(word) if len(word) == 4 and word.isdecimal() else 0
        if FIRST_YEAR <= number <= LAST_YEAR:
            rest.remove(word)
            return number, rest
    return None, rest


def born_in(year: int, rows: "QuerySet[Any]") -> "QuerySet[Any]":
    """Return those of ``rows`` who may be born in a year, the surest first."""
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    born = Q(person__born_earliest__lte=last, person__born_latest__gte=first)
    return rows.filter(born).order_by("-person__born_earliest", "person__born_latest", "-pk")


def may_be_born_in(year: int, earliest: datetime.date | None, latest: datetime.date | None) -> bool:
    return bool(earliest and latest and earliest.year <= year <= latest.year)


def on_papers(text: str, *, by: User) -> dict[int, FoundPaper]:
    """Return the children, whole to ``by``, who have the number ``text`` on a paper. One query."""
    number = bare(text)
    if len(number) < FEWEST_SIGNS or not any(sign.isdigit() for sign in number):
        return {}
    children = whole_children(by).order_by().values("pk")
    on_clearances = Clearance.objects.alias(bare=bare_number("number")).filter(bare=number)
    of_persons = Identifier.objects.alias(bare=bare_number("value")).filter(bare=number)
    rows = (
        on_clearances.filter(child__in=children)
        .order_by()
        .values_list("child", Value("c"), "kind", "number")
    ).union(
        of_persons.filter(person__child__in=children)
        .order_by()
        .values_list("person__child", Value("i"), "scheme", "value"),
        all=True,
    )
    kinds: dict[str, Any] = {"c": ClearanceKind, "i": IdentifierScheme}
    return {pk: FoundPaper(kinds[of](kind), shown) for pk, of, kind, shown in rows[:50]}


def places_called(text: str, *, by: User) -> tuple[FoundPlace, ...]:
    """Return the places of custody with ``text`` in a name, for those who see every name."""
    if not sees_every_name(by):
        return ()
    held = Child.objects.visible_to(by).filter(held_at=OuterRef("pk")).order_by()
    count = held.values("held_at").annotate(n=Count("pk")).values("n")
    called = Q(name__icontains=text) | Q(names__name__icontains=text)
    keys = Place.objects.serving(PlacePurpose.CUSTODY).filter(called).order_by().values("pk")
    rows = Place.objects.filter(pk__in=keys).annotate(held=Coalesce(Subquery(count), 0))
    ordered = rows.order_by("-held", in_alphabet("name"))
    return tuple(FoundPlace(row, row.held) for row in ordered[:MOST_PLACES])
