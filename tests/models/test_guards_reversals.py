"""What the database refuses of money that leaves a fee, whoever writes."""

import datetime

import pytest
from django.utils import timezone

from cases.models import BatchLine, Fee, Reversal
from cases.vocabulary import BatchStatus, FeeStatus, Reason, ReversalKind, Role
from tests import factories
from tests.casework.test_reversals import another_due, approve, ask, paid_fees
from tests.factories import DAY, NOON
from tests.models.refusals import execute, is_now, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return factories.user(Role.FINANCE_OFFICER), factories.user(Role.FINANCE_APPROVER)


def new(fee, by, **fields):
    given = {
        "fee": fee,
        "line": fee.payments.get(released=False),
        "kind": ReversalKind.REFUND,
        "reason": Reason.CONSENT,
        "asked_by": by,
        "asked_at": timezone.now(),
        **fields,
    }
    return Reversal.objects.bulk_create([Reversal(**given)])[0]


def answered(by):
    return {"approved_by": by, "approved_at": timezone.now()}


@pytest.mark.parametrize(
    ("fields", "guard"),
    [
        ({"kind": "gift"}, "reversal_credit_iff_credited"),  # the first of the two by name
        ({"reason": "none"}, "reversal_reason_known"),
        ({"kind": ReversalKind.CREDIT}, "reversal_credit_iff_credited"),
        ({"received": 1}, "reversal_received_when_approved"),
        ({"refunded_on": DAY}, "reversal_refund_whole"),
        ({"dropped_at": NOON}, "reversal_dropped_whole"),
    ],
)
def test_reversal_is_whole(people, fields, guard):
    fee = paid_fees()[0]
    execute("SET LOCAL session_replication_role = replica")

    with refused(guard):
        new(fee, people[0], **fields)


def test_credit_to_the_same_fee_is_refused(people):
    fee = paid_fees()[0]

    with refused("reversal_credit_iff_credited"):
        new(fee, people[0], kind=ReversalKind.CREDIT, credited_to=fee)


def test_reversal_starts_asked(people):
    with refused("reversal_starts_asked"):
        new(paid_fees()[0], people[0], **answered(people[1]))


def test_nobody_approves_what_they_asked(people):
    asked = new(paid_fees()[0], people[0])

    with refused("reversal_approved_by_another"):
        is_now(asked, **answered(people[0]))


def test_two_wishes_for_the_same_money_are_refused(people):
    fee = paid_fees()[0]
    new(fee, people[0])

    with refused("reversal_asked_once"):
        new(fee, people[1])


def test_two_credits_to_the_same_fee_are_refused(people):
    first, second = paid_fees(2, deferred=2)
    target = another_due()
    new(first, people[0], kind=ReversalKind.CREDIT, credited_to=target)

    with refused("reversal_credit_asked_once"):
        new(second, people[0], kind=ReversalKind.CREDIT, credited_to=target)


@pytest.mark.parametrize(
    "fields", [{"reason": Reason.COURT}, {"asked_at": NOON}, {"kind": "credit"}]
)
def test_what_was_asked_stays(people, fields):
    asked = new(paid_fees()[0], people[0])

    with refused("reversal_terms_stay"):
        is_now(asked, **fields)


def test_approval_alone_moves_no_money(people):
    asked = new(paid_fees()[0], people[0])

    with refused("batch_line_serves_whom_it_says"):
        is_now(asked, **answered(people[1]))


def test_money_leaves_no_fee_without_an_approval(people):
    fee = paid_fees()[0]
    new(fee, people[0])

    with refused("batch_line_serves_whom_it_says"):
        fee.lines.update(serves=None)


def test_line_serves_no_other_fee_by_hand(people):
    fee, target = paid_fees()[0], another_due()

    with refused("batch_line_serves_whom_it_says"):
        fee.lines.update(serves=target)


@pytest.mark.parametrize("status", [FeeStatus.REFUND_DUE, FeeStatus.CREDITED])
def test_paid_fee_is_not_called_given_back_by_hand(status):
    fee = paid_fees()[0]

    with refused("fee_held_to_lines"):
        is_now(fee, status=status)


def test_due_fee_is_not_called_paid_by_hand():
    with refused("fee_held_to_lines"):
        is_now(another_due(), status=FeeStatus.PAID)


def test_refund_is_not_called_arrived_by_hand(people):
    fee = paid_fees()[0]
    ask(fee, people[0])
    approve(fee, people[1])

    with refused("fee_held_to_lines"):
        is_now(fee, status=FeeStatus.REFUNDED)


def test_money_of_a_child_who_may_travel_stays(people):
    fee = paid_fees(2, deferred=0)[0]
    asked = new(fee, people[0])

    with refused("reversal_of_a_child_who_stays"):
        is_now(asked, **answered(people[1]))


def test_money_that_is_not_paid_does_not_leave(people):
    fee = factories.batch(BatchStatus.APPROVED, fees=1).lines.get().fee
    asked = new(fee, people[0])

    with refused("reversal_of_paid_money"):
        is_now(asked, **answered(people[1]))


def test_credit_pays_only_a_due_fee(people):
    first, second = paid_fees(2, deferred=1)
    asked = new(first, people[0], kind=ReversalKind.CREDIT, credited_to=second)

    with refused("reversal_credits_a_due_fee"):
        is_now(asked, **answered(people[1]))


def test_answer_and_refund_stay(people):
    fee = paid_fees()[0]
    ask(fee, people[0])
    approve(fee, people[1])
    agreed = fee.reversals.get()

    with refused("reversal_answer_stays"):
        is_now(agreed, approved_by=factories.user(Role.FINANCE_APPROVER))
    with refused("reversal_approved_or_dropped"):
        execute("SET LOCAL session_replication_role = replica")
        is_now(agreed, dropped_by=people[0], dropped_at=timezone.now())
    execute("SET LOCAL session_replication_role = origin")
    with refused("no_delete"):
        execute("DELETE FROM cases_reversal WHERE id = %s", agreed.pk)


def test_refund_on_record_does_not_change(people):
    fee = paid_fees()[0]
    ask(fee, people[0])
    approve(fee, people[1])
    agreed = fee.reversals.get()
    is_now(agreed, refunded_on=DAY, bank_reference="B-7", recorded_by=people[0])
    is_now(fee, status=FeeStatus.REFUNDED)

    with refused("reversal_refund_stays"):
        is_now(agreed, refunded_on=DAY + datetime.timedelta(days=1))


def test_acknowledged_money_does_not_vanish(people):
    fee = paid_fees()[0]
    ask(fee, people[0])
    approve(fee, people[1])

    with refused("fee_received_by_receipts"):
        is_now(fee, received=100)


def test_every_line_on_record_serves_a_fee():
    paid_fees()

    assert not BatchLine.objects.filter(serves=None).exists()
    assert Fee.objects.filter(payments__isnull=False).count() == 2
