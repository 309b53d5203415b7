"""Correcting the facts of a person; the caller has locked the mother's or child's row."""

from dataclasses import dataclass

from django.utils import timezone

from cases.casework import names
from cases.casework.editing import save
from cases.casework.refused import Refused
from cases.models import Person, User
from cases.rules.births import Birth, Span
from cases.vocabulary import NameKind, NameWithdrawn, Sex


class CannotEdit(Refused):
    """The change of a record is refused."""


@dataclass(frozen=True, slots=True)
class Identity:
    """The corrected identity of a person: names by kind ("" for none), birth and sex."""

    names: dict[NameKind, str]
    birth: Birth | None
    birth_basis: str
    sex: Sex
    #: Why a name that it does not have any more was withdrawn.
    because: NameWithdrawn = NameWithdrawn.MISTAKE


def span_of(person: Person) -> Span | None:
    """Return the range of a birth on record, None if it is unknown."""
    if person.born_earliest is None or person.born_latest is None:
        return None
    return Span(person.born_earliest, person.born_latest)


def restate(person: Person, identity: Identity, *, by: User) -> None:
    """Save ``identity``; names of kinds it does not have stay, those it has as "" are withdrawn."""
    birth = identity.birth
    person.born_earliest = birth.earliest if birth else None
    person.born_latest = birth.latest if birth else None
    person.born_stated_on = birth.stated_on if birth else None
    person.born_basis = identity.birth_basis if birth else ""
    person.sex = identity.sex
    save(person, "born_earliest", "born_latest", "born_stated_on", "born_basis", "sex")
    for kind, text in identity.names.items():
        _rename(person, kind, text)
        if not text:
            _withdraw(person, kind, by=by, because=identity.because)
    _show_one_first(person)


def name_on_travel_document(person: Person, text: str) -> None:
    """Save the name on the travel document of a person, in place of the one before."""
    _rename(person, NameKind.TRAVEL, text)
    _show_one_first(person)


def _rename(person: Person, kind: NameKind, text: str) -> None:
    name = person.names.filter(kind=kind).first()
    if name is None and text:
        names.add_name(person, text, kind=kind)
    elif name is not None and text and name.text != text:
        keys = names.keys_of(text)
        for field, value in keys.items():
            setattr(name, field, value)
        save(name, *keys)


def _withdraw(person: Person, kind: NameKind, *, by: User, because: NameWithdrawn) -> None:
    """Withdraw the name that is shown for ``kind``; it stays on record."""
    if name := person.names.filter(kind=kind).first():
        name.is_primary = False
        name.withdrawn_by, name.withdrawn_at, name.withdrawn_reason = by, timezone.now(), because
        save(name, "is_primary", "withdrawn_by", "withdrawn_at", "withdrawn_reason")


def _show_one_first(person: Person) -> None:
    """Make exactly one name primary, if there is any."""
    if person.names.filter(is_primary=True).exists():
        return
    order = list(NameKind)
    for first in sorted(person.names.all(), key=lambda name: order.index(NameKind(name.kind)))[:1]:
        first.is_primary = True
        save(first, "is_primary")
