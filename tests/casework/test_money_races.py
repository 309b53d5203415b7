"""Many hands on the same money at once: each fee is paid once, and the sums are right."""

import uuid

import pytest
from django.db import connection, transaction

from cases.casework import batches, receipts
from cases.casework.editing import Stale
from cases.casework.fees import CannotPay
from cases.casework.submissions import AlreadyTaken
from cases.models import BatchLine, Fee, PaymentBatch, Receipt
from cases.vocabulary import Act, BatchStatus, FeeStatus, Role
from tests import factories
from tests.factories import DAY
from tests.races import came_of

pytestmark = pytest.mark.django_db(transaction=True)

EXPECTED = (CannotPay, Stale, AlreadyTaken)


def at_once(acts):
    return came_of(acts, *EXPECTED)


def test_two_officers_batch_the_same_fees():
    fees = factories.due_fees(3)
    officers = [factories.user(Role.FINANCE_OFFICER) for _ in range(2)]

    came = at_once(
        [
            lambda by=by, order=order: batches.create(
                fees_picked=fees[::order], by=by, token=uuid.uuid4()
            )
            for by, order in zip(officers, (1, -1), strict=True)
        ]
    )

    assert came == {"done": 1, "CannotPay": 1}
    assert PaymentBatch.objects.count() == 1
    assert BatchLine.objects.filter(released=False).count() == 3


def test_double_click_makes_one_batch():
    fees, token = factories.due_fees(2), uuid.uuid4()
    officer = factories.user(Role.FINANCE_OFFICER)

    came = at_once([lambda: batches.create(fees_picked=fees, by=officer, token=token)] * 5)

    assert came == {"done": 1, "AlreadyTaken": 4}
    assert PaymentBatch.objects.count() == 1


def test_twenty_approvals_at_once_approve_once():
    batch = factories.batch(BatchStatus.SUBMITTED)
    approvers = [factories.user(Role.FINANCE_APPROVER) for _ in range(20)]

    came = at_once(
        [
            lambda by=by: batches.approve(batch=batch, version=batch.version, by=by)
            for by in approvers
        ]
    )

    batch.refresh_from_db()
    assert came == {"done": 1, "Stale": 19}
    assert batch.status == BatchStatus.APPROVED


def test_twenty_transfers_at_once_pay_once():
    batch = factories.batch(BatchStatus.APPROVED, fees=3)
    officers = [factories.user(Role.FINANCE_OFFICER) for _ in range(2)]

    came = at_once(
        [
            lambda n=n: batches.record_transfer(
                batch=batch,
                version=batch.version,
                by=officers[n % 2],
                on=DAY,
                bank_reference=f"TRF-{n}",
                value_date=DAY,
            )
            for n in range(20)
        ]
    )

    child = batch.lines.first().fee.child
    assert came == {"done": 1, "Stale": 19}
    assert set(Fee.objects.values_list("status", flat=True)) == {FeeStatus.PAID}
    assert child.journal.filter(act=Act.FEE_PAID).count() == 1


def test_approval_and_edit_at_once_never_both_stand():
    batch = factories.batch(BatchStatus.SUBMITTED)
    fee, approver = batch.lines.first().fee, factories.user(Role.FINANCE_APPROVER)

    came = at_once(
        [
            lambda: batches.approve(batch=batch, version=batch.version, by=approver),
            lambda: batches.release(
                batch=batch, version=batch.version, fees_picked=[fee], by=batch.prepared_by
            ),
        ]
    )

    batch.refresh_from_db()
    fee.refresh_from_db()
    assert came == {"done": 1, "Stale": 1}
    assert (batch.status, fee.status) in {
        (BatchStatus.APPROVED, FeeStatus.BATCHED),
        (BatchStatus.DRAFT, FeeStatus.DUE),
    }


def test_same_bank_reference_at_once_is_taken_once():
    approved = [factories.batch(BatchStatus.APPROVED, fees=1) for _ in range(2)]

    came = at_once(
        [
            lambda batch=batch: batches.record_transfer(
                batch=batch,
                version=batch.version,
                by=batch.prepared_by,
                on=DAY,
                bank_reference="TRF-1",
                value_date=DAY,
            )
            for batch in approved
        ]
    )

    assert came == {"done": 1, "CannotPay": 1}


def receipt_of(batch, fee, amount, number):
    receipts.record(
        agreement=batch.agreement,
        batch=batch,
        version=batch.version,
        by=batch.prepared_by,
        on=DAY,
        authority="Court of Karkh",
        number=number,
        received_on=DAY,
        amounts={fee.pk: amount},
        token=uuid.uuid4(),
    )


def test_two_receipts_of_the_whole_amount_leave_one():
    batch = factories.batch(BatchStatus.SENT, fees=1)
    fee = batch.lines.get().fee

    came = at_once([lambda n=n: receipt_of(batch, fee, fee.amount, f"R-{n}") for n in range(2)])

    fee.refresh_from_db()
    assert came == {"done": 1, "Stale": 1}
    assert (fee.received, Receipt.objects.count()) == (400, 1)


def test_two_receipts_past_the_version_leave_one():
    """Two transactions of plain SQL, as a console would send them."""
    batch = factories.batch(BatchStatus.SENT, fees=1)
    fee, officer = batch.lines.get().fee, batch.prepared_by

    def acknowledge(number):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                receipt = Receipt.objects.create(
                    agreement=batch.agreement,
                    authority="Court of Karkh",
                    number=number,
                    received_on=DAY,
                    recorded_by=officer,
                )
                cursor.execute(
                    "INSERT INTO cases_receiptline (receipt_id, fee_id, amount) "
                    "VALUES (%s, %s, 400)",
                    [receipt.pk, fee.pk],
                )
        except Exception as error:
            raise CannotPay(error.__cause__.diag.constraint_name) from error

    came = at_once([lambda n=number: acknowledge(n) for number in ("R-1", "R-2")])

    fee.refresh_from_db()
    assert came == {"done": 1, "CannotPay": 1}
    assert (fee.received, fee.status) == (400, FeeStatus.RECEIPTED)
