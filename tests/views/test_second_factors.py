"""The second factor: set after the first sign-in, shown at each further one, used once."""

import datetime
import re

import pyotp
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.casework import second_factors
from cases.casework.secrecy import conceal
from cases.models import Demonstration, SecondFactor, User
from cases.vocabulary import FactorKind, Role
from cases.web.again import CONFIRMED_AT
from cases.web.frame import is_demonstration
from tests import factories

pytestmark = pytest.mark.django_db
SECRET = pyotp.random_base32()
PAGE = "/second-factor/"
WRONG = "This code is wrong, or was already used."


@pytest.fixture
def person() -> User:
    return factories.user(Role.CASEWORKER, username="sitora")


@pytest.fixture
def app(person: User) -> SecondFactor:
    return SecondFactor.objects.create(user=person, kind=FactorKind.APP, secret=conceal(SECRET))


@pytest.fixture
def browser(person: User) -> Client:
    """Somebody who has typed the right password, and nothing else yet."""
    return _with_password(person)


def _with_password(person: User, **more: str) -> Client:
    is_demonstration.cache_clear()
    client = Client(**more)
    typed = {"username": person.username, "password": factories.PASSWORD}
    assert client.post("/login/", typed).status_code == 302
    return client


def _code(shift: int = 0) -> str:
    """The code of now, or of so many steps away from now."""
    return pyotp.TOTP(SECRET).at(timezone.now(), counter_offset=shift)


def _other_than(*codes: str) -> str:
    return next(code for n in range(9) if (code := f"{n:06}") not in codes)


WRONG_CODE = "000000"


def _show(client: Client, code: str, **more: str):
    return client.post(PAGE, {"code": code, **more})


def test_code_of_the_app_opens_what_was_asked_for(app, person):
    browser = _with_password(person)

    asked = browser.get("/me/")
    shown = _show(browser, _code(), next="/me/")

    assert asked["Location"] == "/second-factor/?next=/me/"
    assert shown["Location"] == "/me/"
    assert browser.get("/me/").status_code == 200


def test_session_gets_a_new_key_with_the_factor(app, person):
    browser = _with_password(person)
    before = browser.session.session_key

    _show(browser, _code())

    assert browser.session.session_key != before


def test_code_is_used_once_and_a_later_one_opens_again(app, person):
    first, second = _with_password(person), _with_password(person)
    code = _code()

    opened = _show(first, code)
    replayed = _show(second, code)
    older = _show(second, _code(-1))
    later = _show(second, _code(1))

    assert opened.status_code == later.status_code == 302
    assert WRONG in replayed.content.decode()
    assert WRONG in older.content.decode()


@pytest.mark.parametrize(("shift", "opens"), [(-2, False), (-1, True), (1, True), (3, False)])
def test_clock_of_the_telephone_may_be_one_step_off(app, person, shift, opens):
    code = ""
    while code != _code(shift):  # again, if the half of a minute ended meanwhile
        code = _code(shift)
        answer = _show(_with_password(person), code)

    assert (answer.status_code == 302) is opens


@pytest.mark.parametrize(
    "code", ["", " ", "12345", "1234567", "abc", "a\0b", "\u202e", "½½½½½½", "x" * 61, "-" * 60]
)
def test_odd_code_opens_nothing(app, person, code):
    browser = _with_password(person)

    answer = _show(browser, code)

    assert answer.status_code == 200
    assert browser.get("/me/")["Location"] == "/second-factor/?next=/me/"
    assert SecondFactor.objects.get().used_at is None


def test_code_of_another_person_opens_nothing(app):
    stranger = factories.user(Role.ADMIN)
    secret = conceal(pyotp.random_base32())
    SecondFactor.objects.create(user=stranger, kind=FactorKind.APP, secret=secret)

    answer = _show(_with_password(stranger), _code())

    assert WRONG in answer.content.decode()


