"""Which tasks are wanted: the facts of a case in, rules and days out."""

import datetime
from dataclasses import replace

import pytest

from cases.rules.task_facts import AgeClockFacts, CaseFacts, Departure, Key, PlannedDay, Source
from cases.rules.tasks import is_done, wanted
from cases.rules.tracks import ConsentEntry, Track
from cases.vocabulary import (
    Act,
    ClearanceKind,
    ConsentDecision,
    GiverRole,
    InterestsTrigger,
    NeededFor,
    RestatedPart,
    Stage,
    TaskRule,
    TrackState,
)

DAY = datetime.date(2019, 3, 1)
LIMIT = datetime.date(2019, 3, 31)
LATER = datetime.date(2019, 4, 20)
NEXT = {
    Stage.REGISTERED: Act.VERIFY,
    Stage.VERIFIED: Act.ASSESS,
    Stage.ELIGIBLE: Act.CLEAR,
    Stage.CLEARED: Act.PROPOSE,
    Stage.BOOKED: Act.DEPART,
    Stage.IN_TRANSIT: Act.ARRIVE,
    Stage.RETURNED: Act.HAND_OVER,
    Stage.PLACED: Act.ASK_CLOSE,
    Stage.INELIGIBLE: Act.RECONSIDER,
    Stage.DEFERRED: Act.RECONSIDER,
}


def facts(stage: Stage = Stage.REGISTERED, **known: object) -> CaseFacts:
    defaults = {"next_act": NEXT.get(stage), "entered_on": DAY, "stage_due_on": LIMIT}
    return CaseFacts(stage=stage, on=DAY, **(defaults | known))


def paper(state: TrackState, needed_for: NeededFor = NeededFor.VERIFY, **more: object) -> Track:
    return Track(needed_for, ClearanceKind.IDENTITY, state, **more)


def mother(state: TrackState) -> Track:
    return Track(NeededFor.CLEAR, GiverRole.MOTHER, state)


def said(decision: ConsentDecision, again: datetime.date | None = None) -> dict:
    word = ConsentEntry(7, GiverRole.MOTHER, decision, DAY, False, next_approach_on=again)
    return {GiverRole.MOTHER: word}


