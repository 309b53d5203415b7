"""Which answers and which facts on record cannot both stand."""

import datetime

import pytest

from cases.rules.asked_facts import (
    clearance_holds,
    consent_holds,
    disagree,
    father_is_dead,
    has_release_date,
    is_under,
)
from cases.vocabulary import (
    Answer,
    ConsentDecision,
    FatherStatus,
    Proceedings,
    Sentence,
    TrackState,
)

YES, NO, UNKNOWN, NOT = Answer


@pytest.mark.parametrize(
    ("held", "against"),
    [
        (True, {NO, UNKNOWN, NOT}),
        (False, {YES, UNKNOWN}),
        (None, set()),
    ],
)
def test_answer_disagrees_with_what_is_on_record(held, against):
    assert {answer for answer in Answer if disagree(answer, held)} == against


@pytest.mark.parametrize("state", TrackState)
def test_clearance_is_held_while_it_is_granted(state):
    expected = {
        TrackState.GRANTED: True,
        TrackState.EXPIRING: True,
        TrackState.REFUSED: False,
        TrackState.WITHDRAWN: False,
        TrackState.EXPIRED: False,
    }
    assert clearance_holds(state) is expected.get(state)


def test_consent_is_held_while_it_is_given():
    held = [consent_holds(decision) for decision in (None, *ConsentDecision)]
    assert held == [None, True, False, False]


@pytest.mark.parametrize(
    ("youngest", "oldest", "held"),
    [(17, 17, True), (18, 18, False), (17, 18, None), (30, 40, False)],
)
def test_age_is_under_a_limit_only_where_all_of_its_range_is(youngest, oldest, held):
    assert is_under(18, youngest=youngest, oldest=oldest) == held


def test_father_who_is_missing_is_neither_dead_nor_alive():
    held = {status: father_is_dead(status) for status in FatherStatus}
    assert held == {
        FatherStatus.DECEASED: True,
        FatherStatus.NOT_DOCUMENTED: None,
        FatherStatus.MISSING: None,
        FatherStatus.DETAINED: False,
        FatherStatus.ALIVE: False,
        FatherStatus.UNKNOWN: None,
    }


@pytest.mark.parametrize(
    ("proceedings", "sentence", "months", "since", "held"),
    [
        (Proceedings.CONVICTED, Sentence.FIXED, 180, datetime.date(2018, 5, 1), True),
        (Proceedings.RELEASED, Sentence.LIFE, None, None, True),
        (Proceedings.CONVICTED, Sentence.LIFE, None, datetime.date(2018, 5, 1), False),
        (Proceedings.APPEAL, Sentence.DEATH, None, None, False),
        (Proceedings.CONVICTED, Sentence.FIXED, 180, None, None),
        (Proceedings.CONVICTED, Sentence.FIXED, None, datetime.date(2018, 5, 1), None),
        (Proceedings.AWAITING_TRIAL, Sentence.NONE, None, None, None),
        (Proceedings.UNKNOWN, Sentence.UNKNOWN, None, None, None),
    ],
)
def test_release_has_a_date_where_a_term_ends(proceedings, sentence, months, since, held):
    assert has_release_date(proceedings, sentence, months=months, since=since) == held
