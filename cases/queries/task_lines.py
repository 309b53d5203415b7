"""Tasks put into words: what is to be done, and which rule and record say so."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated

from django.db.models import F, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from cases import wording
from cases.models import Task
from cases.models.rows import fetch
from cases.models.task import TICKED
from cases.models.user import shown_name
from cases.queries.case_files import track_sentence
from cases.rules.births import turns
from cases.rules.tracks import Track
from cases.vocabulary import (
    Act,
    ClearanceKind,
    FollowUpKind,
    GiverRole,
    InterestsTrigger,
    NeededFor,
    RestatedPart,
    TaskRule,
    TrackState,
)


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One open task as a page shows it; ``source`` is the record it comes from, in words."""

    key: int
    child_id: int
    version: int
    rule: TaskRule
    sentence: str
    source: str
    due_on: datetime.date | None
    assigned_to: str
    is_active: bool

    @property
    def is_ticked(self) -> bool:
        """Whether a person says that it is done; the others close by the facts."""
        return self.rule in TICKED

    @property
    def waits_for_reviewer(self) -> bool:
        return self.rule == TaskRule.SECOND_PERSON

    def is_late(self, on: datetime.date) -> bool:
        return self.due_on is not None and self.due_on < on


@dataclass(frozen=True, slots=True)
class TaskColumns:
    """One task, and of what it rests on as much as its words need."""

    key: Annotated[int, "pk"]
    child_id: int
    version: int
    rule: TaskRule
    about: str
    text: str
    due_on: datetime.date | None
    assigned_to: Annotated[str, shown_name("assigned_to")]
    is_active: Annotated[bool | None, "assigned_to__is_active"]
    born_earliest: Annotated[datetime.date | None, "child__person__born_earliest"]
    born_latest: Annotated[datetime.date | None, "child__person__born_latest"]
    consent: Annotated[datetime.date | None, "consent__decided_on"]
    clearance: Annotated[datetime.date | None, TruncDate("clearance__recorded_at")]
    assessment: Annotated[int | None, "assessment__n"]
    hearing: Annotated[int | None, "hearing__n"]
    follow_up: Annotated[FollowUpKind | None, "follow_up__kind"]
    movement: Annotated[str | None, "movement__reference"]

    @property
    def subject(self) -> str:
        """What of the rule it is about: a consent, an age, an act."""
        return self.about.partition(":")[0]

    @property
    def state(self) -> str:
        return self.about.partition(":")[2]

    @property
    def day(self) -> str:
        return wording.day_text(self.due_on) if self.due_on else ""


def open_tasks(of: Q) -> QuerySet[Task]:
    """Return the open tasks that ``of`` finds, the earliest first."""
    return Task.objects.open().filter(of).order_by(F("due_on").asc(nulls_last=True), "pk")


def open_lines(of: Q, *, most: int | None = None) -> tuple[TaskLine, ...]:
    """Return the open tasks that ``of`` finds in words, the earliest first. One query."""
    return tuple(map(task_line, fetch(TaskColumns, open_tasks(of)[:most])))


def line_of(task: Task) -> TaskLine:
    """Return one task in words. One query."""
    return task_line(fetch(TaskColumns, Task.objects.filter(pk=task.pk))[0])


def task_line(row: TaskColumns) -> TaskLine:
    """Return one task in words."""
    return TaskLine(
        key=row.key,
        child_id=row.child_id,
        version=row.version,
        rule=row.rule,
        sentence=_sentence(row),
        source=_source(row),
        due_on=row.due_on,
        assigned_to=row.assigned_to,
        is_active=row.is_active is not False,
    )


def _sentence(row: TaskColumns) -> str:
    if row.rule in _SAID:
        return _SAID[row.rule](row)
    if row.subject == Act.VERIFY_CONSENT:
        return _track(row.state, TrackState.UNVERIFIED)
    return _SENTENCES[row.rule, row.about]()


def _by_hand(row: TaskColumns) -> str:
    return row.text


def _of_track(row: TaskColumns) -> str:
    return _track(row.subject, TrackState(row.state))


def _track(subject: str, state: TrackState) -> str:
    word = GiverRole(subject) if subject in GiverRole.values else ClearanceKind(subject)
    return track_sentence(Track(NeededFor.CLEAR, word, state))


def _approach(row: TaskColumns) -> str:
    who = GiverRole(row.subject).label
    return _("Ask again for the consent to the return (%(who)s).") % {"who": who}


def _expiring(row: TaskColumns) -> str:
    said = {"what": ClearanceKind(row.subject).label, "day": row.day}
    return _("%(what)s: ends on %(day)s. Renew it.") % said


