"""Payment batches: fees gathered by one person, approved by another, paid by one transfer.

Locks are taken in one order: the batch, then its fees in the order of their keys.
"""

import datetime
import uuid
from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from cases.casework import fees, journal, references
from cases.casework.editing import save, take
from cases.casework.fees import CannotPay, once
from cases.casework.movements import lock_children
from cases.casework.submissions import take_once
from cases.models import BatchLine, Child, Fee, PaymentBatch, User
from cases.models.batch import TRANSFER
from cases.models.fee import STILL_OWED
from cases.queries.batches import (
    BEFORE_TRANSFER,
    approval_refusals,
    status_refusal,
    withdrawal_refusals,
)
from cases.vocabulary import Act, BatchStatus, FeeStatus
from cases.wording import day_text

#: One transfer order is read and checked line by line by a person.
MOST_FEES = 500

_SUBMISSION = ("submitted_by", "submitted_at")
_APPROVAL = ("approved_by", "approved_at")
_RETURN = ("returned_reason", "returned_by")


@transaction.atomic
def create(
    *,
    fees_picked: Iterable[Fee],
    by: User,
    token: uuid.UUID,
    at: datetime.datetime | None = None,
) -> PaymentBatch:
    """Gather due fees of one agreement and one currency into a new draft, now or ``at`` then.

    Raises ``CannotPay`` if a fee is no longer due, is being waived, or they do not belong
    together; ``AlreadyTaken``.
    """
    submission = take_once(token, by=by)
    locked = _lock_due(fees_picked)
    if len({(fee.agreement_id, fee.currency) for fee in locked}) != 1:
        raise CannotPay(_("A batch has fees of one agreement and one currency only."))
    batch = PaymentBatch.objects.create(
        reference=references.next_batch(),
        agreement_id=locked[0].agreement_id,
        currency=locked[0].currency,
        prepared_by=by,
        prepared_at=at or timezone.now(),
    )
    _hold(batch, locked, by=by)
    submission.location = batch.get_absolute_url()
    submission.save(update_fields=["location"])
    journal.settle()
    return batch


@transaction.atomic
def add(
    *, batch: PaymentBatch, version: int | None, fees_picked: Iterable[Fee], by: User
) -> PaymentBatch:
    """Add due fees to a batch that is not sent; its approval becomes void."""
    batch = take_back(batch, version)
    locked = _lock_due(fees_picked)
    others = {(fee.agreement_id, fee.currency) for fee in locked}
    if others != {(batch.agreement_id, batch.currency)}:
        raise CannotPay(_("A batch has fees of one agreement and one currency only."))
    if batch.lines.filter(released=False).count() + len(locked) > MOST_FEES:
        raise _too_many()
    _hold(batch, locked, by=by)
    journal.settle()
    return batch


@transaction.atomic
def release(
    *, batch: PaymentBatch, version: int | None, fees_picked: Iterable[Fee], by: User
) -> PaymentBatch:
    """Remove fees from a batch that is not sent: they are due again, its approval is void."""
    batch = take_back(batch, version)
    locked = fees.lock(fee.pk for fee in fees_picked)
    lines = batch.lines.filter(released=False, fee__in=locked)
    if not locked or lines.count() != len(locked):
        raise CannotPay(_("Select fees that are in this batch."))
    lines.update(released=True, released_by=by)
    fees.turn(locked, FeeStatus.DUE)
    journal.settle()
    return batch


@transaction.atomic
def submit(
    *, batch: PaymentBatch, version: int | None, by: User, at: datetime.datetime | None = None
) -> None:
    """Ask another person to approve the batch, now or ``at`` then.

    Raises ``CannotPay`` when it is empty.
    """
    batch = take(PaymentBatch.objects.all(), batch.pk, version)
    _refuse_unless(batch, BatchStatus.DRAFT)
    if not batch.lines.filter(released=False).exists():
        raise CannotPay(_("The batch is empty. Add a fee first."))
    batch.status, batch.returned_reason, batch.returned_by = BatchStatus.SUBMITTED, "", None
    batch.submitted_by, batch.submitted_at = by, at or timezone.now()
    save(batch, "status", *_RETURN, *_SUBMISSION)
    journal.settle()


