"""Undoing a mistake on the same day, by the person who made it."""

import datetime
from itertools import takewhile

from django.apps import apps
from django.db import transaction

from cases.casework import follow_ups, journal, tasks
from cases.casework.cases import refuse, take_child
from cases.casework.editing import save
from cases.casework.lapses import lapse_if_blocked, lock_place
from cases.models import Child, Clearance, Consent, Journal, UndoneRecord, User
from cases.queries.journal import last_entry
from cases.vocabulary import Act

#: The columns an act writes besides the stage and its day.
_WRITES: dict[str, tuple[str, ...]] = {
    Act.VERIFY: ("verified_by", "verified_without_paper"),
    Act.DEFER: ("review_due_on",),
    Act.RECONSIDER: ("review_due_on",),
    Act.CLEAR: (),
    Act.PLACE: ("held_at",),
    Act.RELEASE: (),
    Act.DEPART: (),
    Act.ARRIVE: ("held_at", "returned_on"),
    Act.HOLD: ("hold_reason", "hold_until"),
    Act.RELEASE_HOLD: ("hold_reason", "hold_until"),
    Act.ASSIGN: ("caseworker",),
    Act.ASK_CLOSE: (
        *("closing_reason", "closing_note", "closing_asked_by", "closing_asked_at"),
        "duplicate_of",
    ),
}
#: Acts that make a record of their own, which no longer counts.
_RECORDS = (Act.CLEARANCE, Act.CONSENT)
#: Kinds of clearance that one form settles, at most.
_KINDS = 50


@transaction.atomic
def undo(*, child: Child, version: int | None, by: User, on: datetime.date) -> Journal:
    """Undo the last act of ``by`` on the case today; all entries stay.

    Restores the columns from the history table, or sets aside all that one form recorded. The
    undoing is dated like the act, so that no day's figures count either.
    Raises ``CannotMove`` and ``Stale``. Source: domain page, section 4.
    """
    place = lock_place(child)
    child = take_child(child, version)
    refuse(child, Act.UNDO, by=by, on=on)
    entry, caseworker = last_entry(child), child.caseworker
    if entry.act in _RECORDS:
        undoing = _set_aside(child, entry, by)
        lapse_if_blocked(child, place, by=by, on=on)
    else:
        undoing = undo_entry(child, entry, by=by)
    if entry.act == Act.PLACE:
        _end_care(child, undoing)
    if entry.act == Act.ASSIGN:
        tasks.follow_caseworker(child, caseworker)
    journal.settle(child, by=by)
    return undoing


def undo_entry(child: Child, entry: Journal, *, by: User) -> Journal:
    """Give the case (locked) back what ``entry`` changed on it; return the entry that says so."""
    _restore(child, entry)
    return _journal(entry, by)


def _journal(entry: Journal, by: User) -> Journal:
    return Journal.objects.create(
        child=entry.child,
        act=Act.UNDO,
        from_stage=entry.to_stage,
        to_stage=entry.from_stage,
        by=by,
        happened_on=entry.happened_on,
        detail=entry.act,
        undoes=entry,
    )


def _set_aside(child: Child, last: Journal, by: User) -> Journal:
    """Undo the record of ``last`` and those that the same form made, the last one first."""
    records = _consent(last) if last.act == Act.CONSENT else _of_one_form(child, by)
    entries = child.journal.filter(act=last.act, by=by, pk__lte=last.pk).order_by("-pk")
    for entry, record in zip(entries, records, strict=False):
        undoing = _journal(entry, by)
        UndoneRecord.objects.create(entry=undoing, **{entry.act: record})
    return undoing


def _consent(entry: Journal) -> list[Consent]:
    """Return the consent that an entry told of."""
    return [Consent.objects.filter(child=entry.child_id, recorded_by=entry.by_id).latest("pk")]


def _of_one_form(child: Child, by: User) -> list[Clearance]:
    """Return the last clearance and, of a paper that settled several kinds, those beside it."""
    rows = list(Clearance.objects.filter(child=child, recorded_by=by).order_by("-pk")[:_KINDS])
    events = apps.get_model("cases", "ClearanceEvent").objects.filter(pgh_obj__in=rows)
    form_of = dict(events.values_list("pgh_obj_id", "pgh_context_id"))
    own = form_of[rows[0].pk]
    return [rows[0], *takewhile(lambda each: own and form_of[each.pk] == own, rows[1:])]


def _end_care(child: Child, undoing: Journal) -> None:
    """Set aside the placement whose step was undone, and what it had planned."""
    placement = child.placements.get()
    placement.undone_with = undoing
    save(placement, "undone_with")
    follow_ups.withdraw_with(placement)


def _restore(child: Child, entry: Journal) -> None:
    """Restore the columns of the version before ``entry``: of a step, the last at its stage."""
    history = apps.get_model("cases", "ChildEvent").objects.filter(pgh_obj=child)
    stage = ("stage", "stage_since", "stage_entered_on") if entry.to_stage else ()
    last = {"stage": entry.from_stage} if stage else {"version": child.version - 1}
    before = history.filter(**last).latest("pk")
    fields = stage + _WRITES[entry.act]
    for field in fields:
        setattr(child, field, getattr(before, field))
    save(child, *fields)
