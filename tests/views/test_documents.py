"""Documents on the pages: sent, refused, looked at, opened, withdrawn; by whom, and on record."""

import datetime
import hashlib
from pathlib import Path

import pytest
from django.templatetags.static import static
from django.urls import reverse

from cases.files import store
from cases.models import AccessRow, Document
from cases.views.documents import NO_PICTURE
from cases.vocabulary import Confidentiality, DocumentKind, Role
from tests import factories, papers
from tests.sentences import words_of

pytestmark = pytest.mark.django_db
SECRET = b"Her illness"


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.DOCUMENTS_DIR = tmp_path
    return tmp_path


@pytest.fixture
def child():
    return factories.child()


@pytest.fixture
def worker(client):
    client.force_login(factories.user(Role.CASEWORKER))
    return client


def send(client, whose, file=None, **typed):
    noun = "mother" if hasattr(whose, "children") else "child"
    address = reverse(f"{noun}-document-new", args=[whose.reference])
    said = {"kind": "birth", "language": "ar", "file": papers.sent() if file is None else file}
    return client.post(address, said | typed, follow=True)


def routes(document):
    names = ("document", "document-file", "document-preview", "document-withdraw")
    return [reverse(name, args=[document.stored_as]) for name in names]


def test_paper_is_put_on_file_and_shown(worker, child):
    response = send(worker, child, papers.sent(name="Билол.pdf"))

    document = Document.objects.get()
    text = response.content.decode()
    assert response.redirect_chain == [(document.get_absolute_url(), 302)]
    for said in ("Document added.", "Birth certificate", "Arabic", "Билол.pdf"):
        assert said in text
    page = worker.get(child.get_absolute_url()).content.decode()
    assert document.get_absolute_url() in page
    assert "Билол.pdf" not in page
    assert "Birth certificate (Arabic)" in page  # the journal


def test_what_was_done_to_a_paper_is_said(worker, child):
    pages = (Path(__file__).parents[1] / "data" / "uploads" / "three-pages.tif").read_bytes()

    added = send(worker, child, papers.sent(pages, "Scan.TIF")).content.decode()
    rested = clearance(worker, child, file=papers.sent(pages, "Scan.TIF"), again="on", **NEW)

    for page in (added, rested):
        assert "The TIFF file was converted to a PDF of 3 pages." in page
    assert {document.name for document in Document.objects.all()} == {"Scan.pdf"}


def test_paper_of_the_mother_stands_on_her_page_and_her_childrens(worker, child):
    send(worker, child.mother)

    document = Document.objects.get(mother=child.mother)
    for page in (child, child.mother):
        assert document.get_absolute_url() in worker.get(page.get_absolute_url()).content.decode()


def test_refused_file_keeps_what_was_typed(worker, child):
    response = send(worker, child, papers.sent(b"MZ", "paper.pdf"), kind="court_order")

    text = response.content.decode()
    assert "Programs cannot be added." in text
    assert "Choose the file again. It was not saved." in text
    assert '<option value="court_order" selected>' in text
    assert not Document.objects.exists()


SCRIPT = papers.pdf(b"<</S/JavaScript/JS(app.alert(1))>>")


def test_pages_of_a_pdf_with_a_script_are_kept_alone_when_that_is_chosen(worker, child):
    refused = send(worker, child, papers.sent(SCRIPT)).content.decode()
    none_yet = Document.objects.count()
    taken = send(worker, child, papers.sent(SCRIPT), **{"file-pages": "on"}).content.decode()

    assert "The PDF contains a script. Print it to PDF again" in refused
    assert '<input type="checkbox" name="file-pages" checked>' in refused
    assert none_yet == 0
    document = Document.objects.get()
    assert "Removed from the PDF: a script. Its pages were kept as they look" in taken
    assert b"JavaScript" not in store.path_of(document.stored_as).read_bytes()
    assert document.sent_sha256 == hashlib.sha256(SCRIPT).hexdigest() != document.sha256


def test_pages_alone_are_offered_for_no_other_refusal(worker, child):
    torn = send(worker, child, papers.sent(SCRIPT[:-30])).content.decode()
    asked = send(worker, child, **{"file-pages": "on"}, kind="").content.decode()

    assert "cut short" in torn
    assert "file-pages" not in torn + asked


def test_good_file_beside_a_wrong_field_must_be_chosen_again(worker, child):
    text = send(worker, child, kind="").content.decode()

    assert "Choose the file again. It was not saved." in text
    assert list(store.names()) == []


def test_form_without_a_file_is_told(worker, child):
    address = reverse("child-document-new", args=[child.reference])

    text = worker.post(address, {"kind": "birth", "language": "ar"}).content.decode()

    assert "Choose a file." in text
    assert "Choose the file again" not in text


