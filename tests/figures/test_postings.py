"""Postings balance, tell how the fees stand, and keep their numbers."""

import datetime
import functools
from collections import Counter, defaultdict
from decimal import Decimal

import pytest
from django.db.models import Sum
from django.utils import timezone

from cases.casework import bank_matches, batches, cases, fees, reversals
from cases.figures.postings import legs, postings
from cases.models import (
    BatchLine,
    Child,
    Fee,
    Journal,
    PaymentBatch,
    Reversal,
    WithdrawnPayment,
)
from cases.models.prepared import prepared
from cases.vocabulary import (
    Account,
    Act,
    BatchStatus,
    FeeStatus,
    Posted,
    Reason,
    ReversalKind,
    Role,
    Stage,
)
from tests import factories
from tests.casework.test_reversals import another_due, approve, ask, paid_fees, receipt
from tests.casework.test_statements import apply
from tests.factories import DAY
from tests.plain_sums import fees_by_status
from tests.statements import row

pytestmark = pytest.mark.django_db
LATER = DAY + datetime.timedelta(days=9)


def found(since=None, until=None):
    return list(legs(postings(Fee.objects.all(), since=since, until=until)))


@functools.cache
def _every_posting():
    """Return the statement of ``found``, which takes longer to word and to plan than to answer."""
    return prepared(postings(Fee.objects.all(), since=None, until=None))


def found_again():
    """Return the same as ``found``, for who asks hundreds of times."""
    return list(legs(_every_posting().tuples()))


def lines(*, posted=None, **days):
    """Return account, debit, credit and child of each leg; those of one kind, or all."""
    return [
        (leg.account, leg.debit, leg.credit, leg.child)
        for leg in found(**days)
        if posted in (None, leg.posted)
    ]


def balances():
    """Return what each account comes to, debit less credit."""
    sums = defaultdict(Decimal)
    for leg in found():
        sums[leg.account] += (leg.debit or 0) - (leg.credit or 0)
    return {account: amount for account, amount in sums.items() if amount}


def postings_balance(now=None):
    """Hold every posting to itself, and every account to the fees and batches it is read from."""
    sides, sums, of = defaultdict(list), defaultdict(Decimal), defaultdict(Decimal)
    for leg in found() if now is None else now:
        assert (leg.debit is None) != (leg.credit is None)
        amount = leg.credit if leg.debit is None else leg.debit
        assert amount > 0
        signed = -amount if leg.debit is None else amount
        sides[leg.posting].append(signed)
        sums[leg.account] += signed
        of[leg.account, leg.child] += signed
    assert all(len(pair) == 2 and sum(pair) == 0 for pair in sides.values())
    assert sum(sums.values()) == 0

    by = {status: come.amount for status, come in fees_by_status(Fee.objects.all()).items()}
    owed = by[FeeStatus.DUE] + by[FeeStatus.BATCHED]
    sent = PaymentBatch.objects.filter(value_date__isnull=False)
    charges = _sum(sent, "charges")
    transfers = _sum(BatchLine.objects.filter(batch__in=sent, released=False), "amount")
    refunds = _sum(Reversal.objects.filter(refunded_on__isnull=False), "line__amount")
    assert sums[Account.OWED] == -owed
    assert sums[Account.CLAIMS] == by[FeeStatus.REFUND_DUE]
    assert sums[Account.CHARGES] == charges
    assert sums[Account.BANK] == refunds - transfers - charges
    assert sums[Account.FEES] == owed + by[FeeStatus.PAID] + by[FeeStatus.RECEIPTED]
    for fee in Fee.objects.select_related("child"):
        is_open = fee.status in (FeeStatus.DUE, FeeStatus.BATCHED)
        is_paid = fee.status in (FeeStatus.PAID, FeeStatus.RECEIPTED)
        child, amount = fee.child.reference, fee.amount
        assert of[Account.OWED, child] == -amount * is_open
        assert of[Account.CLAIMS, child] == amount * (fee.status == FeeStatus.REFUND_DUE)
        assert of[Account.FEES, child] == amount * (is_open or is_paid)


def _sum(rows, field):
    return rows.aggregate(sum=Sum(field))["sum"] or Decimal(0)


@pytest.fixture
def officer():
    return factories.user(Role.FINANCE_OFFICER)


@pytest.fixture
def approver():
    return factories.user(Role.FINANCE_APPROVER)


def take_up(fee):
    child = Child.objects.get(pk=fee.child_id)
    by = factories.user(Role.CASEWORKER)
    cases.reconsider(child=child, version=child.version, by=by, on=DAY, reason=Reason.NEW_FACT)
    child.refresh_from_db()
    factories.bring_to(child, Stage.ELIGIBLE)


def refund(fee, by, on=DAY):
    reversals.record_refund(
        fee=fee, version=fee.version, by=by, on=on, refunded_on=on, bank_reference="B-7"
    )


