"""Signing in, waiting after failures, and what a session may and may not do."""

import datetime

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from cases.casework.accounts import end_sessions
from cases.vocabulary import Role
from cases.web.middleware import SEEN_AT, SIGNED_IN_AT
from tests import factories
from tests.conftest import StaffClient

pytestmark = pytest.mark.django_db
LOGIN = "/login/"


@pytest.fixture
def person():
    return factories.user(Role.CASEWORKER, username="sitora")


def attempt(client: Client, name: str, password: str = "not-the-password", **more):
    return client.post(LOGIN, {"username": name, "password": password, **more})


def test_sign_in_leads_to_the_page_that_was_asked_for(client, person):
    response = client.get("/me/")
    assert response["Location"] == "/login/?next=/me/"

    response = attempt(client, "sitora", factories.PASSWORD, next="/me/")

    assert response["Location"] == "/me/"


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org", "javascript:x", "me"]
)
def test_sign_in_never_leads_to_another_site(client, person, elsewhere):
    response = attempt(client, "sitora", factories.PASSWORD, next=elsewhere)

    assert response["Location"] == "/"


def test_wrong_name_and_wrong_password_are_told_alike_and_the_name_stays(client, person):
    answers = [attempt(client, name).content.decode() for name in ("sitora", "nobody1")]

    same = [a.replace("sitora", "?").replace("nobody1", "?") for a in answers]
    assert 'value="sitora"' in answers[0]
    assert "not-the-password" not in answers[0]
    assert _without_tokens(same[0]) == _without_tokens(same[1])


def _without_tokens(page: str) -> str:
    return "\n".join(line for line in page.splitlines() if "csrfmiddlewaretoken" not in line)


@pytest.mark.parametrize("name", ["SITORA", "Sitora", "sitora"])
def test_capitals_do_not_count(client, person, name):
    response = attempt(client, name, factories.PASSWORD)

    assert response["Location"] == "/"


def test_a_user_name_with_capitals_on_record_signs_in_too(client):
    factories.user(Role.CASEWORKER, username="Мадина")

    assert attempt(client, "МАДИНА", factories.PASSWORD)["Location"] == "/"


def test_other_capitals_are_no_way_round_the_wait(client, person):
    for name in ("sitora", "Sitora", "SITORA", "sItora", "siTora"):
        attempt(client, name)

    assert attempt(client, "sitorA", factories.PASSWORD).status_code == 429


@pytest.mark.parametrize("length", [151, 255, 256, 300, 10_000])
def test_a_user_name_longer_than_any_is_a_wrong_one(client, length):
    response = attempt(client, "u" * length)

    assert response.status_code == 200
    assert "The user name or password is wrong." in response.content.decode()


def test_inactive_person_is_told_the_same(client, person):
    type(person).objects.filter(pk=person.pk).update(is_active=False)

    response = attempt(client, "sitora", factories.PASSWORD)

    assert response.status_code == 200
    assert response.context["form"].non_field_errors() == ["The user name or password is wrong."]


def test_session_gets_a_new_key_on_signing_in(client, person):
    session = client.session
    session["planted"] = "yes"
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key

    attempt(client, "sitora", factories.PASSWORD)

    assert client.session.session_key != session.session_key
    assert not Session.objects.filter(pk=session.session_key).exists()


def test_signing_out_ends_the_session_on_the_server(client, person):
    client.force_login(person)
    key = client.session.session_key

    client.post("/logout/")
    client.cookies[settings.SESSION_COOKIE_NAME] = key

    assert client.get("/me/").status_code == 302


def test_signing_out_by_a_link_is_not_possible(client, person):
    client.force_login(person)

    assert client.get("/logout/").status_code == 405


