"""Likely duplicates of people about to be registered, and the answers given.

The words of a name's key are looked up in the dictionary of name words, which gives a bounded
number of candidates; ``rules.names`` judges each of them.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import product
from operator import or_

from django.contrib.postgres.search import TrigramSimilarity
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from cases.casework import journal
from cases.casework.refused import Refused
from cases.casework.registration import ChildFacts, MotherFacts, PersonFacts
from cases.models import Child, DuplicateAnswer, Mother, Person, PersonName, Place, User
from cases.queries.access import Part, part_of
from cases.queries.duplicates import answered, contradictions, hold_answers, take_back_refusals
from cases.queries.name_words import Near, alike_in_two, near_words
from cases.rules.names import LIKELY, Facts, is_one_name, likely_same, likeness, match_key
from cases.vocabulary import Act, AnswerOnPair, DuplicateVerdict, Sex

#: Candidates that are judged for one person, the likest names first.
CANDIDATES = 30
#: How alike two words must be for names that ``rules.names`` could call one.
NEAR = 0.55
#: Likely duplicates that are shown for one person, the likest first.
SHOWN = 5

#: Stands for the mother of children who are compared with one another.
OF_ONE_MOTHER = 0

Candidates = list[tuple[Mother | Child, Facts]]


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A record that may be of a person about to be registered.

    ``about`` is the position of the child it concerns, None for the mother. ``reasons`` are
    the codes of ``rules.names.Match``. ``open_to_user`` is whether the record may be shown.
    """

    about: int | None
    record: Mother | Child
    reasons: tuple[str, ...]
    score: float
    open_to_user: bool = False

    @property
    def key(self) -> str:
        """Return the name of this question's field on a form."""
        about = "mother" if self.about is None else f"child-{self.about}"
        return f"{about}~{self.record.reference}"


def likely(
    mother: MotherFacts,
    children: Sequence[ChildFacts],
    *,
    to: User,
    record: Mother | None = None,
    near: Near | None = None,
) -> list[Duplicate]:
    """Return likely duplicates of the mother and each child, best match first.

    With ``record``, a mother of the register, only the children are compared; ``near`` are the
    words like theirs, where ``words_near`` looked them up for several families. At most
    ``SHOWN`` for each person, in at most ten queries whatever the size of the register.
    Source: domain page, section 7; the table of stages, "register".
    """
    everybody = [mother.person, *(child.person for child in children)]
    near = words_near(everybody) if near is None else near
    mothers = [record] if record else _like_mother(mother, near)
    hers = _facts(mother.person, mother.held_at)
    duplicates = [] if record else _judged(None, hers, _with_facts(mothers))
    keys = _keys(mother.person)
    same = [one for one in mothers if one == record or _alike(keys, _keys_on_record(one.person))]
    candidates = _with_facts(_like_children(mother, children, same, record, near))
    for position, child in enumerate(children):
        judged = _judged(position, _facts_of_child(child, mother, record), candidates)
        duplicates += judged
        if record is not None:
            duplicates += _of_one_name(position, child, record, candidates, judged)
    return _with_visibility(duplicates, to)


def _of_one_name(
    position: int,
    child: ChildFacts,
    mother: Mother,
    candidates: Candidates,
    judged: Sequence[Duplicate],
) -> list[Duplicate]:
    """Return her children of the child's name who were born at another time."""
    others = {each.record for each in judged}
    hers = [
        one
        for one, _facts in candidates
        if isinstance(one, Child) and one.mother_id == mother.pk and one not in others
    ]
    reasons = {one: why_one(child.person, one) for one in hers}
    return [Duplicate(position, one, why, 0.0) for one, why in reasons.items() if why]


def why_one(person: PersonFacts, record: Child) -> tuple[str, ...]:
    """Return why a child is likely one of the same mother on record, whatever their births.

    Empty where the name or the sex is another. A birth is often corrected, and two children of
    one mother and one name are rare.
    """
    texts = [name.text for name in record.person.names.all()]
    is_other_sex = {person.sex, record.person.sex} == {Sex.FEMALE, Sex.MALE}
    if is_other_sex or not is_one_name(person.names.values(), texts):
        return ()
    facts = replace(facts_of(record), mother_id=OF_ONE_MOTHER, earliest=None, latest=None)
    match = likely_same(facts_of_person(person), facts)
    return match.reasons if match else ()


