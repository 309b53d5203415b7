"""Two cases of one child merged, and parted again: one person asks, another approves."""

import datetime
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.casework import closings, journal
from cases.casework.cases import lock_child, take_child
from cases.casework.editing import save
from cases.casework.lapses import lapse_if_blocked, lock_place
from cases.casework.refused import Refused
from cases.models import Child, Journal, Merge, User
from cases.queries.duplicates import hold_answers
from cases.queries.merges import (
    approval_refusals,
    merge_refusals,
    unmerge_approval_refusals,
    unmerge_refusals,
)
from cases.vocabulary import Act, ClosedReason, MergedField, Reason

#: The versions at which a form showed the case that is kept, and the one that is given up.
Versions = tuple[int | None, int | None]


class CannotMerge(Refused):
    """Two cases stay as they are."""


@transaction.atomic
def ask(
    *,
    keeps: Child,
    gives_up: Child,
    versions: Versions,
    by: User,
    on: datetime.date,
    taken: Collection[MergedField],
    reason: str,
) -> Merge:
    """Request that ``gives_up`` goes on as ``keeps``; ``taken`` are the facts it was right in.

    Its closing as a duplicate is requested with it: what voids or sends back the one does so to
    the other. Raises ``CannotMerge`` with what to do, and ``Stale``.
    """
    hold_answers()  # before the rows, as whoever answers does
    keeps, gives_up = _taken(keeps, gives_up, versions)
    if reasons := merge_refusals(keeps, gives_up):
        raise CannotMerge(*reasons)
    closings.ask_to_close(
        child=gives_up,
        version=gives_up.version,
        by=by,
        on=on,
        reason=ClosedReason.DUPLICATE,
        duplicate_of=keeps,
    )
    merge = Merge.objects.create(
        keeps=keeps,
        gives_up=gives_up,
        taken=sorted(taken),
        reason=reason,
        asked_by=by,
        asked_at=timezone.now(),
    )
    journal.settle()
    return merge


@transaction.atomic
def approve(*, merge: Merge, versions: Versions, by: User, on: datetime.date) -> Merge:
    """Merge two cases as the second person: the database moves the rows as it is approved.

    Raises ``CannotMerge`` and ``Stale``.
    """
    place = lock_place(merge.keeps)
    merge = _locked(merge, versions)
    if reasons := approval_refusals(merge, by=by):
        raise CannotMerge(*reasons)
    merge.approved_by, merge.approved_at = by, timezone.now()
    merge.save(update_fields=["approved_by", "approved_at"])
    closings.close(merge.gives_up, by=by, on=on)
    keeps = lock_child(merge.keeps)
    save(keeps)
    journal.record(keeps, act=Act.MERGE, by=by, on=on, detail=merge.gives_up.reference)
    lapse_if_blocked(keeps, place, by=by, on=on)
    journal.settle(keeps, merge.gives_up, by=by)
    return merge


@transaction.atomic
def send_back(
    *, merge: Merge, versions: Versions, by: User, on: datetime.date, reason: Reason
) -> Merge:
    """Refuse a merge as the second person; both cases stay open."""
    merge = _locked(merge, versions)
    if merge.approved_by_id or merge.dropped_by_id:
        raise CannotMerge(*approval_refusals(merge, by=by))
    given = merge.gives_up
    closings.return_closing(child=given, version=given.version, by=by, on=on, reason=reason)
    return merge


@transaction.atomic
def ask_to_undo(
    *, merge: Merge, versions: Versions, by: User, on: datetime.date, reason: str
) -> Merge:
    """Request that two cases are parted again. Raises ``CannotMerge`` and ``Stale``."""
    merge = _locked(merge, versions)
    if merge.undo_asked_by_id and not merge.undo_approved_by_id:
        raise CannotMerge(_("Already requested. It is waiting for a second person."))
    if reasons := unmerge_refusals(merge):
        raise CannotMerge(*reasons)
    merge.undo_asked_by, merge.undo_asked_at, merge.undo_reason = by, timezone.now(), reason
    merge.save(update_fields=["undo_asked_by", "undo_asked_at", "undo_reason"])
    journal.record(merge.keeps, act=Act.ASK_UNMERGE, by=by, on=on, detail=merge.gives_up.reference)
    journal.settle(merge.keeps, by=by)
    return merge


@transaction.atomic
def undo(*, merge: Merge, versions: Versions, by: User, on: datetime.date) -> Merge:
    """Part two cases as the second person: every row goes back, and the closing never counted.

    Raises ``CannotMerge`` with what was done since that cannot be parted, and ``Stale``.
    """
    merge = _locked(merge, versions)
    if reasons := unmerge_approval_refusals(merge, by=by):
        raise CannotMerge(*reasons)
    merge.undo_approved_by, merge.undo_approved_at = by, timezone.now()
    merge.save(update_fields=["undo_approved_by", "undo_approved_at"])
    closing = Journal.objects.filter(child=merge.gives_up, act=Act.CLOSE).latest("pk")
    Journal.objects.create(
        child=merge.gives_up,
        act=Act.UNDO,
        from_stage=closing.to_stage,
        to_stage=closing.from_stage,
        by=by,
        # Dated like the closing, so that no day's figures count it.
        happened_on=closing.happened_on,
        detail=closing.act,
        undoes=closing,
    )
    keeps, given = lock_child(merge.keeps), lock_child(merge.gives_up)
    save(keeps)
    for child, other in ((keeps, given), (given, keeps)):
        journal.record(child, act=Act.UNMERGE, by=by, on=on, detail=other.reference)
    journal.settle(keeps, given, by=by)
    return merge


@transaction.atomic
def keep_merged(
    *, merge: Merge, versions: Versions, by: User, on: datetime.date, reason: Reason
) -> Merge:
    """Send the request to undo a merge back as the second person; the cases stay merged."""
    merge = _locked(merge, versions)
    if merge.undo_approved_by_id or not merge.undo_asked_by_id or merge.undo_asked_by_id == by.pk:
        raise CannotMerge(*unmerge_approval_refusals(merge, by=by))
    merge.undo_asked_by = merge.undo_asked_at = None
    merge.undo_reason = ""
    merge.save(update_fields=["undo_asked_by", "undo_asked_at", "undo_reason"])
    detail = f"{Act.ASK_UNMERGE}:{merge.pk}"
    journal.record(merge.keeps, act=Act.RETURN, by=by, on=on, reason=reason, detail=detail)
    journal.settle(merge.keeps, by=by)
    return merge


def _locked(merge: Merge, versions: Versions) -> Merge:
    """Lock both cases, then the merge, and return it with them as they stand now."""
    keeps, gives_up = _taken(merge.keeps, merge.gives_up, versions)
    merge = Merge.objects.select_for_update(no_key=True).get(pk=merge.pk)
    merge.keeps, merge.gives_up = keeps, gives_up
    return merge


def _taken(keeps: Child, gives_up: Child, versions: Versions) -> tuple[Child, Child]:
    """Lock two cases in the order of their keys. Raises ``Stale``."""
    both = sorted(zip((keeps, gives_up), versions, strict=True), key=lambda each: each[0].pk)
    locked = {child.pk: take_child(child, version) for child, version in both}
    return locked[keeps.pk], locked[gives_up.pk]
