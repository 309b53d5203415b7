"""The tasks of a case follow its facts: each act updates them at its end.

Missing tasks that the rules want are created, others closed. Idempotent.
"""

import datetime
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.db.models import F

from cases.models import Child, Task, User
from cases.queries.task_facts import Tasks, facts_and_tasks
from cases.rules.task_facts import CaseFacts, Key
from cases.rules.tasks import is_done, wanted
from cases.vocabulary import Stage, TaskOutcome, TaskRule

_CLOSE = """
UPDATE cases_task SET outcome = %s, closed_by_id = %s, closed_at = STATEMENT_TIMESTAMP(),
    version = version + 1 WHERE id = ANY (%s::bigint[]) AND outcome IS NULL
"""
#: Cases that the nightly run locks at once.
AT_ONCE = 200
#: Tasks for others than the caseworker.
_NOBODYS = (TaskRule.SECOND_PERSON, TaskRule.CASEWORKER, TaskRule.FEE)
#: Whether tasks are updated once, after many acts of one transaction.
_PUT_OFF = ContextVar("tasks_put_off", default=False)


@dataclass(slots=True)
class _Changes:
    """The changes that bring the tasks of some cases up to date."""

    new: list[Task] = field(default_factory=list)
    moved: dict[int, datetime.date | None] = field(default_factory=dict)
    closed: dict[TaskOutcome, list[int]] = field(
        default_factory=lambda: {outcome: [] for outcome in TaskOutcome}
    )


def refresh(children: Collection[int], *, by: User, on: datetime.date) -> None:
    """Create and close the tasks of ``children`` (keys, rows locked) as of a day.

    Two queries, and one or two more if something changes. ``by`` closes the tasks.
    """
    if _PUT_OFF.get():
        return
    changes = _Changes()
    for child, facts, tasks in facts_and_tasks(children, on=on):
        _compare(child, facts, tasks, changes)
    # The unique index holds if the same task is created concurrently.
    Task.objects.bulk_create(changes.new, ignore_conflicts=True)
    for pk, due_on in changes.moved.items():
        Task.objects.filter(pk=pk).update(due_on=due_on, version=F("version") + 1)
    for outcome, pks in changes.closed.items():
        if pks:
            close(pks, outcome, by=by)


def close(pks: Collection[int], outcome: TaskOutcome, *, by: User) -> int:
    """Close those of the tasks that are open; return how many."""
    with connection.cursor() as cursor:
        cursor.execute(_CLOSE, [outcome, by.pk, list(pks)])
        return int(cursor.rowcount)


def refresh_all(*, by: User, on: datetime.date) -> int:
    """Update the tasks of every open case, as a new day may; return the number of cases.

    Locks the rows of a few cases at a time, in key order, as every act does.
    """
    pks = list(Child.objects.open().order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(pks), AT_ONCE):
        with transaction.atomic():
            locked = Child.objects.filter(pk__in=pks[start : start + AT_ONCE]).order_by("pk")
            rows = locked.select_for_update(no_key=True, of=("self",))
            refresh(list(rows.values_list("pk", flat=True)), by=by, on=on)
    return len(pks)


@contextmanager
def after_all(*, by: User, on: datetime.date) -> Iterator[None]:
    """Update every task once, after the acts of the block."""
    token = _PUT_OFF.set(True)
    try:
        yield
    finally:
        _PUT_OFF.reset(token)
    refresh_all(by=by, on=on)


def follow_caseworker(child: Child, before: User | None) -> None:
    """Assign the tasks of the previous caseworker (or of no one) to the current one."""
    open_tasks = Task.objects.open().filter(child=child, assigned_to=before)
    open_tasks.exclude(rule__in=_NOBODYS).update(
        assigned_to=child.caseworker, version=F("version") + 1
    )


def _compare(child: Child, facts: CaseFacts, have: Tasks, changes: _Changes) -> None:
    want = wanted(facts)
    changes.new += [_task(child, key, due) for key, due in want.items() if key not in have]
    for key, rows in have.items():
        for row in (row for row in rows if row.outcome is None):
            if key not in want:
                _close(row.id, key, facts, changes)
            elif row.due_on != want[key]:
                changes.moved[row.id] = want[key]


def _close(pk: int, key: Key, facts: CaseFacts, changes: _Changes) -> None:
    if key.rule == TaskRule.MANUAL and facts.stage != Stage.CLOSED:
        return
    outcome = TaskOutcome.DONE if is_done(key, facts) else TaskOutcome.OBSOLETE
    changes.closed[outcome].append(pk)


def _task(child: Child, key: Key, due_on: datetime.date | None) -> Task:
    source = {f"{key.source.kind}_id": key.source.pk} if key.source else {}
    return Task(
        child=child,
        rule=key.rule,
        about=key.about,
        due_on=due_on,
        assigned_to_id=None if key.rule in _NOBODYS else child.caseworker_id,
        **source,
    )
