"""Ages said so roughly that they name nobody.

Source: domain page, section 3: bands use the youngest possible age.
"""

from datetime import date

from cases.rules.births import age
from cases.vocabulary import AgeBand

_BELOW = ((3, AgeBand.UNDER_3), (6, AgeBand.FROM_3), (12, AgeBand.FROM_6), (18, AgeBand.FROM_12))


def age_band(earliest: date | None, latest: date | None, *, on: date) -> AgeBand:
    """Return the band of somebody born in the range, on the day ``on``."""
    if earliest is None or latest is None:
        return AgeBand.UNKNOWN
    years = age(earliest, latest, on).youngest_years
    return next((band for below, band in _BELOW if years < below), AgeBand.ADULT)
