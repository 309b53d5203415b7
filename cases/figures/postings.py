"""Postings for the treasury: what each move of money debits and what it credits.

They are computed and not stored. A posting is numbered by its source row, so that it has the
same number in each export; what was withdrawn stays, with a counter-entry of its own day. A
receipt moves no money and is no posting. Source: decisions 0113 and 0167.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, TruncDate

from cases.models import BatchLine, Fee, Journal, PaymentBatch, Reversal, WithdrawnPayment
from cases.vocabulary import Account, Act, FeeStatus, Posted, ReversalKind


@dataclass(frozen=True, slots=True)
class Leg:
    """One side of a posting: a sum on ``debit`` or on ``credit``, the other one None.

    ``posting`` is its number, ``child`` and ``batch`` are references, ``agreement`` is a title;
    a text that does not apply is empty.
    """

    posting: str
    posted: Posted
    day: datetime.date
    account: Account
    debit: Decimal | None
    credit: Decimal | None
    currency: str
    child: str
    batch: str
    bank_reference: str
    agreement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    """Which rows post, on which accounts, and the columns they are read from.

    ``again`` is how often the record of the row was paid and withdrawn before.
    """

    posted: Posted
    rows: "QuerySet[Any]"
    debit: Account
    credit: Account
    fee: str
    day: str | TruncDate
    amount: str
    currency: str
    debited: str = ""
    credited: str = ""
    batch: str = ""
    bank: str = ""
    source: str = "pk"
    again: Any = 0


def _withdrawals(of: str, key: str, *before: Q) -> Coalesce:
    """Return how often the record with ``key`` was withdrawn; ``of`` is its column."""
    rows = WithdrawnPayment.objects.order_by().filter(*before, **{of: OuterRef(key)})
    return Coalesce(Subquery(rows.values(of).annotate(n=Count("pk")).values("n")), 0)


def _withdrawn(rule: _Rule, of: str, undoing: Posted) -> tuple[_Rule, _Rule]:
    """Return the rules of what was posted by ``rule`` and withdrawn, and of its counter-entries."""
    read = ("fee", "amount", "currency", "debited", "credited", "batch")
    paths: dict[str, Any] = {name: f"{of}__{getattr(rule, name)}" for name in read}
    stood = replace(
        rule,
        rows=WithdrawnPayment.objects.filter(**{f"{of}__isnull": False}),
        day="value_date",
        bank="bank_reference",
        source=f"{of}_id",
        again=_withdrawals(of, f"{of}_id", Q(pk__lt=OuterRef("pk"))),
        **paths,
    )
    counter = replace(
        stood,
        posted=undoing,
        debit=rule.credit,
        credit=rule.debit,
        day="withdrawn_on",
        source="pk",
        again=0,
    )
    return stood, counter


_AGREED = Reversal.objects.filter(approved_by__isnull=False)
_CHILD: dict[str, Any] = dict.fromkeys(("debited", "credited"), "child__reference")
_CHILD_OF_FEE: dict[str, Any] = dict.fromkeys(("debited", "credited"), "fee__child__reference")
_REVERSAL: dict[str, Any] = {
    **_CHILD_OF_FEE,
    "fee": "fee",
    "amount": "line__amount",
    "currency": "fee__currency",
    "batch": "line__batch__reference",
}
_PAID = _Rule(
    posted=Posted.PAID,
    rows=BatchLine.objects.filter(released=False, batch__value_date__isnull=False),
    debit=Account.OWED,
    credit=Account.BANK,
    fee="fee",
    day="batch__value_date",
    amount="amount",
    currency="batch__currency",
    batch="batch__reference",
    bank="batch__bank_reference",
    again=_withdrawals("line", "pk"),
    **_CHILD_OF_FEE,
)
_REFUNDED = _Rule(
    posted=Posted.REFUNDED,
    rows=_AGREED.filter(refunded_on__isnull=False),
    debit=Account.BANK,
    credit=Account.CLAIMS,
    day="refunded_on",
    bank="bank_reference",
    again=_withdrawals("reversal", "pk"),
    **_REVERSAL,
)
_RULES: tuple[_Rule, ...] = (
    # A child has one fee for good; given back or credited, it is due again by a further entry.
    _Rule(
        posted=Posted.DUE,
        rows=Journal.objects.filter(act=Act.FEE_DUE),
        debit=Account.FEES,
        credit=Account.OWED,
        fee="child__fees",
        day="happened_on",
        amount="child__fees__amount",
        currency="child__fees__currency",
        **_CHILD,
    ),
    _Rule(
        posted=Posted.WAIVED,
        rows=Fee.objects.filter(status=FeeStatus.WAIVED),
        debit=Account.OWED,
        credit=Account.FEES,
        fee="pk",
        day=TruncDate("waiver_approved_at"),
        amount="amount",
        currency="currency",
        **_CHILD,
    ),
    _Rule(
        posted=Posted.CHARGES,
        # The fees of its lines say whose batch it is, and would repeat it.
        rows=PaymentBatch.objects.filter(value_date__isnull=False, charges__gt=0).distinct(),
        debit=Account.CHARGES,
        credit=Account.BANK,
        fee="lines__fee",
        day="value_date",
        amount="charges",
        currency="currency",
        batch="reference",
        bank="bank_reference",
    ),
    _Rule(
        posted=Posted.CLAIMED,
        rows=_AGREED.filter(kind=ReversalKind.REFUND),
        debit=Account.CLAIMS,
        credit=Account.FEES,
        day=TruncDate("approved_at"),
        **_REVERSAL,
    ),
    _Rule(
        posted=Posted.CREDITED,
        rows=_AGREED.filter(kind=ReversalKind.CREDIT),
        debit=Account.OWED,
        credit=Account.FEES,
        day=TruncDate("approved_at"),
        **_REVERSAL | {"debited": "credited_to__child__reference"},
    ),
    _PAID,
    *_withdrawn(_PAID, "line", Posted.UNPAID),
    _REFUNDED,
    *_withdrawn(_REFUNDED, "reversal", Posted.UNREFUNDED),
)

#: The empty side of a leg; without its type the database would take it for a text.
_NOTHING = Cast(Value(None), DecimalField(max_digits=12, decimal_places=2))
_COLUMNS = (
    *("posted", "source", "again", "day", "account", "debit", "credit"),
    *("money", "whose", "number", "bank", "title"),
)


def postings(
    fees: "QuerySet[Fee]", *, since: datetime.date | None, until: datetime.date | None
) -> "QuerySet[Any]":
    """Return the legs of all postings of ``fees`` between two days, oldest first. One query.

    Each counts by the day of its move (decision 0112); None is no limit. The debit of a posting
    comes first. ``legs`` reads the rows.
    """
    keys = fees.order_by().values("pk")
    sides = [
        _side(rule, account, since, until).filter(**{f"{rule.fee}__in": keys})
        for rule in _RULES
        for account in (rule.debit, rule.credit)
    ]
    columns = [side.values_list(*_COLUMNS) for side in sides]
    order = ("day", "posted", "source", "again", "debit")
    return columns[0].union(*columns[1:], all=True).order_by(*order)


def legs(rows: Iterable[Any]) -> Iterator[Leg]:
    """Yield the rows of ``postings``, without holding them all."""
    for posted, source, again, day, account, *rest in rows:
        number = f"{posted}/{source}" + (f".{again + 1}" if again else "")
        yield Leg(number, Posted(posted), day, Account(account), *rest)


def _side(
    rule: _Rule,
    account: Account,
    since: datetime.date | None,
    until: datetime.date | None,
) -> "QuerySet[Any]":
    debits = account == rule.debit
    amount = F(rule.amount)
    rows = rule.rows.order_by().annotate(
        posted=Value(rule.posted.value),
        source=F(rule.source),
        again=rule.again or Value(0),
        day=F(rule.day) if isinstance(rule.day, str) else rule.day,
        account=Value(account.value),
        debit=amount if debits else _NOTHING,
        credit=_NOTHING if debits else amount,
        money=F(rule.currency),
        whose=_text(rule.debited if debits else rule.credited),
        number=_text(rule.batch),
        bank=_text(rule.bank),
        title=F("agreement__title" if rule.fee == "pk" else f"{rule.fee}__agreement__title"),
    )
    within = {"day__gte": since, "day__lte": until}
    legs: QuerySet[Any] = rows.filter(
        **{path: day for path, day in within.items() if day is not None}
    )
    return legs


def _text(path: str) -> F | Value:
    return F(path) if path else Value("")
