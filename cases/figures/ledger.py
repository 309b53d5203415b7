"""Sums of fees by status."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from cases.figures.facts import AgreementFacts, Rate
from cases.figures.fees import COMMITTED, PAID
from cases.figures.kept_sums import fee_sums
from cases.models import Fee
from cases.vocabulary import BatchStatus, FeeStatus


@dataclass(frozen=True, slots=True)
class Come:
    """How many fees, and their sum."""

    count: int = 0
    amount: Decimal = Decimal(0)


def to_approve(fees: "QuerySet[Fee]") -> int:
    """Return how many of ``fees`` are in a batch that waits for a second person. One query."""
    waiting = {"payments__released": False, "payments__batch__status": BatchStatus.SUBMITTED}
    return fees.filter(**waiting).count()


def fees_by_currency(agreements: Sequence[int]) -> dict[str, dict[FeeStatus, Come]]:
    """Return number and sum of all fees for every status, by currency, as kept. One query.

    Sums of two currencies are never added.
    """
    sums: dict[str, dict[FeeStatus, Come]] = {}
    for row in fee_sums(agreements, on=datetime.date.max):
        by_status = sums.setdefault(row.currency, {each: Come() for each in FeeStatus})
        by_status[FeeStatus(row.status)] = Come(row.n, row.amount)
    return sums


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """The target of each agreement times its amount in force, and what of it is bound or paid."""

    terms: tuple[tuple[int, Rate], ...]
    spent: Decimal

    @property
    def amount(self) -> Decimal:
        return sum((target * rate.amount for target, rate in self.terms), Decimal(0))

    @property
    def uncommitted(self) -> Decimal:
        return max(Decimal(0), self.amount - self.spent)

    @property
    def over_budget(self) -> Decimal:
        return max(Decimal(0), self.spent - self.amount)


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerSums:
    """Fees by currency and status; by currency the budget of agreements with rate and target."""

    by_currency: Mapping[str, Mapping[FeeStatus, Come]]
    budgets: Mapping[str, Budget]


def ledger_sums(agreements: Sequence[AgreementFacts]) -> LedgerSums:
    """Return the sums of the ledger of ``agreements``, and their budget in each currency.

    One query. A currency in force without a fee is there with nothing.
    """
    sums = fees_by_currency([each.agreement.pk for each in agreements])
    terms: dict[str, list[tuple[int, Rate]]] = {}
    for facts in agreements:
        if facts.currency:
            sums.setdefault(facts.currency, {each: Come() for each in FeeStatus})
        if facts.rate and facts.base:
            terms.setdefault(facts.rate.currency, []).append((facts.base.target, facts.rate))
    budgets = {
        currency: Budget(terms=tuple(each), spent=_spent(sums[currency]))
        for currency, each in terms.items()
    }
    return LedgerSums(by_currency=dict(sorted(sums.items())), budgets=budgets)


def _spent(by_status: Mapping[FeeStatus, Come]) -> Decimal:
    return sum((by_status[status].amount for status in COMMITTED + PAID), Decimal(0))
