"""Until when cases are kept, as one expression for all and as the database says of each."""

import datetime
import random

import pytest
from django.db.models import DateField, F, Func, Value

from cases.models import Child, Placement
from cases.queries.retention import closed_cases, due_cases, kept_until
from cases.vocabulary import ClosedReason, KeptFrom, Stage
from tests import factories
from tests.factories import DAY

pytestmark = pytest.mark.django_db


def closed_on_any_day(dice: random.Random) -> None:
    """Close some who were placed and some who never were, on any day, past the guards."""
    for _n in range(3):
        factories.close(factories.child(Stage.PLACED), ClosedReason.COMPLETED)
        factories.close(factories.child(), ClosedReason.OTHER_STATE)
    leap = datetime.date(2020, 2, 29)
    with factories.past_the_guards():
        for child in Child.objects.filter(stage=Stage.CLOSED):
            first = dice.choice([leap, DAY + datetime.timedelta(days=dice.randrange(900))])
            Child.objects.filter(pk=child.pk).update(closed_on=first)
            Placement.objects.filter(child=child).update(
                during=(first - datetime.timedelta(days=dice.randrange(200)), None)
            )


def test_days_are_those_that_the_database_says_of_each_case():
    closed_on_any_day(random.Random(5))

    for counted_from in KeptFrom.values:
        for years in (0, 1, 5):
            one = Func(
                F("pk"),
                Value(counted_from),
                Value(years),
                function="cases_kept_until",
                output_field=DateField(),
            )
            rows = closed_cases().annotate(
                until=kept_until(Value(counted_from), Value(years)), said_of_one=one
            )
            days = list(rows.values_list("until", "said_of_one"))
            assert [until for until, _one in days] == [one for _until, one in days]
            assert len(set(days)) > 2


def test_no_function_is_asked_of_each_closed_case():
    assert "cases_kept_until" not in str(due_cases(on=DAY).query)