def of(found: CaseFacts) -> dict[tuple[str, str], datetime.date | None]:
    return {(key.rule.value, key.about): due for key, due in wanted(found).items()}


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        # A missing paper is asked for, by the stage's last day; then a second person.
        (
            facts(tracks=(paper(TrackState.MISSING),), blocked=True),
            {("requirement", "identity:missing"): LIMIT},
        ),
        (facts(tracks=(paper(TrackState.GRANTED),)), {("second_person", "verify"): LIMIT}),
        # What is needed for a later step is not asked for yet.
        (
            facts(Stage.VERIFIED, tracks=(paper(TrackState.MISSING, NeededFor.DEPART),)),
            {("step", "assess"): LIMIT},
        ),
        (
            facts(Stage.VERIFIED, next_act=Act.DECIDE, undecided=3),
            {("second_person", "decide"): LIMIT},
        ),
        (
            facts(Stage.ELIGIBLE, tracks=(mother(TrackState.MISSING),), blocked=True),
            {("consent", "mother:missing"): LIMIT},
        ),
        # Withheld: the day on which she is asked again, or at least that there is none.
        (
            facts(
                Stage.ELIGIBLE,
                tracks=(mother(TrackState.REFUSED),),
                decisions=said(ConsentDecision.WITHHELD, LATER),
                blocked=True,
            ),
            {("approach", "mother"): LATER},
        ),
        (
            facts(
                Stage.ELIGIBLE,
                tracks=(mother(TrackState.REFUSED),),
                decisions=said(ConsentDecision.WITHHELD),
                blocked=True,
            ),
            {("consent", "mother:refused"): LIMIT},
        ),
        (
            facts(
                Stage.ELIGIBLE,
                tracks=(mother(TrackState.UNVERIFIED),),
                decisions=said(ConsentDecision.GIVEN),
                blocked=True,
            ),
            {("second_person", "verify_consent:mother"): LIMIT},
        ),
        (facts(Stage.ELIGIBLE, lapsed=True), {("lapsed", ""): LIMIT}),
        (facts(Stage.ELIGIBLE), {("step", "clear"): LIMIT}),
        (facts(Stage.ELIGIBLE, fee_missing=True, blocked=True), {}),
        (
            facts(Stage.CLEARED, tracks=(paper(TrackState.EXPIRING, until=LATER),)),
            {("expiring", "identity"): LATER},
        ),
        (facts(Stage.CLEARED), {}),
        # A booked child is never moved: the task is due by the departure.
        (
            facts(
                Stage.BOOKED,
                tracks=(paper(TrackState.WITHDRAWN),),
                seat=Departure(1, LATER),
                blocked=True,
            ),
            {("blocks_departure", "identity:withdrawn"): LATER},
        ),
        (facts(Stage.IN_TRANSIT), {}),
        (facts(Stage.RETURNED), {("step", "hand_over"): LIMIT}),
        (facts(Stage.RETURNED, next_act=Act.PLACE), {("step", "place"): LIMIT}),
        (facts(Stage.PLACED, stage_due_on=None), {("step", "ask_close"): None}),
        (facts(Stage.DEFERRED, review_due_on=LATER), {("review", ""): LATER}),
        (facts(Stage.INELIGIBLE), {("no_next_step", ""): LIMIT}),
        # Nobody to do it is no step either.
        (
            facts(Stage.INELIGIBLE, has_caseworker=False),
            {("caseworker", ""): LIMIT, ("no_next_step", ""): LIMIT},
        ),
        (
            facts(tracks=(paper(TrackState.MISSING),), next_act=Act.CLOSE),
            {("second_person", "close"): LIMIT},
        ),
        (
            facts(Stage.VERIFIED, sent_back=("decide:1",), hold_until=LATER),
            {("step", "assess"): LIMIT, ("returned", "decide:1"): LIMIT, ("hold", ""): LATER},
        ),
        # A hearing a week ahead is prepared; one that has passed wants its outcome.
        (
            facts(Stage.CLEARED, hearings=(PlannedDay(1, DAY + datetime.timedelta(days=7)),)),
            {("hearing", "soon"): DAY + datetime.timedelta(days=7)},
        ),
        (facts(Stage.CLEARED, hearings=(PlannedDay(1, DAY),)), {("hearing", "soon"): DAY}),
        (
            facts(Stage.CLEARED, hearings=(PlannedDay(1, DAY - datetime.timedelta(days=1)),)),
            {("hearing", "passed"): DAY - datetime.timedelta(days=1)},
        ),
        (facts(Stage.CLEARED, hearings=(PlannedDay(1, LATER),)), {}),
        # In care: the next follow-up, not the closing; what is contested is weighed first.
        (
            facts(Stage.PLACED, follow_ups=(PlannedDay(1, LIMIT), PlannedDay(2, LATER))),
            {("follow_up", ""): LIMIT},
        ),
        (
            facts(
                Stage.ELIGIBLE,
                blocked=True,
                unweighed=(InterestsTrigger.CONSENT_CONTESTED,),
                to_confirm=(RestatedPart.IDENTITY,),
            ),
            {
                ("interests", "consent"): LIMIT,
                ("second_person", "edit:identity"): LIMIT,
            },
        ),
        (facts(Stage.CLEARED, left_by=Departure(4, LATER)), {("sibling", ""): LATER, }),
        (facts(Stage.CLOSED, next_act=None, review_due_on=LATER), {}),
    ],
)  # fmt: skip
def test_wanted_tasks_follow_from_the_facts(found, expected):
    assert of(found) == expected


def test_source_is_the_record_that_the_task_rests_on():
    paper_and_word = facts(
        Stage.ELIGIBLE,
        tracks=(paper(TrackState.REFUSED), mother(TrackState.WITHDRAWN)),
        papers={ClearanceKind.IDENTITY: 5},
        decisions=said(ConsentDecision.WITHDRAWN),
        blocked=True,
    )

    assert [key.source for key in wanted(paper_and_word)] == [
        Source("clearance", 5),
        Source("consent", 7),
    ]


