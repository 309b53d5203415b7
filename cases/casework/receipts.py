"""Receipts: papers of the other side that acknowledge payments, fee by fee."""

import datetime
import uuid
from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.casework import fees, journal
from cases.casework.documents import NewFile, keeps_file
from cases.casework.editing import save, take
from cases.casework.fees import CannotPay, once
from cases.casework.movements import lock_children
from cases.casework.submissions import take_once
from cases.models import (
    Agreement,
    BatchLine,
    Child,
    Fee,
    PaymentBatch,
    Receipt,
    ReceiptLine,
    ReceiptScan,
    Reversal,
    User,
)
from cases.vocabulary import Act, BatchStatus, FeeStatus

WITHDRAWN = gettext_lazy("This receipt is already withdrawn.")


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


@transaction.atomic
def withdraw(*, receipt: Receipt, by: User, on: datetime.date, note: str) -> None:
    """Withdraw a receipt that was recorded by mistake; its fees wait for one again.

    A batch that it had settled is sent, as before. The receipt stays on record, with ``note``, and
    its number may be recorded anew. Raises ``CannotPay``.
    """
    lines = ReceiptLine._base_manager.filter(receipt=receipt)
    paying = BatchLine.objects.filter(released=False, serves__in=lines.values("fee"))
    held = PaymentBatch.objects.select_for_update(no_key=True, of=("self",))
    batches = list(held.filter(pk__in=paying.values("batch")).order_by("pk"))
    children = lock_children(Child.objects.filter(fees__in=lines.values("fee")))
    locked = fees.lock(lines.values_list("fee", flat=True))
    receipt = Receipt.objects.select_for_update(no_key=True, of=("self",)).get(pk=receipt.pk)
    if receipt.withdrawn_at is not None:
        raise CannotPay(str(WITHDRAWN))
    if reversed_since := [fee for fee in locked if _reversed_since(fee, receipt)]:
        sentence = _("%(child)s: a refund or credit was approved since. The receipt stays.")
        raise CannotPay(*(sentence % {"child": fee.child.reference} for fee in reversed_since))
    whole = [fee for fee in locked if fee.status == FeeStatus.RECEIPTED]
    receipt.withdrawn_by, receipt.withdrawn_at, receipt.withdrawn_note = by, timezone.now(), note
    receipt.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_note"])
    references = _references(locked)
    for fee in whole:
        detail = references[fee.pk]
        journal.record(fee.child, act=Act.FEE_UNRECEIPTED, by=by, on=on, detail=detail)
    for batch in batches:
        batch.status = BatchStatus.SENT
        save(batch, "status")
    journal.settle(*children, by=by)


def _reversed_since(fee: Fee, receipt: Receipt) -> bool:
    """Return whether the money that a receipt acknowledges has left its fee again."""
    agreed = Reversal.objects.agreed().filter(fee=fee, approved_at__gte=receipt.recorded_at)
    return fee.status not in (FeeStatus.PAID, FeeStatus.RECEIPTED) or agreed.exists()


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
    references = _references(locked)
    for fee in locked:
        if amounts[fee.pk] == fee.open_amount:
            batch = references[fee.pk]
            journal.record(fee.child, act=Act.FEE_RECEIPTED, by=by, on=on, detail=batch)


def _references(locked: list[Fee]) -> dict[int, str]:
    """Return the reference of the batch that pays each fee, by the key of the fee."""
    lines = BatchLine.objects.filter(released=False, serves__in=locked)
    return dict(lines.values_list("serves_id", "batch__reference"))


def settle_when_whole(batch: PaymentBatch) -> bool:
    """Settle a sent batch (locked) if its whole amount is acknowledged or claimed back."""
    serving = batch.lines.filter(released=False, serves__isnull=False)
    still_open = serving.exclude(serves__status=FeeStatus.RECEIPTED).exists()
    if batch.status != BatchStatus.SENT or still_open:
        return False
    batch.status = BatchStatus.SETTLED
    save(batch, "status")
    return True
