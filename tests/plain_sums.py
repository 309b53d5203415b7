"""Sums of fees, counted row by row: what the sums that the database keeps are held to."""

import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Sum, Value, When
from django.utils import timezone

from cases.figures.facts import Rate
from cases.figures.fees import COMMITTED, PAID, FeeFigures
from cases.figures.ledger import Come
from cases.models import BatchLine, Fee
from cases.vocabulary import FeeStatus


def fees_by_status(fees: "QuerySet[Fee]") -> dict[FeeStatus, Come]:
    """Return number and sum of ``fees``, of one currency, for every status. One query."""
    rows = fees.order_by().values_list("status").annotate(Count("pk"), Sum("amount"))
    sums = {status: Come(count, amount) for status, count, amount in rows}
    return {status: sums.get(status, Come()) for status in FeeStatus}


def fee_figures(
    fees: "QuerySet[Fee]",
    *,
    rate: Rate,
    target: int,
    on: datetime.date,
    today: datetime.date,
) -> FeeFigures:
    """Return the sums of ``fees`` on a day, and the budget. One query."""
    status = _by_status() if on >= today else _by_day(on)
    rows = _sums(fees, rate.currency, *status, on=on)
    return _read(list(rows), rate=rate, target=target)


def _read(rows: list[dict[str, Any]], *, rate: Rate, target: int) -> FeeFigures:
    sums = {(row["state"], row["theirs"]): (row["total"], row["children"]) for row in rows}
    committed, committed_children = sums.get(("committed", True), (Decimal(0), 0))
    paid, paid_children = sums.get(("paid", True), (Decimal(0), 0))
    return FeeFigures(
        rate=rate,
        target=target,
        committed=committed,
        committed_children=committed_children,
        paid=paid,
        paid_children=paid_children,
        elsewhere=sum(n for (_state, theirs), (_sum, n) in sums.items() if not theirs),
    )


def _sums(
    fees: "QuerySet[Fee]", currency: str, committed: Q, paid: Q, *, on: datetime.date
) -> "QuerySet[Any, Any]":
    state = Case(
        When(paid, then=Value("paid")),
        When(committed, then=Value("committed")),
        output_field=CharField(),
    )
    theirs = Case(When(currency=currency, then=Value(True)), default=Value(False))
    due = fees.filter(due_on__lte=on).order_by().annotate(state=state, theirs=theirs)
    rows = due.filter(state__isnull=False).values("state", "theirs")
    return rows.annotate(total=Sum("amount"), children=Count("child"))


def _by_status() -> tuple[Q, Q]:
    return Q(status__in=COMMITTED), Q(status__in=PAID)


def _by_day(on: datetime.date) -> tuple[Q, Q]:
    """A fee is paid from its batch's value date on, and committed from its due day until then."""
    ends = timezone.make_aware(
        datetime.datetime.combine(on + datetime.timedelta(days=1), datetime.time())
    )
    # A join would count a fee once for each of its lines.
    sent = Exists(
        BatchLine.objects.filter(serves=OuterRef("pk"), released=False, batch__value_date__lte=on)
    )
    waived = Q(status=FeeStatus.WAIVED, waiver_approved_at__lt=ends)
    left = Q(status__in=(FeeStatus.REFUND_DUE, FeeStatus.REFUNDED, FeeStatus.CREDITED))
    return ~waived & ~left, Q(status__in=PAID) & Q(sent)
