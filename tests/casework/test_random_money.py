"""Acts on money in any order, by anybody: the books always balance, and two people always act."""

import copy
import datetime
import random
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Sum
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from cases.casework import bank_matches, batches, cases, fees, receipts, reversals, statements
from cases.casework.editing import Stale
from cases.casework.refused import Refused
from cases.figures.facts import Rate
from cases.figures.postings import Leg
from cases.figures.reconciliation import reconciled
from cases.models import (
    BankStatement,
    BatchLine,
    Child,
    Fee,
    PaymentBatch,
    ReceiptLine,
    Reversal,
    StatementLine,
)
from cases.queries.receipts import awaiting
from cases.vocabulary import BatchStatus, Decision, FeeStatus, Reason, ReversalKind, Role, Stage
from tests import factories
from tests.factories import DAY
from tests.figures.test_postings import found_again, postings_balance
from tests.plain_sums import fee_figures, fees_by_status
from tests.statements import csv_of, row

Choose = Callable[[Iterable[Any]], Any]
RATE = Rate(Decimal(400), "USD", Decimal(2500))
SENT = (BatchStatus.SENT, BatchStatus.SETTLED)
OPEN = (FeeStatus.DUE, FeeStatus.BATCHED)
PAID = (FeeStatus.PAID, FeeStatus.RECEIPTED)
GIVEN_BACK = (FeeStatus.REFUND_DUE, FeeStatus.REFUNDED, FeeStatus.CREDITED)


class Treasury:
    """Nine children who owe, and finance staff any of whom tries anything.

    ``touched`` is who prepared each batch, kept apart from what the database knows.
    """

    def __init__(self) -> None:
        both = factories.user(Role.FINANCE_OFFICER)
        both.groups.add(*factories.user(Role.FINANCE_APPROVER).groups.all())
        others = (Role.FINANCE_OFFICER, Role.FINANCE_APPROVER, Role.FINANCE_APPROVER)
        self.staff = [both, *(factories.user(role) for role in others)]
        self.caseworker = factories.user(Role.CASEWORKER)
        self.fees = [factories.child(Stage.ELIGIBLE).fees.get().pk for _ in range(9)]
        self.touched: dict[int, set[int]] = defaultdict(set)
        self.asked: dict[int, int] = {}
        self.number = 0

    def try_one(self, choose: Choose) -> str:
        """Let somebody try one act; return its name, and whether it was done."""
        act = choose([*sorted(ACTS), *ONWARD, *SELDOM])
        try:
            with transaction.atomic():
                ACTS[act](self, choose)
        except (Refused, Stale, Nothing):
            return f"{act} refused"
        return act

    def fee(self, choose: Choose, *wanted: str, **more: Any) -> Fee:
        """Return any fee; mostly one for which the act has a chance, where there is one."""
        known = Fee.objects.select_related("child").order_by("pk")
        fitting = list(known.filter(status__in=wanted, **more).distinct()) if wanted else []
        return choose(fitting) if fitting and choose(range(4)) else choose(list(known))

    def batch(self, choose: Choose, *wanted: str) -> PaymentBatch:
        known = PaymentBatch.objects.order_by("pk")
        fitting = list(known.filter(status__in=wanted))
        if not known:
            raise Nothing
        return choose(fitting) if fitting and choose(range(4)) else choose(list(known))

    def some(self, choose: Choose) -> list[Fee]:
        return [self.fee(choose, FeeStatus.DUE) for _ in range(choose([1, 2, 3]))]

    def version(self, record: Any, choose: Choose) -> int | None:
        return choose([record.version] * 8 + [record.version - 1, None])

    def next_number(self) -> str:
        self.number += 1
        return f"N-{self.number}"


class Nothing(Exception):
    """There is nothing yet that the act could be tried on."""


def create(office: Treasury, choose: Choose) -> None:
    by = choose(office.staff)
    made = batches.create(fees_picked=office.some(choose), by=by, token=uuid.uuid4())
    office.touched[made.pk].add(by.pk)


def add(office: Treasury, choose: Choose) -> None:
    batch, by = office.batch(choose), choose(office.staff)
    version = office.version(batch, choose)
    batches.add(batch=batch, version=version, fees_picked=office.some(choose), by=by)
    office.touched[batch.pk].add(by.pk)


