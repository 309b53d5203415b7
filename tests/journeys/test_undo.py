"""What was just recorded is taken back by the link in the sentence that confirms it."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from cases.vocabulary import Role, Stage
from tests import factories
from tests.casework.test_undone_records import returned

pytestmark = pytest.mark.django_db(transaction=True)


def clearance(page):
    page.get_by_role("link", name="Record: Identity", exact=True).click()
    page.get_by_label("Granted").check()
    page.get_by_label("Issued on").fill(f"{timezone.localdate():%d.%m.%Y}")
    page.get_by_role("button", name="Record the clearance").click()


def consent(page):
    page.get_by_role("link", name="Consent to the return: Mother").first.click()
    page.get_by_label("Given").check()
    page.get_by_label("How").select_option("signed")
    page.get_by_label("Explained in").select_option("tg")
    page.get_by_role("button", name="Record the consent").click()


def placement(page):
    page.get_by_role("link", name="Record the placement").first.click()
    page.get_by_label("Kind of care").select_option("relative")
    page.get_by_label("Person who cares for the child").fill("Раҳим Каримов")
    page.get_by_role("button", name="Record the placement").click()


def closing(page):
    page.get_by_text("Other steps").click()
    page.get_by_role("link", name="Request closing").first.click()
    page.get_by_label("Reason").select_option("error")
    page.get_by_role("button", name="Request closing").click()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize(
    ("make", "record"),
    [
        (factories.child, clearance),
        (lambda: factories.child(Stage.ELIGIBLE), consent),
        (returned, placement),
        (factories.child, closing),
    ],
    ids=["clearance", "consent", "placement", "closing"],
)
def test_what_was_recorded_is_undone_by_two_clicks(browse, make, record, scripts):
    child = make()
    page = browse(factories.user(Role.CASEWORKER), scripts=scripts)
    page.goto(child.get_absolute_url())
    before = page.locator(".next").inner_text()

    record(page)
    page.locator(".notice").get_by_role("link", name="Undo").click()
    page.get_by_role("button", name="Undo").click()

    expect(page.locator(".notice")).to_contain_text("Undone.")
    expect(page).to_have_url(child.get_absolute_url())
    expect(page.locator(".next")).to_have_text(before, use_inner_text=True)
