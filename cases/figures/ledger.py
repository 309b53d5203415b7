"""Sums of fees by status."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum

from cases.figures.facts import AgreementFacts
from cases.figures.fees import FeeFigures, fee_figures
from cases.models import Fee
from cases.vocabulary import FeeStatus


@dataclass(frozen=True, slots=True)
class Come:
    """How many fees, and their sum."""

    count: int = 0
    amount: Decimal = Decimal(0)


def fees_by_status(fees: "QuerySet[Fee]") -> dict[FeeStatus, Come]:
    """Return number and sum of ``fees`` for every status. One query.

    The fees are of one agreement and one currency, as the ledger shows them.
    """
    rows = fees.order_by().values_list("status").annotate(Count("pk"), Sum("amount"))
    sums = {status: Come(count, amount) for status, count, amount in rows}
    return {status: sums.get(status, Come()) for status in FeeStatus}


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerSums:
    """The fees of one agreement by status; ``budget`` where it has a rate and a target."""

    facts: AgreementFacts
    by_status: Mapping[FeeStatus, Come]
    budget: FeeFigures | None


def ledger_sums(fees: "QuerySet[Fee]", facts: AgreementFacts, *, on: datetime.date) -> LedgerSums:
    """Return the sums of the ledger of one agreement, and its budget. Two queries."""
    fees = fees.filter(agreement=facts.agreement)
    by_status, budget = fees_by_status(fees), None
    if facts.rate and facts.base:
        target = facts.base.target
        budget = fee_figures(fees, rate=facts.rate, target=target, on=on, today=on)
    return LedgerSums(facts=facts, by_status=by_status, budget=budget)
