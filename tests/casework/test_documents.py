"""Documents are put on file whole or not at all, and withdrawn, never deleted."""

import datetime
import os
import uuid
from dataclasses import replace

import pytest
from django.core.management import call_command
from django.db import IntegrityError, OperationalError
from django.utils import timezone

from cases.casework import documents
from cases.casework.documents import NewDocument
from cases.casework.journal import CannotMove
from cases.casework.submissions import AlreadyTaken
from cases.files import store
from cases.files.papers import take_in
from cases.models import Document, Journal
from cases.vocabulary import Act, DocumentKind, Language, Role, WithdrawnReason
from tests import factories, papers
from tests.factories import DAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.DOCUMENTS_DIR = tmp_path / "documents"
    return settings.DOCUMENTS_DIR


@pytest.fixture
def child():
    return factories.family(2).children.first()


def new(content=None, **more):
    paper = take_in("paper.pdf", papers.sent(content))
    return NewDocument(paper, DocumentKind.BIRTH, Language.ARABIC, **more)


def add(whose, document=None, **more):
    by = more.pop("by", None) or factories.user(Role.CASEWORKER)
    return documents.add(whose=whose, by=by, on=DAY, new=document or new(), **more)


def test_file_and_row_are_there_together(child, place):
    document = add(child, name := new())

    path = store.path_of(document.stored_as)
    assert path.read_bytes() == name.paper.content
    assert path.stat().st_mode & 0o777 == 0o600
    assert place.stat().st_mode & 0o777 == 0o700
    assert [file.name for file in place.iterdir()] == [document.stored_as.hex]
    assert (document.size, document.name) == (len(name.paper.content), "paper.pdf")
    assert documents.content_of(document) is not None


def test_paper_is_journalled_without_its_name(child):
    add(child)
    add(child, new(papers.pdf(text=b"Health"), sensitive=True))
    add(child.mother, new(papers.pdf(text=b"Her own")))

    details = {
        one: [e.detail for e in one.journal.filter(act=Act.DOCUMENT)] for one in family(child)
    }
    assert list(details.values()) == [
        ["mother:birth:ar", "sensitive", "birth:ar"],
        ["mother:birth:ar"],
    ]


def family(child):
    return child.mother.children.order_by("pk")


@pytest.mark.parametrize("problem", [IntegrityError, OSError, CannotMove])
def test_what_breaks_on_the_way_leaves_nothing(child, place, monkeypatch, problem):
    def broken(*_args, **_more):
        raise problem("half-way")

    monkeypatch.setattr("cases.casework.documents.done", broken)

    with pytest.raises(problem, match="half-way"):
        add(child)
    assert list(place.iterdir()) == []
    assert not Document.objects.exists()
    assert not Journal.objects.filter(act=Act.DOCUMENT).exists()


def test_full_disk_leaves_nothing(child, place, monkeypatch):
    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)

    with pytest.raises(OSError, match="No space"):
        add(child)
    assert list(place.iterdir()) == []
    assert not Document.objects.exists()


def test_file_stays_when_nobody_knows_whether_the_row_was_committed(child, place, monkeypatch):
    def cut_off(*_args, **_more):
        raise OperationalError("server closed the connection")

    monkeypatch.setattr("cases.casework.documents.done", cut_off)

    with pytest.raises(OperationalError, match="closed the connection"):
        add(child)
    assert len(list(place.iterdir())) == 1


def test_same_file_is_told_and_may_be_meant(child):
    first = add(child)

    for whose in family(child), (child.mother,):
        for one in whose:
            with pytest.raises(CannotMove, match="already on file: Birth certificate"):
                add(one)
    again = add(child, new(again=True))
    documents.withdraw(document=first, by=first.uploaded_by, on=DAY, reason="other")
    documents.withdraw(document=again, by=first.uploaded_by, on=DAY, reason="other")

    assert add(child).sha256 == first.sha256


