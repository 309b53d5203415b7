"""Answers on pairs agree with one another; what a command compares no page writes."""

import pytest
from django.db import connection

from cases.casework import mother_changes
from cases.models import DuplicateAnswer, PossiblePair, ToCompare
from cases.models.grants import APPLICATION_ROLE, secure
from cases.queries.duplicates import answered
from cases.vocabulary import Role
from tests import factories
from tests.factories import DAY
from tests.models.refusals import refused

pytestmark = pytest.mark.django_db


def answer(one, other, verdict):
    pair = sorted((one.person_id, other.person_id))
    by = factories.user(Role.REVIEWER)
    return DuplicateAnswer.objects.create(one_id=pair[0], other_id=pair[1], verdict=verdict, by=by)


@pytest.mark.parametrize(("second", "third"), [("not_same", "same"), ("same", "not_same")])
def test_an_answer_that_contradicts_what_follows_is_refused(second, third):
    one, other, last = (factories.child() for _ in range(3))
    answer(one, other, "same")
    answer(other, last, second)

    with refused("duplicate_answer_agrees"):
        answer(last, one, third)


def test_a_pair_is_in_order_and_once():
    one, other = sorted((factories.child().person_id, factories.child().person_id))
    facts = {"score": 0.9, "reasons": []}
    PossiblePair.objects.create(one_id=one, other_id=other, **facts)

    with refused("possible_pair_once"):
        PossiblePair.objects.create(one_id=one, other_id=other, **facts)
    with refused("possible_pair_in_order"):
        PossiblePair.objects.create(one_id=other, other_id=one, **facts)


@pytest.mark.parametrize(
    ("sql", "guard"),
    [
        ("DELETE FROM cases_tocompare", "to_compare_by_command"),
        ("DELETE FROM cases_possiblepair", "possible_pair_by_command"),
        ("UPDATE cases_possiblepair SET score = 0", "possible_pair_by_command"),
    ],
)
def test_no_page_takes_a_mark_or_a_pair_away(sql, guard):
    one, other = sorted((factories.child().person_id, factories.child().person_id))
    PossiblePair.objects.create(one_id=one, other_id=other, score=0.9, reasons=[])
    secure("default")
    assert ToCompare.objects.exists()

    with refused(guard), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"SET LOCAL ROLE {APPLICATION_ROLE}")
        cursor.execute(sql)


def taken_back(one, other, by):
    pair = sorted((one.person_id, other.person_id))
    return DuplicateAnswer.objects.create(one_id=pair[0], other_id=pair[1], verdict="taken", by=by)


def test_an_answer_is_taken_back_by_who_gave_it_or_a_reviewer_and_answered_anew():
    one, other, third = (factories.child() for _ in range(3))
    with refused("duplicate_answer_to_take_back"):
        taken_back(one, other, factories.user(Role.REVIEWER))
    answer(one, other, "same")
    answer(other, third, "not_same")
    with refused("duplicate_answer_of_another"):
        taken_back(one, other, factories.user(Role.CASEWORKER))

    taken_back(one, other, factories.user(Role.REVIEWER))

    assert answered(one.person_id, other.person_id) == ""
    assert answered(one.person_id, third.person_id) == ""
    answer(one, other, "not_same")
    assert answered(one.person_id, other.person_id) == "not_same"


def test_no_answer_is_taken_back_on_which_a_merge_rests():
    merge = factories.merge()

    with refused("duplicate_answer_rested_on"):
        taken_back(merge.keeps, merge.gives_up, factories.user(Role.REVIEWER))


def moved(mother, to, *children):
    said = {"on": DAY, "by": factories.user(Role.CASEWORKER), "reason": "Court file."}
    mother.refresh_from_db()
    mother_changes.ask(mother=mother, version=mother.version, children=children, to=to, **said)
    mother.refresh_from_db()
    by = factories.user(Role.REVIEWER)
    mother_changes.approve(mother=mother, version=mother.version, by=by, on=DAY)


def test_an_answer_is_taken_back_once_each_child_who_moved_by_it_moved_back():
    mother, other = factories.family(2), factories.family(1, name="Саида Каримова")
    first, second = mother.children.order_by("pk")
    answer(mother, other, "same")
    moved(mother, other, first, second)
    moved(other, mother, first)
    with refused("duplicate_answer_rested_on"):
        taken_back(mother, other, factories.user(Role.REVIEWER))

    moved(other, mother, second)

    taken_back(mother, other, factories.user(Role.REVIEWER))
    assert answered(mother.person_id, other.person_id) == ""
