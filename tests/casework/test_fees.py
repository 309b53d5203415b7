"""Fees arise once, by rule, and are waived by two people."""

import datetime

import pytest
from django.db import IntegrityError

from cases.casework import cases, fees
from cases.casework.editing import Stale
from cases.casework.fees import CannotPay
from cases.models import FeeSchedule
from cases.vocabulary import (
    Act,
    BatchStatus,
    ClearanceKind,
    DueEvent,
    FeeStatus,
    Reason,
    Role,
    Stage,
)
from tests import factories
from tests.factories import AHEAD, DAY

pytestmark = pytest.mark.django_db


def asked(fee, by=None):
    officer = by or factories.user(Role.FINANCE_OFFICER)
    fees.ask_waiver(fee=fee, version=fee.version, by=officer, reason=Reason.HEALTH)
    fee.refresh_from_db()
    return fee


def test_fee_becomes_due_when_the_child_is_found_eligible():
    child = factories.child(Stage.ELIGIBLE)

    fee = child.fees.get()

    assert (fee.amount, fee.currency, fee.status) == (400, "USD", FeeStatus.DUE)
    assert child.journal.filter(act=Act.FEE_DUE).count() == 1


def test_fee_due_when_verified_arises_with_the_verification():
    child = factories.child()
    factories.agreed_otherwise(due_event=DueEvent.VERIFIED)
    factories.grant(child, ClearanceKind.IDENTITY)
    reviewer = factories.user(Role.REVIEWER)

    cases.verify(child=child, version=child.version, by=reviewer, on=DAY, **factories.SEEN)

    fee = child.fees.get()
    assert (fee.amount, fee.status, fee.due_on) == (400, FeeStatus.DUE, DAY)
    assert child.journal.filter(act=Act.FEE_DUE).count() == 1


def test_no_fee_arises_before_the_event():
    child = factories.child(Stage.VERIFIED)

    assert not child.fees.exists()


def test_fee_arises_once_whatever_happens_later():
    child = factories.child(Stage.ELIGIBLE)
    officer = factories.user(Role.CASEWORKER)
    cases.defer(
        child=child,
        version=child.version,
        by=officer,
        on=DAY,
        reason=Reason.HEALTH,
        review_due_on=AHEAD,
    )
    child.refresh_from_db()
    cases.reconsider(child=child, version=child.version, by=officer, on=DAY, reason=Reason.NEW_FACT)

    child.refresh_from_db()
    factories.decide(child, "eligible")

    assert child.fees.count() == 1


def test_past_fee_keeps_its_amount_when_the_schedule_changes():
    fee = factories.due_fees()[0]

    later = (DAY + datetime.timedelta(days=1), None)
    factories.fee_schedule(fee.agreement, amount=500, during=later)

    fee.refresh_from_db()
    before = FeeSchedule.objects.get(pk=fee.schedule_id)
    assert fee.amount == 400
    assert before.during.upper == later[0]


def test_waiver_needs_another_person():
    officer = factories.user(Role.FINANCE_OFFICER)
    fee = asked(factories.due_fees()[0], by=officer)

    with pytest.raises(CannotPay, match="A second person"):
        fees.approve_waiver(fee=fee, version=fee.version, by=officer, on=DAY)

    fee.refresh_from_db()
    assert fee.status == FeeStatus.DUE


def test_waiver_approved_by_another_waives_the_fee_and_is_journalled():
    fee = asked(factories.due_fees()[0])

    fees.approve_waiver(
        fee=fee, version=fee.version, by=factories.user(Role.FINANCE_APPROVER), on=DAY
    )

    fee.refresh_from_db()
    entry = fee.child.journal.get(act=Act.FEE_WAIVED)
    assert (fee.status, entry.reason) == (FeeStatus.WAIVED, Reason.HEALTH)


def test_waiver_is_asked_once():
    fee = asked(factories.due_fees()[0])

    with pytest.raises(CannotPay, match="already"):
        asked(fee)


def test_dropped_waiver_leaves_the_fee_due():
    fee = asked(factories.due_fees()[0])

    fees.drop_waiver(fee=fee, version=fee.version, by=factories.user(Role.FINANCE_APPROVER))

    fee.refresh_from_db()
    assert (fee.status, fee.waiver_asked_by, fee.waiver_reason) == (FeeStatus.DUE, None, "")


def test_who_dropped_a_waiver_is_journalled_with_what_it_was_asked_for():
    fee, approver = asked(factories.due_fees()[0]), factories.user(Role.FINANCE_APPROVER)

    fees.drop_waiver(fee=fee, version=fee.version, by=approver)

    entry = fee.child.journal.get(act=Act.WAIVER_DROPPED)
    assert (entry.by, entry.reason) == (approver, Reason.HEALTH)


def test_dropping_what_nobody_asked_is_refused():
    fee = factories.due_fees()[0]

    with pytest.raises(CannotPay, match="No waiver is requested"):
        fees.drop_waiver(fee=fee, version=fee.version, by=factories.user(Role.FINANCE_APPROVER))


def test_approving_what_nobody_asked_is_refused():
    fee = factories.due_fees()[0]

    with pytest.raises(CannotPay, match="No waiver is requested"):
        fees.approve_waiver(
            fee=fee, version=fee.version, by=factories.user(Role.FINANCE_APPROVER), on=DAY
        )


def test_paid_fee_cannot_be_waived():
    fee = factories.batch(BatchStatus.SENT).lines.first().fee

    with pytest.raises(CannotPay, match="Only a fee that is due"):
        asked(fee)


@pytest.mark.parametrize("version", [None, 99])
def test_waiver_from_a_stale_form_is_refused(version):
    fee = factories.due_fees()[0]

    with pytest.raises(Stale):
        fees.ask_waiver(
            fee=fee,
            version=version,
            by=factories.user(Role.FINANCE_OFFICER),
            reason=Reason.OTHER,
        )


def test_other_refusals_of_the_database_are_not_taken_for_a_number_used_twice():
    fee = factories.due_fees()[0]

    with pytest.raises(IntegrityError, match="never changes"), fees.once("Used before."):
        type(fee).objects.filter(pk=fee.pk).update(amount=1)
