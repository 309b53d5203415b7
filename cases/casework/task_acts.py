"""What staff do with tasks: add, tick off, assign."""

import datetime
import hashlib
import uuid

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.casework import tasks
from cases.casework.cases import lock_child, refuse_caseworker, refuse_idle
from cases.casework.editing import take
from cases.casework.journal import CannotMove
from cases.casework.submissions import claim, done
from cases.models import Child, Task, User
from cases.models.task import TICKED, TaskQuerySet
from cases.vocabulary import TaskOutcome, TaskRule

#: Tasks that are assigned at once.
MOST = 500
CLOSED = gettext_lazy("This task is already closed.")


@transaction.atomic
def add(
    *,
    child: Child,
    by: User,
    text: str,
    due_on: datetime.date | None = None,
    assigned_to: User | None = None,
    token: uuid.UUID | None = None,
) -> Task:
    """Add a task to an open case. Raises ``CannotMove`` and ``AlreadyTaken``."""
    submission = claim(token, by=by)
    child = lock_child(child)
    if not child.is_open:
        raise CannotMove(_("The case is closed."))
    if assigned_to is not None:
        refuse_caseworker(assigned_to, child, by=by)
    task = Task.objects.create(
        child=child,
        rule=TaskRule.MANUAL,
        text=text,
        due_on=due_on,
        assigned_to=assigned_to,
        made_by=by,
    )
    done(submission, child)
    return task


@transaction.atomic
def tick(*, task: Task, by: User) -> None:
    """Close a task as done. Raises ``CannotMove`` if it closes automatically or is closed."""
    if task.rule not in TICKED:
        raise CannotMove(_("This task closes automatically when the record shows that it is done."))
    if not tasks.close([task.pk], TaskOutcome.DONE, by=by):
        raise CannotMove(str(CLOSED))


@transaction.atomic
def reassign(*, task: Task, version: int | None, by: User, to: User) -> None:
    """Assign an open task to ``to``. Raises ``CannotMove`` and ``Stale``."""
    task = take(Task.objects.select_related("child__mother"), task.pk, version)
    if task.outcome is not None:
        raise CannotMove(str(CLOSED))
    refuse_caseworker(to, task.child, by=by)
    _give(Task.objects.filter(pk=task.pk), to)


def for_second_persons(rows: TaskQuerySet) -> TaskQuerySet:
    """Return those of ``rows`` that wait for a second person and cannot be assigned."""
    return rows.open().filter(rule=TaskRule.SECOND_PERSON)


def givable(rows: TaskQuerySet, *, by: User, to: User) -> TaskQuerySet:
    """Return those of ``rows`` that ``by`` may assign to ``to``.

    None that wait for a second person; those of another team only by or to a reviewer.
    """
    rows = rows.open().exclude(rule=TaskRule.SECOND_PERSON)
    everywhere = "cases.view_every_child"
    if by.has_perm(everywhere) or to.has_perm(everywhere):
        return rows
    return rows.filter(child__mother__team=to.team_id)


@transaction.atomic
def reassign_all(*, rows: TaskQuerySet, by: User, to: User, counted: int | None, seen: str) -> int:
    """Assign every ``givable`` task of ``rows`` to ``to``; return how many.

    Raises ``CannotMove`` if ``rows`` are not ``counted`` any more, or not as they were ``seen``,
    ``to`` does not work on cases, or there are too many at once.
    """
    if rows.count() != counted:
        raise CannotMove(_("The list has changed. Check the number again."))
    refuse_idle(to)
    pks = sorted(givable(rows, by=by, to=to).values_list("pk", flat=True)[: MOST + 1])
    if len(pks) > MOST:
        raise CannotMove(_("At most %(most)s tasks can be assigned at once.") % {"most": MOST})
    locked = Task.objects.open().filter(pk__in=pks).order_by("pk").select_for_update(no_key=True)
    keys = [task.pk for task in locked]
    if state_of(rows) != seen:
        raise CannotMove(
            _("Another person has just assigned or changed some of these tasks. Check them again.")
        )
    return _give(Task.objects.filter(pk__in=keys), to)


def state_of(rows: TaskQuerySet) -> str:
    """Return a mark of which tasks ``rows`` are and how they stand: another after any change."""
    standing = sorted(rows.order_by().values_list("pk", "version"))
    return hashlib.sha256(repr(standing).encode()).hexdigest()[:20]


def _give(rows: TaskQuerySet, to: User) -> int:
    return rows.update(assigned_to=to, version=F("version") + 1)
