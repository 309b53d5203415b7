"""Tasks put into words: what is to be done, and which rule and record say so."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import JSONObject, TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
    if rule == TaskRule.MANUAL:
        return str(row["text"])
    if rule == TaskRule.AGE:
        return _of_age(int(subject), _day(row["born_earliest"]), _day(row["born_latest"]))
    if rule in _OF_TRACKS:
        return _of_track(subject, TrackState(state))
    if subject == Act.VERIFY_CONSENT:
        return _of_track(state, TrackState.UNVERIFIED)
    sentence = _OF_RULES.get(rule) or _SENTENCES[rule, row["about"]]
    return sentence % _words(rule, subject, row)


def _of_track(subject: str, state: TrackState) -> str:
    word = GiverRole(subject) if subject in GiverRole.values else ClearanceKind(subject)
    return track_sentence(Track(NeededFor.CLEAR, word, state))


def _of_age(
    years: int, born_earliest: datetime.date | None, born_latest: datetime.date | None
) -> str:
    if born_earliest is None or born_latest is None:
        return _("Turns %(years)s.") % {"years": years}
    earliest, latest = turns(years, born_earliest, born_latest)
    days = {"earliest": wording.day_text(earliest), "latest": wording.day_text(latest)}
    if earliest == latest:
        return _("Turns %(years)s on %(earliest)s.") % {"years": years, **days}
    return _("May turn %(years)s between %(earliest)s and %(latest)s.") % {"years": years, **days}


def _words(rule: TaskRule, subject: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the words of which each sentence takes those it names."""
    label = _SUBJECTS[rule](subject).label if rule in _SUBJECTS else ""
    return {
        "who": label,
        "what": label,
        "trigger": label,
        "kind": FollowUpKind(row["follow_up"]).label if row["follow_up"] else "",
        "day": _day_text(row["due_on"]) if row["due_on"] else "",
        "movement": row["movement"],
    }


_OF_TRACKS = (TaskRule.REQUIREMENT, TaskRule.CONSENT, TaskRule.BLOCKS_DEPARTURE)
#: The vocabulary that the subject of a rule's task is a word of.
_SUBJECTS: Mapping[TaskRule, Callable[[str], GiverRole | ClearanceKind | InterestsTrigger]] = {
    TaskRule.APPROACH: GiverRole,
    TaskRule.EXPIRING: ClearanceKind,
    TaskRule.INTERESTS: InterestsTrigger,
}
_OF_RULES = {
    TaskRule.APPROACH: gettext_lazy("Ask again for the consent to the return (%(who)s)."),
    TaskRule.EXPIRING: gettext_lazy("%(what)s: ends on %(day)s. Renew it."),
    TaskRule.FOLLOW_UP: gettext_lazy("Follow-up: %(kind)s."),
    TaskRule.INTERESTS: gettext_lazy("Best interests to be considered: %(trigger)s."),
    TaskRule.SIBLING: gettext_lazy("A sibling has a place on %(movement)s; this child has none."),
}
_SENTENCES = {
    (TaskRule.HEARING, "soon"): gettext_lazy("A court hears the case on %(day)s."),
    (TaskRule.HEARING, "passed"): gettext_lazy(
        "The hearing of %(day)s has passed. Record its outcome."
    ),
    (TaskRule.SECOND_PERSON, Act.VERIFY): gettext_lazy(
        "The identity must be verified by a second person."
    ),
    (TaskRule.SECOND_PERSON, Act.DECIDE): gettext_lazy(
        "An assessment is waiting for its decision."
    ),
    (TaskRule.SECOND_PERSON, Act.CLOSE): gettext_lazy("The request to close needs a decision."),
    (TaskRule.SECOND_PERSON, f"{Act.EDIT}:{RestatedPart.IDENTITY}"): gettext_lazy(
        "The identity has changed. A second person must confirm it."
    ),
    (TaskRule.SECOND_PERSON, f"{Act.EDIT}:{RestatedPart.FATHER}"): gettext_lazy(
        "The death of the father was stated. A second person must confirm it."
    ),
    (TaskRule.RETURNED, Act.RETURN): gettext_lazy("A reviewer has sent something back."),
    (TaskRule.RETURNED, Act.DECIDE): gettext_lazy("The reviewer needs more information to decide."),
    (TaskRule.LAPSED, ""): gettext_lazy("No longer cleared to travel. Mark again when all is met."),
    (TaskRule.STEP, Act.ASSESS): gettext_lazy("Eligibility can be assessed."),
    (TaskRule.STEP, Act.CLEAR): gettext_lazy("Requirements met: mark as cleared to travel."),
    (TaskRule.STEP, Act.HAND_OVER): gettext_lazy("The handover is not recorded yet."),
    (TaskRule.STEP, Act.PLACE): gettext_lazy("The placement is not recorded yet."),
    (TaskRule.STEP, Act.ASK_CLOSE): gettext_lazy("The child is in care: the case can be closed."),
    (TaskRule.REVIEW, ""): gettext_lazy("The case is due for review."),
    (TaskRule.HOLD, ""): gettext_lazy("The hold ends: continue, or extend it."),
    (TaskRule.CASEWORKER, ""): gettext_lazy("This case has no caseworker. Assign one."),
    (TaskRule.NO_NEXT_STEP, ""): gettext_lazy("No next step is planned for this case. Add one."),
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
