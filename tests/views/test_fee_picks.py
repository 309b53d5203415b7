"""Fees picked from the list become a batch, or join the batch one came from."""

import uuid

import pytest
from django.urls import reverse

from cases.models import (
    PaymentBatch,
)
from cases.vocabulary import BatchStatus
from tests import factories
from tests.canaries import told
from tests.sent import form_of
from tests.sentences import words_of

pytestmark = pytest.mark.django_db


def text_of(page):
    return page.content.decode()


def pick(client, fees, token=None, **more):
    data = {"token": token or uuid.uuid4(), "fee": [fee.pk for fee in fees], **more}
    return client.post(reverse("batch-new"), data)


def test_picked_fees_make_a_batch(client, officer):
    fees = factories.due_fees(3)

    answer = pick(client, fees[:2])

    batch = PaymentBatch.objects.with_totals().get()
    assert answer["Location"] == batch.get_absolute_url()
    assert (batch.held, batch.prepared_by) == (2, officer)


def test_replayed_form_makes_no_second_batch(client, officer):
    fees, token = factories.due_fees(2), uuid.uuid4()
    first = pick(client, fees, token)

    second = pick(client, fees, token)

    assert second["Location"] == first["Location"]
    assert PaymentBatch.objects.count() == 1


def test_whole_filter_makes_a_batch_of_what_is_payable(client, officer):
    factories.batch(fees=1)
    factories.due_fees(2)
    factories.ask_waiver(factories.due_fees(1)[0])

    answer = pick(client, [], every="on", filter="status=due")

    batch = PaymentBatch.objects.with_totals().latest("pk")
    assert (answer["Location"], batch.held) == (batch.get_absolute_url(), 2)


@pytest.mark.parametrize(
    ("fees", "status", "sentence"),
    [
        ([], 409, "Select at least one fee."),
        (["0"], 200, "Select the fees again: they were unreadable."),
        (["x"], 200, "Select the fees again: they were unreadable."),
        (["1' OR 1=1"], 200, "Select the fees again: they were unreadable."),
    ],
)
def test_choice_of_nothing_leads_back_to_the_ledger(client, officer, fees, status, sentence):
    data = {"fee": fees, "filter": "status=due"}

    answer = client.post(reverse("batch-new"), data)

    assert (answer.status_code, PaymentBatch.objects.count()) == (status, 0)
    assert sentence in text_of(answer).replace("&#x27;", "'")
    assert 'href="/fees/?status=due"' in text_of(answer)
    assert '<a class="btn primary" href="/fees/?status=due">Back to the fees</a>' in text_of(answer)


def test_fee_taken_meanwhile_is_refused_by_its_reference(client, officer):
    fee = factories.batch(fees=1).lines.get().fee

    due = factories.due_fees(1)[0]

    answer = pick(client, [fee, due], filter="status=due")
    rest = form_of(answer, holding="fee") | {"fee": [due.pk]}

    assert answer.status_code == 409
    assert f"No longer due: {fee.child.reference}." in words_of(answer)
    assert set(form_of(answer, holding="fee")["fee"]) == {str(fee.pk), str(due.pk)}
    assert told(text_of(answer)) == []
    made = client.post(reverse("batch-new"), rest)
    assert made["Location"] == PaymentBatch.objects.latest("pk").get_absolute_url()


def test_fees_are_added_to_the_batch_one_came_from(client, officer):
    batch, fee = factories.batch(BatchStatus.APPROVED), factories.due_fees()[0]
    page = client.get(f"{reverse('fees')}?status=due&into={batch.reference}")

    answer = client.post(
        reverse("batch-add", args=[batch.reference]),
        {"fee": [fee.pk], "version": page.context["into"].version},
    )

    batch.refresh_from_db()
    assert answer["Location"] == batch.get_absolute_url()
    assert (batch.status, batch.lines.count()) == (BatchStatus.DRAFT, 3)