def test_guessed_codes_wait_and_a_recovery_code_does_not(app, person):
    [code, *_others] = second_factors.new_codes(by=person)
    browser, wrong = _with_password(person), _other_than(_code(-1), _code(), _code(1))

    answers = [_show(browser, wrong).status_code for _ in range(6)]
    right, recovery = _show(browser, _code()), _show(browser, code)

    assert answers == [200] * 4 + [429] * 2
    assert right.status_code == 429
    assert recovery.status_code == 302


def test_guessing_elsewhere_makes_nobody_wait_here(app, person):
    thief = _with_password(person, REMOTE_ADDR="203.0.113.9")
    for _ in range(6):
        _show(thief, _other_than(_code(-1), _code(), _code(1)))

    assert _show(_with_password(person), _code()).status_code == 302


def test_guessing_from_everywhere_waits_at_last(app, person):
    wrong = _other_than(_code(-1), _code(), _code(1))
    for n in range(8):
        thief = _with_password(person, REMOTE_ADDR=f"203.0.113.{n}")
        for _ in range(4):
            _show(thief, wrong)

    assert _show(_with_password(person), _code()).status_code == 429


def test_recovery_code_is_used_once_however_it_is_typed(app, person):
    [code, *_others] = second_factors.new_codes(by=person)
    typed = code.upper().replace("-", " ")

    opened, again = (_show(_with_password(person), typed) for _ in range(2))

    assert opened.status_code == 302
    assert WRONG in again.content.decode()
    assert SecondFactor.objects.filter(kind=FactorKind.RECOVERY, used_at=None).count() == 9


def test_secret_and_codes_are_unreadable_in_the_database(app, person):
    [code, *_others] = second_factors.new_codes(by=person)

    stored = str(list(SecondFactor.objects.values()))

    assert SECRET not in stored
    assert code not in stored
    assert code.replace("-", "") not in stored


def test_former_key_of_the_register_still_opens_what_it_sealed(app, person, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another" * 10
    rotated = _show(_with_password(person), _code())
    settings.SECRET_KEY_FALLBACKS = []

    resealed = _show(_with_password(person), _code(1))

    assert rotated.status_code == resealed.status_code == 302


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.ADMIN, Role.AUDITOR])
def test_first_sign_in_sets_a_factor_after_the_own_password(role):
    person = factories.user(role, must_change_password=True)
    browser, new = _with_password(person), "a password of her own"

    own = browser.get("/")["Location"]
    typed = {"old_password": factories.PASSWORD, "new_password1": new, "new_password2": new}
    browser.post(own, typed)
    first = browser.get("/admin/")["Location"]
    page = browser.get(first)

    assert own == "/me/password/"
    assert first == "/me/second-factor/?next=/admin/"
    assert "then every page opens" in page.content.decode()


