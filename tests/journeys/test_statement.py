"""From the file of the bank to the signed statement: twenty fees, two people, a few clicks."""

from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from cases.models import Fee, PaymentBatch, StatementLine
from cases.vocabulary import BatchStatus, FeeStatus, Role
from tests import clock, factories
from tests.casework.test_statements import apply
from tests.journeys.test_payment import Hands
from tests.statements import csv_of, row, xlsx_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def officer():
    return factories.user(Role.FINANCE_OFFICER)


@pytest.fixture
def approver():
    return factories.user(Role.FINANCE_APPROVER)


def test_twenty_fees_are_paid_by_a_statement_receipted_and_reconciled(
    browse, officer, approver, tmp_path
):
    factories.due_fees(20)
    page, second = browse(officer), browse(approver)
    page.goto("/fees/?status=due")
    page.get_by_label("All on this page").check()
    page.get_by_role("button", name="Create payment batch").click()
    page.get_by_role("button", name="Submit for approval").click()
    page.get_by_text("Submitted. A second person must approve it.").wait_for()
    batch = PaymentBatch.objects.get()
    second.goto(batch.get_absolute_url())
    second.get_by_role("button", name="Approve the batch").click()
    second.get_by_text("A finance officer can record the transfer.").wait_for()
    file = tmp_path / "march.xlsx"
    file.write_bytes(
        xlsx_of(
            row("FT19074X1", "-8000.00", f"Children, {batch.reference}", on=_today()),
            row("FT2", "-15", on=_today()),
        )
    )

    clicks, keys = _pay_by_statement(page, file)

    batch.refresh_from_db()
    assert (batch.status, batch.bank_reference) == (BatchStatus.SETTLED, "FT19074X1")
    assert set(Fee.objects.values_list("status", flat=True)) == {FeeStatus.RECEIPTED}
    assert (clicks, keys) == (5, 5)
    _explain_the_charge(page)
    text = _printed(page, tmp_path)
    assert [w for w in (batch.reference, "$8,000", "Bank charges") if w not in text] == []
    assert "open" not in text.split("Differences")[1]


def _today():
    return f"{clock.today():%d.%m.%Y}"


def _pay_by_statement(page, file):
    """Read the file, apply it and record the receipt, from the first page on."""
    hands = Hands(page)
    page.goto("/")
    hands.click(page.get_by_role("link", name="Fees", exact=True))
    hands.click(page.get_by_role("link", name="Bank statements"))
    with page.expect_file_chooser() as chooser:
        hands.click(page.get_by_label("File of the statement"))
    chooser.value.set_files(file)
    hands.press("Control+Enter")
    page.get_by_role("heading", name="1 record will be made").wait_for()
    page.get_by_label("Funder").focus()
    hands.press("Control+Enter")
    hands.click(page.get_by_role("link", name="Transfer of PB-"))
    hands.click(page.get_by_label("Receipt number"))
    page.keyboard.type("R-118")
    hands.press("Tab")
    hands.press("Tab")
    page.keyboard.type("Court of Karkh")
    hands.press("Control+Enter")
    page.get_by_text("Receipt recorded.").wait_for()
    return hands.clicks, hands.keys


def _explain_the_charge(page):
    page.get_by_role("link", name="Reconciliation").click()
    page.get_by_role("link", name="Reconciliation", exact=True).first.click()
    page.get_by_role("link", name="BS-").click()
    page.get_by_text("Explain it", exact=False).first.click()
    page.get_by_label("Reason").select_option("Bank charges")
    page.get_by_role("button", name="Explain the difference").click()
    page.get_by_text("The difference is explained.").wait_for()


def _printed(page, folder: Path) -> str:
    page.goto("/fees/reconciliation/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Statement (PDF)").click()
    paper = folder / download.value.suggested_filename
    download.value.save_as(paper)
    return " ".join(sheet.extract_text() for sheet in PdfReader(paper).pages)


def test_statement_is_read_and_applied_without_scripts(browse, officer, tmp_path):
    batch = factories.batch(BatchStatus.APPROVED)
    file = tmp_path / "march.csv"
    file.write_bytes(csv_of(row("FT1", "-800", batch.reference)))
    page = browse(officer, scripts=False)

    page.goto("/fees/statements/")
    page.get_by_label("File of the statement").set_input_files(file)
    page.get_by_role("button", name="Read the file").click()
    page.get_by_role("button", name="Apply the bank statement").click()

    expect(page.get_by_text("Bank statement applied.")).to_be_visible()
    batch.refresh_from_db()
    assert batch.status == BatchStatus.SENT


def test_receipt_for_several_batches_is_recorded_by_keyboard(browse, officer):
    for _ in range(2):
        factories.batch(BatchStatus.SENT)
    page = browse(officer)

    page.goto("/fees/receipts/new/")
    page.get_by_label("Receipt number").focus()
    page.keyboard.type("R-7")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("Court of Karkh")
    page.get_by_label("All on this page").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")
    page.get_by_text("Receipt recorded.").wait_for()

    assert set(PaymentBatch.objects.values_list("status", flat=True)) == {BatchStatus.SETTLED}


def test_pages_of_the_bank_are_accessible(browse, officer, assert_accessible, tmp_path):
    sent, approved = factories.batch(BatchStatus.SENT), factories.batch(BatchStatus.APPROVED)
    receipt = factories.receipt(new=factories.scan())
    made = apply(officer, row(sent.bank_reference, "-790"), row("FT2", "-5", "PB-9999"))
    line = StatementLine.objects.unmatched().get()
    near, file = approved.reference.replace("-", " "), tmp_path / "bad.csv"
    page = browse(officer)

    for address in (
        "/fees/receipts/",
        "/fees/receipts/new/",
        receipt.get_absolute_url(),
        "/fees/statements/",
        made.get_absolute_url(),
        f"{made.get_absolute_url()}{line.row}/",
        "/fees/reconciliation/",
        "/fees/reconciliation/?since=31.02.2019",
        f"{sent.get_absolute_url()}reconciliation/",
        approved.get_absolute_url(),
    ):
        page.goto(address)
        for summary in page.locator("main details:not(.panel) > summary").all():
            summary.click()
        assert_accessible(page)
    contents = [row("FT9", "8,000"), row("FT9", "-800", approved.reference), row("F", "-9", near)]
    for content in (*map(csv_of, contents), b"Tag;Nr;Zweck;Soll\n01.03.2019;FT1;x;-5"):
        file.write_bytes(content)
        page.goto("/fees/statements/")
        page.get_by_label("File of the statement").set_input_files(file)
        page.get_by_role("button", name="Read the file").click()
        assert_accessible(page)


def test_errors_of_receipts_and_explanations_are_accessible(browse, officer, assert_accessible):
    sent = factories.batch(BatchStatus.SENT)
    page = browse(officer)

    page.goto("/fees/receipts/new/")
    page.get_by_role("button", name="Record the receipt").click()
    assert_accessible(page)
    page.goto(f"{sent.get_absolute_url()}reconciliation/")
    page.locator("main details > summary").first.click()
    page.get_by_role("button", name="Explain the difference").first.click()
    assert_accessible(page)
