"""Lists and search say the names outside the own team once a purpose is stated, for a session."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import AccessRow, Child, FollowUp
from cases.vocabulary import FollowUpKind, Purpose, Role, Stage
from cases.web.hidden_names import MARK
from tests import factories
from tests.addresses import PATTERNS
from tests.canaries import told
from tests.test_access import LINES

pytestmark = pytest.mark.django_db
WANTED = "Names outside your team are hidden."
#: Pages of what waits for the reader's own decision say by themselves why they are read.
OWN_WORK = {"home", "reviews"}
#: Where the list that is shown at first may be empty.
ASKED_FOR = {"hearings": {"month": f"{factories.DAY:%Y-%m}"}, "documents": {"list": "on_file"}}
ON_RECORD = {"children", "mothers", "follow-ups", "tasks", "hearings", "documents"}


@pytest.fixture
def child():
    """A child of another team, whose family is on every list."""
    team = factories.TeamFactory(name="Erbil desk")
    factories.hearing(factories.family(team=team, name="Гулнора Назарова").children.get())
    child = factories.child(Stage.PLACED, team=team, name="Мунаввара Сафарова")
    planned = {"kind": FollowUpKind.VISIT, "due_on": factories.DAY, "planned_by": child.verified_by}
    FollowUp.objects.create(child=child, n=1, **planned)
    factories.document(child)
    return child


@pytest.fixture
def reviewer(client, child):
    person = factories.user(Role.REVIEWER)
    client.force_login(person)
    return person


def names(child):
    """Return the words of names of every child and mother of the team of ``child``."""
    people = [
        person
        for each in Child.objects.filter(mother__team=child.mother.team)
        for person in (each.person, each.mother.person)
    ]
    return {word for person in people for word in person.name.split()}


def lists():
    """Return every page of a reviewer that is not of one record."""
    return {
        line["route"]
        for line in LINES
        if line["method"] == "GET" and line[Role.REVIEWER] == "yes"
        if "<" not in PATTERNS[line["route"]].route
    }


def read(client, route):
    answer = client.get(reverse(route), ASKED_FOR.get(route, {}))
    return b"".join(answer).decode("utf-8", "replace")


def test_no_list_says_a_name_of_another_team_before_a_purpose_is_stated(client, child, reviewer):
    before = {route: read(client, route) for route in lists() - OWN_WORK}

    assert len(before) > 20
    assert {
        route: said for route, text in before.items() if (said := told(text, names(child)))
    } == {}
    assert {route for route, text in before.items() if MARK in text or "TJ-IQ" in text} >= ON_RECORD
    assert {route for route, text in before.items() if WANTED in text} == ON_RECORD | {
        "search",
        "pairs",
    }
    assert not AccessRow.objects.filter(by=reviewer).exclude(purpose="").exists()


def test_stated_purpose_shows_names_for_the_session_and_stays_with_each_list(
    client, child, reviewer
):
    wrong = client.post(reverse("list-purpose"), {"list_purpose": "curiosity", "next": "/tasks/"})
    still = read(client, "children")
    answer = client.post(
        reverse("list-purpose"), {"list_purpose": Purpose.AUDIT, "next": "/tasks/"}
    )
    after = {route: read(client, route) for route in ON_RECORD}
    elsewhere = client.post(reverse("list-purpose"), {"next": "https://elsewhere.example/"})
    client.logout()
    client.force_login(reviewer)
    again = read(client, "children")

    assert (wrong.url, answer.url, elsewhere.url) == ("/tasks/", "/tasks/", reverse("children"))
    assert told(still, names(child)) == []
    for text in after.values():
        assert WANTED not in text
        assert told(text, names(child)) != []
    rows = AccessRow.objects.filter(by=reviewer, purpose=Purpose.AUDIT)
    assert set(rows.values_list("page", flat=True)) >= ON_RECORD
    assert WANTED in again


@pytest.mark.parametrize("typed", ["Мунаввара", "Munavara", "1989"])
def test_search_finds_whom_it_may_not_name_yet(client, child, reviewer, typed):
    hidden = client.post(reverse("search"), {"q": typed}).content.decode()
    lines = client.post(reverse("search-suggest"), {"q": typed}).content.decode()
    said = client.post(reverse("search"), {"q": typed, "list_purpose": Purpose.FAMILY})

    assert child.mother.reference in hidden
    assert child.mother.reference in lines
    assert told(hidden.replace(typed, ""), names(child)) == []
    assert told(lines, names(child)) == []
    assert f'name="q" value="{typed}"' in hidden
    assert told(said.content.decode(), names(child)) != []
    row = AccessRow.objects.filter(by=reviewer, page="search").latest("pk")
    assert row.purpose == Purpose.FAMILY


def test_own_team_and_assigned_cases_are_named(client, child, reviewer):
    theirs, own = names(child), factories.child()
    given = factories.family(team=child.mother.team, name="Фирӯза Юсуфӣ").children.get()
    Child.objects.filter(pk=given.pk).update(caseworker=reviewer)

    page = read(client, "children")

    assert told(page, theirs) == []
    for record in (own, given):
        assert record.person.name in page
        assert record.mother.person.name in page


def test_words_that_own_families_bear_too_hide_nobody_and_show_nobody(client, child, reviewer):
    own = factories.family(name=child.mother.person.name).children.get()

    rows = read(client, "mothers").split("<tr")

    (mine,) = (row for row in rows if own.mother.reference in row)
    (theirs,) = (row for row in rows if child.mother.reference in row)
    assert own.mother.person.name in mine
    assert told(theirs, own.mother.person.name.split()) == []


def test_case_numbers_of_another_agreement_are_known_too(client, reviewer):
    team = factories.TeamFactory(name="Erbil desk")
    abroad = factories.family(team=team, under=factories.second_agreement()).children.get()

    page = read(client, "children")

    assert abroad.reference in page
    assert told(page, names(abroad)) == []


def test_list_asks_as_often_for_three_rows_as_for_one(client, child, reviewer):
    client.get(reverse("children"))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("children"))
    for _ in range(2):
        factories.family(team=child.mother.team)
    with CaptureQueriesContext(connection) as three:
        client.get(reverse("children"))

    assert len(one) == len(three)


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.AUDITOR])
def test_nobody_else_is_asked(client, child, role):
    client.force_login(factories.user(role, team=child.mother.team))

    page = read(client, "children")
    answer = client.post(reverse("list-purpose"), {"list_purpose": Purpose.AUDIT})

    assert WANTED not in page
    assert answer.status_code == 403
    assert (child.person.name in page) is (role == Role.CASEWORKER)