def test_fee_that_is_due_is_an_expense_owed():
    fee = factories.child(Stage.ELIGIBLE).fees.get()

    child = fee.child.reference
    assert lines() == [(Account.FEES, 400, None, child), (Account.OWED, None, 400, child)]
    entry = Journal.objects.get(act=Act.FEE_DUE)
    assert {(leg.posting, leg.day) for leg in found()} == {(f"due/{entry.pk}", fee.due_on)}
    assert {(leg.batch, leg.bank_reference, leg.currency) for leg in found()} == {("", "", "USD")}


def test_waived_fee_is_owed_no_more(officer, approver):
    fee = factories.due_fees()[0]
    fees.ask_waiver(fee=fee, version=fee.version, by=officer, reason=Reason.HEALTH)
    fee.refresh_from_db()
    fees.approve_waiver(fee=fee, version=fee.version, by=approver, on=DAY)

    child = fee.child.reference
    assert lines(posted=Posted.WAIVED, since=timezone.localdate()) == [
        (Account.OWED, 400, None, child),
        (Account.FEES, None, 400, child),
    ]
    assert balances() == {}


def test_transfer_pays_line_by_line_and_the_charges_of_the_bank_once(officer, approver):
    batch = factories.batch(BatchStatus.APPROVED, fees=2)
    batches.record_transfer(
        batch=batch,
        version=batch.version,
        by=officer,
        on=LATER,
        bank_reference="BANK-1",
        value_date=LATER,
        charges=Decimal("7.50"),
    )

    first, second = (fee.child.reference for fee in Fee.objects.order_by("pk"))
    assert lines(since=LATER) == [
        (Account.CHARGES, Decimal("7.50"), None, ""),
        (Account.BANK, None, Decimal("7.50"), ""),
        (Account.OWED, 400, None, first),
        (Account.BANK, None, 400, first),
        (Account.OWED, 400, None, second),
        (Account.BANK, None, 400, second),
    ]
    assert {(leg.batch, leg.bank_reference, leg.day) for leg in found(since=LATER)} == {
        (batch.reference, "BANK-1", LATER)
    }
    postings_balance()


def test_batch_that_is_not_sent_and_a_line_taken_out_post_nothing(officer):
    factories.batch(BatchStatus.APPROVED, fees=1)
    batch = factories.batch(fees=1)
    batches.void(batch=batch, version=batch.version, by=officer)

    assert {leg.posted for leg in found()} == {Posted.DUE}
    postings_balance()


def test_receipt_posts_nothing(officer):
    fee = paid_fees(1)[0]
    before = found()

    receipt(fee.lines.get().batch, officer, amounts={fee.pk: fee.amount})

    assert found() == before
    postings_balance()


def test_claim_awaits_a_refund_that_comes_to_the_bank(officer, approver):
    fee = paid_fees(1)[0]
    batch, child = fee.lines.get().batch.reference, fee.child.reference
    ask(fee, officer)
    assert lines(posted=Posted.CLAIMED) == []

    approve(fee, approver)
    assert balances() == {Account.CLAIMS: 400, Account.BANK: -400}
    refund(fee, officer)

    assert lines(posted=Posted.CLAIMED, since=timezone.localdate()) == [
        (Account.CLAIMS, 400, None, child),
        (Account.FEES, None, 400, child),
    ]
    assert lines(posted=Posted.REFUNDED, since=DAY, until=DAY) == [
        (Account.BANK, 400, None, child),
        (Account.CLAIMS, None, 400, child),
    ]
    assert {
        (leg.posted, leg.batch, leg.bank_reference)
        for leg in found()
        if leg.posted in (Posted.CLAIMED, Posted.REFUNDED)
    } == {(Posted.CLAIMED, batch, ""), (Posted.REFUNDED, batch, "B-7")}
    assert balances() == {}
    postings_balance()


def test_credit_pays_what_is_owed_for_another_child(officer, approver):
    fee = paid_fees(1)[0]
    target = another_due()
    ask(fee, officer, ReversalKind.CREDIT, target)

    approve(fee, approver)

    today = timezone.localdate()
    assert lines(posted=Posted.CREDITED, since=today, until=today) == [
        (Account.OWED, 400, None, target.child.reference),
        (Account.FEES, None, 400, fee.child.reference),
    ]
    assert balances() == {Account.FEES: 400, Account.BANK: -400}
    postings_balance()


def undo(line, by):
    bank_matches.undo(line=line, by=by, on=DAY, note="Another payment.")


