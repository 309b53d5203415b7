"""Correcting the facts of a person; the caller has locked the mother's or child's row."""

from dataclasses import dataclass

from django.utils import timezone

from cases.casework import names
from cases.casework.editing import restated, save
from cases.casework.places import Typed, usable
from cases.casework.refused import Refused
from cases.models import Country, Person, User
from cases.rules.births import Birth, Span
from cases.rules.places import BORN_AT
from cases.vocabulary import NameKind, NameWithdrawn, Sex


class CannotEdit(Refused):
    """The change of a record is refused."""


@dataclass(frozen=True, slots=True)
class Identity:
    """The corrected identity of a person: names by kind ("" for none), birth and sex.

    ``birthplace`` is None where it is not known.
    """

    names: dict[NameKind, str]
    birth: Birth | None
    birth_basis: str
    sex: Sex
    birthplace: Typed = None
    #: Why a name that it does not have any more was withdrawn.
    because: NameWithdrawn = NameWithdrawn.MISTAKE


def span_of(person: Person) -> Span | None:
    """Return the range of a birth on record, None if it is unknown."""
    if person.born_earliest is None or person.born_latest is None:
        return None
    return Span(person.born_earliest, person.born_latest)


def restate(person: Person, identity: Identity, *, by: User, country: Country) -> bool:
    """Save ``identity`` and return whether it says anything new.

    Names of kinds it does not have stay, those it has as "" are withdrawn. A town of birth that
    is typed is one of ``country``. Raises ``CannotUsePlace``.
    """
    birth = identity.birth
    place = usable(identity.birthplace, *BORN_AT, by=by, home=country, field="birthplace")
    changes = [
        restated(
            person,
            {
                "born_earliest": birth.earliest if birth else None,
                "born_latest": birth.latest if birth else None,
                "born_stated_on": birth.stated_on if birth else None,
                "born_basis": identity.birth_basis if birth else "",
                "sex": identity.sex,
                "birthplace_id": place and place.pk,
            },
        )
    ]
    for kind, text in identity.names.items():
        if text:
            changes.append(_rename(person, kind, text))
        else:
            changes.append(_withdraw(person, kind, by=by, because=identity.because))
    _show_one_first(person)
    return any(changes)


def name_on_travel_document(person: Person, text: str) -> bool:
    """Save the name on the travel document of a person; return whether it is a new one."""
    is_new = _rename(person, NameKind.TRAVEL, text)
    _show_one_first(person)
    return is_new


def _rename(person: Person, kind: NameKind, text: str) -> bool:
    name = person.names.filter(kind=kind).first()
    if name is None:
        names.add_name(person, text, kind=kind)
        return True
    return name.text != text and restated(name, names.keys_of(text))


def _withdraw(person: Person, kind: NameKind, *, by: User, because: NameWithdrawn) -> bool:
    """Withdraw the name that is shown for ``kind``, if any; it stays on record."""
    name = person.names.filter(kind=kind).first()
    if name is None:
        return False
    name.is_primary = False
    name.withdrawn_by, name.withdrawn_at, name.withdrawn_reason = by, timezone.now(), because
    save(name, "is_primary", "withdrawn_by", "withdrawn_at", "withdrawn_reason")
    return True


def _show_one_first(person: Person) -> None:
    """Make exactly one name primary, if there is any."""
    if person.names.filter(is_primary=True).exists():
        return
    order = list(NameKind)
    for first in sorted(person.names.all(), key=lambda name: order.index(NameKind(name.kind)))[:1]:
        first.is_primary = True
        save(first, "is_primary")