def release(office: Treasury, choose: Choose) -> None:
    if choose(range(3)):
        raise Nothing
    batch, by = office.batch(choose), choose(office.staff)
    held = list(batch.lines.filter(released=False).select_related("fee"))
    if not held:
        raise Nothing
    picked = [choose(held).fee]
    version = office.version(batch, choose)
    batches.release(batch=batch, version=version, fees_picked=picked, by=by)
    office.touched[batch.pk].add(by.pk)


def submit(office: Treasury, choose: Choose) -> None:
    batch, by = office.batch(choose, BatchStatus.DRAFT), choose(office.staff)
    batches.submit(batch=batch, version=office.version(batch, choose), by=by)
    office.touched[batch.pk].add(by.pk)


def approve(office: Treasury, choose: Choose) -> None:
    batch, by = office.batch(choose, BatchStatus.SUBMITTED), choose(office.staff)
    version = office.version(batch, choose)
    batches.approve(batch=batch, version=version, by=by, at=factories.APPROVED_AT)
    assert by.pk not in office.touched[batch.pk]


def send_back(office: Treasury, choose: Choose) -> None:
    if choose(range(3)):
        raise Nothing
    batch, by = office.batch(choose, BatchStatus.SUBMITTED), choose(office.staff)
    batches.send_back(batch=batch, version=office.version(batch, choose), by=by, reason="Wrong")


def void(office: Treasury, choose: Choose) -> None:
    batch, by = office.batch(choose), choose(office.staff)
    if choose(range(4)):
        raise Nothing
    batches.void(batch=batch, version=office.version(batch, choose), by=by)


def transfer(office: Treasury, choose: Choose) -> None:
    batch = office.batch(choose, BatchStatus.APPROVED)
    batches.record_transfer(
        batch=batch,
        version=office.version(batch, choose),
        by=choose(office.staff),
        on=DAY,
        bank_reference=office.next_number(),
        value_date=DAY,
        charges=choose([Decimal(0), Decimal("7.50")]),
    )


def receipt(office: Treasury, choose: Choose) -> None:
    batch = office.batch(choose, BatchStatus.SENT)
    keys = sorted(batches.live_fee_keys(batch))
    if not keys:
        raise Nothing
    receipts.record(
        agreement=batch.agreement,
        batch=batch,
        version=office.version(batch, choose),
        by=choose(office.staff),
        on=DAY,
        authority="Court of Karkh",
        number=office.next_number(),
        received_on=DAY,
        amounts={choose(keys): choose([Decimal(400), Decimal(150), Decimal(250)])},
        token=uuid.uuid4(),
    )


def receipt_across(office: Treasury, choose: Choose) -> None:
    agreement = office.batch(choose).agreement
    waiting = list(awaiting(agreement))
    if not waiting:
        raise Nothing
    picked = sorted({choose(waiting).serves_id for _ in range(3)})
    receipts.record(
        agreement=agreement,
        by=choose(office.staff),
        on=DAY,
        authority="Court of Karkh",
        number=office.next_number(),
        received_on=DAY,
        amounts={key: choose([Decimal(400), Decimal(150), Decimal(250)]) for key in picked},
        token=uuid.uuid4(),
    )


def statement(office: Treasury, choose: Choose) -> None:
    """Apply what the bank may say: a transfer, a refund, one on record, or something else."""
    by, lines = choose(office.staff), []
    for _ in range(choose([1, 2, 3])):
        batch = office.batch(choose, BatchStatus.APPROVED)
        total = 400 * batch.lines.filter(released=False).count()
        child = office.fee(choose, FeeStatus.REFUND_DUE).child
        new, known = office.next_number(), batch.bank_reference or office.next_number()
        lines += choose(
            [
                [row(new, -total or -1, batch.reference)],
                [row(new, -total - 1, batch.reference)],
                [row(new, 400, child.reference)],
                [row(known, -total - choose([0, 5]) or -1)],
                [row(new, -15)],
            ]
        )
    draft = statements.keep("statement.csv", csv_of(*lines), on=DAY, by=by)
    seen = statements.tried(draft).seen
    statements.apply(draft=draft, seen=seen, by=by, on=DAY)


