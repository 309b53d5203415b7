"""Finding children and mothers by a name in any script, or by their case number."""

import datetime
from dataclasses import dataclass
from functools import reduce
from itertools import islice
from operator import add, and_, or_
from typing import Any

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection, transaction
from django.db.models import Q, QuerySet

from cases.casework.access import Part
from cases.casework.child_rows import ChildRow, child_rows
from cases.models import Agreement, Child, Mother, PersonName, User
from cases.models.mother import MotherQuerySet
from cases.rules.names import fold, likeness, match_key
from cases.rules.references import Typed, read_reference

#: People of each kind that are shown; who looks for more types more letters.
MOST = 50
FEWEST_LETTERS = 2
#: How alike the key of a spelling is to what was typed, 0 to 1, to be shown as close.
CLOSE = 0.6
#: Spellings that are judged one by one, and how near the index must find them.
CANDIDATES, NEAR = 150, 0.4

#: Key of a record -> the spelling that matched, and its own key.
Spellings = dict[int, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class FoundChild:
    """A child that was found; ``spelling`` is the name that matched, "" for a case number."""

    row: ChildRow
    spelling: str = ""


@dataclass(frozen=True, slots=True)
class FoundMother:
    """A mother that was found; ``spelling`` is the name that matched."""

    mother: Mother
    spelling: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: by number or by the letters typed, and by a close spelling."""

    children: tuple[FoundChild, ...] = ()
    mothers: tuple[FoundMother, ...] = ()
    close_children: tuple[FoundChild, ...] = ()
    close_mothers: tuple[FoundMother, ...] = ()
    is_cut: bool = False

    @property
    def people(self) -> int:
        groups = (self.children, self.mothers, self.close_children, self.close_mothers)
        return sum(len(group) for group in groups)


def search(text: str, *, by: User, on: datetime.date) -> Found | None:
    """Return whom ``by`` may find by ``text``; None when too little was typed.

    A case number finds the child or the family. A part of a name finds names in the script
    it was entered in, then spellings close to it in any script; only for those who see names.
    """
    if typed := read_reference(text):
        return _by_reference(typed, by=by, on=on)
    words = fold(_printable(text)).split()
    if sum(len(word) for word in words) < FEWEST_LETTERS:
        return None
    if not by.has_perm("cases.see_names"):
        return Found()
    return _by_name(text, words, by=by, on=on)


def _printable(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in text)


def _by_reference(typed: Typed, *, by: User, on: datetime.date) -> Found:
    pairs = Agreement.objects.order_by().values_list("home__code", "holding__code").distinct()
    letters = {typed.letters} if typed.letters else {f"{home}-{there}" for home, there in pairs}
    written = [typed.written(each) for each in sorted(letters)]
    field = "reference__in" if typed.child is not None else "mother__reference__in"
    children = Child.objects.visible_to(by).filter(**{field: written}).order_by("mother_id", "pk")
    keys = list(children.values_list("pk", flat=True)[:MOST])
    mothers = _mothers_of(by).filter(reference__in=written).with_names()
    return Found(
        children=tuple(FoundChild(row) for row in child_rows(keys, to=by, on=on)),
        mothers=tuple(FoundMother(mother) for mother in mothers),
    )


def _mothers_of(by: User) -> "MotherQuerySet[Any]":
    seen = Mother.objects.visible_to(by)
    return seen if by.has_perm("cases.see_family") else seen.none()


def _by_name(text: str, words: list[str], *, by: User, on: datetime.date) -> Found:
    children, mothers = Child.objects.visible_to(by), _mothers_of(by)
    parts = reduce(and_, (Q(folded__contains=word) for word in words))
    spelled = PersonName.objects.filter(parts)
    found = _people(spelled, "child", children), _people(spelled, "mother", mothers)
    keys = _close_keys(match_key(text))
    close = PersonName.objects.filter(match_key__in=list(keys))
    near = (
        _nearest(_people(close, "child", children), keys, besides=found[0]),
        _nearest(_people(close, "mother", mothers), keys, besides=found[1]),
    )
    return Found(
        children=_child_hits(found[0], by, on),
        mothers=_mother_hits(found[1]),
        close_children=_child_hits(near[0], by, on),
        close_mothers=_mother_hits(near[1]),
        is_cut=max(len(each) for each in (*found, *near)) > MOST,
    )


def _people(
    names: "QuerySet[PersonName]", kind: str, visible: "QuerySet[Child] | QuerySet[Mother]"
) -> Spellings:
    """Return those of ``visible`` with one of ``names``: key of the record -> spelling, its key.

    One more than are shown, so that a cut is noticed.
    """
    rows = names.filter(**{f"person__{kind}__in": visible.order_by().values("pk")})
    found: Spellings = {}
    ordered = rows.order_by("sort_key", "pk").values_list(f"person__{kind}", "text", "match_key")
    for key, text, match in ordered[: 3 * MOST]:
        found.setdefault(key, (text, match))
    return dict(islice(found.items(), MOST + 1))


def _nearest(found: Spellings, keys: dict[str, float], *, besides: Spellings) -> Spellings:
    """Return ``found`` without ``besides``, the likest spelling first, as far as there is room."""
    new = [(key, spelling) for key, spelling in found.items() if key not in besides]
    new.sort(key=lambda pair: -keys[pair[1][1]])
    return dict(new[: max(0, MOST + 1 - len(besides))])


def _close_keys(typed: str) -> dict[str, float]:
    """Return the keys of names in the register that are close to ``typed``, with how alike."""
    words = typed.split()
    if not words:
        return {}
    near = reduce(or_, (Q(match_key__trigram_word_similar=word) for word in words))
    alike = reduce(add, (TrigramWordSimilarity(word, "match_key") for word in words))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [str(NEAR)]
        )
        names = PersonName.objects.filter(near).annotate(alike=alike).order_by("-alike")
        keys = list(names.values_list("match_key", flat=True).distinct()[:CANDIDATES])
    judged = {key: likeness(typed, key) for key in keys}
    return {key: score for key, score in judged.items() if score >= CLOSE}


def _child_hits(found: Spellings, by: User, on: datetime.date) -> tuple[FoundChild, ...]:
    if not found:
        return ()
    rows = child_rows(list(found)[:MOST], to=by, on=on)
    # Somebody of two roles finds by name only those whose names one of them shows.
    return tuple(
        FoundChild(row, found[row.child.pk][0]) for row in rows if row.part is not Part.MASKED
    )


def _mother_hits(found: Spellings) -> tuple[FoundMother, ...]:
    if not found:
        return ()
    mothers = Mother.objects.with_names().in_bulk(list(found)[:MOST])
    return tuple(FoundMother(mothers[key], found[key][0]) for key in list(found)[:MOST])
