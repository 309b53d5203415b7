"""Reconciliation: what was ordered, banked, receipted and refunded."""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from cases.models import (
    Agreement,
    BankMatch,
    BatchLine,
    Explanation,
    PaymentBatch,
    Reversal,
    StatementLine,
)
from cases.models.rows import read_rows, rows_of
from cases.rules.rates import at_rate
from cases.vocabulary import BatchStatus, Difference, MatchReason, ReversalKind

NOTHING = Decimal(0)
SENT = (BatchStatus.SENT, BatchStatus.SETTLED)


@dataclass(frozen=True, slots=True)
class Gap:
    """One difference: ``amount`` is the other side's less ours. It is open until explained."""

    difference: Difference
    amount: Decimal
    currency: str
    explanation: Explanation | None = None

    @property
    def is_open(self) -> bool:
        return self.explanation is None


@dataclass(frozen=True, slots=True)
class BankShown:
    """How much of a batch a line of a bank statement shows, and why it is matched."""

    amount: Decimal
    currency: str
    reason: MatchReason
    statement: str
    row: int


@dataclass(frozen=True, slots=True)
class Reconciled:
    """A batch that was sent. ``ordered`` is receipted, not acknowledged, awaited or refunded.

    ``matches`` are the lines of bank statements which show the transfer, with how much of it.
    Sums are in the currency of the batch; a gap to the bank is in that of the account.
    """

    batch: PaymentBatch
    ordered: Decimal
    receipted: Decimal
    unacknowledged: Decimal
    awaited: Decimal
    refunded: Decimal
    matches: tuple[BankShown, ...]
    gaps: tuple[Gap, ...]

    @property
    def banked(self) -> Decimal | None:
        """What the bank has taken; None while no statement shows it."""
        return sum((match.amount for match in self.matches), NOTHING) if self.matches else None

    @property
    def is_open(self) -> bool:
        """Whether a difference is not explained."""
        return any(gap.is_open for gap in self.gaps)


