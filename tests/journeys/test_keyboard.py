"""Cases are given to a colleague from the keyboard alone, in whatever layout it stands."""

import pytest
from playwright.sync_api import expect

from cases.vocabulary import Role
from tests import factories
from tests.journeys.conftest import Hands

pytestmark = pytest.mark.django_db(transaction=True)


def test_ten_cases_are_given_by_keys(browse, assert_accessible):
    caseworker, colleague = factories.user(Role.CASEWORKER), factories.user(Role.CASEWORKER)
    factories.family(10, team=caseworker.team, caseworker=caseworker)
    page = browse(caseworker)
    page.goto("/")

    page.keyboard.press("Shift+Slash")
    expect(page.locator("#keys")).to_be_visible()
    assert_accessible(page)
    page.keyboard.press("Escape")

    hands = Hands(page)
    hands.press("KeyG", "KeyC")
    expect(page).to_have_url("/children/?mine=1&sort=due")
    expect(page.locator("[data-bar]")).to_be_hidden()
    for _ in range(10):
        hands.press("KeyJ", "KeyX")
    expect(page.locator("[data-bar]")).to_be_visible()
    expect(page.locator("tbody input:checked")).to_have_count(10)
    page.evaluate("scrollTo(0, 0)")  # what the heading hides is not measured
    assert_accessible(page)
    hands.press("KeyA")

    expect(page.locator("main form b")).to_have_text("10 children")
    assert_accessible(page)
    page.locator("select[name=caseworker]").select_option(str(colleague.pk))
    page.locator("select[name=caseworker]").focus()
    hands.press("Control+Enter")
    expect(page.locator(".notice")).to_contain_text("10 cases are assigned to")
    assert colleague.cases.count() == 10
    # Two to the list, two for each of ten rows, one to assign, one to save; a click on the name.
    assert hands.count == (0, 24)


def test_keys_do_nothing_while_one_types_or_where_they_are_off(browse):
    caseworker = factories.user(Role.CASEWORKER)
    page = browse(caseworker)
    page.goto("/children/")
    page.keyboard.press("Slash")
    page.keyboard.type("gcn")
    expect(page.locator("#q")).to_have_value("gcn")
    expect(page).to_have_url("/children/")

    page.goto("/me/")
    page.locator("[name=shortcuts]").uncheck()
    page.locator("main form button.primary").click()
    page.wait_for_load_state()
    page.keyboard.press("Shift+Slash")
    page.keyboard.press("KeyN")
    expect(page.locator("#keys")).to_have_count(0)
    expect(page).to_have_url("/me/")
