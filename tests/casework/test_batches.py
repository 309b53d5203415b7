"""A batch is gathered by one person, approved by another, and paid once."""

import datetime
import uuid
from decimal import Decimal

import pytest
from django.utils import timezone

from cases.casework import batches, closings, fees
from cases.casework.editing import Stale
from cases.casework.fees import CannotPay
from cases.casework.submissions import AlreadyTaken
from cases.models import Fee, PaymentBatch
from cases.queries.batches import BEFORE_TRANSFER
from cases.vocabulary import (
    Act,
    BatchStatus,
    ClosedReason,
    FeeStatus,
    Reason,
    Role,
)
from tests import factories
from tests.factories import DAY
from tests.models.refusals import refused

pytestmark = pytest.mark.django_db


def statuses(batch):
    return set(Fee.objects.filter(lines__batch=batch).values_list("status", flat=True))


def totals(batch):
    row = PaymentBatch.objects.with_totals().get(pk=batch.pk)
    return row.held, row.total, row.receipted


def create(picked, by=None, token=None):
    return batches.create(
        fees_picked=picked,
        by=by or factories.user(Role.FINANCE_OFFICER),
        token=token or uuid.uuid4(),
    )


def transfer(batch, **facts):
    given = {"bank_reference": "TRF-1", "value_date": DAY, "on": DAY, **facts}
    officer = factories.user(Role.FINANCE_OFFICER)
    batches.record_transfer(batch=batch, version=batch.version, by=officer, **given)
    batch.refresh_from_db()


def test_batch_holds_the_fees_picked():
    picked = factories.due_fees(3)

    batch = create(picked)

    assert totals(batch) == (3, 1200, 0)
    assert statuses(batch) == {FeeStatus.BATCHED}
    assert batch.reference.startswith("PB-")


def test_same_form_makes_one_batch():
    picked, token, officer = factories.due_fees(), uuid.uuid4(), factories.user("finance_officer")
    batch = create(picked, by=officer, token=token)

    with pytest.raises(AlreadyTaken) as taken:
        create(picked, by=officer, token=token)

    assert taken.value.location == batch.get_absolute_url()
    assert PaymentBatch.objects.count() == 1


def test_empty_choice_makes_no_batch():
    with pytest.raises(CannotPay, match="at least one"):
        create([])


def test_fee_of_another_batch_is_refused_by_its_reference():
    fee = factories.batch().lines.first().fee

    with pytest.raises(CannotPay, match=fee.child.reference):
        create([fee])


def test_many_refused_fees_are_named_in_short():
    picked = [line.fee for line in factories.batch(fees=6).lines.all()]

    with pytest.raises(CannotPay, match="…"):
        create(picked)


def test_fee_with_a_waiver_asked_for_is_refused():
    fee = factories.due_fees()[0]
    officer = factories.user(Role.FINANCE_OFFICER)
    fees.ask_waiver(fee=fee, version=fee.version, by=officer, reason=Reason.HEALTH)

    with pytest.raises(CannotPay, match="waiver"):
        create([fee])


def test_fee_of_a_case_closed_without_return_is_refused():
    fee = factories.due_fees()[0]
    closings.ask_to_close(
        child=fee.child,
        version=fee.child.version,
        by=factories.user(Role.CASEWORKER),
        on=DAY,
        reason=ClosedReason.OTHER_STATE,
    )
    fee.child.refresh_from_db()
    closings.approve_closing(
        child=fee.child, version=fee.child.version, by=factories.user(Role.REVIEWER), on=DAY
    )

    with pytest.raises(CannotPay, match="closed"):
        create([fee])


def test_fees_of_two_agreements_are_refused():
    here, there = factories.due_fees()[0], _fee_of_another_agreement()

    with pytest.raises(CannotPay, match="one agreement"):
        create([here, there])


def test_fee_of_another_agreement_is_not_added():
    batch = factories.batch()

    with pytest.raises(CannotPay, match="one agreement"):
        batches.add(
            batch=batch,
            version=batch.version,
            fees_picked=[_fee_of_another_agreement()],
            by=batch.prepared_by,
        )


def _fee_of_another_agreement():
    other = factories.bare_agreement()
    schedule = factories.fee_schedule(other, amount=100, currency="EUR")
    child = factories.family(name="Зебо", under=other).children.get()
    return Fee.objects.create(
        child=child,
        agreement=other,
        schedule=schedule,
        amount=100,
        currency="EUR",
        due_on=DAY,
    )


