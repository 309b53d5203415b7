"""The spellings of a name, read as one column of a row."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from cases.models import PersonName
from cases.models.prepared import RowsOf
from cases.vocabulary import NameKind, Script

#: By their values: calling an enum for each name of a list takes several times as long.
_SCRIPTS = {script.value: script for script in Script}
_KINDS = {kind.value: kind for kind in NameKind}


@dataclass(frozen=True, slots=True)
class Spelling:
    """One spelling of a name, as given, and where it was read."""

    text: str
    script: Script
    kind: NameKind


def names_of(person: str) -> RowsOf:
    """Return the column of the names of a row's ``person``, the primary one first."""
    names = PersonName.objects.filter(person=OuterRef(person)).order_by("-is_primary", "pk")
    return RowsOf(names.values(facts=JSONObject(text="text", script="script", kind="kind")))


def spellings(rows: Iterable[Mapping[str, str]]) -> tuple[Spelling, ...]:
    """Return the spellings in a column of ``names_of``."""
    return tuple(
        Spelling(row["text"], _SCRIPTS[row["script"]], _KINDS[row["kind"]]) for row in rows
    )
