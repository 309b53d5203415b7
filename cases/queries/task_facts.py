"""What the rules of tasks look at, read for many cases at once."""

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject, TruncDate

from cases.models import (
    AgeClock,
    Assessment,
    Child,
    FollowUp,
    Hearing,
    Journal,
    Movement,
    Passenger,
    SiblingException,
    StageLimit,
    Task,
)
from cases.models.movement import AHEAD, SEATED
from cases.models.prepared import KEYS, AnyOf, RowsOf, Statement, prepared
from cases.models.task import SOURCES, TICKED
from cases.queries.case_files import CaseFile, in_file, read_file
from cases.rules.stages import HOME
from cases.rules.task_facts import AgeClockFacts, Journey, Key, Planned, Source, TaskFacts
from cases.vocabulary import Act, Decision, MovementStatus, RestatedPart, Stage, TaskRule

#: More entries of the journal than any one act writes.
_NEWEST = 4

#: The rows of a case's tasks: those of one key may be an open and a ticked one.
Tasks = dict[Key, list[Mapping[str, Any]]]


def facts_and_tasks(
    children: Collection[int], *, on: datetime.date
) -> Iterator[tuple[Child, TaskFacts, Tasks]]:
    """Return the children of these keys, what the rules look at, and their tasks. Two queries."""
    found = Child.objects.select_related("person").in_bulk(list(children))
    for row in _statement().rows(keys=sorted(found), on=on):
        child = found[row["id"]]
        yield child, _facts(child, row, read_file(child, row, on)), _tasks_of(row)


@cache
def _statement() -> Statement:
    mine = Q(child=OuterRef("pk"))
    newest = Journal.objects.filter(mine).order_by("-id")
    limits = StageLimit.objects.filter(agreement=OuterRef("agreement"), stage=OuterRef("stage"))
    undecided = Assessment.objects.filter(mine, decided__isnull=True)
    columns = {
        "task_rows": RowsOf(_tasks(mine)),
        "newest": RowsOf(_json(newest[:_NEWEST], "act", "detail")),
        "last_step": Subquery(newest.filter(to_stage__isnull=False).values("act")[:1]),
        "days": Subquery(limits.values("days")),
        "clocks": RowsOf(_json(_clocks(), "years", "days_before")),
        "assessment": Subquery(undecided.values("pk")[:1]),
        "journeys": RowsOf(_journeys(_ahead())),
        "in_court": RowsOf(_planned(Hearing.objects.open().filter(mine), "scheduled_on")),
        "looks": RowsOf(_planned(FollowUp.objects.open().filter(mine), "due_on")),
        "left_by": RowsOf(_journeys(_left_behind())),
    }
    children = Child.objects.filter(AnyOf(F("pk"), KEYS)).order_by()
    return prepared(children.values("id", **in_file(), **columns))


def _tasks(mine: Q) -> "QuerySet[Task, Any]":
    """Open tasks, and those that somebody ticked: they are not made again."""
    kept = Q(outcome__isnull=True) | Q(rule__in=TICKED - {TaskRule.MANUAL})
    return _json(
        Task.objects.filter(mine, kept), "id", "rule", "about", "due_on", "outcome", *SOURCES
    )


def _clocks() -> "QuerySet[AgeClock]":
    return AgeClock.objects.filter(agreement=OuterRef("agreement"))


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


def _journeys(movements: "QuerySet[Movement]") -> "QuerySet[Any, Any]":
    return _json(movements.order_by("departs_at"), "id", departs_on=TruncDate("departs_at"))


def _planned(rows: "QuerySet[Any]", day: str) -> "QuerySet[Any, Any]":
    return _json(rows.order_by(day, "pk"), "id", day=F(day))


def _json(rows: "QuerySet[Any]", *names: str, **more: Any) -> "QuerySet[Any, Any]":
    columns = {name: F(name) for name in names}
    return rows.values(facts=JSONObject(**columns, **more))


def _facts(child: Child, row: Mapping[str, Any], file: CaseFile) -> TaskFacts:
    stage, act = Stage(child.stage), file.next_act
    person = child.person
    away = stage not in (*HOME, Stage.IN_TRANSIT, Stage.CLOSED)
    limit = datetime.timedelta(days=row["days"]) if row["days"] else None
    return TaskFacts(
        stage=stage,
        on=file.on,
        next_act=act,
        registered_on=child.registered_on,
        stage_due_on=child.stage_since + limit if limit else None,
        tracks=(*file.clearances, *file.consents),
        papers={kind: paper.id for kind, paper in file.papers.items() if paper.id},
        decisions=file.decisions,
        blocked=act is not None and bool(file.blocks(act)),
        fee_missing=act == Act.CLEAR and file.fee_missing,
        undecided=row["assessment"],
        lapsed=row["last_step"] == Act.LAPSE,
        newest=frozenset(Act(entry["act"]) for entry in row["newest"]),
        sent_back=_sent_back(row["newest"]),
        review_due_on=child.review_due_on,
        hold_until=child.hold_until,
        has_caseworker=child.caseworker_id is not None,
        born=(person.born_earliest, person.born_latest)
        if person.born_earliest and person.born_latest
        else None,
        age_clocks=tuple(AgeClockFacts(**clock) for clock in row["clocks"]),
        seat=_first_journey(row["journeys"]),
        hearings=_planned_of(row["in_court"]),
        follow_ups=_planned_of(row["looks"]),
        to_confirm=_to_confirm(child, file),
        unweighed=file.unweighed,
        left_by=_first_journey(row["left_by"]) if away else None,
    )


def _tasks_of(row: Mapping[str, Any]) -> Tasks:
    tasks: Tasks = {}
    for task in row["task_rows"]:
        tasks.setdefault(_key(task), []).append(task)
    return tasks


def _key(row: Mapping[str, Any]) -> Key:
    source = next((Source(kind, row[kind]) for kind in SOURCES if row[kind]), None)
    return Key(TaskRule(row["rule"]), row["about"], source)


def _sent_back(newest: list[dict[str, str]]) -> Act | None:
    """Return the newest act when a reviewer sent something back by it, or asked for more."""
    if not newest:
        return None
    act, detail = Act(newest[0]["act"]), newest[0]["detail"]
    wanting = act == Act.DECIDE and detail.endswith(f":{Decision.NEEDS_INFORMATION.value}")
    return act if act == Act.RETURN or wanting else None


def _planned_of(rows: Sequence[Mapping[str, Any]]) -> tuple[Planned, ...]:
    return tuple(Planned(row["id"], datetime.date.fromisoformat(row["day"])) for row in rows)


def _to_confirm(child: Child, file: CaseFile) -> tuple[RestatedPart, ...]:
    """Return what was restated and not confirmed; verifying is the second look at an identity."""
    parts = RestatedPart if child.verified_by_id else (RestatedPart.FATHER,)
    return tuple(part for part in parts if file.waits_for(part))


def _first_journey(rows: Sequence[Mapping[str, Any]]) -> Journey | None:
    first = next(iter(rows), None)
    return Journey(first["id"], datetime.date.fromisoformat(first["departs_on"])) if first else None
