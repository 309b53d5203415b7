"""The lines under the search box while somebody types."""

import pytest
from django.urls import reverse

from cases.casework.names import add_name
from cases.models import AccessRow
from cases.vocabulary import (
    NameKind,
    Role,
)
from tests import factories
from tests.canaries import told
from tests.views.test_search import QUERIES, REGISTER, suggest

pytestmark = pytest.mark.django_db


#: Of a page of suggestions.


@pytest.fixture(autouse=True)
def english(client):
    client.cookies["django_language"] = "en"


@pytest.fixture
def register(db):
    children = {}
    for said, paper in REGISTER.items():
        child = factories.family(1, name="Манижа Одинаева").children.get()
        add_name(child.person, said, kind=NameKind.ALIAS)
        if paper:
            add_name(child.person, paper, kind=NameKind.OFFICIAL)
        children[said] = child
    return children


@pytest.mark.parametrize(("typed", "why"), [("Сафия", "same letters"), ("саф", "begins the same")])
def test_suggestions_say_who_and_why_and_are_on_record_once(register, client, typed, why):
    worker, child = factories.user(Role.CASEWORKER), register["Сафия Назарова"]
    client.force_login(worker)

    text = suggest(client, typed)

    lines = text.split('role="option"')[1:]
    assert f'href="{child.get_absolute_url()}"' in lines[0]
    assert f"{why} · born 2016 · mother Манижа Одинаева" in text
    assert f'data-suggestions="{len(lines)} suggestion' in text
    row = AccessRow.objects.get()
    assert (row.by, row.page, row.rows, row.child, row.mother) == (
        worker,
        "search-suggest",
        len(lines),
        None,
        None,
    )


def test_suggestions_without_anybody_are_not_on_record(register, client):
    client.force_login(factories.user(Role.CASEWORKER))

    assert 'role="option"' not in suggest(client, "Щщщ")
    assert 'role="option"' not in suggest(client, "с")
    assert AccessRow.objects.count() == 0


@pytest.mark.parametrize("children", [1, 3, 12])
def test_suggestions_are_few_and_ask_as_often_for_many(client, django_assert_num_queries, children):
    factories.family(children)
    client.force_login(factories.user(Role.CASEWORKER))
    suggest(client, "0")

    with django_assert_num_queries(QUERIES):
        text = suggest(client, "Билол")

    assert text.count('role="option"') == min(children, 8)


def test_suggestions_leave_names_out_where_names_are_hidden(register, client):
    client.force_login(factories.user(Role.CASEWORKER))
    client.post(reverse("names"))

    text = suggest(client, "Сафия")

    assert told(text, ("Сафия", "Назарова", "Манижа", "صفية")) == []
    assert register["Сафия Назарова"].reference in text
