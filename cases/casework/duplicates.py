"""Who of the register may be the person that somebody is about to register.

A reading, and the memory of the answers. The search goes by the words of a name's key, through
the dictionary, to a bounded number of candidates; ``rules.names`` then judges each of them.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import product
from operator import or_

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Q
from django.db.models.functions import Greatest

from cases.casework import journal
from cases.casework.registration import ChildFacts, MotherFacts, PersonFacts
from cases.models import Child, DuplicateAnswer, Mother, Person, PersonName, Place, User
from cases.queries.access import Part, part_of
from cases.queries.name_words import Near, alike_in_two, near_words
from cases.rules.names import LIKELY, Facts, likely_same, likeness, match_key
from cases.vocabulary import Act, DuplicateVerdict

#: Candidates that are judged for one person, the likest names first.
CANDIDATES = 30
#: How alike two words must be for names that ``rules.names`` could call one.
NEAR = 0.55
#: Likely duplicates that are shown for one person, the likest first.
SHOWN = 5

Candidates = list[tuple[Mother | Child, Facts]]


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A record that may be of a person who is about to be registered.

    ``about`` is the position of the child it concerns, None for the mother. ``reasons`` are
    the codes of ``rules.names.Match``. ``open_to_user`` tells whether the record may be shown.
    """

    about: int | None
    record: Mother | Child
    reasons: tuple[str, ...]
    score: float
    open_to_user: bool = False

    @property
    def key(self) -> str:
        """Return what names this question on a form."""
        about = "mother" if self.about is None else f"child-{self.about}"
        return f"{about}~{self.record.reference}"


def likely(
    mother: MotherFacts,
    children: Sequence[ChildFacts],
    *,
    to: User,
    known: Mother | None = None,
) -> list[Duplicate]:
    """Return who may be the mother or a child already, the likest first for each of them.

    With ``known``, a mother of the register, only the children are new and asked about. At
    most ``SHOWN`` for each person, in at most ten queries whatever the size of the register.
    Source: domain page, section 7; the table of stages, "register".
    """
    everybody = [mother.person, *(child.person for child in children)]
    near = near_words(frozenset().union(*map(_keys, everybody)), least=NEAR)
    mothers = [known] if known else _like_mother(mother, near)
    asked = [] if known else _judged(None, _facts_of_mother(mother), _with_facts(mothers))
    keys = _keys(mother.person)
    hers = [one for one in mothers if one == known or _alike(keys, _keys_on_record(one.person))]
    candidates = _with_facts(_like_children(mother, children, hers, known, near))
    for position, child in enumerate(children):
        asked += _judged(position, _facts_of_child(child, mother, known), candidates)
    return _with_visibility(asked, to)


def remember(
    person: Person, other: Mother | Child, verdict: DuplicateVerdict, *, by: User, on: datetime.date
) -> None:
    """Keep the answer that ``person`` and the person of ``other`` are, or are not, the same."""
    one, two = sorted((person.pk, other.person_id))
    DuplicateAnswer.objects.create(one_id=one, other_id=two, verdict=verdict, by=by)
    child = Child.objects.filter(person=person).first()
    if child is not None:
        journal.record(child, act=Act.ANSWER_DUPLICATE, by=by, on=on, detail=other.reference)


def _like_mother(mother: MotherFacts, near: Near) -> list[Mother]:
    named = _named_like(_keys(mother.person), Q(person__mother__isnull=False), CANDIDATES, near)
    return list(Mother.objects.filter(person__in=named).with_names()) if named else []


def _like_children(
    mother: MotherFacts,
    children: Sequence[ChildFacts],
    mothers: list[Mother],
    known: Mother | None,
    near: Near,
) -> list[Child]:
    """Return the children that ``rules.names`` could find likely; see ``likely_same``.

    A given name alone needs the same mother or, where one of the mothers is unknown, the
    same place: only these and full names are searched for.
    """
    keys = frozenset().union(*(_keys(child.person) for child in children))
    limit = CANDIDATES * max(1, len(children))
    places = _places(mother, children, known)
    here = Q(person__child__held_at__in=places)
    if known or mother.person.names:
        here &= Q(person__child__mother__person__names__isnull=True)
    is_child = Q(person__child__isnull=False)
    named = _named_like({key for key in keys if " " in key}, is_child, limit, near)
    named |= _named_like(keys, is_child & here, limit, near) if places else set()
    if not (named or mothers):
        return []
    found = Child.objects.filter(Q(person__in=named) | Q(mother__in=mothers))
    return list(found.with_names()[: 2 * limit])


def _places(
    mother: MotherFacts, children: Sequence[ChildFacts], known: Mother | None
) -> set[Place]:
    hers = known.held_at if known else mother.held_at
    return {place for place in (hers, *(child.held_at for child in children)) if place}


def _named_like(keys: Iterable[str], whose: Q, limit: int, near: Near) -> set[int]:
    """Return the people with a name near one of ``keys``, the nearest first, ``limit`` names."""
    keys = sorted(keys)
    if not keys:
        return set()
    alike = reduce(or_, (alike_in_two(key, near) for key in keys))
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
        for record, known in candidates
        if (match := likely_same(facts, known))
    ]
    return sorted(judged, key=lambda found: (-found.score, found.record.reference))[:SHOWN]


def _with_visibility(asked: list[Duplicate], to: User) -> list[Duplicate]:
    seen: set[Mother | Child] = set()
    for model in (Mother, Child):
        keys = {found.record.pk for found in asked if isinstance(found.record, model)}
        if keys:
            seen.update(model.objects.visible_to(to).filter(pk__in=keys))
    # Somebody of two roles may know a child by the reference alone.
    masked = {
        one.record
        for one in asked
        if isinstance(one.record, Child) and part_of(one.record, to=to) is Part.MASKED
    }
    return [
        Duplicate(one.about, one.record, one.reasons, one.score, one.record in seen - masked)
        for one in asked
    ]


def facts_of(record: Mother | Child) -> Facts:
    """Return what the register knows of a mother or a child that helps comparing."""
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


def _facts_of_mother(mother: MotherFacts) -> Facts:
    return _facts(mother.person, mother.held_at)


def _facts_of_child(child: ChildFacts, mother: MotherFacts, known: Mother | None) -> Facts:
    typed = match_key(next(iter(mother.person.names.values()), "")) or None
    return _facts(
        child.person,
        child.held_at or (known or mother).held_at,
        mother_id=known.pk if known else None,
        mother_key=_first_key(known.person) if known else typed,
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
    """Return the key of the name that is shown first, which is how a mother is told."""
    names = sorted(person.names.all(), key=lambda name: (not name.is_primary, name.pk))
    return names[0].match_key or None if names else None