def test_same_file_of_a_sibling_one_may_not_see_is_not_told(child):
    own = factories.user(Role.CASEWORKER, team=factories.TeamFactory(name="Erbil desk"))
    type(child).objects.filter(pk=child.pk).update(caseworker=own)
    add(family(child)[1])

    assert add(child, by=own).uploaded_by == own


def test_file_that_waits_for_the_scanner_is_used_for_nobody_else(child):
    by = factories.user(Role.CASEWORKER)
    waiting = new()
    held = add(child, replace(waiting, paper=replace(waiting.paper, virus_check="waiting")))
    free = add(child, new(papers.pdf(text=b"Other")))

    found = [
        documents.to_use_again(str(each.stored_as), family(child)[1], by=by)
        for each in (held, free)
    ]

    assert found[0] is None
    twin, paper = found[1]
    assert (twin, paper.sent_sha256) == (free, free.sent_sha256)


def test_file_that_was_withdrawn_meanwhile_is_used_for_nobody_else(child):
    other = family(child)[1]
    twin = add(child, new())
    meant = new(twin=twin)
    documents.withdraw(document=twin, by=twin.uploaded_by, on=DAY, reason="wrong_person")

    with pytest.raises(CannotMove, match="no longer on file"):
        add(other, meant)
    assert not other.documents.exists()


def test_form_sent_twice_keeps_one_file(child, place):
    token, by = uuid.uuid4(), factories.user(Role.CASEWORKER)
    document = add(child, token=token, by=by)

    with pytest.raises(AlreadyTaken) as taken:
        add(child, new(papers.pdf(text=b"other")), token=token, by=by)
    assert taken.value.location == document.get_absolute_url()
    assert len(list(place.iterdir())) == 1


def test_withdrawn_document_stays_with_its_reason(child):
    document, by = add(child), factories.user(Role.REVIEWER)

    documents.withdraw(document=document, by=by, on=DAY, reason=WithdrawnReason.WRONG_PERSON)

    document.refresh_from_db()
    assert (document.withdrawn_by, document.withdrawn_reason) == (by, "wrong_person")
    assert documents.content_of(document) is not None
    assert child.journal.first().act == Act.WITHDRAW_DOCUMENT
    with pytest.raises(CannotMove, match="already withdrawn"):
        documents.withdraw(document=document, by=by, on=DAY, reason=WithdrawnReason.OTHER)


def test_sweep_removes_old_files_that_no_document_knows(child, place):
    document, now = add(child), timezone.now()
    old, young = place / uuid.uuid4().hex, place / f"{uuid.uuid4().hex}.unfinished"
    for path, age in ((old, 25), (young, 23), (place / document.stored_as.hex, 100)):
        path.touch()
        written = (now - datetime.timedelta(hours=age)).timestamp()
        os.utime(path, (written, written))

    assert documents.sweep(at=now) == [old.name]
    assert sorted(path.name for path in place.iterdir()) == sorted(
        [young.name, document.stored_as.hex]
    )


def test_nightly_command_sweeps_and_tells_what_is_missing(child, place, capsys):
    document = add(child)
    store.path_of(document.stored_as).rename(old := place / uuid.uuid4().hex)
    os.utime(old, (0, 0))

    call_command("sweep_documents")

    told = capsys.readouterr()
    assert told.out == "1 files without a document removed\n"
    assert told.err == f"{child.reference}: the file {document.stored_as} is missing\n"
    assert list(place.iterdir()) == []


def test_missing_and_damaged_files_are_told(child):
    gone, damaged = add(child), add(child, new(papers.pdf(text=b"second")))
    store.path_of(gone.stored_as).unlink()
    store.path_of(damaged.stored_as).write_bytes(b"x")

    assert documents.files_missing() == [gone]
    assert documents.content_of(damaged) is documents.content_of(gone) is None
    assert documents.files_without_document() == {}


def test_empty_store_has_no_files(place):
    assert documents.files_missing() == []
    assert documents.sweep(at=timezone.now()) == []
    assert not place.exists()
