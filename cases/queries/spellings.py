"""The spellings of a name, read as one column of a row."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from cases.models import Person, PersonName
from cases.models.rows import JsonRows, rows_of
from cases.rules.names import with_family
from cases.vocabulary import NameKind, Script

#: Of which name a spelling is taken, the first on record; others come behind.
_KINDS = (NameKind.TRAVEL, NameKind.OFFICIAL)


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


def spelling(person: Person, script: Script, mother: Person | None = None) -> str:
    """Return a name in an alphabet, that of a travel document first; of a child whose name is one
    word, with the family name of the mother."""
    names = [name for name in person.names.all() if name.script == script]
    names.sort(key=lambda name: (_rank(NameKind(name.kind)), not name.is_primary))
    if not names or names[0].kind in _KINDS or mother is None:
        return names[0].text if names else ""
    return with_family(names[0].text, spelling(mother, script))


def _rank(kind: NameKind) -> int:
    return _KINDS.index(kind) if kind in _KINDS else len(_KINDS)


def names_of(person: str) -> JsonRows:
    """Return the column of the ``Spelling`` rows of ``person``, the primary one first."""
    names = PersonName.objects.filter(person=OuterRef(person))
    return rows_of(Spelling, names.order_by("-is_primary", "pk"))


def name_of(person: str) -> Subquery:
    """Return the column of the primary name of ``person``; null where none is known."""
    names = PersonName.objects.filter(person=OuterRef(person))
    return Subquery(names.order_by("-is_primary", "pk").values("text")[:1])
