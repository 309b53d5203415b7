"""Money of a child who does not travel comes back, or pays for another; two people, and once."""

import datetime
import uuid

import pytest
from django.db import connection

from cases.casework import batches, cases, closings, fees, receipts, reversals
from cases.casework.editing import Stale
from cases.casework.fees import CannotPay
from cases.models import Child, Fee, Reversal
from cases.queries.reversals import asked_reversal
from cases.vocabulary import (
    Act,
    BatchStatus,
    ClosedReason,
    FeeStatus,
    Reason,
    ReversalKind,
    Role,
    Stage,
)
from tests import factories
from tests.factories import DAY

pytestmark = pytest.mark.django_db
LATER = DAY + datetime.timedelta(days=30)


@pytest.fixture
def officer():
    return factories.user(Role.FINANCE_OFFICER)


@pytest.fixture
def approver():
    return factories.user(Role.FINANCE_APPROVER)


def defer(child, on=DAY):
    cases.defer(
        child=child,
        version=child.version,
        by=factories.user(Role.CASEWORKER),
        on=on,
        reason=Reason.CONSENT,
        review_due_on=LATER,
    )


def paid_fees(count=2, *, deferred=1):
    """Return fees of a sent batch; the first children's cases are deferred."""
    batch = factories.batch(BatchStatus.SENT, fees=count)
    found = list(Fee.objects.filter(lines__batch=batch).order_by("pk"))
    for fee in found[:deferred]:
        defer(fee.child)
    return list(Fee.objects.filter(pk__in=[fee.pk for fee in found]).order_by("pk"))


def transferred(fee, officer):
    """Pay a due fee by a batch of its own, sent a month after ``DAY``."""
    batch = batches.create(fees_picked=[fee], by=officer, token=uuid.uuid4())
    batches.submit(batch=batch, version=batch.version, by=officer)
    batch.refresh_from_db()
    factories.approve(batch)
    batch.refresh_from_db()
    batches.record_transfer(
        batch=batch,
        version=batch.version,
        by=officer,
        on=LATER,
        bank_reference="B-1",
        value_date=LATER,
    )
    fee.refresh_from_db()
    return fee


def another_due():
    child = factories.child(Stage.ELIGIBLE, name="Зебо Каримова")
    return child.fees.get()


def ask(fee, by, kind=ReversalKind.REFUND, to=None):
    made = reversals.ask(
        fee=fee, version=fee.version, by=by, kind=kind, reason=Reason.CONSENT, credited_to=to
    )
    fee.refresh_from_db()
    return made


def approve(fee, by):
    reversals.approve(fee=fee, version=fee.version, by=by, on=DAY)
    fee.refresh_from_db()
    connection.check_constraints()


def receipt(batch, by, *, amounts, number="R-1"):
    batch.refresh_from_db()
    receipts.record(
        agreement=batch.agreement,
        batch=batch,
        version=batch.version,
        by=by,
        on=DAY,
        authority="Court of Karkh",
        number=number,
        received_on=DAY,
        amounts=amounts,
        token=uuid.uuid4(),
    )


def test_money_is_claimed_back_and_arrives(officer, approver):
    fee, other = paid_fees()
    ask(fee, officer)
    assert fee.status == FeeStatus.PAID

    approve(fee, approver)
    assert fee.status == FeeStatus.REFUND_DUE
    reversals.record_refund(
        fee=fee, version=fee.version, by=officer, on=DAY, refunded_on=DAY, bank_reference="B-7"
    )

    fee.refresh_from_db()
    connection.check_constraints()
    assert fee.status == FeeStatus.REFUNDED
    assert Fee.objects.get(pk=other.pk).status == FeeStatus.PAID
    acts = list(fee.child.journal.order_by("pk").values_list("act", flat=True))[-2:]
    assert acts == [Act.FEE_CLAIMED, Act.FEE_REFUNDED]


