"""Registering a family, and adding a child to a mother on record."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils.translation import gettext as _

from cases.casework import journal, names, references
from cases.casework.places import usable
from cases.casework.refused import Refused
from cases.models import Agreement, Child, Journal, Mother, Person, PersonName, Place, Team, User
from cases.queries.disposals import is_disposed_family
from cases.rules.births import Birth, Span, motherhood
from cases.rules.siblings import same_letters
from cases.vocabulary import (
    Act,
    BirthBasis,
    FatherStatus,
    NameKind,
    PlacePurpose,
    Proceedings,
    Sentence,
    Sex,
    Stage,
)


class CannotRegister(Refused):
    """The family is refused.

    ``child`` is the position of the child concerned, None for the mother.
    """

    def __init__(self, message: str, *, child: int | None = None) -> None:
        super().__init__(message)
        self.child = child


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """A person as entered: names by kind, the first one primary; birth and sex."""

    names: dict[NameKind, str]
    birth: Birth | None = None
    birth_basis: BirthBasis | str = ""
    sex: Sex = Sex.UNKNOWN


@dataclass(frozen=True, slots=True)
class MotherFacts:
    """A mother as entered; without names, an unknown mother."""

    person: PersonFacts
    held_at: Place | None = None
    proceedings: Proceedings = Proceedings.UNKNOWN
    sentence: Sentence = Sentence.UNKNOWN
    sentence_months: int | None = None
    sentenced_on: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class ChildFacts:
    """A child as entered; without a place of its own, it is with the mother."""

    person: PersonFacts
    held_at: Place | None = None
    father_name: str = ""
    father_status: FatherStatus = FatherStatus.UNKNOWN
    father_evidence: str = ""


#: Whoever registers holds this lock of the database until the people are on record.
REGISTERING = 7_205_131


def hold_registering() -> int:
    """Let nobody else register until this transaction ends; return the newest child's number.

    It comes before every lock of a row, and begins an act. Who waited for it sees what the other
    has registered.
    Source: decision 0131.
    """
    _register_alone()
    return newest_child()


def _register_alone() -> None:
    journal.begin()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [REGISTERING])


def newest_child() -> int:
    """Return the number of the child registered last, 0 for none.

    Children are numbered while the lock is held: the same number is the same register.
    """
    return Child.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def same_child(one: PersonFacts, other: PersonFacts) -> bool:
    """Return whether two children of one mother have equal letters, sex and birth."""
    births = [(b.earliest, b.latest) if (b := person.birth) else None for person in (one, other)]
    equal = one.sex == other.sex and births[0] == births[1]
    return equal and same_letters(one.names.values(), other.names.values())


@transaction.atomic
def register_family(
    *,
    agreement: Agreement,
    team: Team,
    mother: MotherFacts,
    children: Sequence[ChildFacts],
    by: User,
    on: datetime.date,
    caseworker: User | None = None,
) -> Mother:
    """Register a mother and her children, and open a case for each child.

    Returns the mother. Raises ``CannotRegister`` for a child who cannot be hers,
    ``CannotUsePlace`` for a place where nobody is held, ``CannotUseName`` for a name with
    hidden characters.
    Source: domain page, section 4.
    """
    if not children:
        raise CannotRegister(_("Enter at least one child."))
    _register_alone()
    person = _person(mother.person, sex=Sex.FEMALE)
    family = Mother.objects.create(
        person=person,
        reference=references.next_family(agreement),
        team=team,
        agreement=agreement,
        held_at=usable(mother.held_at, PlacePurpose.CUSTODY, by=by),
        proceedings=mother.proceedings,
        sentence=mother.sentence,
        sentence_months=mother.sentence_months,
        sentenced_on=mother.sentenced_on,
    )
    opened = [
        _open_case(family, facts, position=position, by=by, on=on, caseworker=caseworker)
        for position, facts in enumerate(children)
    ]
    journal.settle(*opened, by=by)
    return family


@transaction.atomic
def add_child(
    *,
    mother: Mother,
    child: ChildFacts,
    by: User,
    on: datetime.date,
    caseworker: User | None = None,
) -> Child:
    """Register one more child of a mother on record, a newborn for example.

    Raises ``CannotRegister`` as for a family, and for one that was disposed of.
    """
    hold_registering()
    family = Mother.objects.select_for_update(of=("self",)).get(pk=mother.pk)
    if is_disposed_family(family):
        raise CannotRegister(_("This family was disposed of. Register the mother anew."))
    added = _open_case(family, child, position=0, by=by, on=on, caseworker=caseworker)
    journal.settle(added, by=by)
    return added


def _open_case(
    mother: Mother,
    facts: ChildFacts,
    *,
    position: int,
    by: User,
    on: datetime.date,
    caseworker: User | None,
) -> Child:
    if not facts.person.names:
        raise CannotRegister(_("Enter a name for each child."), child=position)
    if motherhood(_span(mother.person), facts.person.birth) == "impossible":
        raise CannotRegister(
            _("Check the dates: mother and child are born fewer than 10 years apart."),
            child=position,
        )
    if reference := _on_record(mother, facts.person):
        raise CannotRegister(
            _("%(reference)s has the same name, sex and birth. Is it the same child?")
            % {"reference": reference},
            child=position,
        )
    child = Child.objects.create(
        person=_person(facts.person, sex=facts.person.sex),
        mother=mother,
        reference=references.next_child(mother),
        agreement=mother.agreement,
        held_at=usable(facts.held_at, PlacePurpose.CUSTODY, by=by) or mother.held_at,
        father_name=facts.father_name,
        father_status=facts.father_status,
        father_evidence=facts.father_evidence,
        stage=Stage.REGISTERED,
        stage_since=on,
        stage_entered_on=journal.entry_day(on),
        registered_on=on,
        entered_on=journal.entry_day(on),
        registered_by=by,
        caseworker=caseworker,
    )
    Journal.objects.create(
        child=child, act=Act.REGISTER, to_stage=Stage.REGISTERED, by=by, happened_on=on
    )
    return child


def _on_record(mother: Mother, facts: PersonFacts) -> str | None:
    """Return the reference of a child of hers with equal letters, sex and birth, if any."""
    birth = facts.birth
    names = PersonName.objects.filter(
        person__child__mother=mother,
        person__sex=facts.sex,
        person__born_earliest=birth.earliest if birth else None,
        person__born_latest=birth.latest if birth else None,
    ).values_list("person__child__reference", "text")
    entered = list(facts.names.values())
    return next((ref for ref, text in names if same_letters([text], entered)), None)


def _person(facts: PersonFacts, *, sex: Sex) -> Person:
    birth = facts.birth
    person = Person.objects.create(
        sex=sex,
        born_earliest=birth.earliest if birth else None,
        born_latest=birth.latest if birth else None,
        born_stated_on=birth.stated_on if birth else None,
        born_basis=facts.birth_basis if birth else "",
    )
    for position, (kind, text) in enumerate(facts.names.items()):
        names.add_name(person, text, kind=kind, is_primary=position == 0)
    return person


def _span(person: Person) -> Span | None:
    if person.born_earliest is None or person.born_latest is None:
        return None
    return Span(person.born_earliest, person.born_latest)
