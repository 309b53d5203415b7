"""Rows of fees, batches and receipts, written past the acts of staff."""

from cases.models import Fee, PaymentBatch, Receipt
from cases.vocabulary import BatchStatus, Role
from tests import factories
from tests.factories import DAY
from tests.models.refusals import execute


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
