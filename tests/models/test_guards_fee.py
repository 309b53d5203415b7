"""What the database refuses of fees, whoever writes."""

import datetime

import pytest
from django.utils import timezone

from cases.casework import journal
from cases.vocabulary import Act, FeeStatus, Reason, Role
from tests import factories
from tests.factories import DAY
from tests.models.money_rows import new_fee, paid_fee, triggers_off
from tests.models.refusals import execute, is_now, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def fee():
    return factories.due_fees()[0]


def test_fee_is_once_a_child(fee):
    with refused("fee_once_a_child"):
        new_fee(fee, child=fee.child)


@pytest.mark.parametrize("child", [factories.child, lambda: factories.due_fees()[0].child])
def test_fee_becomes_due_in_the_journal_as_often_as_it_is_made(child):
    child = child()

    with refused("journal_fee_due_once"):
        journal.record(child, act=Act.FEE_DUE, by=child.registered_by, on=DAY)


@pytest.mark.parametrize("facts", [{"amount": 399}, {"currency": "EUR"}])
def test_fee_is_of_its_schedule(fee, facts):
    with refused("fee_of_its_schedule"):
        new_fee(fee, **facts)


def test_fee_is_of_a_day_of_its_schedule(fee):
    with refused("fee_of_its_schedule"):
        new_fee(fee, due_on=datetime.date(2018, 12, 31))


def test_fee_of_nothing_is_refused(fee):
    with refused("fee_amount_positive"):
        triggers_off()
        execute("UPDATE cases_fee SET amount = 0, received = -1")


def test_currency_of_a_fee_is_iso(fee):
    with refused("fee_currency_is_iso"):
        triggers_off()
        is_now(fee, currency="usd")


def test_status_of_a_fee_is_a_known_word(fee):
    with refused("fee_status_known"):
        triggers_off()
        is_now(fee, status="gone")


@pytest.mark.parametrize(
    "facts", [{"amount": 1}, {"currency": "EUR"}, {"due_on": DAY + datetime.timedelta(days=1)}]
)
def test_what_is_owed_stays(fee, facts):
    with refused("fee_amount_stays"):
        is_now(fee, **facts)


@pytest.mark.parametrize(
    "facts", [{"status": FeeStatus.PAID}, {"status": FeeStatus.REFUND_DUE}, {"received": 100}]
)
def test_fee_starts_as_due(fee, facts):
    with refused("fee_starts_as_due"):
        new_fee(fee, **facts)


@pytest.mark.parametrize(
    ("status", "guard"),
    [
        (FeeStatus.PAID, "fee_held_to_lines"),  # only the money of another fee pays a due one
        (FeeStatus.RECEIPTED, "fee_receipted_iff_received"),
        (FeeStatus.REFUND_DUE, "fee_status_follows_the_table"),
        (FeeStatus.REFUNDED, "fee_status_follows_the_table"),
        (FeeStatus.CREDITED, "fee_status_follows_the_table"),
    ],
)
def test_status_of_a_fee_follows_the_table(fee, status, guard):
    with refused(guard):
        is_now(fee, status=status)


def test_fee_without_a_line_is_not_batched(fee):
    with refused("fee_held_to_lines"):
        is_now(fee, status=FeeStatus.BATCHED)


def test_fee_on_a_live_line_is_not_due():
    fee = factories.batch(fees=1).lines.get().fee

    with refused("fee_held_to_lines"):
        is_now(fee, status=FeeStatus.DUE)


def test_fee_of_a_draft_is_not_paid():
    fee = factories.batch(fees=1).lines.get().fee

    with refused("fee_held_to_lines"):
        is_now(fee, status=FeeStatus.PAID)


def test_less_than_nothing_is_never_received():
    with refused("fee_received_within_amount"):
        is_now(paid_fee(), received=-1)


def test_more_than_the_amount_is_never_received():
    with refused("fee_receipted_iff_received"):  # the first of the two by name
        is_now(paid_fee(), received=401)


def test_fee_is_receipted_only_when_all_is_received():
    with refused("fee_receipted_iff_received"):
        is_now(paid_fee(), status=FeeStatus.RECEIPTED)


def test_what_is_received_is_said_by_receipts():
    with refused("fee_received_by_receipts"):
        is_now(paid_fee(), received=100)


def test_fee_is_not_receipted_without_a_receipt():
    with refused("fee_received_by_receipts"):
        is_now(paid_fee(), status=FeeStatus.RECEIPTED, received=400)


def test_waiver_is_asked_by_somebody_at_some_time(fee):
    with refused("fee_waiver_asked_whole"):
        is_now(fee, waiver_asked_by=factories.user(Role.FINANCE_OFFICER))


def test_waiver_is_approved_by_somebody_at_some_time(fee):
    with refused("fee_waiver_approved_whole"):
        is_now(
            fee,
            status=FeeStatus.WAIVED,
            waiver_reason=Reason.OTHER,
            waiver_asked_by=factories.user(Role.FINANCE_OFFICER),
            waiver_asked_at=timezone.now(),
            waiver_approved_by=factories.user(Role.FINANCE_APPROVER),
        )


def test_fee_is_waived_by_another_than_who_asked(fee):
    one = factories.user(Role.FINANCE_OFFICER)

    with refused("fee_waived_by_another"):
        is_now(
            fee,
            status=FeeStatus.WAIVED,
            waiver_reason=Reason.OTHER,
            waiver_asked_by=one,
            waiver_asked_at=timezone.now(),
            waiver_approved_by=one,
            waiver_approved_at=timezone.now(),
        )


def test_fee_is_not_waived_unapproved(fee):
    with refused("fee_waived_iff_approved"):
        is_now(fee, status=FeeStatus.WAIVED)
    with refused("fee_waiver_reason_as_asked"):
        is_now(fee, waiver_reason=Reason.OTHER)


def test_waiver_is_asked_for_a_due_fee_only():
    fee = factories.batch(fees=1).lines.get().fee

    with refused("fee_waiver_of_a_due_fee"):
        is_now(
            fee,
            waiver_asked_by=factories.user(Role.FINANCE_OFFICER),
            waiver_asked_at=timezone.now(),
            waiver_reason=Reason.OTHER,
        )


def test_fee_is_never_deleted(fee):
    with refused("no_delete"):
        execute("DELETE FROM cases_fee")
