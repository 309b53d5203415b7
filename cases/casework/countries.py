"""Countries from the data library: ISO 3166-1 codes and English names."""

import pycountry

from cases.models import Country


def set_up_countries(using: str = "default") -> None:
    """Add the countries that are not yet on record. Idempotent."""
    Country.objects.using(using).bulk_create(
        [Country(code=country.alpha_2, name=country.name) for country in pycountry.countries],
        ignore_conflicts=True,
    )
