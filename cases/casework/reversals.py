"""Payments for a child who does not travel: refunded, or credited to another child's fee.

Locks are taken in the order of every act on money: the batch, the children, the fees.
"""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.casework import fees, journal
from cases.casework.editing import save, take
from cases.casework.fees import CannotPay, once
from cases.casework.movements import lock_children
from cases.casework.receipts import settle_when_whole
from cases.models import BatchLine, Child, Fee, PaymentBatch, Reversal, User
from cases.queries.reversals import (
    approval_refusals,
    asked_reversal,
    creditable,
    nobody_asked,
    reversal_refusals,
)
from cases.vocabulary import Act, FeeStatus, Reason, ReversalKind


@transaction.atomic
def ask(
    *,
    fee: Fee,
    version: int | None,
    by: User,
    kind: ReversalKind,
    reason: Reason,
    credited_to: Fee | None = None,
) -> Reversal:
    """Request a refund of a paid fee, or its credit to the fee of another child.

    It has no effect until a second person approves. Raises ``CannotPay`` and ``Stale``.
    """
    fee = take(Fee.objects.select_related("child"), fee.pk, version)
    if refusals := reversal_refusals(fee):
        raise CannotPay(*refusals)
    if (kind == ReversalKind.CREDIT) != (credited_to is not None):
        raise CannotPay(_("Select the child whose fee the credit pays."))
    if credited_to is not None and not creditable(fee).filter(pk=credited_to.pk).exists():
        raise CannotPay(_not_due(credited_to))
    with once(_("Already requested. It is waiting for a second person.")):
        reversal = Reversal.objects.create(
            fee=fee,
            line=fee.payments.get(released=False),
            kind=kind,
            credited_to=credited_to,
            reason=reason,
            asked_by=by,
            asked_at=timezone.now(),
        )
    save(fee)
    return reversal


@transaction.atomic
def approve(*, fee: Fee, version: int | None, by: User, on: datetime.date) -> None:
    """Approve a refund or a credit as the second person.

    A refund is due from then on; a credit pays the other fee at once, with the amount
    receipts have acknowledged. Raises ``CannotPay`` and ``Stale``.
    """
    reversal = asked_reversal(fee)
    if reversal is None or (refusals := approval_refusals(reversal, by=by)):
        raise CannotPay(*(refusals if reversal else (nobody_asked(),)))
    batch = _lock_batch(reversal)
    keys = [pk for pk in (reversal.fee_id, reversal.credited_to_id) if pk is not None]
    children = lock_children(Child.objects.filter(fees__in=keys))
    locked = {each.pk: each for each in fees.lock(keys)}
    fee = locked[reversal.fee_id]
    if fee.version != version:
        take(Fee.objects.all(), fee.pk, version)
    if reasons := reversal_refusals(fee):
        raise CannotPay(*reasons)
    target = locked.get(reversal.credited_to_id or 0)
    if target is not None and not creditable(fee).filter(pk=target.pk).exists():
        raise CannotPay(_not_due(target))
    reversal.received, reversal.approved_by, reversal.approved_at = fee.received, by, timezone.now()
    reversal.save(update_fields=["received", "approved_by", "approved_at"])
    BatchLine.objects.filter(pk=reversal.line_id).update(serves=target)
    _leave(fee, target, reversal, batch, by=by, on=on)
    settle_when_whole(batch)
    journal.settle(*children, by=by)


def _leave(
    fee: Fee,
    target: Fee | None,
    reversal: Reversal,
    batch: PaymentBatch,
    *,
    by: User,
    on: datetime.date,
) -> None:
    received, reason = fee.received, Reason(reversal.reason)
    fee.received = fee.received - received
    fee.status = FeeStatus.REFUND_DUE if target is None else FeeStatus.CREDITED
    save(fee, "status", "received")
    if target is None:
        journal.record(fee.child, act=Act.FEE_CLAIMED, by=by, on=on, reason=reason)
        return
    whole = received == target.amount
    target.received, target.status = received, FeeStatus.RECEIPTED if whole else FeeStatus.PAID
    save(target, "status", "received")
    to = target.child.reference
    journal.record(fee.child, act=Act.FEE_CREDITED, by=by, on=on, reason=reason, detail=to)
    journal.record(target.child, act=Act.FEE_PAID, by=by, on=on, detail=batch.reference)


