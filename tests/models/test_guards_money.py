"""What the database refuses of fees, batches and receipts, whoever writes."""

import datetime
import uuid

import pytest
from django.utils import timezone

from cases.casework import batches, receipts
from cases.models import BatchLine, Fee, PaymentBatch, Receipt, ReceiptLine
from cases.vocabulary import BatchStatus, FeeStatus, Reason, Role
from tests import factories
from tests.factories import DAY
from tests.models.refusals import execute, is_now, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def fee():
    return factories.due_fees()[0]


def triggers_off():
    """Leave the CHECKs alone to judge, until the transaction ends."""
    execute("SET LOCAL session_replication_role = replica")


def new_fee(fee, **fields):
    given = {
        "child": factories.family(name="Зебо Каримова").children.get(),
        "agreement": fee.agreement,
        "schedule": fee.schedule,
        "amount": fee.amount,
        "currency": fee.currency,
        "due_on": DAY,
        **fields,
    }
    return Fee.objects.bulk_create([Fee(**given)])[0]


def new_batch(**fields):
    given = {
        "reference": "PB-9999",
        "agreement": factories.agreement(),
        "currency": "USD",
        "prepared_by": factories.user(Role.FINANCE_OFFICER),
        **fields,
    }
    return PaymentBatch.objects.bulk_create([PaymentBatch(**given)])[0]


def new_receipt(**fields):
    given = {
        "agreement": factories.agreement(),
        "authority": "Court of Karkh",
        "number": "R-1",
        "received_on": DAY,
        "recorded_by": factories.user(Role.FINANCE_OFFICER),
        **fields,
    }
    return Receipt.objects.bulk_create([Receipt(**given)])[0]


def paid_fee():
    return factories.batch(BatchStatus.SENT, fees=1).lines.get().fee


# Fees


def test_fee_is_once_a_child(fee):
    with refused("fee_once_a_child"):
        new_fee(fee, child=fee.child)


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
        )


def test_fee_is_never_deleted(fee):
    with refused("no_delete"):
        execute("DELETE FROM cases_fee")


# Batches


@pytest.mark.parametrize("status", [s for s in BatchStatus if s != BatchStatus.DRAFT])
def test_batch_starts_as_draft(status):
    with refused("batch_starts_as_draft"):
        new_batch(status=status)


def test_status_of_a_batch_is_a_known_word():
    batch = factories.batch()

    with refused("batch_approval_iff_approved"):  # batch_status_known comes later by name
        triggers_off()
        is_now(batch, status="gone")


def test_currency_of_a_batch_is_iso():
    with refused("batch_currency_is_iso"):
        new_batch(currency="usd")


def test_charges_are_not_negative():
    with refused("batch_charges_not_negative"):
        is_now(factories.batch(), charges=-1)


@pytest.mark.parametrize(
    "facts",
    [
        {"bank_reference": "T-1"},
        {"value_date": DAY},
        {"charges": 1},
        {"funder": "State budget"},
        {"paid_currency": "TJS", "rate": 11},
    ],
)
def test_nothing_is_said_of_a_transfer_before_it_is_made(facts):
    with refused("batch_transfer_only_when_sent"):
        is_now(factories.batch(BatchStatus.APPROVED), **facts)


@pytest.mark.parametrize(
    "facts",
    [
        {"bank_reference": "T-2"},
        {"value_date": DAY - datetime.timedelta(days=1)},
        {"charges": 1},
        {"funder": "State budget"},
        {"paid_currency": "TJS", "rate": 11},
    ],
)
def test_transfer_on_record_stays(facts):
    with refused("batch_transfer_stays"):
        is_now(factories.batch(BatchStatus.SENT), **facts)


@pytest.mark.parametrize(
    ("paid_currency", "rate"), [("TJS", None), ("TJS", 0), ("", 11), ("tjs", 11), ("USD", 1)]
)
def test_rate_is_of_another_currency(paid_currency, rate):
    batch = factories.batch(BatchStatus.SENT)

    with refused("batch_rate_iff_other_currency"):
        triggers_off()
        is_now(batch, paid_currency=paid_currency, rate=rate)


@pytest.mark.parametrize("facts", [{"currency": "EUR"}, {"reference": "PB-1"}, {"prepared_by": 0}])
def test_terms_of_a_batch_stay(facts):
    batch = factories.batch()
    if "prepared_by" in facts:
        facts = {"prepared_by": factories.user(Role.FINANCE_OFFICER)}

    with refused("batch_terms_stay"):
        is_now(batch, **facts)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (BatchStatus.DRAFT, BatchStatus.APPROVED),
        (BatchStatus.SUBMITTED, BatchStatus.SENT),
        (BatchStatus.SENT, BatchStatus.VOID),
        (BatchStatus.SENT, BatchStatus.APPROVED),
    ],
)
def test_status_of_a_batch_follows_the_table(before, after):
    batch = factories.batch(before)

    with refused("batch_status_follows_the_table"):
        is_now(batch, status=after)


