"""Why a case without a fee has none: by the schedules of its agreement and the days it moved on."""

import datetime

import pytest

from cases.rules.fees import FeeGap, ReachedStage, ScheduleFacts, gap_at, gap_since
from cases.vocabulary import DueEvent, Stage

JAN, FEB, MARCH = (datetime.date(2019, month, 1) for month in (1, 2, 3))


def agreed(first=JAN, end=None, event=DueEvent.ELIGIBLE):
    return ScheduleFacts(event, first, end, is_agreed=True)


def proposed(first=JAN, event=DueEvent.ELIGIBLE):
    return ScheduleFacts(event, first, None, is_agreed=False)


@pytest.mark.parametrize(
    ("schedules", "stage", "gap"),
    [
        ([agreed()], Stage.ELIGIBLE, None),
        ([agreed()], Stage.CLEARED, None),
        ([agreed(), proposed(FEB, DueEvent.CLEARED)], Stage.CLEARED, None),
        ([proposed()], Stage.ELIGIBLE, FeeGap.WAITS),
        ([proposed()], Stage.VERIFIED, None),
        ([proposed(MARCH)], Stage.ELIGIBLE, FeeGap.WAITS),
        ([proposed(event=DueEvent.RETURNED)], Stage.RETURNED, FeeGap.WAITS),
        ([agreed(MARCH)], Stage.ELIGIBLE, FeeGap.NONE),
        ([agreed(MARCH, event=DueEvent.CLEARED)], Stage.ELIGIBLE, None),
        ([agreed(MARCH, event=DueEvent.CLEARED)], Stage.CLEARED, FeeGap.NONE),
        ([], Stage.ELIGIBLE, FeeGap.NONE),
        ([], Stage.CLEARED, None),
        ([], Stage.DEFERRED, None),
    ],
)
def test_act_that_makes_no_fee_due_knows_why(schedules, stage, gap):
    assert gap_at(schedules, stage, FEB) == gap


@pytest.mark.parametrize(
    ("schedules", "stage", "gap"),
    [
        ([agreed()], Stage.CLEARED, (FeeGap.MISSED, FEB)),
        ([agreed()], Stage.VERIFIED, None),  # taken up again: it was eligible once
        ([agreed()], Stage.DEFERRED, None),
        ([agreed(JAN, FEB), agreed(FEB)], Stage.PLACED, (FeeGap.MISSED, FEB)),
        ([agreed(JAN, FEB, DueEvent.VERIFIED), agreed(FEB)], Stage.ELIGIBLE, (FeeGap.MISSED, JAN)),
        ([agreed(MARCH)], Stage.CLEARED, (FeeGap.NONE, FEB)),
        ([proposed()], Stage.CLEARED, (FeeGap.WAITS, FEB)),
        ([], Stage.ELIGIBLE, (FeeGap.NONE, FEB)),
    ],
)
def test_child_without_a_fee_knows_since_when_and_why(schedules, stage, gap):
    reached = [ReachedStage(Stage.VERIFIED, JAN), ReachedStage(Stage.ELIGIBLE, FEB)]

    assert gap_since(schedules, reached, stage) == gap
