"""Money: how long it waits, what moved in a period, what was saved."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, TruncDate

from cases.models import BatchLine, Fee, ReceiptLine, Reversal
from cases.models.prepared import Statement
from cases.vocabulary import AgeOfMoney, FeeStatus, MoneyMove, ReversalKind, WaitsFor

#: Days since it began to wait, first and last of each band; the last band has no end.
BANDS: dict[AgeOfMoney, tuple[int, int | None]] = {
    AgeOfMoney.MONTH: (0, 30),
    AgeOfMoney.TWO_MONTHS: (31, 60),
    AgeOfMoney.THREE_MONTHS: (61, 90),
    AgeOfMoney.LONGER: (91, None),
}


@dataclass(frozen=True, slots=True)
class WaitingFees:
    """How many fees wait for one thing for one span of days, and their open sum."""

    waits_for: WaitsFor
    age: AgeOfMoney
    count: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class MoneyMoved:
    """How many fees made one kind of move in a period, and the sum moved."""

    moved: MoneyMove
    count: int
    amount: Decimal


def with_waiting(fees: "QuerySet[Fee]", *, on: datetime.date) -> "QuerySet[Any]":
    """Add what each fee waits for, ``waits_for``, and since how long, ``age``; NULL for nothing.

    A fee that is due waits for payment from its due date; a paid one for its receipts from the
    value date of its batch; one to be refunded from the approval of the reversal.
    """
    paid = BatchLine.objects.filter(serves=OuterRef("pk"), released=False)
    claimed = Reversal.objects.agreed().filter(fee=OuterRef("pk")).order_by("-pk")
    since = Case(
        When(status__in=(FeeStatus.DUE, FeeStatus.BATCHED), then=F("due_on")),
        When(status=FeeStatus.PAID, then=Subquery(paid.values("batch__value_date")[:1])),
        When(
            status=FeeStatus.REFUND_DUE,
            then=Subquery(claimed.values(day=TruncDate("approved_at"))[:1]),
        ),
        output_field=DateField(),
    )
    waits_for = Case(
        When(status__in=(FeeStatus.DUE, FeeStatus.BATCHED), then=Value(WaitsFor.PAYMENT.value)),
        When(status=FeeStatus.PAID, then=Value(WaitsFor.RECEIPT.value)),
        When(status=FeeStatus.REFUND_DUE, then=Value(WaitsFor.REFUND.value)),
        output_field=CharField(),
    )
    return fees.annotate(waits_for=waits_for, waiting_since=since).annotate(
        age=Case(
            *(When(_since(on, *band), then=Value(age.value)) for age, band in BANDS.items()),
            output_field=CharField(),
        )
    )


def _since(on: datetime.date, first: int, last: int | None) -> Q:
    # What begins to wait on a later day is as young as can be.
    newest = Q(waiting_since__lte=on - datetime.timedelta(days=first)) if first else Q()
    if last is None:
        return newest
    return newest & Q(waiting_since__gte=on - datetime.timedelta(days=last))


# What waits for its payment is most of it, and summed by the day since when.
_UNPAID = Statement("""
SELECT b.age, sum(s.n)::bigint, sum(s.amount)
FROM unnest(%(ages)s::text[], %(firsts)s::date[], %(lasts)s::date[]) AS b (age, first, last)
JOIN cases_keptsum s ON s.agreement_id = ANY (%(agreements)s) AND s.kind = 'fee_open'
    AND s.detail = %(currency)s
    AND (b.first IS NULL OR s.day >= b.first) AND (b.last IS NULL OR s.day <= b.last)