def test_same_file_is_pointed_to_and_taken_when_it_is_meant(worker, child):
    first = factories.document(child, papers.pdf())

    told = send(worker, child).content.decode()
    taken = send(worker, child, again="on")

    assert "The same file is already on file: Birth certificate (Arabic)" in told
    assert f'<a href="{first.get_absolute_url()}">' in told
    assert 'type="checkbox" name="again"' in told
    assert taken.redirect_chain
    assert Document.objects.count() == 2


def test_file_of_a_sibling_is_used_for_the_next_without_a_second_upload(worker):
    child, other = factories.family(2).children.order_by("pk")
    first = factories.document(child, papers.image("PNG"), sensitive=True)
    address = reverse("child-document-new", args=[other.reference])
    box = f'name="file-twin" value="{first.stored_as}" checked> Use the document on file for this'

    told = send(worker, other, papers.sent(papers.image("PNG"), "photo.png")).content.decode()
    kept = worker.post(address, {"kind": "", "language": "ar", "file-twin": first.stored_as})
    used = worker.post(
        address, {"kind": "birth", "language": "ru", "file-twin": first.stored_as}, follow=True
    ).content.decode()
    again = worker.post(
        address, {"kind": "birth", "language": "ru", "file-twin": first.stored_as}
    ).content.decode()

    assert box in told
    assert "Choose the file again" not in told
    assert box in kept.content.decode()
    assert "Document added." in used
    own = other.documents.get()
    assert (own.sha256, own.sent_sha256, own.name) == (first.sha256, first.sent_sha256, first.name)
    assert (own.is_sensitive, own.language, own.stored_as == first.stored_as) == (True, "ru", False)
    assert other.journal.first().detail == "sensitive"
    assert "already on file" in again
    store.path_of(first.stored_as).unlink()
    assert worker.get(reverse("document-file", args=[own.stored_as])).status_code == 200


def test_file_that_may_not_be_seen_is_not_offered_by_its_key(client):
    child, other = factories.family(2).children.order_by("pk")
    own = factories.user(Role.CASEWORKER, team=factories.TeamFactory(name="Erbil desk"))
    type(child).objects.filter(pk=other.pk).update(caseworker=own)
    hidden, foreign = factories.document(child), factories.document(factories.child())
    client.force_login(own)

    told = [
        send(client, other, "", **{"file-twin": key}).content.decode()
        for key in (hidden.stored_as, foreign.stored_as, "no key")
    ]

    assert all("Choose a file." in page and "file-twin" not in page for page in told)
    assert not other.documents.exists()


def test_translation_is_chosen_among_the_papers_of_the_same_child(worker, child):
    own, other = factories.document(child), factories.document(factories.child())
    withdrawn = factories.document(child)
    Document.objects.filter(pk=withdrawn.pk).update(
        withdrawn_by=own.uploaded_by,
        withdrawn_at=datetime.datetime(2019, 3, 2, tzinfo=datetime.UTC),
        withdrawn_reason="other",
    )

    for wrong in (other, withdrawn):
        assert (
            "Select a valid choice" in send(worker, child, translation_of=wrong.pk).content.decode()
        )
    send(worker, child, translation_of=own.pk, language="ky")

    page = worker.get(own.get_absolute_url()).content.decode()
    assert "Translation: Birth certificate (Kyrgyz)" in page


def test_too_large_a_request_gets_a_page_of_its_own(worker, child, settings):
    settings.REQUEST_MOST_BYTES = 5000

    response = send(worker, child, papers.sent(b"%PDF-" + b"\0" * 6000))

    assert response.status_code == 413
    assert "larger than the register accepts" in response.content.decode()
    assert f'href="{response.wsgi_request.path}">Back to the form' in response.content.decode()


def test_file_is_sent_so_that_it_can_do_nothing(worker, child):
    document = factories.document(child, papers.image("PNG"))
    _page, file, preview, _withdraw = routes(document)

    for address, how in ((file, "attachment"), (preview, "inline")):
        response = worker.get(address)
        name = f'filename="{child.reference}-birth-ar.png"'
        assert response["Content-Disposition"] == f"{how}; {name}"
        assert response["Content-Type"] == "image/png"
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Cache-Control"] == "no-store"
        assert response["Cross-Origin-Resource-Policy"] == "same-origin"
        assert response["X-Frame-Options"] == "DENY"
        assert response.content == store.path_of(document.stored_as).read_bytes()


