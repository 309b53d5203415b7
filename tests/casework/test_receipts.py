"""Paid is not receipted: a receipt acknowledges fees one by one."""

import datetime
import uuid
from decimal import Decimal

import pytest

from cases.casework import batches, documents, receipts
from cases.casework.fees import CannotPay
from cases.casework.submissions import AlreadyTaken
from cases.models import Agreement, Receipt
from cases.queries.receipts import awaiting
from cases.vocabulary import Act, BatchStatus, FeeStatus, Role
from tests import factories, papers
from tests.factories import DAY

pytestmark = pytest.mark.django_db


def fees_of(batch):
    return [line.fee for line in batch.lines.order_by("fee_id").select_related("fee__child")]


def record(batch, amounts, **facts):
    given = {
        "authority": "Ministry of Justice, Baghdad",
        "number": "R-1",
        "received_on": DAY,
        "on": DAY,
        "token": uuid.uuid4(),
        "version": batch.version,
        **facts,
    }
    officer = given.pop("by", None) or factories.user(Role.FINANCE_OFFICER)
    receipt = receipts.record(
        agreement=batch.agreement, batch=batch, by=officer, amounts=amounts, **given
    )
    batch.refresh_from_db()
    return receipt


def test_receipt_for_all_fees_settles_the_batch():
    batch = factories.batch(BatchStatus.SENT)

    record(batch, {fee.pk: fee.amount for fee in fees_of(batch)})

    assert batch.status == BatchStatus.SETTLED
    assert {fee.status for fee in fees_of(batch)} == {FeeStatus.RECEIPTED}
    assert fees_of(batch)[0].child.journal.filter(act=Act.FEE_RECEIPTED).count() == 1


def test_part_of_a_fee_leaves_it_paid_and_the_batch_sent():
    batch = factories.batch(BatchStatus.SENT)
    first, second = fees_of(batch)

    record(batch, {first.pk: Decimal(150), second.pk: second.amount})

    first, second = fees_of(batch)
    assert (first.status, first.open_amount) == (FeeStatus.PAID, 250)
    assert (second.status, batch.status) == (FeeStatus.RECEIPTED, BatchStatus.SENT)
    assert not first.child.journal.filter(act=Act.FEE_RECEIPTED).exists()


def test_second_receipt_completes_the_first():
    batch = factories.batch(BatchStatus.SENT, fees=1)
    fee = fees_of(batch)[0]
    record(batch, {fee.pk: Decimal(150)})

    record(batch, {fee.pk: Decimal(250)}, number="R-2")

    fee.refresh_from_db()
    assert (fee.status, batch.status) == (FeeStatus.RECEIPTED, BatchStatus.SETTLED)


@pytest.mark.parametrize("amount", ["400.01", "0", "-1"])
def test_amount_beyond_what_is_open_is_refused(amount):
    batch = factories.batch(BatchStatus.SENT)
    fee = fees_of(batch)[0]

    with pytest.raises(CannotPay, match=fee.child.reference):
        record(batch, {fee.pk: Decimal(amount)})

    assert Receipt.objects.count() == 0


def test_receipt_without_fees_is_refused():
    with pytest.raises(CannotPay, match="Select the fees"):
        record(factories.batch(BatchStatus.SENT), {})


def test_receipt_for_a_fee_of_another_batch_is_refused():
    batch, other = factories.batch(BatchStatus.SENT), factories.batch(BatchStatus.SENT)

    with pytest.raises(CannotPay, match="paid and not receipted"):
        record(batch, {fees_of(other)[0].pk: Decimal(400)})


def test_receipt_before_the_transfer_is_refused():
    batch = factories.batch(BatchStatus.APPROVED)

    with pytest.raises(CannotPay, match="was sent"):
        record(batch, {fees_of(batch)[0].pk: Decimal(400)})


def test_receipt_is_in_one_currency():
    dollars = factories.batch(BatchStatus.SENT, fees=1)
    factories.agreed_otherwise(currency="EUR")
    euros = factories.batch(BatchStatus.SENT, fees=1)
    assert (dollars.currency, euros.currency) == ("USD", "EUR")

    with pytest.raises(CannotPay, match="A receipt is in one currency"):
        across(dollars, euros)

    assert Receipt.objects.count() == 0


def test_receipt_of_tomorrow_is_refused():
    batch = factories.batch(BatchStatus.SENT)

    with pytest.raises(CannotPay, match="future"):
        record(
            batch,
            {fees_of(batch)[0].pk: Decimal(400)},
            received_on=DAY + datetime.timedelta(days=1),
        )


