"""What a finance officer is to do, oldest first, and what waits for an approver."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q

from cases import wording
from cases.models import Explanation, PaymentBatch, StatementLine, User
from cases.models.prepared import Statement, counting
from cases.models.statement import StatementLineQuerySet
from cases.vocabulary import BatchStatus


class MoneyAct(StrEnum):
    """What is to be done with money."""

    BATCH = "batch"
    MEND = "mend"
    SEND = "send"
    RECEIPT = "receipt"
    MATCH = "match"
    APPROVE = "approve"


@dataclass(frozen=True, slots=True)
class MoneyTask:
    """One act: ``about`` is the batch or statement; ``since`` when it began to wait."""

    act: MoneyAct
    about: str
    count: int
    amount: Decimal | None
    currency: str
    since: datetime.date


@dataclass(frozen=True, slots=True)
class DueFamily:
    """A family whose fees are due: of which children, how much in each currency, since when.

    ``children`` are their references by their keys.
    """

    reference: str
    children: Mapping[int, str]
    count: int
    sums: tuple[tuple[Decimal, str], ...]
    since: datetime.date


#: Families that the first page shows, and due fees of an agreement among which they are.
FAMILIES, LOOKED_AT = 5, 200
#: The oldest fees of each agreement stand first in its index: however many are due, few are read.
_DUE_LONGEST = Statement("""
WITH oldest AS MATERIALIZED (
    SELECT c.mother_id, min(f.due_on) AS since
    FROM cases_agreement a
    CROSS JOIN LATERAL (
        SELECT due_on, child_id FROM cases_fee
        WHERE agreement_id = a.id AND status = 'due' ORDER BY due_on LIMIT %(looked_at)s
    ) AS f
    JOIN cases_child c ON c.id = f.child_id
    GROUP BY 1 ORDER BY 2, 1 LIMIT %(families)s
)
SELECT m.reference, c.id, c.reference, f.amount, f.currency, f.due_on
FROM oldest o
JOIN cases_mother m ON m.id = o.mother_id
JOIN cases_child c ON c.mother_id = m.id
JOIN cases_fee f ON f.child_id = c.id AND f.status = 'due'
ORDER BY o.since, m.id, c.id, f.id
""")


def due_longest(user: User) -> list[DueFamily]:
    """Return the families whose fees are due longest, oldest first. One query.

    None for who prepares no payment.
    """
    if not user.has_perm("cases.prepare_payment"):
        return []
    rows = _DUE_LONGEST.tuples(looked_at=LOOKED_AT, families=FAMILIES)
    return [_family(reference, list(fees)) for reference, fees in groupby(rows, key=itemgetter(0))]


def _family(reference: str, fees: Sequence[tuple[Any, ...]]) -> DueFamily:
    sums: dict[str, Decimal] = {}
    for _family_of, _key, _child, amount, currency, _due_on in fees:
        sums[currency] = sums.get(currency, Decimal(0)) + amount
    return DueFamily(
        reference=reference,
        children={key: child for _family_of, key, child, *_fee in fees},
        count=len(fees),
        sums=tuple((sums[currency], currency) for currency in sorted(sums)),
        since=min(due_on for *_fee, due_on in fees),
    )


_BATCHES = {
    BatchStatus.APPROVED: MoneyAct.SEND,
    BatchStatus.SENT: MoneyAct.RECEIPT,
    BatchStatus.SUBMITTED: MoneyAct.APPROVE,
}


def money_tasks(user: User) -> list[MoneyTask]:
    """Return what ``user`` is to do with money, and what others approve; oldest first.

    Three queries; none for who prepares no payment.
    """
    if not user.has_perm("cases.prepare_payment"):
        return []
    rows = [*_due(user), *_batches(user), *_lines()]
    return sorted(rows, key=lambda row: row.since)


# From the sums by day, which may be of later days than the oldest fee: that one stands first in the
# index of its agreement.
_DUE = Statement("""
SELECT d.currency, sum(d.n)::bigint, sum(d.total), min(f.due_on)
FROM (
    SELECT s.agreement_id, s.detail AS currency, sum(s.n) AS n, sum(s.amount) AS total
    FROM cases_agreement a JOIN cases_keptsum s ON s.agreement_id = a.id AND s.kind = 'fee'
    WHERE s.part = 'due' GROUP BY 1, 2 HAVING sum(s.n) <> 0
) AS d
CROSS JOIN LATERAL (
    SELECT due_on FROM cases_fee
    WHERE agreement_id = d.agreement_id AND status = 'due' AND currency = d.currency
    ORDER BY due_on LIMIT 1
) AS f
GROUP BY 1 ORDER BY 1
""")


def _due(user: User) -> Iterator[MoneyTask]:
    if not user.has_perm("cases.view_ledger"):
        return
    for currency, n, total, oldest in _DUE.tuples():
        yield MoneyTask(MoneyAct.BATCH, "", n, total, currency, oldest)


def _batches(user: User) -> Iterator[MoneyTask]:
    returned = Q(status=BatchStatus.DRAFT, prepared_by=user) & ~Q(returned_reason="")
    waiting = PaymentBatch.objects.visible_to(user).filter(Q(status__in=_BATCHES) | returned)
    for batch in waiting.with_totals().order_by("pk"):
        act = _BATCHES.get(BatchStatus(batch.status), MoneyAct.MEND)
        yield MoneyTask(
            act,
            batch.reference,
            batch.held,
            batch.total - batch.receipted if act == MoneyAct.RECEIPT else batch.total,
            batch.currency,
            _since(batch),
        )


def _since(batch: PaymentBatch) -> datetime.date:
    at = batch.approved_at or batch.submitted_at or batch.prepared_at
    return batch.value_date or wording.as_day(at)


def open_lines() -> StatementLineQuerySet:
    """Return the lines of the bank that match no record and are not explained."""
    explained = Explanation.objects.filter(
        line=OuterRef("pk"), amount=OuterRef("amount"), currency=OuterRef("currency")
    )
    lines: StatementLineQuerySet = StatementLine.objects.unmatched()
    return lines.filter(~Exists(explained)).order_by()


def number_of_open_lines() -> int:
    """Return how many ``open_lines`` there are. One query."""
    return _number_open().number()


@cache
def _number_open() -> Statement:
    return counting(open_lines())


def _lines() -> Iterator[MoneyTask]:
    rows = open_lines().values(about=F("statement__reference"))
    for row in rows.annotate(n=Count("pk"), oldest=Min("value_date")):
        yield MoneyTask(MoneyAct.MATCH, row["about"], row["n"], None, "", row["oldest"])
