"""What is open and for how long, what moved in a period, and what was saved."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from cases.casework import batches, kept_sums
from cases.figures.money import ageing, movements, saving
from cases.models import Agreement, Fee, FeeSchedule
from cases.vocabulary import AgeOfMoney, BatchStatus, MoneyMove, ReversalKind, Role, WaitsFor
from tests import factories
from tests.casework.test_reversals import another_due, approve, ask, paid_fees, receipt
from tests.factories import DAY
from tests.reading import rows_read

pytestmark = pytest.mark.django_db


def everything():
    return [each.pk for each in Agreement.objects.all()], "USD"


def open_on(days):
    found = ageing(*everything(), on=DAY + datetime.timedelta(days=days))
    return {key: (each.count, each.amount) for key, each in found.items() if each.count}


def moved(since=None, until=None):
    rows = movements(Fee.objects.all(), since=since, until=until)
    return {each.moved: (each.count, each.amount) for each in rows if each.count}


@pytest.mark.parametrize(
    ("days", "age"),
    [
        (-1, AgeOfMoney.MONTH),
        (0, AgeOfMoney.MONTH),
        (30, AgeOfMoney.MONTH),
        (31, AgeOfMoney.TWO_MONTHS),
        (60, AgeOfMoney.TWO_MONTHS),
        (61, AgeOfMoney.THREE_MONTHS),
        (90, AgeOfMoney.THREE_MONTHS),
        (91, AgeOfMoney.LONGER),
        (5000, AgeOfMoney.LONGER),
    ],
)
def test_due_fee_is_in_one_band_on_every_day(days, age):
    factories.due_fees(2)

    assert open_on(days) == {(WaitsFor.PAYMENT, age): (2, 800)}


def test_paid_fee_waits_for_the_rest_of_its_receipt():
    fee, other = paid_fees(2, deferred=0)
    receipt(
        fee.lines.get().batch, factories.user(Role.FINANCE_OFFICER), amounts={fee.pk: Decimal(150)}
    )

    assert open_on(0) == {(WaitsFor.RECEIPT, AgeOfMoney.MONTH): (2, 650)}
    receipt(
        other.lines.get().batch,
        factories.user(Role.FINANCE_OFFICER),
        amounts={fee.pk: Decimal(250), other.pk: Decimal(400)},
        number="R-2",
    )
    assert open_on(0) == {}


def test_claim_waits_for_its_refund():
    fee = paid_fees(1)[0]
    ask(fee, factories.user(Role.FINANCE_OFFICER))
    approve(fee, factories.user(Role.FINANCE_APPROVER))

    today = fee.reversals.get().approved_at.date()
    found = ageing(*everything(), on=today)

    assert found[WaitsFor.REFUND, AgeOfMoney.MONTH].amount == 400


def test_everything_that_moved_is_counted_by_its_own_day():
    fee, kept = paid_fees(2)
    target, officer = another_due(), factories.user(Role.FINANCE_OFFICER)
    receipt(fee.lines.get().batch, officer, amounts={kept.pk: Decimal(100)})
    ask(fee, officer, ReversalKind.CREDIT, target)
    approve(fee, factories.user(Role.FINANCE_APPROVER))

    assert moved() == {
        MoneyMove.DUE: (3, 1200),
        MoneyMove.BATCHED: (2, 800),
        MoneyMove.PAID: (2, 800),
        MoneyMove.RECEIPTED: (1, 100),
        MoneyMove.CREDITED: (1, 400),
    }
    assert moved(until=DAY - datetime.timedelta(days=1)) == {}
    assert moved(DAY, DAY) == {
        MoneyMove.DUE: (3, 1200),
        MoneyMove.PAID: (2, 800),
        MoneyMove.RECEIPTED: (1, 100),
    }


def test_fee_receipted_in_two_parts_moved_once():
    fee, other = paid_fees(2, deferred=0)
    batch, officer = fee.lines.get().batch, factories.user(Role.FINANCE_OFFICER)
    receipt(batch, officer, amounts={fee.pk: Decimal(150)})
    receipt(batch, officer, amounts={fee.pk: Decimal(50), other.pk: Decimal(400)}, number="R-2")

    assert moved()[MoneyMove.RECEIPTED] == (2, 600)


def test_draft_is_batched_and_not_paid():
    batch = factories.batch(BatchStatus.APPROVED)
    begun = timezone.localdate(batch.prepared_at)

    assert MoneyMove.PAID not in moved()
    assert moved(begun, begun) == {MoneyMove.BATCHED: (2, 800)}


def test_fee_taken_out_of_its_batch_is_not_batched():
    batch, officer = factories.batch(fees=2), factories.user(Role.FINANCE_OFFICER)
    taken = [batch.lines.first().fee]
    batches.release(batch=batch, version=batch.version, fees_picked=taken, by=officer)

    assert moved()[MoneyMove.BATCHED] == (1, 400)


def test_saving_is_of_paid_fees_alone():
    assert saving(*everything()) is None
    paid_fees(2, deferred=0)
    factories.due_fees(1)

    standard = FeeSchedule.objects.get().standard_amount
    assert saving(*everything()) == (2 * (standard - 400) if standard else None)


def test_figures_cost_few_queries_each(django_assert_num_queries):
    paid_fees(3, deferred=0)
    whose = everything()

    for queries, figure in (
        (2, lambda: ageing(*whose, on=DAY)),
        (1, lambda: movements(Fee.objects.all(), since=None, until=None)),
        (1, lambda: saving(*whose)),
    ):
        with django_assert_num_queries(queries):
            figure()


def test_fees_that_are_due_or_receipted_are_not_read_one_by_one():
    whose = everything()
    factories.due_fees(2)
    kept_sums.fold(whole=True)

    few = rows_read(lambda: (ageing(*whose, on=DAY), saving(*whose)), of="cases_fee")
    factories.due_fees(9)
    kept_sums.fold(whole=True)

    assert rows_read(lambda: (ageing(*whose, on=DAY), saving(*whose)), of="cases_fee") == few
