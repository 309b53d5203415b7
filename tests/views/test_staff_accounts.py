"""Sessions that are listed and ended, and a second factor that two people reset."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from cases.casework.secrecy import conceal
from cases.models import FactorReset, RoleGrant, SecondFactor, User
from cases.vocabulary import FactorKind, Role
from tests import factories
from tests.conftest import StaffClient

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:115.0) Gecko/20100101 Firefox/115.0"


@pytest.fixture
def person() -> User:
    return factories.user(Role.CASEWORKER, username="sitora")


@pytest.fixture
def app(person: User) -> SecondFactor:
    return SecondFactor.objects.create(user=person, kind=FactorKind.APP, secret=conceal("s"))


@pytest.fixture
def admin() -> User:
    return factories.user(Role.ADMIN, language="en")


@pytest.fixture
def reviewer() -> User:
    return factories.user(Role.REVIEWER, language="en")


def _as(user: User) -> StaffClient:
    client = StaffClient()
    client.force_login(user)
    return client


def _press(user: User, what: str, whom: User, **typed: object):
    at = reverse(f"account-{what}", args=[whom.pk])
    return _as(user).post(at, typed, follow=True)


def _elsewhere(person: User) -> Client:
    client = Client(REMOTE_ADDR="203.0.113.9", headers={"user-agent": FIREFOX})
    client.post("/login/", {"username": person.username, "password": factories.PASSWORD})
    return client


def test_own_sessions_are_listed_and_one_is_ended(client, person):
    there, further = _elsewhere(person), _as(person)
    client.force_login(person)

    page = client.get("/me/sessions/").content.decode()
    mark = re.search(r'Firefox on Windows.*?name="session" value="(\w+)"', page, re.DOTALL)[1]
    client.post("/me/sessions/end/", {"session": mark})

    assert "203.0.113.…" in page
    assert "203.0.113.9" not in page
    assert page.count("This one") == 1
    assert not any(key in page for key in Session.objects.values_list("pk", flat=True))
    assert there.get("/me/")["Location"].startswith("/login/")
    assert further.get("/me/").status_code == client.get("/me/").status_code == 200


def test_all_others_are_ended_and_this_one_stays(client, person):
    others = [_elsewhere(person), _as(person)]
    client.force_login(person)

    client.post("/me/sessions/end/")

    assert client.get("/me/").status_code == 200
    assert {other.get("/me/").status_code for other in others} == {302}


@pytest.mark.parametrize("mark", ["rubbish", "\u202e", "a\0b", "x" * 5000])
def test_odd_mark_ends_nothing(client, person, mark):
    client.force_login(person)

    client.post("/me/sessions/end/", {"session": mark})

    assert Session.objects.count() == 1


def test_nobody_ends_the_session_of_another_by_its_mark(client, person, admin):
    theirs = _as(admin)
    page = theirs.get(reverse("account", args=[person.pk])).content.decode()
    _elsewhere(person)
    page = theirs.get(reverse("account", args=[person.pk])).content.decode()
    mark = re.search(r'name="session" value="(\w+)"', page)[1]
    client.force_login(factories.user(Role.OFFICIAL))

    client.post("/me/sessions/end/", {"session": mark})
    still = Session.objects.count()
    _press(admin, "sessions-end", person, session=mark)

    assert Session.objects.count() == still  # the admin's second one came, the person's went


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_a_constant_number(client, person, rows, django_assert_num_queries):
    for _ in range(rows):
        _as(person)
    client.force_login(person)

    with django_assert_num_queries(3):  # session, user, sessions
        client.get("/me/sessions/")


def test_admin_ends_all_sessions_of_somebody(person, admin):
    there = _elsewhere(person)

    page = _press(admin, "sessions-end", person)

    assert "1 session was ended." in page.content.decode()
    assert there.get("/me/")["Location"].startswith("/login/")


def test_two_people_reset_and_the_next_sign_in_sets_another(app, person, admin, reviewer):
    there = _as(person)
    asked = _press(admin, "reset-ask", person)
    waiting = _as(reviewer).get("/reviews/").content.decode()
    version = FactorReset.objects.get().version

    done = _press(reviewer, "reset-approve", person, version=version)

    again = _elsewhere(person)
    assert "A reviewer or another admin must confirm it." in asked.content.decode()
    assert str(person) in waiting
    assert "The second factor is reset." in done.content.decode()
    assert there.get("/me/").status_code == 302
    assert again.get("/me/")["Location"] == "/me/second-factor/?next=/me/"
    told = RoleGrant.objects.filter(whom=person).order_by("-pk")[:2]
    assert [(grant.role, grant.by) for grant in told] == [
        ("second factor", reviewer),
        ("reset", admin),
    ]


def test_auditor_is_told_in_words(client, app, person, admin, reviewer):
    _press(admin, "reset-ask", person)
    _press(reviewer, "reset-approve", person, version=1)
    client.force_login(factories.user(Role.AUDITOR, language="en"))

    page = client.get("/roles/").content.decode()

    assert "Reset requested" in page
    assert page.index("Reset</span>") < page.index("Reset requested")


def test_who_asked_does_not_confirm_and_may_withdraw(app, person, admin):
    _press(admin, "reset-ask", person)

    refused = _press(admin, "reset-approve", person, version=1)
    page = _press(admin, "reset-drop", person, version=1)

    assert refused.status_code == 409
    assert "A second person must confirm the reset." in refused.content.decode()
    assert "The request is cancelled." in page.content.decode()
    assert SecondFactor.objects.filter(pk=app.pk).exists()


def test_answered_request_is_not_answered_again(app, person, admin, reviewer):
    _press(admin, "reset-ask", person)
    _press(reviewer, "reset-drop", person, version=1)

    late = _press(factories.user(Role.ADMIN, language="en"), "reset-approve", person, version=2)

    assert "This request was already answered." in late.content.decode()
    assert SecondFactor.objects.filter(pk=app.pk).exists()


def test_what_was_not_set_or_was_asked_already_is_refused(person, admin):
    SecondFactor.objects.create(user=person, kind=FactorKind.KEY, secret="k")
    nothing = _press(admin, "reset-ask", factories.user(Role.OFFICIAL))
    _press(admin, "reset-ask", person)
    twice = _press(factories.user(Role.ADMIN, language="en"), "reset-ask", person)

    assert "There is no second factor to reset." in nothing.content.decode()
    assert "Already requested." in twice.content.decode()


def test_nobody_resets_their_own(admin):
    SecondFactor.objects.create(user=admin, kind=FactorKind.KEY, secret="k")

    own = _press(admin, "reset-ask", admin)

    assert "Your own second factor is reset by others." in own.content.decode()


def _choose_password(admin: User, person: User):
    typed = {"password1": "long enough for now"}
    at = reverse("admin:auth_user_password_change", args=[person.pk])
    return _as(admin).post(at, typed | {"password2": "long enough for now"}, follow=True)


def test_one_person_never_resets_both(app, person, admin, reviewer):
    _choose_password(admin, person)
    first = _press(admin, "reset-ask", person)
    other = factories.user(Role.ADMIN, language="en")
    _press(other, "reset-ask", person)
    second = _press(admin, "reset-approve", person, version=1)
    _press(reviewer, "reset-approve", person, version=1)

    third = _choose_password(other, person)

    for page in (first, second):
        assert "You set the password of this account." in page.content.decode()
    assert "You took part in the reset of this second factor." in third.content.decode()
    person.refresh_from_db()
    assert RoleGrant.objects.filter(whom=person, role="password").count() == 1


def test_only_admin_is_helped_on_the_server(app, person, capsys):
    there = _as(person)

    call_command("reset_second_factor", "SITORA")

    assert not person.second_factors.exists()
    assert there.get("/me/").status_code == 302
    last = RoleGrant.objects.order_by("-pk").first()
    assert (last.whom, last.role, last.by) == (person, "second factor", None)
    with pytest.raises(CommandError, match="no second factor"):
        call_command("reset_second_factor", "sitora")


def test_account_of_a_superuser_is_hidden_from_admins(admin):
    boss = factories.UserFactory(is_superuser=True)

    assert _as(admin).get(reverse("account", args=[boss.pk])).status_code == 404


def test_page_of_the_account_in_the_administration_leads_here(person, admin):
    page = _as(admin).get(reverse("admin:cases_user_change", args=[person.pk])).content.decode()

    assert f'href="{person.get_absolute_url()}"' in page
