"""A security key, set up at the first sign-in and used at the second; the pages on the way."""

import pytest
from playwright.sync_api import expect

from cases.models import SecondFactor
from cases.vocabulary import FactorKind, Role
from tests import factories
from tests.journeys.conftest import ENGLISH, RIGHT_TO_LEFT

pytestmark = pytest.mark.django_db(transaction=True)
#: A key that the browser believes to have, touched at once.
KEY = {"protocol": "ctap2", "transport": "usb", "automaticPresenceSimulation": True}


def _sign_in(page, person):
    page.goto("/login/")
    page.fill("[name=username]", person.username)
    page.fill("[name=password]", factories.PASSWORD)
    page.click("main button[type=submit]")


def test_key_is_set_up_and_opens_the_register(browse, assert_accessible):
    person = factories.user(Role.OFFICIAL, username="nilufar")
    page = browse(None, ENGLISH)
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})

    _sign_in(page, person)
    expect(page.get_by_text("then every page opens")).to_be_visible()
    assert_accessible(page)
    page.goto("/me/second-factor/app/")
    assert_accessible(page)
    page.goto("/me/second-factor/key/")
    page.fill("[name=name]", "on my key ring")
    assert_accessible(page)
    page.get_by_role("button", name="Add the key").click()
    expect(page.locator("ol.codes li")).to_have_count(10)
    assert_accessible(page)
    page.get_by_role("link", name="I have saved them").click()
    page.goto("/me/second-factor/")
    expect(page.get_by_text("on my key ring").first).to_be_visible()
    assert_accessible(page)

    page.locator("details.menu summary").click()
    page.get_by_role("button", name="Sign out").click()
    _sign_in(page, person)
    expect(page.get_by_label("Code")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Use the security key").click()
    expect(page.get_by_role("heading", name="Progress in bringing")).to_be_visible()

    key = SecondFactor.objects.get(kind=FactorKind.KEY)
    assert key.used_at is not None
    assert key.counter > 0


def test_pages_are_usable_in_the_other_direction(browse, assert_accessible):
    person = factories.user(Role.OFFICIAL)
    page = browse(person, RIGHT_TO_LEFT)

    for path in ("/me/second-factor/", "/me/second-factor/app/", "/me/sessions/", "/me/confirm/"):
        page.goto(path)
        assert_accessible(page)