@transaction.atomic
def drop(*, fee: Fee, version: int | None, by: User) -> None:
    """Refuse or withdraw a request; the fee stays paid."""
    fee = take(Fee.objects.all(), fee.pk, version)
    reversal = asked_reversal(fee)
    if reversal is None:
        raise CannotPay(nobody_asked())
    reversal.dropped_by, reversal.dropped_at = by, timezone.now()
    reversal.save(update_fields=["dropped_by", "dropped_at"])
    save(fee)


@transaction.atomic
def record_refund(
    *,
    fee: Fee,
    version: int | None,
    by: User,
    on: datetime.date,
    refunded_on: datetime.date,
    bank_reference: str,
    shares_order: bool = False,
) -> None:
    """Record that a refund arrived; the fee of a child who travels after all is due again.

    Where a bank statement shows it, one order may bring the refunds of several children.
    Raises ``CannotPay``, ``Stale``.
    """
    child = fees.lock_child_of(fee)
    fee = take(Fee.objects.select_related("schedule"), fee.pk, version)
    if fee.status != FeeStatus.REFUND_DUE:
        raise CannotPay(_("No refund is awaited for this fee."))
    if refunded_on > on:
        raise CannotPay(_("The refund date cannot be in the future."))
    claim = fee.reversals.agreed().select_related("line__batch").last()
    paid_on = claim.line.batch.value_date if claim else None
    if claim is None or paid_on is None or refunded_on < paid_on:
        raise CannotPay(_("The refund cannot come before the payment."))
    sentence = _("This bank reference is already used for another refund.")
    if not shares_order and Reversal.objects.filter(bank_reference=bank_reference).exists():
        raise CannotPay(sentence, field="bank_reference")
    claim.refunded_on, claim.bank_reference, claim.recorded_by = refunded_on, bank_reference, by
    with once(sentence, field="bank_reference"):
        claim.save(update_fields=["refunded_on", "bank_reference", "recorded_by"])
    fee.status = FeeStatus.REFUNDED
    save(fee, "status")
    journal.record(child, act=Act.FEE_REFUNDED, by=by, on=on)
    fees.become_due(child, on=on, by=by)
    journal.settle(child, by=by)


def withdraw_refund(claim: Reversal, *, by: User, on: datetime.date) -> None:
    """Await a refund again: the line of the bank that recorded it was not its own.

    Raises ``CannotPay`` where the fee has gone on since.
    """
    child = fees.lock_child_of(claim.fee)
    (fee,) = fees.lock([claim.fee_id])
    if fee.status != FeeStatus.REFUNDED:
        words = {"child": child.reference}
        sentence = _(
            "The fee for %(child)s has been due again since its refund. Explain the difference on "
            "the reconciliation page instead."
        )
        raise CannotPay(sentence % words)
    claim.refunded_on, claim.bank_reference, claim.recorded_by = None, "", None
    claim.save(update_fields=["refunded_on", "bank_reference", "recorded_by"])
    fees.turn([fee], FeeStatus.REFUND_DUE)
    journal.record(child, act=Act.FEE_UNPAID, by=by, on=on)
    journal.settle(child, by=by)


def _lock_batch(reversal: Reversal) -> PaymentBatch:
    batches = PaymentBatch.objects.select_for_update(no_key=True, of=("self",))
    return batches.get(lines=reversal.line_id)


def _not_due(fee: Fee) -> str:
    return _("%(reference)s: the fee is no longer due. Select another child.") % {
        "reference": fee.child.reference
    }
