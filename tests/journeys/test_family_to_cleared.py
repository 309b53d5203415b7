"""Three siblings come from registered to cleared: each form is sent for all of them."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from cases.models import Requirement
from cases.vocabulary import ClearanceKind, NeededFor, Role, Stage
from tests import factories
from tests.factories import SINCE_2019

pytestmark = pytest.mark.django_db(transaction=True)
#: What the caseworker sent, and the reviewer, when each child had a form of her own.
CASEWORKER_BEFORE, REVIEWER_BEFORE = 27, 9


@pytest.fixture
def mother():
    made = factories.agreement()
    asks = (
        (ClearanceKind.KINSHIP, NeededFor.VERIFY),
        (ClearanceKind.NATIONALITY, NeededFor.VERIFY),
        (ClearanceKind.EXIT_PERMIT, NeededFor.CLEAR),
        (ClearanceKind.TRAVEL_DOCUMENT, NeededFor.CLEAR),
    )
    factories.agreed(
        *(
            Requirement(agreement=made, clearance=kind, needed_for=act, during=SINCE_2019)
            for kind, act in asks
        )
    )
    return factories.family(3)


def counted(page):
    """Return the forms that a person sends; a draft is kept by itself."""
    forms = []

    def sent(request):
        if request.method == "POST" and "/keep-draft/" not in request.url:
            forms.append(request)

    page.on("request", sent)
    return forms


def grant_next(page, *others):
    """Record the paper whose form is open as granted, for all who are ticked, and go on."""
    page.get_by_label("Granted").check()
    for other in others:
        page.get_by_role("group", name="The same document also settles").get_by_label(other).check()
    page.get_by_label("Issued on").fill(f"{timezone.localdate():%d.%m.%Y}")
    page.get_by_role("button", name="Save and record the next").click()
    page.get_by_text("Saved for").wait_for()


def test_three_siblings_are_cleared_with_a_form_for_all_at_each_step(browse, mother):
    caseworker = browse(factories.user(Role.CASEWORKER))
    reviewer = browse(factories.user(Role.REVIEWER))
    sent, judged = counted(caseworker), counted(reviewer)
    family = mother.get_absolute_url()

    caseworker.goto(family)
    caseworker.get_by_role("link", name="Record: Identity").click()
    grant_next(caseworker, "Kinship", "Nationality")
    for _paper in ("court order", "exit permit", "travel document"):
        grant_next(caseworker)
    consent(caseworker)
    act_for_all(reviewer, family, "Verify the identity", "Verify the identity")
    act_for_all(reviewer, family, "Verify: Consent to the return: Mother", "Verify the consent")
    caseworker.goto(family)
    caseworker.get_by_role("link", name="Assessment", exact=True).click()
    for question in ("Question national?", "Question consent?"):
        caseworker.get_by_role("group", name=question).get_by_label("Yes").check()
    proposed = caseworker.get_by_role("group", name="Proposed decision")
    proposed.get_by_label("Eligible", exact=True).check()
    caseworker.get_by_label("Reasons").fill("Papers seen and the mother heard.")
    caseworker.get_by_role("button", name="Record the assessment").click()
    decide(reviewer, family)
    act_for_all(caseworker, family, "Mark as cleared to travel", "Mark as cleared to travel")

    expect(caseworker.get_by_text("Cleared, all 3")).to_be_visible()
    assert {child.stage for child in mother.children.all()} == {Stage.CLEARED}
    assert len(sent) <= 9 <= CASEWORKER_BEFORE / 3
    assert len(judged) <= REVIEWER_BEFORE / 3


def consent(page):
    page.get_by_label("Given").check()
    page.get_by_label("How").select_option("signed")
    page.get_by_label("Explained in").select_option("tg")
    page.get_by_role("button", name="Record the consent").click()
    page.get_by_text("Saved for").wait_for()


def act_for_all(page, family, link, button):
    page.goto(family)
    page.get_by_role("link", name=link, exact=True).click()
    reason = page.get_by_label("Why do you confirm it all the same?")
    if "Verify" in button:
        reason.fill("The consulate has seen the originals.")
    page.get_by_role("button", name=button).click()
    page.get_by_text("Saved for").wait_for()


def decide(page, family):
    page.goto(family)
    page.get_by_role("link", name="Assessment", exact=True).click()
    page.get_by_role("group", name="Your decision").get_by_label("Eligible", exact=True).check()
    page.get_by_label("Reasons").fill("Agreed.")
    page.get_by_role("button", name="Record the decision").click()
    page.get_by_text("Saved for").wait_for()
