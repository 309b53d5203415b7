"""Escorts of a movement: who they are, as an airline and a border post ask it."""

import datetime
import uuid
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.casework import names
from cases.casework.movements import CannotTravel, take_planned, too_few_left
from cases.casework.submissions import claim, done
from cases.models import Child, Country, Identifier, Mother, Movement, Passenger, Person, User
from cases.models.movement import SEATED
from cases.models.numbers import bare_number
from cases.rules.references import bare
from cases.vocabulary import BirthBasis, IdentifierScheme, NameKind, Sex


@dataclass(frozen=True, slots=True, kw_only=True)
class Escort:
    """Who travels with the children; ``nationality`` is the country of the travel document."""

    name: str
    document: str = ""
    nationality: Country | None = None
    born: datetime.date | None = None
    sex: Sex = Sex.UNKNOWN


@transaction.atomic
def add_escort(
    *,
    movement: Movement,
    escort: Escort,
    version: int | None,
    by: User,
    token: uuid.UUID | None = None,
) -> Passenger:
    """Give an escort a seat while the movement is planned.

    Who travelled before under the same number of a travel document is the same person. Raises
    ``CannotTravel``, ``CannotUseName`` for hidden characters, ``Stale`` and ``AlreadyTaken``.
    """
    submission = claim(token, by=by)
    movement = take_planned(movement, version)
    if movement.seats_left < 1:
        raise CannotTravel(too_few_left(0))
    aboard = Person.objects.filter(escorted__movement=movement, escorted__status__in=SEATED)
    person = _with_document(escort)
    same = names.keys_of(escort.name)["folded"]
    if aboard.filter(names__folded=same).exists() or person in aboard:
        raise CannotTravel(_("An escort with this name already has a seat."))
    passenger = Passenger.objects.create(movement=movement, escort=person or _new(escort))
    done(submission, movement)
    return passenger


def _with_document(escort: Escort) -> Person | None:
    """Return who is on record with the same travel document; refuse it for anybody else."""
    if not escort.document:
        return None
    if escort.nationality is None:
        raise CannotTravel(_("Choose the country that issued the travel document."))
    _hold_documents()
    person = Person.objects.filter(
        identifiers__in=Identifier.objects.alias(bare=bare_number("value")).filter(
            bare=bare(escort.document),
            scheme=IdentifierScheme.PASSPORT,
            country=escort.nationality,
            withdrawn_at__isnull=True,
        )
    ).first()
    if person is None:
        return None
    if _is_of_a_family(person) or _differs(person, escort):
        raise CannotTravel(
            _("This travel document is recorded for another person. Check the number and the name.")
        )
    return person


def _hold_documents() -> None:
    """Let no other transaction look for a travel document until this one has ended."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('cases.travel_document'))")


def _is_of_a_family(person: Person) -> bool:
    return any(model.objects.filter(person=person).exists() for model in (Child, Mother))


def _differs(person: Person, escort: Escort) -> bool:
    """Tell whether the name, or what else is known of both, is another."""
    called = {name.folded for name in person.names.all()}
    return (
        names.keys_of(escort.name)["folded"] not in called
        or bool(escort.born and person.born_earliest and escort.born != person.born_earliest)
        or (Sex.UNKNOWN not in (escort.sex, person.sex) and escort.sex != person.sex)
    )


def _new(escort: Escort) -> Person:
    """Return a person who is put on record as the travel document says."""
    born = escort.born
    person = Person.objects.create(
        sex=escort.sex,
        born_earliest=born,
        born_latest=born,
        born_stated_on=born and timezone.localdate(),
        born_basis=BirthBasis.DOCUMENT if born else "",
        nationality=escort.nationality,
    )
    names.add_name(person, escort.name, kind=NameKind.TRAVEL, is_primary=True)
    if escort.document and escort.nationality:
        Identifier.objects.create(
            person=person,
            scheme=IdentifierScheme.PASSPORT,
            country=escort.nationality,
            value=escort.document,
        )
    return person
