"""What makes a fee due, and why none becomes due, by the fee schedules of an agreement."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cases.rules.stages import WAY_HOME
from cases.vocabulary import DueEvent, Stage

#: The event that happens when a case reaches a stage.
EVENT_OF: Mapping[Stage, DueEvent] = {Stage(event.value): event for event in DueEvent}
#: The event of an agreement of which no schedule says one. Source: domain page, section 4.
ASSUMED = DueEvent.ELIGIBLE


class FeeGap(StrEnum):
    """Why no fee became due: the schedule waits for approval, none is in force, it came later."""

    WAITS = "waits"
    NONE = "none"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class ScheduleFacts:
    """A fee schedule: from ``first``, until the day before ``end``."""

    due_event: DueEvent
    first: datetime.date
    end: datetime.date | None
    is_agreed: bool

    def holds(self, on: datetime.date) -> bool:
        return self.first <= on and (self.end is None or on < self.end)


@dataclass(frozen=True, slots=True)
class ReachedStage:
    """The day on which a case first reached a stage that it still has behind it."""

    stage: Stage
    on: datetime.date


def past(event: DueEvent) -> tuple[Stage, ...]:
    """Return the stages of a child for whom ``event`` has happened."""
    return WAY_HOME[WAY_HOME.index(Stage(event.value)) :]


def gap_at(schedules: Sequence[ScheduleFacts], stage: Stage, on: datetime.date) -> FeeGap | None:
    """Return why no fee becomes due when a case reaches ``stage`` on a day.

    None where one does, or where another event makes it due. With no schedule in force the
    event is that of the proposed one, else of the one next to the day, else ``ASSUMED``.
    """
    agreed = [each for each in schedules if each.is_agreed]
    if any(each.holds(on) for each in agreed):
        return None
    proposed = [each for each in schedules if not each.is_agreed]
    nearest = min(agreed, key=lambda each: abs((each.first - on).days), default=None)
    likely = proposed[0] if proposed else nearest
    if EVENT_OF.get(stage) != (likely.due_event if likely else ASSUMED):
        return None
    return FeeGap.WAITS if proposed else FeeGap.NONE


def gap_since(
    schedules: Sequence[ScheduleFacts], reached: Sequence[ReachedStage], stage: Stage
) -> tuple[FeeGap, datetime.date] | None:
    """Return why a child in ``stage`` without a fee has none, and since when; None if none is owed.

    ``reached`` are the stages of ``EVENT_OF``, each with the first day.
    """
    behind = [each for each in reached if stage in past(EVENT_OF[each.stage])]
    for each in behind:
        agreed = (one for one in schedules if one.is_agreed and one.holds(each.on))
        if any(one.due_event == EVENT_OF[each.stage] for one in agreed):
            return FeeGap.MISSED, each.on
    gaps = ((gap_at(schedules, each.stage, each.on), each.on) for each in behind)
    return next(((gap, on) for gap, on in gaps if gap), None)
