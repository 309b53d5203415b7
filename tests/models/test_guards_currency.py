"""A currency is one of the table, in every column that holds one."""

import pytest
from django.db import connection

from cases.casework.countries import set_up_currencies
from cases.models import BankLayout, Currency
from cases.models.columns import currencies, tables
from cases.queries.currencies import in_use
from cases.rules.currencies import MINOR_UNITS, USED_FIRST
from cases.vocabulary import Role
from tests import factories
from tests.models.refusals import is_now, refused

pytestmark = pytest.mark.django_db


def test_no_column_holds_a_currency_of_nobody():
    holders = [model for model in tables() if currencies(model)]

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'pgtrigger_in_a_known_currency%'"
        )
        assert cursor.fetchone() == (len(holders),)
    assert len(holders) >= 8
    with refused("banklayout_currency_known"):
        by = factories.user(Role.FINANCE_OFFICER)
        BankLayout.objects.create(bank="N", headings="a", columns=[""], currency="XXX", saved_by=by)


def test_currencies_are_those_of_iso_and_stay():
    set_up_currencies()
    dollar = Currency.objects.get(code="USD")

    assert Currency.objects.count() == len(MINOR_UNITS)
    assert (MINOR_UNITS["JPY"], MINOR_UNITS["IQD"], dollar.minor_units) == (0, 3, 2)
    assert in_use() == sorted(USED_FIRST)
    with refused("currency_stays"):
        is_now(dollar, minor_units=3)
    with refused("currency_keys_stay"):
        is_now(dollar, code="QQQ")
    with refused("no_delete"):
        dollar.delete()
