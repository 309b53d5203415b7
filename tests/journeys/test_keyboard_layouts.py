"""Every shortcut pressed where its key lies, which in another layout gives another letter."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cases.models import Child
from cases.vocabulary import ClearanceKind, DocumentKind, Role, Stage
from tests import factories
from tests.journeys.conftest import focused

pytestmark = pytest.mark.django_db(transaction=True)

KEYS = [
    *(f"Key{letter}" for letter in "ABCDEGHJKNPRSTXY"),
    *("Period", "Slash", "BracketLeft", "BracketRight"),
]
LAYOUTS = {
    "russian": dict(zip(KEYS, "фисвупролтзкыечню.хъ", strict=True)),
    "arabic": dict(zip(KEYS, "شىؤيثلاتنىحقسفءغزظجد", strict=True)),
}
SIGNS = {"Enter": "\r", "Digit1": "1", "Digit2": "2"}
ALT, CONTROL, SHIFT = 1, 2, 8


#: What the script does with a key in one place; the other tests take one layout.
IN_EACH_LAYOUT = pytest.mark.parametrize("press", LAYOUTS, indirect=True)


@pytest.fixture
def press(request):
    """Return what presses a key by its place, as a keyboard of the layout sends it."""
    signs = LAYOUTS[getattr(request, "param", "russian")] | SIGNS

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


@IN_EACH_LAYOUT
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


@IN_EACH_LAYOUT
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


@IN_EACH_LAYOUT
def test_siblings_are_opened_one_after_the_other_and_their_family(browse, worker, press):
    first, second, third = factories.family(3, caseworker=worker).children.order_by("pk")
    page = browse(worker)
    page.goto(second.get_absolute_url())

    press(page, "BracketRight")
    expect(page).to_have_url(third.get_absolute_url())
    press(page, "BracketRight")
    expect(page).to_have_url(third.get_absolute_url())
    press(page, "BracketLeft")
    expect(page).to_have_url(second.get_absolute_url())
    press(page, "BracketLeft")
    expect(page).to_have_url(first.get_absolute_url())
    press(page, "KeyS")
    expect(page).to_have_url(first.mother.get_absolute_url())


def test_the_table_of_a_family_is_walked_by_arrows_in_both_directions(browse, worker, press):
    mother = factories.family(3, caseworker=worker)
    first, second, third = mother.children.order_by("pk")
    factories.bring_to(second, Stage.VERIFIED)  # the rows differ by child
    page = browse(worker)
    page.goto(mother.get_absolute_url())
    heads = [
        page.locator(f".matrix thead a[href='{c.get_absolute_url()}']")
        for c in (first, second, third)
    ]

    heads[0].focus()
    page.keyboard.press("ArrowRight")
    expect(heads[1]).to_be_focused()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('.matrix tbody tr') !== null")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowLeft")
    page.evaluate("document.dir = 'rtl'")
    heads[0].focus()
    page.keyboard.press("ArrowLeft")
    expect(heads[1]).to_be_focused()
    page.keyboard.press("ArrowDown")
    row = page.locator(".matrix tr:has(:focus) [aria-keyshortcuts=r]")
    form = row.get_attribute("href")
    press(page, "KeyR")
    expect(page).to_have_url(form)
    page.go_back()
    press(page, "KeyN")
    expect(page).to_have_url(reverse("mother-child-new", args=[mother.reference]))


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


@IN_EACH_LAYOUT
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
    expect(page.locator(".notice")).to_contain_text(f"{first.reference} · Decided")
    expect(page).to_have_url(re.compile(second.reference))


def test_fees_of_a_family_are_ticked_and_batched(browse, press):
    factories.due_fees(3)
    page = browse(factories.user(Role.FINANCE_OFFICER))
    page.goto("/fees/?status=due")

    press(page, "KeyB")
    expect(page).to_have_url("/fees/?status=due")  # nothing is ticked yet
    press(page, "KeyJ")
    press(page, "KeyX", held=SHIFT)
    expect(page.locator("tbody input[name=fee]:checked").first).to_be_visible()
    press(page, "KeyB")
    expect(page.get_by_role("button", name="Submit for approval")).to_be_visible()


def test_requests_are_ticked_and_looked_through(browse, press):
    child = factories.child()
    form = factories.document(child, kind=DocumentKind.CONSENT)
    factories.consent(child, verified=False, document=form)
    page = browse(factories.user(Role.REVIEWER))
    page.goto("/reviews/")

    press(page, "KeyJ")
    expect(page.locator("tbody th a")).to_be_focused()
    press(page, "KeyX", "KeyC")

    expect(page).to_have_url("/reviews/confirm/")


def test_the_paper_behind_an_answer_is_opened(browse, press):
    child = factories.child(Stage.VERIFIED)
    factories.questions(child.agreement, ClearanceKind.KINSHIP)
    paper = factories.document(child, kind=DocumentKind.KINSHIP)
    factories.grant(child, ClearanceKind.KINSHIP, document=paper)
    factories.assess(child)
    page = browse(factories.user(Role.REVIEWER))
    page.goto(f"/assessments/{child.reference}/1/")

    press(page, "KeyP")

    expect(page).to_have_url(paper.get_absolute_url())


def test_a_form_is_saved_and_the_next_one_opened(browse, worker, press):
    child = factories.child(Stage.VERIFIED, caseworker=worker)
    page = browse(worker)
    page.goto(f"{child.get_absolute_url()}assess/")

    with page.expect_request(lambda each: each.method == "POST") as sent:
        press(page, "KeyN", held=ALT)

    assert "next=1" in sent.value.post_data
    expect(page.locator("[data-error-summary]")).to_be_focused()


def test_each_act_of_a_key_has_a_control_that_is_seen(browse, worker):
    child = factories.family(2, team=worker.team, caseworker=worker).children.first()
    factories.assess(factories.child(Stage.VERIFIED))
    page, reviewer = browse(worker), browse(factories.user(Role.REVIEWER))

    page.goto("/children/")
    page.locator("tbody input[type=checkbox]").first.check()
    assert_seen(page, "#q", "[aria-keyshortcuts='.']", "[aria-keyshortcuts=a]", "tbody a")
    page.locator("header .menu summary").click()
    assert_seen(page, "[data-keys]")
    page.goto(child.get_absolute_url())
    assert_seen(page, '[href$="/edit/identity/"]', ".next .primary", '[href$="/assign/"]')
    page.goto("/mothers/")
    assert_seen(page, 'main [href="/mothers/new/"]')
    page.goto("/mothers/new/")
    assert_seen(page, "[name=add_child]", "main button.primary")
    reviewer.goto("/reviews/")
    reviewer.locator("tbody th a").first.click()
    assert_seen(reviewer, ".in-order a", "#id_decided_0", "[aria-keyshortcuts='Alt+Y']")


def assert_seen(page, *controls):
    for control in controls:
        expect(page.locator(control).first).to_be_visible()


@IN_EACH_LAYOUT
def test_turned_off_no_letter_does_anything(browse, worker, press):
    child = factories.child(caseworker=worker)
    worker.shortcuts = False
    worker.save()
    page = browse(worker)
    page.goto(child.get_absolute_url())
    expect(page.locator("[aria-keyshortcuts], .search kbd")).to_have_count(0)

    press(page, "KeyG", "KeyD", "KeyN", "KeyE", "Enter", "KeyA", "Period", "Slash", "KeyJ")

    expect(page).to_have_url(child.get_absolute_url())
    expect(page.get_by_role("button", name="Hide names")).to_be_visible()
    assert page.evaluate("document.activeElement === document.body")
    assert Child.objects.get().version == child.version
