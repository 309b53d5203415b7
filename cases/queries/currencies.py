"""The currencies that are in use here."""

from cases.models import Currency


def in_use() -> list[str]:
    """Return the codes that forms offer, in their order. One query."""
    return list(Currency.objects.filter(in_use=True).values_list("code", flat=True))
