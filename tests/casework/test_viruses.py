"""Viruses: a file that waits cannot be opened; what is found later is told to the admin."""

import io
import threading
from contextlib import suppress

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from cases.casework import documents
from cases.casework.viruses import check_waiting
from cases.files import viruses
from cases.models import Document, VirusFind
from cases.vocabulary import Role, VirusCheck
from tests import factories, papers
from tests.races import at_once
from tests.scanner import VIRUS, clamd

pytestmark = pytest.mark.django_db
BAD = papers.pdf(text=VIRUS)


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.DOCUMENTS_DIR, settings.CLAMD = tmp_path / "documents", str(tmp_path / "clamd.sock")


@pytest.fixture
def worker(client):
    client.force_login(factories.user(Role.CASEWORKER))
    return client


@pytest.fixture
def child():
    return factories.child()


def send(client, child, content):
    typed = {"kind": "birth", "language": "ar", "file": papers.sent(content)}
    address = reverse("child-document-new", args=[child.reference])
    return client.post(address, typed, follow=True).content.decode()


def check() -> tuple[str, str, str]:
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("check_viruses", stdout=out, stderr=err)
    except CommandError as failure:
        return out.getvalue(), err.getvalue(), str(failure)
    return out.getvalue(), err.getvalue(), ""


def test_file_waits_while_the_scanner_is_down_and_opens_when_it_is_clean(worker, child, settings):
    said = send(worker, child, papers.pdf())

    document = Document.objects.get()
    page = worker.get(document.get_absolute_url()).content.decode()
    listed = worker.get(child.get_absolute_url()).content.decode()
    opened = worker.get(reverse("document-file", args=[document.stored_as]), follow=True)
    assert "The virus scanner does not answer. The file is kept" in said
    assert "This file has waited for the virus check since" in page
    assert "Waiting for the virus check" in listed
    assert reverse("document-file", args=[document.stored_as]) not in page
    assert "This file has waited for the virus check since" in opened.content.decode()
    assert documents.content_of(document) is None
    assert check()[1:] == (
        "1 still wait: the virus scanner does not answer\n",
        "See the page of backups and files.",
    )

    with clamd(path=settings.CLAMD):
        assert check() == ("1 files found clean\n", "", "")
    assert worker.get(reverse("document-file", args=[document.stored_as])).content == papers.pdf()
    assert not VirusFind.objects.exists()


def test_infected_file_is_refused_and_told(worker, child, settings):
    with clamd(path=settings.CLAMD):
        said = send(worker, child, BAD)

    assert "A virus was found in this file." in said
    assert not Document.objects.exists()
    find = VirusFind.objects.get()
    assert (str(find), find.stored_as) == ("Eicar-Test-Signature", None)
    assert find.sent_by_id == int(worker.session["_auth_user_id"])


def test_virus_found_later_stays_closed_and_is_told(worker, child, settings):
    send(worker, child, BAD)

    with clamd(path=settings.CLAMD):
        _out, err, failure = check()

    document = Document.objects.get()
    page = worker.get(document.get_absolute_url()).content.decode()
    find = VirusFind.objects.get()
    assert (document.virus_check, documents.content_of(document)) == (VirusCheck.INFECTED, None)
    assert "1 infected; they cannot be opened" in err
    assert "See the page of backups and files." in failure
    assert "A virus was found in this file. It cannot be opened." in page
    assert (find.stored_as, find.sent_by) == (document.stored_as, document.uploaded_by)


@pytest.mark.django_db(transaction=True)
def test_two_checks_at_once_tell_of_a_virus_once(worker, child, monkeypatch):
    send(worker, child, BAD)
    both = threading.Barrier(2)

    def slow(content: bytes) -> viruses.Checked:
        with suppress(threading.BrokenBarrierError):
            both.wait(timeout=0.5)
        return viruses.Checked(VirusCheck.INFECTED, "Eicar-Test-Signature")

    monkeypatch.setattr(viruses, "checked", slow)
    counts = at_once([check_waiting, check_waiting])

    assert sum(count[VirusCheck.INFECTED] for count in counts) == 1
    assert VirusFind.objects.get().virus == "Eicar-Test-Signature"


def test_scan_of_a_receipt_that_waits_is_not_opened(client):
    client.force_login(factories.user(Role.FINANCE_OFFICER))
    scan = factories.receipt(new=factories.scan()).scans.get()
    address = reverse("receipt-scan", args=[scan.receipt.key, scan.stored_as])

    opened = client.get(address, follow=True).content.decode()

    assert "This file has waited for the virus check since" in opened
    assert f'href="{address}"' not in opened
    assert "Waiting for the virus check" in opened


def test_file_that_is_gone_is_passed_over(worker, child, settings):
    send(worker, child, papers.pdf())
    documents.store.path_of(Document.objects.get().stored_as).unlink()

    with clamd(path=settings.CLAMD):
        assert check() == ("0 files found clean\n", "", "")


def test_without_a_scanner_nothing_waits(worker, child, settings):
    settings.CLAMD = ""

    send(worker, child, papers.pdf())

    assert Document.objects.get().virus_check == VirusCheck.NONE
    assert check()[0] == "No virus scanner is configured (CLAMD).\n"