def test_money_pays_the_fee_of_another_child_with_what_was_acknowledged(officer, approver):
    fee, kept = paid_fees()
    batch = fee.lines.get().batch
    receipt(batch, officer, amounts={fee.pk: fee.amount})
    fee.refresh_from_db()
    target = another_due()
    ask(fee, officer, ReversalKind.CREDIT, target)

    approve(fee, approver)

    target.refresh_from_db()
    assert (fee.status, fee.received) == (FeeStatus.CREDITED, 0)
    assert (target.status, target.received) == (FeeStatus.RECEIPTED, target.amount)
    assert target.child.journal.filter(act=Act.FEE_PAID).count() == 1
    receipt(batch, officer, amounts={kept.pk: kept.amount}, number="R-2")
    connection.check_constraints()
    batch.refresh_from_db()
    assert batch.status == BatchStatus.SETTLED


def test_receipt_acknowledges_the_fee_that_the_money_pays_now(officer, approver):
    fee, _kept = paid_fees()
    target = another_due()
    ask(fee, officer, ReversalKind.CREDIT, target)
    approve(fee, approver)
    batch = fee.lines.get().batch

    with pytest.raises(CannotPay, match="paid and not receipted"):
        receipt(batch, officer, amounts={fee.pk: fee.amount})
    receipt(batch, officer, amounts={target.pk: target.amount})

    connection.check_constraints()
    assert Fee.objects.get(pk=target.pk).status == FeeStatus.RECEIPTED


def test_batch_whose_last_open_money_is_claimed_back_is_settled(officer, approver):
    fee, kept = paid_fees()
    batch = fee.lines.get().batch
    receipt(batch, officer, amounts={kept.pk: kept.amount})
    ask(fee, officer)

    approve(fee, approver)

    batch.refresh_from_db()
    assert batch.status == BatchStatus.SETTLED


def test_credited_money_may_move_on(officer, approver):
    fee, second = paid_fees(2, deferred=1)
    target = another_due()
    ask(fee, officer, ReversalKind.CREDIT, target)
    approve(fee, approver)
    defer(Child.objects.get(pk=target.child_id))
    target = Fee.objects.get(pk=target.pk)

    ask(target, officer)
    approve(target, approver)

    assert (fee.status, target.status) == (FeeStatus.CREDITED, FeeStatus.REFUND_DUE)
    assert fee.lines.get().serves is None
    assert Fee.objects.get(pk=second.pk).status == FeeStatus.PAID


def test_who_asked_does_not_approve(officer):
    fee = paid_fees()[0]
    ask(fee, officer)

    with pytest.raises(CannotPay, match="A second person"):
        approve(fee, officer)

    fee.refresh_from_db()
    assert fee.status == FeeStatus.PAID


@pytest.mark.parametrize("stage", [Stage.ELIGIBLE, Stage.CLEARED, Stage.RETURNED])
def test_money_stays_where_the_child_may_travel(officer, stage):
    fee = transferred(factories.child(stage).fees.get(), officer)

    with pytest.raises(CannotPay, match="may still travel"):
        ask(fee, officer)


def test_what_is_asked_is_asked_once_and_may_be_dropped(officer, approver):
    fee = paid_fees()[0]
    ask(fee, officer)
    with pytest.raises(CannotPay, match="Already requested"):
        ask(fee, officer)

    fee.refresh_from_db()
    reversals.drop(fee=fee, version=fee.version, by=approver)

    fee.refresh_from_db()
    assert (fee.status, asked_reversal(fee)) == (FeeStatus.PAID, None)
    ask(fee, officer)
    assert Reversal.objects.count() == 2


def test_what_nobody_asked_for_is_refused(officer, approver):
    fee = paid_fees()[0]

    with pytest.raises(CannotPay, match="No refund or credit has been requested"):
        reversals.drop(fee=fee, version=fee.version, by=approver)
    with pytest.raises(CannotPay, match="No refund is awaited"):
        reversals.record_refund(
            fee=fee,
            version=fee.version,
            by=officer,
            on=DAY,
            refunded_on=DAY,
            bank_reference="RF-1",
        )
    with pytest.raises(CannotPay, match="Select the child whose fee the credit pays"):
        ask(fee, officer, ReversalKind.CREDIT)

    assert Reversal.objects.count() == 0


