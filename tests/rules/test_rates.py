from decimal import Decimal

import pytest

from cases.rules.rates import at_rate


@pytest.mark.parametrize(
    ("amount", "rate", "sum_"),
    [
        ("400", None, "400.00"),
        ("800", "10.925", "8740.00"),
        ("0.01", "0.5", "0.01"),  # half a cent is a cent
        ("0.01", "0.499999", "0.00"),
        ("-800", "1.000006", "-800.00"),
        ("-0.01", "0.5", "-0.01"),
    ],
)
def test_sum_at_a_rate_is_rounded_to_the_cent(amount, rate, sum_):
    found = at_rate(Decimal(amount), rate and Decimal(rate))

    assert str(found) == sum_
