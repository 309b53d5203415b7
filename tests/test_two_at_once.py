"""Two people press for the same act from forms of their own: one is done, the other is told.

What is sent, and by whom, is in tests/acts and tests/access_matrix.csv.
"""

import uuid
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse

from cases.models import User
from cases.vocabulary import Reason, Role
from tests import factories
from tests.acts import EXAMPLES, Example
from tests.conftest import StaffClient
from tests.test_acts import MAY, TAKING, on_record

pytestmark = pytest.mark.django_db

#: Acts that add something of one's own: two people may each add theirs.
ADDS = {
    "access-key-give",
    "batch-explain",
    "child-claim",
    "child-clearance",
    "child-consent",
    "child-document-new",
    "child-follow-ups",
    "child-journal",
    "child-letters",
    "child-note",
    "child-purpose",
    "child-task-new",
    "children-find",
    "children-task",
    "claim-evidence",
    "draft-keep",
    "enquiry-new",
    "family-duplicates",
    "family-draft",
    "family-echo",
    "interests-new",
    "mother-document-new",
    "mother-duplicates",
    "movement-escort",
    "movement-new",
    "picked-csv",
    "picked-print",
    "picked-xlsx",
    "receipt-scan-add",
    "search",
    "search-suggest",
    "statement-columns",
    "statement-line-explain",
    "statement-new",
    "view-new",
}
#: What the second of two sends who decides otherwise.
OTHERWISE: dict[str, dict[str, Any]] = {
    "agreement-change-decide": {"word": "return", "reason": "mistake"},
    "assessment": {"decided": "ineligible", "reasons": "No paper was seen."},
    "child-approve-closing": {"word": "return", "reason": "mistake"},
    "child-approve-reopening": {"word": "return", "reason": "mistake"},
    "claim-decide": {"status": "rejected", "reasons": "No paper was seen."},
    "interests-note": {"word": "return", "reason": "mistake"},
    "mother-change-decide": {"word": "return", "reason": "mistake"},
    "terms-decide": {"word": "return", "reason": "mistake"},
}
#: What the second is told, where it is not a refusal.
TOLD = {"family-new": "possible match", "mother-child-new": "possible match"}
#: What is gone when the second of two asks for it to go.
GONE = {"statement-forget"}
OWN = {
    "confirm",
    "forecast-again",
    "forecast-make",
    "forgotten",
    "language",
    "login",
    "logout",
    "me",
    "names",
    "password-change",
    "second-factor",
}
OWN |= {
    "factor-app",
    "factor-codes",
    "factor-key",
    "factor-remove",
    "sessions-end",
    "account-sessions-end",
    "list-purpose",
}
SHARED = sorted(set(TAKING) - ADDS - OWN)


def of(person: User) -> StaffClient:
    client = StaffClient()
    client.force_login(person)
    client.cookies["django_language"] = "en"
    return client


def two_who_may(route: str, example: Example) -> tuple[User, User]:
    line = MAY[route]
    role = example.who or next(role for role in Role if line[role] in ("yes", "hidden"))
    names = {"first_name": "Dilbar", "last_name": "Rahimi", "language": "en"}
    return factories.user(role, **names), factories.user(role, language="en")


def send(route: str, example: Example, person: User) -> tuple[HttpResponse, int]:
    for file in example.data.values():
        if hasattr(file, "seek"):
            file.seek(0)
    data = example.data | ({"token": uuid.uuid4()} if "token" in example.data else {})
    before = on_record(example)
    response = of(person).post(example.address(route), data, follow=True)
    connection.check_constraints()
    return response, on_record(example) - before


@pytest.mark.parametrize("route", SHARED)
def test_slower_of_two_is_told(route):
    example = EXAMPLES[route]()
    if example.by is not None:
        pytest.skip("one person alone can do it")
    fast, slow = two_who_may(route, example)

    first, done = send(route, example, fast)
    other = replace(example, data=example.data | OTHERWISE.get(route, {}))
    second, done_again = send(route, other, slow)

    text = second.content.decode()
    assert (first.status_code, done) == (200, example.change)
    assert done_again == 0
    assert (
        second.status_code == (404 if route in GONE else 409) or TOLD.get(route, "already") in text
    )


@pytest.mark.parametrize("route", sorted(OTHERWISE))
def test_slower_of_two_who_decides_otherwise_is_told_by_whom(route):
    example = EXAMPLES[route]()
    fast, slow = two_who_may(route, example)

    send(route, example, fast)
    second, _done = send(route, replace(example, data=example.data | OTHERWISE[route]), slow)

    text = second.content.decode()
    assert second.status_code == 409
    assert str(fast) in text
    reasons = OTHERWISE[route].get("reasons", str(Reason.MISTAKE.label))
    assert reasons in text
