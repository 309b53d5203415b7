"""Sums in another currency."""

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def at_rate(amount: Decimal, rate: Decimal | None) -> Decimal:
    """Return ``amount`` at ``rate`` units for one, to the cent; unchanged without a rate."""
    return (amount * (1 if rate is None else rate)).quantize(CENT, ROUND_HALF_UP)
