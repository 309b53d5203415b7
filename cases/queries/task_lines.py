"""Tasks in words: what is to be done, by which rule and record."""

import datetime
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Annotated

from django.db.models import (
    Case,
    CharField,
    DateField,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Cast, Now, TruncDate
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import wording
from cases.models import AgeClock, Child, Journal, Task
from cases.models.rows import fetch
from cases.models.task import TICKED
from cases.models.user import shown_name
from cases.queries.case_files import subject_label
from cases.queries.sent_back import REQUESTS
from cases.rules.births import turns
from cases.rules.fees import FeeGap
from cases.rules.tasks import ADULT
from cases.vocabulary import (
    Act,
    ClearanceKind,
    FollowUpKind,
    GiverRole,
    InterestsTrigger,
    Reason,
    RestatedPart,
    TaskRule,
    TrackState,
)


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One open task as a page shows it; ``source`` labels the record it comes from.

    ``about`` is the code of its subject, and of what was sent back its number too; ``number`` that
    of its hearing or follow-up.
    ``to_record`` names what is to be recorded, where that is all there is to do; ``since`` is the
    day on which the task came to be.
    """

    key: int
    child_id: int
    version: int
    rule: TaskRule
    sentence: str
    source: str
    due_on: datetime.date | None
    assigned_to: str
    is_active: bool
    about: str
    number: int | None
    to_record: str
    since: datetime.date

    @property
    def is_ticked(self) -> bool:
        """Whether it is ticked off by a person; the others close by the facts."""
        return self.rule in TICKED

    @property
    def waits_for_reviewer(self) -> bool:
        return self.rule == TaskRule.SECOND_PERSON

    def is_late(self, on: datetime.date) -> bool:
        return self.due_on is not None and self.due_on < on


def family_tasks(children: Collection[Child]) -> list[TaskLine]:
    """Return the open tasks for any of ``children``, the first due first. One query."""
    return list(map(task_line, fetch(TaskColumns, open_tasks(Q(child__in=children)))))


def _why_sent_back() -> Case:
    """Return the column that says why it was sent back; null where a task is of no such."""
    entries = Journal.objects.filter(
        child=OuterRef("child"), act=Act.RETURN, detail=OuterRef("about")
    )
    why = entries.order_by("-pk").values("reason")[:1]
    return Case(When(rule=TaskRule.RETURNED, then=Subquery(why)))


def _why_of_age() -> Subquery:
    """Return the column that says why the age of a task matters; null where it is not one."""
    today = Func(Now(), function="cases_day", output_field=DateField())
    clocks = AgeClock.objects.filter(agreement=OuterRef("child__agreement"), during__contains=today)
    of_task = clocks.annotate(age=Cast("years", CharField())).filter(age=OuterRef("about"))
    return Subquery(of_task.values("reason")[:1])


@dataclass(frozen=True, slots=True)
class TaskColumns:
    """One task, with the columns of its source that its sentence needs."""

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
    why: Annotated[str | None, _why_of_age()]
    why_sent_back: Annotated[str | None, _why_sent_back()]
    follow_up: Annotated[FollowUpKind | None, "follow_up__kind"]
    follow_up_n: Annotated[int | None, "follow_up__n"]
    movement: Annotated[str | None, "movement__reference"]
    since: Annotated[datetime.date, Func("made_at", function="cases_day", output_field=DateField())]

    @property
    def subject(self) -> str:
        """The subject of the rule: a consent, an age, an act."""
        return self.about.partition(":")[0]

    @property
    def state(self) -> str:
        return self.about.partition(":")[2]

    @property
    def day(self) -> str:
        return wording.day_text(self.due_on) if self.due_on else ""


def open_tasks(of: Q) -> QuerySet[Task]:
    """Return the open tasks of ``of``, the earliest first."""
    return Task.objects.open().filter(of).order_by(F("due_on").asc(nulls_last=True), "pk")


def line_of(task: Task) -> TaskLine:
    """Return the line of one task. One query."""
    return task_line(fetch(TaskColumns, Task.objects.filter(pk=task.pk))[0])


def task_line(row: TaskColumns) -> TaskLine:
    """Return the line of one task."""
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
        about=row.about,
        number=row.hearing or row.follow_up_n,
        to_record=_of_track(row) if _is_to_record(row) else "",
        since=row.since,
    )


def _sentence(row: TaskColumns) -> str:
    if row.rule == TaskRule.MANUAL:
        return row.text
    if row.rule == TaskRule.AGE:
        return " ".join(filter(None, (_of_age(row), _why(row))))
    if row.follow_up:
        return str(row.follow_up.label)
    if row.rule in _OF_TRACKS:
        return _OF_STATES[TrackState(row.state)] % {"what": _of_track(row)}
    if row.subject == Act.VERIFY_CONSENT:
        return _OF_STATES[TrackState.UNVERIFIED] % {"what": _of_track(row)}
    if row.rule == TaskRule.RETURNED:
        return str(_SENT_BACK.get(row.subject, _SENT_BACK[Act.RETURN]))
    sentence = _OF_RULES.get(row.rule) or _SENTENCES[row.rule, row.about]
    return sentence % _words(row)


def _of_track(row: TaskColumns) -> str:
    """Return the clearance or the consent that a task is about."""
    subject = row.state if row.subject == Act.VERIFY_CONSENT else row.subject
    return subject_label(
        GiverRole(subject) if subject in GiverRole.values else ClearanceKind(subject)
    )


def _is_to_record(row: TaskColumns) -> bool:
    return row.rule in _OF_TRACKS and row.state == TrackState.MISSING


def _why(row: TaskColumns) -> str:
    """Return why the age of a task matters."""
    if not row.why and int(row.subject) == ADULT.years:
        return _("An adult needs another procedure.")
    return row.why or ""


def _of_age(row: TaskColumns) -> str:
    years = int(row.subject)
    if row.born_earliest is None or row.born_latest is None:
        return _("Turns %(years)s.") % {"years": years}
    earliest, latest = turns(years, row.born_earliest, row.born_latest)
    days = {"earliest": wording.day_text(earliest), "latest": wording.day_text(latest)}
    if earliest == latest:
        return _("Turns %(years)s on %(earliest)s.") % {"years": years, **days}
    return _("May turn %(years)s between %(earliest)s and %(latest)s.") % {"years": years, **days}


def _words(row: TaskColumns) -> dict[str, object]:
    """Return the placeholders of the sentences."""
    label = _SUBJECTS[row.rule](row.subject).label if row.rule in _SUBJECTS else ""
    return {
        "who": label,
        "what": label,
        "trigger": label,
        "day": row.day,
        "movement": row.movement or "",
    }


_OF_TRACKS = (TaskRule.REQUIREMENT, TaskRule.CONSENT, TaskRule.BLOCKS_DEPARTURE)
#: The vocabulary of the subject of a rule's tasks.
_SUBJECTS: Mapping[TaskRule, Callable[[str], GiverRole | ClearanceKind | InterestsTrigger]] = {
    TaskRule.APPROACH: GiverRole,
    TaskRule.EXPIRING: ClearanceKind,
    TaskRule.INTERESTS: InterestsTrigger,
}
#: What brings a clearance or a consent on.
_OF_STATES = {
    TrackState.MISSING: gettext_lazy("Record: %(what)s"),
    TrackState.PENDING: gettext_lazy("Ask how the request stands: %(what)s"),
    TrackState.EXPIRED: gettext_lazy("Renew: %(what)s"),
    TrackState.REFUSED: gettext_lazy("Ask again after the refusal: %(what)s"),
    TrackState.WITHDRAWN: gettext_lazy("Ask again after the withdrawal: %(what)s"),
    TrackState.UNVERIFIED: gettext_lazy("Verify: %(what)s"),
}
_OF_RULES = {
    TaskRule.APPROACH: gettext_lazy("Ask again for the consent to the return: %(who)s"),
    TaskRule.EXPIRING: gettext_lazy("Renew before %(day)s: %(what)s"),
    TaskRule.INTERESTS: gettext_lazy("Consider the best interests: %(trigger)s"),
    TaskRule.SIBLING: gettext_lazy("A sibling has a place on %(movement)s; this child has none."),
}
_SENTENCES = {
    (TaskRule.HEARING, "soon"): TaskRule.HEARING.label,
    (TaskRule.HEARING, "passed"): gettext_lazy("Record the outcome of the hearing of %(day)s"),
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
    (TaskRule.LAPSED, ""): gettext_lazy("Mark again as cleared to travel"),
    (TaskRule.STEP, Act.ASSESS): gettext_lazy("Assess eligibility"),
    (TaskRule.STEP, Act.CLEAR): gettext_lazy("Mark as cleared to travel"),
    (TaskRule.STEP, Act.HAND_OVER): gettext_lazy("Record the handover"),
    (TaskRule.STEP, Act.PLACE): gettext_lazy("Record the placement"),
    (TaskRule.STEP, Act.ASK_CLOSE): gettext_lazy("Request closing"),
    (TaskRule.FEE, FeeGap.WAITS): gettext_lazy(
        "No fee is due: the fee schedule waits for approval by a finance approver or a reviewer."
    ),
    (TaskRule.FEE, FeeGap.NONE): gettext_lazy(
        "No fee is due: no fee schedule was in force. An admin or a finance officer proposes one."
    ),
    (TaskRule.FEE, FeeGap.MISSED): gettext_lazy(
        "The fee was missed. A finance officer or a reviewer asks for it, another approves."
    ),
    (TaskRule.REVIEW, ""): gettext_lazy("Review the case"),
    (TaskRule.HOLD, ""): gettext_lazy("End the hold, or extend it"),
    (TaskRule.SCAN, ""): gettext_lazy("Add the scan of the handover"),
    (TaskRule.CASEWORKER, ""): gettext_lazy("Assign a caseworker"),
    (TaskRule.NO_NEXT_STEP, ""): gettext_lazy("Plan the next step"),
}


#: What a reviewer sent back, by the act that had asked for it.
_SENT_BACK: Mapping[str, Promise] = {
    Act.RETURN: gettext_lazy("A reviewer has sent something back."),
    Act.DECIDE: gettext_lazy("The reviewer needs more information to decide."),
    Act.ASK_CLOSE: gettext_lazy("The request to close was sent back."),
    Act.ASK_REOPEN: gettext_lazy("The request to reopen was sent back."),
    Act.WRITE_INTERESTS: gettext_lazy("The best-interests note was sent back."),
    Act.ASK_AGREEMENT: gettext_lazy("The move to another agreement was sent back."),
    Act.ASK_MOTHER: gettext_lazy("The move to another mother was sent back."),
    Act.ASK_UNMERGE: gettext_lazy("The request to undo the merge was sent back."),
}


def _source(row: TaskColumns) -> str:
    if row.rule == TaskRule.RETURNED:
        return _of_sent_back(row)
    if row.consent:
        return _("Consent of %(day)s") % {"day": wording.day_text(row.consent)}
    if row.clearance:
        return _("Clearance recorded on %(day)s") % {"day": wording.day_text(row.clearance)}
    if row.hearing:
        return _("Hearing %(n)s") % {"n": row.hearing}
    if row.assessment:
        return _("Assessment %(n)s") % {"n": row.assessment}
    return row.movement or ""


def _of_sent_back(row: TaskColumns) -> str:
    """Return why it was sent back, and how it ends where nothing is to be made anew."""
    if row.subject == Act.DECIDE:
        return _("Assessment %(n)s") % {"n": row.state}
    why = str(Reason(row.why_sent_back).label) if row.why_sent_back else ""
    how = (
        _("Request it again, or say in a note why not, and tick it there.")
        if row.subject in REQUESTS
        else ""
    )
    return " · ".join(filter(None, (why, how)))