@transaction.atomic
def approve(
    *, batch: PaymentBatch, version: int | None, by: User, at: datetime.datetime | None = None
) -> None:
    """Approve a batch as the second person, now or ``at`` then.

    Raises ``CannotPay`` and ``Stale``.
    """
    batch = take(PaymentBatch.objects.all(), batch.pk, version)
    if refusals := approval_refusals(batch, by=by):
        raise CannotPay(*refusals)
    batch.status, batch.approved_by = BatchStatus.APPROVED, by
    batch.approved_at = at or timezone.now()
    save(batch, "status", *_APPROVAL)
    journal.settle()


@transaction.atomic
def send_back(*, batch: PaymentBatch, version: int | None, by: User, reason: str) -> None:
    """Return a batch for correction; its approval becomes void."""
    batch = take(PaymentBatch.objects.all(), batch.pk, version)
    _refuse_unless(batch, BatchStatus.SUBMITTED, BatchStatus.APPROVED)
    _refuse_paid_in_part(batch)
    batch.returned_reason, batch.returned_by = reason, by
    _to_draft(batch)
    journal.settle()


@transaction.atomic
def record_transfer(
    *,
    batch: PaymentBatch,
    version: int | None,
    by: User,
    on: datetime.date,
    bank_reference: str,
    value_date: datetime.date,
    charges: Decimal = Decimal(0),
    funder: str = "",
    paid_currency: str = "",
    rate: Decimal | None = None,
    shares_transfer: bool = False,
) -> None:
    """Record that the bank paid an approved batch: every fee in it is paid.

    ``rate`` is in units of the account's currency for one of the batch's, if they differ. The
    journal dates the payment by the value date. Where a bank statement shows it, the batch may
    share the transfer with others. Raises ``CannotPay``, ``Stale``.
    """
    batch = take(PaymentBatch.objects.all(), batch.pk, version)
    _refuse_unless(batch, BatchStatus.APPROVED)
    if value_date > on:
        raise CannotPay(_("The value date cannot be in the future."), field="value_date")
    if batch.approved_at and value_date < (approved_on := localdate(batch.approved_at)):
        words = {"day": day_text(approved_on)}
        sentence = _("The value date is before the approval, %(day)s.")
        raise CannotPay(sentence % words, field="value_date")
    if shares_transfer:
        same = PaymentBatch.objects.filter(agreement=batch.agreement_id)
        newest = same.filter(bank_reference=bank_reference).aggregate(part=Max("part"))["part"]
        batch.part = (newest or 0) + 1
    keys = live_fee_keys(batch)
    # A paid fee may be what a case waited for; the children's rows come before the fees'.
    children = lock_children(Child.objects.filter(fees__in=keys))
    paid = fees.lock(keys)
    batch.status, batch.bank_reference = BatchStatus.SENT, bank_reference
    batch.value_date, batch.charges, batch.funder = value_date, charges, funder
    batch.paid_currency, batch.rate = paid_currency, rate
    batch.from_statement = shares_transfer
    sentence = _("This bank reference is already used for another batch.")
    with once(sentence, field="bank_reference"):
        save(batch, "status", *TRANSFER)
    fees.turn(paid, FeeStatus.PAID)
    for fee in paid:
        journal.record(fee.child, act=Act.FEE_PAID, by=by, on=value_date, detail=batch.reference)
    journal.settle(*children, by=by)


def withdraw_transfer(batch: PaymentBatch, *, by: User, on: datetime.date) -> None:
    """Make a sent batch approved again: the lines that recorded its transfer were not its own.

    Called with the batch locked. Raises ``CannotPay`` where a receipt or a reversal stands on it.
    """
    keys = live_fee_keys(batch)
    children = lock_children(Child.objects.filter(fees__in=keys))
    paid = fees.lock(keys)
    if reasons := withdrawal_refusals(batch, paid):
        raise CannotPay(*reasons)
    batch.status = BatchStatus.APPROVED
    for field in PaymentBatch._meta.concrete_fields:
        if field.name in TRANSFER:
            setattr(batch, field.name, field.get_default())
    save(batch, "status", *TRANSFER)
    fees.turn(paid, FeeStatus.BATCHED)
    for fee in paid:
        journal.record(fee.child, act=Act.FEE_UNPAID, by=by, on=on, detail=batch.reference)
    journal.settle(*children, by=by)


