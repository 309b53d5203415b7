"""Whether the sides of the books meet, and what keeps a difference explained."""

import datetime
from decimal import Decimal

import pytest

from cases.casework import batches, explanations, reversals
from cases.figures.reconciliation import reconciled, sent_between, totals, unmatched
from cases.models import Fee, PaymentBatch, StatementLine
from cases.queries.receipts import awaiting
from cases.vocabulary import BatchStatus, Difference, Explained, ReversalKind, Role
from tests import factories
from tests.casework.test_receipts import record
from tests.casework.test_reversals import another_due, approve, ask, paid_fees
from tests.casework.test_statements import apply
from tests.factories import DAY
from tests.statements import row

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return factories.user(Role.FINANCE_OFFICER)


def of(batch):
    (found,) = reconciled(PaymentBatch.objects.filter(pk=batch.pk))
    return found


def sums(found):
    return tuple(
        int(getattr(found, name))
        for name in ("ordered", "receipted", "unacknowledged", "awaited", "refunded")
    )


def gaps(found):
    return {gap.difference: (gap.amount, gap.is_open) for gap in found.gaps}


def batch_of(fee):
    return PaymentBatch.objects.get(lines__fee=fee)


def test_batch_that_was_sent_differs_from_bank_and_receipts():
    found = of(factories.batch(BatchStatus.SENT))

    assert sums(found) == (800, 0, 800, 0, 0)
    assert gaps(found) == {Difference.BANK: (-800, True), Difference.RECEIPT: (-800, True)}


def test_batch_on_a_statement_and_receipted_has_no_difference(officer):
    batch = factories.batch(BatchStatus.SENT)
    factories.receipt(batch)
    apply(officer, row(batch.bank_reference, "-800"))

    found = of(batch)

    assert (sums(found), found.gaps, found.is_open) == ((800, 800, 0, 0, 0), (), False)
    assert [match.amount for match in found.matches] == [800]


def test_part_of_a_receipt_leaves_the_rest(officer):
    batch = factories.batch(BatchStatus.SENT)
    record(batch, {Fee.objects.filter(lines__batch=batch).first().pk: Decimal(150)})

    assert sums(of(batch)) == (800, 150, 650, 0, 0)


def test_bank_that_took_more_differs_by_the_rest(officer):
    batch = factories.batch(BatchStatus.SENT)
    apply(officer, row(batch.bank_reference, "-812.50"))

    assert gaps(of(batch))[Difference.BANK] == (Decimal("12.50"), True)


def test_charges_on_record_are_no_difference(officer):
    batch = factories.batch(BatchStatus.APPROVED)
    batches.record_transfer(
        batch=batch,
        version=batch.version,
        by=officer,
        on=DAY,
        bank_reference="FT9",
        value_date=DAY,
        charges=Decimal("12.50"),
    )
    apply(officer, row("FT9", "-812.50"))

    assert Difference.BANK not in gaps(of(batch))


def test_charges_of_an_account_in_another_currency_leave_the_difference_open(officer):
    batch = factories.batch(BatchStatus.APPROVED)
    batches.record_transfer(
        batch=batch,
        version=batch.version,
        by=officer,
        on=DAY,
        bank_reference="FT9",
        value_date=DAY,
        charges=Decimal("12.50"),
        paid_currency="TJS",
        rate=Decimal(10),
    )
    apply(officer, row("FT9", "-8012.50", currency="TJS"))

    assert gaps(of(batch))[Difference.BANK] == (Decimal("12.50"), True)


def test_account_in_another_currency_differs_in_its_own(officer):
    batch = factories.batch(BatchStatus.APPROVED)
    apply(officer, row("FT1", "-8740.00", batch.reference, currency="TJS", rate="10.925"))

    assert Difference.BANK not in gaps(of(batch))


