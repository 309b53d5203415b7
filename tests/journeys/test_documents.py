"""A paper on its way into a case: refused, taken, looked at, and what rests on it."""

import pytest
from playwright.sync_api import expect

from cases.vocabulary import DocumentKind, Role
from tests import factories, papers

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.DOCUMENTS_DIR = tmp_path


def test_paper_is_refused_then_taken_and_a_clearance_rests_on_it(browse, assert_accessible):
    child = factories.child()
    page = browse(factories.user(Role.CASEWORKER))
    photo = {"name": "scan.png", "mimeType": "image/png", "buffer": papers.image("PNG")}

    page.goto(child.get_absolute_url())
    page.get_by_role("link", name="Add a document").first.click()
    page.get_by_label("File").set_input_files(photo | {"buffer": b"MZ\x90\0 program"})
    page.get_by_label("Kind of document").select_option("identity")
    page.locator("main").get_by_label("Language", exact=True).select_option("ar")
    page.get_by_label("Kind of document").press("Control+Enter")
    page.get_by_role("alert").get_by_text("Programs cannot be added.").wait_for()
    expect(page.get_by_label("Kind of document")).to_have_value("identity")
    expect(page.get_by_text("Choose the file again. It was not saved.")).to_be_visible()
    assert_accessible(page)

    page.get_by_label("File").set_input_files(photo)
    page.get_by_label("Kind of document").press("Control+Enter")
    page.get_by_text("Document added.").wait_for()
    sheet = page.get_by_role("img", name="Identity document (Arabic)")
    assert sheet.evaluate("image => image.decode().then(() => image.naturalWidth)") == 60

    page.goto(f"{child.get_absolute_url()}clearance/?kind=identity")
    page.get_by_label("Granted").check()
    page.get_by_label("Issued on").fill("01.03.2019")
    page.get_by_label("Document on file").select_option(index=1)
    page.get_by_role("button", name="Record the clearance").click()
    page.get_by_text("Clearance recorded.").wait_for()
    expect(page.get_by_text("clearance: Identity")).to_be_visible()


def test_file_that_is_too_large_is_told_before_it_is_sent(browse, settings):
    settings.PHOTO_MOST_BYTES = 2 * 1024**2
    child = factories.child()
    page = browse(factories.user(Role.CASEWORKER))
    large = {"name": "scan.png", "mimeType": "image/png", "buffer": b"0" * (3 * 1024**2)}
    page.goto(f"{child.get_absolute_url()}documents/new/")
    box = page.get_by_label("File")

    page.get_by_label("Kind of document").select_option("identity")
    box.set_input_files(large)
    page.get_by_role("button", name="Add the document").click()
    sentence = box.evaluate("box => box.validationMessage")
    box.set_input_files(large | {"buffer": papers.image("PNG")})

    assert sentence == "The file is larger than 2 MB. Scan or photograph it at a lower resolution."
    assert box.evaluate("box => box.validationMessage") == ""
    expect(page.get_by_label("Kind of document")).to_have_value("identity")
    page.get_by_role("button", name="Add the document").click()
    page.get_by_role("alert").wait_for()  # the language is not chosen yet


def test_pages_of_documents_are_accessible(browse, assert_accessible):
    child = factories.child()
    original = factories.document(child, papers.image("PNG"))
    factories.document(child, translation_of=original, language="ru")
    sensitive = factories.document(child, kind=DocumentKind.MEDICAL, sensitive=True)
    page = browse(factories.user(Role.REVIEWER))

    for address in (
        f"{child.get_absolute_url()}documents/new/",
        f"{child.get_absolute_url()}clearance/",
        original.get_absolute_url(),
        sensitive.get_absolute_url(),
        f"{original.get_absolute_url()}withdraw/",
        child.mother.get_absolute_url(),
    ):
        page.goto(address)
        assert_accessible(page)