def test_every_look_is_on_record_before_the_file(worker, child, monkeypatch):
    document = factories.document(child)
    page, file, preview, _withdraw = routes(document)
    for address in (page, file, preview):
        worker.get(address)
    rows = AccessRow.objects.filter(document=document).order_by("pk")
    assert [row.page for row in rows] == ["document", "document-file", "document-preview"]
    assert {row.child for row in rows} == {child}

    def broken(**_facts):
        raise RuntimeError("no row")

    monkeypatch.setattr("cases.views.documents.shown", broken)
    with pytest.raises(RuntimeError, match="no row"):
        worker.get(file)


def test_sensitive_document_is_opened_on_request_alone(client, child):
    photo = papers.image("PNG")
    document = factories.document(child, photo, kind=DocumentKind.MEDICAL, sensitive=True)
    client.force_login(factories.user(Role.REVIEWER))
    page, _file, preview, _withdraw = routes(document)

    listed = client.get(child.get_absolute_url()).content.decode()
    shown = client.get(page).content.decode()
    client.get(preview)
    looked = client.get(page).content.decode()

    assert document.confidentiality == Confidentiality.SENSITIVE
    assert "Medical document" in listed
    assert "Medical document (Arabic)" not in listed
    assert "<img" not in shown
    assert AccessRow.objects.filter(document=document, page="document-sensitive").count() == 1
    assert "Sensitive document opened" in looked


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.CASEWORKER, 404),
        (Role.FINANCE_OFFICER, 403),
        (Role.FINANCE_APPROVER, 403),
        (Role.TRAVEL_OFFICER, 403),
        (Role.OFFICIAL, 403),
        (Role.AUDITOR, 403),
        (Role.ADMIN, 403),
    ],
)
def test_nobody_else_is_let_near_a_paper(client, child, role, status):
    cleared = factories.bring_to(child, "cleared")  # with a fee, and ready to travel
    documents = [
        factories.document(whose, papers.pdf(text=SECRET), again=True)
        for whose in (cleared, cleared.mother)
    ]
    user = factories.user(role, team=factories.TeamFactory(name="Erbil desk"))
    client.force_login(user)

    for document in documents:
        answers = [client.get(address) for address in routes(document)]
        assert {answer.status_code for answer in answers} == {status}
        assert all(SECRET not in answer.content for answer in answers)
    assert not AccessRow.objects.filter(by=user).exists()
    masked = client.get(cleared.get_absolute_url()).content.decode()
    assert "Documents" not in masked
    assert "/documents/" not in masked


def test_two_roles_open_no_paper_that_neither_opens(client, child):
    document = factories.document(child)
    stranger = factories.user(Role.CASEWORKER, team=factories.TeamFactory(name="Erbil desk"))
    stranger.groups.add(*factories.user(Role.AUDITOR).groups.all())
    client.force_login(stranger)

    for address in routes(document):
        assert client.get(address).status_code == 404
    assert "/documents/" not in client.get(child.get_absolute_url()).content.decode()


def test_document_is_withdrawn_with_a_reason(worker, child):
    document = factories.document(child)
    *_others, withdraw = routes(document)

    empty = worker.post(withdraw, {})
    done = worker.post(withdraw, {"reason": "wrong_person"}, follow=True).content.decode()
    again = worker.post(withdraw, {"reason": "not_genuine"}).content.decode()

    assert empty.status_code == 200
    assert "It belongs to another person" in done
    assert "This document is already withdrawn." in again
    assert worker.get(withdraw)["Location"] == document.get_absolute_url()
    assert "Withdrawn from the file" in worker.get(child.get_absolute_url()).content.decode()


def test_missing_or_changed_file_is_never_sent(worker, child):
    document = factories.document(child)
    page, file, preview, _withdraw = routes(document)
    store.path_of(document.stored_as).write_bytes(b"<script>")

    for address in (file, preview):
        assert worker.get(address).status_code == 302
    assert "missing or damaged" in worker.get(page).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_cost_the_same_for_one_document_and_for_three(
    worker, child, rows, django_assert_num_queries
):
    for _ in range(rows):
        factories.document(child)
        document = factories.document(child.mother)

    with django_assert_num_queries(7):
        text = worker.get(child.get_absolute_url()).content.decode()
    assert text.count('href="/documents/') == 2 * rows
    with django_assert_num_queries(13):
        assert worker.get(child.mother.get_absolute_url()).status_code == 200
    # session, user with permissions; document; mother; what rests on it ×2, translations; access
    with django_assert_num_queries(8):
        assert worker.get(document.get_absolute_url()).status_code == 200


def clearance(client, child, **typed):
    said = {"kind": "identity", "status": "granted", "issued_on": "01.03.2019", "number": "7/19"}
    address = reverse("child-clearance", args=[child.reference])
    return client.post(address, said | typed, follow=True).content.decode()


