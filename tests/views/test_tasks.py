"""The list of tasks and the tasks of one case, as people use them."""

import re

import pytest
from django.db.models import F
from django.utils.html import escape

from cases.models import AccessRow, Task
from cases.queries import my_work
from cases.vocabulary import Role, Stage
from tests import factories
from tests.acts.example import ahead
from tests.sent import form_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def caseworker(client):
    person = factories.user(Role.CASEWORKER)
    client.force_login(person)
    return person


def listed(page) -> list[str]:
    return sorted(row.child.reference for row in page.context["rows"])


def token_of(page) -> str:
    return re.search(r'name="token" value="([^"]+)"', page.content.decode())[1]


def test_list_shows_the_own_team_to_a_caseworker_and_all_to_a_reviewer(client, caseworker):
    own = factories.child(caseworker=caseworker)
    foreign = factories.child(team=factories.TeamFactory(name="Erbil desk"), name="Саодат Назарова")

    mine = client.get("/tasks/")
    client.force_login(factories.user(Role.REVIEWER))
    everybody = client.get("/tasks/")

    assert listed(mine) == [own.reference]
    assert foreign.reference not in mine.content.decode()
    assert "Erbil desk" not in mine.content.decode()
    assert set(listed(everybody)) == {own.reference, foreign.reference}
    assert AccessRow.objects.get(by=caseworker, page="tasks").rows == 1


def test_list_is_narrowed_by_its_address_and_says_so(client, caseworker):
    mine, nobodys = factories.child(caseworker=caseworker), factories.child()
    Task.objects.filter(child=mine).update(due_on=factories.DAY)
    past = "assignee=me&due=overdue&rule=requirement"

    found = {
        query: listed(client.get(f"/tasks/?{query}"))
        for query in (past, "due=none", "assignee=disabled", f"child={mine.reference}", "due=x")
    }

    both = [mine.reference, nobodys.reference]
    assert found == {
        past: [mine.reference],
        "due=none": [nobodys.reference] * 2,
        "assignee=disabled": [],
        f"child={mine.reference}": [mine.reference],
        "due=x": sorted([*both, nobodys.reference]),
    }
    chips = client.get(f"/tasks/?{past}").context["chips"]
    assert [chip.label for chip in chips] == [
        "Overdue",
        "Assigned to: Me",
        "Clearance needed for the next step",
    ]


def test_task_of_the_list_leads_to_its_form_and_its_child_to_the_case(client, caseworker):
    child = factories.child(caseworker=caseworker)
    factories.assess(factories.child(Stage.VERIFIED, caseworker=caseworker))

    page = client.get("/tasks/")
    text = page.content.decode()

    form = f"/children/{child.reference}/clearance/?kind=identity"
    assert f'<a href="{form}">Record: Identity</a>' in text
    for row in page.context["rows"]:
        url, case = page.context["doors"][row.line.key], row.child.get_absolute_url()
        assert f'<a href="{escape(url)}">' in text
        assert f'<a href="{case}"><bdi>' in text
        assert client.get(url).status_code == 200
        assert (url == f"{case}#tasks") == row.line.waits_for_reviewer


def shown(page):
    """Return what the page before the assignment says of the tasks."""
    return {name: page.context[name] for name in ("counted", "seen")}


def test_tasks_that_somebody_else_has_just_given_are_looked_at_again(client, caseworker):
    child, faster = factories.child(), factories.user(Role.CASEWORKER)
    picked = {"task": list(child.tasks.values_list("pk", flat=True)), "query": ""}
    asked = client.post("/tasks/assign/", picked)
    child.tasks.update(assigned_to=faster, version=F("version") + 1)

    refused = client.post("/tasks/assign/", picked | shown(asked) | {"to": caseworker.pk})

    assert refused.status_code == 409
    assert "Another person has just assigned or changed some of these" in refused.content.decode()
    assert set(child.tasks.values_list("assigned_to", flat=True)) == {faster.pk}


def test_whole_list_is_given_by_its_filter_and_counted_again(client, caseworker):
    left, stays = factories.user(Role.CASEWORKER), factories.child(caseworker=caseworker)
    children = [factories.child(caseworker=left) for _ in range(2)]
    query = f"assignee={left.pk}"
    whole = {"every": "on", "query": query}

    asked = client.post("/tasks/assign/", whole)
    late = factories.child(caseworker=left)
    typed = {**whole, "to": caseworker.pk}
    again = client.post("/tasks/assign/", typed | shown(asked))
    done = client.post("/tasks/assign/", typed | shown(again))

    assert (asked.context["counted"], asked.context["children"]) == (2, 2)
    assert again.status_code == 409
    assert "The list has changed." in again.content.decode()
    assert form_of(again, holding="counted")["to"] == [str(caseworker.pk)]
    assert form_of(again, holding="counted")["counted"] == ["3"]
    assert done["Location"] == f"/tasks/?{query}"
    owners = Task.objects.filter(child__in=[*children, late, stays]).values_list("assigned_to")
    assert set(owners) == {(caseworker.pk,)}


