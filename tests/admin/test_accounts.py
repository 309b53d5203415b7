"""Accounts in the administration: passwords, roles, and who is a superuser."""

import pytest
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from cases.models import User
from cases.vocabulary import Role
from tests import factories
from tests.admin.conftest import page

pytestmark = pytest.mark.django_db


def test_admin_resets_a_password_and_sessions_end(signed_in, django_user_model):
    worker, there = factories.user(Role.CASEWORKER), Client()
    there.force_login(worker)
    client = signed_in(factories.user(Role.ADMIN))

    response = client.post(
        reverse("admin:auth_user_password_change", args=[worker.pk]),
        {
            "password1": "another-long-secret-1",
            "password2": "another-long-secret-1",
        },
    )

    assert response.status_code == 302
    worker.refresh_from_db()
    assert worker.check_password("another-long-secret-1")
    assert not Session.objects.filter(pk=there.session.session_key).exists()


def test_changed_role_ends_the_sessions(signed_in):
    worker, there = factories.user(Role.CASEWORKER), Client()
    there.force_login(worker)
    client = signed_in(factories.user(Role.ADMIN))

    response = client.post(
        page(User, "change", worker.pk),
        {
            "username": worker.username,
            "preferred_script": "Cyrl",
            "groups": [Group.objects.get(name=Role.OFFICIAL).pk],
            "is_active": "on",
        },
    )

    assert response.status_code == 302
    assert not Session.objects.filter(pk=there.session.session_key).exists()
    asked = there.get("/me/", follow=True).content.decode()
    assert "your account was changed (its roles, team, name or password)" in asked
    again = there.get("/me/", follow=True).content.decode()
    assert "your account was changed" not in again


def test_account_saved_without_a_role_is_said_to_open_nothing(signed_in):
    worker = factories.user(Role.CASEWORKER)
    client = signed_in(factories.user(Role.ADMIN))
    typed = {"username": worker.username, "preferred_script": "Cyrl", "is_active": "on"}

    without = client.post(page(User, "change", worker.pk), typed, follow=True)
    role = {"groups": [Group.objects.get(name=Role.CASEWORKER).pk]}
    given = client.post(page(User, "change", worker.pk), typed | role, follow=True)

    assert "This account has no role yet" in without.content.decode()
    assert "This account has no role yet" not in given.content.decode()


def test_admin_cannot_make_or_see_a_superuser(signed_in):
    boss = factories.UserFactory(is_superuser=True, is_staff=True)
    client = signed_in(factories.user(Role.ADMIN))

    assert client.get(page(User, "change", boss.pk)).status_code == 302
    form = client.get(page(User, "add")).content
    assert b"is_superuser" not in form
    assert client.post(page(User, "delete", boss.pk), {"post": "yes"}).status_code in (302, 403)
    assert User.objects.filter(pk=boss.pk).exists()


def test_password_of_a_new_account_and_a_reset_one_must_be_changed(signed_in):
    client, worker = signed_in(factories.user(Role.ADMIN)), factories.user(Role.CASEWORKER)
    password = {"password1": "long enough for now", "password2": "long enough for now"}
    roles = [Group.objects.get(name=Role.AUDITOR).pk]

    form = client.get(page(User, "add")).content.decode()
    added = client.post(
        page(User, "add"),
        {"username": "newcomer", "groups": roles, **password},
    )
    reset = client.post(reverse("admin:auth_user_password_change", args=[worker.pk]), password)

    assert (added.status_code, reset.status_code) == (302, 302)
    newcomer = User.objects.get(username="newcomer")
    worker.refresh_from_db()
    assert (newcomer.must_change_password, worker.must_change_password) == (True, True)
    assert newcomer.is_staff
    assert "is_staff" not in form
    assert "It has to be changed at the first sign-in." in form


def test_nobody_is_offered_to_be_without_a_password(signed_in):
    client, worker = signed_in(factories.user(Role.ADMIN)), factories.user(Role.CASEWORKER)
    at = reverse("admin:auth_user_password_change", args=[worker.pk])

    pages = [client.get(page(User, "add")), client.get(at)]
    empty = client.post(at, {"usable_password": "false", "unset-password": "on"})

    assert not any("assword-based" in each.content.decode() for each in pages)
    assert empty.content.decode().count("Fill this in.") == 2
    worker.refresh_from_db()
    assert worker.has_usable_password()


def test_roles_are_named_in_words(signed_in):
    client, worker = signed_in(factories.user(Role.ADMIN)), factories.user(Role.CASEWORKER)

    form = client.get(page(User, "change", worker.pk)).content.decode()
    narrowed = client.get(page(User, "changelist"), {"role": Role.CASEWORKER}).content.decode()

    assert "Finance officer" in form
    assert "finance_officer" not in form
    assert "Finance officer" in narrowed
    assert worker.username in narrowed
    assert client.get(page(User, "changelist"), {"role": "none"}).status_code == 200