def test_batch_has_a_largest_size(monkeypatch):
    monkeypatch.setattr(batches, "MOST_FEES", 2)

    with pytest.raises(CannotPay, match="at most 2"):
        create(factories.due_fees(3))


def test_batch_does_not_grow_over_its_largest_size(monkeypatch):
    batch = factories.batch(fees=2)
    monkeypatch.setattr(batches, "MOST_FEES", 2)

    with pytest.raises(CannotPay, match="at most 2"):
        batches.add(
            batch=batch,
            version=batch.version,
            fees_picked=factories.due_fees(),
            by=batch.prepared_by,
        )


@pytest.mark.parametrize("status", BEFORE_TRANSFER)
def test_added_fee_makes_the_approval_void(status):
    batch = factories.batch(status)

    batches.add(
        batch=batch,
        version=batch.version,
        fees_picked=factories.due_fees(),
        by=batch.prepared_by,
    )

    batch.refresh_from_db()
    assert totals(batch) == (3, 1200, 0)
    assert (batch.status, batch.submitted_by, batch.approved_by) == (BatchStatus.DRAFT, None, None)


def test_released_fee_is_due_again_and_may_be_batched_again():
    batch = factories.batch(BatchStatus.APPROVED)
    fee = batch.lines.first().fee

    batches.release(batch=batch, version=batch.version, fees_picked=[fee], by=batch.prepared_by)

    batch.refresh_from_db()
    fee.refresh_from_db()
    assert (fee.status, batch.status, totals(batch)) == (
        FeeStatus.DUE,
        BatchStatus.DRAFT,
        (1, 400, 0),
    )
    assert totals(create([fee])) == (1, 400, 0)


def test_only_fees_of_the_batch_are_released():
    batch = factories.batch()

    with pytest.raises(CannotPay, match="in this batch"):
        batches.release(
            batch=batch,
            version=batch.version,
            fees_picked=factories.due_fees(),
            by=batch.prepared_by,
        )


def test_empty_batch_is_not_submitted():
    batch = factories.batch(fees=1)
    fee = batch.lines.get().fee
    batches.release(batch=batch, version=batch.version, fees_picked=[fee], by=batch.prepared_by)
    batch.refresh_from_db()

    with pytest.raises(CannotPay, match="empty"):
        batches.submit(batch=batch, version=batch.version, by=batch.prepared_by)


def test_preparer_does_not_approve():
    batch = factories.batch(BatchStatus.SUBMITTED)

    with pytest.raises(CannotPay, match="You prepared"):
        batches.approve(batch=batch, version=batch.version, by=batch.prepared_by)


def test_submitter_does_not_approve():
    batch, other = factories.batch(), factories.user(Role.FINANCE_OFFICER)
    batches.submit(batch=batch, version=batch.version, by=other)
    batch.refresh_from_db()

    with pytest.raises(CannotPay, match="You prepared"):
        batches.approve(batch=batch, version=batch.version, by=other)


@pytest.mark.parametrize("touch", ["add", "release"])
def test_whoever_touched_a_line_does_not_approve(touch):
    batch, other = factories.batch(), factories.user(Role.FINANCE_APPROVER)
    picked = factories.due_fees() if touch == "add" else [batch.lines.first().fee]
    getattr(batches, touch)(batch=batch, version=batch.version, fees_picked=picked, by=other)
    batch.refresh_from_db()
    batches.submit(batch=batch, version=batch.version, by=batch.prepared_by)
    batch.refresh_from_db()

    with pytest.raises(CannotPay, match="You changed"):
        batches.approve(batch=batch, version=batch.version, by=other)


def test_draft_is_not_approved():
    batch = factories.batch()

    with pytest.raises(CannotPay, match="cannot be done now"):
        batches.approve(
            batch=batch, version=batch.version, by=factories.user(Role.FINANCE_APPROVER)
        )


@pytest.mark.parametrize("status", [BatchStatus.SUBMITTED, BatchStatus.APPROVED])
def test_batch_sent_back_is_a_draft_with_the_reason(status):
    batch = factories.batch(status)

    batches.send_back(
        batch=batch,
        version=batch.version,
        by=factories.user(Role.FINANCE_APPROVER),
        reason="Two fees belong to the next flight.",
    )

    batch.refresh_from_db()
    assert (batch.status, batch.approved_by) == (BatchStatus.DRAFT, None)
    assert batch.returned_reason == "Two fees belong to the next flight."