def test_tasks_are_given_once_by_two_clicks(client, caseworker):
    child, colleague = factories.child(), factories.user(Role.CASEWORKER)
    picked = {"task": list(child.tasks.values_list("pk", flat=True)), "query": "due=none"}
    form = form_of(client.post("/tasks/assign/", picked), holding="counted")
    form |= {"to": colleague.pk}
    client.post("/tasks/assign/", form)
    versions = list(child.tasks.values_list("version", flat=True))

    answer = client.post("/tasks/assign/", form, follow=True)

    assert answer.redirect_chain == [("/tasks/?due=none", 302)]
    assert "You have already sent this form. This is the result." in answer.content.decode()
    assert list(child.tasks.values_list("version", flat=True)) == versions
    assert set(child.tasks.values_list("assigned_to", flat=True)) == {colleague.pk}


def test_ticked_tasks_of_another_team_are_not_given(client, caseworker):
    foreign = factories.child(team=factories.TeamFactory(name="Erbil desk"))
    own = factories.child()
    keys = [*foreign.tasks.values_list("pk", flat=True), *own.tasks.values_list("pk", flat=True)]
    picked = {"task": keys, "query": ""}
    asked = client.post("/tasks/assign/", picked)

    client.post("/tasks/assign/", picked | shown(asked) | {"to": caseworker.pk})

    assert set(own.tasks.values_list("assigned_to", flat=True)) == {caseworker.pk}
    assert set(foreign.tasks.values_list("assigned_to", flat=True)) == {None}
    nothing = client.post("/tasks/assign/", {"task": ["x", "9" * 30]})
    assert "No task is selected" in nothing.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_list_query_count(client, caseworker, rows, django_assert_num_queries):
    for _ in range(rows):
        factories.child(caseworker=caseworker)

    # session, user; people, agreements; count, page; tasks, children, names; on record
    with django_assert_num_queries(10):
        page = client.get("/tasks/")

    assert len(page.context["rows"]) == rows


def test_task_is_added_once_given_away_and_ticked(client, caseworker):
    child, colleague = factories.child(), factories.user(Role.CASEWORKER)
    at = f"/children/{child.reference}/tasks"
    typed = {
        "text": "Ask the court for the file.",
        "due_on": ahead(),
        "token": token_of(client.get(f"{at}/new/")),
    }

    first, second = client.post(f"{at}/new/", typed), client.post(f"{at}/new/", typed)
    task = child.tasks.get(rule="manual")
    client.post(f"{at}/{task.pk}/assign/", {"version": task.version, "to": colleague.pk})
    stale = client.post(f"{at}/{task.pk}/assign/", {"version": task.version, "to": caseworker.pk})
    page = client.get(f"/children/{child.reference}/").content.decode()
    client.post(f"{at}/{task.pk}/done/")

    assert first["Location"] == second["Location"] == f"/children/{child.reference}/"
    assert stale.status_code == 409
    assert [row.now for row in stale.context["rows"]] == [str(colleague)]
    assert "Ask the court for the file." in page
    task.refresh_from_db()
    assert (task.outcome, task.closed_by, task.assigned_to) == ("done", caseworker, colleague)


def test_task_that_a_fact_closes_is_not_ticked(client, caseworker):
    child = factories.child()
    task = child.tasks.get(rule="requirement")

    said = client.post(f"/children/{child.reference}/tasks/{task.pk}/done/", follow=True)

    assert "closes automatically" in said.content.decode()
    task.refresh_from_db()
    assert task.outcome is None


def test_age_says_between_which_days_it_may_come(client, caseworker):
    ours, far = factories.agreement(), {"days_before": 30000}
    factories.age_clock(ours, 18, **far)
    factories.age_clock(ours, 15, **far, reason="The child is asked for a consent.")
    child = factories.child()

    page = client.get(f"/children/{child.reference}/").content.decode()

    adult = "May turn 18 between 1 Jan 2034 and 31 Dec 2034. An adult needs another procedure."
    assert adult in page
    asked = "May turn 15 between 1 Jan 2031 and 31 Dec 2031. The child is asked for a consent."
    assert asked in page


def test_more_tasks_than_are_counted_say_so_here_and_in_my_work(client, caseworker, monkeypatch):
    for _child in range(4):
        factories.child(caseworker=caseworker)
    Task.objects.update(assigned_to=caseworker, due_on=factories.DAY)
    monkeypatch.setattr("cases.models.long_lists.MOST", 2)
    my_work._own_lines.cache_clear()
    try:
        home = client.get("/").content.decode()
        page = client.get("/tasks/").content.decode()
    finally:
        my_work._own_lines.cache_clear()

    assert '<span class="count bad">2+</span>' in home
    assert "Open tasks: over 2" in page
    assert "Assign all tasks in this list to …" in page
