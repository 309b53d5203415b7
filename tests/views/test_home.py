"""What a person finds on the first page."""

import datetime
import uuid

import pytest
from django.utils import timezone

from cases.casework import cases, closings, drafts, task_acts
from cases.casework.access import shown
from cases.models import AccessRow, Clearance, Movement, Requirement, Task
from cases.vocabulary import (
    BatchStatus,
    ClearanceKind,
    ClosedReason,
    NeededFor,
    Reason,
    Role,
    Stage,
)
from cases.wording import day_text
from tests import factories

pytestmark = pytest.mark.django_db
MISSING = "Record: Identity"


@pytest.fixture
def caseworker(client):
    person = factories.user(Role.CASEWORKER)
    client.force_login(person)
    return person


def _cards(page) -> dict[str, list[tuple[str, str]]]:
    return {
        str(card.title): [
            (group.reference, str(line.label)) for group in card.groups for line in group.lines
        ]
        for card in page.context["cards"]
    }


def _lines(page, title: str) -> list[tuple[str, str, str]]:
    """Return the lines of one list: what is to be done, where, for whom."""
    return [
        (str(line.label), line.url, line.about)
        for card in page.context["cards"]
        if card.title == title
        for group in card.groups
        for line in group.lines
    ]


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

    assert _cards(page) == {"Overdue": [(own.mother.reference, MISSING)]}
    assert "3 days late" in page.content.decode()
    assert [row.child for row in listed.context["rows"]] == [own]
    assert listed.context["page"].paginator.count == card.total


def test_task_due_within_a_week_says_what_and_when(client, caseworker):
    _due_in(7)
    own = factories.child(caseworker=caseworker)

    page = client.get("/")

    assert _cards(page) == {"Due this week": [(own.mother.reference, MISSING)]}
    assert _lines(page, "Due this week") == [
        (MISSING, f"/children/{own.reference}/clearance/?kind=identity", own.person.name)
    ]


def test_what_is_to_be_recorded_for_the_same_children_is_one_line(client, caseworker):
    kinship = Requirement(
        agreement=factories.agreement(),
        clearance=ClearanceKind.KINSHIP,
        needed_for=NeededFor.VERIFY,
        during=factories.agreements.SINCE_2019,
    )
    factories.agreed(kinship)
    _due_in(-3)
    own = factories.child(caseworker=caseworker)

    page = client.get("/")

    first = f"/children/{own.reference}/clearance/?kind=identity"
    assert _lines(page, "Overdue") == [("Record: Identity and Kinship", first, own.person.name)]
    assert page.context["cards"][0].total == 2


def test_what_waits_for_a_second_person_is_counted_with_the_list_of_exactly_these(
    client, caseworker
):
    own = factories.child(Stage.VERIFIED, caseworker=caseworker)
    for child in (own, factories.child(Stage.VERIFIED)):
        factories.assess(child)

    line = client.get("/").context["with_others"]

    listed = client.get(line.url).context["rows"]
    assert (line.number, line.when) == ("1", "the oldest since today")
    assert [row.child for row in listed] == [own]


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

    page = client.get("/")
    before = _cards(page)["Returned to you"]
    (rest,) = [card for card in page.context["cards"] if card.title == "No date"]
    listed = client.get(rest.url)
    cases.add_note(child=own, text="Asked again.", by=caseworker, on=factories.DAY)
    after_note = _cards(client.get("/"))["Returned to you"]
    note = f"/children/{own.reference}/note/"
    offered = client.get(note).content.decode()
    client.post(note, {"text": "It stays open.", "drops": ["ask_close"]})

    sent_back = "The request to close was sent back."
    assert before == after_note == [(own.mother.reference, sent_back)]
    assert sent_back not in {label for _child, label in _cards(page)["No date"]}
    assert len(listed.context["rows"]) == rest.total
    assert "Not returned" in listed.content.decode()
    assert sent_back in offered
    assert f"/children/{own.reference}/close/" in page.content.decode()
    assert "Returned to you" not in _cards(client.get("/"))


def test_task_without_a_day_is_work_too(client, caseworker):
    own = factories.child(caseworker=caseworker)
    task_acts.add(child=own, by=caseworker, text="Call the prison.", assigned_to=caseworker)

    page = client.get("/")

    work = {(own.mother.reference, what) for what in ("Call the prison.", "Record: Identity")}
    undated = client.get("/tasks/?assignee=me&due=none").context["rows"]
    assert {*_cards(page)["No date"]} == work
    assert len(undated) == len(work)


