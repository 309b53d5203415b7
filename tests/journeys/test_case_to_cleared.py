"""A registered child comes to be cleared: papers, two second persons, a decision, a consent."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from cases.vocabulary import ClearanceKind, Role, Stage
from tests import factories, papers
from tests.journeys.conftest import Hands

pytestmark = pytest.mark.django_db(transaction=True)
REASONS = "Papers seen and the mother heard."


@pytest.fixture
def child():
    return factories.child()


def record_next_paper(page, what):
    """Follow the one button of the case to the paper it asks for, and record it as granted."""
    page.get_by_role("link", name=f"Record: {what}", exact=True).click()
    page.get_by_label("Granted").check()
    page.get_by_label("Issued on").fill(f"{timezone.localdate():%d.%m.%Y}")
    page.get_by_role("button", name="Record the clearance").click()
    page.get_by_text("Clearance recorded.").wait_for()


def test_child_is_cleared_by_two_people(browse, child):
    caseworker = browse(factories.user(Role.CASEWORKER))
    reviewer = browse(factories.user(Role.REVIEWER))
    address = child.get_absolute_url()

    caseworker.goto(address)
    record_next_paper(caseworker, "Identity")
    verify_as(reviewer, child)
    assess_as(caseworker, address)
    decide_as(reviewer, child)
    caseworker.goto(address)
    record_next_paper(caseworker, "Court order")
    record_consent_as(caseworker)
    verify_consent_as(reviewer, child)
    caseworker.goto(address)
    caseworker.get_by_role("link", name="Mark as cleared to travel", exact=True).click()
    caseworker.get_by_role("button", name="Mark as cleared to travel").click()

    caseworker.get_by_text("Marked as cleared to travel.").wait_for()
    expect(caseworker.get_by_role("heading", name="Next: Propose a place")).to_be_visible()
    child.refresh_from_db()
    assert child.stage == Stage.CLEARED


def verify_as(page, child):
    page.goto("/reviews/")
    page.get_by_role("link", name=child.reference).click()
    page.get_by_label("No document on file").fill("The consulate has seen the original.")
    page.get_by_role("button", name="Verify the identity").click()
    page.get_by_text("Identity verified.").wait_for()


def assess_as(page, address):
    page.goto(address)
    page.get_by_role("link", name="Assess eligibility", exact=True).click()
    for question in ("Question national?", "Question consent?"):
        page.get_by_role("group", name=question).get_by_label("Yes").check()
    page.get_by_role("group", name="Proposed decision").get_by_label("Eligible", exact=True).check()
    page.get_by_label("Reasons").fill(REASONS)
    page.keyboard.press("Control+Enter")
    page.get_by_text("Assessment recorded.").wait_for()


def decide_as(page, child):
    page.goto("/reviews/")
    page.get_by_role("link", name=child.reference).click()
    expect(page.get_by_text(REASONS)).to_be_visible()
    hands = Hands(page)
    hands.click(page.get_by_label("Reasons"))
    page.keyboard.type("Agreed.")
    decision = page.get_by_role("group", name="Your decision")
    hands.click(decision.get_by_label("Eligible", exact=True))
    hands.press("Alt+y")
    page.get_by_text("Decided: the child is eligible.").wait_for()
    assert hands.count == (2, 1)


def record_consent_as(page):
    """Record the mother's consent with its scan; selects are chosen by typing."""
    hands = Hands(page)
    hands.click(page.get_by_role("link", name="Record: Consent to the return: Mother", exact=True))
    hands.click(page.get_by_label("Given"))
    hands.press("Tab", "Tab")
    page.keyboard.type("Signed")
    hands.press("Tab")
    page.keyboard.type("Tajik")
    with page.expect_file_chooser() as choosing:
        hands.click(page.get_by_label("Or a new file"))
    scan = {"name": "consent.pdf", "mimeType": "application/pdf", "buffer": papers.pdf()}
    choosing.value.set_files(scan)
    hands.press("Tab", "Tab")
    page.keyboard.type("Tajik")
    hands.press("Control+Enter")
    page.get_by_text("Consent recorded. A second person must verify it.").wait_for()
    assert hands.clicks <= 4


def verify_consent_as(page, child):
    page.goto("/reviews/")
    page.get_by_role("link", name=child.reference).click()
    page.get_by_role("button", name="Verify the consent").click()
    page.get_by_text("Consent verified.").wait_for()


