"""Everything on a child's page, in one reading of a constant number of queries."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, F, OuterRef, QuerySet, TextField, Value, When
from django.db.models.functions import JSONObject

from cases.casework.case_files import CaseFile, case_file
from cases.models import Assessment, Child, Journal, Note, PersonName
from cases.rules.entries import ACTS_ABOUT
from cases.vocabulary import EntryKind, NameKind, Script

#: Entries of the journal on one page, and notes shown before one asks for all.
ENTRIES, NOTES = 20, 10


@dataclass(frozen=True, slots=True)
class Spelling:
    """One spelling of a name, as given, and where it was read."""

    text: str
    script: Script
    kind: NameKind


@dataclass(frozen=True, slots=True)
class Sibling:
    """A child of the same mother; the child of the page is among them."""

    child: Child
    names: tuple[Spelling, ...]


@dataclass(frozen=True, slots=True)
class Entries:
    """One page of the journal, newest first."""

    rows: tuple[Journal, ...]
    number: int
    has_older: bool
    about: EntryKind | None = None


@dataclass(frozen=True, slots=True)
class CasePage:
    """What a child's page is made of. Empty is also what somebody may not see."""

    file: CaseFile
    names: tuple[Spelling, ...] = ()
    mother_names: tuple[Spelling, ...] = ()
    siblings: tuple[Sibling, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    notes: tuple[Note, ...] = ()
    journal: Entries = Entries((), 1, False)


def case_page(
    child: Child,
    *,
    on: datetime.date,
    named: bool,
    whole: bool,
    journal: int = 0,
    about: EntryKind | None = None,
) -> CasePage:
    """Read the page of ``child`` on a day. At most six queries.

    ``named`` with the names, ``whole`` with siblings, assessments and notes,
    ``journal`` with that page of the journal (0: without), narrowed to what it is ``about``.
    """
    family = _family(child) if named else {}
    own = family.get(child.pk)
    return CasePage(
        file=case_file(child, on=on),
        names=_spellings(own, "spellings"),
        mother_names=_spellings(own, "mother_spellings") if whole else (),
        siblings=_siblings(family.values()) if whole else (),
        assessments=_assessments(child) if whole else (),
        notes=tuple(newest_notes(child)[: NOTES + 1]) if whole else (),
        journal=entries(child, journal, about=about) if journal else Entries((), 1, False),
    )


def newest_notes(child: Child) -> "QuerySet[Note]":
    """Return the notes on a case, newest first, as ``plain``; a sensitive one is not fetched."""
    plain = Case(When(sensitive=False, then=F("text")), default=Value(""), output_field=TextField())
    notes = child.notes.select_related("by").defer("text").annotate(plain=plain)
    return notes.order_by("-pk")


def entries(
    child: Child, number: int, *, about: EntryKind | None = None, size: int = ENTRIES
) -> Entries:
    """Return page ``number`` of the journal of ``child``, without counting the rest."""
    start = (number - 1) * size
    rows = child.journal.select_related("by").order_by("-pk")
    if about:
        rows = rows.filter(act__in=ACTS_ABOUT[about])
    found = tuple(rows[start : start + size + 1])
    return Entries(found[:size], number, len(found) > size, about)


def _assessments(child: Child) -> tuple[Assessment, ...]:
    rows = child.assessments.select_related("assessed_by", "decided_by").order_by("-n")
    return tuple(rows.defer("proposal_reasons", "reasons"))


def _family(child: Child) -> dict[int, Child]:
    family = (
        Child.objects.filter(mother_id=child.mother_id)
        .select_related("person")
        .annotate(
            spellings=ArraySubquery(_names_of("person")),
            mother_spellings=ArraySubquery(_names_of("mother__person")),
        )
        .order_by("pk")
    )
    return {sibling.pk: sibling for sibling in family}


def _names_of(person: str) -> QuerySet[PersonName, Any]:
    names = PersonName.objects.filter(person=OuterRef(person)).order_by("-is_primary", "pk")
    return names.values(
        spelling=JSONObject(text=F("text"), script=F("script"), kind=F("kind")),
    )


def _siblings(family: Collection[Child]) -> tuple[Sibling, ...]:
    return tuple(Sibling(child, _spellings(child, "spellings")) for child in family)


def _spellings(child: Child | None, annotation: str) -> tuple[Spelling, ...]:
    rows = vars(child)[annotation] if child else []
    return tuple(
        Spelling(row["text"], Script(row["script"]), NameKind(row["kind"])) for row in rows
    )
