"""The whole law of a child's stages: what may follow what, and by which act.

Source: domain page, section 4. The journal's CHECK, the trigger on the child
and the acts in ``casework`` are all made from ``STEPS``.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from cases.vocabulary import Act, Decision, Stage

#: Stages of a case that somebody still works on.
OPEN = frozenset(Stage) - {Stage.CLOSED}
#: The child is in the home country.
HOME = frozenset({Stage.RETURNED, Stage.PLACED})
#: Stages that stand on a verified identity.
VERIFIED_SINCE = frozenset(Stage) - {Stage.REGISTERED, Stage.DEFERRED, Stage.CLOSED}
#: A decision on eligibility is not needed any more: it was "eligible".
ELIGIBLE_SINCE = frozenset(
    {Stage.ELIGIBLE, Stage.CLEARED, Stage.BOOKED, Stage.IN_TRANSIT, Stage.RETURNED, Stage.PLACED}
)
#: Acts that are nothing but a step; a decision may leave the stage, and an undoing too.
ALWAYS_STEPS = frozenset(
    {
        Act.REGISTER,
        Act.VERIFY,
        Act.DEFER,
        Act.RECONSIDER,
        Act.CLEAR,
        Act.LAPSE,
        Act.LOCK,
        Act.RELEASE,
        Act.DEPART,
        Act.ARRIVE,
        Act.TURN_BACK,
        Act.PLACE,
        Act.CLOSE,
        Act.REOPEN,
    }
)
#: Steps for which an identity that was changed must be confirmed by another person.
CONFIRMED_FOR = frozenset({Act.VERIFY, Act.CLEAR, Act.LOCK, Act.DEPART})
#: Steps that whoever took them may take back on the same day; the pair is reversed.
UNDOABLE_STEPS = frozenset({Act.VERIFY, Act.DEFER, Act.RECONSIDER, Act.CLEAR, Act.PLACE})
#: Steps of who travels, taken back with the movement or with the seat.
JOURNEY_STEPS = frozenset({Act.RELEASE, Act.DEPART, Act.ARRIVE})
#: All that may be taken back on one case: never a decision, a lock, a closing or money.
UNDOABLE = UNDOABLE_STEPS | {Act.HOLD, Act.RELEASE_HOLD, Act.ASSIGN, Act.ASK_CLOSE}
UNDOABLE |= {Act.CLEARANCE, Act.CONSENT}
#: The order in which a table of stages is read.
ORDER = (
    Stage.REGISTERED,
    Stage.VERIFIED,
    Stage.ELIGIBLE,
    Stage.CLEARED,
    Stage.BOOKED,
    Stage.IN_TRANSIT,
    Stage.RETURNED,
    Stage.PLACED,
    Stage.DEFERRED,
    Stage.INELIGIBLE,
    Stage.CLOSED,
)
#: The way home, as a line of steps shows it; the other stages lie beside it.
WAY_HOME = ORDER[: ORDER.index(Stage.PLACED) + 1]


@dataclass(frozen=True, slots=True)
class StageStep:
    """One arrow of the table: ``act`` takes a case ``before`` → ``after``."""

    act: Act
    before: Stage | None
    after: Stage


def _steps() -> Iterator[StageStep]:
    taken = tuple(_forward())
    yield from taken
    for step in taken:
        # A closing is undone with the merge that it was part of, and by no one person.
        if step.act in UNDOABLE_STEPS | JOURNEY_STEPS | {Act.CLOSE} and step.before:
            yield StageStep(Act.UNDO, step.after, step.before)


def _forward() -> Iterator[StageStep]:
    yield StageStep(Act.REGISTER, None, Stage.REGISTERED)
    yield StageStep(Act.VERIFY, Stage.REGISTERED, Stage.VERIFIED)
    for after in (Stage.ELIGIBLE, Stage.DEFERRED, Stage.INELIGIBLE):
        yield StageStep(Act.DECIDE, Stage.VERIFIED, after)
    for before in (Stage.REGISTERED, Stage.VERIFIED, Stage.ELIGIBLE, Stage.CLEARED):
        yield StageStep(Act.DEFER, before, Stage.DEFERRED)
    # A child deferred before anybody verified her goes back to where she stood.
    yield StageStep(Act.RECONSIDER, Stage.DEFERRED, Stage.REGISTERED)
    yield StageStep(Act.RECONSIDER, Stage.DEFERRED, Stage.VERIFIED)
    yield StageStep(Act.RECONSIDER, Stage.INELIGIBLE, Stage.VERIFIED)
    yield StageStep(Act.CLEAR, Stage.ELIGIBLE, Stage.CLEARED)
    yield StageStep(Act.LAPSE, Stage.CLEARED, Stage.ELIGIBLE)
    yield StageStep(Act.LOCK, Stage.CLEARED, Stage.BOOKED)
    yield StageStep(Act.RELEASE, Stage.BOOKED, Stage.CLEARED)
    yield StageStep(Act.DEPART, Stage.BOOKED, Stage.IN_TRANSIT)
    yield StageStep(Act.ARRIVE, Stage.IN_TRANSIT, Stage.RETURNED)
    yield StageStep(Act.TURN_BACK, Stage.IN_TRANSIT, Stage.CLEARED)
    yield StageStep(Act.PLACE, Stage.RETURNED, Stage.PLACED)
    for stage in Stage:
        if stage not in (Stage.IN_TRANSIT, Stage.CLOSED):
            yield StageStep(Act.CLOSE, stage, Stage.CLOSED)
            yield StageStep(Act.REOPEN, Stage.CLOSED, stage)


STEPS: tuple[StageStep, ...] = tuple(_steps())

#: What a decided assessment does to the stage; ``needs_information`` leaves it.
DECIDED_STAGE = {
    Decision.ELIGIBLE: Stage.ELIGIBLE,
    Decision.DEFERRED: Stage.DEFERRED,
    Decision.INELIGIBLE: Stage.INELIGIBLE,
}


def may_follow(act: Act, before: Stage | None, after: Stage) -> bool:
    """Return whether ``act`` may take a case ``before`` → ``after``."""
    return StageStep(act, before, after) in STEPS
