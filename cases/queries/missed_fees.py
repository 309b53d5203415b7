"""Fees that no act made due: whose, by which schedule, and who asked for them."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cases import wording
from cases.models import Child, Fee, FeeSchedule, MissedFee, User
from cases.models.missed_fee import without_their_fee
from cases.models.user import holders
from cases.queries.fee_schedules import schedule_facts
from cases.rules.fees import FeeGap, gap_at
from cases.vocabulary import FeeStatus, Stage

if TYPE_CHECKING:
    from cases.models.missed_fee import ChildWithoutFee


@dataclass(frozen=True, slots=True)
class OwedFee:
    """The fee that a child should have by the schedule of its day, and the request for it."""

    child: Child
    schedule: FeeSchedule
    due_on: datetime.date
    pending: MissedFee | None


def missing_fees(children: "QuerySet[Child]") -> "QuerySet[ChildWithoutFee]":
    """Return the children of whom a fee is missing, those who wait longest first."""
    return without_their_fee(children).order_by("owed_since", "pk")


def owed_fees(rows: "list[ChildWithoutFee]") -> list[OwedFee]:
    """Return what is owed for each of ``rows``, in their order. Two queries."""
    schedules = FeeSchedule.objects.select_related("agreement").in_bulk({r.owed_by for r in rows})
    requests = MissedFee.objects.asked().filter(child__in=rows).select_related("asked_by")
    by_child = {each.child_id: each for each in requests}
    return [
        OwedFee(row, schedules[row.owed_by], row.owed_since, by_child.get(row.pk)) for row in rows
    ]


def owed_fee(reference: str) -> OwedFee | None:
    """Return what is owed for a child without her fee; None where nothing is. Three queries."""
    rows = list(missing_fees(Child.objects.filter(reference=reference)))
    return owed_fees(rows)[0] if rows else None


def approval_refusals(missed: MissedFee | None, *, by: User) -> tuple[str, ...]:
    """Return why ``by`` cannot make the missed fee due; empty if they can."""
    if missed is None:
        return (_("Nobody has asked for this fee."),)
    if missed.asked_by_id == by.pk:
        return (_("You requested this. A second person must approve it."),)
    return ()


def approvers_of(missed: MissedFee | None) -> tuple[User, ...]:
    """Return who may make the fee due that somebody asked for. One query, or none."""
    if missed is None:
        return ()
    return tuple(holders("approve_missedfee").exclude(pk=missed.asked_by_id))


def gap_notes(child: Child, stage: Stage, *, on: datetime.date) -> tuple[str, ...]:
    """Return why no fee becomes due when ``child`` reaches ``stage``; empty where one does.

    Two queries at most.
    """
    if Fee.objects.filter(child=child).exists():
        return ()
    return gap_notes_of(child.agreement_id, stage, on=on)


def gap_notes_of(agreement_id: int, stage: Stage, *, on: datetime.date) -> tuple[str, ...]:
    """Return why no fee becomes due for a child without one who reaches ``stage``. One query."""
    gap = gap_at(schedule_facts(agreement_id), stage, on)
    if gap is None:
        return ()
    if gap == FeeGap.WAITS:
        why = _("The fee schedule is waiting for approval: no fee becomes due. A task is added.")
    else:
        why = _("No fee schedule is in force on this day: no fee becomes due. A task is added.")
    return (why,)


def money_left_open(child: Child) -> tuple[str, ...]:
    """Return what of the money of ``child`` is open, for those who close the case. Two queries."""
    return tuple(_money_left_open(child))


def _money_left_open(child: Child) -> Iterator[str]:
    fee = Fee.objects.filter(child=child).first()
    if fee is None:
        if without_their_fee(Child.objects.filter(pk=child.pk)).exists():
            yield _("A fee should be due for this child, and there is none.")
        return
    amount = {"amount": wording.money_text(fee.open_amount, fee.currency)}
    if fee.status in (FeeStatus.DUE, FeeStatus.BATCHED):
        yield _("The fee of %(amount)s is not paid yet.") % amount
    elif fee.status == FeeStatus.PAID:
        yield _("%(amount)s are paid and not acknowledged by a receipt.") % amount
    elif fee.status == FeeStatus.REFUND_DUE:
        yield _("The refund of %(amount)s has not come yet.") % {
            "amount": wording.money_text(fee.amount, fee.currency)
        }
