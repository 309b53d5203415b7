"""What somebody says of a difference in the books of money; nothing said is ever changed."""

from decimal import Decimal

from cases.models import Explanation, PaymentBatch, StatementLine, User
from cases.vocabulary import Difference, Explained


def explain(
    *,
    of: PaymentBatch | StatementLine,
    difference: Difference,
    amount: Decimal,
    currency: str,
    reason: Explained,
    note: str,
    by: User,
) -> Explanation:
    """Say why two sides differ by ``amount``; it counts for as long as they differ by that."""
    return Explanation.objects.create(
        batch=of if isinstance(of, PaymentBatch) else None,
        line=of if isinstance(of, StatementLine) else None,
        difference=difference,
        amount=amount,
        currency=currency,
        reason=reason,
        note=note,
        by=by,
    )
