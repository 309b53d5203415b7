"""A form is taken once, and only its sender learns where it led."""

import uuid

import pytest

from cases.casework.submissions import AlreadyTaken, lead_to, led_to, once, take_once
from cases.vocabulary import Role
from tests import factories

pytestmark = pytest.mark.django_db


def test_token_of_somebody_else_leads_nowhere():
    sender, other = factories.user(Role.CASEWORKER), factories.user(Role.CASEWORKER)
    token = uuid.uuid4()
    with once(token, by=sender) as submission:
        lead_to(submission, "/children/TJ-IQ-0001-1/")

    with pytest.raises(AlreadyTaken) as again:
        take_once(token, by=sender)
    with pytest.raises(AlreadyTaken) as foreign:
        take_once(token, by=other)

    assert (again.value.location, foreign.value.location) == ("/children/TJ-IQ-0001-1/", "")
    assert (led_to(token, by=sender), led_to(token, by=other)) == ("/children/TJ-IQ-0001-1/", "")