def test_large_difference_in_a_small_currency_can_be_explained(officer):
    batch = factories.batch(BatchStatus.APPROVED)
    batches.record_transfer(
        batch=batch,
        version=batch.version,
        by=officer,
        on=DAY,
        bank_reference="FT9",
        value_date=DAY,
        paid_currency="LBP",
        rate=Decimal("99999999.999999"),
    )
    (gap,) = [gap for gap in of(batch).gaps if gap.difference == Difference.BANK]

    explanations.explain(
        of=batch,
        difference=gap.difference,
        amount=gap.amount,
        currency=gap.currency,
        reason=Explained.IN_TRANSIT,
        note="",
        by=officer,
    )

    assert gap.amount < -(10**10)
    assert gaps(of(batch))[Difference.BANK] == (gap.amount, False)


def test_money_claimed_back_is_awaited_and_then_refunded(officer):
    fee, _other = paid_fees()
    batch = batch_of(fee)
    ask(fee, officer)
    approve(fee, factories.user(Role.FINANCE_APPROVER))
    awaited = of(batch)

    reversals.record_refund(
        fee=fee, version=fee.version, by=officer, on=DAY, refunded_on=DAY, bank_reference="B-7"
    )

    assert sums(awaited) == (800, 0, 400, 400, 0)
    assert gaps(awaited)[Difference.REFUND] == (-400, True)
    assert sums(of(batch)) == (800, 0, 400, 0, 400)


def test_credited_money_stays_with_its_batch(officer):
    fee, _other = paid_fees()
    batch = batch_of(fee)
    record(batch, {fee.pk: Decimal(400)})
    fee.refresh_from_db()
    ask(fee, officer, ReversalKind.CREDIT, another_due())
    approve(fee, factories.user(Role.FINANCE_APPROVER))

    assert sums(of(batch)) == (800, 400, 400, 0, 0)


def test_difference_is_explained_for_as_long_as_it_is_the_same(officer):
    batch = factories.batch(BatchStatus.SENT)
    said = {"of": batch, "currency": "USD", "reason": Explained.IN_TRANSIT, "note": ""}
    explanations.explain(difference=Difference.RECEIPT, amount=Decimal(-800), by=officer, **said)
    explained = of(batch)

    record(batch, {Fee.objects.filter(lines__batch=batch).first().pk: Decimal(400)})

    assert gaps(explained)[Difference.RECEIPT] == (-800, False)
    assert gaps(of(batch))[Difference.RECEIPT] == (-400, True)


def test_lines_that_show_nothing_wait_until_they_are_explained(officer):
    batch = factories.batch(BatchStatus.SENT)
    apply(officer, row(batch.bank_reference, "-800"), row("FT8", "-5"), row("FT9", "700"))
    apply(officer, row("FT8", "-5"))
    charge = StatementLine.objects.unmatched().get(bank_reference="FT8")
    explanations.explain(
        of=charge,
        difference=Difference.LINE,
        amount=Decimal(-5),
        currency="USD",
        reason=Explained.CHARGES,
        note="",
        by=officer,
    )

    found = unmatched(StatementLine.objects.all())

    assert [(e.line.bank_reference, e.gap.is_open) for e in found] == [
        ("FT8", False),
        ("FT9", True),
    ]


def test_period_counts_by_the_value_date():
    batch = factories.batch(BatchStatus.SENT)
    factories.batch(BatchStatus.APPROVED)
    after, every = DAY + datetime.timedelta(days=1), PaymentBatch.objects.all()

    within = [
        list(sent_between(every, *days)) for days in ((DAY, DAY), (after, None), (None, None))
    ]

    assert within == [[batch], [], [batch]]


def test_totals_are_the_sums_of_their_rows():
    for fees in (1, 3):
        factories.batch(BatchStatus.SENT, fees=fees)

    (found,) = totals(reconciled(PaymentBatch.objects.all()))

    assert (found.currency, sums(found)) == ("USD", (1600, 0, 1600, 0, 0))


@pytest.mark.parametrize("count", [1, 3])
def test_reconciling_costs_three_queries(count, django_assert_num_queries):
    for _ in range(count):
        factories.receipt(factories.batch(BatchStatus.SENT, fees=1))

    with django_assert_num_queries(3):
        assert len(reconciled(PaymentBatch.objects.all())) == count
    assert awaiting(PaymentBatch.objects.first().agreement).count() == 0