def test_further_follow_up_is_wanted_from_two_weeks_before_its_day():
    ahead = DAY + datetime.timedelta(days=14)
    planned = (
        PlannedDay(1, DAY),
        PlannedDay(2, ahead),
        PlannedDay(3, ahead + datetime.timedelta(days=1)),
    )

    keys = wanted(facts(Stage.PLACED, follow_ups=planned))

    assert [key.source.pk for key in keys] == [1, 2]


@pytest.mark.parametrize(
    ("on", "entered_on", "expected"),
    [
        (datetime.date(2018, 10, 2), datetime.date(2018, 6, 1), {}),
        (
            datetime.date(2018, 10, 3),
            datetime.date(2018, 6, 1),
            {("age", "3"): datetime.date(2019, 1, 1)},
        ),
        # It may have come before the case was entered: due on that day.
        (datetime.date(2030, 1, 1), DAY, {("age", "3"): DAY}),
        # Three on the day the case was entered at the earliest.
        (
            datetime.date(2019, 1, 1),
            datetime.date(2019, 1, 1),
            {("age", "3"): datetime.date(2019, 1, 1)},
        ),
        # Surely three when the case was entered: on its last day, and later.
        (datetime.date(2030, 1, 1), datetime.date(2019, 12, 31), {}),
        (datetime.date(2030, 1, 1), datetime.date(2020, 1, 1), {}),
    ],
)
def test_age_clock_runs_from_the_first_day_it_may_be(on, entered_on, expected):
    born = (datetime.date(2016, 1, 1), datetime.date(2016, 12, 31))
    found = replace(
        facts(Stage.CLEARED, entered_on=entered_on),
        on=on,
        born=born,
        age_clocks=(AgeClockFacts(3, 90),),
    )

    assert of(found) == expected


def test_eighteen_is_a_clock_under_every_agreement():
    born = (datetime.date(2001, 7, 1), datetime.date(2001, 9, 30))
    plain = facts(Stage.CLEARED, born=born)
    nearer = replace(plain, age_clocks=(AgeClockFacts(18, 30),))

    assert of(plain) == {("age", "18"): datetime.date(2019, 7, 1)}
    assert of(replace(plain, on=datetime.date(2018, 12, 1))) == {}
    assert of(nearer) == {}


@pytest.mark.parametrize(
    ("key", "found", "done"),
    [
        (Key(TaskRule.STEP, "clear"), facts(newest=frozenset({Act.CLEAR})), True),
        (Key(TaskRule.STEP, "clear"), facts(newest=frozenset({Act.DEFER})), False),
        (Key(TaskRule.SECOND_PERSON, "verify_consent:mother"), facts(), False),
        (Key(TaskRule.APPROACH, "mother"), facts(newest=frozenset({Act.CONSENT})), True),
        (Key(TaskRule.LAPSED), facts(newest=frozenset({Act.CLEAR})), True),
        (
            Key(TaskRule.REQUIREMENT, "identity:missing"),
            facts(tracks=(paper(TrackState.PENDING),)),
            True,
        ),
        (
            Key(TaskRule.REQUIREMENT, "identity:missing"),
            facts(tracks=(paper(TrackState.MISSING),)),
            False,
        ),
        (Key(TaskRule.EXPIRING, "identity"), facts(tracks=(paper(TrackState.EXPIRED),)), False),
        (Key(TaskRule.EXPIRING, "identity"), facts(tracks=(paper(TrackState.GRANTED),)), True),
        (Key(TaskRule.HOLD), facts(), True),
        (Key(TaskRule.HOLD), facts(Stage.CLOSED), False),
        (Key(TaskRule.AGE, "3"), facts(Stage.RETURNED), False),
    ],
)
def test_task_no_longer_wanted_was_done_or_is_not_needed(key, found, done):
    assert is_done(key, found) == done
