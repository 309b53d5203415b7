"""The facts for the rules of tasks, read for many cases at once."""

import datetime
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncDate

from cases.models import (
    AgeClock,
    Assessment,
    Child,
    Fee,
    FollowUp,
    Hearing,
    Journal,
    Movement,
    Passenger,
    SiblingException,
    StageLimit,
    Task,
)
from cases.models.missed_fee import reached_stages
from cases.models.movement import AHEAD, SEATED
from cases.models.prepared import DAY, KEYS, AnyOf, Records, Statement, prepared
from cases.models.rows import JsonRow, JsonRows, first_of, read_row, row_of, rows_of
from cases.models.task import SOURCES, TICKED
from cases.queries.case_files import CaseFile, in_file, read_file
from cases.queries.fee_schedules import schedule_rows
from cases.queries.sent_back import code, unanswered
from cases.rules.fees import FeeGap, ReachedStage, ScheduleFacts, gap_since
from cases.rules.stages import HOME
from cases.rules.task_facts import AgeClockFacts, CaseFacts, Departure, Key, PlannedDay, Source
from cases.vocabulary import Act, MovementStatus, RestatedPart, Stage, TaskOutcome, TaskRule

#: More entries of the journal than any one act writes.
_NEWEST = 4


@dataclass(frozen=True, slots=True)
class StoredTask:
    """A task that is open or was ticked, and the key of the one record that it comes from."""

    id: int
    rule: TaskRule
    about: str
    due_on: datetime.date | None
    outcome: TaskOutcome | None
    consent: int | None
    clearance: int | None
    assessment: int | None
    hearing: int | None
    follow_up: int | None
    movement: int | None

    @property
    def key(self) -> Key:
        keys = ((kind, getattr(self, kind)) for kind in SOURCES)
        return Key(self.rule, self.about, next((Source(*key) for key in keys if key[1]), None))


@dataclass(frozen=True, slots=True)
class _DoneAct:
    """An act on a case, in the codes of its journal."""

    act: Act


@dataclass(frozen=True, slots=True)
class _SentBack:
    """What a reviewer sent back: the act that made it, and the number of its record."""

    code: str


@dataclass(frozen=True, slots=True)
class _Watched:
    """The tasks, and the facts for the rules besides the case file."""

    tasks: tuple[StoredTask, ...]
    newest: tuple[_DoneAct, ...]
    sent_back: tuple[_SentBack, ...]
    last_step: Act | None
    days: int | None
    age_clocks: tuple[AgeClockFacts, ...]
    undecided: int | None
    seat: Departure | None
    hearings: tuple[PlannedDay, ...]
    follow_ups: tuple[PlannedDay, ...]
    left_by: Departure | None
    has_fee: bool
    schedules: tuple[ScheduleFacts, ...]
    reached: tuple[ReachedStage, ...]

    def fee_gap(self, stage: Stage) -> tuple[FeeGap, datetime.date] | None:
        """Return why the child, who is in ``stage``, has no fee; None if none is owed."""
        return None if self.has_fee else gap_since(self.schedules, self.reached, stage)


#: The tasks of a case: those of one key may be an open and a ticked one.
Tasks = dict[Key, list[StoredTask]]


def facts_and_tasks(
    children: Collection[int], *, on: datetime.date
) -> Iterator[tuple[Child, CaseFacts, Tasks]]:
    """Yield the children of these keys, their facts and their tasks. Two queries."""
    by_pk = {child.pk: child for child in _children().of(keys=list(children))}
    for row in _statement().rows(keys=sorted(by_pk), on=on):
        child, watched = by_pk[row["id"]], read_row(_Watched, row["watched"])
        yield child, _facts(child, watched, read_file(child, row, on)), _by_key(watched.tasks)


@cache
def _children() -> "Records[Child]":
    of = Child.objects.select_related("person").filter(AnyOf(F("pk"), KEYS))
    return Records(of.order_by())


@cache
def _statement() -> Statement:
    children = Child.objects.filter(AnyOf(F("pk"), KEYS)).order_by()
    columns: dict[str, Any] = {**in_file(), "watched": _watched()}
    return prepared(children.values("id", **columns))


