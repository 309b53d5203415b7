"""The spellings of a name, read as one column of a row."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from cases.models import PersonName
from cases.models.rows import JsonRows, rows_of
from cases.vocabulary import NameKind, Script


@dataclass(frozen=True, slots=True)
class Spelling:
    """One spelling of a name, as given, and where it was read."""

    text: str
    script: Script
    kind: NameKind


def on_travel_document(names: Iterable[Spelling | PersonName]) -> str:
    """Return the Latin name on a travel document; "" where none is on record."""
    wanted = (Script.LATIN, NameKind.TRAVEL)
    return next((one.text for one in names if (one.script, one.kind) == wanted), "")


def names_of(person: str) -> JsonRows:
    """Return the column of the ``Spelling`` rows of ``person``, the primary one first."""
    names = PersonName.objects.filter(person=OuterRef(person))
    return rows_of(Spelling, names.order_by("-is_primary", "pk"))


def name_of(person: str) -> Subquery:
    """Return the column of the primary name of ``person``; null where none is known."""
    names = PersonName.objects.filter(person=OuterRef(person))
    return Subquery(names.order_by("-is_primary", "pk").values("text")[:1])