def _set_app(browser: Client, **more: str):
    page = browser.get("/me/second-factor/app/").content.decode()
    token = re.search(r'name="token" value="([^"]+)"', page)[1]
    secret = re.search(r'class="code">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    typed = {"token": token, "code": pyotp.TOTP(secret).at(timezone.now())}
    return secret, browser.post("/me/second-factor/app/", typed | more, follow=True)


def test_app_is_set_with_its_first_code_and_codes_are_shown_once(browser, person):
    secret, page = _set_app(browser)
    codes = re.findall(r'class="code">([a-z0-9-]{29})<', page.content.decode())
    again = browser.get("/me/second-factor/codes/")
    other = _with_password(person)

    assert len(set(codes)) == 10
    assert page.redirect_chain == [("/me/second-factor/codes/", 302)]
    assert again["Location"] == "/me/second-factor/"
    assert browser.get("/me/").status_code == 200
    assert _show(other, pyotp.TOTP(secret).at(timezone.now())).status_code == 200, "used already"
    assert _show(other, codes[3]).status_code == 302


def test_wrong_first_code_sets_nothing_and_keeps_the_qr_code(browser):
    secret, page = _set_app(browser, code=WRONG_CODE)

    assert "This code is wrong. Check that the clock" in page.content.decode()
    assert secret in page.content.decode().replace(" ", "")
    assert not SecondFactor.objects.exists()


@pytest.mark.parametrize("token", ["", "rubbish", "gAAAAA" * 9, "of another"])
def test_qr_code_of_another_or_of_none_sets_nothing(browser, token):
    if token == "of another":
        token = second_factors.new_app(factories.user(Role.ADMIN))

    _secret, page = _set_app(browser, token=token)

    assert page.status_code in (200, 409)
    assert 'aria-label="QR code to scan"' in page.content.decode()
    assert not SecondFactor.objects.exists()


def test_new_app_takes_the_place_of_the_former_one(app, person, client):
    client.force_login(person)

    _set_app(client)

    assert SecondFactor.objects.filter(kind=FactorKind.APP).count() == 1
    assert _show(_with_password(person), _code()).status_code == 200


def test_last_factor_stays_and_new_codes_void_the_former(app, person, client):
    [old, *_others] = second_factors.new_codes(by=person)
    client.force_login(person)

    kept = client.post(reverse("factor-remove", args=[app.pk]))
    page = client.post("/me/second-factor/codes/", follow=True)

    assert kept.status_code == 409
    assert "One must stay." in kept.content.decode()
    assert page.content.decode().count('class="code"') == 10
    assert _show(_with_password(person), old).status_code == 200


def test_nobody_removes_the_factor_of_another(app, client):
    client.force_login(factories.user(Role.ADMIN))

    assert client.post(reverse("factor-remove", args=[app.pk])).status_code == 404


@pytest.mark.parametrize("path", ["", "app/", "key/", "codes/"])
def test_changing_the_factor_asks_who_is_at_the_keyboard(app, person, client, path):
    client.force_login(person)
    session = client.session
    session[CONFIRMED_AT] -= 600
    session.save()

    at = f"/me/second-factor/{path}"

    assert client.get(at)["Location"] == f"/me/confirm/?next={at}"
    assert client.post("/me/confirm/", {"password_again": _code(), "next": at})["Location"] == at
    assert client.post("/me/confirm/", {"password_again": _code()}).status_code == 200


def test_other_sessions_end_with_a_new_factor(browser, person):
    other = _with_password(person)

    _set_app(browser)

    assert other.get("/me/")["Location"] == "/login/?next=/me/"


def test_form_sent_before_the_factor_is_kept_and_opened_after_it(app, person, client):
    child = factories.child()
    client.force_login(person)
    at = reverse("child-note", args=[child.reference])
    mark = re.search(r'name="sender" value="([^"]+)"', client.get(at).content.decode())[1]
    browser = _with_password(person)

    answer = browser.post(at, {"sender": mark, "text": "She asked for her brother."})

    assert re.fullmatch(r"/second-factor/\?next=/drafts/\d+/", answer["Location"])
    shown = _show(browser, _code(), next=answer["Location"].partition("next=")[2])
    assert "her brother" in browser.get(shown["Location"]).content.decode()


def test_nobody_has_to_set_one_among_invented_people_but_one_account_shows_it(person):
    Demonstration.objects.create(loaded_on=datetime.date(2026, 1, 1))
    browser = _with_password(person)
    factor = SecondFactor(kind=FactorKind.APP, secret=conceal(SECRET))
    factor.user = factories.user(Role.REVIEWER, username="reviewer2")
    factor.save()

    page = browser.get("/me/").content.decode()
    asked = _with_password(factor.user).get(PAGE).content.decode()

    assert "No second factor is required here." in page
    assert "Only in the demonstration" in asked
    is_demonstration.cache_clear()


def test_register_of_real_people_shows_nobodys_secret(app, person):
    type(person).objects.filter(pk=person.pk).update(username="reviewer2")
    person.refresh_from_db()

    page = _with_password(person).get(PAGE).content.decode()

    assert "demonstration" not in page.lower()


def test_page_of_the_factors_asks_a_constant_number(app, person, client, django_assert_num_queries):
    client.force_login(person)
    for _rows in (1, 3):
        with django_assert_num_queries(3):  # session, user, factors
            client.get("/me/second-factor/")
        for n in range(2):
            SecondFactor.objects.create(user=person, kind=FactorKind.KEY, secret=f"{_rows}{n}")
