"""Every page by every role, with GET and POST, against tests/access_matrix.csv.

A new page needs two lines in that file, and, where its address holds a
parameter that EXAMPLES does not know, one line there.
"""

import csv
import re
import uuid
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.urls import URLPattern, get_resolver

from cases import urls
from cases.casework import drafts
from cases.models import Child, Draft, User
from cases.vocabulary import Role, Stage
from tests import factories
from tests.conftest import StaffClient

MATRIX = Path(__file__).with_name("access_matrix.csv")
WHO = ["anonymous", *Role.values, "superuser"]
PASSED = {200, 302, 400, 409}
SIGN_IN = "/login/"

# What stands for a parameter: (first word of the address, parameter) -> a record's own word.
EXAMPLES = {
    ("children", "reference"): lambda child: child.reference,
    ("children", "section"): lambda child: "identity",
    ("mothers", "reference"): lambda child: child.mother.reference,
    ("mothers", "section"): lambda child: "identity",
    ("agreements", "slug"): lambda child: child.agreement.slug,
    ("drafts", "pk"): lambda child: _draft_of(child.registered_by).pk,
}


def _draft_of(author: User) -> Draft:
    return drafts.keep(token=uuid.uuid4(), form=drafts.FAMILY, typed={}, by=author)


# Pages whose record belongs to no team: whoever may open one may open each.
WITHOUT_TEAM: set[str] = {"agreement"}


def _lines() -> list[dict[str, str]]:
    with MATRIX.open(encoding="utf-8") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


LINES = _lines()
PATTERNS: dict[str, URLPattern] = {
    pattern.name: pattern for pattern in urls.urlpatterns if isinstance(pattern, URLPattern)
}
OF_A_RECORD = [
    line
    for line in LINES
    if "<" in str(PATTERNS[line["route"]].pattern)
    if line["caseworker"] == "yes" and line["route"] not in WITHOUT_TEAM
]


def _address(route: str, child: Child, **instead: str) -> str:
    """Return the address of a route with examples for its parameters."""
    pattern = str(PATTERNS[route].pattern)
    first = pattern.partition("/")[0]

    def example(match: re.Match[str]) -> str:
        name = match[1].rpartition(":")[2]
        assert (first, name) in EXAMPLES, f"Add an example for <{name}> of /{pattern}"
        return instead.get(name) or str(EXAMPLES[first, name](child))

    return "/" + re.sub("<([^>]+)>", example, pattern)


@pytest.fixture
def own_child(db) -> Child:
    """A child of the caseworker's team whom finance and travel know too."""
    return factories.child(Stage.CLEARED)


def _person(who: str) -> User | AnonymousUser:
    if who == "anonymous":
        return AnonymousUser()
    if who == "superuser":
        return factories.UserFactory(is_superuser=True, is_staff=True)
    return factories.user(Role(who))


def _ask(person: User | AnonymousUser, method: str, address: str):
    """Return the answer to one request; what it wrote is undone."""
    client = StaffClient()
    with transaction.atomic():
        if person.is_authenticated:
            client.force_login(person)
        response = client.get(address) if method == "GET" else client.post(address, {})
        transaction.set_rollback(True)
    return response


def _verdict(response) -> str:
    if response.status_code == 302 and response["Location"].partition("?")[0] == SIGN_IN:
        return "login"
    words = {403: "no", 404: "hidden", 405: "none"} | dict.fromkeys(PASSED, "yes")
    return words.get(response.status_code, str(response.status_code))


def test_every_page_and_method_has_one_line():
    expected = sorted((name, method) for name in PATTERNS for method in ("GET", "POST"))

    found = sorted((line["route"], line["method"]) for line in LINES)

    assert found == expected


def test_every_page_says_who_may_open_it():
    silent = [name for name, page in PATTERNS.items() if not hasattr(page.callback, "permissions")]

    assert silent == []


def test_nothing_is_served_but_the_register_and_its_administration():
    served = {str(pattern.pattern) for pattern in get_resolver().url_patterns}

    assert served == {"", "admin/", "admin/login/"}


@pytest.mark.parametrize("who", WHO)
def test_every_page_lets_in_whom_the_matrix_names(own_child, who):
    person = _person(who)
    expected = {(line["route"], line["method"]): line[who] for line in LINES}

    found = {
        (route, method): _verdict(_ask(person, method, _address(route, own_child)))
        for route, method in expected
    }

    assert {line: word for line, word in found.items() if word != expected[line]} == {}


def test_record_of_another_team_is_like_none(own_child):
    stranger = factories.user(Role.CASEWORKER, team=factories.TeamFactory(name="Erbil desk"))
    different = []

    for line in OF_A_RECORD:
        foreign = _address(line["route"], own_child)
        absent = re.sub(r"\d{4,}", "999999", foreign)
        answers = [_ask(stranger, line["method"], address) for address in (foreign, absent)]
        bodies = {_body(answer, at) for answer, at in zip(answers, (foreign, absent), strict=True)}
        if {answer.status_code for answer in answers} != {404} or len(bodies) != 1:
            different.append((line["route"], line["method"]))

    assert different == []


def _body(response, address: str) -> str:
    """The page without what differs by the address and by the moment."""
    text = response.content.decode().replace(address, "")
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)
    return re.sub(r"\d\d:\d\d", "", text)
