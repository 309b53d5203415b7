"""A difference on the dashboard leads to those who joined and left, or to what they add up to."""

import datetime
import functools
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import AccessRow, Child
from cases.vocabulary import ClosedReason, Role, Stage
from tests import factories
from tests.factories import DAY
from tests.figures import worlds
from tests.figures.test_cohorts import LATER, entered, evening

pytestmark = pytest.mark.django_db
EARLY = DAY - datetime.timedelta(days=400)
FOLLOWS = {Role.CASEWORKER, Role.REVIEWER, Role.AUDITOR}
LINK = re.compile(r'<a [^>]*href="(/dashboard/difference/[^"]+)"[^>]*>(.*?)</a>', re.DOTALL)


@pytest.fixture(autouse=True)
def _older_case(monkeypatch):
    """Let the register go back to a day before all children of a test."""
    monkeypatch.setattr("cases.web.days_shown.first_day", lambda: EARLY)


def links_of(page) -> list[tuple[str, int]]:
    """Return each difference that is a link on a page: where it leads, and the number."""
    assert page.status_code == 200
    found = []
    for url, words in LINK.findall(page.content.decode()):
        text = re.sub(r"<[^>]+>", " ", words)
        number = re.search(r"([+−]?)(\d+)(?: (more|fewer) returned)?\s*$", text)
        assert number, text
        sign = -1 if number[1] == "−" or number[3] == "fewer" else 1
        found.append((unescape(url), sign * int(number[2])))
    return found


def signed(value: str) -> int:
    return int(value.replace("−", "-"))


def children_of(ask: Callable[[str], Any], url: str) -> int:
    """Return what the lines of all children of a page add up to."""
    page, number, lines, sums = ask(url), 1, 0, 0
    total = page.context["page"].paginator.count
    while lines < total:
        rows = page.context["rows"]
        assert rows
        sums += sum(1 if row.change == "Came to be counted" else -1 for row in rows)
        lines, number = lines + len(rows), number + 1
        page = ask(f"{url}&page={number}") if lines < total else page
    return sums


def test_every_difference_leads_to_children_who_add_up_to_it(client):
    worlds.every_stage()
    worlds.close(factories.child(), ClosedReason.ERROR)
    client.force_login(factories.user(Role.REVIEWER))
    ask = functools.cache(client.get)  # nothing is written meanwhile but who looked
    factories.second_agreement()
    pages = (
        {"vs": EARLY.isoformat()},
        {"vs": DAY.isoformat()},
        {"vs": DAY.isoformat(), "on": LATER.isoformat(), "agreement": "all"},
    )
    numbers = [
        each for query in pages for each in links_of(client.get(reverse("dashboard"), query))
    ]

    assert len(numbers) > 30
    for url, number in set(numbers):
        page = ask(url)
        found = page.context["found"]
        if "clock=" not in url:
            assert signed(found.value) == number, url
        assert children_of(ask, url) == signed(found.value), url
        assert page.context["others"] == 0
        for table in found.tables:
            if table.adds_up:
                assert sum(signed(row.value) for row in table.rows) == signed(found.value)
            for row in table.rows:
                assert row.ask or row.url or row.value == "0" or row.label == "–", row
                if row.ask:
                    below = f"{reverse('dashboard-difference')}?{parts(url)}&{row.ask}"
                    part = ask(below).context["found"]
                    assert part.value == row.value
                    if part.whole:
                        back = f"{reverse('dashboard-difference')}?{parts(url)}&{part.whole}"
                        assert ask(back).context["found"].value == found.value
                    assert children_of(ask, below) == signed(row.value), below
    assert AccessRow.objects.filter(page="dashboard-difference").exists()


def parts(url: str) -> str:
    keep = [part for part in url.partition("?")[2].split("&") if part[:3] in ("agr", "on=", "vs=")]
    return "&".join(keep)