def test_reviewer_sees_what_others_prepared_and_not_the_own(client):
    reviewer = factories.user(Role.REVIEWER)
    factories.assess(factories.child(Stage.VERIFIED))
    client.force_login(reviewer)

    page = client.get("/")

    assert _cards(page) == {"Waiting for you": [("", "Assessments to decide")]}


def test_finance_officer_sees_fees_that_are_due_and_no_name(client):
    child = factories.child(Stage.ELIGIBLE)
    client.force_login(factories.user(Role.FINANCE_OFFICER))

    page = client.get("/")

    assert _cards(page) == {
        "To do": [("", "Put due fees into a batch")],
        "Due longest, by family": [("", child.mother.reference)],
    }
    assert "$400" in page.content.decode()
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


def test_nothing_due_yet_says_until_when_with_the_open_cases(client, caseworker):
    factories.child(caseworker=caseworker)
    day = timezone.localdate() + datetime.timedelta(days=40)
    Task.objects.filter(child__caseworker=caseworker).update(due_on=day)
    later = factories.child(caseworker=caseworker)
    Task.objects.filter(child=later).update(due_on=day + datetime.timedelta(days=1))

    page = client.get("/")

    text = page.content.decode()
    assert page.context["cards"] == []
    assert f"Nothing is due before {day_text(day)}." in text
    assert '<a class="btn primary" href="/children/?mine=1">My open cases</a>' in text
    assert client.get("/children/?mine=1").context["page"].paginator.count == 2


def test_caseworker_in_no_team_is_told_who_helps(client, caseworker):
    assert "You are in no team yet" not in client.get("/").content.decode()
    caseworker.team = None
    caseworker.save(update_fields=["team"])

    text = client.get("/").content.decode()

    assert "You are in no team yet, so no case is shown to you." in text
    assert "You have no tasks waiting." not in text


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

    # session, user; tasks, children and names; cases; opened, the same; on record; drafts
    with django_assert_num_queries(12):
        client.get("/")


def test_one_act_of_siblings_is_one_line_with_one_form_for_all(client, caseworker):
    _due_in(-3)
    mother = factories.family(2, team=caseworker.team, caseworker=caseworker)
    one, other = mother.children.order_by("pk")

    page = client.get("/")
    line = _lines(page, "Overdue")[0]

    assert line[1] == f"/children/{one.reference}/clearance/?kind=identity&for={other.reference}"
    assert line[2] == f"{one.person.name} and {other.person.name}"
    assert client.get(line[1]).context["form"].initial["also"] == [other.reference]
    assert page.context["cards"][0].total == 2


def test_what_is_due_next_week_and_later_is_counted_as_its_list_counts(client, caseworker):
    _due_in(8)
    factories.child(caseworker=caseworker)
    task = Task.objects.get(child__caseworker=caseworker)
    later = factories.child(caseworker=caseworker)
    Task.objects.filter(child=later).update(due_on=task.due_on + datetime.timedelta(days=7))

    page = client.get("/")
    words, url = page.context["later"]

    assert [(card.title, card.total) for card in page.context["cards"]] == [("Due next week", 1)]
    assert client.get(page.context["cards"][0].url).context["page"].paginator.count == 1
    assert words == "1 task is due later"
    assert client.get(url).context["page"].paginator.count == 1


def test_open_cases_lead_to_exactly_these_children(client, caseworker):
    factories.child(caseworker=caseworker)
    factories.child(Stage.ELIGIBLE, caseworker=caseworker)
    factories.child(Stage.ELIGIBLE)

    parts = client.get("/").context["stages"]

    assert [(str(part.label), part.count) for part in parts] == [
        ("Before the decision", 1),
        ("Eligible, not yet home", 1),
    ]
    for part in parts:
        assert client.get(part.url).context["page"].paginator.count == part.count


