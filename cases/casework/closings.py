"""Closing and reopening a case: one person asks, another approves."""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.casework import journal
from cases.casework.cases import refuse, take_child
from cases.casework.editing import save
from cases.casework.journal import CannotMove
from cases.models import Child, Journal, Merge, User
from cases.queries.refusals import not_followed_up
from cases.vocabulary import Act, ClosedReason, Reason, Stage

_CLOSING = ("closing_reason", "closing_asked_by", "closing_asked_at", "duplicate_of")
_NOT_ASKED: dict[str, Any] = {**dict.fromkeys(_CLOSING), "closing_note": ""}
_APPROVAL = ("closing_approved_by", "closing_approved_at")


@transaction.atomic
def ask_to_close(
    *,
    child: Child,
    version: int | None,
    by: User,
    on: datetime.date,
    reason: ClosedReason,
    duplicate_of: Child | None = None,
    note: str = "",
) -> None:
    """Ask a reviewer to close the case; the stage stays until it is approved.

    Completed is only for a child in care at home; while a follow-up is not done, ``note``
    says why. A duplicate names the other case.
    """
    child = take_child(child, version)
    refuse(child, Act.ASK_CLOSE, by=by, on=on)
    if reason == ClosedReason.COMPLETED and child.stage != Stage.PLACED:
        raise CannotMove(_("“Completed” is for a child who is home and in care."))
    unfollowed = not_followed_up(child, reason)
    if unfollowed and not note:
        raise CannotMove(unfollowed, field="note")
    if (reason == ClosedReason.DUPLICATE) != (duplicate_of is not None):
        raise CannotMove(_("Enter the case that this one duplicates."))
    if duplicate_of is not None and duplicate_of.pk == child.pk:
        raise CannotMove(_("A case cannot be a duplicate of itself."))
    child.closing_reason, child.duplicate_of = reason, duplicate_of
    child.closing_note = note if unfollowed else ""
    child.closing_asked_by, child.closing_asked_at = by, timezone.now()
    save(child, *_NOT_ASKED)
    journal.record(child, act=Act.ASK_CLOSE, by=by, on=on, detail=reason)
    journal.settle(child, by=by)


@transaction.atomic
def approve_closing(*, child: Child, version: int | None, by: User, on: datetime.date) -> None:
    """Close the case as the second person; a merge that waits is approved on its own page."""
    child = take_child(child, version)
    if Merge.objects.asked().filter(gives_up=child).exists():
        raise CannotMove(_("This case is to be merged. Approve the merge, or send it back."))
    close(child, by=by, on=on)
    journal.settle(child, by=by)


def close(child: Child, *, by: User, on: datetime.date) -> None:
    """Close a case (locked) as it was requested, as the second person; the caller settles it."""
    refuse(child, Act.CLOSE, by=by, on=on)
    journal.step(
        child,
        act=Act.CLOSE,
        to=Stage.CLOSED,
        by=by,
        on=on,
        detail=str(child.closing_reason),
        closed_on=on,
        closed_reason=child.closing_reason,
        closing_approved_by=by,
        closing_approved_at=timezone.now(),
        hold_reason=None,
        hold_until=None,
        review_due_on=None,
    )


@transaction.atomic
def return_closing(
    *, child: Child, version: int | None, by: User, on: datetime.date, reason: Reason
) -> None:
    """Return a request to close; the case stays open."""
    child = take_child(child, version)
    refuse(child, Act.CLOSE, by=by, on=on)
    for field, value in _NOT_ASKED.items():
        setattr(child, field, value)
    save(child, *_NOT_ASKED)
    journal.record(child, act=Act.RETURN, by=by, on=on, reason=reason, detail=Act.ASK_CLOSE)
    journal.settle(child, by=by)


@transaction.atomic
def ask_to_reopen(
    *, child: Child, version: int | None, by: User, on: datetime.date, reason: Reason
) -> None:
    """Ask a reviewer to reopen a closed case that is not a duplicate."""
    child = take_child(child, version)
    refuse(child, Act.ASK_REOPEN, by=by, on=on)
    child.reopening_asked_by, child.reopening_asked_at = by, timezone.now()
    child.reopening_approved_by = child.reopening_approved_at = None
    save(
        child,
        "reopening_asked_by",
        "reopening_asked_at",
        "reopening_approved_by",
        "reopening_approved_at",
    )
    journal.record(child, act=Act.ASK_REOPEN, by=by, on=on, reason=reason)
    journal.settle(child, by=by)


@transaction.atomic
def approve_reopening(*, child: Child, version: int | None, by: User, on: datetime.date) -> None:
    """Reopen the case as the second person, at its stage before the closing."""
    child = take_child(child, version)
    refuse(child, Act.REOPEN, by=by, on=on)
    closing = Journal.objects.filter(child=child, act=Act.CLOSE).latest("pk")
    to = Stage(closing.from_stage or "")
    facts = _NOT_ASKED | dict.fromkeys((*_APPROVAL, "closed_on", "closed_reason"))
    if to == Stage.DEFERRED:
        facts["review_due_on"] = on
    journal.step(
        child,
        act=Act.REOPEN,
        to=to,
        by=by,
        on=on,
        reopening_approved_by=by,
        reopening_approved_at=timezone.now(),
        **facts,
    )
    journal.settle(child, by=by)


@transaction.atomic
def return_reopening(
    *, child: Child, version: int | None, by: User, on: datetime.date, reason: Reason
) -> None:
    """Return a request to reopen; the case stays closed."""
    child = take_child(child, version)
    refuse(child, Act.REOPEN, by=by, on=on)
    child.reopening_asked_by = child.reopening_asked_at = None
    save(child, "reopening_asked_by", "reopening_asked_at")
    journal.record(child, act=Act.RETURN, by=by, on=on, reason=reason, detail=Act.ASK_REOPEN)
    journal.settle(child, by=by)
