"""Comparing the people who were marked with everybody else; a command does it, and no page."""

import logging

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from cases.casework.duplicates import CANDIDATES, NEAR, facts_of, named_like
from cases.casework.names import keys_of
from cases.casework.people import span_of
from cases.models import Child, Mother, PersonName, PossiblePair, ToCompare
from cases.models.disposed import BLANK
from cases.queries.name_words import near_words
from cases.rules.births import months_apart
from cases.rules.names import Facts, NameMatch, likely_same, one_though_apart

#: People of one transaction.
BATCH = 200


def compare_all() -> int:
    """Compare everybody who is marked; return how many people that were."""
    compared = 0
    while number := _compare_some():
        compared += number
    return compared


@transaction.atomic
def _compare_some() -> int:
    """Keep the pairs of some marked people, and take their marks away."""
    marks = ToCompare.objects.select_for_update(skip_locked=True).order_by("pk")[:BATCH]
    taken = {mark.pk: mark.person_id for mark in marks}
    people = set(taken.values())
    _mend_keys(people)
    records: list[Mother | Child] = [
        *Mother.objects.filter(person__in=people).with_names(),
        *Child.objects.filter(person__in=people).with_names(),
    ]
    pairs: dict[tuple[int, int], NameMatch] = {}
    for record in records:
        for person, match in _alike(record).items():
            first, second = sorted((record.person_id, person))
            pairs[first, second] = match
    _keep(people, pairs)
    ToCompare.objects.filter(pk__in=taken).delete()
    return len(people)


def _mend_keys(people: set[int]) -> None:
    """Let the names of ``people`` be found by what they say, whoever wrote them. One query.

    The database knows no key of a spelling; it marks whoever is given one. Source: decision 0294.
    """
    rows = PersonName.objects.filter(person__in=people).exclude(text=BLANK)
    for name in rows.order_by("pk"):
        keys = keys_of(name.text)
        if any(getattr(name, column) != key for column, key in keys.items()):
            # One that somebody changes at this moment is marked again.
            PersonName.objects.filter(pk=name.pk, text=name.text).update(**keys)
            logging.getLogger(__name__).warning("Name %s was found by wrong keys.", name.pk)


def _keep(people: set[int], pairs: dict[tuple[int, int], NameMatch]) -> None:
    """Let ``pairs`` be those of ``people``; a pair that stands keeps the day it was found."""
    stored = PossiblePair.objects.filter(Q(one__in=people) | Q(other__in=people))
    gone = [pair.pk for pair in stored if (pair.one_id, pair.other_id) not in pairs]
    PossiblePair.objects.filter(pk__in=gone).delete()
    PossiblePair.objects.bulk_create(
        (
            PossiblePair(one_id=one, other_id=other, score=match.score, reasons=[*match.reasons])
            for (one, other), match in sorted(pairs.items())
        ),
        update_conflicts=True,
        unique_fields=["one", "other"],
        update_fields=["score", "reasons"],
    )


def _alike(record: Mother | Child) -> dict[int, NameMatch]:
    """Return the people who may be that of ``record``, and why."""
    facts = facts_of(record)
    if not facts.keys:
        return {}
    candidates = _mothers(facts) if isinstance(record, Mother) else _children(record, facts)
    matches = {
        each.person_id: likely_same(facts, facts_of(each)) or _though_apart(record, each)
        for each in candidates
        if each.person_id != record.person_id
    }
    return {person: match for person, match in matches.items() if match}


def _though_apart(one: Mother | Child, other: Mother | Child) -> NameMatch | None:
    """Return why two children born at other times may be one; not of mothers who are two."""
    if not (isinstance(one, Child) and isinstance(other, Child)):
        return None
    mothers = [span_of(child.mother.person) for child in (one, other)]
    if one.mother_id != other.mother_id and months_apart(*mothers):
        return None
    names = [[name.text for name in child.person.names.all()] for child in (one, other)]
    return one_though_apart(facts_of(one), facts_of(other), *names)


def _mothers(facts: Facts) -> list[Mother]:
    near = near_words(facts.keys, least=NEAR)
    people = named_like(facts.keys, Q(person__mother__isnull=False), CANDIDATES, near)
    return list(Mother.objects.filter(person__in=people).with_names())


def _children(child: Child, facts: Facts) -> list[Child]:
    """Return the children with a full name alike, of one mother, or of one place where a mother
    is not known.
    """
    near = near_words(facts.keys, least=NEAR)
    of_children = Q(person__child__isnull=False)
    full = {key for key in facts.keys if " " in key}
    people = named_like(full, of_children, CANDIDATES, near)
    if child.held_at_id:
        here = of_children & Q(person__child__held_at=child.held_at_id)
        if facts.mother_key:
            hers = PersonName.objects.filter(person=OuterRef("person__child__mother__person"))
            here &= Q(~Exists(hers))
        people |= named_like(facts.keys, here, CANDIDATES, near)
    alike = set()
    if facts.mother_key:
        hers_near = near_words([facts.mother_key], least=NEAR)
        of_mothers = Q(person__mother__isnull=False)
        alike = named_like([facts.mother_key], of_mothers, CANDIDATES, hers_near)
    rows = Child.objects.filter(
        Q(person__in=people) | Q(mother=child.mother_id) | Q(mother__person__in=alike)
    )
    return list(rows.with_names().order_by("pk")[: 4 * CANDIDATES])
