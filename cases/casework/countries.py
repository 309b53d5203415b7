"""What every register begins with: countries of ISO 3166-1, and currencies of ISO 4217."""

import pycountry
from babel.core import get_global

from cases.models import Country, Currency
from cases.rules.currencies import MINOR_UNITS, USED_FIRST


def set_up_countries(using: str = "default") -> None:
    """Add the countries that are not yet on record. Idempotent."""
    Country.objects.using(using).bulk_create(
        [
            Country(code=country.alpha_2, name=country.name, zone=zone_of(country.alpha_2))
            for country in pycountry.countries
        ],
        ignore_conflicts=True,
    )


def set_up_currencies(using: str = "default") -> None:
    """Add the currencies that are not yet on record. Idempotent."""
    Currency.objects.using(using).bulk_create(
        [
            Currency(code=code, minor_units=digits, in_use=code in USED_FIRST)
            for code, digits in sorted(MINOR_UNITS.items())
        ],
        ignore_conflicts=True,
    )


def zone_of(code: str) -> str:
    """Return the time zone of a country; empty where it has several, and an admin says which."""
    zones = get_global("territory_zones").get(code, ())
    return zones[0] if len(zones) == 1 else ""
