"""Every act at its address: done by who may and on record, refused to all others without a trace.

Who may is said by tests/access_matrix.csv, and what is sent by tests/acts.
"""

import re

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import connection
from django.test import RequestFactory

from cases.models import Child, PersonName, User
from cases.vocabulary import Role
from tests import factories
from tests.acts import EXAMPLES, Example
from tests.conftest import StaffClient
from tests.test_access import LINES, OF_A_RECORD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_refusals")]

MAY = {line["route"]: line for line in LINES if line["method"] == "POST"}
#: Addresses that take an act of somebody.
TAKING = sorted(route for route, line in MAY.items() if {"yes", "hidden"} & set(line.values()))
TAKING += ["logout"]
OF_A_CHILD = sorted(
    line["route"] for line in OF_A_RECORD if line["method"] == "POST" and line["route"] in EXAMPLES
)
DONE = (200, 302)


@pytest.fixture(autouse=True)
def documents(settings, tmp_path):
    settings.DOCUMENTS_DIR = tmp_path


def send(route: str, example: Example, person: User | None = None) -> tuple[int, int]:
    """Send the example as ``person``, or as nobody; returns the status, and how many rows more."""
    client = StaffClient()
    if person is not None:
        client.force_login(person)
    for file in example.data.values():
        if hasattr(file, "seek"):
            file.seek(0)
    before = on_record(example)
    response = client.post(example.address(route), example.data, follow=example.follow)
    assert names_in_the_cookie(client) == []
    connection.check_constraints()
    changed = on_record(example) - before
    if example.says and response.status_code >= 400:
        changed = 0  # a refusal hands back what was typed, which may hold the same words
    elif example.says:
        changed = int(example.says in response.content.decode())
    if response.streaming:
        response.close()
    hops = getattr(response, "redirect_chain", [])
    return hops[0][1] if hops else response.status_code, changed


def names_in_the_cookie(client: StaffClient) -> list[str]:
    """Return what a cookie says to the next page with a name of somebody on record."""
    if CookieStorage.cookie_name not in client.cookies:
        return []
    request = RequestFactory().get("/")
    request.COOKIES = {CookieStorage.cookie_name: client.cookies[CookieStorage.cookie_name].value}
    texts = [str(message) for message in CookieStorage(request)]
    words = {
        word for name in PersonName.objects.values_list("text", flat=True) for word in name.split()
    }
    return [text for text in texts if words & {*re.findall(r"\w+", text)}]


def on_record(example: Example) -> int:
    return 0 if example.rows is None else example.rows.all().count()


def doer(route: str, example: Example) -> User:
    """Return who can do it: the one person, or somebody of the first role that may."""
    if example.by is not None:
        return example.by
    line = MAY[route]
    role = example.who or next(role for role in Role if line[role] in ("yes", "hidden"))
    return factories.user(role)


def test_every_address_that_takes_an_act_has_an_example():
    assert sorted(EXAMPLES) == sorted(TAKING)


@pytest.mark.parametrize("route", TAKING)
def test_act_is_done_by_who_may_and_by_nobody_else(route):
    example = EXAMPLES[route]()
    line = MAY[route]
    refused = factories.users(role for role in Role if line[role] == "no")
    if line["anonymous"] == "login" and route != "logout":
        refused["anonymous"] = None

    answers = {who: send(route, example, person) for who, person in refused.items()}
    person = None if route == "login" else doer(route, example)
    status, changed = send(route, example, person)

    assert answers == {who: (302 if who == "anonymous" else 403, 0) for who in refused}
    assert (status in DONE, changed) == (True, example.change)


@pytest.mark.parametrize("route", OF_A_CHILD)
def test_act_on_a_case_of_another_team_is_for_whom_it_is_given_to(route):
    example = EXAMPLES[route]()
    desk = factories.TeamFactory(name="Mosul desk")
    stranger, assigned = (factories.user(Role.CASEWORKER, team=desk) for _ in range(2))
    if example.child is not None:  # a list is of a team, and assigned to nobody
        Child.objects.filter(pk=example.child.pk).update(caseworker=assigned)

    hidden = send(route, example, stranger)

    assert hidden == (404, 0)
    if example.child and example.by is None and example.who is None:
        status, changed = send(route, example, assigned)
        assert (status in DONE, changed) == (True, example.change)
