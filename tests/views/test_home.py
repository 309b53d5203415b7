"""What a person finds on the first page."""

import datetime
import uuid

import pytest
from django.utils import timezone

from cases.casework import cases, closings, drafts
from cases.casework.access import shown
from cases.models import AccessRow, Child, StageLimit
from cases.vocabulary import ClosedReason, Decision, Reason, Role, Stage
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def caseworker(client):
    person = factories.user(Role.CASEWORKER)
    client.force_login(person)
    return person


def _cards(page) -> dict[str, list[Child]]:
    return {card.title: [row.child for row in card.rows] for card in page.context["cards"]}


def _limit(days: int) -> None:
    StageLimit.objects.create(agreement=factories.agreement(), stage="registered", days=days)


def _days_since_registering() -> int:
    return (timezone.localdate() - factories.DAY).days


def test_own_overdue_cases_are_shown_and_nobody_elses(client, caseworker):
    own = factories.child(caseworker=caseworker)
    factories.child(caseworker=factories.user(Role.CASEWORKER))
    _limit(_days_since_registering() - 3)

    page = client.get("/")

    assert _cards(page) == {"Overdue": [own]}
    assert "3 days late" in page.content.decode()
    listed = client.get(page.context["cards"][0].url)
    assert own.reference in listed.content.decode()


def test_case_due_within_a_week_says_why_and_when(client, caseworker):
    own = factories.child(caseworker=caseworker)
    _limit(_days_since_registering() + 7)

    page = client.get("/")

    assert _cards(page) == {"Due this week": [own]}
    assert "Stage limit" in page.content.decode()


def test_case_that_wants_information_comes_back_to_its_caseworker(client, caseworker):
    own = factories.child(Stage.VERIFIED, caseworker=caseworker)
    factories.decide(own, Decision.NEEDS_INFORMATION)

    page = client.get("/")

    assert _cards(page) == {"Returned to you": [own]}


def test_closing_that_was_sent_back_comes_back_until_something_is_done(client, caseworker):
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

    assert before == {"Returned to you": [own]}
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
    for _ in range(2):
        factories.child(caseworker=caseworker)
    _limit(1)

    client.get("/")

    row = AccessRow.objects.get(by=caseworker)
    assert (row.page, row.rows) == ("home", 2)


def test_nothing_waiting_says_so_and_shows_nobody(client, caseworker):
    page = client.get("/")

    assert "Nothing is waiting for you." in page.content.decode()
    assert not AccessRow.objects.exists()


@pytest.mark.parametrize("role", [Role.OFFICIAL, Role.ADMIN, Role.AUDITOR])
def test_who_has_no_work_of_their_own_is_led_to_the_dashboard(client, role):
    person = factories.user(role)
    shown(by=person, page="role-grants")
    client.force_login(person)

    assert client.get("/")["Location"] == "/dashboard/"


@pytest.mark.parametrize("rows", [1, 3])
def test_first_page_query_count(client, caseworker, rows, django_assert_num_queries):
    for _ in range(rows):
        child = factories.child(caseworker=caseworker)
        shown(by=caseworker, page="child", child=child)
    _limit((datetime.date.today() - factories.DAY).days - 1)

    # session, user; overdue and names; due; returned; opened, children and names; drafts; on record
    with django_assert_num_queries(11):
        client.get("/")
