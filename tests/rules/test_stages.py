from pathlib import Path

from cases.rules.drawings import drawing
from cases.rules.entries import ACTS_ABOUT
from cases.rules.stages import JOURNEY_STEPS, STEPS, UNDOABLE_STEPS, StageStep, may_follow
from cases.vocabulary import Act, Stage

DOCS = Path(__file__).parents[2] / "docs"


def test_drawing_in_the_documentation_is_of_the_law():
    assert (DOCS / "stages.md").read_text() == drawing()


def test_no_step_is_in_the_table_twice():
    assert len(STEPS) == len(set(STEPS))


def test_undo_reverses_the_undoable_steps_and_no_others():
    reversed_steps = {StageStep(step.act, step.after, step.before) for step in STEPS if step.before}

    for step in STEPS:
        if step.act == Act.UNDO:
            causes = {
                act
                # A closing is undone with the merge that made it.
                for act in UNDOABLE_STEPS | JOURNEY_STEPS | {Act.CLOSE}
                if StageStep(act, *_pair(step)) in reversed_steps
            }
            assert causes
    assert not may_follow(Act.UNDO, Stage.ELIGIBLE, Stage.VERIFIED)
    assert not may_follow(Act.UNDO, Stage.BOOKED, Stage.CLEARED)
    assert not may_follow(Act.UNDO, Stage.CLOSED, Stage.IN_TRANSIT)


def _pair(step: StageStep) -> tuple[Stage, Stage]:
    return step.before, step.after


def test_every_act_is_about_one_thing():
    acts = [act for acts in ACTS_ABOUT.values() for act in acts]

    assert sorted(acts) == sorted(Act)
