"""A caseworker finds a child: by narrowing the list, by part of a name, by a misspelling."""

import re

import pytest
from playwright.sync_api import expect

from cases.casework.names import add_name
from cases.vocabulary import NameKind, Role, Stage
from tests import factories
from tests.journeys.conftest import ENGLISH, Hands, focused

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def worker():
    return factories.user(Role.CASEWORKER)


@pytest.fixture
def child(worker):
    """The child to be found, among 27 others."""
    for _ in range(3):
        factories.family(9, caseworker=worker)
    made = factories.child(Stage.ELIGIBLE, name="Тахмина Олимова", caseworker=worker)
    add_name(made.person, "Сафия Назарова", kind=NameKind.ALIAS)
    add_name(made.person, "صفية نزاروفا", kind=NameKind.OFFICIAL)
    return made


def open_filters(page):
    panel = page.locator("details.panel")
    if not panel.evaluate("panel => panel.open"):
        panel.locator("summary").click()


def test_caseworker_narrows_the_list_and_back_restores_it(browse, child, worker, assert_accessible):
    page = browse(worker)
    page.goto("/children/")
    expect(page.locator("[role=status] >> text=28 children in 4 families")).to_be_visible()
    expect(page.locator("tbody tr")).to_have_count(25)
    assert_accessible(page)

    open_filters(page)
    assert_accessible(page)
    page.get_by_role("checkbox", name=re.compile("^Eligible 1")).check()
    page.get_by_role("button", name="Show results").click()

    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.get_by_role("link", name="Remove filter: Stage: Eligible")).to_be_visible()
    assert_accessible(page)

    page.locator("tbody th a").click()
    expect(page).to_have_url(re.compile(f"/children/{child.reference}/$"))
    page.go_back()
    expect(page).to_have_url(re.compile(r"\?.*stage=eligible"))
    expect(page.locator("tbody tr")).to_have_count(1)

    page.get_by_role("link", name="Clear all").click()
    page.get_by_role("link", name="Next").click()
    expect(page.locator("tbody tr")).to_have_count(3)
    expect(page).to_have_url(re.compile("page=2"))


def test_caseworker_sorts_and_drops_the_filter_that_finds_nothing(
    browse, child, worker, assert_accessible
):
    page = browse(worker, ENGLISH)
    page.goto("/children/?stage=deferred&sex=m")
    expect(page.get_by_text("28 more if you remove “Stage”.")).to_be_visible()
    assert_accessible(page)

    page.get_by_role("link", name="Remove “Stage”").click()
    page.get_by_role("columnheader", name="Case").get_by_role("link").click()

    expect(page.locator("th[aria-sort=ascending]")).to_have_text("Case")
    page.wait_for_load_state()
    references = page.locator("tbody td .ref").all_text_contents()
    assert references == sorted(references)
    expect(page).to_have_url(re.compile("sex=m"))


@pytest.mark.parametrize(
    ("typed", "heading"),
    [("назар", "Children"), ("صفية", "Children"), ("Safia Nazarova", "Spelling close to")],
)
def test_caseworker_finds_a_child_with_keys_alone(
    browse, child, worker, assert_accessible, typed, heading
):
    page = browse(worker)
    page.goto("/children/")

    page.keyboard.press("Slash")
    assert focused(page) == "q"
    page.keyboard.type(typed)
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("/search/$"))
    expect(page.locator("main h2").first).to_contain_text(heading)
    expect(page.locator("tbody th a").first).to_have_attribute(
        "href", f"/children/{child.reference}/"
    )
    assert typed not in page.title()
    assert_accessible(page)


def test_suggestions_are_chosen_with_arrow_keys(browse, child, worker, assert_accessible):
    page = browse(worker, ENGLISH)
    page.goto("/children/")
    box, lines = page.locator("#q"), page.locator("#q_suggestions [role=option]")

    page.keyboard.press("Slash")
    page.keyboard.type("Safia Nazarova")
    expect(lines.first).to_contain_text("Сафия Назарова · same sound, other script")
    expect(page.locator("#q_status")).to_contain_text("Choose with the arrow keys.")
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(lines.first).to_be_hidden()
    expect(box).to_have_value("Safia Nazarova")
    page.keyboard.press("Backspace")
    expect(lines.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "q_option_0")
    page.keyboard.press("Escape")

    page.goto("/")
    hands = Hands(page)
    hands.press("Slash")
    page.keyboard.type("Safia N")
    expect(lines.first).to_contain_text("Сафия Назарова")
    hands.press("ArrowDown", "Enter")

    expect(page).to_have_url(re.compile(f"/children/{child.reference}/$"))
    assert hands.count == (0, 3)


def test_list_and_search_work_without_scripts(browse, child, worker):
    page = browse(worker, ENGLISH, scripts=False)
    page.goto("/children/")
    page.locator("details.panel summary").click()
    page.get_by_role("checkbox", name=re.compile("^Eligible 1")).check()
    page.get_by_role("button", name="Show results").click()
    expect(page.locator("tbody tr")).to_have_count(1)

    page.locator("#q").fill("сафия")
    page.locator("#q").press("Enter")

    expect(page.locator("tbody th a").first).to_have_attribute(
        "href", f"/children/{child.reference}/"
    )


def test_finance_officer_sees_case_numbers_alone(browse, child, worker, assert_accessible):
    number = child.reference.removeprefix("TJ-IQ-")
    named = browse(worker)
    named.goto("/search/")
    named.locator("#search_q").fill(number)
    named.locator("main button.primary").click()
    expect(named).to_have_url(re.compile(f"/children/{child.reference}/$"))
    expect(named.locator("h1")).to_contain_text("Билол")
    page = browse(factories.user(Role.FINANCE_OFFICER))

    page.goto("/children/")

    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody th")).to_have_text(child.reference)
    assert_accessible(page)

    page.goto("/search/")
    page.locator("#search_q").fill(number)
    page.locator("main button.primary").click()

    expect(page).to_have_url(re.compile(f"/children/{child.reference}/$"))
    assert "Билол" not in page.content()
    assert_accessible(page)
