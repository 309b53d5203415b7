"""What the database refuses of receipts and their lines, whoever writes."""

import uuid

import pytest
from django.utils import timezone

from cases.casework import receipts
from cases.models import Receipt, ReceiptLine
from cases.vocabulary import BatchStatus, FeeStatus, Role
from tests import factories
from tests.factories import DAY
from tests.models.money_rows import new_receipt, paid_fee
from tests.models.refusals import execute, is_now, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def fee():
    return factories.due_fees()[0]


def test_number_of_a_receipt_is_once():
    new_receipt()

    with refused("receipt_number_once"):
        new_receipt()


@pytest.mark.parametrize(
    ("guard", "change"),
    [
        ("receipt_stays", "UPDATE cases_receipt SET number = 'R-2'"),
        ("receipt_stays", "UPDATE cases_receipt SET received_on = received_on - 1"),
        ("no_delete", "DELETE FROM cases_receipt"),
        ("receipt_withdrawn_whole", "UPDATE cases_receipt SET withdrawn_note = 'Wrong'"),
    ],
)
def test_receipt_stays(guard, change):
    new_receipt()

    with refused(guard):
        execute(change)


def withdraw(receipt):
    is_now(
        receipt,
        withdrawn_by=receipt.recorded_by,
        withdrawn_at=timezone.now(),
        withdrawn_note="Of another child",
    )


def test_withdrawn_receipt_gives_its_sums_back_once_and_its_number_free():
    fee = paid_fee()
    add_receipt_line(fee, 100)
    receipt = Receipt.objects.get()

    withdraw(receipt)

    fee.refresh_from_db()
    assert (fee.received, fee.status) == (0, FeeStatus.PAID)
    new_receipt(number=receipt.number)
    with refused("receipt_withdrawn_once"):
        execute("UPDATE cases_receipt SET withdrawn_at = NULL, withdrawn_by_id = NULL")


def test_receipt_is_not_recorded_as_withdrawn():
    by = factories.user(Role.FINANCE_OFFICER)

    with refused("receipt_starts_in_force"):
        new_receipt(withdrawn_by=by, withdrawn_at=timezone.now(), withdrawn_note="Wrong")


def test_fee_loses_no_receipt_without_its_withdrawal():
    fee = paid_fee()
    add_receipt_line(fee, 400)

    with refused("fee_received_by_receipts"):
        execute("UPDATE cases_fee SET status = 'paid', received = 0, version = version + 1")


def test_settled_batch_is_sent_again_by_a_withdrawn_receipt_alone():
    batch = factories.batch(BatchStatus.SENT, fees=1)
    receipt = factories.receipt(batch)

    with refused("batch_settled_stays"):
        execute("UPDATE cases_paymentbatch SET status = 'sent', version = version + 1")
    with refused("fee_held_to_lines"):
        withdraw(receipt)


def add_receipt_line(fee, amount):
    ReceiptLine.objects.bulk_create(
        [ReceiptLine(receipt=new_receipt(number=uuid.uuid4().hex), fee=fee, amount=amount)]
    )


@pytest.mark.parametrize("change", ["UPDATE cases_receiptline SET amount = 1", "DELETE FROM {}"])
def test_line_of_a_receipt_stays(change):
    add_receipt_line(paid_fee(), 100)

    with refused("append_only"):
        execute(change.format("cases_receiptline"))


def test_line_of_a_receipt_keeps_the_sum_on_the_fee():
    fee = paid_fee()

    add_receipt_line(fee, 100)
    add_receipt_line(fee, 300)

    fee.refresh_from_db()
    assert (fee.received, fee.status, fee.version) == (400, FeeStatus.RECEIPTED, 5)


def test_receipts_never_acknowledge_more_than_was_paid():
    fee = paid_fee()
    add_receipt_line(fee, 300)

    with refused("fee_receipted_iff_received"):
        add_receipt_line(fee, 101)


def test_line_of_a_receipt_has_an_amount():
    with refused("receipt_line_amount_positive"):
        add_receipt_line(paid_fee(), 0)


def test_receipt_names_a_fee_once():
    batch = factories.batch(BatchStatus.SENT)
    fee = batch.lines.first().fee
    receipt = receipts.record(
        agreement=batch.agreement,
        batch=batch,
        version=batch.version,
        by=batch.prepared_by,
        on=DAY,
        authority="Court of Karkh",
        number="R-7",
        received_on=DAY,
        amounts={fee.pk: 100},
        token=uuid.uuid4(),
    )

    with refused("receipt_line_once"):
        ReceiptLine.objects.bulk_create([ReceiptLine(receipt=receipt, fee=fee, amount=1)])


def test_unpaid_fee_is_not_receipted(fee):
    with refused("receipt_line_of_paid_fee"):
        add_receipt_line(fee, 400)
