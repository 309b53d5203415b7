"""What the database refuses of receipts and their lines, whoever writes."""

import uuid

import pytest

from cases.casework import receipts
from cases.models import ReceiptLine
from cases.vocabulary import BatchStatus, FeeStatus
from tests import factories
from tests.factories import DAY
from tests.models.money_rows import new_receipt, paid_fee
from tests.models.refusals import execute, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def fee():
    return factories.due_fees()[0]


def test_number_of_a_receipt_is_once():
    new_receipt()

    with refused("receipt_number_once"):
        new_receipt()


@pytest.mark.parametrize("change", ["UPDATE cases_receipt SET number = 'R-2'", "DELETE FROM {}"])
def test_receipt_stays(change):
    new_receipt()

    with refused("append_only"):
        execute(change.format("cases_receipt"))


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