@pytest.mark.parametrize("role", list(Role))
def test_each_role_is_told_children_or_sums(client, role):
    home = factories.child(Stage.RETURNED)
    client.force_login(factories.user(role))
    query = {"counted": "returned", "vs": EARLY.isoformat()}

    page = client.get(reverse("dashboard-difference"), query)
    text = page.content.decode()

    assert page.context["found"].value == "+1"
    assert "Returned home: <bdi>+1</bdi>" in text
    assert (home.reference in text) == (role in FOLLOWS)
    by_day = role in FOLLOWS and role != Role.AUDITOR
    assert (f"{home.returned_on:%-d %b %Y}" in text) == by_day


def test_official_is_shown_ends_of_months_and_no_day_of_a_movement(client):
    home = factories.child(Stage.RETURNED)
    client.force_login(factories.user(Role.OFFICIAL))
    seen = set()
    for n in range(-2, 3):
        on = home.returned_on + datetime.timedelta(days=n)
        query = {"counted": "returned", "on": on.isoformat(), "vs": EARLY.isoformat()}
        page = client.get(reverse("dashboard-difference"), query, follow=True)
        seen.add(page.context["days"].on)
        text = page.content.decode().replace("You are shown", "")
        assert home.reference not in text
        assert page.context.get("page") is None
    assert len(seen) <= 2
    assert all((day + datetime.timedelta(days=1)).day == 1 for day in seen)


def test_another_team_is_told_how_many_others_there_are(client):
    own = factories.child()
    other = factories.child(team=factories.TeamFactory(name="Erbil desk"))
    client.force_login(factories.user(Role.CASEWORKER))
    query = {"counted": "identified", "vs": EARLY.isoformat()}

    text = client.get(reverse("dashboard-difference"), query).content.decode()

    assert own.reference in text
    assert other.reference not in text
    assert "1 line of a child whose record you may not open" in text


def test_two_agreements_are_told_apart_and_together(client):
    one = factories.child()
    two = factories.child(under=factories.second_agreement())
    client.force_login(factories.user(Role.REVIEWER))
    query = {"counted": "identified", "vs": EARLY.isoformat()}

    def references(agreement):
        page = client.get(reverse("dashboard-difference"), {**query, "agreement": agreement})
        return {row.reference for row in page.context["rows"]}

    assert references(one.agreement.slug) == {one.reference}
    assert references(two.agreement.slug) == {two.reference}
    assert references("all") == {one.reference, two.reference}


def test_what_was_entered_after_the_day_is_marked(client):
    child = factories.child()
    entered(child, evening(LATER + datetime.timedelta(days=3)))
    client.force_login(factories.user(Role.REVIEWER))
    days = {"on": LATER.isoformat(), "vs": EARLY.isoformat(), "counted": "pending"}
    address = reverse("dashboard-difference")

    (since,) = client.get(address, days).context["rows"]
    (clocks,) = client.get(address, {**days, "clock": "knew"}).context["rows"]

    assert (since.late, clocks.late) == ("Entered later", "Entered later")
    assert since.reference == clocks.reference == child.reference


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"counted": "x"},
        {"counted": "assessed"},
        {"counted": "pending", "stage": "returned"},
        {"counted": "returned", "vs": "none"},
        {"counted": "returned", "clock": "knew"},
        {"counted": "identified", "vs": EARLY.isoformat(), "month": "2019-13"},
        {"counted": "identified", "vs": EARLY.isoformat(), "act": "fly"},
        {"counted": "identified", "vs": EARLY.isoformat(), "sign": "2"},
    ],
)
def test_difference_there_is_not_is_told(client, query):
    factories.child()
    client.force_login(factories.user(Role.REVIEWER))

    answer = client.get(reverse("dashboard-difference"), query, follow=True)

    assert "There is no such figure on that day." in answer.content.decode()


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.REVIEWER, Role.OFFICIAL])
def test_queries_are_as_many_for_one_row_and_three(client, role):
    client.force_login(factories.user(role))
    query = {"counted": "identified", "vs": EARLY.isoformat()}
    taken = []
    for children in (1, 2):
        factories.family(children)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("dashboard-difference"), query).status_code == 200
        taken.append(len(queries))

    assert taken[0] == taken[1]
    assert Child.objects.count() == 3
