"""The pages on which two cases are merged, and parted again."""

import pytest
from django.urls import reverse

from cases.models import Child, Merge
from cases.pages.merges import refused
from cases.pages.work_doors import door_of_task
from cases.queries.task_lines import line_of
from cases.vocabulary import Role, Stage, TaskRule
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer():
    return factories.user(Role.REVIEWER)


@pytest.fixture
def officer(pair):
    return factories.user(Role.CASEWORKER, team=pair[0].mother.team)


@pytest.fixture
def pair():
    return factories.same_child()


def typed(page, **answers):
    form = page.context["form"]
    return (
        dict(form.initial)
        | {field.html_name: field.value() for field in form if field.value() is not None}
        | answers
    )


def test_two_cases_are_merged_and_the_old_number_leads_to_the_kept_one(
    client, officer, reviewer, pair
):
    keeps, gives_up = pair
    factories.document(gives_up)
    client.force_login(officer)
    at = reverse("pair-merge", args=[keeps.reference, gives_up.reference])
    page = client.get(at)
    assert page.status_code == 200
    response = client.post(at, typed(page, keep=keeps.reference, reason="One daughter."))
    merge = Merge.objects.get()
    assert response.url == merge.get_absolute_url()
    client.force_login(reviewer)
    decide = reverse("merge-decide", args=[merge.pk])
    page = client.get(decide)
    assert "Waits for a second person" in page.text
    client.post(decide, typed(page, word="approve"))

    led = client.get(gives_up.get_absolute_url(), follow=True)
    assert led.redirect_chain[0][0] == keeps.get_absolute_url()
    assert "both were one child" in led.text
    assert keeps.documents.count() == 1
    shown = client.get(merge.get_absolute_url())
    assert "What moved" in shown.text

    client.force_login(officer)
    undo = reverse("merge-undo", args=[merge.pk])
    page = client.get(undo)
    client.post(undo, typed(page, reason="Twins."))
    client.force_login(reviewer)
    decide = reverse("merge-undo-decide", args=[merge.pk])
    back = {"word": "return", "reason": "incomplete"}
    client.post(decide, typed(client.get(decide), **back))
    task = keeps.tasks.open().get(rule=TaskRule.RETURNED)
    assert door_of_task(line_of(task), [keeps.reference], officer) == merge.get_absolute_url()
    client.force_login(officer)
    client.post(undo, typed(client.get(undo), reason="Twins."))
    client.force_login(reviewer)
    response = client.post(decide, typed(client.get(decide), word="approve"))
    gives_up.refresh_from_db()
    assert gives_up.stage == Stage.REGISTERED
    assert client.get(gives_up.get_absolute_url()).status_code == 200
    undone = client.get(merge.get_absolute_url()).text
    assert "Undone" in undone
    assert "It opens the case that is kept." not in undone


def test_who_asked_takes_the_request_back_on_the_same_day(client, reviewer):
    merge = factories.ask_merge()
    back = reverse("child-undo", args=[merge.gives_up.reference])
    pages = []
    for person in (reviewer, merge.asked_by):
        client.force_login(person)
        pages.append(client.get(merge.get_absolute_url()).text)

    version = Child.objects.get(pk=merge.gives_up_id).version
    client.post(back, {"version": version})
    merge.refresh_from_db()

    assert [f'href="{back}"' in page for page in pages] == [False, True]
    assert merge.dropped_by == merge.asked_by


def test_what_stands_in_the_way_says_of_which_number():
    children = [Child(reference="TJ-IQ-0001-1"), Child(reference="TJ-IQ-0002-1")]

    parts = refused(children, [["Closed.", "Has a fee."], ["Closed."]])

    assert parts == [
        ("Whichever number is kept:", ["Closed."]),
        ("If TJ-IQ-0001-1 is to be kept:", ["Has a fee."]),
    ]
