"""A case of another team that is given to somebody: hers everywhere, and no other of that team."""

import csv
import io
import re

import pytest
from django.urls import reverse

from cases.models import Child
from cases.vocabulary import Role, Stage
from tests import factories
from tests.views import sheets

pytestmark = pytest.mark.django_db
REFERENCE = re.compile(r"TJ-IQ-\d+-\d+")
SUGGESTED = re.compile(r'role="option".*?(TJ-IQ-\d+-\d+)', re.DOTALL)
ROW = re.compile(r'<th scope="row">.*?(TJ-IQ-\d+-\d+)', re.DOTALL)


@pytest.fixture
def worker(client):
    person = factories.user(Role.CASEWORKER, team=factories.TeamFactory(name="Erbil desk"))
    client.force_login(person)
    return person


@pytest.fixture
def assigned(worker):
    """One of two children of a family in Baghdad, given to somebody of another desk."""
    child, _sibling = factories.family(2, name="Гулнора Назарова").children.order_by("pk")
    factories.child(Stage.ELIGIBLE)
    Child.objects.filter(pk=child.pk).update(caseworker=worker)
    child.refresh_from_db()
    return child


def shown(response):
    return set(REFERENCE.findall(response.content.decode()))


def test_list_and_home_show_the_assigned_child_alone(client, assigned):
    task = assigned.tasks.open().first()
    task.__class__.objects.filter(pk=task.pk).update(assigned_to=assigned.caseworker)

    pages = {name: shown(client.get(reverse(name))) for name in ("children", "tasks")}

    assert pages == {name: {assigned.reference} for name in pages}


def test_search_finds_the_assigned_child_alone(client, assigned):
    sibling = assigned.mother.children.exclude(pk=assigned.pk).get()

    def found(page, pattern, *texts):
        pages = {text: client.post(reverse(page), {"q": text}) for text in texts}
        return {text: pattern.findall(answer.content.decode()) for text, answer in pages.items()}

    mine = {"Билол": [assigned.reference], "Bilol": [assigned.reference], sibling.reference: []}
    assert found("search", ROW, *mine) == mine
    opened = client.post(reverse("search"), {"q": assigned.reference})
    assert opened.url == assigned.get_absolute_url()
    assert found("search-suggest", SUGGESTED, *mine) == mine


def test_files_hold_the_assigned_child_alone(client, assigned):
    text = client.get(reverse("children-csv")).getvalue().decode().removeprefix("\ufeff")
    rows = list(csv.reader(io.StringIO(text)))
    sheet = sheets.rows_of(client.get(reverse("children-xlsx")).getvalue())

    assert [row[0] for row in rows[1:]] == [assigned.reference]
    assert [row[0] for row in sheet[1:]] == [assigned.reference]


def test_page_of_the_assigned_child_opens_and_those_of_the_team_do_not(client, assigned):
    others = Child.objects.exclude(pk=assigned.pk).order_by("pk")
    pages = ("child", "child-journal", "child-claims", "child-assign")

    opened = {page: client.get(reverse(page, args=[assigned.reference])) for page in pages}
    closed = [client.get(reverse(page, args=[o.reference])) for o in others for page in pages]

    assert {page: answer.status_code for page, answer in opened.items()} == dict.fromkeys(
        pages, 200
    )
    assert [answer.status_code for answer in closed] == [404] * 2 * len(pages)
