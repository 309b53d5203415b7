"""What a person finds on the first page."""

import uuid

import pytest
from django.utils import timezone

from cases.casework import cases, closings, drafts
from cases.casework.access import shown
from cases.models import AccessRow, Child
from cases.vocabulary import ClosedReason, Reason, Role, Stage
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def caseworker(client):
    person = factories.user(Role.CASEWORKER)
    client.force_login(person)
    return person


def _cards(page) -> dict[str, list[tuple[Child, str]]]:
    return {
        card.title: [(row.child, row.line.rule) for row in card.rows]
        for card in page.context["cards"]
    }


def _due_in(days: int) -> None:
    """Say by the stage limit that what a registered case needs is due in so many days."""
    since = (timezone.localdate() - factories.DAY).days
    factories.stage_limit(factories.agreement(), "registered", since + days)


def test_own_overdue_tasks_are_shown_with_the_list_of_exactly_these(client, caseworker):
    _due_in(-3)
    own = factories.child(caseworker=caseworker)
    factories.child(caseworker=factories.user(Role.CASEWORKER))

    page = client.get("/")
    card = page.context["cards"][0]
    listed = client.get(card.url)

    assert _cards(page) == {"Overdue": [(own, "requirement")]}
    assert "3 days late" in page.content.decode()
    assert [row.child for row in listed.context["rows"]] == [own]
    assert listed.context["page"].paginator.count == card.total


def test_task_due_within_a_week_says_what_and_when(client, caseworker):
    _due_in(7)
    own = factories.child(caseworker=caseworker)

    page = client.get("/")

    assert _cards(page) == {"Due this week": [(own, "requirement")]}
    assert "Identity: not recorded yet." in page.content.decode()


def test_what_a_reviewer_sent_back_comes_back_until_something_is_done(client, caseworker):
    own = factories.child(caseworker=caseworker)
    closings.ask_to_close(
        child=own, version=own.version, by=caseworker, on=factories.DAY, reason=ClosedReason.ERROR
    )
    own.refresh_from_db()
    closings.return_closing(
        child=own,
        version=own.version,
        by=factories.user(Role.REVIEWER),
        on=factories.DAY,
        reason=Reason.INCOMPLETE,
    )

    before = _cards(client.get("/"))
    cases.add_note(child=own, text="Asked again.", by=caseworker, on=factories.DAY)

    assert before == {"Returned to you": [(own, "returned")]}
    assert _cards(client.get("/")) == {}


def test_reviewer_sees_what_others_prepared_and_not_the_own(client):
    reviewer = factories.user(Role.REVIEWER)
    factories.assess(factories.child(Stage.VERIFIED))
    client.force_login(reviewer)

    page = client.get("/")

    assert [sentence for sentence, _url in page.context["waiting"]] == ["Assessments to decide: 1"]


def test_finance_officer_sees_fees_that_are_due_and_no_name(client):
    child = factories.child(Stage.ELIGIBLE)
    client.force_login(factories.user(Role.FINANCE_OFFICER))

    page = client.get("/")

    assert [sentence for sentence, _url in page.context["waiting"]] == [
        "1 fee is due and in no batch"
    ]
    assert child.person.name not in page.content.decode()


def test_drafts_are_their_authors_alone(client, caseworker):
    other = factories.user(Role.CASEWORKER)
    for author in (caseworker, other):
        drafts.keep(token=uuid.uuid4(), form=drafts.FAMILY, typed={}, by=author)

    page = client.get("/")

    assert len(page.context["drafts"]) == 1


def test_last_opened_are_five_the_newest_first_each_once(client, caseworker):
    children = [factories.child() for _ in range(6)]
    for child in [*children, children[2]]:
        shown(by=caseworker, page="child", child=child)

    page = client.get("/")

    expected = [children[2], children[5], children[4], children[3], children[1]]
    assert page.context["opened"] == expected


def test_last_opened_leaves_out_who_may_no_longer_be_seen(client, caseworker):
    foreign = factories.child(team=factories.TeamFactory(name="Erbil desk"))
    shown(by=caseworker, page="child", child=foreign)

    assert client.get("/").context["opened"] == []


def test_people_shown_are_on_record(client, caseworker):
    _due_in(-1)
    for _ in range(2):
        factories.child(caseworker=caseworker)

    client.get("/")

    row = AccessRow.objects.get(by=caseworker)
    assert (row.page, row.rows) == ("home", 2)


def test_nothing_waiting_says_so_and_shows_nobody(client, caseworker):
    page = client.get("/")

    assert "You have no tasks waiting." in page.content.decode()
    assert not AccessRow.objects.exists()


@pytest.mark.parametrize("role", [Role.OFFICIAL, Role.ADMIN, Role.AUDITOR])
def test_who_has_no_work_of_their_own_is_led_to_the_dashboard(client, role):
    person = factories.user(role)
    shown(by=person, page="role-grants")
    client.force_login(person)

    assert client.get("/")["Location"] == "/dashboard/"


@pytest.mark.parametrize("rows", [1, 3])
def test_first_page_query_count(client, caseworker, rows, django_assert_num_queries):
    _due_in(-1)
    for _ in range(rows):
        child = factories.child(caseworker=caseworker)
        shown(by=caseworker, page="child", child=child)

    # session, user; all tasks, children and names; opened, the same; on record; drafts
    with django_assert_num_queries(10):
        client.get("/")
