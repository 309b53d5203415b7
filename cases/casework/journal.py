"""The journal: what was done to a case. Every act writes here, in its transaction."""

import datetime

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import wording
from cases.casework import tasks
from cases.casework.editing import save
from cases.casework.refused import Refused
from cases.models import Child, Journal, User
from cases.vocabulary import Act, Reason, Stage


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
    """Write that ``act`` was done to ``child`` on the day ``on``; the stage stays.

    ``detail`` is a code, never a name or free text.
    """
    return Journal.objects.create(
        child=child, act=act, by=by, happened_on=on, reason=reason, detail=detail
    )


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
    """Take ``child`` (already locked) to the stage ``to``, with the facts it stands on.

    Writes the child as its next version and the journal entry. The database
    judges at once whether the step is in the table and its facts are there.
    Raises ``CannotMove`` for a day before the step it follows.
    """
    before = child.stage
    if on < child.stage_since:
        raise CannotMove(
            _("Enter a date from %(day)s on, when the case reached this stage.")
            % {"day": wording.day_text(child.stage_since)}
        )
    child.stage, child.stage_since = to, on
    for field, value in facts.items():
        setattr(child, field, value)
    save(child, "stage", "stage_since", *facts)
    return Journal.objects.create(
        child=child,
        act=act,
        from_stage=before,
        to_stage=to,
        by=by,
        happened_on=on,
        reason=reason,
        detail=detail,
    )


def settle(*children: Child, by: User | None = None) -> None:
    """End an act on ``children``, whose rows are locked, inside its own transaction.

    Their tasks follow what ``by`` has done, and the deferred guards speak now. What is to be
    done is judged on the day of entry, whenever the act happened.
    """
    if by is not None:
        tasks.refresh([child.pk for child in children], by=by, on=timezone.localdate())
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