def _of_hearing(row: TaskColumns) -> str:
    day = {"day": row.day}
    if row.subject == "passed":
        return _("The hearing of %(day)s has passed. Record its outcome.") % day
    return _("A court hears the case on %(day)s.") % day


def _follow_up(row: TaskColumns) -> str:
    return _("Follow-up: %(kind)s.") % {"kind": row.follow_up.label if row.follow_up else ""}


def _unweighed(row: TaskColumns) -> str:
    said = {"trigger": InterestsTrigger(row.subject).label}
    return _("Best interests to be considered: %(trigger)s.") % said


def _sibling(row: TaskColumns) -> str:
    said = {"movement": row.movement or ""}
    return _("A sibling has a place on %(movement)s; this child has none.") % said


def _of_age(row: TaskColumns) -> str:
    years = int(row.subject)
    if row.born_earliest is None or row.born_latest is None:
        return _("Turns %(years)s.") % {"years": years}
    earliest, latest = turns(years, row.born_earliest, row.born_latest)
    days = {"earliest": wording.day_text(earliest), "latest": wording.day_text(latest)}
    if earliest == latest:
        return _("Turns %(years)s on %(earliest)s.") % {"years": years, **days}
    return _("May turn %(years)s between %(earliest)s and %(latest)s.") % {"years": years, **days}


_SAID: Mapping[TaskRule, Callable[[TaskColumns], str]] = {
    TaskRule.MANUAL: _by_hand,
    TaskRule.REQUIREMENT: _of_track,
    TaskRule.CONSENT: _of_track,
    TaskRule.BLOCKS_DEPARTURE: _of_track,
    TaskRule.APPROACH: _approach,
    TaskRule.EXPIRING: _expiring,
    TaskRule.HEARING: _of_hearing,
    TaskRule.AGE: _of_age,
    TaskRule.FOLLOW_UP: _follow_up,
    TaskRule.INTERESTS: _unweighed,
    TaskRule.SIBLING: _sibling,
}
_SENTENCES = {
    (TaskRule.SECOND_PERSON, Act.VERIFY): lambda: _(
        "The identity must be verified by a second person."
    ),
    (TaskRule.SECOND_PERSON, Act.DECIDE): lambda: _("An assessment is waiting for its decision."),
    (TaskRule.SECOND_PERSON, Act.CLOSE): lambda: _("The request to close needs a decision."),
    (TaskRule.SECOND_PERSON, f"{Act.EDIT}:{RestatedPart.IDENTITY}"): lambda: _(
        "The identity has changed. A second person must confirm it."
    ),
    (TaskRule.SECOND_PERSON, f"{Act.EDIT}:{RestatedPart.FATHER}"): lambda: _(
        "The death of the father was stated. A second person must confirm it."
    ),
    (TaskRule.RETURNED, Act.RETURN): lambda: _("A reviewer has sent something back."),
    (TaskRule.RETURNED, Act.DECIDE): lambda: _("The reviewer needs more information to decide."),
    (TaskRule.LAPSED, ""): lambda: _("No longer cleared to travel. Mark again when all is met."),
    (TaskRule.STEP, Act.ASSESS): lambda: _("Eligibility can be assessed."),
    (TaskRule.STEP, Act.CLEAR): lambda: _("Requirements met: mark as cleared to travel."),
    (TaskRule.STEP, Act.HAND_OVER): lambda: _("The handover is not recorded yet."),
    (TaskRule.STEP, Act.PLACE): lambda: _("The placement is not recorded yet."),
    (TaskRule.STEP, Act.ASK_CLOSE): lambda: _("The child is in care: the case can be closed."),
    (TaskRule.REVIEW, ""): lambda: _("The case is due for review."),
    (TaskRule.HOLD, ""): lambda: _("The hold ends: continue, or extend it."),
    (TaskRule.CASEWORKER, ""): lambda: _("This case has no caseworker. Assign one."),
    (TaskRule.NO_NEXT_STEP, ""): lambda: _("No next step is planned for this case. Add one."),
}


def _source(row: TaskColumns) -> str:
    if row.consent:
        return _("Consent of %(day)s") % {"day": wording.day_text(row.consent)}
    if row.clearance:
        return _("Clearance recorded on %(day)s") % {"day": wording.day_text(row.clearance)}
    if row.hearing:
        return _("Hearing %(n)s") % {"n": row.hearing}
    if row.assessment:
        return _("Assessment %(n)s") % {"n": row.assessment}
    return row.movement or ""
