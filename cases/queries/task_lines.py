"""Tasks put into words: what is to be done, and which rule and record say so."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import JSONObject, TruncDate
from django.utils.translation import gettext as _

from cases import wording
from cases.models import Task
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


def open_lines(of: Q) -> "QuerySet[Task, Any]":
    """Return the open tasks that ``of`` finds, the earliest first, as rows for ``read_line``."""
    order = (F("due_on").asc(nulls_last=True), "pk")
    return _rows(Task.objects.open().filter(of).order_by(*order))


def _rows(tasks: "QuerySet[Task]") -> "QuerySet[Task, Any]":
    facts = JSONObject(
        child="child_id",
        **{name: F(name) for name in ("pk", "version", "rule", "about", "text", "due_on")},
        assigned_to=shown_name("assigned_to"),
        is_active="assigned_to__is_active",
        born_earliest="child__person__born_earliest",
        born_latest="child__person__born_latest",
        consent="consent__decided_on",
        clearance=TruncDate("clearance__recorded_at"),
        assessment="assessment__n",
        hearing="hearing__n",
        follow_up="follow_up__kind",
        movement="movement__reference",
    )
    return tasks.values(facts=facts)


def line_of(task: Task) -> TaskLine:
    """Return one task in words. One query."""
    return read_line(_rows(Task.objects.filter(pk=task.pk)).get()["facts"])


def read_line(row: Mapping[str, Any]) -> TaskLine:
    """Return what a row of ``open_lines`` says."""
    return TaskLine(
        key=row["pk"],
        child_id=row["child"],
        version=row["version"],
        rule=TaskRule(row["rule"]),
        sentence=_sentence(row),
        source=_source(row),
        due_on=_day(row["due_on"]),
        assigned_to=row["assigned_to"] or "",
        is_active=row["is_active"] is not False,
    )


def _sentence(row: Mapping[str, Any]) -> str:
    rule = TaskRule(row["rule"])
    subject, _colon, state = row["about"].partition(":")
    if rule in _SAID:
        return _SAID[rule](subject, state, row)
    if subject == Act.VERIFY_CONSENT:
        return _of_track(state, TrackState.UNVERIFIED, row)
    return _SENTENCES[rule, row["about"]]()


def _by_hand(subject: str, state: str, row: Mapping[str, Any]) -> str:
    return str(row["text"])


def _of_track(subject: str, state: str, row: Mapping[str, Any]) -> str:
    word = GiverRole(subject) if subject in GiverRole.values else ClearanceKind(subject)
    return track_sentence(Track(NeededFor.CLEAR, word, TrackState(state)))


def _approach(subject: str, state: str, row: Mapping[str, Any]) -> str:
    who = GiverRole(subject).label
    return _("Ask again for the consent to the return (%(who)s).") % {"who": who}


def _expiring(subject: str, state: str, row: Mapping[str, Any]) -> str:
    said = {"what": ClearanceKind(subject).label, "day": _day_text(row["due_on"])}
    return _("%(what)s: ends on %(day)s. Renew it.") % said


def _of_hearing(subject: str, state: str, row: Mapping[str, Any]) -> str:
    day = {"day": _day_text(row["due_on"])}
    if subject == "passed":
        return _("The hearing of %(day)s has passed. Record its outcome.") % day
    return _("A court hears the case on %(day)s.") % day


def _follow_up(subject: str, state: str, row: Mapping[str, Any]) -> str:
    return _("Follow-up: %(kind)s.") % {"kind": FollowUpKind(row["follow_up"]).label}


def _unweighed(subject: str, state: str, row: Mapping[str, Any]) -> str:
    said = {"trigger": InterestsTrigger(subject).label}
    return _("Best interests to be considered: %(trigger)s.") % said


def _sibling(subject: str, state: str, row: Mapping[str, Any]) -> str:
    said = {"movement": row["movement"]}
    return _("A sibling has a place on %(movement)s; this child has none.") % said


def _of_age(subject: str, state: str, row: Mapping[str, Any]) -> str:
    years = int(subject)
    born_earliest, born_latest = _day(row["born_earliest"]), _day(row["born_latest"])
    if born_earliest is None or born_latest is None:
        return _("Turns %(years)s.") % {"years": years}
    earliest, latest = turns(years, born_earliest, born_latest)
    days = {"earliest": wording.day_text(earliest), "latest": wording.day_text(latest)}
    if earliest == latest:
        return _("Turns %(years)s on %(earliest)s.") % {"years": years, **days}
    return _("May turn %(years)s between %(earliest)s and %(latest)s.") % {"years": years, **days}


_SAID: Mapping[TaskRule, Callable[[str, str, Mapping[str, Any]], str]] = {
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


def _source(row: Mapping[str, Any]) -> str:
    if day := _day(row["consent"]):
        return _("Consent of %(day)s") % {"day": wording.day_text(day)}
    if day := _day(row["clearance"]):
        return _("Clearance recorded on %(day)s") % {"day": wording.day_text(day)}
    if row["hearing"]:
        return _("Hearing %(n)s") % {"n": row["hearing"]}
    if row["assessment"]:
        return _("Assessment %(n)s") % {"n": row["assessment"]}
    return row["movement"] or ""


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def _day_text(text: str) -> str:
    return wording.day_text(datetime.date.fromisoformat(text))