def test_transfer_that_was_undone_stays_and_is_balanced_on_the_day_of_undoing(officer):
    batch = factories.batch(BatchStatus.APPROVED, fees=1)
    line = apply(officer, row("FT-1", "-400", batch.reference)).lines.get()
    exported, child = found(), Fee.objects.get().child.reference
    pays = batch.lines.get().pk
    assert [leg.posting for leg in exported if leg.posted == Posted.PAID] == [f"paid/{pays}"] * 2

    undo(line, officer)

    back = [leg for leg in found() if leg not in exported]
    assert set(exported) <= set(found())
    assert [(leg.account, leg.debit, leg.credit, leg.child) for leg in back] == [
        (Account.BANK, 400, None, child),
        (Account.OWED, None, 400, child),
    ]
    assert {(leg.posted, leg.day, leg.batch, leg.bank_reference) for leg in back} == {
        (Posted.UNPAID, timezone.localdate(), batch.reference, "FT-1")
    }
    postings_balance()


def test_batch_that_is_paid_again_is_posted_under_another_number(officer):
    batch = factories.batch(BatchStatus.APPROVED, fees=1)
    for turn in (1, 2):
        undo(apply(officer, row(f"FT-{turn}", "-400", batch.reference)).lines.get(), officer)
        postings_balance()
    exported = found()

    apply(officer, row("FT-3", "-400", batch.reference))

    pays, known = batch.lines.get().pk, WithdrawnPayment.objects.order_by("pk")
    assert set(exported) <= set(found())
    assert {(leg.posting, leg.bank_reference) for leg in found() if leg.posted != Posted.DUE} == {
        (f"paid/{pays}", "FT-1"),
        (f"paid/{pays}.2", "FT-2"),
        (f"paid/{pays}.3", "FT-3"),
        (f"unpaid/{known[0].pk}", "FT-1"),
        (f"unpaid/{known[1].pk}", "FT-2"),
    }
    postings_balance()


def test_line_that_is_taken_out_after_an_undone_transfer_keeps_its_postings(officer):
    batch = factories.batch(BatchStatus.APPROVED, fees=2)
    line = apply(officer, row("FT-1", "-800", batch.reference)).lines.get()
    undo(line, officer)
    exported = found()
    batch.refresh_from_db()

    batches.void(batch=batch, version=batch.version, by=officer)

    assert found() == exported
    postings_balance()


def test_refund_that_was_undone_stays_and_is_balanced(officer, approver):
    fee = paid_fees(1)[0]
    ask(fee, officer)
    approve(fee, approver)
    child = fee.child.reference
    line = apply(officer, row("ORD-1", "400", child)).lines.get()
    exported = found()

    undo(line, officer)

    assert set(exported) <= set(found())
    assert lines(posted=Posted.UNREFUNDED) == [
        (Account.CLAIMS, 400, None, child),
        (Account.BANK, None, 400, child),
    ]
    apply(officer, row("ORD-2", "400", child))
    refund = fee.reversals.get().pk
    refunds = [leg for leg in found() if leg.posted == Posted.REFUNDED]
    assert {(leg.posting, leg.bank_reference) for leg in refunds} == {
        (f"refunded/{refund}", "ORD-1"),
        (f"refunded/{refund}.2", "ORD-2"),
    }
    postings_balance()


@pytest.mark.parametrize("kind", ReversalKind)
def test_child_who_travels_after_all_owes_in_a_posting_of_its_own(officer, approver, kind):
    fee = paid_fees(1)[0]
    ask(fee, officer, kind, another_due() if kind == ReversalKind.CREDIT else None)
    approve(fee, approver)
    if kind == ReversalKind.REFUND:
        refund(fee, officer)

    take_up(fee)

    child = fee.child.reference
    dues = [leg for leg in found() if leg.posted == Posted.DUE and leg.child == child]
    assert [leg.account for leg in dues] == [Account.FEES, Account.OWED] * 2
    assert len({leg.posting for leg in dues}) == 2
    postings_balance()


def test_periods_that_meet_hold_every_posting_once_under_its_number(officer):
    batch = factories.batch(BatchStatus.APPROVED, fees=2)
    batches.record_transfer(
        batch=batch,
        version=batch.version,
        by=officer,
        on=LATER,
        bank_reference="BANK-1",
        value_date=LATER,
    )
    before = LATER - datetime.timedelta(days=1)

    assert found(until=before) + found(since=LATER) == found()
    assert found(since=LATER, until=before) == []
    assert set(Counter(leg.posting for leg in found()).values()) == {2}


def test_postings_are_of_the_fees_asked_for(officer):
    paid_fees(2, deferred=0)
    one = Fee.objects.order_by("pk").first()

    some = list(legs(postings(Fee.objects.filter(pk=one.pk), since=None, until=None)))

    assert {leg.child for leg in some} == {one.child.reference}
    assert list(legs(postings(Fee.objects.none(), since=None, until=None))) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_postings_are_one_query(rows, django_assert_num_queries):
    factories.batch(BatchStatus.SENT, fees=rows)

    with django_assert_num_queries(1):
        assert len(found()) == 4 * rows