def test_number_of_a_receipt_is_taken_once():
    batch = factories.batch(BatchStatus.SENT)
    first, second = fees_of(batch)
    record(batch, {first.pk: first.amount})

    with pytest.raises(CannotPay, match="already in the register"):
        record(batch, {second.pk: second.amount})


def test_same_form_makes_one_receipt():
    batch, token = factories.batch(BatchStatus.SENT), uuid.uuid4()
    sender = factories.user(Role.FINANCE_OFFICER)
    first, second = fees_of(batch)
    record(batch, {first.pk: first.amount}, token=token, by=sender)

    with pytest.raises(AlreadyTaken) as taken:
        record(batch, {second.pk: second.amount}, number="R-2", token=token, by=sender)

    assert taken.value.location == batch.get_absolute_url()


def across(*batches, **facts):
    return factories.receipt(*batches, **facts)


def test_receipt_may_acknowledge_fees_of_several_batches():
    first, second = factories.batch(BatchStatus.SENT), factories.batch(BatchStatus.SENT, fees=1)

    receipt = across(first, second)

    for batch in (first, second):
        batch.refresh_from_db()
    assert (first.status, second.status) == (BatchStatus.SETTLED, BatchStatus.SETTLED)
    assert receipt.lines.count() == 3
    entry = fees_of(second)[0].child.journal.filter(act=Act.FEE_RECEIPTED).get()
    assert entry.detail == second.reference


def test_receipt_of_one_agreement_takes_no_fee_of_another():
    batch = factories.batch(BatchStatus.SENT, fees=1)
    other = Agreement.objects.create(
        slug="other",
        title="Other",
        home=batch.agreement.home,
        holding=batch.agreement.holding,
        kind=batch.agreement.kind,
        status=batch.agreement.status,
    )

    with pytest.raises(CannotPay, match="paid and not receipted"):
        receipts.record(
            agreement=other,
            by=batch.prepared_by,
            on=DAY,
            authority="Court",
            number="R-9",
            received_on=DAY,
            amounts={fees_of(batch)[0].pk: Decimal(400)},
            token=uuid.uuid4(),
        )


def test_fees_that_await_a_receipt_are_the_paid_ones_oldest_first():
    late = factories.batch(BatchStatus.SENT)
    early = factories.batch(BatchStatus.APPROVED, fees=1)
    before = DAY - datetime.timedelta(days=1)
    batches.record_transfer(
        batch=early,
        version=early.version,
        by=early.prepared_by,
        on=DAY,
        bank_reference="T-EARLY",
        value_date=before,
    )
    record(late, {fees_of(late)[0].pk: Decimal(400)})
    factories.batch(BatchStatus.APPROVED)

    waiting = [line.serves for line in awaiting(late.agreement)]

    assert waiting == [fees_of(early)[0], fees_of(late)[1]]


def test_scan_comes_with_its_receipt_or_later_and_is_withdrawn_once(tmp_path, settings):
    settings.DOCUMENTS_DIR = tmp_path
    receipt, officer = across(new=factories.scan()), factories.user(Role.FINANCE_OFFICER)
    first = receipt.scans.get()

    second = receipts.add_scan(receipt=receipt, by=officer, new=factories.scan())
    receipts.withdraw_scan(scan=first, by=officer)

    first.refresh_from_db()
    assert (first.withdrawn_by, second.withdrawn_by) == (officer, None)
    assert documents.content_of(second) == documents.store.path_of(second.stored_as).read_bytes()
    assert documents.files_missing() == []
    assert documents.files_without_document() == {}
    with pytest.raises(CannotPay, match="already withdrawn"):
        receipts.withdraw_scan(scan=first, by=officer)


def test_same_scan_is_on_a_receipt_once_and_the_second_leaves_no_file(tmp_path, settings):
    settings.DOCUMENTS_DIR = tmp_path
    content, officer = papers.pdf(), factories.user(Role.FINANCE_OFFICER)
    receipt = across(new=factories.scan(content))

    with pytest.raises(CannotPay, match="same file"):
        receipts.add_scan(receipt=receipt, by=officer, new=factories.scan(content))

    assert len(list(tmp_path.iterdir())) == 1


def test_refused_receipt_leaves_no_scan(tmp_path, settings):
    settings.DOCUMENTS_DIR = tmp_path
    batch = factories.batch(BatchStatus.SENT)

    with pytest.raises(CannotPay, match="Select the fees"):
        record(batch, {}, new=factories.scan())

    assert list(tmp_path.iterdir()) == []


def test_lost_scan_is_named_by_its_receipt():
    receipt = across(new=factories.scan())
    documents.store.remove(receipt.scans.get().stored_as.hex)

    assert [file.belongs_to for file in documents.files_missing()] == [receipt.number]
