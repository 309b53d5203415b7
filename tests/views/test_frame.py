"""What every page has around it: headers, forms' tokens, languages, colours, the mark."""

import datetime
import re
import subprocess
import sys
from functools import partial

import pytest
from django.apps import apps
from django.conf import settings
from django.db import ProgrammingError, connection
from django.template import TemplateDoesNotExist, engines
from django.test import Client, override_settings

from cases.models import AccessRow, Demonstration, User
from cases.vocabulary import Role
from cases.web import gates
from tests import factories
from tests.addresses import address, make_world
from tests.conftest import StaffClient
from tests.test_access import LINES

pytestmark = pytest.mark.django_db

STRICT = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
PAGES = {
    "page": ("/me/", {}, 200),
    "redirect": ("/login/", {}, 302),
    "without a slash": ("/me", {}, 301),
    "not found": ("/nothing/", {}, 404),
    "wrong method": ("/logout/", {}, 405),
    "wrong host": ("/login/", {"HTTP_HOST": "example.org"}, 400),
}


@pytest.fixture
def person(client):
    person = factories.user(Role.CASEWORKER)
    client.force_login(person)
    return person


@pytest.mark.parametrize("kind", PAGES)
def test_every_kind_of_page_carries_the_strict_headers(client, person, kind):
    address, more, status = PAGES[kind]

    response = client.get(address, **more)

    policy = response["Content-Security-Policy"]
    assert response.status_code == status
    assert {name: response.get(name) for name in STRICT} == STRICT
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "camera=()" in response["Permissions-Policy"]
    assert "charset=utf-8" in response["Content-Type"]


def test_page_of_sign_in_carries_the_strict_headers(client):
    response = client.get("/login/")

    assert {name: response.get(name) for name in STRICT} == STRICT


def test_error_inside_a_page_answers_without_a_trace(client, person, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("cases.views.accounts.PreferencesForm", None)

    response = client.get("/me/")

    assert response.status_code == 500
    assert {name: response.get(name) for name in STRICT} == STRICT
    assert b"Traceback" not in response.content
    assert b"NoneType" not in response.content


def test_too_large_a_form_is_told_so(client, person):
    with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=10):
        response = client.post("/me/", {"language": "en" * 100})

    assert response.status_code == 413


def test_away_from_this_machine_only_https_is_spoken():
    code = (
        "import django; django.setup(); from django.conf import settings as s; print(s.LOOPBACK,"
        " s.SECURE_SSL_REDIRECT, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE,"
        " s.SECURE_HSTS_SECONDS >= 31536000, s.SESSION_COOKIE_HTTPONLY, s.DEBUG)"
    )
    away = {"ALLOWED_HOSTS": "register.example.org", "SECRET_KEY": settings.SECRET_KEY + "x" * 50}

    told = subprocess.run(
        [sys.executable, "-c", code],
        env={"DJANGO_SETTINGS_MODULE": "repatriation.settings", "PATH": "/usr/bin:/bin", **away},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )

    assert told.stdout.split() == ["False", "True", "True", "True", "True", "True", "False"]


@pytest.mark.usefixtures("plain_refusals")
def test_every_form_needs_its_token():
    strict = StaffClient(enforce_csrf_checks=True)
    superuser = factories.UserFactory(is_superuser=True, is_staff=True)
    strict.force_login(superuser)
    world, taken = make_world(), []

    for line in LINES:
        # Other systems send no cookie, so that no other page can send a form in their name.
        if line["method"] == "POST" and not line["route"].startswith("read-"):
            at = address(line["route"], world)
            for headers in ({}, {"origin": "https://example.org"}):
                response = strict.post(at, {"csrfmiddlewaretoken": "x" * 64}, headers=headers)
                if response.status_code != 403:
                    taken.append((line["route"], response.status_code))

    assert taken == []


def test_refused_form_hands_back_what_was_typed():
    strict = Client(enforce_csrf_checks=True)

    own = strict.post("/language/", {"note": "Her aunt lives in Khujand."})
    foreign = strict.post(
        "/language/", {"note": "Call this number"}, headers={"origin": "https://example.org"}
    )

    assert "Her aunt lives in Khujand." in own.content.decode()
    assert "Call this number" not in foreign.content.decode()


def test_page_costs_two_queries_around_its_own(client, person, django_assert_num_queries):
    with django_assert_num_queries(2):  # session, user with permissions
        client.get("/me/")


def test_language_of_the_person_comes_before_the_cookie_and_the_browser(client, person):
    User.objects.filter(pk=person.pk).update(language="ru")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

    response = client.get("/me/", headers={"accept-language": "en"})

    assert response["Content-Language"] == "ru"
    assert '<html lang="ru"' in response.content.decode()