def test_withheld_consent_is_given_later_and_a_withdrawn_paper_takes_the_clearing_back(browse):
    child = factories.child(Stage.ELIGIBLE)
    caseworker, reviewer = (
        browse(factories.user(Role.CASEWORKER)),
        browse(factories.user(Role.REVIEWER)),
    )
    case = child.get_absolute_url()
    again = timezone.localdate() + datetime.timedelta(days=5)

    caseworker.goto(f"{case}consent/?giver=mother")
    caseworker.get_by_label("Refused", exact=True).check()
    caseworker.get_by_label("How").select_option("signed")
    caseworker.get_by_label("Explained in").select_option("tg")
    caseworker.get_by_label("Reason for refusal").select_option("nursing")
    caseworker.get_by_label("If refused: ask again on").fill(f"{again:%d.%m.%Y}")
    caseworker.get_by_role("button", name="Record the consent").click()
    caseworker.goto("/tasks/")
    asked = caseworker.get_by_role("row", name="Ask again for the consent to the return: Mother")
    expect(asked.get_by_text(f"{again:%-d %b %Y}")).to_be_visible()
    caseworker.goto(case)
    record_next_paper(caseworker, "Court order")
    record_consent_as(caseworker)
    verify_consent_as(reviewer, child)
    caseworker.goto(case)
    caseworker.get_by_role("link", name="Mark as cleared to travel", exact=True).click()
    caseworker.get_by_role("button", name="Mark as cleared to travel").click()
    caseworker.get_by_text("Marked as cleared to travel.").wait_for()

    caseworker.goto(f"{case}clearance/?kind=court_order")
    caseworker.get_by_label("Withdrawn", exact=True).check()
    caseworker.get_by_role("button", name="Record the clearance").click()
    caseworker.goto(case)

    expect(
        caseworker.get_by_role("heading", name="Next: Mark as cleared to travel")
    ).to_be_visible()
    expect(caseworker.get_by_text("Court order: withdrawn.").first).to_be_visible()
    lapsed = caseworker.get_by_role("listitem").filter(has_text="No longer cleared to travel")
    expect(lapsed.get_by_text("A clearance expired or was withdrawn")).to_be_visible()
    child.refresh_from_db()
    assert child.stage == Stage.ELIGIBLE


def test_case_is_worked_without_scripts(browse, child):
    page = browse(factories.user(Role.CASEWORKER), scripts=False)
    page.goto(child.get_absolute_url())

    record_next_paper(page, "Identity")
    page.get_by_text("Other steps").click()
    page.get_by_role("link", name="Put on hold").click()
    page.get_by_role("button", name="Put on hold").click()

    expect(page.get_by_role("alert").get_by_text("There is a problem")).to_be_visible()
    expect(page.get_by_label("On hold because")).to_be_visible()


def test_refusal_takes_the_focus_and_leads_to_the_field(browse, child):
    page = browse(factories.user(Role.CASEWORKER))
    page.goto(f"{child.get_absolute_url()}defer/")

    page.get_by_label("Date of this event").fill("31.02.2019")
    page.keyboard.press("Control+Enter")
    page.get_by_role("link", name="Date of this event: February 2019 has 28 days").click()

    assert page.evaluate("document.activeElement.name") == "on_day"
    expect(page.get_by_label("Date of this event")).to_have_value("31.02.2019")


def test_pages_of_a_case_are_accessible(browse, assert_accessible):
    eligible, assessed = factories.child(Stage.ELIGIBLE), factories.child(Stage.VERIFIED)
    factories.grant(eligible, ClearanceKind.EXIT_PERMIT)
    factories.consent(eligible, verified=False)
    factories.assess(assessed)
    caseworker = browse(factories.user(Role.CASEWORKER))
    reviewer = browse(factories.user(Role.REVIEWER))
    case, waiting = eligible.get_absolute_url(), f"/assessments/{assessed.reference}/1/"

    for page, address in (
        (caseworker, case),
        (caseworker, f"{case}consent/"),
        (caseworker, f"{case}clear/"),
        (caseworker, f"{case}note/"),
        (caseworker, f"{factories.child(Stage.VERIFIED).get_absolute_url()}assess/"),
        (reviewer, "/reviews/"),
        (reviewer, waiting),
        (browse(factories.user(Role.AUDITOR)), case),
    ):
        page.goto(address)
        assert_accessible(page)

    caseworker.goto(f"{case}hold/")
    caseworker.locator("form.card button.primary").click()
    assert_accessible(caseworker)


def test_what_is_open_stands_first_and_within_the_window(browse):
    child = factories.child(Stage.ELIGIBLE)
    page = browse(factories.user(Role.CASEWORKER))
    page.goto(child.get_absolute_url())

    title = page.get_by_role("heading", name="Before the child can travel")
    card = page.locator(".card", has=title)
    states = card.get_by_role("listitem")
    is_open = states.evaluate_all("rows => rows.map(row => !!row.querySelector('.tag'))")
    last = states.nth(is_open.count(True) - 1).bounding_box()

    assert is_open == sorted(is_open, reverse=True)
    assert any(is_open)
    assert not all(is_open)
    assert last["y"] + last["height"] <= page.viewport_size["height"]