def _watched() -> JsonRow:
    mine = Q(child=OuterRef("pk"))
    newest = Journal.objects.filter(mine).order_by("-id")
    in_force = {"agreement": OuterRef("agreement"), "during__contains": DAY}
    limits = StageLimit.objects.filter(**in_force, stage=OuterRef("stage"))
    undecided = Assessment.objects.undecided().filter(mine)
    # Ticked tasks are not created again.
    open_or_ticked = Q(outcome__isnull=True) | Q(rule__in=TICKED - {TaskRule.MANUAL})
    return row_of(
        _Watched,
        tasks=rows_of(StoredTask, Task.objects.filter(mine, open_or_ticked)),
        newest=rows_of(_DoneAct, newest[:_NEWEST]),
        sent_back=rows_of(_SentBack, unanswered(newest), code=code()),
        last_step=Subquery(newest.filter(to_stage__isnull=False).values("act")[:1]),
        days=Subquery(limits.values("days")),
        age_clocks=rows_of(AgeClockFacts, AgeClock.objects.filter(**in_force)),
        undecided=Subquery(undecided.values("pk")[:1]),
        seat=_journey(_ahead()),
        hearings=_planned(Hearing.objects.open().filter(mine), "scheduled_on"),
        follow_ups=_planned(FollowUp.objects.open().filter(mine), "due_on"),
        left_by=_journey(_left_behind()),
        has_fee=Exists(Fee.objects.filter(mine)),
        schedules=schedule_rows(OuterRef("agreement")),
        reached=rows_of(ReachedStage, reached_stages(), stage="to_stage", on="happened_on"),
    )


def _ahead() -> "QuerySet[Movement]":
    """Return the movements to come on which the child has a place."""
    own = Passenger.objects.filter(
        movement=OuterRef("pk"), child=OuterRef(OuterRef("pk")), status__in=SEATED
    )
    return Movement.objects.filter(Exists(own), status__in=AHEAD)


def _left_behind() -> "QuerySet[Movement]":
    """Return the locked movements on which a sibling has a place, and the child has none."""
    here = {"movement": OuterRef("pk")}
    own = Passenger.objects.filter(**here, child=OuterRef(OuterRef("pk")), status__in=SEATED)
    siblings = Passenger.objects.filter(
        **here, child__mother=OuterRef(OuterRef("mother")), status__in=SEATED
    )
    excused = SiblingException.objects.filter(
        **here, child=OuterRef(OuterRef("pk")), approved_by__isnull=False
    )
    return Movement.objects.filter(
        Exists(siblings), ~Exists(own), ~Exists(excused), status=MovementStatus.LOCKED
    )


def _journey(movements: "QuerySet[Movement]") -> Subquery:
    """Return the column of the first of ``movements``."""
    return first_of(Departure, movements.order_by("departs_at"), departs_on=TruncDate("departs_at"))


def _planned(rows: "QuerySet[Any]", day: str) -> JsonRows:
    return rows_of(PlannedDay, rows.order_by(day, "pk"), day=day)


def _facts(child: Child, watched: _Watched, file: CaseFile) -> CaseFacts:
    stage, act = Stage(child.stage), file.next_act
    person = child.person
    away = stage not in (*HOME, Stage.IN_TRANSIT, Stage.CLOSED)
    limit = datetime.timedelta(days=watched.days) if watched.days else None
    return CaseFacts(
        stage=stage,
        on=file.on,
        next_act=act,
        entered_on=child.entered_on,
        stage_due_on=child.stage_entered_on + limit if limit else None,
        tracks=(*file.clearances, *file.consents),
        papers={kind: paper.id for kind, paper in file.papers.items() if paper.id},
        decisions=file.decisions,
        blocked=act is not None and bool(file.blocks(act)),
        fee_missing=act == Act.CLEAR and file.fee_missing,
        undecided=watched.undecided,
        lapsed=watched.last_step == Act.LAPSE,
        scan_missing=file.scan_missing,
        newest=frozenset(entry.act for entry in watched.newest),
        sent_back=tuple(each.code for each in watched.sent_back),
        review_due_on=child.review_due_on,
        hold_until=child.hold_until,
        has_caseworker=child.caseworker_id is not None,
        born=(person.born_earliest, person.born_latest)
        if person.born_earliest and person.born_latest
        else None,
        age_clocks=watched.age_clocks,
        seat=watched.seat,
        hearings=watched.hearings,
        follow_ups=watched.follow_ups,
        to_confirm=_to_confirm(child, file),
        unweighed=file.unweighed,
        fee_gap=watched.fee_gap(stage),
        left_by=watched.left_by if away else None,
    )


def _by_key(rows: Sequence[StoredTask]) -> Tasks:
    tasks: Tasks = {}
    for row in rows:
        tasks.setdefault(row.key, []).append(row)
    return tasks


def _to_confirm(child: Child, file: CaseFile) -> tuple[RestatedPart, ...]:
    """Return the unconfirmed parts; an identity is confirmed by verifying."""
    parts = RestatedPart if child.verified_by_id else (RestatedPart.FATHER,)
    return tuple(part for part in parts if file.waits_for(part))