def test_signed_out_person_chooses_a_language(client):
    response = client.post("/language/", {"language": "en", "next": "/login/?next=/me/"})

    assert response["Location"] == "/login/?next=/me/"
    assert client.get("/login/")["Content-Language"] == "en"


def test_language_of_an_account_outlives_its_session(client):
    clerk = factories.user(Role.OFFICIAL, language="ru")
    sent = {"username": clerk.username, "password": factories.PASSWORD}
    client.post("/login/", sent, headers={"accept-language": "en"})
    cookie = client.cookies[settings.LANGUAGE_COOKIE_NAME]
    safe = [cookie[each] for each in ("secure", "httponly", "samesite", "path")]

    client.post("/language/", {"language": "en"})
    chosen = client.cookies[settings.LANGUAGE_COOKIE_NAME].value
    del client.cookies[settings.SESSION_COOKIE_NAME]
    pages = [client.get("/login/"), client.post("/me/", {"sender": "x"}), client.get("/public/")]

    assert [cookie.value, chosen] == ["ru", "en"]
    assert safe == [settings.LANGUAGE_COOKIE_SECURE or "", True, "Lax", "/"]
    assert [page["Content-Language"] for page in pages[:2]] == ["en", "en"]
    assert "You were signed out" in pages[1].content.decode()
    assert not pages[2].cookies


def test_language_that_is_not_offered_is_left_aside(client, person):
    client.post("/language/", {"language": "xx"})

    person.refresh_from_db()
    assert person.language == ""


def test_settings_are_kept_and_used(client, person):
    chosen = {"language": "en", "theme": "dark", "preferred_script": "Arab"}
    chosen |= {"text_size": "larger", "density": "close"}

    response = client.post("/me/", chosen, follow=True)

    person.refresh_from_db()
    assert [getattr(person, name) for name in chosen] == list(chosen.values())
    page = response.content.decode()
    assert all(
        f"data-{name}" in page for name in ('theme="dark"', 'text="larger"', 'density="close"')
    )


def test_mark_of_the_demonstration_stands_on_every_page(client):
    Demonstration.objects.create(loaded_on=datetime.date(2026, 1, 1))
    client.force_login(factories.user(Role.OFFICIAL))

    pages = [client.get(address).content.decode() for address in ("/me/", "/nothing/")]

    assert all('class="demo"' in page for page in pages)


def test_real_register_has_no_mark(client, person):
    assert 'class="demo"' not in client.get("/me/").content.decode()


def test_page_says_where_the_session_is_kept_open(client, person):
    client.force_login(person)

    assert 'id="idle"' in (text := client.get("/me/").content.decode())
    assert 'data-keep-url="/me/"' in text


def test_navigation_offers_only_what_the_role_may_open(client):
    client.force_login(factories.user(Role.OFFICIAL))

    page = client.get("/me/")
    sections = page.context["frame"].nav

    assert 'action="/logout/"' in page.content.decode()
    assert all(client.get(section.url).status_code == 200 for section in sections)
    assert "/" not in [section.url for section in sections]


def test_words_of_a_page_do_not_stand_for_those_of_the_frame(client, person):
    client.force_login(person)
    request = client.get("/me/").wsgi_request
    page = engines["django"].from_string(
        '{% extends "base.html" %}{% block content %}{{ unread.0 }}{% endblock %}'
    )

    text = page.render({"unread": ["<Columns>"], "nav": 1, "keys": [], "person": "she"}, request)

    assert "&lt;Columns&gt;" in text
    without_marks = partial(re.sub, r'(?<=name="sender" value=")[^"]+', "")
    assert without_marks(text) == without_marks(page.render({"unread": ["<Columns>"]}, request))


def test_history_knows_who_changed_a_row_and_from_which_page(client, person):
    client.post("/me/", {"language": "ru", "theme": "", "preferred_script": "Cyrl"})

    event = apps.get_model("cases", "UserEvent").objects.latest("pgh_id")
    assert event.pgh_context == {"user": person.pk, "page": "me"}


def test_no_page_when_the_access_row_cannot_be_written(rf, person):
    request = rf.get("/me/")
    request.user, request.resolver_match, request.session = person, None, {}
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE cases_accessrow RENAME TO cases_away")

    with pytest.raises(ProgrammingError, match="cases_accessrow"):
        gates.render_on_record(request, "404.html", {})


def test_page_of_a_child_is_on_record_before_it_is_made(rf, person):
    child = factories.child()
    request = rf.get(f"/children/{child.reference}/")
    request.user, request.resolver_match, request.session = person, None, {}

    with pytest.raises(TemplateDoesNotExist, match="no-such-template"):
        gates.render_on_record(request, "no-such-template.html", {}, child=child)

    assert AccessRow.objects.get().child == child


def test_gate_without_a_permission_is_a_mistake():
    with pytest.raises(ValueError, match="at least one"):
        gates.gate()