def test_batch_is_submitted_by_somebody_at_some_time():
    with refused("batch_submitted_whole"):
        is_now(factories.batch(), submitted_at=timezone.now())


def test_batch_is_approved_by_somebody_at_some_time():
    batch = factories.batch(BatchStatus.SUBMITTED)

    with refused("batch_approved_whole"):
        is_now(
            batch,
            status=BatchStatus.APPROVED,
            approved_by=factories.user(Role.FINANCE_APPROVER),
        )


def approve_as(batch, person):
    is_now(batch, status=BatchStatus.APPROVED, approved_by=person, approved_at=timezone.now())


def test_batch_is_approved_by_another_than_who_submitted():
    batch, other = factories.batch(), factories.user(Role.FINANCE_APPROVER)
    batches.submit(batch=batch, version=batch.version, by=other)

    with refused("batch_approver_touched_nothing"):
        approve_as(batch, other)
    with refused("batch_approved_by_another"):
        triggers_off()
        approve_as(batch, other)


def test_batch_is_approved_by_another_than_who_prepared():
    batch, other = new_batch(), factories.user(Role.FINANCE_OFFICER)
    add_line(batch, factories.due_fees()[0], added_by=other)
    Fee.objects.update(status=FeeStatus.BATCHED)
    batches.submit(batch=batch, version=batch.version, by=other)

    with refused("batch_approved_not_by_preparer"):
        approve_as(batch, batch.prepared_by)


@pytest.mark.parametrize("touch", ["add", "release"])
def test_batch_is_approved_by_somebody_who_touched_no_line(touch):
    batch, other = factories.batch(), factories.user(Role.FINANCE_APPROVER)
    picked = factories.due_fees() if touch == "add" else [batch.lines.first().fee]
    getattr(batches, touch)(batch=batch, version=batch.version, fees_picked=picked, by=other)
    batch.refresh_from_db()
    batches.submit(batch=batch, version=batch.version, by=batch.prepared_by)

    with refused("batch_approver_touched_nothing"):
        approve_as(batch, other)


@pytest.mark.parametrize("person", ["superuser", "both roles"])
def test_no_rank_approves_its_own_batch(person):
    officer = factories.user(Role.FINANCE_OFFICER, is_superuser=person == "superuser")
    officer.groups.add(*factories.user(Role.FINANCE_APPROVER).groups.all())
    batch = factories.batch(BatchStatus.SUBMITTED, by=officer)

    with refused("batch_approver_touched_nothing"):
        approve_as(batch, officer)


def test_batch_is_not_approved_by_nobody():
    with refused("batch_approval_iff_approved"):
        is_now(factories.batch(BatchStatus.SUBMITTED), status=BatchStatus.APPROVED)


def test_draft_keeps_no_approval():
    with refused("batch_approval_iff_approved"):
        is_now(
            factories.batch(BatchStatus.APPROVED),
            status=BatchStatus.DRAFT,
            submitted_by=None,
            submitted_at=None,
        )


def test_batch_is_not_submitted_by_nobody():
    with refused("batch_submitted_iff_asked"):
        is_now(factories.batch(), status=BatchStatus.SUBMITTED)


def test_sent_batch_has_its_bank_reference():
    with refused("batch_sent_has_bank_reference"):
        is_now(factories.batch(BatchStatus.APPROVED), status=BatchStatus.SENT)


def test_bank_reference_is_of_one_batch():
    first, second = factories.batch(BatchStatus.SENT), factories.batch(BatchStatus.SENT)
    triggers_off()

    with refused("batch_bank_reference_once"):
        is_now(second, bank_reference=first.bank_reference)


def test_sent_batch_has_paid_its_fees():
    with refused("fee_held_to_lines"):
        is_now(
            factories.batch(BatchStatus.APPROVED),
            status=BatchStatus.SENT,
            bank_reference="TRF-1",
            value_date=DAY,
        )


def test_empty_batch_goes_nowhere():
    batch = new_batch()

    with refused("batch_not_empty"):
        is_now(
            batch,
            status=BatchStatus.SUBMITTED,
            submitted_by=batch.prepared_by,
            submitted_at=timezone.now(),
        )


def test_void_batch_holds_no_fee():
    with refused("batch_void_is_empty"):
        is_now(factories.batch(), status=BatchStatus.VOID)


def test_batch_is_never_deleted():
    factories.batch()

    with refused("no_delete"):
        execute("DELETE FROM cases_paymentbatch")


# Lines of batches


def add_line(batch, fee, **fields):
    given = {"batch": batch, "fee": fee, "amount": 400, "added_by": batch.prepared_by, **fields}
    BatchLine.objects.bulk_create([BatchLine(**given)])