def words_near(people: Iterable[PersonFacts]) -> Near:
    """Return the words on record like those of the names of ``people``. One query."""
    return near_words(frozenset().union(*map(_keys, people)), least=NEAR)


class Contradicts(Refused):
    """An answer that does not agree with what follows from the earlier ones."""


def remember(
    person: Person, other: Mother | Child, verdict: DuplicateVerdict, *, by: User, on: datetime.date
) -> None:
    """Save the answer whether ``person`` and the person of ``other`` are the same.

    Raises ``Contradicts``.
    """
    _save(person.pk, other.person_id, verdict, by=by)
    child = Child.objects.filter(person=person).first()
    if child is not None:
        journal.record(child, act=Act.ANSWER_DUPLICATE, by=by, on=on, detail=other.reference)


@transaction.atomic
def answer(
    one: Mother | Child,
    other: Mother | Child,
    *,
    by: User,
    on: datetime.date,
    verdict: AnswerOnPair,
    reason: str,
) -> AnswerOnPair:
    """Save whether two records of the register are of one person, in the journal of both.

    Every later comparison obeys it, until it is taken back: that is the third answer. Returns
    what was saved. Raises ``Contradicts``, also where it cannot be taken back.
    """
    hold_answers()
    if verdict == AnswerOnPair.TAKEN_BACK:
        if refusals := take_back_refusals(one, other, by=by):
            raise Contradicts(*refusals)
    elif answered(one.person_id, other.person_id) == verdict:
        raise Contradicts(_("This is already answered."))
    _save(one.person_id, other.person_id, verdict, by=by, reason=reason)
    children = []
    for record, against in ((one, other), (other, one)):
        child = record if isinstance(record, Child) else record.children.order_by("pk").first()
        if child is not None:
            detail = against.reference
            journal.record(child, act=Act.ANSWER_DUPLICATE, by=by, on=on, detail=detail)
            children.append(child)
    journal.settle(*children, by=by)
    return verdict


def _save(
    one: int,
    other: int,
    verdict: AnswerOnPair | DuplicateVerdict,
    *,
    by: User,
    reason: str = "",
) -> None:
    first, second = sorted((one, other))
    hold_answers()
    if verdict != AnswerOnPair.TAKEN_BACK and answered(first, second) not in ("", verdict):
        raise Contradicts(*contradictions(first, second, DuplicateVerdict(verdict)))
    DuplicateAnswer.objects.create(
        one_id=first, other_id=second, verdict=verdict, by=by, reason=reason
    )


def _like_mother(mother: MotherFacts, near: Near) -> list[Mother]:
    people = named_like(_keys(mother.person), Q(person__mother__isnull=False), CANDIDATES, near)
    return list(Mother.objects.filter(person__in=people).with_names()) if people else []


def _like_children(
    mother: MotherFacts,
    children: Sequence[ChildFacts],
    mothers: list[Mother],
    record: Mother | None,
    near: Near,
) -> list[Child]:
    """Return the children that ``likely_same`` could match.

    A given name alone counts only with the same mother or, if one of the mothers is unknown,
    the same place, or none; otherwise the full name is searched for.
    """
    keys = frozenset().union(*(_keys(child.person) for child in children))
    limit = CANDIDATES * max(1, len(children))
    places = _places(mother, children, record)
    here = Q(person__child__held_at__in=places) if places else Q(person__child__held_at=None)
    is_named = record is not None or bool(mother.person.names)
    if is_named or not places:
        hers = PersonName.objects.filter(person=OuterRef("person__child__mother__person"))
        here &= Q(~Exists(hers))
    is_child = Q(person__child__isnull=False)
    people = named_like({key for key in keys if " " in key}, is_child, limit, near)
    if places or not is_named:
        people |= named_like(keys, is_child & here, limit, near)
    if not (people or mothers):
        return []
    rows = Child.objects.filter(Q(person__in=people) | Q(mother__in=mothers))
    return list(rows.with_names()[: 2 * limit])


