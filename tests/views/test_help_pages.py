"""The help: one's own tasks first, each with the page it begins on where one may open it."""

import re
from pathlib import Path

import pytest

from cases.vocabulary import Role
from tests import factories

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]


@pytest.fixture
def text(client):
    def get(role: Role) -> str:
        client.force_login(factories.user(role, language="en"))
        return re.sub(r"\s+", " ", client.get("/help/").content.decode())

    return get


@pytest.mark.parametrize("role", Role)
def test_the_tasks_of_ones_role_stand_before_those_of_others(text, role):
    page = text(role)

    mine, others = page.split("Tasks of other roles")
    assert f'id="help-{role}"' in mine
    assert f'id="help-{role}"' not in others
    assert page.count('id="help-') == len(Role)


def test_a_task_leads_to_its_page_for_whom_may_open_it_alone(text):
    assert 'href="/mothers/new/"' in text(Role.CASEWORKER)
    assert 'href="/mothers/new/"' not in text(Role.OFFICIAL)
    assert "Register a family" in text(Role.OFFICIAL)


def test_it_says_whom_to_ask(text):
    admin = factories.user(Role.ADMIN, first_name="Dilnoza", last_name="Karimova")

    assert str(admin) in text(Role.CASEWORKER)


def test_the_style_guide_shows_each_word_of_the_stylesheet(client):
    client.force_login(factories.user(Role.ADMIN))
    table = (ROOT / "docs" / "pages.md").read_text().partition("## Words of the stylesheet")[2]
    words = set(re.findall(r"`([a-z][a-z0-9-]*)`", table)) - {
        "data-l",
        "tfoot",
        "aria-sort",
        "style",
    }

    page = client.get("/style/").content.decode()

    shown = {word for classes in re.findall(r'class="([^"]*)"', page) for word in classes.split()}
    assert words <= shown