def test_fee_has_one_live_line():
    fee, other = factories.batch(fees=1).lines.get().fee, factories.batch()

    with refused("batch_line_one_live"):
        add_line(other, fee)


def test_line_is_a_whole_fee(fee):
    with refused("batch_line_is_the_fee"):
        add_line(factories.batch(), fee, amount=200)


def test_line_has_an_amount(fee):
    with refused("batch_line_amount_positive"):
        triggers_off()
        add_line(factories.batch(), fee, amount=0)


def test_line_is_in_the_currency_of_its_batch(fee):
    with refused("batch_line_is_the_fee"):
        add_line(new_batch(currency="EUR"), fee)


@pytest.mark.parametrize("status", [BatchStatus.SUBMITTED, BatchStatus.APPROVED, BatchStatus.SENT])
def test_only_a_draft_takes_a_line(fee, status):
    with refused("batch_line_of_a_draft"):
        add_line(factories.batch(status), fee)


def test_only_a_draft_releases_a_line():
    line = factories.batch(BatchStatus.APPROVED).lines.first()

    with refused("batch_line_of_a_draft"):
        is_now(line, released=True, released_by=factories.user(Role.FINANCE_OFFICER))


def test_line_is_released_by_somebody():
    with refused("batch_line_released_by_somebody"):
        is_now(factories.batch().lines.first(), released=True)


@pytest.mark.parametrize("field", ["fee", "batch", "added_by"])
def test_line_is_only_released(field):
    line = factories.batch().lines.first()
    other = {
        "fee": factories.due_fees()[0],
        "batch": factories.batch(),
        "added_by": factories.user(Role.FINANCE_OFFICER),
    }

    with refused("batch_line_only_released"):
        is_now(line, **{field: other[field]})


def test_released_line_stays_released():
    batch = factories.batch()
    line = batch.lines.first()
    batches.release(
        batch=batch, version=batch.version, fees_picked=[line.fee], by=batch.prepared_by
    )

    with refused("batch_line_only_released"):
        is_now(line, released=False, released_by=None)


def test_released_line_leaves_no_batched_fee():
    line = factories.batch().lines.first()

    with refused("fee_held_to_lines"):
        is_now(line, released=True, released_by=factories.user(Role.FINANCE_OFFICER))


def test_line_is_never_deleted():
    factories.batch()

    with refused("no_delete"):
        execute("DELETE FROM cases_batchline")


# Receipts


def test_number_of_a_receipt_is_once():
    new_receipt()

    with refused("receipt_number_once"):
        new_receipt()


@pytest.mark.parametrize("change", ["UPDATE cases_receipt SET number = 'R-2'", "DELETE FROM {}"])
def test_receipt_stays(change):
    new_receipt()

    with refused("append_only"):
        execute(change.format("cases_receipt"))


def add_receipt_line(fee, amount):
    ReceiptLine.objects.bulk_create(
        [ReceiptLine(receipt=new_receipt(number=uuid.uuid4().hex), fee=fee, amount=amount)]
    )


@pytest.mark.parametrize("change", ["UPDATE cases_receiptline SET amount = 1", "DELETE FROM {}"])
def test_line_of_a_receipt_stays(change):
    add_receipt_line(paid_fee(), 100)

    with refused("append_only"):
        execute(change.format("cases_receiptline"))


def test_line_of_a_receipt_keeps_the_sum_on_the_fee():
    fee = paid_fee()

    add_receipt_line(fee, 100)
    add_receipt_line(fee, 300)

    fee.refresh_from_db()
    assert (fee.received, fee.status, fee.version) == (400, FeeStatus.RECEIPTED, 5)


def test_receipts_never_acknowledge_more_than_was_paid():
    fee = paid_fee()
    add_receipt_line(fee, 300)

    with refused("fee_receipted_iff_received"):
        add_receipt_line(fee, 101)


def test_line_of_a_receipt_has_an_amount():
    with refused("receipt_line_amount_positive"):
        add_receipt_line(paid_fee(), 0)


def test_receipt_names_a_fee_once():
    batch = factories.batch(BatchStatus.SENT)
    fee = batch.lines.first().fee
    receipt = receipts.record(
        agreement=batch.agreement,
        batch=batch,
        version=batch.version,
        by=batch.prepared_by,
        on=DAY,
        authority="Court of Karkh",
        number="R-7",
        received_on=DAY,
        amounts={fee.pk: 100},
        token=uuid.uuid4(),
    )

    with refused("receipt_line_once"):
        ReceiptLine.objects.bulk_create([ReceiptLine(receipt=receipt, fee=fee, amount=1)])


def test_unpaid_fee_is_not_receipted(fee):
    with refused("receipt_line_of_paid_fee"):
        add_receipt_line(fee, 400)
