"""Changing a password, and whoever must."""

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from cases.forms.passwords import OF_THIS_PLACE
from cases.vocabulary import Role
from tests import factories
from tests.views.test_sign_in import LOGIN, attempt

pytestmark = pytest.mark.django_db


NEW = "a password of her own"


@pytest.fixture
def person():
    return factories.user(Role.CASEWORKER, username="sitora")


def test_changing_the_password_ends_every_other_session(client, person):
    elsewhere = Client()
    elsewhere.force_login(person)
    client.force_login(person)
    new = "another-long-password"

    response = client.post(
        reverse("password-change"),
        {"old_password": factories.PASSWORD, "new_password1": new, "new_password2": new},
    )

    assert response["Location"] == "/me/"
    assert client.get("/me/").status_code == 200
    assert elsewhere.get("/me/").status_code == 302
    assert Session.objects.count() == 1


@pytest.mark.parametrize(
    "weak",
    [
        *("short", "123456789qwerty", "playstation2", "Password-2026!", "2026football2026"),
        *("sitora-at-the-desk", "sitora1234567", "ArotisArotis42", "Daughter of Karimova"),
        *("Register-Baghdad-2026", "Душанбе-Ирак-2026", "RepatriationRegister"),
    ],
)
def test_weak_password_is_refused(client, person, weak):
    client.force_login(person)

    response = client.post(
        reverse("password-change"),
        {"old_password": factories.PASSWORD, "new_password1": weak, "new_password2": weak},
    )

    assert response.status_code == 200
    person.refresh_from_db()
    assert person.check_password(factories.PASSWORD)


def test_password_counts_as_typed_however_long_it_is(client, person):
    long = f"  Ғ{'ӯ' * 120} and a space  "
    person.set_password(long)
    person.save()

    trimmed = attempt(client, person.username, long.strip())
    lower = attempt(client, person.username, long.casefold())
    cut = attempt(client, person.username, long[:72])
    right = attempt(client, person.username, long)

    assert [answer.status_code for answer in (trimmed, lower, cut, right)] == [200, 200, 200, 302]


def test_words_of_the_place_are_listed_for_whoever_checks():
    text = (settings.BASE_DIR / "SECURITY.md").read_text()

    assert [word for word in OF_THIS_PLACE if word not in text] == []


@pytest.fixture
def newcomer():
    return factories.user(Role.ADMIN, username="nigina", must_change_password=True)


def _change(client: Client, new: str):
    return client.post(
        reverse("password-change"),
        {"old_password": factories.PASSWORD, "new_password1": new, "new_password2": new},
    )


@pytest.mark.parametrize("path", ["/", "/me/", "/admin/", "/mothers/new/", "/nowhere/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_password_of_somebody_else_opens_no_page(client, newcomer, path, method):
    assert attempt(client, "nigina", factories.PASSWORD).status_code == 302

    response = getattr(client, method)(path)

    assert (response.status_code, response["Location"]) == (302, reverse("password-change"))


def test_after_the_change_a_second_factor_is_asked_for(client, newcomer):
    attempt(client, "nigina", factories.PASSWORD)
    page = client.get(reverse("password-change")).content.decode()
    same, other = _change(client, factories.PASSWORD), _change(client, NEW)

    assert "Another person chose the password you have." in page
    assert f'href="{reverse("me")}"' not in page.partition("<main")[2]
    assert "This is the password you have. Choose another one." in same.content.decode()
    assert (other.status_code, other["Location"]) == (302, "/")
    assert client.get("/me/")["Location"] == "/me/second-factor/?next=/me/"


def test_whoever_must_change_the_password_may_leave(client, newcomer):
    attempt(client, "nigina", factories.PASSWORD)

    assert client.post("/language/", {"language": "ru"})["Location"] == "/"
    assert client.post("/logout/")["Location"] == LOGIN
