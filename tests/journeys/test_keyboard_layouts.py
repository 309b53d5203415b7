"""Every shortcut pressed where its key lies, which in another layout gives another letter."""

import re

import pytest
from playwright.sync_api import expect

from cases.models import Child
from cases.vocabulary import Role, Stage
from tests import factories
from tests.journeys.conftest import focused

pytestmark = pytest.mark.django_db(transaction=True)

KEYS = [*(f"Key{letter}" for letter in "ACDEGHJKNRTXY"), "Period", "Slash"]
LAYOUTS = {
    "russian": dict(zip(KEYS, "фсвупролткечню.", strict=True)),
    "arabic": dict(zip(KEYS, "شؤيثلاتنىقفءغزظ", strict=True)),
}
SIGNS = {"Enter": "\r", "Digit1": "1", "Digit2": "2"}
ALT, CONTROL, SHIFT = 1, 2, 8


@pytest.fixture(params=LAYOUTS)
def press(request):
    """Return what presses a key by its place, as a keyboard of the layout sends it."""
    signs = LAYOUTS[request.param] | SIGNS

    def press_key(page, *codes, held=0):
        page.wait_for_load_state()  # the scripts of a page run before it is loaded
        keyboard = page.context.new_cdp_session(page)
        for code in codes:
            text = {} if held & ~SHIFT else {"text": signs[code]}
            key = code if code == "Enter" else signs[code]
            stroke = {"code": code, "key": key, "modifiers": held}
            keyboard.send("Input.dispatchKeyEvent", {"type": "keyDown", **stroke, **text})
            keyboard.send("Input.dispatchKeyEvent", {"type": "keyUp", **stroke})

    return press_key


@pytest.fixture
def worker():
    return factories.user(Role.CASEWORKER)


def test_pages_are_opened_by_their_letters(browse, worker, press):
    page = browse(worker)
    page.goto("/")

    for letter, opened in (
        ("KeyD", "/dashboard/"),
        ("KeyC", "/children/?mine=1&sort=due"),
        ("KeyT", "/tasks/"),
        ("KeyH", "/"),
    ):
        press(page, "KeyG", letter)
        expect(page).to_have_url(opened)
    press(page, "Slash", held=SHIFT)
    expect(page.get_by_role("dialog", name="Shortcuts")).to_be_visible()
    page.get_by_role("button", name="Back to the page").click()
    press(page, "Slash")
    expect(page.locator("#q")).to_be_focused()
    expect(page.locator("#q")).to_have_value("")


def test_rows_are_picked_opened_and_given_away(browse, worker, press):
    factories.family(2, team=worker.team, caseworker=worker)
    page = browse(worker)
    page.goto("/children/")

    press(page, "KeyJ", "KeyJ", "KeyK", "KeyX", "KeyJ", "KeyX")
    expect(page.locator("tbody input:checked")).to_have_count(2)
    press(page, "KeyA")
    expect(page.locator("main form b")).to_have_text("2 children")
    page.go_back()
    press(page, "KeyJ", "Enter")
    expect(page.locator("h1")).to_contain_text("TJ-IQ-")


def test_a_case_is_corrected_gone_on_with_and_given_away(browse, worker, press):
    child = factories.child(caseworker=worker)
    page = browse(worker)
    page.goto(child.get_absolute_url())

    press(page, "KeyE")
    expect(page).to_have_url(f"{child.get_absolute_url()}edit/identity/")
    page.go_back()
    following = page.locator(".next .btn.primary").get_attribute("href")
    press(page, "Enter")
    expect(page).to_have_url(following)
    page.go_back()
    press(page, "KeyA")
    expect(page).to_have_url(f"{child.get_absolute_url()}assign/")


def test_names_are_hidden_by_a_key(browse, worker, press):
    child = factories.child(caseworker=worker)
    page = browse(worker)
    page.goto(child.get_absolute_url())

    press(page, "Period")

    expect(page.get_by_role("button", name="Show names")).to_be_visible()


def test_a_family_is_begun_gets_a_child_and_is_sent(browse, worker, press):
    page = browse(worker)
    page.goto("/")

    press(page, "KeyN")
    expect(page.locator("#id_mother-name_family")).to_be_focused()
    press(page, "KeyA", held=ALT)
    assert focused(page) == "child-1-name_family"
    press(page, "Enter", held=CONTROL)
    expect(page.locator("[data-error-summary]")).to_be_focused()


def test_an_assessment_is_decided_and_the_next_one_opened(browse, press):
    first, second = (factories.child(Stage.VERIFIED) for _ in range(2))
    for child in (first, second):
        factories.assess(child)
    page = browse(factories.user(Role.REVIEWER))
    page.goto("/reviews/")
    page.get_by_role("link", name=first.reference).click()

    press(page, "KeyJ")
    expect(page).to_have_url(re.compile(second.reference))
    press(page, "KeyK")
    expect(page).to_have_url(re.compile(first.reference))
    press(page, "Digit2")
    expect(page.locator("#id_decided_1")).to_be_checked()
    press(page, "Digit1")
    page.get_by_label("Reasons").fill("Agreed.")
    press(page, "KeyY", held=ALT)
    expect(page.locator(".notice")).to_contain_text("Decision recorded.")
    expect(page).to_have_url(re.compile(second.reference))


def test_each_act_of_a_key_has_a_control_that_is_seen(browse, worker):
    child = factories.family(2, team=worker.team, caseworker=worker).children.first()
    factories.assess(factories.child(Stage.VERIFIED))
    page, reviewer = browse(worker), browse(factories.user(Role.REVIEWER))

    page.goto("/children/")
    page.locator("tbody input[type=checkbox]").first.check()
    assert_seen(page, "#q", "[data-names]", "[data-assign]", "tbody a")
    page.locator("header .menu summary").click()
    assert_seen(page, "[data-keys]")
    page.goto(child.get_absolute_url())
    assert_seen(page, '[href$="/edit/identity/"]', ".next .primary", '[href$="/assign/"]')
    page.goto("/mothers/")
    assert_seen(page, 'main [href="/mothers/new/"]')
    page.goto("/mothers/new/")
    assert_seen(page, "[name=add_child]", "main button.primary")
    reviewer.goto("/reviews/")
    reviewer.locator("tbody a").first.click()
    assert_seen(reviewer, ".in-order a", "#id_decided_0", "[data-decide]")


def assert_seen(page, *controls):
    for control in controls:
        expect(page.locator(control).first).to_be_visible()


def test_turned_off_no_letter_does_anything(browse, worker, press):
    child = factories.child(caseworker=worker)
    worker.shortcuts = False
    worker.save()
    page = browse(worker)
    page.goto(child.get_absolute_url())

    press(page, "KeyG", "KeyD", "KeyN", "KeyE", "Enter", "KeyA", "Period", "Slash", "KeyJ")

    expect(page).to_have_url(child.get_absolute_url())
    expect(page.get_by_role("button", name="Hide names")).to_be_visible()
    assert page.evaluate("document.activeElement === document.body")
    assert Child.objects.get().version == child.version
