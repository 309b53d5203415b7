"""The work of one user: queues, tasks, last opened children."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any, NamedTuple

from django.db.models import Count, DateField, F, Func, Q, QuerySet, Subquery

from cases.models import Child, Draft, Enquiry, Place, Task, User
from cases.models.child import ChildQuerySet
from cases.models.long_lists import NumberOf, known
from cases.models.missed_fee import without_their_fee
from cases.models.prepared import (
    DAY,
    KEY,
    KEYS,
    AnyOf,
    Parameter,
    Records,
    Statement,
    counting,
    prepared,
)
from cases.models.reader import May, may_of, read_by, standing_for
from cases.models.rows import JsonRow, read_rows, row_of, rows_of
from cases.queries.access import Part, part_of
from cases.queries.spellings import name_of
from cases.queries.task_lines import TaskColumns, TaskLine, open_tasks, task_line
from cases.vocabulary import Stage, TaskRule

LAST_OPENED = 5
#: Rows of the access log that are read for the last opened children.
LOOKED_THROUGH = 300


class Next(StrEnum):
    """A queue that is counted; those for a second person are in ``reviews``."""

    MISSED = "missed"
    TOWNS = "towns"
    ENQUIRIES = "enquiries"


def next_for(user: User) -> dict[Next, int]:
    """Return the length of each queue of ``user`` that is not empty."""
    counts: dict[Next, int] = {}
    if user.has_perm("cases.ask_missedfee"):
        counts[Next.MISSED] = _missed().number()
    if user.has_perm("cases.change_place"):
        counts[Next.TOWNS] = Place.objects.unchecked().count()
    if user.has_perm("cases.work_case"):
        counts[Next.ENQUIRIES] = _to_answer(may_of(user)).number(**read_by(user))
    return {kind: count for kind, count in counts.items() if count}


@cache
def _missed() -> Statement:
    return counting(without_their_fee(Child.objects.all()))


@lru_cache(maxsize=64)
def _to_answer(may: May) -> Statement:
    return counting(Enquiry.objects.visible_to(standing_for(may)).to_answer())


def drafts_of(user: User) -> list[Draft]:
    """Return what ``user`` typed and has not sent, the newest first. One query."""
    return _drafts().of(key=user.pk)


@cache
def _drafts() -> Records[Draft]:
    return Records(Draft.objects.filter(author=KEY))


_OWN_CASES = Statement("""
SELECT part, sum(n)::bigint FROM cases_keptsum
WHERE caseworker_id = %(reader)s AND kind = 'own_stage' AND part <> 'closed'
GROUP BY 1 HAVING sum(n) > 0
""")


def open_cases(user: User) -> dict[Stage, int]:
    """Return how many open cases ``user`` has in each stage. One query."""
    if user.has_perm("cases.view_team_children") or user.has_perm("cases.view_every_child"):
        return {Stage(part): n for part, n in _OWN_CASES.tuples(reader=user.pk)}
    # Of the cases of somebody who sees them for another reason, rows must say which.
    own = Child.objects.visible_to(user).filter(caseworker=user).open().order_by()
    rows = own.values("stage").annotate(children=Count("pk"))
    return {Stage(row["stage"]): row["children"] for row in rows}


@dataclass(frozen=True, slots=True)
class ChildTask:
    """One open task of a list, and its child with names."""

    line: TaskLine
    child: Child


class Weeks(NamedTuple):
    """The last day of this week's work, and of next week's."""

    this: datetime.date
    next: datetime.date


class OwnList(StrEnum):
    """The lists of a user's own open tasks."""

    RETURNED = "returned"
    OVERDUE = "overdue"
    WEEK = "week"
    NEXT = "next"
    UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class OwnTasks:
    """How many tasks are on a list, None for too many, and the first of them."""

    total: int | None
    rows: list[ChildTask]


@dataclass(frozen=True, slots=True)
class OwnWork:
    """The lists of a user that are not empty, and how many tasks are due later.

    ``with_others``: how many tasks of the user's own cases wait for a second person, and
    since when the oldest. A number is None where there are too many. ``first_later`` is the
    earliest day of what is due later.
    """

    lists: dict[OwnList, OwnTasks]
    later: int | None
    with_others: tuple[int | None, datetime.date | None]
    first_later: datetime.date | None


def own_tasks(user: User, *, on: datetime.date, weeks: Weeks, most: int) -> OwnWork:
    """Return the tasks assigned to ``user`` on each list that is not empty, the earliest first.

    Three queries; one where all are empty.
    """
    values = {"on": on, "until": weeks.this, "then": weeks.next, **read_by(user)}
    (row,) = _own_lines(may_of(user), most).rows(**values)
    lines = {kind: _lines(row[kind]) for kind in OwnList}
    counts = dict(zip(_COUNTED, map(known, row["counts"]), strict=True))
    children = _children_of(line for some in lines.values() for line in some)
    lists = {
        kind: OwnTasks(counts[kind], _with_children(some[:most], children))
        for kind, some in lines.items()
        if some
    }
    count, since = row["with_others"] or (0, None)
    day = datetime.date.fromisoformat(since) if since else None
    return OwnWork(lists, counts["later"], (known(count), day), row["first_later"])


