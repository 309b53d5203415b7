"""A sum is read as people write it, and one that may be two is asked about."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from cases.forms.batches import AmountField, RateField


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("5,50", "5.50"),
        ("5.5", "5.50"),
        ("1 200,50", "1200.50"),
        ("1\u00a0200.50", "1200.50"),
        ("1,200.50", "1200.50"),
        ("800", "800"),
        ("٥٫٥٠", "5.50"),
    ],
)
def test_sum_is_read_with_a_comma_or_a_point(text, amount):
    assert AmountField().clean(text) == Decimal(amount)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("1,200", "This is not one sum. Write it like 1200.50."),
        ("5.501", "This is not one sum. Write it like 1200.50."),
        ("five", "Enter a number."),
        ("400 USD", "Write the sum alone, without a currency: 1200.50."),
        ("400 сомони", "Write the sum alone, without a currency: 1200.50."),
        ("-5", "greater than or equal to 0"),
    ],
)
def test_what_is_no_sum_is_told(text, sentence):
    with pytest.raises(ValidationError, match=sentence):
        AmountField(min_value=0).clean(text)


def test_rate_is_read_with_a_comma():
    assert RateField(max_digits=14, decimal_places=6).clean("10,925") == Decimal("10.925")