def match_again(office: Treasury, choose: Choose) -> None:
    known = list(BankStatement.objects.order_by("pk"))
    if not known:
        raise Nothing
    one, by = choose(known), choose(office.staff)
    statements.match_again(statement=one, seen=statements.open_lines(one).seen, by=by, on=DAY)


def undo_match(office: Treasury, choose: Choose) -> None:
    matched = list(StatementLine.objects.filter(matched__gt=0).order_by("pk"))
    if not matched:
        raise Nothing
    by, line = choose(office.staff), choose(matched)
    bank_matches.undo(line=line, by=by, on=DAY, note="Another payment")


def ask_waiver(office: Treasury, choose: Choose) -> None:
    if choose(range(3)):
        raise Nothing
    fee, by = office.fee(choose, FeeStatus.DUE), choose(office.staff)
    fees.ask_waiver(fee=fee, version=office.version(fee, choose), by=by, reason=Reason.HEALTH)
    office.asked[fee.pk] = by.pk


def approve_waiver(office: Treasury, choose: Choose) -> None:
    fee, by = office.fee(choose, FeeStatus.DUE, waiver_asked_by__isnull=False), choose(office.staff)
    fees.approve_waiver(fee=fee, version=office.version(fee, choose), by=by, on=DAY)
    assert office.asked[fee.pk] != by.pk


def drop_waiver(office: Treasury, choose: Choose) -> None:
    if choose(range(3)):
        raise Nothing
    fee, by = office.fee(choose, FeeStatus.DUE, waiver_asked_by__isnull=False), choose(office.staff)
    fees.drop_waiver(fee=fee, version=office.version(fee, choose), by=by)


def defer(office: Treasury, choose: Choose) -> None:
    child = office.fee(choose, *PAID, child__stage=Stage.ELIGIBLE).child
    cases.defer(
        child=child,
        version=child.version,
        by=office.caseworker,
        on=DAY,
        reason=Reason.HEALTH,
        review_due_on=DAY + datetime.timedelta(days=30),
    )


def take_up(office: Treasury, choose: Choose) -> None:
    child = office.fee(choose, *FeeStatus, child__stage=Stage.DEFERRED).child
    cases.reconsider(
        child=child, version=child.version, by=office.caseworker, on=DAY, reason=Reason.NEW_FACT
    )
    factories.decide(Child.objects.get(pk=child.pk), Decision.ELIGIBLE)


def ask_reversal(office: Treasury, choose: Choose) -> None:
    fee, by, kind = (
        office.fee(choose, *PAID, child__stage=Stage.DEFERRED),
        choose(office.staff),
        choose(list(ReversalKind)),
    )
    to = office.fee(choose, FeeStatus.DUE) if kind == ReversalKind.CREDIT else None
    reversals.ask(
        fee=fee,
        version=office.version(fee, choose),
        by=by,
        kind=kind,
        reason=Reason.HEALTH,
        credited_to=to,
    )
    office.asked[fee.pk] = by.pk


def approve_reversal(office: Treasury, choose: Choose) -> None:
    fee, by = (
        office.fee(choose, *PAID, reversals__in=Reversal.objects.asked()),
        choose(office.staff),
    )
    reversals.approve(fee=fee, version=office.version(fee, choose), by=by, on=DAY)
    assert office.asked[fee.pk] != by.pk


def drop_reversal(office: Treasury, choose: Choose) -> None:
    fee, by = (
        office.fee(choose, *PAID, reversals__in=Reversal.objects.asked()),
        choose(office.staff),
    )
    reversals.drop(fee=fee, version=office.version(fee, choose), by=by)


def refund(office: Treasury, choose: Choose) -> None:
    fee = office.fee(choose, FeeStatus.REFUND_DUE)
    reversals.record_refund(
        fee=fee,
        version=office.version(fee, choose),
        by=choose(office.staff),
        on=DAY,
        refunded_on=DAY,
        bank_reference=office.next_number(),
    )


