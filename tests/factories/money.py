"""Fees, batches and receipts."""

import datetime
import uuid
from collections.abc import Iterable

from django.db import transaction

from cases.casework import batches, journal, receipts
from cases.casework import fees as cases_fees
from cases.casework.documents import NewFile
from cases.files.papers import take_in
from cases.models import Child, Fee, FeeSchedule, PaymentBatch, Receipt, User
from cases.vocabulary import Act, BatchStatus, Reason, Role
from tests import papers
from tests.factories.agreements import agreement
from tests.factories.families import family
from tests.factories.fixed import APPROVED_AT, DAY, numbers
from tests.factories.people import user
from tests.kept import kept


@kept
@transaction.atomic
def due_fees(count: int = 1) -> list[Fee]:
    """Return the due fees of children of one mother, in the order of their keys."""
    children = family(count, name="Мунаввара Сафарова").children.order_by("pk")
    return fees_of(children)


def fees_of(children: Iterable[Child], *, on: datetime.date = DAY) -> list[Fee]:
    """Return a fee of each child, due ``on`` a day, entered as a decision would."""
    made = list(children)
    schedule = FeeSchedule.objects.get(agreement=agreement())
    by = user(Role.REVIEWER)
    for one in made:
        journal.record(one, act=Act.FEE_DUE, by=by, on=on)
    return [
        Fee.objects.create(
            child=one,
            agreement=schedule.agreement,
            schedule=schedule,
            amount=schedule.amount,
            currency=schedule.currency,
            due_on=on,
        )
        for one in made
    ]


def ask_waiver(fee: Fee, reason: Reason = Reason.HEALTH) -> Fee:
    """Ask as a finance officer that a fee is waived, and return the fee."""
    officer = user(Role.FINANCE_OFFICER)
    cases_fees.ask_waiver(fee=fee, version=fee.version, by=officer, reason=reason)
    fee.refresh_from_db()
    return fee


def waive(fee: Fee) -> None:
    """Waive a fee as an officer asks and an approver approves."""
    approver = user(Role.FINANCE_APPROVER)
    ask_waiver(fee, Reason.OTHER)
    cases_fees.approve_waiver(fee=fee, version=fee.version, by=approver, on=DAY)


@kept
def batch(
    status: BatchStatus = BatchStatus.DRAFT, fees: int = 2, *, by: User | None = None
) -> PaymentBatch:
    """Return a batch of new fees brought to ``status`` by a finance officer and an approver."""
    officer = by or user(Role.FINANCE_OFFICER)
    made = batches.create(fees_picked=due_fees(fees), by=officer, token=uuid.uuid4())
    acts = {
        BatchStatus.SUBMITTED: lambda: batches.submit(batch=made, version=made.version, by=officer),
        BatchStatus.APPROVED: lambda: approve(made),
        BatchStatus.SENT: lambda: batches.record_transfer(
            batch=made,
            version=made.version,
            by=officer,
            on=DAY,
            bank_reference=f"BANK-{made.reference}",
            value_date=DAY,
        ),
    }
    for reached, act in acts.items():
        if made.status == status:
            break
        act()
        made.refresh_from_db()
        assert made.status == reached
    return made


def approve(batch: PaymentBatch, *, at: datetime.datetime = APPROVED_AT) -> None:
    """Let a finance approver approve a batch, at a moment before the days of the tests."""
    approver = user(Role.FINANCE_APPROVER)
    batches.approve(batch=batch, version=batch.version, by=approver, at=at)


def scan(content: bytes | None = None) -> NewFile:
    """Return the scan of a receipt as a form hands it over; its name names a child."""
    content = content or papers.pdf(text=b"Receipt %d" % next(numbers))
    return NewFile(take_in("Билол receipt.pdf", papers.sent(content)))


@kept
def receipt(*batches: PaymentBatch, new: NewFile | None = None) -> Receipt:
    """Return a receipt for all open fees of sent batches, of a new one where none is given."""
    batches = batches or (batch(BatchStatus.SENT),)
    open_fees = Fee.objects.filter(payments__batch__in=batches, payments__released=False)
    return receipts.record(
        agreement=batches[0].agreement,
        by=batches[0].prepared_by,
        on=DAY,
        authority="Court of Karkh",
        number=f"R-{batches[0].reference}",
        received_on=DAY,
        amounts={fee.pk: fee.open_amount for fee in open_fees},
        token=uuid.uuid4(),
        new=new,
    )
