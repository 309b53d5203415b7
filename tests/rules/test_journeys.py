"""What a journey asks of its passengers."""

import datetime

import pytest

from cases.rules.journeys import (
    EscortRule,
    Headcount,
    expires_before,
    is_early,
    is_infant,
    left_behind,
)
from cases.rules.tracks import Track
from cases.vocabulary import ClearanceKind, NeededFor, TrackState

ARRIVAL = datetime.date(2019, 3, 11)
DAY = datetime.timedelta(days=1)


def paper(until: datetime.date | None, state: TrackState = TrackState.GRANTED) -> Track:
    return Track(NeededFor.CLEAR, ClearanceKind.COURT_ORDER, state, until=until)


def test_paper_that_holds_today_must_hold_on_the_day_of_arrival():
    ends, holds = paper(ARRIVAL - DAY), paper(ARRIVAL)
    without_end, expired = paper(None), paper(ARRIVAL - DAY, TrackState.EXPIRED)

    assert expires_before((ends, holds, without_end, expired), ARRIVAL) == (ends,)


@pytest.mark.parametrize(
    ("families", "aboard", "stay"),
    [
        ({}, set(), set()),
        ({1: {10, 11}}, {10, 11}, set()),
        ({1: {10, 11, 12}, 2: {20}}, {10, 20}, {11, 12}),
        # Somebody aboard of whom no family is asked is nobody's sibling.
        ({1: {10, 11}}, {10, 99}, {11}),
    ],
)
def test_siblings_of_those_aboard_are_left_behind(families, aboard, stay):
    sets = {mother: frozenset(children) for mother, children in families.items()}

    assert left_behind(sets, frozenset(aboard)) == stay


@pytest.mark.parametrize(
    ("rule", "party", "missing"),
    [
        (EscortRule(), Headcount(0, 0, 0), 0),
        (EscortRule(), Headcount(1, 0, 0), 1),
        (EscortRule(), Headcount(9, 9, 1), 0),
        (EscortRule(6), Headcount(6, 0, 1), 0),
        (EscortRule(6), Headcount(7, 0, 1), 1),
        (EscortRule(6, 1), Headcount(7, 3, 1), 2),
        (EscortRule(None, 2), Headcount(7, 3, 0), 2),
        (EscortRule(6, 2), Headcount(0, 0, 3), 0),
    ],
)
def test_escorts_are_missing_by_the_rule(rule, party, missing):
    assert rule.missing(party) == missing


@pytest.mark.parametrize(
    ("born", "infant"),
    [("2017-03-12", True), ("2017-03-11", False), ("2019-03-11", True), (None, False)],
)
def test_infant_is_under_two_on_the_day(born, infant):
    day = datetime.date.fromisoformat(born) if born else None

    assert is_infant(day, on=ARRIVAL) is infant


@pytest.mark.parametrize(("day", "early"), [(7, True), (8, False), (9, False), (10, False)])
def test_boarding_opens_on_the_day_before(day, early):
    departure = datetime.date(2026, 12, 9)

    assert is_early(departure, on=datetime.date(2026, 12, day)) is early