def test_who_sent_a_batch_back_is_on_record_until_it_is_submitted_again():
    batch, approver = factories.batch(BatchStatus.SUBMITTED), factories.user(Role.FINANCE_APPROVER)

    batches.send_back(batch=batch, version=batch.version, by=approver, reason="Count again.")
    batch.refresh_from_db()
    sent_back_by = batch.returned_by
    batches.submit(batch=batch, version=batch.version, by=batch.prepared_by)
    batch.refresh_from_db()

    assert (sent_back_by, batch.returned_by, batch.returned_reason) == (approver, None, "")


def test_batch_is_sent_back_by_somebody():
    batch = factories.batch()

    with refused("batch_returned_by_somebody"):
        PaymentBatch.objects.filter(pk=batch.pk).update(returned_reason="Count again.")


def test_transfer_pays_every_fee_and_dates_the_journal_by_its_value_date():
    batch = factories.batch(BatchStatus.APPROVED)
    day_before = DAY - datetime.timedelta(days=1)

    transfer(batch, value_date=day_before, charges=Decimal("12.50"))

    entry = batch.lines.first().fee.child.journal.get(act=Act.FEE_PAID)
    assert (batch.status, batch.charges) == (BatchStatus.SENT, Decimal("12.50"))
    assert statuses(batch) == {FeeStatus.PAID}
    assert (entry.happened_on, entry.detail) == (day_before, batch.reference)


def test_unapproved_batch_is_not_paid():
    batch = factories.batch(BatchStatus.SUBMITTED)

    with pytest.raises(CannotPay, match="cannot be done now"):
        transfer(batch)


def test_transfer_of_tomorrow_is_refused():
    batch = factories.batch(BatchStatus.APPROVED)

    with pytest.raises(CannotPay, match="future"):
        transfer(batch, value_date=DAY + datetime.timedelta(days=1))


def test_bank_reference_is_taken_once():
    transfer(factories.batch(BatchStatus.APPROVED), bank_reference="TRF-7")
    second = factories.batch(BatchStatus.APPROVED)

    with pytest.raises(CannotPay, match="another batch"):
        transfer(second, bank_reference="TRF-7")

    second.refresh_from_db()
    assert (second.status, statuses(second)) == (BatchStatus.APPROVED, {FeeStatus.BATCHED})


@pytest.mark.parametrize("status", BEFORE_TRANSFER)
def test_void_batch_frees_its_fees(status):
    batch = factories.batch(status)

    batches.void(batch=batch, version=batch.version, by=batch.prepared_by)

    batch.refresh_from_db()
    assert (batch.status, statuses(batch), totals(batch)) == (
        BatchStatus.VOID,
        {FeeStatus.DUE},
        (0, 0, 0),
    )


def test_sent_batch_is_not_void():
    batch = factories.batch(BatchStatus.SENT)

    with pytest.raises(CannotPay, match="cannot be done now"):
        batches.void(batch=batch, version=batch.version, by=batch.prepared_by)


@pytest.mark.parametrize("version", [None, 77])
def test_act_from_a_stale_form_is_refused(version):
    batch = factories.batch(BatchStatus.SUBMITTED)

    with pytest.raises(Stale):
        batches.approve(batch=batch, version=version, by=factories.user(Role.FINANCE_APPROVER))


def test_who_once_submitted_a_batch_cannot_approve_it_later():
    officer, helper = factories.user(Role.FINANCE_OFFICER), factories.user(Role.FINANCE_OFFICER)
    batch = factories.batch(by=officer)
    for by in (helper, officer):
        batches.submit(batch=batch, version=batch.version, by=by)
        batch.refresh_from_db()
        if by == helper:
            batches.send_back(batch=batch, version=batch.version, by=officer, reason="Count again")
            batch.refresh_from_db()

    with pytest.raises(CannotPay, match="You changed this batch"):
        batches.approve(batch=batch, version=batch.version, by=helper)

    with refused("batch_approver_touched_nothing"):
        PaymentBatch.objects.filter(pk=batch.pk).update(
            status=BatchStatus.APPROVED, approved_by=helper, approved_at=timezone.now()
        )