def test_finance_officer_sees_each_act_with_its_sum_and_no_name(client):
    officer = factories.user(Role.FINANCE_OFFICER)
    submitted = factories.batch(BatchStatus.SUBMITTED, 1, by=officer)
    approved = factories.batch(BatchStatus.APPROVED, 1, by=officer)
    sent = factories.batch(BatchStatus.SENT, 2, by=officer)
    client.force_login(officer)

    page = client.get("/")
    lines = {label: (url, line) for label, url, line in _lines(page, "To do")}

    transfer, receipt = f"Record the transfer of {approved}", f"Record the receipt for {sent}"
    assert set(lines) == {transfer, receipt}
    for label, form in ((transfer, "transfer"), (receipt, "receipt")):
        url, _hash, anchor = lines[label][0].partition("#")
        assert (anchor, f'id="{form}"' in client.get(url).content.decode()) == (form, True)
        assert f'<a href="{url}"><span class="nw">' in page.content.decode()
    (bar,) = page.context["bars"]
    assert [(part.label, part.amount) for part in bar.parts[:4]] == [
        ("Due", "$0"),
        ("In a batch", "$800"),
        ("Paid", "$800"),
        ("Receipted", "$0"),
    ]
    for part in (part for part in bar.parts[:4] if part.url):
        assert client.get(part.url).context["page"].paginator.count == int(part.note.split()[0])
    assert [label for label, _url, _line in _lines(page, "With an approver")] == [
        f"Approval of {submitted}"
    ]
    assert "$800" in page.content.decode()
    assert "Сафарова" not in page.content.decode()


def test_travel_officer_sees_what_each_departure_needs_and_who_is_ready(client):
    flight = factories.movement()
    seated, ready = factories.cleared_family(2)
    factories.give_seats(flight, seated)
    officer = factories.user(Role.TRAVEL_OFFICER)
    client.force_login(officer)

    page = client.get("/")

    labels = [line[0] for line in _lines(page, flight.reference)]
    assert labels == ["Add an escort", "Add ready children", "Request the lock"]
    assert _cards(page)["Ready, without a place"] == [(ready.mother.reference, ready.person.name)]
    for _label, url, _about in _lines(page, "Ready, without a place"):
        assert client.get(url).status_code == 200
    assert ready.mother.get_absolute_url() not in page.content.decode()
    assert AccessRow.objects.get(by=officer, page="home").rows == 1


@pytest.mark.parametrize(("days", "is_offered"), [(9, False), (2, False), (1, True)])
def test_a_departure_is_recorded_from_the_day_before_on(client, days, is_offered):
    flight = factories.movement()
    leaves = timezone.now() + datetime.timedelta(days=days)
    arrives = leaves + datetime.timedelta(hours=4)
    Movement.objects.filter(pk=flight.pk).update(departs_at=leaves, arrives_at=arrives)
    factories.give_seats(flight, *factories.cleared_family(1))
    factories.add_escort(flight)
    factories.lock(flight)
    client.force_login(factories.user(Role.TRAVEL_OFFICER))

    labels = [line[0] for line in _lines(client.get("/"), flight.reference)]

    assert "Print the passenger list" in labels
    assert ("Record the departure" in labels) == is_offered


def test_papers_that_end_before_the_arrival_stand_at_their_movement(client):
    flight = factories.movement()
    (child,) = factories.cleared_family(1)
    factories.give_seats(flight, child)
    paper = child.clearances.order_by("pk").last()
    ends = flight.departs_at.date() - datetime.timedelta(days=1)
    with factories.past_the_guards():
        Clearance.objects.filter(pk=paper.pk).update(valid_until=ends)
    client.force_login(factories.user(Role.TRAVEL_OFFICER))

    lines = _lines(client.get("/"), flight.reference)

    assert (
        f"{ClearanceKind(paper.kind).label}: ends on {day_text(ends)}",
        f"/children/{child.reference}/",
    ) in [line[:2] for line in lines]


@pytest.mark.parametrize("rows", [1, 3])
def test_query_count_of_the_first_page_of_a_travel_officer(client, rows, django_assert_num_queries):
    for _ in range(rows):
        factories.give_seats(factories.movement(), *factories.cleared_family(2)[:1])
    client.force_login(factories.user(Role.TRAVEL_OFFICER))

    # session, user; movements, papers; ready, their number and names; opened; drafts; on record
    with django_assert_num_queries(10):
        client.get("/")


def test_who_has_no_role_is_told_so_and_who_gives_one(client):
    client.force_login(factories.UserFactory())

    page = client.get("/")

    assert page.status_code == 200
    assert "Your account has no role yet" in page.content.decode()
    assert 'href="/help/"' in page.content.decode()