def _places(
    mother: MotherFacts, children: Sequence[ChildFacts], record: Mother | None
) -> set[Place]:
    hers = record.held_at if record else mother.held_at
    return {place for place in (hers, *(child.held_at for child in children)) if place}


def named_like(keys: Iterable[str], whose: Q, limit: int, near: Near) -> set[int]:
    """Return the people with a name like one of ``keys``, from the ``limit`` best matches."""
    keys = sorted(keys)
    if not keys:
        return set()
    alike = reduce(or_, (alike_in_two(key, near, least=LIKELY) for key in keys))
    likeness = [TrigramSimilarity("match_key", key) for key in keys]
    nearness = Greatest(*likeness) if len(likeness) > 1 else likeness[0]
    names = PersonName.objects.with_words().filter(alike, whose).order_by(nearness.desc(), "pk")
    return set(names.values_list("person_id", flat=True)[:limit])


def _alike(keys: frozenset[str], others: frozenset[str]) -> bool:
    return any(likeness(one, other) >= LIKELY for one, other in product(keys, others))


def _with_facts(records: Sequence[Mother] | Sequence[Child]) -> Candidates:
    return [(record, facts_of(record)) for record in records]


def _judged(about: int | None, facts: Facts, candidates: Candidates) -> list[Duplicate]:
    judged = [
        Duplicate(about, record, match.reasons, match.score)
        for record, other in candidates
        if (match := likely_same(facts, other))
    ]
    return sorted(judged, key=lambda each: (-each.score, each.record.reference))[:SHOWN]


def _with_visibility(duplicates: list[Duplicate], to: User) -> list[Duplicate]:
    seen: set[Mother | Child] = set()
    for model in (Mother, Child):
        keys = {each.record.pk for each in duplicates if isinstance(each.record, model)}
        if keys:
            seen.update(model.objects.visible_to(to).filter(pk__in=keys))
    # A user of two roles may see a child by the reference alone.
    masked = {
        one.record
        for one in duplicates
        if isinstance(one.record, Child) and part_of(one.record, to=to) is Part.MASKED
    }
    return [
        Duplicate(one.about, one.record, one.reasons, one.score, one.record in seen - masked)
        for one in duplicates
    ]


def facts_of(record: Mother | Child) -> Facts:
    """Return the facts of a mother or a child that are compared."""
    person, mother = record.person, record.mother if isinstance(record, Child) else None
    return Facts(
        keys=_keys_on_record(person),
        earliest=person.born_earliest,
        latest=person.born_latest,
        sex=person.sex,
        place_id=record.held_at_id,
        mother_id=mother.pk if mother else None,
        mother_key=_first_key(mother.person) if mother else None,
    )


def facts_of_person(person: PersonFacts) -> Facts:
    """Return the facts of a child, for comparing it with another of the same mother."""
    return _facts(person, None, mother_id=OF_ONE_MOTHER)


def _facts_of_child(child: ChildFacts, mother: MotherFacts, record: Mother | None) -> Facts:
    key = match_key(next(iter(mother.person.names.values()), "")) or None
    return _facts(
        child.person,
        child.held_at or (record or mother).held_at,
        mother_id=record.pk if record else None,
        mother_key=_first_key(record.person) if record else key,
    )


def _facts(
    person: PersonFacts,
    place: Place | None,
    *,
    mother_id: int | None = None,
    mother_key: str | None = None,
) -> Facts:
    birth = person.birth
    return Facts(
        keys=_keys(person),
        earliest=birth.earliest if birth else None,
        latest=birth.latest if birth else None,
        sex=person.sex,
        place_id=place.pk if place else None,
        mother_id=mother_id,
        mother_key=mother_key,
    )


def _keys(person: PersonFacts) -> frozenset[str]:
    return frozenset(filter(None, map(match_key, person.names.values())))


def _keys_on_record(person: Person) -> frozenset[str]:
    return frozenset(name.match_key for name in person.names.all() if name.match_key)


def _first_key(person: Person) -> str | None:
    """Return the key of the primary name, by which mothers are compared."""
    names = sorted(person.names.all(), key=lambda name: (not name.is_primary, name.pk))
    return names[0].match_key or None if names else None
