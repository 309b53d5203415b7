"""A receipt that was recorded by mistake is withdrawn, and its fees wait for one again."""

import datetime
import uuid
from decimal import Decimal

import pytest

from cases.casework import cases, receipts, reversals
from cases.casework.fees import CannotPay
from cases.figures.money import movements
from cases.models import Fee, ReceiptLine
from cases.queries.receipts import awaiting
from cases.vocabulary import Act, BatchStatus, FeeStatus, MoneyMove, Reason, ReversalKind, Role
from tests import clock, factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return factories.user(Role.FINANCE_OFFICER)


def withdraw(receipt, by):
    receipts.withdraw(receipt=receipt, by=by, on=clock.today(), note="It names another child.")
    receipt.refresh_from_db()


def receipted() -> Decimal:
    moves = movements(Fee.objects.all(), since=None, until=None)
    return next(line.amount for line in moves if line.moved == MoneyMove.RECEIPTED)


def test_fees_of_a_withdrawn_receipt_wait_and_its_batch_is_sent_again(officer):
    batch = factories.batch(BatchStatus.SENT)
    receipt = factories.receipt(batch)
    fees = Fee.objects.order_by("pk")
    assert receipted() == sum(fee.amount for fee in fees)

    withdraw(receipt, officer)

    batch.refresh_from_db()
    assert batch.status == BatchStatus.SENT
    fees = fees.all()
    assert {(fee.status, fee.received) for fee in fees} == {(FeeStatus.PAID, 0)}
    assert awaiting(batch.agreement).count() == fees.count()
    assert not ReceiptLine.objects.exists()
    assert receipted() == 0
    for fee in fees:
        entry = fee.child.journal.latest("pk")
        assert (entry.act, entry.detail, entry.by) == (
            Act.FEE_UNRECEIPTED,
            batch.reference,
            officer,
        )


def test_its_number_is_recorded_anew(officer):
    batch = factories.batch(BatchStatus.SENT, fees=1)
    wrong = factories.receipt(batch)
    withdraw(wrong, officer)
    batch.refresh_from_db()
    fee = Fee.objects.get()

    right = receipts.record(
        agreement=batch.agreement,
        by=officer,
        on=clock.today(),
        authority=wrong.authority,
        number=wrong.number,
        received_on=wrong.received_on,
        amounts={fee.pk: Decimal(150)},
        token=uuid.uuid4(),
    )

    fee.refresh_from_db()
    assert (right.number, fee.received, fee.status) == (wrong.number, 150, FeeStatus.PAID)


def test_a_part_is_taken_from_what_others_acknowledge(officer):
    batch = factories.batch(BatchStatus.SENT, fees=1)
    fee = Fee.objects.get()
    parts = [
        receipts.record(
            agreement=batch.agreement,
            by=officer,
            on=clock.today(),
            authority="Court of Karkh",
            number=number,
            received_on=clock.today(),
            amounts={fee.pk: amount},
            token=uuid.uuid4(),
        )
        for number, amount in (("R-1", Decimal(150)), ("R-2", Decimal(250)))
    ]

    withdraw(parts[0], officer)

    fee.refresh_from_db()
    assert (fee.received, fee.status) == (250, FeeStatus.PAID)


def test_receipt_is_withdrawn_once(officer):
    receipt = factories.receipt()
    withdraw(receipt, officer)

    with pytest.raises(CannotPay, match="This receipt is already withdrawn"):
        withdraw(receipt, officer)


def test_receipt_whose_money_was_claimed_back_stays(officer):
    receipt, fee = factories.receipt(), Fee.objects.earliest("pk")
    cases.defer(
        child=fee.child,
        version=fee.child.version,
        by=factories.user(Role.CASEWORKER),
        on=clock.today(),
        reason=Reason.CONSENT,
        review_due_on=clock.today() + datetime.timedelta(days=30),
    )
    reversals.ask(
        fee=fee, version=fee.version, by=officer, kind=ReversalKind.REFUND, reason=Reason.HEALTH
    )
    approver = factories.user(Role.FINANCE_APPROVER)
    fee.refresh_from_db()
    reversals.approve(fee=fee, version=fee.version, by=approver, on=clock.today())

    with pytest.raises(CannotPay, match="a refund or credit was approved since") as refusal:
        withdraw(receipt, officer)

    assert refusal.value.reasons[0].startswith(f"{fee.child.reference}: ")
