"""Receipts: the papers by which the other side acknowledges, fee by fee, what was paid."""

import datetime
import uuid
from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from cases.casework import fees, journal
from cases.casework.batches import live_fee_keys
from cases.casework.editing import save, take
from cases.casework.fees import CannotPay, once
from cases.casework.submissions import take_once
from cases.models import Fee, PaymentBatch, Receipt, ReceiptLine, Submission, User
from cases.vocabulary import Act, BatchStatus, FeeStatus


@transaction.atomic
def record(
    *,
    batch: PaymentBatch,
    version: int | None,
    by: User,
    on: datetime.date,
    authority: str,
    number: str,
    received_on: datetime.date,
    amounts: Mapping[int, Decimal],
    token: uuid.UUID,
) -> Receipt:
    """Record a receipt for fees of a sent batch; ``amounts`` are by the key of the fee.

    A fee is receipted when its whole amount is acknowledged; when all fees of
    the batch are, the batch is settled. Raises ``CannotPay``, ``Stale``, and
    ``AlreadyTaken`` for a form taken before.
    """
    submission = take_once(token, by=by)
    batch = take(PaymentBatch.objects.all(), batch.pk, version)
    if batch.status != BatchStatus.SENT:
        raise CannotPay(_("Receipts are recorded for a batch that was sent and is not settled."))
    if received_on > on:
        raise CannotPay(_("The day of the receipt cannot be in the future."))
    locked = _lock_open(batch, amounts)
    receipt = _new_receipt(batch, authority, number, received_on, by)
    ReceiptLine.objects.bulk_create(
        ReceiptLine(receipt=receipt, fee=fee, amount=amounts[fee.pk]) for fee in locked
    )
    _journal_whole(locked, amounts, by=by, on=received_on, detail=batch.reference)
    if not settle_when_whole(batch):
        save(batch)
    submission.location = batch.get_absolute_url()
    submission.save(update_fields=["location"])
    journal.settle()
    return receipt


def led_to(token: uuid.UUID) -> str:
    """Return where the form with this token led when it was taken before, "" if it was not.

    A receipt changes what its form offers, so a replay is told before it is judged.
    """
    return Submission.objects.filter(token=token).values_list("location", flat=True).first() or ""


def _lock_open(batch: PaymentBatch, amounts: Mapping[int, Decimal]) -> list[Fee]:
    if not amounts:
        raise CannotPay(_("Pick the fees that the receipt names."))
    if not set(amounts) <= set(live_fee_keys(batch)):
        raise CannotPay(_("Pick fees that are in this batch."))
    locked = fees.lock(amounts)
    if wrong := [fee for fee in locked if not 0 < amounts[fee.pk] <= fee.open_amount]:
        raise CannotPay(
            *(
                _("%(reference)s: more than 0 and at most %(open)s can be acknowledged.")
                % {"reference": fee.child.reference, "open": fee.open_amount}
                for fee in wrong
            )
        )
    return locked


def _new_receipt(
    batch: PaymentBatch, authority: str, number: str, received_on: datetime.date, by: User
) -> Receipt:
    with once(_("A receipt with this number is on record already.")):
        return Receipt.objects.create(
            agreement_id=batch.agreement_id,
            authority=authority,
            number=number,
            received_on=received_on,
            recorded_by=by,
        )


def _journal_whole(
    locked: list[Fee],
    amounts: Mapping[int, Decimal],
    *,
    by: User,
    on: datetime.date,
    detail: str,
) -> None:
    for fee in locked:
        if amounts[fee.pk] == fee.open_amount:
            journal.record(fee.child, act=Act.FEE_RECEIPTED, by=by, on=on, detail=detail)


def settle_when_whole(batch: PaymentBatch) -> bool:
    """Settle a sent batch, already locked, whose money is acknowledged or claimed back whole."""
    serving = batch.lines.filter(released=False, serves__isnull=False)
    still_open = serving.exclude(serves__status=FeeStatus.RECEIPTED).exists()
    if batch.status != BatchStatus.SENT or still_open:
        return False
    batch.status = BatchStatus.SETTLED
    save(batch, "status")
    return True
