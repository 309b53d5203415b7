"""What the return costs: committed, paid, and what is left of the budget."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.figures.facts import Rate
from cases.figures.kept_sums import FeeRow, fee_sums
from cases.models import Agreement
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
    """Return the sums of an agreement's fees today, as they are kept, and the budget. One query."""
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
