"""Two hundred attempts at once, by several people in several tabs, through the pages of money."""

import random
import re
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.urls import reverse

from cases.models import Fee, PaymentBatch
from cases.vocabulary import BatchStatus, FeeStatus, Role
from tests import clock, factories
from tests.casework.test_random_money import books_balance
from tests.conftest import StaffClient
from tests.statements import csv_of, row, sent

pytestmark = pytest.mark.django_db(transaction=True)

TABS, EACH = 8, 25
#: A page, a redirect, a form with what is wrong, not for this role, or overtaken by somebody.
ANSWERS = {200, 302, 400, 403, 409}


def at(batch, act):
    return reverse(act, args=[batch.reference])


def create(client, chance, batch):
    fees = list(Fee.objects.order_by("pk").values_list("pk", flat=True))
    picked = chance.sample(fees, 3)
    return client.post(reverse("batch-new"), {"token": uuid.uuid4(), "fee": picked})


def submit(client, chance, batch):
    return client.post(at(batch, "batch-submit"), {"version": batch.version})


def approve(client, chance, batch):
    return client.post(at(batch, "batch-approve"), {"version": batch.version})


def _today():
    return f"{clock.today():%d.%m.%Y}"


def transfer(client, chance, batch):
    typed = {"bank_reference": f"T-{chance.randrange(5)}", "value_date": _today(), "charges": ""}
    return client.post(at(batch, "batch-transfer"), {"version": batch.version, **typed})


def receipt(client, chance, batch):
    key = chance.choice(list(batch.lines.values_list("fee_id", flat=True)))
    typed = {
        "token": uuid.uuid4(),
        "number": f"R-{chance.randrange(40)}",
        "authority": "Court of Karkh",
        "received_on": "1.3.2019",
        f"take-{key}": "on",
        f"amount-{key}": chance.choice(["400", "150"]),
    }
    return client.post(at(batch, "batch-receipt"), {"version": batch.version, **typed})


def receipt_across(client, chance, batch):
    keys = chance.sample(list(Fee.objects.values_list("pk", flat=True)), 3)
    typed = {
        "token": uuid.uuid4(),
        "number": f"R-{chance.randrange(40)}",
        "authority": "Court of Karkh",
        "received_on": "1.3.2019",
        **{f"take-{key}": "on" for key in keys},
    }
    return client.post(reverse("receipt-new"), typed)


def statement(client, chance, batch):
    total = 400 * batch.lines.filter(released=False).count()
    line = row(f"T-{chance.randrange(5)}", -total or -1, batch.reference, on=_today())
    content = csv_of(line)
    read = client.post(reverse("statement-new"), {"file": sent(content)})
    if read.status_code != 302 or "/try/" not in read.url:
        return read
    preview = client.get(read.url)
    seen = re.search(r'name="seen" value="(\w+)"', preview.content.decode())[1]
    return client.post(read.url, {"seen": seen})


ACTS = {
    BatchStatus.DRAFT: (submit, create),
    BatchStatus.SUBMITTED: (approve, submit),
    BatchStatus.APPROVED: (transfer, statement, approve),
    BatchStatus.SENT: (receipt, receipt_across, transfer, statement),
    BatchStatus.SETTLED: (receipt, create, statement),
    BatchStatus.VOID: (create,),
}


def test_two_hundred_attempts_at_once_pay_each_fee_once():
    factories.due_fees(9)
    roles = [Role.FINANCE_OFFICER] * 3 + [Role.FINANCE_APPROVER] * 2
    staff = [factories.user(role) for role in roles]

    def tab(number):
        chance, client = random.Random(number), StaffClient(raise_request_exception=False)
        client.force_login(staff[number % len(staff)])
        try:
            return Counter(_attempt(client, chance) for _ in range(EACH))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(TABS) as threads:
        came = sum(threads.map(tab, range(TABS)), Counter())

    assert came.total() == TABS * EACH
    assert set(came) <= ANSWERS
    assert came[302] > 0
    assert came[409] > 0
    books_balance()
    assert set(Fee.objects.values_list("status", flat=True)) & {
        FeeStatus.PAID,
        FeeStatus.RECEIPTED,
    }


def _attempt(client, chance):
    batches = list(PaymentBatch.objects.all())
    if not batches:
        return create(client, chance, None).status_code
    batch = chance.choice(batches)
    return chance.choice(ACTS[batch.status])(client, chance, batch).status_code
