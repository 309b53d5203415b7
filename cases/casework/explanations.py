"""Explanations of differences in the accounts; they are never changed."""

from decimal import Decimal

from django.utils.translation import gettext as _

from cases.casework.refused import Refused
from cases.models import Explanation, PaymentBatch, StatementLine, User
from cases.vocabulary import Difference, Explained


class CannotExplain(Refused):
    """The explanation is refused."""


def explain(
    *,
    of: PaymentBatch | StatementLine,
    difference: Difference,
    amount: Decimal,
    currency: str,
    reason: Explained,
    note: str,
    by: User,
    shown: Decimal | None = None,
) -> Explanation:
    """Explain why two sides differ by ``amount``; valid as long as the difference is the same.

    Raises ``CannotExplain`` if another amount was ``shown`` on the form.
    """
    if shown is not None and shown != amount:
        raise CannotExplain(_("The difference has changed. Check it again."))
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
