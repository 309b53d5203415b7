"""What a file is, by its bytes; what is refused, each for its own reason."""

import pytest

from cases.rules.files import LONGEST_NAME, CannotTakeFile, clean_file_name, look_at
from cases.vocabulary import ContentType
from tests import papers

SCRIPT = b"<</S/JavaScript/JS(app.alert)>>"


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.pdf", papers.pdf(), ContentType.PDF),
        ("a.PDF", papers.pdf(), ContentType.PDF),
        ("a.pdf", papers.pdf(papers.packed(b"<</Type/Page>>")), ContentType.PDF),
        (
            "a.pdf",
            papers.pdf(papers.packed(SCRIPT).replace(b"ObjStm", b"XObject")),
            ContentType.PDF,
        ),
        ("a.jpg", papers.image(), ContentType.JPEG),
        ("a.jpeg", papers.image(), ContentType.JPEG),
        ("a.png", papers.image("PNG"), ContentType.PNG),
    ],
)
def test_file_is_what_its_bytes_say(name, content, kind):
    assert look_at(name, content) is kind


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"MZ\x90", "program"),
        (b"\x7fELF", "program"),
        (b"#!/bin/sh", "program"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"),
        (b"{\\rtf1", "office"),
        (b"Rar!", "archive"),
        (b"GIF89a", "other_image"),
        (b"\0\0\0\x18ftypheic", "other_image"),
        (b"\xef\xbb\xbf  <svg>", "markup"),
        ("<html>".encode("utf-16"), "markup"),
        (b"plain words", "unknown"),
        (papers.archive("paper.pdf"), "archive"),
        (papers.archive("paper.pdf", locked=True), "locked_archive"),
        (papers.archive("[Content_Types].xml"), "office"),
        (papers.archive("[Content_Types].xml", "word/vbaProject.bin"), "macros"),
        (b"PK\x03\x04 and no more", "archive"),
        (papers.pdf()[:-20], "pdf_cut"),
        (papers.pdf(trailer=b"/Encrypt 9 0 R"), "pdf_locked"),
        (papers.pdf(SCRIPT), "pdf_active"),
        (papers.pdf(SCRIPT.replace(b"Java", b"J#61va")), "pdf_active"),
        (papers.pdf(papers.packed(SCRIPT)), "pdf_active"),
        (papers.pdf(papers.packed(b"x", filters=b"/Filter/LZWDecode")), "pdf_active"),
        (papers.pdf(b"<</Type/ObjStm/Filter/FlateDecode>>stream\nno\nendstream"), "pdf_active"),
        (papers.pdf(b"<</Type/ObjStm>>stream\n" + SCRIPT + b"\nendstream"), "pdf_active"),
    ],
)
def test_file_that_is_not_kept_is_refused_for_its_own_reason(content, code):
    with pytest.raises(CannotTakeFile) as refusal:
        look_at("paper.pdf", content)

    assert refusal.value.code == code


def test_packed_part_that_grows_without_end_is_refused(monkeypatch):
    monkeypatch.setattr("cases.rules.files.MOST_UNPACKED", 100)

    assert look_at("a.pdf", papers.pdf(papers.packed(b"x" * 100))) is ContentType.PDF
    with pytest.raises(CannotTakeFile, match="pdf_active"):
        look_at("a.pdf", papers.pdf(papers.packed(b"x" * 101)))


def test_ending_that_says_otherwise_is_refused_with_the_right_one():
    with pytest.raises(CannotTakeFile, match="ending") as refusal:
        look_at("paper.pdf", papers.image())

    assert refusal.value.params == {"kind": "JPEG", "ending": "jpg"}


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("  paper.pdf ", "paper.pdf"),
        ("Бг\u0306.pdf", "Бг\u0306.pdf"),
        ("И\u0306.pdf", "Й.pdf"),
        ("x" * 200 + ".jpeg", "x" * (LONGEST_NAME - 5) + ".jpeg"),
        ("x" * 200, "x" * LONGEST_NAME),
    ],
)
def test_name_is_kept_short_with_its_ending(name, kept):
    assert clean_file_name(name) == kept


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "path"),
        ("...", "path"),
        ("../paper.pdf", "path"),
        ("C:\\paper.pdf", "path"),
        ("paper\u202efdp.exe", "hidden_sign"),
        ("paper\n.pdf", "hidden_sign"),
    ],
)
def test_name_that_hides_something_is_refused(name, code):
    with pytest.raises(CannotTakeFile) as refusal:
        clean_file_name(name)

    assert refusal.value.code == code


def test_packed_objects_that_reach_over_each_other_are_refused_before_they_cost_time():
    """Without an end each reaches to the end of the file: together they are many files long."""
    endless = b"<</Type/ObjStm/N 1/First 4/Length 9>>stream\n"

    with pytest.raises(CannotTakeFile) as refusal:
        look_at("paper.pdf", papers.pdf(*[endless] * 12))

    assert refusal.value.code == "pdf_active"
