"""Until the second factor is shown, or set, every address leads to it, and no page is seen."""

import pytest
from django.conf import settings

from cases.casework.secrecy import conceal
from cases.models import SecondFactor
from cases.vocabulary import FactorKind, Role
from cases.web.whole_sign_in import ASKED, DONE, STATE, TO_SET
from tests import factories
from tests.addresses import PATTERNS, address, make_world
from tests.conftest import SparingClient

pytestmark = pytest.mark.django_db
#: Open whatever is still to do, and what belongs to the page of each thing.
ALWAYS = {"login", "logout", "language", "forgotten"} | {
    *("public", "public-totals", "read-openapi", "read-agreements"),
    *("read-totals", "read-figures", "read-nothing", "read-guide"),
}
SETS = {"factors", "factor-app", "factor-key", "factor-codes", "confirm"}
LEADS = {ASKED: "/second-factor/", TO_SET: "/me/second-factor/"}
OPEN = {ASKED: ALWAYS | {"second-factor"}, TO_SET: ALWAYS | SETS}
ELSEWHERE = ("/admin/", "/admin/cases/user/", "/admin/password_change/", "/nowhere/")


@pytest.fixture
def person():
    return factories.UserFactory(is_superuser=True, is_staff=True)


def _at(client, state: str) -> None:
    session = client.session
    session[STATE] = state
    session.save()


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("state", [ASKED, TO_SET])
def test_every_address_leads_to_what_is_still_to_do(person, state, method):
    world, client = make_world(), SparingClient()
    client.force_login(person)
    _at(client, state)
    shut = [address(route, world) for route in PATTERNS if route not in OPEN[state]]

    answers = {at: getattr(client, method)(at) for at in (*shut, *ELSEWHERE)}

    ways = {at: answer.get("Location", "").partition("?")[0] for at, answer in answers.items()}
    assert ways == dict.fromkeys(answers, LEADS[state])
    assert {answer.content for answer in answers.values()} == {b""}


def test_without_the_factor_no_route_opens_for_any_role():
    world, client, wrong = make_world(), SparingClient(), []
    shut = [address(route, world) for route in PATTERNS if route not in OPEN[ASKED]]

    for role in Role:
        client.force_login(factories.user(role))
        _at(client, ASKED)
        ways = {at: client.get(at).get("Location", "").partition("?")[0] for at in shut}
        wrong += [(role, at) for at, way in ways.items() if way != LEADS[ASKED]]
        client.logout()

    assert wrong == []


def test_state_costs_no_query(client, person, django_assert_num_queries):
    client.force_login(person)
    _at(client, ASKED)

    with django_assert_num_queries(2):  # session, user
        client.get("/children/")


@pytest.mark.parametrize("has_factor", [True, False])
def test_session_from_before_is_asked_once(client, person, has_factor):
    if has_factor:
        secret = conceal("secret")
        SecondFactor.objects.create(user=person, kind=FactorKind.APP, secret=secret)
    client.force_login(person)
    session = client.session
    del session[STATE]
    session.save()

    answer = client.get("/me/")

    assert answer["Location"] == f"{LEADS[ASKED if has_factor else TO_SET]}?next=/me/"
    assert client.session[STATE] == (ASKED if has_factor else TO_SET)


def test_cookie_of_another_who_is_not_through_opens_nothing(client, person):
    SecondFactor.objects.create(user=person, kind=FactorKind.APP, secret=conceal("secret"))
    client.force_login(person)
    _at(client, ASKED)
    thief = type(client)()
    name = settings.SESSION_COOKIE_NAME
    thief.cookies[name] = client.cookies[name].value

    assert thief.get("/me/").status_code == 302
    assert thief.get("/me/second-factor/app/").status_code == 302


def test_register_that_asks_nobody_opens_without(client, person, settings):
    settings.SECOND_FACTOR = False
    client.force_login(person)
    session = client.session
    del session[STATE]
    session.save()

    assert client.get("/me/").status_code == 200
    assert client.session[STATE] == DONE


def test_who_has_a_factor_shows_it_even_where_nobody_must(client, settings):
    settings.SECOND_FACTOR = False
    person = factories.user(Role.ADMIN)
    SecondFactor.objects.create(user=person, kind=FactorKind.APP, secret=conceal("secret"))
    typed = {"username": person.username, "password": factories.PASSWORD}

    client.post("/login/", typed)

    assert client.get("/me/")["Location"] == "/second-factor/?next=/me/"
