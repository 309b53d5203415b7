"""The passengers of a manifest as an airline and a border post want them."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from django.utils.translation import gettext_lazy as _

from cases import wording
from cases.models import Clearance, Consent, Country, Identifier, Mother, Person
from cases.queries.movement_files import MovementFile, Seat
from cases.queries.spellings import on_travel_document, spelling
from cases.rules.journeys import is_infant
from cases.vocabulary import (
    ClearanceKind,
    ClearanceStatus,
    ConsentDecision,
    ConsentPurpose,
    GiverRole,
    IdentifierScheme,
    Script,
    Sex,
)

#: The sex of an escort, which is said of a child in other words.
ADULTS = {Sex.FEMALE.value: _("Woman"), Sex.MALE.value: _("Man")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Traveller:
    """A passenger; what the user may not see, or what is not on record, is empty.

    An escort has no ``reference``; ``mother`` is a child's, by the reference of the family.
    ``on_document`` is false where the Latin name is not one of a travel document; ``infant`` says
    that the child may be under two on the day of departure; ``guardian`` has agreed to the return.
    """

    number: int
    reference: str
    latin: str = ""
    on_document: bool = False
    arabic: str = ""
    cyrillic: str = ""
    sex: str = ""
    born: tuple[datetime.date, datetime.date] | None = None
    nationality: str = ""
    document: str = ""
    valid_until: datetime.date | None = None
    permit: str = ""
    infant: bool = False
    mother: "Traveller | None" = None
    guardian: "Traveller | None" = None

    @property
    def is_child(self) -> bool:
        return bool(self.reference)

    @property
    def birth(self) -> str:
        """The birth in words, as exactly as it is known."""
        return wording.born_text(*self.born) if self.born else ""

    @property
    def sex_label(self) -> str:
        if not self.is_child:
            return str(ADULTS.get(self.sex, ""))
        return str(Sex(self.sex).label) if self.sex else ""


def travellers(file: MovementFile) -> list[list[Traveller]]:
    """Return those aboard, a list for each family, then one of the escorts. Four queries."""
    aboard = list(file.aboard)
    guardians = _guardians(aboard)
    people = _people(aboard, guardians.values())
    papers = _papers(aboard)
    numbers = dict(_passports(people))
    leaves = wording.as_day(file.movement.departs_at)
    home = file.movement.agreement.home
    rows = (
        (_family(seat), _with_guardian(traveller, seat, people, guardians, leaves))
        for n, seat in enumerate(aboard, start=1)
        for traveller in [_traveller(n, seat, people, papers, numbers, home)]
    )
    return [[row for _key, row in group] for _key, group in groupby(rows, key=lambda row: row[0])]


def _family(seat: Seat) -> tuple[str, int]:
    """Return the key of the family of a child; an escort is one of his own."""
    child = seat.passenger.child
    return ("mother", child.mother_id) if child else ("escort", seat.passenger.pk)


def _guardians(seats: Iterable[Seat]) -> dict[int, int]:
    """Return by child who has agreed to the return as the guardian, if that stands."""
    children = [seat.passenger.child_id for seat in seats if seat.is_shown]
    rows = Consent.objects.filter(
        child__in=children, purpose=ConsentPurpose.REPATRIATION, giver_role=GiverRole.GUARDIAN
    )
    newest = rows.order_by("child_id", "-decided_on", "-pk").distinct("child_id")
    return {
        row.child_id: row.giver_id
        for row in newest
        if row.giver_id and row.decision == ConsentDecision.GIVEN
    }


def _with_guardian(
    each: Traveller,
    seat: Seat,
    people: dict[int, Person],
    guardians: dict[int, int],
    leaves: datetime.date,
) -> Traveller:
    """Return a passenger with who answers for a child, and whether it is an infant."""
    if not each.is_child or not seat.is_shown:
        return each
    guardian = people.get(guardians.get(seat.passenger.child_id or 0, 0))
    return replace(
        each,
        infant=is_infant(each.born[1] if each.born else None, on=leaves),
        guardian=_named(guardian) if guardian else None,
    )


def _people(seats: Iterable[Seat], guardians: Iterable[int]) -> dict[int, Person]:
    """Return the children who are shown, their mothers and guardians, and the escorts, by key."""
    keys = {*guardians}
    for seat in seats:
        child, escort = seat.passenger.child, seat.passenger.escort_id
        if seat.is_shown:
            keys |= {child.person_id, child.mother.person_id} if child else {escort or 0}
    rows = Person.objects.filter(pk__in=keys).select_related("nationality")
    return {person.pk: person for person in rows.prefetch_related("names")}


def _papers(seats: Iterable[Seat]) -> dict[tuple[int, str], Clearance]:
    """Return the newest travel document, exit permit and proof of nationality of each child, if it
    is granted.
    """
    children = [seat.passenger.child_id for seat in seats if seat.is_shown]
    rows = Clearance.objects.filter(
        child__in=children,
        kind__in=[
            ClearanceKind.TRAVEL_DOCUMENT,
            ClearanceKind.EXIT_PERMIT,
            ClearanceKind.NATIONALITY,
        ],
    )
    newest = rows.order_by("child_id", "kind", "-pk").distinct("child_id", "kind")
    return {
        (row.child_id, row.kind): row for row in newest if row.status == ClearanceStatus.GRANTED
    }


def _passports(people: Iterable[int]) -> Iterator[tuple[int, str]]:
    rows = Identifier.objects.filter(
        person__in=people, scheme=IdentifierScheme.PASSPORT, withdrawn_at__isnull=True
    )
    return iter(rows.order_by("pk").values_list("person", "value"))


def _traveller(
    number: int,
    seat: Seat,
    people: dict[int, Person],
    papers: dict[tuple[int, str], Clearance],
    passports: dict[int, str],
    home: Country,
) -> Traveller:
    child, escort = seat.passenger.child, seat.passenger.escort
    reference = child.reference if child else ""
    key = child.person_id if child else escort.pk if escort else 0
    if key not in people:
        family = Traveller(number=0, reference=child.mother.reference) if child else None
        return Traveller(number=number, reference=reference, mother=family)
    person = people[key]
    mother = people[child.mother.person_id] if child else None
    document = papers.get((child.pk, ClearanceKind.TRAVEL_DOCUMENT)) if child else None
    permit = papers.get((child.pk, ClearanceKind.EXIT_PERMIT)) if child else None
    is_home = child is not None and (child.pk, ClearanceKind.NATIONALITY) in papers
    return Traveller(
        number=number,
        reference=reference,
        latin=spelling(person, Script.LATIN, mother),
        on_document=bool(on_travel_document(person.names.all())),
        arabic=spelling(person, Script.ARABIC, mother),
        cyrillic=spelling(person, Script.CYRILLIC, mother),
        sex=person.sex if person.sex in Sex.values else "",
        born=_born(person),
        nationality=_nationality(person, home if is_home else None),
        document=(document.number if document else "") or passports.get(key, ""),
        valid_until=document.valid_until if document else None,
        permit=permit.number if permit else "",
        mother=_mother(child.mother, people) if child else None,
    )


def _nationality(person: Person, proved: Country | None) -> str:
    """Return the code of a country; ``proved`` is the one of which a child's papers are."""
    country = person.nationality or proved
    return country.code if country else ""


def _mother(mother: Mother, people: dict[int, Person]) -> Traveller:
    return replace(_named(people[mother.person_id]), reference=mother.reference)


def _named(person: Person) -> Traveller:
    return Traveller(
        number=0,
        reference="",
        latin=spelling(person, Script.LATIN),
        arabic=spelling(person, Script.ARABIC),
        cyrillic=spelling(person, Script.CYRILLIC),
    )


def _born(person: Person) -> tuple[datetime.date, datetime.date] | None:
    if person.born_earliest is None or person.born_latest is None:
        return None
    return person.born_earliest, person.born_latest