def test_session_ends_after_its_whole_age_whatever_was_done(client, person):
    client.force_login(person)
    session = client.session
    session[SIGNED_IN_AT] -= settings.SESSION_ABSOLUTE_AGE
    session.save()

    response = client.get("/me/")

    assert response["Location"] == "/login/?next=/me/"
    assert "a session ends after 8 hours" in client.get(response["Location"]).content.decode()


def test_session_ends_after_its_idle_time(client, person):
    client.force_login(person)
    Session.objects.update(expire_date=timezone.now())

    response = client.get("/me/")

    assert response["Location"] == "/login/?next=/me/"


def test_session_is_pushed_on_at_most_once_a_minute(client, person, django_assert_num_queries):
    client.force_login(person)
    client.get("/me/")
    with django_assert_num_queries(2):  # session, user
        client.get("/me/")
    session = client.session
    session[SEEN_AT] -= 61
    session.save()
    Session.objects.update(expire_date=timezone.now() + datetime.timedelta(seconds=30))

    client.get("/me/")

    left = Session.objects.get().expire_date - timezone.now()
    assert left > datetime.timedelta(minutes=14)


def test_end_sessions_ends_those_of_one_person_alone(client, person):
    other = StaffClient()
    other.force_login(factories.user(Role.REVIEWER))
    client.force_login(person)

    assert end_sessions(person) == 1

    assert client.get("/me/").status_code == 302
    assert other.get("/me/").status_code == 200


def test_dismissed_person_is_out_at_once(client, person):
    client.force_login(person)
    type(person).objects.filter(pk=person.pk).update(is_active=False)

    assert client.get("/me/").status_code == 302


def test_role_that_is_taken_away_is_gone_at_once(client, person):
    client.force_login(person)
    person.groups.clear()

    page = client.get("/me/")

    assert page.wsgi_request.user.get_all_permissions() == set()


def test_form_sent_after_the_session_ended_is_handed_back(client, person):
    client.force_login(person)
    Session.objects.all().delete()

    response = client.post("/me/", {"note": "A long <b>text</b>", "password": "secret-word"})

    page = response.content.decode()
    assert response.status_code == 403
    assert "A long &lt;b&gt;text&lt;/b&gt;" in page
    assert "secret-word" not in page
    assert "your account was changed" in page + client.get("/login/").content.decode()


def test_administration_has_no_sign_in_of_its_own(client, person):
    signed_out = client.get("/admin/login/?next=/admin/")
    client.force_login(person)

    signed_in = client.get("/admin/", follow=True)

    assert signed_out["Location"] == "/login/?next=/admin/"
    assert signed_in.status_code == 403


@pytest.mark.parametrize("name", ["u" * 151, "u" * 256, "u" * 300, "я" * 300, "u" * 100_000])
@pytest.mark.parametrize("at", [LOGIN, "/admin/login/"])
def test_name_longer_than_any_is_a_wrong_name(client, name, at):
    response = client.post(at, {"username": name, "password": "x"}, follow=True)

    assert response.status_code == 200
    if at == LOGIN:
        assert "The user name or password is wrong." in response.content.decode()
    assert not AccessAttempt.objects.exists()


@pytest.mark.parametrize("name", ["a\0b", b"\xed\xa0\x80", "\u202e", "'; --", "😀" * 150])
def test_odd_name_is_answered_like_a_wrong_one(client, name):
    response = attempt(client, name)

    assert response.status_code == 200
    assert SESSION_KEY not in client.session


def test_system_cannot_sign_in(client):
    response = attempt(client, "system", "")

    assert response.status_code == 200
    assert SESSION_KEY not in client.session


@pytest.mark.parametrize(
    "cookie", ["\\000", '"\\000abcdefgh"', "ab\x00cdefghij", "'; DROP--", "\xd1\x8b" * 4]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_garbage_in_the_session_cookie_is_nobody(client, cookie, method):
    client.cookies.load({})
    header = f"{settings.SESSION_COOKIE_NAME}={cookie}"

    answer = getattr(client, method)("/children/", HTTP_COOKIE=header)

    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")
