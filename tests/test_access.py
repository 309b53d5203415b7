"""Every page by every role, with GET and POST, against tests/access_matrix.csv.

A new page needs two lines in that file, and, where its address holds a new
parameter, an example in tests/addresses.py.
"""

import csv
import re
from dataclasses import fields
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Model
from django.urls import get_resolver

from cases.models import User
from cases.pages import review_kinds
from cases.vocabulary import Role
from cases.web import read_keys
from tests import factories
from tests.addresses import PATTERNS, World, address, make_world
from tests.conftest import SparingClient
from tests.kept import kept

MATRIX = Path(__file__).with_name("access_matrix.csv")
WHO = ["anonymous", *Role.values, "superuser"]
PASSED = {200, 302, 400, 409}
SIGN_IN = "/login/"

# Pages whose record belongs to no team: whoever may open one may open each.
WITHOUT_TEAM: set[str] = {
    *("agreement", "consent-changes", "forecasts", "forecast-again", "forecast-make"),
    *("report", "report-csv", "report-xlsx"),
    *("agreement-summary", "agreement-summary-pdf", "briefing", "monthly-report"),
    *("outside-totals", "outside-csv", "outside-xlsx", "public-totals"),
    *("published-figures", "published-figures-csv", "published-figure"),
}


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """Let one address ask without a key as often as there are roles and routes."""
    monkeypatch.setattr(read_keys, "BY_ADDRESS", 10_000)


def _lines() -> list[dict[str, str]]:
    with MATRIX.open(encoding="utf-8") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


LINES = _lines()
OF_A_RECORD = [
    line
    for line in LINES
    if "<" in PATTERNS[line["route"]].route
    if line["caseworker"] == "yes" and line["route"] not in WITHOUT_TEAM
]


@kept
def _records() -> list[Model]:
    world = make_world()
    return [getattr(world, field.name) for field in fields(World)]


@pytest.fixture
def world(db) -> World:
    return World(*_records())


def _person(who: str) -> User | AnonymousUser:
    if who == "anonymous":
        return AnonymousUser()
    if who == "superuser":
        return factories.UserFactory(is_superuser=True, is_staff=True)
    return factories.user(Role(who))


def _signed_in(person: User | AnonymousUser) -> tuple[SparingClient, str]:
    """Return the client of somebody who has just signed in, and the cookies as one text."""
    client = SparingClient()
    if person.is_authenticated:
        client.force_login(person)
    return client, client.cookies.output(header="", sep=";")


def _ask(signed_in: tuple[SparingClient, str], method: str, at: str):
    """Return the answer to one request of somebody signed in; what it wrote is undone."""
    client, cookies = signed_in
    client.cookies = SimpleCookie(cookies)
    with transaction.atomic():
        response = client.get(at) if method == "GET" else client.post(at, {})
        transaction.set_rollback(True)
    if response.streaming:
        response.getvalue()  # a file is open until it is read
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


def test_what_waits_for_a_second_person_leads_to_a_page_that_one_may_open():
    seconds = (Role.REVIEWER, Role.FINANCE_APPROVER, Role.ADMIN)
    open_to = {
        line["route"]: {line[role] for role in seconds} for line in LINES if line["method"] == "GET"
    }

    routes = {route for _words, route in review_kinds.PAGES.values()}
    closed = [route for route in routes if open_to[route] == {"no"}]

    assert closed == []


def test_nothing_is_served_but_the_register_and_its_administration():
    served = {str(pattern.pattern) for pattern in get_resolver().url_patterns}

    assert served == {"", "admin/", "admin/login/", "admin/password_change/"}


@pytest.mark.usefixtures("plain_refusals")
@pytest.mark.parametrize("who", WHO)
def test_every_page_lets_in_whom_the_matrix_names(world, who):
    signed_in = _signed_in(_person(who))
    expected = {(line["route"], line["method"]): line[who] for line in LINES}

    found = {
        (route, method): _verdict(_ask(signed_in, method, at))
        for route in PATTERNS
        for at in [address(route, world)]
        for method in ("GET", "POST")
    }

    assert found.keys() == expected.keys()
    assert {line: word for line, word in found.items() if word != expected[line]} == {}


def test_record_of_another_team_is_like_none(world):
    stranger = factories.user(Role.CASEWORKER, team=factories.TeamFactory(name="Erbil desk"))
    signed_in, different = _signed_in(stranger), []

    for line in OF_A_RECORD:
        foreign = address(line["route"], world)
        absent = re.sub(r"\d{4,}", "999999", foreign)
        answers = [_ask(signed_in, line["method"], address) for address in (foreign, absent)]
        bodies = {_body(answer, at) for answer, at in zip(answers, (foreign, absent), strict=True)}
        if {answer.status_code for answer in answers} != {404} or len(bodies) != 1:
            different.append((line["route"], line["method"]))

    assert different == []


def _body(response, at: str) -> str:
    """The page without what differs by the address and by the moment."""
    text = response.content.decode().replace(at, "")
    text = re.sub(r'name="(csrfmiddlewaretoken|sender)" value="[^"]+"', "", text)
    return re.sub(r"\d\d:\d\d", "", text)