NEW = {"file_kind": "identity", "file_language": "ar"}


def test_clearance_rests_on_a_new_paper(worker, child):
    refused = clearance(worker, child, file=papers.sent(b""), **NEW)
    done = clearance(worker, child, file=papers.sent(), **NEW)

    made = child.clearances.get()
    assert "The file is empty." in refused
    assert 'value="7/19"' in refused
    assert "Choose the file again. It was not saved." in refused
    assert "clearance: Identity" in done
    assert (made.document.child, made.document.kind) == (child, "identity")
    assert store.path_of(made.document.stored_as).exists()
    rests = words_of(worker.get(made.document.get_absolute_url()))
    assert f"Identity: Granted ({child.reference})" in rests


def test_file_on_record_is_used_for_a_clearance_of_one_or_of_all(worker):
    child, sibling = factories.family(2).children.order_by("pk")
    mine, hers = factories.document(child), factories.document(sibling)

    told = clearance(
        worker,
        child,
        file=papers.sent(store.path_of(mine.stored_as).read_bytes()),
        **NEW,
    )
    clearance(worker, child, **NEW, **{"file-twin": mine.stored_as})
    clearance(
        worker,
        child,
        kind="kinship",
        **NEW | {"also": [sibling.reference]},
        **{"file-twin": hers.stored_as},
    )

    assert "Use the document on file" in told
    assert child.clearances.get(kind="identity").document == mine
    shared = child.clearances.get(kind="kinship").document
    assert (shared.mother, shared.sha256) == (child.mother, hers.sha256)
    assert sibling.clearances.get(kind="kinship").document == shared
    assert Document.objects.count() == 3


def test_clearance_that_is_refused_leaves_no_paper(worker, child):
    told = clearance(worker, child, issued_on="", file=papers.sent(), **NEW)
    without = clearance(worker, child, file=papers.sent())
    both = clearance(
        worker, child, file=papers.sent(), document=factories.document(child).pk, **NEW
    )

    assert "Enter the date a granted clearance was issued." in told
    assert "Choose what the new file is." in without
    assert "not both" in both
    assert not child.clearances.exists()
    assert Document.objects.count() == len(store.names()) == 1


def test_consent_rests_on_a_paper_on_file_that_the_second_person_opens(client, child):
    own, other = (
        factories.document(child.mother, kind="consent"),
        factories.document(factories.child()),
    )
    client.force_login(factories.user(Role.CASEWORKER))
    address = reverse("child-consent", args=[child.reference])
    said = {
        "giver_role": "mother",
        "purpose": "repatriation",
        "decision": "given",
        "decided_on": "01.03.2019",
        "method": "signed",
    }

    foreign = client.post(address, said | {"document": other.pk}).content.decode()
    client.post(address, said | {"document": own.pk})
    client.force_login(factories.user(Role.REVIEWER))
    asked = client.get(reverse("child-verify-consent", args=[child.reference])).content.decode()

    assert "Select a valid choice" in foreign
    assert child.consents.get().document == own
    assert "Scanned form: Mother" in asked
    assert own.get_absolute_url() in asked


def test_first_page_stands_beside_a_confirmation_and_is_on_record(client, child):
    document = factories.document(child, papers.image("PNG", size=(900, 1200)))
    first = reverse("document-first-page", args=[document.stored_as])
    client.force_login(factories.user(Role.REVIEWER))

    page = client.get(reverse("child-verify", args=[child.reference])).content.decode()
    drawn = client.get(first)

    assert f'src="{first}"' in page
    assert (drawn["Content-Type"], drawn["Cache-Control"]) == ("image/jpeg", "no-store")
    row = AccessRow.objects.get(page="document-first-page")
    assert (row.document, row.child) == (document, child)


def test_first_page_is_kept_from_who_may_not_see_the_document(client, child):
    document, photo = factories.document(child), papers.image("PNG")
    sensitive = factories.document(child, photo, kind=DocumentKind.MEDICAL, sensitive=True)
    first, other = (
        reverse("document-first-page", args=[each.stored_as]) for each in (document, sensitive)
    )
    client.force_login(
        factories.user(Role.CASEWORKER, team=factories.TeamFactory(name="Erbil desk"))
    )
    assert client.get(first).status_code == 404
    client.force_login(factories.user(Role.FINANCE_OFFICER))
    assert client.get(first).status_code == 403

    client.force_login(factories.user(Role.REVIEWER))
    empty = [client.get(other)]
    client.post(reverse("names"))
    empty.append(client.get(first))

    assert {answer["Location"] for answer in empty} == {static(NO_PICTURE)}
    assert not AccessRow.objects.filter(page="document-first-page").exists()
