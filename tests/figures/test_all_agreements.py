"""Figures of all agreements are the sums of those of each, in each currency by itself."""

import datetime
import random
from collections import Counter
from decimal import Decimal

import pytest
from django.db.models import QuerySet
from django.utils import timezone

from cases.casework import kept_sums
from cases.figures.counts import Counted
from cases.figures.facts import agreement_facts
from cases.figures.ledger import ledger_sums
from cases.figures.money import ageing, movements, saving, with_waiting
from cases.figures.overview import overview, overview_of_all
from cases.models import Agreement, Child, Fee, FeeSchedule
from cases.vocabulary import FeeStatus, Stage
from tests import factories
from tests.factories import DAY
from tests.figures import worlds
from tests.models.refusals import execute

pytestmark = pytest.mark.django_db
CURRENCIES = ("USD", "EUR", "TJS")


def two_agreements(seed: int) -> list[Agreement]:
    """Make cases of whatever stage, and give about half of them to a second agreement.

    Fees have whatever currency, sum and status: past the guards, which know one schedule.
    """
    dice = random.Random(seed)
    worlds.at_random(seed)
    first, second = factories.agreement(), factories.bare_agreement()
    factories.fee_schedule(second, amount=500, currency="EUR")
    factories.figures(second, DAY, identified=30, target=20)
    factories.due_fees(4)
    schedules = list(FeeSchedule.objects.order_by("pk"))
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    execute("SET session_replication_role = replica")
    for child in Child.objects.all():
        whose = dice.choice((first, second))
        Child.objects.filter(pk=child.pk).update(agreement=whose)
        amount = Decimal(dice.randrange(1, 90000)) / 100
        status = dice.choice([status for status in FeeStatus if status != FeeStatus.WAIVED])
        Fee.objects.filter(child=child).update(
            agreement=whose,
            currency=dice.choice(CURRENCIES),
            schedule=dice.choice(schedules),
            amount=amount,
            status=status,
            received=amount if status == FeeStatus.RECEIPTED else 0,
        )
    execute("SET session_replication_role = origin")
    kept_sums.rebuild()
    return [first, second]


@pytest.mark.seeds(2)
def test_figures_of_all_are_the_sums_of_each(seed):
    agreements = two_agreements(seed)

    progress_is_the_sum_of_each(agreements)
    money_is_the_sum_of_each_in_each_currency()
    what_is_open_and_what_moved_is_the_sum_of_each(agreements)
    fees_on_the_dashboard_are_a_recount_of_each_currency()


def progress_is_the_sum_of_each(agreements: list[Agreement]) -> None:
    everything = overview_of_all(on=DAY, today=DAY)
    each = [overview(agreement.slug, on=DAY, today=DAY) for agreement in agreements]

    for kind in Counted:
        assert everything.counts[kind] == sum(one.counts[kind] for one in each), kind
    for n, row in enumerate(everything.counts.stages):
        parts = [one.counts.stages[n] for one in each]
        assert (row.stage, row.count) == (parts[0].stage, sum(part.count for part in parts))
        assert row.overdue == sum(part.overdue for part in parts)
    whole = everything.progress
    assert (whole.published, whole.target) == (122, 95)
    assert whole.identified == sum(one.progress.identified for one in each)


def money_is_the_sum_of_each_in_each_currency() -> None:
    facts = agreement_facts(on=DAY)
    recount: Counter[tuple[str, str]] = Counter()
    sums: Counter[tuple[str, str]] = Counter()
    for fee in Fee.objects.all():
        recount[fee.currency, fee.status] += 1
        sums[fee.currency, fee.status] += fee.amount

    everything = ledger_sums(facts).by_currency
    each = [ledger_sums([one]).by_currency for one in facts]

    assert set(everything) == {currency for one in each for currency in one}
    for currency, by_status in everything.items():
        for status, come in by_status.items():
            parts = [one[currency][status] for one in each if currency in one]
            assert come.count == sum(part.count for part in parts) == recount[currency, status]
            assert come.amount == sum(part.amount for part in parts) == sums[currency, status]


def what_is_open_and_what_moved_is_the_sum_of_each(agreements: list[Agreement]) -> None:
    for currency in CURRENCIES:
        fees = Fee.objects.filter(currency=currency)
        each = [fees.filter(agreement=agreement) for agreement in agreements]
        keys = [agreement.pk for agreement in agreements]
        whole = ageing(keys, currency, on=DAY)
        parts = [ageing([key], currency, on=DAY) for key in keys]
        for key, figure in whole.items():
            assert figure.count == sum(part[key].count for part in parts)
            assert figure.amount == sum(part[key].amount for part in parts)
        for key, one in zip(keys, each, strict=True):
            ages_and_savings_are_those_of_each_fee(key, currency, one)
        moved = movements(fees, since=None, until=None)
        parts = [movements(one, since=None, until=None) for one in each]
        for n, figure in enumerate(moved):
            assert figure.count == sum(part[n].count for part in parts)
            assert figure.amount == sum(part[n].amount for part in parts)


def ages_and_savings_are_those_of_each_fee(
    agreement: int, currency: str, fees: "QuerySet[Fee]"
) -> None:
    for on in (DAY, DAY + datetime.timedelta(days=45), timezone.localdate()):
        count: Counter[tuple[str, str]] = Counter()
        amount: Counter[tuple[str, str]] = Counter()
        for fee in with_waiting(fees, on=on):
            count[fee.waits_for, fee.age] += 1
            amount[fee.waits_for, fee.age] += fee.amount - fee.received
        for key, cell in ageing([agreement], currency, on=on).items():
            assert (cell.count, cell.amount) == (count[key], amount[key])
    paid = fees.filter(status__in=(FeeStatus.PAID, FeeStatus.RECEIPTED)).select_related("schedule")
    saved = [
        fee.schedule.standard_amount - fee.amount
        for fee in paid
        if fee.schedule.standard_amount is not None
    ]
    assert saving([agreement], currency) == (sum(saved) if saved else None)


def fees_on_the_dashboard_are_a_recount_of_each_currency() -> None:
    cards = {card.currency: card for card in overview_of_all(on=DAY, today=DAY).by_currency}

    fees = list(Fee.objects.all())
    assert set(cards) == {fee.currency for fee in fees} | {"USD", "EUR"}
    assert (cards["USD"].budget, cards["EUR"].budget) == (75 * 400, 20 * 500)
    for currency, card in cards.items():
        theirs = [fee for fee in fees if fee.currency == currency]
        paid = [fee for fee in theirs if fee.status in (FeeStatus.PAID, FeeStatus.RECEIPTED)]
        open_ = [fee for fee in theirs if fee.status in (FeeStatus.DUE, FeeStatus.BATCHED)]
        assert (card.paid, card.paid_children) == (sum(fee.amount for fee in paid), len(paid))
        assert card.committed == sum(fee.amount for fee in open_)
        assert card.committed_children == len(open_)


def test_one_agreement_is_all():
    factories.child(Stage.ELIGIBLE)

    figures = overview_of_all(on=DAY, today=DAY)

    assert figures.agreement == factories.agreement()
    assert figures.fees.committed == 400