@transaction.atomic
def void(*, batch: PaymentBatch, version: int | None, by: User) -> None:
    """Cancel a batch that is not sent: its fees are due again, the batch stays on record."""
    batch = take(PaymentBatch.objects.all(), batch.pk, version)
    _refuse_unless(batch, *BEFORE_TRANSFER)
    _refuse_paid_in_part(batch)
    held = fees.lock(live_fee_keys(batch))
    batch.status = BatchStatus.VOID
    save(batch, "status")
    batch.lines.filter(released=False).update(released=True, released_by=by)
    fees.turn(held, FeeStatus.DUE)
    journal.settle()


def take_back(batch: PaymentBatch, version: int | None) -> PaymentBatch:
    """Lock a batch to change its lines; a requested or given approval becomes void."""
    batch = take(PaymentBatch.objects.all(), batch.pk, version)
    _refuse_unless(batch, *BEFORE_TRANSFER)
    _refuse_paid_in_part(batch)
    _to_draft(batch)
    return batch


def live_fee_keys(batch: PaymentBatch) -> list[int]:
    """Return the keys of the fees that ``batch`` pays."""
    live = batch.lines.filter(released=False, serves__isnull=False)
    return list(live.values_list("serves_id", flat=True))


def _to_draft(batch: PaymentBatch) -> None:
    batch.status = BatchStatus.DRAFT
    batch.submitted_by = batch.submitted_at = batch.approved_by = batch.approved_at = None
    save(batch, "status", *_RETURN, *_SUBMISSION, *_APPROVAL)


def _lock_due(picked: Iterable[Fee]) -> list[Fee]:
    locked = fees.lock(fee.pk for fee in picked)
    if not locked:
        raise CannotPay(_("Select at least one fee."))
    if len(locked) > MOST_FEES:
        raise _too_many()
    if reasons := [*_due_refusals(locked)]:
        raise CannotPay(*reasons)
    return locked


def _due_refusals(locked: list[Fee]) -> Iterator[str]:
    if taken := [fee for fee in locked if fee.status != FeeStatus.DUE]:
        yield _("No longer due: %(references)s.") % {"references": _references(taken)}
    if waived := [fee for fee in locked if fee.status == FeeStatus.DUE and fee.waiver_asked_by_id]:
        yield _("A waiver is requested: %(references)s.") % {"references": _references(waived)}
    if closed := [fee for fee in locked if fee.child.closed_reason not in STILL_OWED]:
        yield _("The case is closed, so there is nothing to pay: %(references)s.") % {
            "references": _references(closed)
        }


def _references(some: list[Fee]) -> str:
    shown = ", ".join(fee.child.reference for fee in some[:5])
    return shown if len(some) <= 5 else f"{shown} …"


def _too_many() -> CannotPay:
    return CannotPay(_("A batch can have at most %(count)s fees.") % {"count": MOST_FEES})


def _hold(batch: PaymentBatch, locked: list[Fee], *, by: User) -> None:
    BatchLine.objects.bulk_create(
        BatchLine(batch=batch, fee=fee, amount=fee.amount, added_by=by) for fee in locked
    )
    fees.turn(locked, FeeStatus.BATCHED)


def _refuse_unless(batch: PaymentBatch, *statuses: BatchStatus) -> None:
    if batch.status not in statuses:
        raise CannotPay(status_refusal(batch))


def _refuse_paid_in_part(batch: PaymentBatch) -> None:
    if batch.bank_matches.standing().exists():
        raise CannotPay(_("A bank statement shows that a part of this batch is paid already."))
