"""What the return costs: committed, paid, and what is left of the budget."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    TextChoices,
    Value,
    When,
)
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.figures.facts import Rate
from cases.figures.kept_sums import FeeRow, fee_sums
from cases.models import Agreement, BatchLine, Fee
from cases.vocabulary import FeeStatus

COMMITTED = (FeeStatus.DUE, FeeStatus.BATCHED)
PAID = (FeeStatus.PAID, FeeStatus.RECEIPTED)


class FeeSum(TextChoices):
    """A sum of fees; ``BUDGET`` is what the others come out of. In addresses it is ``fees=…``."""

    PAID = "paid", pgettext_lazy("fees", "Paid")
    UNPAID = "unpaid", pgettext_lazy("fees", "Unpaid")
    BUDGET = "budget", _("Budget")


#: The fees of each sum.
STATUSES = {FeeSum.PAID: PAID, FeeSum.UNPAID: COMMITTED}


@dataclass(frozen=True, slots=True)
class FeeFigures:
    """Sums in the currency of ``rate``. ``budget`` is the target times the amount in force.

    ``elsewhere`` counts fees in another currency, which no sum here holds.
    """

    rate: Rate
    target: int
    committed: Decimal
    committed_children: int
    paid: Decimal
    paid_children: int
    elsewhere: int = 0

    @property
    def budget(self) -> Decimal:
        return self.target * self.rate.amount

    @property
    def uncommitted(self) -> Decimal:
        return max(Decimal(0), self.budget - self.committed - self.paid)

    @property
    def over_budget(self) -> Decimal:
        return max(Decimal(0), self.committed + self.paid - self.budget)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class FeesInCurrency:
    """The fees of all agreements in one currency, and their budgets in it."""

    currency: str
    budget: Decimal
    committed: Decimal
    committed_children: int
    paid: Decimal
    paid_children: int


def fees_of_all(
    agreements: Sequence[int], budgets: Mapping[str, Decimal], *, on: datetime.date
) -> tuple[FeesInCurrency, ...]:
    """Return the fees due by today in each currency, which are never added. One query.

    ``budgets`` are by currency; one without a fee is there with nothing.
    """
    rows = fee_sums(agreements, on=on)
    return tuple(
        _in_currency(
            currency,
            budgets.get(currency, Decimal(0)),
            [row for row in rows if row.currency == currency],
        )
        for currency in sorted({row.currency for row in rows} | {*budgets})
    )


def _in_currency(currency: str, budget: Decimal, rows: list[FeeRow]) -> FeesInCurrency:
    committed = [row for row in rows if row.status in COMMITTED]
    paid = [row for row in rows if row.status in PAID]
    return FeesInCurrency(
        currency=currency,
        budget=budget,
        committed=sum((row.amount for row in committed), Decimal(0)),
        committed_children=sum(row.n for row in committed),
        paid=sum((row.amount for row in paid), Decimal(0)),
        paid_children=sum(row.n for row in paid),
    )


def fees_of_agreement(
    agreement: Agreement, *, rate: Rate, target: int, on: datetime.date
) -> FeeFigures:
    """Return ``fee_figures`` of an agreement today, from the sums that are kept. One query."""
    rows = fee_sums([agreement.pk], on=on)
    own = _in_currency(rate.currency, Decimal(0), [r for r in rows if r.currency == rate.currency])
    return FeeFigures(
        rate=rate,
        target=target,
        committed=own.committed,
        committed_children=own.committed_children,
        paid=own.paid,
        paid_children=own.paid_children,
        elsewhere=sum(
            row.n
            for row in rows
            if row.currency != rate.currency and row.status in COMMITTED + PAID
        ),
    )


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
