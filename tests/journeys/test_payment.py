"""Twenty fees are batched by one, approved by another, paid and acknowledged in a few clicks."""

import pytest
from playwright.sync_api import expect

from cases.models import Fee, PaymentBatch
from cases.vocabulary import BatchStatus, FeeStatus, Role
from tests import factories
from tests.journeys.conftest import Hands
from tests.views import sheets

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def officer():
    return factories.user(Role.FINANCE_OFFICER)


@pytest.fixture
def approver():
    return factories.user(Role.FINANCE_APPROVER)


def test_twenty_fees_from_due_to_settled(browse, officer, approver):
    factories.due_fees(20)
    page, second = browse(officer), browse(approver)

    page.goto("/fees/?status=due")
    page.get_by_label("All on this page").check()
    expect(page.locator("[data-bar]")).to_contain_text("20 · 8,000 USD")
    page.get_by_role("button", name="Create payment batch").click()
    page.get_by_role("button", name="Submit for approval").click()
    second.goto("/fees/")
    second.get_by_role("link", name="Open").click()
    second.get_by_role("rowheader").get_by_role("link").first.click()
    second.get_by_role("button", name="Approve the batch").click()
    count = _pay(page)

    batch = PaymentBatch.objects.with_totals().get()
    assert (batch.status, batch.held, batch.receipted) == (BatchStatus.SETTLED, 20, 8000)
    assert (batch.prepared_by, batch.approved_by) == (officer, approver)
    assert set(Fee.objects.values_list("status", flat=True)) == {FeeStatus.RECEIPTED}
    assert count == (5, 4)


def _pay(page):
    """Mark the batch paid and receipted from the first page on; return the clicks and keys."""
    hands = Hands(page)
    page.goto("/")
    hands.click(page.get_by_role("link", name="Fees", exact=True))
    hands.click(page.get_by_role("link", name="Payment batches"))
    hands.click(page.get_by_role("rowheader").get_by_role("link"))
    hands.click(page.get_by_label("Bank reference"))
    page.keyboard.type("TRF-2019-04")
    hands.press("Control+Enter")
    hands.click(page.get_by_label("Receipt number"))
    page.keyboard.type("R-118")
    hands.press("Tab", "Tab")
    page.keyboard.type("Court of Karkh")
    hands.press("Control+Enter")
    page.get_by_text("Receipt recorded.").wait_for()
    return hands.count


def test_whole_list_is_batched_without_scripts(browse, officer):
    factories.due_fees(3)
    page = browse(officer, scripts=False)

    page.goto("/fees/?status=due")
    page.get_by_label("All 3 due fees in this list").check()
    page.get_by_role("button", name="Create payment batch").click()

    expect(page.get_by_text("PB-").first).to_be_visible()
    assert PaymentBatch.objects.with_totals().get().held == 3


def test_waiver_of_the_whole_list_asks_for_a_reason(browse, officer, pair, assert_accessible):
    factories.due_fees(3)
    page = browse(officer, pair)

    page.goto("/fees/?status=due")
    expect(page.get_by_role("button", name="Request a waiver…")).to_be_hidden()
    page.get_by_label("All 3 due fees in this list").check()
    expect(page.get_by_text("Selected:")).to_be_hidden()
    assert_accessible(page)
    page.get_by_role("button", name="Request a waiver…").click()
    page.get_by_role("button", name="Request a waiver").click()
    page.locator(".esum").wait_for()
    assert_accessible(page)
    page.get_by_label("Reason").select_option("cancelled")
    page.get_by_role("button", name="Request a waiver").click()

    expect(page.get_by_text("The waiver of 3 fees is requested.").first).to_be_visible()
    assert Fee.objects.filter(waiver_asked_by=officer).count() == 3


def test_fee_is_taken_out_and_another_put_in(browse, officer):
    batch, other = factories.batch(BatchStatus.APPROVED, by=officer), factories.due_fees()[0]
    page = browse(officer)

    page.goto(batch.get_absolute_url())
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Remove selected fees from the batch").click()
    page.get_by_role("link", name="Add fees").click()
    page.get_by_role("checkbox", name=f"Select {other.child.reference}").check()
    page.get_by_role("button", name="Add selected fees").click()
    page.get_by_text("has 2 fees").wait_for()

    batch.refresh_from_db()
    assert (batch.status, batch.approved_by) == (BatchStatus.DRAFT, None)
    assert batch.lines.filter(fee=other, released=False).exists()


def test_pages_of_money_are_accessible(browse, officer, approver, assert_accessible):
    draft = factories.batch(by=officer)
    submitted = factories.batch(BatchStatus.SUBMITTED, by=officer)
    approved = factories.batch(BatchStatus.APPROVED, by=officer)
    sent = factories.batch(BatchStatus.SENT, by=officer)
    fee = factories.due_fees(2)[0]
    page, second = browse(officer), browse(approver)

    for address in (
        "/fees/",
        "/fees/?status=waived",
        "/fees/figures/",
        "/fees/figures/?since=31.02.2019",
        "/fees/batches/",
        draft.get_absolute_url(),
        f"/fees/?status=due&into={draft.reference}",
        approved.get_absolute_url(),
        sent.get_absolute_url(),
        fee.get_absolute_url(),
    ):
        page.goto(address)
        assert_accessible(page)
    for address in ("/fees/", submitted.get_absolute_url(), approved.get_absolute_url()):
        second.goto(address)
        for summary in second.locator("main details:not(.panel) > summary").all():
            summary.click()
        assert_accessible(second)


def test_errors_and_a_conflict_are_accessible(browse, officer, assert_accessible):
    batch = factories.batch(BatchStatus.APPROVED, by=officer)
    page, late = browse(officer), browse(officer)

    late.goto(batch.get_absolute_url())
    page.goto(batch.get_absolute_url())
    page.get_by_role("button", name="Record the transfer").click()
    assert_accessible(page)
    assert page.evaluate("document.activeElement.className") == "esum"
    for each, reference in ((page, "TRF-1"), (late, "TRF-2")):
        each.get_by_label("Bank reference").fill(reference)
        each.get_by_role("button", name="Record the transfer").click()
    late.get_by_text("Your changes are not saved").wait_for()
    assert_accessible(late)
    late.goto(batch.get_absolute_url())
    late.get_by_label("Receipt number").fill("R-1")
    late.get_by_role("button", name="Record the receipt").click()
    assert_accessible(late)


def test_batch_prints_without_its_forms(browse, officer):
    batch = factories.batch(BatchStatus.SENT, by=officer)
    page = browse(officer)

    page.goto(batch.get_absolute_url())
    page.emulate_media(media="print")

    expect(page.get_by_role("button", name="Record the receipt")).not_to_be_visible()
    expect(page.get_by_role("table", name="Fees in this batch")).to_be_visible()


def test_ledger_and_postings_are_saved_as_workbooks(browse, officer, assert_accessible):
    factories.batch(BatchStatus.SENT, fees=3)
    page = browse(officer)

    page.goto("/fees/?status=paid")
    with page.expect_download() as ledger:
        page.get_by_role("link", name="Save as xlsx").click()
    page.get_by_role("link", name="Payment figures").click()
    page.get_by_label("From").fill("1.3.2019")
    page.get_by_role("button", name="Show the period").click()
    with page.expect_download() as postings:
        page.get_by_role("link", name="Postings as xlsx").click()

    assert_accessible(page)
    assert len(sheets.rows_of(ledger.value.path().read_bytes())) == 1 + 3
    assert len(sheets.rows_of(postings.value.path().read_bytes())) == 1 + 2 * (3 + 3)
