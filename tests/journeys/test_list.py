"""From the list that an embassy sends to the dashboard: ninety-two rows, two people."""

import pytest
from playwright.sync_api import Page, expect

from cases.casework.seed import seed_agreement
from cases.models import Child, ImportedList
from cases.vocabulary import DuplicateVerdict, Role
from tests import factories
from tests.casework.test_imports import EMBASSY
from tests.journeys.conftest import Hands

pytestmark = pytest.mark.django_db(transaction=True)

OPEN = "fieldset.dup.warning"


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_list_of_ninety_two_goes_from_its_file_to_the_dashboard(
    browse, assert_accessible, scripts
):
    worker, reviewer = factories.user(Role.CASEWORKER), factories.user(Role.REVIEWER)
    seed_agreement(by=factories.user(Role.ADMIN), reviewer=reviewer)
    page, second = browse(worker, scripts=scripts), browse(reviewer, scripts=scripts)
    check = assert_accessible if scripts else lambda _page: None
    hands, other = Hands(page), Hands(second)
    page.goto("/import/")
    page.get_by_label("File of the list").set_input_files(EMBASSY)
    hands.click(page.get_by_role("button", name="Read the file"))
    check(page)

    hands.click(page.get_by_role("button", name="Read the rows"))
    expect(page.get_by_role("heading", name="What will happen")).to_be_visible()
    check(page)
    answers = _answer(page, hands)
    hands.click(page.get_by_role("button", name="Ask to apply"))
    second.goto(page.url)
    other.click(second.get_by_role("button", name="Approve the list"))
    expect(second.get_by_text("Approved by")).to_be_visible()
    page.reload()
    hands.click(page.get_by_role("button", name="Apply the list"))
    expect(page.get_by_role("heading", name="Undo the import")).to_be_visible()
    check(page)

    hands.click(page.get_by_role("link", name="Dashboard"))
    expect(page.get_by_role("link", name="92", exact=True).first).to_be_visible()
    assert Child.objects.count() == 92
    assert ImportedList.objects.get().approved_by == reviewer
    # The file, the rows, asking, applying, the dashboard; one for each answer and each saving.
    assert (hands.count, other.count) == ((5 + answers, 0), (1, 0))


def _answer(page: Page, hands: Hands) -> int:
    """Say of each pair that may be one person that it is two, else choose what stands last."""
    before = hands.clicks
    while page.get_by_text("for an answer.").count():
        if not page.locator(OPEN).count():
            hands.click(page.get_by_role("link", name="To answer"))
        for asked in page.locator(OPEN).all():
            two = asked.locator(f"input[value={DuplicateVerdict.NOT_SAME}]")
            hands.click(two if two.count() else asked.locator("input[type=radio]").last)
        hands.click(page.get_by_role("button", name="Save and read again"))
    return hands.clicks - before
