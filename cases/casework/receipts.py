"""Receipts: papers of the other side that acknowledge payments, fee by fee."""

import datetime
import uuid
from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.casework import fees, journal
from cases.casework.documents import NewFile, keeps_file
from cases.casework.editing import save, take
from cases.casework.fees import CannotPay, once
from cases.casework.submissions import take_once
from cases.models import (
    Agreement,
    BatchLine,
    Fee,
    PaymentBatch,
    Receipt,
    ReceiptLine,
    ReceiptScan,
    User,
)
from cases.vocabulary import Act, BatchStatus, FeeStatus


@keeps_file
@transaction.atomic
def record(
    *,
    agreement: Agreement,
    by: User,
    on: datetime.date,
    authority: str,
    number: str,
    received_on: datetime.date,
    amounts: Mapping[int, Decimal],
    token: uuid.UUID,
    batch: PaymentBatch | None = None,
    version: int | None = None,
    new: NewFile | None = None,
) -> Receipt:
    """Record a receipt; ``amounts`` are by the key of the fee, ``new`` is its scan.

    Its fees may be in several sent batches; from the page of one ``batch``, opened at
    ``version``, all are in that one. A fee is receipted when its whole amount is
    acknowledged; a batch is settled when all its fees are. Raises ``CannotPay``, ``Stale``
    and ``AlreadyTaken``.
    """
    submission = take_once(token, by=by)
    if received_on > on:
        raise CannotPay(_("The receipt date cannot be in the future."))
    batches = [_lock_sent(batch, version)] if batch else _lock_batches(agreement, amounts)
    locked = _lock_open(batches, amounts)
    with once(_("A receipt with this number is already in the register."), field="number"):
        receipt = Receipt.objects.create(
            agreement=agreement,
            authority=authority,
            number=number,
            received_on=received_on,
            recorded_by=by,
        )
    ReceiptLine.objects.bulk_create(
        ReceiptLine(receipt=receipt, fee=fee, amount=amounts[fee.pk]) for fee in locked
    )
    _journal_whole(locked, amounts, by=by, on=received_on)
    for each in batches:
        if not settle_when_whole(each):
            save(each)
    if new is not None:
        ReceiptScan.objects.create(receipt=receipt, uploaded_by=by, **new.row())
    submission.location = (batch or receipt).get_absolute_url()
    submission.save(update_fields=["location"])
    journal.settle()
    return receipt


@keeps_file
@transaction.atomic
def add_scan(*, receipt: Receipt, by: User, new: NewFile) -> ReceiptScan:
    """File a scan of a receipt. Raises ``CannotPay`` if it is there already."""
    with once(_("The same file is already added to this receipt."), field="file"):
        return ReceiptScan.objects.create(receipt=receipt, uploaded_by=by, **new.row())


@transaction.atomic
def withdraw_scan(*, scan: ReceiptScan, by: User) -> None:
    """Withdraw a wrong scan of a receipt; row and file stay. Raises ``CannotPay``."""
    scan = ReceiptScan.objects.select_for_update(no_key=True).get(pk=scan.pk)
    if scan.withdrawn_at is not None:
        raise CannotPay(_("This scan is already withdrawn."))
    scan.withdrawn_by, scan.withdrawn_at = by, timezone.now()
    scan.save(update_fields=["withdrawn_by", "withdrawn_at"])


def _lock_sent(batch: PaymentBatch, version: int | None) -> PaymentBatch:
    batch = take(PaymentBatch.objects.all(), batch.pk, version)
    if batch.status != BatchStatus.SENT:
        raise CannotPay(_("A receipt needs a batch that was sent and is not settled."))
    return batch


def _lock_batches(agreement: Agreement, amounts: Mapping[int, Decimal]) -> list[PaymentBatch]:
    """Lock the sent batches that pay the fees, in the order of their keys."""
    lines = BatchLine.objects.filter(released=False, serves__in=list(amounts))
    batches = PaymentBatch.objects.select_for_update(no_key=True, of=("self",))
    of_them = batches.filter(pk__in=lines.values("batch"), agreement=agreement)
    return list(of_them.filter(status=BatchStatus.SENT).order_by("pk"))


def _lock_open(batches: list[PaymentBatch], amounts: Mapping[int, Decimal]) -> list[Fee]:
    if not amounts:
        raise CannotPay(_("Select the fees that the receipt names."))
    live = BatchLine.objects.filter(batch__in=batches, released=False, serves__in=list(amounts))
    if live.count() != len(amounts):
        raise CannotPay(_("Select fees that are paid and not receipted yet."))
    locked = fees.lock(amounts)
    if len({fee.currency for fee in locked}) > 1:
        raise CannotPay(_("A receipt is in one currency."))
    if wrong := [fee for fee in locked if not 0 < amounts[fee.pk] <= fee.open_amount]:
        raise CannotPay(
            *(
                _("%(reference)s: more than 0 and at most %(open)s can be acknowledged.")
                % {"reference": fee.child.reference, "open": fee.open_amount}
                for fee in wrong
            )
        )
    return locked


def _journal_whole(
    locked: list[Fee], amounts: Mapping[int, Decimal], *, by: User, on: datetime.date
) -> None:
    lines = BatchLine.objects.filter(released=False, serves__in=locked)
    references = dict(lines.values_list("serves_id", "batch__reference"))
    for fee in locked:
        if amounts[fee.pk] == fee.open_amount:
            batch = references[fee.pk]
            journal.record(fee.child, act=Act.FEE_RECEIPTED, by=by, on=on, detail=batch)


def settle_when_whole(batch: PaymentBatch) -> bool:
    """Settle a sent batch (locked) if its whole amount is acknowledged or claimed back."""
    serving = batch.lines.filter(released=False, serves__isnull=False)
    still_open = serving.exclude(serves__status=FeeStatus.RECEIPTED).exists()
    if batch.status != BatchStatus.SENT or still_open:
        return False
    batch.status = BatchStatus.SETTLED
    save(batch, "status")
    return True
