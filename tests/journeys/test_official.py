"""An official's morning: how far are we, what was agreed, and both on paper."""

import re

import pytest
from playwright.sync_api import expect

from cases.vocabulary import BatchStatus, Role, Stage
from tests import factories
from tests.journeys.conftest import ENGLISH, RIGHT_TO_LEFT, sheets

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def some_cases() -> None:
    for stage in (Stage.REGISTERED, Stage.ELIGIBLE, Stage.RETURNED, Stage.INELIGIBLE):
        factories.child(stage)
    factories.batch(BatchStatus.SENT, fees=1)


def test_official_reads_the_dashboard_and_the_agreement(
    browse, pair, some_cases, assert_accessible
):
    page = browse(factories.user(Role.OFFICIAL), pair)

    page.goto("/")

    expect(page).to_have_url(re.compile("/dashboard/$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("bringing the children home")
    expect(page.locator(".big")).to_have_text(re.compile(r"1\s+of 75 planned"))
    expect(page.locator(".sowhat")).to_contain_text("short by")
    expect(page.locator("main a[href*='/children/']")).to_have_count(0)
    assert_accessible(page)

    page.goto("/dashboard/briefing/")

    expect(page.get_by_role("heading", name="Where we stand")).to_be_visible()
    assert_accessible(page)

    page.goto("/dashboard/")
    page.get_by_role("link", name="per child").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Tajikistan and Iraq")
    expect(page.get_by_text("Text to be supplied").first).to_be_visible()
    assert_accessible(page)


def test_reviewer_follows_a_number_to_its_children(browse, pair, some_cases, assert_accessible):
    page = browse(factories.user(Role.REVIEWER), pair)
    page.goto("/dashboard/")
    assert_accessible(page)

    page.get_by_role("link", name="Not eligible under current rules: 1").click()

    expect(page).to_have_url(re.compile("=ineligible"))
    expect(page.locator("tbody tr")).to_have_count(1)


def test_reviewer_follows_a_difference_to_its_children(browse, pair, some_cases, assert_accessible):
    page = browse(factories.user(Role.REVIEWER), pair)
    page.goto(f"/dashboard/?vs={factories.DAY}")
    assert_accessible(page)

    page.get_by_role("link", name="1 more returned").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Returned home: +1")
    expect(page.locator(".tbl tbody tr")).to_have_count(1)
    assert_accessible(page)


def test_bars_grow_from_the_right_where_one_reads_so(browse, some_cases):
    page = browse(factories.user(Role.OFFICIAL), RIGHT_TO_LEFT)
    page.goto("/dashboard/")

    bar, first = page.locator(".stack .bar"), page.locator(".stack .bar rect").first
    edges = [box["x"] + box["width"] for box in (bar.bounding_box(), first.bounding_box())]

    assert edges[0] == pytest.approx(edges[1], abs=1.5)


def test_first_steps_are_accessible(browse, assert_accessible):
    page = browse(factories.user(Role.OFFICIAL))

    page.goto("/dashboard/")

    expect(page.get_by_role("heading", name="Three steps to the first figures")).to_be_visible()
    assert_accessible(page)


def test_dashboard_and_agreement_print_on_two_sheets_each(browse):
    factories.published_agreement()
    factories.family(3)
    official = factories.user(Role.OFFICIAL)
    page = browse(official, ENGLISH)

    printed = {}
    for address in ("/dashboard/", "/dashboard/briefing/", "/agreements/tajikistan-iraq/"):
        page.goto(address)
        printed[address] = sheets(page)
        expect(page.get_by_role("heading", level=1)).to_be_visible()

    assert [len(each) for each in printed.values()] == [2, 1, 2]
    for n, sheet in enumerate(printed["/dashboard/"], start=1):
        assert "Internal · Dashboard – Child Return Register" in sheet
        assert re.search(rf"Printed by {official.get_full_name()}, .* {n} / 2", sheet)
