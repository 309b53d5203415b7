"""What the database refuses of payment batches, whoever writes."""

import datetime

import pytest
from django.utils import timezone

from cases.casework import batches
from cases.models import Fee
from cases.vocabulary import BatchStatus, FeeStatus, Role
from tests import factories
from tests.factories import DAY
from tests.models.money_rows import new_batch, triggers_off
from tests.models.refusals import execute, is_now, refused
from tests.models.test_guards_batch_line import add_line

pytestmark = pytest.mark.django_db


@pytest.fixture
def fee():
    return factories.due_fees()[0]


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