GROUP BY 1 HAVING sum(s.n) <> 0
""")


def ageing(
    agreements: Sequence[int], currency: str, *, on: datetime.date
) -> dict[tuple[WaitsFor, AgeOfMoney], WaitingFees]:
    """Return what is open on fees in a currency by what it waits for and for how long.

    Two queries. Sums are of what has not come in. Source: decision 0112.
    """
    cells = {
        (WaitsFor.PAYMENT.value, age): (count, amount)
        for age, count, amount in _UNPAID.tuples(
            agreements=list(agreements), currency=currency, **_bands(on)
        )
    }
    others = Fee.objects.filter(
        agreement__in=agreements,
        currency=currency,
        status__in=(FeeStatus.PAID, FeeStatus.REFUND_DUE),
    )
    sums = with_waiting(others, on=on).order_by().values("waits_for", "age")
    for row in sums.annotate(count=Count("pk"), sum=Sum(F("amount") - F("received"))):
        cells[row["waits_for"], row["age"]] = row["count"], row["sum"]
    return {
        (waits, age): WaitingFees(waits, age, *cells.get((waits, age), (0, Decimal(0))))
        for waits in WaitsFor
        for age in AgeOfMoney
    }


def _bands(on: datetime.date) -> dict[str, list[Any]]:
    """Return the days of each band; what begins to wait on a later day is as young as can be."""
    ages = {
        age: (
            None if last is None else on - datetime.timedelta(days=last),
            on - datetime.timedelta(days=first) if first else None,
        )
        for age, (first, last) in BANDS.items()
    }
    return {
        "ages": [age.value for age in ages],
        "firsts": [first for first, _last in ages.values()],
        "lasts": [last for _first, last in ages.values()],
    }


def moving(
    moved: MoneyMove, since: datetime.date | None, until: datetime.date | None
) -> "QuerySet[Any]":
    """Return the rows of one kind of move between two days: ``whose`` fee, ``how_much``.

    Each move counts by its own day: due since, day its batch was begun, value date, date of
    the receipt, day of the approval, day of the refund. None is no limit.
    """
    rows, day = _ROWS[moved]
    within = {f"{day}__gte": since, f"{day}__lte": until}
    rows = rows.filter(**{path: on for path, on in within.items() if on is not None})
    whose = "pk" if rows.model is Fee else "fee_id"
    how_much = "fee__amount" if rows.model is Reversal else "amount"
    moves: QuerySet[Any] = rows.order_by().annotate(whose=F(whose), how_much=F(how_much))
    return moves


_AGREED = Reversal.objects.filter(approved_by__isnull=False)
_ROWS: dict[MoneyMove, tuple["QuerySet[Any]", str]] = {
    MoneyMove.DUE: (Fee.objects.all(), "due_on"),
    MoneyMove.BATCHED: (BatchLine.objects.filter(released=False), "batch__prepared_at__date"),
    MoneyMove.PAID: (
        BatchLine.objects.filter(released=False, batch__value_date__isnull=False),
        "batch__value_date",
    ),
    MoneyMove.RECEIPTED: (ReceiptLine.objects.all(), "receipt__received_on"),
    MoneyMove.WAIVED: (Fee.objects.filter(status=FeeStatus.WAIVED), "waiver_approved_at__date"),
    MoneyMove.CLAIMED: (_AGREED.filter(kind=ReversalKind.REFUND), "approved_at__date"),
    MoneyMove.REFUNDED: (_AGREED.filter(refunded_on__isnull=False), "refunded_on"),
    MoneyMove.CREDITED: (_AGREED.filter(kind=ReversalKind.CREDIT), "approved_at__date"),
}


def movements(
    fees: "QuerySet[Fee]", *, since: datetime.date | None, until: datetime.date | None
) -> tuple[MoneyMoved, ...]:
    """Return what moved on ``fees`` between two days, a line for each kind of move. One query."""
    keys = fees.order_by().values("pk")
    parts = [
        moving(moved, since, until)
        .filter(whose__in=keys)
        .values(move=Value(moved.value))
        .annotate(many=Count("whose", distinct=True), total=Coalesce(Sum("how_much"), Decimal(0)))
        .values_list("move", "many", "total")
        for moved in MoneyMove
    ]
    sums = {kind: (count, amount) for kind, count, amount in parts[0].union(*parts[1:], all=True)}
    return tuple(MoneyMoved(m, *sums.get(m.value, (0, Decimal(0)))) for m in MoneyMove)


_SAVED = Statement("""
SELECT sum(p.n * f.standard_amount - p.amount)
FROM (
    SELECT part, sum(n) AS n, sum(amount) AS amount FROM cases_keptsum
    WHERE agreement_id = ANY (%(agreements)s) AND kind = 'fee_paid' AND detail = %(currency)s
    GROUP BY 1 HAVING sum(n) <> 0
) AS p
JOIN cases_feeschedule f ON f.id = p.part::bigint WHERE f.standard_amount IS NOT NULL
""")


def saving(agreements: Sequence[int], currency: str) -> Decimal | None:
    """Return what the agreed amounts save against the standard ones, for the fees that are paid.

    None when no schedule of theirs has a standard amount on record. One query.
    """
    [(saved,)] = _SAVED.tuples(agreements=list(agreements), currency=currency)
    return None if saved is None else Decimal(saved)
