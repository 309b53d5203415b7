"""Acts for the children picked from the list, or for all that its filter finds."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import AccessRow, Child, Task
from cases.queries.bulk import MOST, picked, state_of
from cases.vocabulary import Act, ClosedReason, Role
from tests import factories
from tests.sentences import words_of

pytestmark = pytest.mark.django_db
ASSIGN, TASK = "/children/bulk/assign/", "/children/bulk/task/"


@pytest.fixture
def caseworker(client):
    person = factories.user(Role.CASEWORKER)
    client.force_login(person)
    return person


def _confirmed(page, **typed: object) -> dict[str, object]:
    """Return what the confirm page sends, with what is typed into it."""
    context = page.context
    sent = {"child": context["picks"], "query": context["query"], "every": context["every"]}
    return {**sent, "counted": context["party"].counted, "seen": context["party"].seen, **typed}


def _closed(caseworker) -> Child:
    child = factories.child(caseworker=caseworker)
    factories.close(child, ClosedReason.ERROR)
    child.refresh_from_db()
    return child


def test_picked_cases_are_given_with_their_tasks_and_the_skipped_are_told(client, caseworker):
    one, other = factories.child(caseworker=caseworker), factories.child(caseworker=caseworker)
    closed, colleague = _closed(caseworker), factories.user(Role.CASEWORKER)
    picks = [one.reference, other.reference, closed.reference]

    asked = client.post(ASSIGN, {"child": picks, "query": ""})
    done = client.post(ASSIGN, _confirmed(asked, caseworker=colleague.pk), follow=True)

    assert f"{closed.reference}</bdi>: the case is closed" in asked.content.decode()
    assert "2 cases are assigned to" in done.content.decode()
    assert f"Skipped: {closed.reference}: the case is closed." in words_of(done)
    assert set(colleague.cases.all()) == {one, other}
    for child in (one, other):
        assert child.journal.filter(act=Act.ASSIGN, by=caseworker).count() == 1
        assert {task.assigned_to for task in child.tasks.open()} == {colleague}


def test_whole_list_is_what_its_filter_finds_and_another_team_is_never_in_it(client, caseworker):
    own = factories.child(caseworker=caseworker)
    foreign = factories.child(team=factories.TeamFactory(name="Erbil desk"))
    colleague = factories.user(Role.CASEWORKER)
    other = factories.child(caseworker=colleague)

    asked = client.post(ASSIGN, {"every": "on", "query": "mine=1"})
    client.post(ASSIGN, _confirmed(asked, caseworker=colleague.pk))
    sneaked = client.post(ASSIGN, {"child": [foreign.reference], "query": ""})

    assert [child.pk for child in asked.context["party"].children] == [own.pk]
    assert set(colleague.cases.all()) == {own, other}
    assert sneaked.context["party"].counted == 0
    assert foreign.reference not in sneaked.content.decode()


def test_what_no_reference_can_hold_is_picked_as_nobody(client, caseworker):
    child = factories.child(caseworker=caseworker)

    asked = client.post(ASSIGN, {"child": [child.reference, "a\0b"], "query": ""})

    assert [child.pk for child in asked.context["party"].children] == [child.pk]


def test_list_that_has_changed_is_counted_again_and_nobody_is_assigned(client, caseworker):
    child, colleague = factories.child(caseworker=caseworker), factories.user(Role.CASEWORKER)
    asked = client.post(ASSIGN, {"every": "on", "query": "mine=1"})
    factories.child(caseworker=caseworker)

    page = client.post(ASSIGN, _confirmed(asked, caseworker=colleague.pk))

    assert page.status_code == 409
    assert "The list has changed. Check the number again." in page.content.decode()
    assert page.context["party"].counted == 2
    child.refresh_from_db()
    assert child.caseworker == caseworker


def test_case_that_somebody_has_just_changed_is_looked_at_again(client, caseworker):
    child = factories.child(caseworker=caseworker)
    asked = client.post(TASK, {"child": [child.reference], "query": ""})
    Child.objects.filter(pk=child.pk).update(version=child.version + 1)

    page = client.post(TASK, _confirmed(asked, text="Call the prison."))

    assert page.status_code == 409
    assert not Task.objects.filter(rule="manual").exists()


def test_case_that_is_changed_after_the_count_is_left_as_it_is(client, caseworker, monkeypatch):
    children = [factories.child(caseworker=caseworker), factories.child(caseworker=caseworker)]
    picks = [child.reference for child in children]
    page = client.post(ASSIGN, {"child": picks, "query": ""})
    sent = _confirmed(page, caseworker=factories.user(Role.CASEWORKER).pk)

    def changed_meanwhile(*rows, **whom):
        party = picked(*rows, **whom)
        Child.objects.filter(pk=children[1].pk).update(version=children[1].version + 1)
        return party

    monkeypatch.setattr("cases.casework.bulk.picked", changed_meanwhile)

    assert client.post(ASSIGN, sent).status_code == 409
    assert set(caseworker.cases.all()) == set(children)


def test_task_is_added_to_each_case_for_its_own_caseworker(client, caseworker):
    colleague = factories.user(Role.CASEWORKER)
    factories.child(caseworker=colleague)
    factories.child(caseworker=caseworker)
    day = f"{timezone.localdate():%d.%m.%Y}"

    asked = client.post(TASK, {"every": "on", "query": ""})
    page = client.post(TASK, _confirmed(asked, text="Call the prison.", due_on=day), follow=True)

    assert "The task is added to 2 cases." in page.content.decode()
    tasks = Task.objects.filter(rule="manual")
    assert {task.assigned_to for task in tasks} == {colleague, caseworker}
    assert {task.made_by for task in tasks} == {caseworker}


def test_nobody_is_changed_where_one_cannot_be(client, caseworker):
    child = factories.child(caseworker=caseworker)
    officer = factories.user(Role.FINANCE_OFFICER)

    asked = client.post(ASSIGN, {"child": [child.reference], "query": ""})
    page = client.post(ASSIGN, _confirmed(asked, caseworker=officer.pk))

    child.refresh_from_db()
    assert page.status_code == 200
    assert child.caseworker == caseworker


def test_too_many_are_not_changed_at_once(client, caseworker, monkeypatch):
    monkeypatch.setattr("cases.views.bulk.MOST", 1)
    factories.family(2, team=caseworker.team)

    page = client.post(ASSIGN, {"every": "on", "query": ""})

    assert MOST == 100
    assert "Narrow the list, or select fewer." in page.content.decode()


def test_list_offers_picks_to_those_alone_who_can_do_something_with_them(client, caseworker):
    child = factories.child(caseworker=caseworker)
    box = f'form="bulk" name="child" value="{child.reference}"'

    mine = client.get("/children/").content.decode()
    client.force_login(factories.user(Role.FINANCE_OFFICER))

    assert box in mine
    assert 'id="bulk"' not in client.get("/children/").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_confirm_page_query_count(client, caseworker, rows, django_assert_num_queries):
    for _ in range(rows):
        factories.child(caseworker=caseworker)

    # session, user; filter, the children; who can be chosen; on record
    with django_assert_num_queries(6):
        client.post(ASSIGN, {"every": "on", "query": ""})


def test_caseload_goes_to_another_with_its_tasks_and_both_are_told(client):
    of, to = factories.user(Role.CASEWORKER), factories.user(Role.CASEWORKER)
    one, other = factories.child(caseworker=of), factories.child(caseworker=of)
    closed, reviewer = _closed(of), factories.user(Role.REVIEWER)
    client.force_login(reviewer)
    address = reverse("caseload-hand-over", args=[of.pk])

    listed = client.get(reverse("caseloads")).content.decode()
    asked = client.get(address)
    sent = _confirmed(asked, caseworker=to.pk)
    done = client.post(address, sent, follow=True)

    assert address in listed
    assert "2 cases are handed over to" in done.content.decode()
    for child in (one, other):
        child.refresh_from_db()
        assert child.caseworker == to
        assert child.journal.filter(act=Act.ASSIGN, by=reviewer).count() == 1
        assert {task.assigned_to for task in child.tasks.open()} == {to}
    closed.refresh_from_db()
    assert closed.caseworker == of
    for person, words in ((to, f"2 cases of {of} are yours now"), (of, f"are with {to} now")):
        client.force_login(person)
        assert words in client.get("/messages/").content.decode()


def test_caseload_of_which_another_team_sees_nothing_is_not_handed_over(client, caseworker):
    stranger = factories.user(Role.CASEWORKER, team=factories.TeamFactory(name="Erbil desk"))
    child = factories.child(caseworker=stranger, team=stranger.team)
    address = reverse("caseload-hand-over", args=[stranger.pk])

    assert str(stranger) not in client.get(reverse("caseloads")).content.decode()
    assert client.get(address).status_code == 404
    client.post(address, {"caseworker": caseworker.pk, "counted": 1, "seen": state_of([child])})

    child.refresh_from_db()
    assert child.caseworker == stranger


@pytest.mark.parametrize("children", [1, 3])
def test_query_count_of_caseloads(client, caseworker, django_assert_num_queries, children):
    factories.family(children, by=caseworker)
    Child.objects.update(caseworker=caseworker)
    for address, queries in (
        (reverse("caseloads"), 3),
        (reverse("caseload-hand-over", args=[caseworker.pk]), 6),
    ):
        client.get(address)
        with django_assert_num_queries(queries):
            client.get(address)


def test_what_is_picked_is_printed_and_saved_and_nothing_else(client, caseworker):
    child, other = factories.child(caseworker=caseworker), factories.child(caseworker=caseworker)
    foreign = factories.child(team=factories.TeamFactory(name="Erbil desk"))
    picks = {"child": [child.reference, foreign.reference], "query": "column=stage"}

    sheet = client.post(reverse("picked-print"), picks)
    file = client.post(reverse("picked-csv"), picks).getvalue().decode()

    for text in (sheet.content.decode(), file):
        assert [c.reference in text for c in (child, other, foreign)] == [True, False, False]
    assert child.person.name in sheet.content.decode()
    assert child.person.name not in file
    assert [heading.label for heading in sheet.context["headings"]] == ["Child", "Stage"]
    assert AccessRow.objects.filter(page__in=("picked-print", "picked-csv")).count() == 2
