"""What fees come to, status by status."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum

from cases.models import Fee
from cases.vocabulary import FeeStatus


@dataclass(frozen=True, slots=True)
class Come:
    """How many fees, and their sum."""

    count: int = 0
    amount: Decimal = Decimal(0)


def fees_by_status(fees: "QuerySet[Fee]") -> dict[FeeStatus, Come]:
    """Return what ``fees`` come to, with a line for every status. One query.

    The fees are of one agreement and one currency, as the ledger shows them.
    """
    rows = fees.order_by().values_list("status").annotate(Count("pk"), Sum("amount"))
    found = {status: Come(count, amount) for status, count, amount in rows}
    return {status: found.get(status, Come()) for status in FeeStatus}
