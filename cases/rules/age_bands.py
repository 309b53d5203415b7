"""Age bands, wide enough to identify nobody.

Source: domain page, section 3: bands use the youngest possible age.
"""

from datetime import date

from cases.rules.births import age
from cases.rules.months import months_before
from cases.vocabulary import AgeBand

_BELOW = ((3, AgeBand.UNDER_3), (6, AgeBand.FROM_3), (12, AgeBand.FROM_6), (18, AgeBand.FROM_12))


def age_band(earliest: date | None, latest: date | None, *, on: date) -> AgeBand:
    """Return the band of somebody born in the range, on the day ``on``."""
    if earliest is None or latest is None:
        return AgeBand.UNKNOWN
    years = age(earliest, latest, on).youngest_years
    return next((band for below, band in _BELOW if years < below), AgeBand.ADULT)


def births_in(band: AgeBand, *, on: date) -> tuple[date | None, date | None]:
    """Return between which days those of ``band`` were born at the latest, on the day ``on``.

    The first day does not belong to the band, the second does; None is no bound. For
    ``AgeBand.UNKNOWN``, which has no days, both are None.
    """
    bands = [band for _below, band in _BELOW]
    if band == AgeBand.UNKNOWN:
        return None, None
    if band == AgeBand.ADULT:
        return None, months_before(on, 12 * _BELOW[-1][0])
    place = bands.index(band)
    until = months_before(on, 12 * _BELOW[place - 1][0]) if place else None
    return months_before(on, 12 * _BELOW[place][0]), until
