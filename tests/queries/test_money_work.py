"""The fees that wait for a payment, from the sums that are kept."""

from collections import defaultdict
from decimal import Decimal

import pytest

from cases.casework import kept_sums
from cases.models import Fee
from cases.queries.money_work import MoneyAct, MoneyTask, money_tasks
from cases.vocabulary import BatchStatus, FeeStatus, Role
from tests import factories
from tests.factories import DAY
from tests.factories.money import fees_of
from tests.reading import rows_read

pytestmark = pytest.mark.django_db


def due(user) -> list[MoneyTask]:
    return [task for task in money_tasks(user) if task.act == MoneyAct.BATCH]


def plainly() -> list[MoneyTask]:
    """Count fee by fee."""
    fees = defaultdict(list)
    for fee in Fee.objects.filter(status=FeeStatus.DUE):
        fees[fee.currency].append(fee)
    tasks = [
        MoneyTask(
            MoneyAct.BATCH,
            "",
            len(some),
            sum((fee.amount for fee in some), Decimal(0)),
            currency,
            min(fee.due_on for fee in some),
        )
        for currency, some in fees.items()
    ]
    return sorted(tasks, key=lambda task: task.since)


@pytest.mark.parametrize("folds", [False, True])
def test_fees_due_are_those_of_the_ledger_in_each_currency(folds):
    officer = factories.user(Role.FINANCE_OFFICER)
    factories.batch(BatchStatus.SENT, fees=2)
    children = list(factories.family(5).children.order_by("pk"))
    for n, child in enumerate(children):
        fees_of([child], on=DAY.replace(day=1 + n))
    with factories.past_the_guards():
        Fee.objects.filter(child__in=children[3:]).update(currency="EUR")
    kept_sums.rebuild()
    if folds:
        kept_sums.fold(whole=True)

    assert due(officer) == plainly()
    assert len(due(officer)) == 2


def test_fees_due_are_not_read_one_by_one():
    officer = factories.user(Role.FINANCE_OFFICER)
    fees_of(factories.family(3).children.all())
    kept_sums.fold(whole=True)

    few = rows_read(lambda: due(officer), of="cases_fee")
    fees_of(factories.family(9).children.all())
    kept_sums.fold(whole=True)

    assert rows_read(lambda: due(officer), of="cases_fee") == few
