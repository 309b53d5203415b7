"""Refusals of acts on payment batches."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from cases.models import Fee, PaymentBatch, Reversal, User
from cases.vocabulary import BatchStatus, FeeStatus

#: Before the transfer the content may still change, which takes a batch back to draft.
BEFORE_TRANSFER = (BatchStatus.DRAFT, BatchStatus.SUBMITTED, BatchStatus.APPROVED)


def approval_refusals(batch: PaymentBatch, *, by: User) -> tuple[str, ...]:
    """Return why ``by`` cannot approve ``batch``; empty if they can.

    No one approves a batch they prepared, submitted or changed a line of.
    Source: domain page, section 4; security page, threat 6.
    """
    if batch.status != BatchStatus.SUBMITTED:
        return (status_refusal(batch),)
    if by.pk in (batch.prepared_by_id, batch.submitted_by_id):
        return (_("You prepared this batch. A second person must approve it."),)
    if _touched(batch, by):
        return (_("You changed this batch. A second person must approve it."),)
    return ()


def _touched(batch: Any, by: User) -> bool:
    """Return whether ``by`` changed a line, or submitted the batch before it was returned."""
    lines = batch.lines.filter(Q(added_by=by) | Q(released_by=by))
    return bool(lines.exists() or batch.events.filter(submitted_by=by).exists())


def status_refusal(batch: PaymentBatch) -> str:
    """Return the sentence that the status of ``batch`` does not allow the act."""
    return _("%(batch)s is “%(status)s”; this cannot be done now.") % {
        "batch": batch.reference,
        "status": batch.get_status_display(),
    }


def withdrawal_refusals(batch: PaymentBatch, fees: Iterable[Fee]) -> tuple[str, ...]:
    """Return why the transfer of ``batch`` cannot be withdrawn; empty if it can.

    ``fees`` are those that its money pays.
    """
    reversals = Reversal.objects.filter(line__batch=batch).select_related("fee__child")
    waiting = [each for each in reversals if each.is_asked]
    reversed_since = [each.fee for each in reversals if each.approved_by_id is not None]
    standing = [fee for fee in fees if fee.status != FeeStatus.PAID or fee.received]
    refusals = []
    if waiting:
        sentence = _("A refund or a credit is requested: %(references)s. Drop the request first.")
        refusals.append(sentence % {"references": _references_of(each.fee for each in waiting)})
    if settled := [*standing, *reversed_since]:
        sentence = _(
            "A receipt, a refund or a credit stands on the payment of %(batch)s: %(references)s. "
            "Explain the difference on the reconciliation page instead."
        )
        words = {"batch": batch.reference, "references": _references_of(settled)}
        refusals.append(sentence % words)
    return tuple(refusals)


def _references_of(fees: Iterable[Fee]) -> str:
    return ", ".join(dict.fromkeys(fee.child.reference for fee in fees))
