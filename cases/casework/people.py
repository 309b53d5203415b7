"""Correcting what is known of a person; the mother's or child's row is locked by the caller."""

from dataclasses import dataclass

from cases.casework import names
from cases.casework.editing import save
from cases.casework.refused import Refused
from cases.models import Person
from cases.rules.births import Birth, Span
from cases.vocabulary import NameKind, Sex


class CannotEdit(Refused):
    """The change of a record is refused."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is, as it is to stand: names by kind ("" for none), birth and sex."""

    names: dict[NameKind, str]
    birth: Birth | None
    birth_basis: str
    sex: Sex


def span_of(person: Person) -> Span | None:
    """Return the range of a birth on record, None where it is not known."""
    if person.born_earliest is None or person.born_latest is None:
        return None
    return Span(person.born_earliest, person.born_latest)


def restate(person: Person, identity: Identity) -> None:
    """Write ``identity`` over what was known; kinds of names that it does not speak of stay."""
    birth = identity.birth
    person.born_earliest = birth.earliest if birth else None
    person.born_latest = birth.latest if birth else None
    person.born_stated_on = birth.stated_on if birth else None
    person.born_basis = identity.birth_basis if birth else ""
    person.sex = identity.sex
    save(person, "born_earliest", "born_latest", "born_stated_on", "born_basis", "sex")
    for kind, text in identity.names.items():
        _rename(person, kind, text)
    _show_one_first(person)


def _rename(person: Person, kind: NameKind, text: str) -> None:
    name = person.names.filter(kind=kind).first()
    if name is None and text:
        names.add_name(person, text, kind=kind)
    elif name is not None and not text:
        name.delete()
    elif name is not None and name.text != text:
        keys = names.keys_of(text)
        for field, value in keys.items():
            setattr(name, field, value)
        save(name, *keys)


def _show_one_first(person: Person) -> None:
    """Keep exactly one name as the one shown first, as long as there is any."""
    if person.names.filter(is_primary=True).exists():
        return
    order = list(NameKind)
    for first in sorted(person.names.all(), key=lambda name: order.index(NameKind(name.kind)))[:1]:
        first.is_primary = True
        save(first, "is_primary")