def test_credit_to_a_fee_that_was_paid_meanwhile_is_refused(officer, approver):
    fee = paid_fees()[0]
    target = another_due()
    ask(fee, officer, ReversalKind.CREDIT, target)
    batches.create(fees_picked=[target], by=officer, token=uuid.uuid4())

    with pytest.raises(CannotPay, match="no longer due"):
        approve(fee, approver)

    fee.refresh_from_db()
    assert fee.status == FeeStatus.PAID


def test_stale_form_changes_nothing(officer, approver):
    fee = paid_fees()[0]
    opened = fee.version
    ask(fee, officer)

    with pytest.raises(Stale):
        reversals.approve(fee=fee, version=opened, by=approver, on=DAY)


@pytest.mark.parametrize("kind", ReversalKind)
def test_child_who_travels_after_all_owes_again(officer, approver, kind):
    fee = paid_fees()[0]
    target = another_due() if kind == ReversalKind.CREDIT else None
    ask(fee, officer, kind, target)
    approve(fee, approver)
    if kind == ReversalKind.REFUND:
        reversals.record_refund(
            fee=fee, version=fee.version, by=officer, on=DAY, refunded_on=DAY, bank_reference="B-7"
        )
    child = Child.objects.get(pk=fee.child_id)
    cases.reconsider(
        child=child,
        version=child.version,
        by=factories.user(Role.CASEWORKER),
        on=DAY,
        reason=Reason.NEW_FACT,
    )
    child.refresh_from_db()
    factories.bring_to(child, Stage.ELIGIBLE)

    fee.refresh_from_db()
    connection.check_constraints()
    assert (fee.status, fee.child.fees.count()) == (FeeStatus.DUE, 1)
    assert fees.lock([fee.pk])[0].is_payable


def test_refund_of_tomorrow_is_refused(officer, approver):
    fee = paid_fees()[0]
    ask(fee, officer)
    approve(fee, approver)

    with pytest.raises(CannotPay, match="refund date cannot be in the future"):
        reversals.record_refund(
            fee=fee,
            version=fee.version,
            by=officer,
            on=DAY,
            refunded_on=DAY + datetime.timedelta(days=1),
            bank_reference="B-7",
        )

    fee.refresh_from_db()
    assert (fee.status, fee.reversals.get().refunded_on) == (FeeStatus.REFUND_DUE, None)


@pytest.mark.parametrize("amount", [399, 401])
def test_money_pays_no_fee_of_another_amount(officer, amount):
    fee = paid_fees()[0]
    factories.agreed_otherwise(amount=amount)
    target = another_due()

    with pytest.raises(CannotPay, match="no longer due"):
        ask(fee, officer, ReversalKind.CREDIT, target)

    assert Reversal.objects.count() == 0


def test_money_of_a_child_who_returned_stays_when_the_case_is_closed(officer):
    child = factories.child(Stage.PLACED)
    fee = transferred(child.fees.get(), officer)
    closing = {"child": child, "on": child.stage_since}
    closings.ask_to_close(
        version=child.version, by=child.registered_by, reason=ClosedReason.COMPLETED, **closing
    )
    child.refresh_from_db()
    closings.approve_closing(version=child.version, by=factories.user(Role.REVIEWER), **closing)
    child.refresh_from_db()
    assert child.stage == Stage.CLOSED

    with pytest.raises(CannotPay, match="may still travel"):
        ask(fee, officer)

    assert Reversal.objects.count() == 0


def test_refund_before_the_payment_is_refused(officer, approver):
    fee = paid_fees()[0]
    ask(fee, officer)
    approve(fee, approver)

    with pytest.raises(CannotPay, match="before the payment"):
        reversals.record_refund(
            fee=fee,
            version=fee.version,
            by=officer,
            on=DAY,
            refunded_on=DAY - datetime.timedelta(days=1),
            bank_reference="B-7",
        )
