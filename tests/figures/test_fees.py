import datetime
from decimal import Decimal

import pytest

from cases.figures.facts import Rate, agreement_facts
from cases.figures.fees import FeeFigures
from cases.figures.overview import fees_of
from cases.models import Fee
from cases.vocabulary import BatchStatus, FeeStatus, Role, Stage
from tests import factories
from tests.factories import DAY
from tests.plain_sums import fee_figures

TODAY = datetime.date(2026, 6, 1)
RATE = Rate(Decimal(400), "USD", Decimal(2500))


def figures(on: datetime.date = TODAY, today: datetime.date = TODAY) -> FeeFigures:
    return fee_figures(Fee.objects.all(), rate=RATE, target=75, on=on, today=today)


def sums(paid: int, committed: int, target: int = 75) -> FeeFigures:
    return FeeFigures(RATE, target, Decimal(committed), 0, Decimal(paid), 0)


def test_budget_of_75_children_is_30000():
    assert sums(0, 0).budget == 30_000


def test_budget_of_all_92_would_be_36800():
    assert sums(0, 0, target=92).budget == 36_800


def test_lower_amount_saves_157500_on_75_children():
    assert RATE.saved(75) == 157_500


def test_paid_committed_and_uncommitted_add_to_the_budget():
    found = sums(14_400, 8_800)

    assert (found.uncommitted, found.over_budget) == (6_800, 0)
    assert found.paid + found.committed + found.uncommitted == found.budget


def test_more_than_the_budget_is_over_budget():
    found = sums(30_000, 800)

    assert (found.uncommitted, found.over_budget) == (0, 800)


@pytest.mark.django_db
def test_seeded_agreement_has_the_published_budget():
    factories.published_agreement()

    found = fees_of(agreement_facts(on=TODAY)[0], on=TODAY)

    assert (found.budget, found.uncommitted, found.paid) == (30_000, 30_000, 0)


@pytest.mark.django_db
def test_fees_are_committed_until_sent_and_paid_from_the_value_date_on():
    factories.batch(BatchStatus.SENT, fees=3)
    factories.batch(BatchStatus.APPROVED, fees=2)
    factories.child(Stage.ELIGIBLE)

    found = figures()

    assert (found.paid, found.paid_children) == (1_200, 3)
    assert (found.committed, found.committed_children) == (1_200, 3)


def waive(fee: Fee, *, at: datetime.datetime) -> None:
    """Write that a fee was waived at this moment, as the acts of two people do."""
    Fee.objects.filter(pk=fee.pk).update(
        waiver_reason="other",
        waiver_asked_by=factories.user(Role.FINANCE_OFFICER),
        waiver_asked_at=at,
    )
    Fee.objects.filter(pk=fee.pk).update(
        status=FeeStatus.WAIVED,
        waiver_approved_by=factories.user(Role.FINANCE_APPROVER),
        waiver_approved_at=at,
    )


@pytest.mark.django_db
def test_waived_fee_is_neither_committed_nor_paid():
    waive(factories.due_fees(1)[0], at=datetime.datetime(2019, 4, 1, tzinfo=datetime.UTC))

    found = figures()

    assert (found.paid, found.committed) == (0, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("waived_at", "committed"),
    [
        (datetime.datetime(2019, 3, 10, 18, 59, tzinfo=datetime.UTC), 0),
        (datetime.datetime(2019, 3, 10, 19, 0, tzinfo=datetime.UTC), 400),
        (datetime.datetime(2019, 3, 10, 20, 0, tzinfo=datetime.UTC), 400),
    ],
)
def test_fee_is_waived_on_the_day_it_is_in_dushanbe(waived_at, committed):
    waive(factories.due_fees(1)[0], at=waived_at)
    tenth, later = datetime.date(2019, 3, 10), datetime.date(2019, 3, 20)

    assert figures(tenth, later).committed == committed
    assert figures(tenth + datetime.timedelta(days=1), later).committed == 0


@pytest.mark.django_db
def test_fees_of_today_are_the_same_by_status_and_by_day():
    factories.batch(BatchStatus.SENT, fees=2)
    factories.due_fees(3)
    tomorrow = TODAY + datetime.timedelta(days=1)

    by_status, by_day = figures(), figures(today=tomorrow)

    assert by_status == by_day


@pytest.mark.django_db
def test_fees_of_the_day_before_they_were_due_are_nothing():
    factories.batch(BatchStatus.SENT, fees=2)

    found = figures(on=DAY - datetime.timedelta(days=1))

    assert (found.paid, found.committed) == (0, 0)
