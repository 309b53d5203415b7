"""Acts for the children picked from the list, or for all that its filter finds."""

import pytest
from django.utils import timezone

from cases.models import Child, Task
from cases.queries.bulk import MOST, picked
from cases.vocabulary import Act, ClosedReason, Role
from tests import factories

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
    assert f"Skipped: {closed.reference}: the case is closed." in done.content.decode()
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
    monkeypatch.setattr("cases.queries.bulk.MOST", 1)
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