_UNTIL, _THEN = Parameter("until", DateField()), Parameter("then", DateField())
_RETURNED = Q(rule=TaskRule.RETURNED)
#: Each task is on one list.
_ON_LIST: dict[str, Q] = {
    OwnList.RETURNED: _RETURNED,
    OwnList.OVERDUE: ~_RETURNED & Q(due_on__lt=DAY),
    OwnList.WEEK: ~_RETURNED & Q(due_on__range=(DAY, _UNTIL)),
    OwnList.NEXT: ~_RETURNED & Q(due_on__gt=_UNTIL, due_on__lte=_THEN),
    OwnList.UNDATED: ~_RETURNED & Q(due_on__isnull=True),
}


_COUNTED = _ON_LIST | {"later": ~_RETURNED & Q(due_on__gt=_THEN)}


@lru_cache(maxsize=64)
def _own_lines(may: May, most: int) -> Statement:
    user = standing_for(may)
    own = Q(assigned_to=user) & _of_visible(user)
    lists: dict[str, Any] = {
        kind: rows_of(TaskColumns, open_tasks(own & of)[: most + 1])
        for kind, of in _ON_LIST.items()
    }
    tasks = Task.objects.open().filter(own).values("pk")
    lists["counts"] = JsonRow(*(NumberOf(tasks.filter(of)) for of in _COUNTED.values()))
    lists["with_others"] = Subquery(_with_others(user)[:1])
    later = Task.objects.open().filter(own & _COUNTED["later"]).order_by("due_on")
    lists["first_later"] = Subquery(later.values("due_on")[:1])
    return prepared(User.objects.filter(pk=user.pk).order_by().values(**lists))


def _with_others(user: User) -> QuerySet[Task, Any]:
    rows = Task.objects.open().filter(
        rule=TaskRule.SECOND_PERSON, child__caseworker=user, child__in=_visible(user)
    )
    since = Func("made_at", function="cases_day", output_field=DateField())
    oldest = rows.order_by("made_at", "pk").annotate(since=since)
    return oldest.annotate(numbers=JsonRow(NumberOf(rows.values("pk")), "since")).values("numbers")


def task_rows(keys: Sequence[int], *, to: User) -> list[ChildTask]:
    """Return the open tasks with ``keys`` that ``to`` may see, earliest first. Three queries."""
    rows = _lines_by_key(may_of(to)).tuples(keys=list(keys), **read_by(to))
    lines = _lines(row for (row,) in rows)
    return _with_children(lines, _children_of(lines))


@lru_cache(maxsize=64)
def _lines_by_key(may: May) -> Statement:
    of = Q(AnyOf(F("pk"), KEYS)) & _of_visible(standing_for(may))
    return prepared(open_tasks(of).values_list(row_of(TaskColumns)))


def _of_visible(user: User) -> Q:
    return Q(child__in=_visible(user))


def _visible(user: User) -> QuerySet[Child, Any]:
    return Child.objects.visible_to(user).values("pk")


def _lines(rows: Iterable[list[Any]]) -> tuple[TaskLine, ...]:
    return tuple(map(task_line, read_rows(TaskColumns, rows)))


def _children_of(lines: Iterable[TaskLine]) -> dict[int, Child]:
    keys = {line.child_id for line in lines}
    return {child.pk: child for child in _named().of(keys=list(keys))} if keys else {}


@cache
def _named() -> "Records[Child]":
    rows = Child.objects.filter(AnyOf(F("pk"), KEYS)).select_related("mother")
    return Records(with_own_names(rows.order_by()))


def _with_children(lines: Iterable[TaskLine], children: dict[int, Child]) -> list[ChildTask]:
    return [ChildTask(line, children[line.child_id]) for line in lines]


def last_opened(user: User) -> list[Child]:
    """Return the children whose pages ``user`` opened last, newest first, with names."""
    opened = _OPENED.tuples(reader=user.pk, rows=LOOKED_THROUGH)
    newest_first = list(dict.fromkeys(key for (key,) in opened))[:LAST_OPENED]
    seen = _seen(may_of(user)).of(keys=newest_first, **read_by(user)) if newest_first else []
    children = {child.pk: child for child in seen}
    opened_now = [children[pk] for pk in newest_first if pk in children]
    if not user.has_perm("cases.see_names"):
        return opened_now
    # A user of two roles may have opened a record that is masked.
    return [child for child in opened_now if part_of(child, to=user) is not Part.MASKED]


_OPENED = Statement("""
SELECT child_id FROM cases_accessrow WHERE by_id = %(reader)s AND child_id IS NOT NULL
ORDER BY id DESC LIMIT %(rows)s
""")


@lru_cache(maxsize=64)
def _seen(may: May) -> "Records[Child]":
    rows = Child.objects.visible_to(standing_for(may)).filter(AnyOf(F("pk"), KEYS))
    return Records(with_own_names(rows.select_related("mother").order_by()))


def with_own_names(children: "ChildQuerySet[Child]") -> "ChildQuerySet[Child]":
    """Read the children's own names with them, and annotate ``mothers_name``, hers."""
    rows = children.select_related("person").reading_names_of("person")
    return rows.annotate(mothers_name=name_of("mother__person"))
