from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cases.rules.age_bands import age_band, births_in
from cases.vocabulary import AgeBand

DAYS = st.dates(date(1950, 1, 1), date(2030, 12, 31))


@given(born=DAYS, on=DAYS)
def test_each_birth_lies_in_the_days_of_exactly_its_band(born, on):
    born = min(born, on)

    holding = [
        band
        for band in AgeBand
        if band != AgeBand.UNKNOWN
        for after, until in [births_in(band, on=on)]
        if (after is None or born > after) and (until is None or born <= until)
    ]

    assert holding == [age_band(born, born, on=on)]


def test_unknown_birth_has_no_days():
    assert births_in(AgeBand.UNKNOWN, on=date(2019, 3, 1)) == (None, None)
    assert age_band(None, None, on=date(2019, 3, 1)) == AgeBand.UNKNOWN


def test_band_goes_by_the_youngest_possible_age():
    on = date(2019, 3, 1)
    third = date(2016, 3, 1)

    assert age_band(third - timedelta(days=400), third, on=on) == AgeBand.FROM_3
    assert age_band(third, third + timedelta(days=1), on=on) == AgeBand.UNDER_3
