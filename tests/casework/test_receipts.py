"""Paid is not receipted: a receipt acknowledges fees one by one."""

import datetime
import uuid
from decimal import Decimal

import pytest

from cases.casework import receipts
from cases.casework.fees import CannotPay
from cases.casework.submissions import AlreadyTaken
from cases.models import Receipt
from cases.vocabulary import Act, BatchStatus, FeeStatus, Role
from tests import factories
from tests.factories import DAY

pytestmark = pytest.mark.django_db


def fees_of(batch):
    return [line.fee for line in batch.lines.order_by("fee_id").select_related("fee__child")]


def record(batch, amounts, **facts):
    given = {
        "authority": "Ministry of Justice, Baghdad",
        "number": "R-1",
        "received_on": DAY,
        "on": DAY,
        "token": uuid.uuid4(),
        "version": batch.version,
        **facts,
    }
    officer = factories.user(Role.FINANCE_OFFICER)
    receipt = receipts.record(batch=batch, by=officer, amounts=amounts, **given)
    batch.refresh_from_db()
    return receipt


def test_receipt_for_all_fees_settles_the_batch():
    batch = factories.batch(BatchStatus.SENT)

    record(batch, {fee.pk: fee.amount for fee in fees_of(batch)})

    assert batch.status == BatchStatus.SETTLED
    assert {fee.status for fee in fees_of(batch)} == {FeeStatus.RECEIPTED}
    assert fees_of(batch)[0].child.journal.filter(act=Act.FEE_RECEIPTED).count() == 1


def test_part_of_a_fee_leaves_it_paid_and_the_batch_sent():
    batch = factories.batch(BatchStatus.SENT)
    first, second = fees_of(batch)

    record(batch, {first.pk: Decimal(150), second.pk: second.amount})

    first, second = fees_of(batch)
    assert (first.status, first.open_amount) == (FeeStatus.PAID, 250)
    assert (second.status, batch.status) == (FeeStatus.RECEIPTED, BatchStatus.SENT)
    assert not first.child.journal.filter(act=Act.FEE_RECEIPTED).exists()


def test_second_receipt_completes_the_first():
    batch = factories.batch(BatchStatus.SENT, fees=1)
    fee = fees_of(batch)[0]
    record(batch, {fee.pk: Decimal(150)})

    record(batch, {fee.pk: Decimal(250)}, number="R-2")

    fee.refresh_from_db()
    assert (fee.status, batch.status) == (FeeStatus.RECEIPTED, BatchStatus.SETTLED)


@pytest.mark.parametrize("amount", ["400.01", "0", "-1"])
def test_amount_beyond_what_is_open_is_refused(amount):
    batch = factories.batch(BatchStatus.SENT)
    fee = fees_of(batch)[0]

    with pytest.raises(CannotPay, match=fee.child.reference):
        record(batch, {fee.pk: Decimal(amount)})

    assert Receipt.objects.count() == 0


def test_receipt_without_fees_is_refused():
    with pytest.raises(CannotPay, match="Pick the fees"):
        record(factories.batch(BatchStatus.SENT), {})


def test_receipt_for_a_fee_of_another_batch_is_refused():
    batch, other = factories.batch(BatchStatus.SENT), factories.batch(BatchStatus.SENT)

    with pytest.raises(CannotPay, match="in this batch"):
        record(batch, {fees_of(other)[0].pk: Decimal(400)})


def test_receipt_before_the_transfer_is_refused():
    batch = factories.batch(BatchStatus.APPROVED)

    with pytest.raises(CannotPay, match="was sent"):
        record(batch, {fees_of(batch)[0].pk: Decimal(400)})


def test_receipt_of_tomorrow_is_refused():
    batch = factories.batch(BatchStatus.SENT)

    with pytest.raises(CannotPay, match="future"):
        record(
            batch,
            {fees_of(batch)[0].pk: Decimal(400)},
            received_on=DAY + datetime.timedelta(days=1),
        )


def test_number_of_a_receipt_is_taken_once():
    batch = factories.batch(BatchStatus.SENT)
    first, second = fees_of(batch)
    record(batch, {first.pk: first.amount})

    with pytest.raises(CannotPay, match="on record already"):
        record(batch, {second.pk: second.amount})


def test_same_form_makes_one_receipt():
    batch, token = factories.batch(BatchStatus.SENT), uuid.uuid4()
    first, second = fees_of(batch)
    record(batch, {first.pk: first.amount}, token=token)

    with pytest.raises(AlreadyTaken) as taken:
        record(batch, {second.pk: second.amount}, number="R-2", token=token)

    assert taken.value.location == batch.get_absolute_url()
