"""The parents disagree: withheld, weighed by a panel, approved by a second person, cleared."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from cases.models import FollowUp
from cases.vocabulary import ClearanceKind, Role, Stage
from tests import factories
from tests.factories import DAY

pytestmark = pytest.mark.django_db(transaction=True)


def test_contested_consent_is_weighed_and_the_child_cleared(browse, assert_accessible):
    child = factories.child(Stage.ELIGIBLE)
    factories.grant(child, ClearanceKind.COURT_ORDER)
    factories.consent(child)
    placed, author = factories.child(Stage.PLACED), factories.user(Role.CASEWORKER)
    FollowUp.objects.create(child=placed, n=1, kind="visit", due_on=DAY, planned_by=author)
    caseworker, reviewer = browse(author), browse(factories.user(Role.REVIEWER))
    case = child.get_absolute_url()

    caseworker.goto(f"{case}consent/?giver=father")
    caseworker.get_by_label("Refused", exact=True).check()
    caseworker.get_by_label("How").select_option("letter")
    caseworker.get_by_label("Reason for refusal").select_option("fear")
    again = timezone.localdate() + datetime.timedelta(days=5)
    caseworker.get_by_label("If refused: ask again on").fill(f"{again:%d.%m.%Y}")
    caseworker.get_by_role("button", name="Record the consent").click()
    caseworker.get_by_text("Consent is contested: an approved").wait_for()
    assert_accessible(caseworker)
    caseworker.goto(f"{case}consents/")
    assert_accessible(caseworker)
    caseworker.goto(case)
    caseworker.get_by_role("link", name="Write a best-interests note").click()
    expect(caseworker.get_by_label("Consent is contested")).to_be_checked()
    caseworker.get_by_role("button", name="Request approval").click()
    assert_accessible(caseworker)
    caseworker.get_by_label("Held on").fill(f"{timezone.localdate():%d.%m.%Y}")
    caseworker.get_by_label("Panel").fill("Head of the desk\nDr Nazarov, physician")
    caseworker.get_by_label("Or why the child").select_option("too_young")
    caseworker.get_by_label("Return home", exact=True).check()
    caseworker.get_by_label("Reasons").fill("The grandmother waits.")
    caseworker.keyboard.press("Control+Enter")
    caseworker.get_by_text("It is waiting for a second person.").first.wait_for()

    reviewer.goto("/reviews/")
    reviewer.get_by_role("link", name=child.reference).click()
    assert_accessible(reviewer)
    reviewer.get_by_label("Approve", exact=True).check()
    reviewer.get_by_role("button", name="Record the decision").click()
    reviewer.get_by_text("The best-interests note is approved.").wait_for()
    for page in ("/follow-up/", f"{placed.get_absolute_url()}follow-up/1/"):
        caseworker.goto(page)
        assert_accessible(caseworker)
    caseworker.goto("/agreements/tajikistan-iraq/consent/")
    assert_accessible(caseworker)
    caseworker.goto(f"{case}clear/")
    caseworker.get_by_role("button", name="Mark as cleared to travel").click()

    caseworker.get_by_text("Marked as cleared to travel.").wait_for()
