"""Who is at the keyboard is asked again before roles change, and nothing typed is lost."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from cases.models import User
from cases.vocabulary import Role
from cases.web.again import CONFIRMED_AT, HOLDS
from tests import factories

pytestmark = pytest.mark.django_db
WRONG = {"password_again": "not the password"}
RIGHT = {"password_again": factories.PASSWORD}


@pytest.fixture
def admin(client: Client) -> Client:
    """An admin who signed in a while ago."""
    client.force_login(factories.user(Role.ADMIN, language="en"))
    session = client.session
    session[CONFIRMED_AT] -= HOLDS
    session.save()
    return client


@pytest.fixture
def worker() -> User:
    return factories.user(Role.CASEWORKER, username="sitora")


def _page(worker: User) -> str:
    return reverse("admin:cases_user_change", args=[worker.pk])


def _roles(worker: User) -> dict[str, object]:
    roles = [Group.objects.get(name=role).pk for role in (Role.OFFICIAL, Role.AUDITOR)]
    return {"username": "sitora", "preferred_script": "Cyrl", "groups": roles, "is_active": "on"}


def _roles_of(worker: User) -> set[str]:
    return set(worker.groups.values_list("name", flat=True))


def _hidden(page: str) -> str:
    return page[page.index("<main") :]


@pytest.mark.parametrize(
    "at",
    ["/admin/cases/user/add/", "/admin/cases/user/{}/change/", "/admin/cases/user/{}/password/"],
)
def test_page_of_an_account_asks_and_then_opens(admin, worker, at):
    at = at.format(worker.pk)

    asked = admin.get(at)
    wrong = admin.post(asked["Location"], {**WRONG, "next": at})
    closed = admin.get(at)
    right = admin.post(asked["Location"], {**RIGHT, "next": at})

    assert asked["Location"] == f"/me/confirm/?next={at}"
    assert "This is not your password, nor a valid code." in wrong.content.decode()
    assert closed.status_code == 302
    assert right["Location"] == at
    assert admin.get(at).status_code == 200


def test_what_was_posted_is_done_with_the_password_and_not_before(admin, worker):
    asked = admin.post(_page(worker), _roles(worker))
    unchanged = _roles_of(worker)
    wrong = admin.post(_page(worker), _roles(worker) | WRONG)
    still = _roles_of(worker)

    done = admin.post(_page(worker), _roles(worker) | RIGHT)

    page = _hidden(asked.content.decode())
    assert (asked.status_code, wrong.status_code, done.status_code) == (403, 200, 302)
    assert unchanged == still == {Role.CASEWORKER}
    assert page.count('<input type="hidden" name="groups"') == 2
    assert "This is not your password, nor a valid code." in wrong.content.decode()
    assert _roles_of(worker) == {Role.OFFICIAL, Role.AUDITOR}


def test_a_password_that_was_posted_is_not_carried_along(admin, worker):
    at = reverse("admin:auth_user_password_change", args=[worker.pk])

    asked = admin.post(at, {"password1": "long enough for now", "password2": "long enough"})

    assert "long enough" not in asked.content.decode()


def test_whoever_confirmed_is_not_asked_within_five_minutes(admin, worker):
    admin.post("/me/confirm/", RIGHT)
    session = admin.session
    session[CONFIRMED_AT] -= HOLDS - 5
    session.save()

    assert admin.get(_page(worker)).status_code == 200


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "javascript:x"])
def test_confirming_leads_to_no_other_site(admin, elsewhere):
    assert admin.post("/me/confirm/", {**RIGHT, "next": elsewhere})["Location"] == "/"


def test_role_comes_before_the_question(client, worker):
    client.force_login(worker)
    session = client.session
    session[CONFIRMED_AT] -= HOLDS
    session.save()

    assert client.get(_page(worker), follow=True).status_code == 403


def test_guessing_waits_wherever_the_password_is_asked(admin, worker):
    answers = [admin.post("/me/confirm/", WRONG).status_code for _ in range(5)]

    right = admin.post(_page(worker), _roles(worker) | RIGHT)

    assert answers == [200] * 4 + [429]
    assert (right.status_code, right["Retry-After"]) == (429, "60")
    assert _roles_of(worker) == {Role.CASEWORKER}
