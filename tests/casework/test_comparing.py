import datetime

import pytest
from django.utils import timezone

from cases.casework import comparing, duplicates, names
from cases.casework.acting import command
from cases.models import (
    Child,
    DuplicateAnswer,
    Journal,
    PersonName,
    PossiblePair,
    ToCompare,
)
from cases.queries.duplicates import open_pairs
from cases.vocabulary import Act, DuplicateVerdict, NameKind, Role
from tests import factories
from tests.models.refusals import is_now, refused

SAME, NOT_SAME = DuplicateVerdict.SAME, DuplicateVerdict.NOT_SAME


@pytest.fixture
def reviewer(db):
    return factories.user(Role.REVIEWER)


def compare():
    with command("compare"):
        return comparing.compare_all()


def renamed(child, text):
    child.person.names.all().update(is_primary=False)
    names.add_name(child.person, text, kind=NameKind.OFFICIAL, is_primary=True)
    return child


def three_of_one_name():
    """Return three children of one place whose mothers and names sound the same."""
    spellings = ("Сафия Назарова", "Safiya Nazarova", "Сафия Назарова")
    return [
        renamed(child, text)
        for child, text in zip((factories.child() for _ in spellings), spellings, strict=True)
    ]


def pairs(reviewer):
    people = {child.person_id: child.reference for child in Child.objects.all()}
    return {
        frozenset((people[pair.one_id], people[pair.other_id]))
        for pair in open_pairs(reviewer)
        if pair.one_id in people
    }


def answer(one, other, verdict, by):
    on = datetime.date(2019, 3, 1)
    duplicates.answer(one, other, by=by, on=on, verdict=verdict, reason="Asked the mother")


def test_a_name_a_birth_or_a_place_that_changes_marks_who_is_compared(reviewer):
    child = factories.child()
    compare()
    assert not ToCompare.objects.exists()

    names.add_name(child.person, "Умар Назаров", kind=NameKind.ALIAS)
    child.person.born_earliest = child.person.born_latest
    child.person.save()
    child.mother.held_at = factories.PlaceFactory(name="Mosul prison")
    child.mother.save()

    marked = set(ToCompare.objects.values_list("person", flat=True))
    assert marked == {child.person_id, child.mother.person_id}
    assert compare() == 2


def test_pairs_are_found_with_their_reasons_and_go_with_the_name(reviewer):
    one, other, _third = three_of_one_name()

    compare()

    found = PossiblePair.objects.get(one=one.person_id, other=other.person_id)
    assert {"same_name", "same_mother", "birth_overlaps"} <= set(found.reasons)
    renamed_name = one.person.names.get(is_primary=True)
    renamed_name.text = "Зулайхо Каримова"
    for column, value in names.keys_of(renamed_name.text).items():
        setattr(renamed_name, column, value)
    renamed_name.save()
    for name in one.person.names.filter(is_primary=False):
        name.withdrawn_by, name.withdrawn_at = reviewer, timezone.now()
        name.withdrawn_reason = "mistake"
        name.save()
    compare()
    assert not PossiblePair.objects.filter(one=one.person_id, other=other.person_id).exists()


def test_not_the_same_is_obeyed_and_so_is_what_follows(reviewer):
    one, other, third = three_of_one_name()
    compare()
    assert len(pairs(reviewer)) == 3

    answer(one, other, SAME, reviewer)
    answer(other, third, NOT_SAME, reviewer)
    compare()

    assert pairs(reviewer) == {frozenset((one.reference, other.reference))}
    entries = Journal.objects.filter(child=third, act=Act.ANSWER_DUPLICATE)
    assert [entry.detail for entry in entries] == [other.reference]


@pytest.mark.parametrize("last", [SAME, NOT_SAME])
def test_an_answer_that_contradicts_is_refused_with_the_earlier_one(reviewer, last):
    one, other, third = three_of_one_name()
    answer(one, other, SAME, reviewer)
    answer(other, third, NOT_SAME if last == SAME else SAME, reviewer)
    said = "are not the same person" if last == SAME else "are the same person"

    with pytest.raises(duplicates.Contradicts, match=said):
        answer(one, third, last, reviewer)

    assert DuplicateAnswer.objects.count() == 2


def test_registering_and_lists_are_held_to_the_answers_too(reviewer):
    one, other, third = three_of_one_name()
    answer(one, other, NOT_SAME, reviewer)
    duplicates.remember(third.person, one, SAME, by=reviewer, on=factories.DAY)

    with pytest.raises(duplicates.Contradicts, match="This contradicts an earlier answer"):
        duplicates.remember(third.person, other, SAME, by=reviewer, on=factories.DAY)


def test_a_pair_of_two_teams_is_for_whoever_sees_both(reviewer):
    worker, stranger = factories.user(Role.CASEWORKER), factories.TeamFactory(name="Erbil desk")
    one, other = (
        renamed(factories.family(1, team=team).children.get(), "Сафия Назарова")
        for team in (worker.team, stranger)
    )
    compare()

    assert not pairs(worker)
    assert pairs(reviewer) == {frozenset((one.reference, other.reference))}


@pytest.mark.parametrize("wrong", [{"match_key": "x"}, {"folded": "x"}, {"sort_key": "x"}])
def test_name_is_found_by_what_it_says_whoever_wrote_it(reviewer, wrong, caplog):
    child = factories.child()
    compare()
    keys = names.keys_of("Салима Назарова")
    forged = PersonName.objects.create(person=child.person, kind=NameKind.ALIAS, **keys | wrong)

    compare()

    forged.refresh_from_db()
    assert {column: getattr(forged, column) for column in keys} == keys
    assert caplog.messages == [f"Name {forged.pk} was found by wrong keys."]
    with command("nightly"), refused("person_name_keys_follow"):
        is_now(forged, **wrong)
    is_now(forged, text="Мунира Каримова")
    compare()
    assert PersonName.objects.get(pk=forged.pk).match_key == names.match_key("Мунира Каримова")
