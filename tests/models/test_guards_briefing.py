"""A briefing has one number, stays as it was written, and is written by a reviewer alone."""

import pytest

from cases.casework.acting import acting
from cases.models import Briefing
from cases.vocabulary import Role
from tests import factories
from tests.factories import DAY
from tests.models.refusals import execute, is_now, refused

pytestmark = pytest.mark.django_db


def test_number_and_day_belong_together_and_stay():
    by, other = factories.user(Role.REVIEWER), factories.agreement()
    kept = {"as_of": DAY, "year": 2026, "n": 1, "edition": 1, "unknown": "All.", "by": by}
    one = Briefing.objects.create(**kept)
    Briefing.objects.create(**kept | {"edition": 2})

    for wrong, guard in (
        ({}, "briefing_number_once"),
        ({"edition": 3, "n": 2}, "briefing_one_number_a_day"),
        ({"agreement": other}, "briefing_one_number_a_day"),
        ({"edition": 0}, "briefing_in_order"),
        ({"agreement": other, "n": 2, "unknown": "  "}, "briefing_in_order"),
        ({"edition": 3, "questions": [{}] * 4}, "briefing_three_questions_at_most"),
    ):
        with refused(guard):
            Briefing.objects.create(**kept | wrong)
    with refused("append_only"):
        is_now(one, unknown="Nothing.")
    with refused("append_only"):
        execute("DELETE FROM cases_briefing")
    caseworker = factories.user(Role.CASEWORKER)
    with refused("briefing_by_office"), acting(caseworker):
        Briefing.objects.create(**kept | {"n": 2, "agreement": other, "by": caseworker})
