"""The journal of a case. Every act writes to it, in the act's transaction."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import wording
from cases.casework import messages, tasks
from cases.casework.editing import save
from cases.casework.refused import Refused
from cases.models import Child, Journal, User
from cases.models.changed_case import KEPT_LATER, SETTLED
from cases.vocabulary import Act, Reason, Stage

#: Whether what is recorded counts as entered on the day it happened.
_AS_IT_HAPPENS = ContextVar("entered_as_it_happens", default=False)
#: What is told of together with others, while it is recorded.
_TOGETHER: ContextVar[list[Journal] | None] = ContextVar("told_together", default=None)


class CannotMove(Refused):
    """The step of a case is refused."""


def record(
    child: Child,
    *,
    act: Act,
    by: User,
    on: datetime.date,
    reason: Reason | str = "",
    detail: str = "",
) -> Journal:
    """Journal ``act`` for ``child`` on the day ``on``; the stage stays.

    ``detail`` is a code, never a name or free text.
    """
    entry = Journal.objects.create(
        child=child, act=act, by=by, happened_on=on, reason=reason, detail=detail
    )
    _tell(entry)
    return entry


@contextmanager
def entered_as_it_happens() -> Iterator[None]:
    """Count what the block records as entered on the day it happened: for an invented history."""
    token = _AS_IT_HAPPENS.set(True)
    try:
        yield
    finally:
        _AS_IT_HAPPENS.reset(token)


def entry_day(on: datetime.date) -> datetime.date:
    """Return the day from which work on what happened ``on`` is counted: today, its entry."""
    return on if _AS_IT_HAPPENS.get() else max(on, timezone.localdate())


def step(
    child: Child,
    *,
    act: Act,
    to: Stage,
    by: User,
    on: datetime.date,
    reason: Reason | str = "",
    detail: str = "",
    **facts: object,
) -> Journal:
    """Move ``child`` (locked) to the stage ``to``, with the facts required for it.

    Saves the child's next version and the journal entry; a trigger checks the step and its
    facts. Raises ``CannotMove`` for a day before the previous step.
    """
    before = child.stage
    if on < child.stage_since:
        raise CannotMove(
            _("Enter a date from %(day)s on, when the case reached this stage.")
            % {"day": wording.day_text(child.stage_since)}
        )
    child.stage, child.stage_since, child.stage_entered_on = to, on, entry_day(on)
    for field, value in facts.items():
        setattr(child, field, value)
    save(child, "stage", "stage_since", "stage_entered_on", *facts)
    entry = Journal.objects.create(
        child=child,
        act=act,
        from_stage=before,
        to_stage=to,
        by=by,
        happened_on=on,
        reason=reason,
        detail=detail,
    )
    _tell(entry)
    return entry


@contextmanager
def told_together() -> Iterator[list[Journal]]:
    """Yield what the block records; it is told of together, and not entry by entry."""
    entries: list[Journal] = []
    token = _TOGETHER.set(entries)
    try:
        yield entries
    finally:
        _TOGETHER.reset(token)


def _tell(entry: Journal) -> None:
    """Tell the caseworker; of an invented history nobody is told."""
    together = _TOGETHER.get()
    if together is not None:
        together.append(entry)
    elif not _AS_IT_HAPPENS.get():
        messages.tell_of(entry)


def begin() -> None:
    """Begin an act on a case: what it changes is counted once, as it settles."""
    with connection.cursor() as cursor:
        cursor.execute(KEPT_LATER)


def settle(*children: Child, by: User | None = None) -> None:
    """End an act on ``children`` (locked): update their tasks, run the deferred constraints.

    The tasks are those of the day of entry, whenever the act happened.
    """
    if by is not None:
        tasks.refresh([child.pk for child in children], by=by, on=timezone.localdate())
    with connection.cursor() as cursor:
        cursor.execute(SETTLED)
