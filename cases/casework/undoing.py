"""Undoing a mistake on the same day, by the person who made it."""

import datetime

from django.apps import apps
from django.db import transaction

from cases.casework import journal, tasks
from cases.casework.cases import refuse, take_child
from cases.casework.editing import save
from cases.models import Child, Journal, User
from cases.queries.journal import last_entry
from cases.vocabulary import Act

#: The columns an act writes besides the stage and its day.
_WRITES: dict[str, tuple[str, ...]] = {
    Act.VERIFY: ("verified_by", "verified_without_paper"),
    Act.DEFER: ("review_due_on",),
    Act.RECONSIDER: ("review_due_on",),
    Act.CLEAR: (),
    Act.HOLD: ("hold_reason", "hold_until"),
    Act.RELEASE_HOLD: ("hold_reason", "hold_until"),
    Act.ASSIGN: ("caseworker",),
}


@transaction.atomic
def undo(*, child: Child, version: int | None, by: User, on: datetime.date) -> Journal:
    """Undo the last act of ``by`` on the case today; both entries stay.

    Restores the columns from the history table. The undoing is dated like the act, so that
    no day's figures count either. Raises ``CannotMove`` and ``Stale``.
    Source: domain page, section 4.
    """
    child = take_child(child, version)
    refuse(child, Act.UNDO, by=by, on=on)
    entry, caseworker = last_entry(child), child.caseworker
    _restore(child, entry)
    undoing = Journal.objects.create(
        child=child,
        act=Act.UNDO,
        from_stage=entry.to_stage,
        to_stage=entry.from_stage,
        by=by,
        happened_on=entry.happened_on,
        detail=entry.act,
        undoes=entry,
    )
    if entry.act == Act.ASSIGN:
        tasks.follow_caseworker(child, caseworker)
    journal.settle(child, by=by)
    return undoing


def _restore(child: Child, entry: Journal) -> None:
    """Restore the columns of the version before ``entry``."""
    history = apps.get_model("cases", "ChildEvent").objects
    before = history.filter(pgh_obj=child, version=child.version - 1).latest("pk")
    stage = ("stage", "stage_since", "stage_entered_on") if entry.to_stage else ()
    fields = stage + _WRITES[entry.act]
    for field in fields:
        setattr(child, field, getattr(before, field))
    save(child, *fields)
