"""What the database refuses of the lines of batches, whoever writes."""

import pytest

from cases.casework import batches
from cases.models import BatchLine
from cases.vocabulary import BatchStatus, Role
from tests import factories
from tests.models.money_rows import new_batch, triggers_off
from tests.models.refusals import execute, is_now, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def fee():
    return factories.due_fees()[0]


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