@dataclass(frozen=True, slots=True)
class PaidInPart:
    """An approved batch of which statements show a part, in the money of the account."""

    batch: PaymentBatch
    paid: Decimal
    total: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A line of a bank statement that matches no record, and its explanation."""

    line: StatementLine
    gap: Gap


@dataclass(frozen=True, slots=True)
class Totals:
    """Totals of batches in one currency."""

    currency: str
    ordered: Decimal
    receipted: Decimal
    unacknowledged: Decimal
    awaited: Decimal
    refunded: Decimal


def sent_between(
    batches: "QuerySet[PaymentBatch]", since: datetime.date | None, until: datetime.date | None
) -> "QuerySet[PaymentBatch]":
    """Return the batches that were sent, by their value date; no day means no limit."""
    sent = batches.filter(status__in=SENT)
    sent = sent.filter(value_date__gte=since) if since else sent
    return sent.filter(value_date__lte=until) if until else sent


def reconciled_between(
    agreements: Collection[Agreement], since: datetime.date | None, until: datetime.date | None
) -> tuple[Reconciled, ...]:
    """Return the transfers of agreements in a period, each reconciled."""
    batches = PaymentBatch.objects.filter(agreement__in=agreements)
    return reconciled(sent_between(batches, since, until))


def unmatched_between(
    since: datetime.date | None,
    until: datetime.date | None,
    *,
    currencies: Collection[str] | None = None,
) -> tuple[Unmatched, ...]:
    """Return the unmatched lines of the bank in a period, of any agreement.

    A line names no agreement; ``currencies`` leave out those that cannot be of one.
    """
    lines = StatementLine.objects.all()
    lines = lines if currencies is None else lines.filter(currency__in=currencies)
    lines = lines.filter(value_date__gte=since) if since else lines
    return unmatched(lines.filter(value_date__lte=until) if until else lines)


def money_of(batches: "QuerySet[PaymentBatch]") -> "QuerySet[Any]":
    """Return the live lines of sent batches, with the state of the money of each.

    ``acknowledged`` by receipts, ``waiting`` for one, ``awaited`` or ``back`` as a refund:
    the four together are the amount of the line. Source: decision 0111.
    """
    claims = Reversal.objects.agreed().filter(line=OuterRef("pk"), kind=ReversalKind.REFUND)
    lines = BatchLine.objects.filter(released=False, batch__in=batches)
    return lines.annotate(
        is_back=Exists(claims.filter(refunded_on__isnull=False)),
        acknowledged=Coalesce(F("serves__received"), NOTHING),
        waiting=Coalesce(F("serves__amount") - F("serves__received"), NOTHING),
    )


def reconciled(batches: "QuerySet[PaymentBatch]") -> tuple[Reconciled, ...]:
    """Return the reconciliation of each batch, oldest value date first. Three queries."""
    claimed = Q(serves__isnull=True)
    sums = {
        row["batch"]: row
        for row in money_of(batches)
        .order_by()
        .values("batch")
        .annotate(
            ordered=Sum("amount"),
            receipted=Sum("acknowledged"),
            unacknowledged=Sum("waiting"),
            awaited=Coalesce(Sum("amount", filter=claimed & Q(is_back=False)), NOTHING),
            refunded=Coalesce(Sum("amount", filter=claimed & Q(is_back=True)), NOTHING),
        )
    }
    explanations = _explanations(Explanation.objects.filter(batch__in=batches), "batch_id")
    shown = BankMatch.objects.standing().filter(batch=OuterRef("pk")).order_by("pk")
    ordered = (
        batches.select_related("agreement")
        .order_by("value_date", "pk")
        .annotate(
            bank_rows=rows_of(
                BankShown, shown, statement="line__statement__reference", row="line__row"
            )
        )
    )
    return tuple(_reconciled(batch, sums[batch.pk], explanations) for batch in ordered)


def unmatched(lines: "QuerySet[StatementLine]") -> tuple[Unmatched, ...]:
    """Return the unmatched lines of bank statements, oldest first. Two queries."""
    rows = lines.filter(matched=0, repeats__isnull=True)
    explanations = _explanations(Explanation.objects.filter(line__in=rows), "line_id")
    return tuple(
        Unmatched(line, _gap(explanations, line.pk, Difference.LINE, line.amount, line.currency))
        for line in rows.select_related("statement").order_by("value_date", "pk")
    )


def paid_in_part(agreements: Collection[Agreement]) -> tuple[PaidInPart, ...]:
    """Return the approved batches of which the bank has paid a part. One query."""
    matches = (
        BankMatch.objects.standing()
        .filter(batch__agreement__in=agreements, batch__status=BatchStatus.APPROVED)
        .select_related("batch", "line")
    )
    batches: dict[PaymentBatch, list[BankMatch]] = {}
    for match in matches.order_by("batch", "pk"):
        if match.batch is not None:
            batches.setdefault(match.batch, []).append(match)
    sums = PaymentBatch.objects.with_totals().in_bulk([batch.pk for batch in batches])
    return tuple(
        PaidInPart(
            batch,
            sum((match.amount for match in matches), NOTHING),
            at_rate(
                sums[batch.pk].total,
                matches[0].line.rate if matches[0].currency != batch.currency else None,
            ),
            matches[0].currency,
        )
        for batch, matches in batches.items()
    )


def totals(rows: Iterable[Reconciled]) -> tuple[Totals, ...]:
    """Return the totals of batches by currency."""
    names = ("ordered", "receipted", "unacknowledged", "awaited", "refunded")
    sums: dict[str, dict[str, Decimal]] = {}
    for row in rows:
        sums_of = sums.setdefault(row.batch.currency, dict.fromkeys(names, NOTHING))
        for name in names:
            sums_of[name] += getattr(row, name)
    return tuple(Totals(currency, **sums_of) for currency, sums_of in sorted(sums.items()))


Explanations = dict[tuple[int, str], Explanation]


def _explanations(explanations: "QuerySet[Explanation]", of: str) -> Explanations:
    """Return the newest explanation of each difference."""
    newest = explanations.select_related("by").order_by("pk")
    return {(getattr(each, of), each.difference): each for each in newest}


def _reconciled(batch: Any, sums: dict[str, Any], explanations: Explanations) -> Reconciled:
    matches = read_rows(BankShown, batch.bank_rows)
    gaps = (
        (Difference.BANK, _from_bank(batch, matches, sums["ordered"]), batch.account_currency),
        (Difference.RECEIPT, -sums["unacknowledged"], batch.currency),
        (Difference.REFUND, -sums["awaited"], batch.currency),
    )
    return Reconciled(
        batch,
        **{name: sums[name] for name in Totals.__slots__ if name != "currency"},
        matches=matches,
        gaps=tuple(
            _gap(explanations, batch.pk, difference, amount, currency)
            for difference, amount, currency in gaps
            if amount
        ),
    )


def _from_bank(batch: PaymentBatch, matches: Iterable[BankShown], ordered: Decimal) -> Decimal:
    """Return what the bank took less what was ordered; charges on record are no difference."""
    taken = sum((match.amount for match in matches), NOTHING)
    rest = taken - batch.in_account(ordered)
    charged = taken and not batch.paid_currency and rest == batch.charges
    return NOTHING if charged else rest


def _gap(
    explanations: Explanations, key: int, difference: Difference, amount: Decimal, currency: str
) -> Gap:
    newest = explanations.get((key, difference))
    holds = newest is not None and (newest.amount, newest.currency) == (amount, currency)
    return Gap(difference, amount, currency, newest if holds else None)