ACTS: dict[str, Callable[[Treasury, Choose], None]] = {
    act.__name__: act
    for act in (
        create,
        add,
        release,
        submit,
        approve,
        send_back,
        void,
        transfer,
        receipt,
        receipt_across,
        statement,
        match_again,
        undo_match,
        ask_waiver,
        approve_waiver,
        drop_waiver,
        defer,
        take_up,
        ask_reversal,
        approve_reversal,
        drop_reversal,
        refund,
    )
}


#: What carries money on; undoing it again is tried less, or little would ever be paid.
ONWARD = (
    "approve",
    "transfer",
    "receipt",
    "defer",
    "ask_reversal",
    "approve_reversal",
    "refund",
) * 2
#: What seldom finds something to do.
SELDOM = ("undo_match",) * 3


def books_balance() -> None:
    """Recount every sum from the lines, and hold statuses and figures to it."""
    connection.check_constraints()
    held = list(Fee.objects.all())
    lines = list(BatchLine.objects.filter(released=False).select_related("batch"))
    sent = [line for line in lines if line.batch.status in SENT]
    serving = Counter(line.serves_id for line in sent if line.serves_id)
    paid = sum((line.amount for line in sent if line.serves_id), Decimal(0))
    owed = sum((fee.amount for fee in held), Decimal(0))
    by = fees_by_status(Fee.objects.all())
    still_open = sum(by[status].amount for status in OPEN)
    given_back = sum(by[status].amount for status in GIVEN_BACK)

    assert set(serving.values()) <= {1}
    assert set(serving) == {fee.pk for fee in held if fee.status in PAID}
    assert owed == paid + still_open + by[FeeStatus.WAIVED].amount + given_back
    received = sum((fee.received for fee in held), Decimal(0))
    acknowledged = sum(ReceiptLine.objects.values_list("amount", flat=True), Decimal(0))
    assert received <= acknowledged <= sum((line.amount for line in sent), Decimal(0))
    assert received <= paid <= owed
    sides = reconciled(PaymentBatch.objects.filter(status__in=SENT))
    for side in sides:
        parts = (side.receipted, side.unacknowledged, side.awaited, side.refunded)
        assert side.ordered == sum(parts)
        shown = side.batch.bank_matches.standing().aggregate(Sum("amount"))["amount__sum"]
        assert side.banked == shown
    assert sum(side.ordered for side in sides) == sum(line.amount for line in sent)
    assert sum(side.receipted for side in sides) == received
    assert sum(side.awaited for side in sides) == by[FeeStatus.REFUND_DUE].amount
    figures = fee_figures(Fee.objects.all(), rate=RATE, target=75, on=DAY, today=DAY)
    assert (figures.paid, figures.committed) == (paid, still_open)


class Office(RuleBasedStateMachine):
    """A finance office in which anybody tries anything; rolled back when it closes.

    Each opens on the same ``morning``, made once: to make it takes longer than a day's acts.
    """

    morning: Treasury
    came: Counter[str] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.opened = transaction.atomic()
        self.opened.__enter__()
        self.treasury = copy.deepcopy(self.morning)
        self.exported: set[Leg] = set()
        self.postings_stay_and_balance()

    @rule(seed=st.integers(0, 2**32))
    def somebody_tries_several_things(self, seed: int) -> None:
        # The same seed is drawn often; how far we came makes each of them another one.
        chance = random.Random(seed + self.came.total())
        for _ in range(6):
            act = self.treasury.try_one(lambda choices: chance.choice(list(choices)))
            self.came[act] += 1
            if not act.endswith(" refused"):  # which is rolled back as a whole
                books_balance()
                self.postings_stay_and_balance()

    def postings_stay_and_balance(self) -> None:
        """What the treasury may have taken over is there in the next export, unchanged."""
        now = found_again()
        postings_balance(now)
        assert self.exported <= set(now)
        self.exported = set(now)

    def teardown(self) -> None:
        connection.set_rollback(True)
        self.opened.__exit__(None, None, None)


@pytest.mark.django_db
def test_any_acts_on_money_in_any_order_keep_the_books_true(pytestconfig):
    days = 6 * pytestconfig.getoption("longer")
    Office.morning = Treasury()
    run_state_machine_as_test(
        Office,
        settings=settings(
            max_examples=days,
            stateful_step_count=40,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )

    assert {act for act in ACTS if not Office.came[act]} == set()
    assert Office.came.total() > 190 * days
