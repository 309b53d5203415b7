"""Receipts that are recorded from the page of a batch."""

import uuid

import pytest

from cases.casework import submissions
from cases.models import Receipt
from cases.vocabulary import BatchStatus
from cases.web import acts
from tests import factories
from tests.canaries import told
from tests.views.test_batches import receipt, text, ticked

pytestmark = pytest.mark.django_db


def test_receipt_for_some_fees_leaves_the_others_open(client, officer):
    batch = factories.batch(BatchStatus.SENT)
    first, second = [line.fee for line in batch.lines.order_by("pk")]

    receipt(client, batch, **{f"take-{first.pk}": "on", f"amount-{second.pk}": "oops"})

    rows = client.get(batch.get_absolute_url()).context["receipt_form"].rows
    assert (batch.status, [row.fee for row in rows]) == (BatchStatus.SENT, [second])


def test_receipt_for_a_part_leaves_the_rest_to_be_offered(client, officer):
    batch = factories.batch(BatchStatus.SENT, fees=1)
    fee = batch.lines.get().fee

    receipt(client, batch, **{f"take-{fee.pk}": "on", f"amount-{fee.pk}": "150"})

    page = client.get(batch.get_absolute_url())
    rows = page.context["receipt_form"].rows
    assert [row.amount.value() for row in rows] == ["250"]
    record = Receipt.objects.get()
    assert f'<a href="{record.get_absolute_url()}"><bdi>{record.number}</bdi></a>' in text(page)


@pytest.mark.parametrize("amount", ["400.01", "0", "-5", "many", "1e9"])
def test_unusable_amount_is_refused_beside_its_field(client, officer, amount):
    batch = factories.batch(BatchStatus.SENT, fees=1)
    fee = batch.lines.get().fee

    answer = receipt(client, batch, **{f"take-{fee.pk}": "on", f"amount-{fee.pk}": amount})

    assert (answer.status_code, Receipt.objects.count()) == (200, 0)
    assert f'id="id_amount-{fee.pk}_error"' in text(answer)
    assert told(text(answer)) == []


def test_receipt_for_no_fee_is_refused(client, officer):
    batch = factories.batch(BatchStatus.SENT)

    answer = receipt(client, batch, number="R-1")

    assert "Select the fees that the receipt names." in text(answer)


def test_replayed_receipt_is_one_receipt(client, officer):
    batch, token = factories.batch(BatchStatus.SENT), uuid.uuid4()
    typed = ticked(batch) | {"token": token}
    receipt(client, batch, **typed)

    answer = receipt(client, batch, **typed)

    assert answer["Location"] == batch.get_absolute_url()
    assert Receipt.objects.count() == 1


def test_second_of_two_clicks_leads_on_though_the_first_was_not_done_when_it_came(
    client, officer, monkeypatch
):
    batch, token = factories.batch(BatchStatus.SENT), uuid.uuid4()
    typed = ticked(batch) | {"token": token}
    receipt(client, batch, **typed)
    answers = iter([lambda *_tokens, by: ""])  # what it was told as it came
    monkeypatch.setattr(
        acts, "led_to", lambda *tokens, by: next(answers, submissions.led_to)(*tokens, by=by)
    )

    answer = receipt(client, batch, **typed)

    assert (answer.status_code, answer["Location"]) == (302, batch.get_absolute_url())
    assert Receipt.objects.count() == 1


def test_authority_is_offered_again(client, officer):
    first = factories.batch(BatchStatus.SENT)
    receipt(client, first)
    second = factories.batch(BatchStatus.SENT)

    form = client.get(second.get_absolute_url()).context["receipt_form"]

    assert form["authority"].value() == "Court of Karkh"
