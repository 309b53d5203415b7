"""A day that is planned lies within some years: a wrong year would lose a case for good."""

import pytest
from django.urls import reverse

from cases.vocabulary import Role
from tests import factories

pytestmark = pytest.mark.django_db
PLANNED = {
    "child-defer": ("review_due_on", {"reason": "nursing"}),
    "child-hold": ("until", {"reason": "court"}),
    "child-task-new": ("due_on", {"text": "Ask the consulate"}),
    "child-consent": (
        "next_approach_on",
        {"giver_role": "mother", "decision": "withheld", "reason": "fear", "method": "signed"},
    ),
}


@pytest.mark.parametrize("route", PLANNED)
def test_no_day_is_planned_in_a_far_year(client, route):
    child = factories.child()
    client.force_login(factories.user(Role.CASEWORKER, team=child.mother.team))
    name, rest = PLANNED[route]

    page = client.post(reverse(route, args=[child.reference]), rest | {name: "01.02.2099"})

    assert name in page.context["form"].errors
    assert "Enter a date no later than" in page.context["form"].errors[name][0]
