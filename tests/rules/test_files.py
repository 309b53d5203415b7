"""What a file is, by its bytes; what is refused, each for its own reason."""

import pytest

from cases.rules.files import (
    LONGEST_NAME,
    CannotTakeFile,
    SentAs,
    clean_file_name,
    kept_name,
    look_at,
)
from cases.vocabulary import ContentType
from tests import papers


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.pdf", papers.pdf(), SentAs.PDF),
        ("a.PDF", papers.pdf(), SentAs.PDF),
        ("a.pdf", b"\r\n" + papers.pdf(), SentAs.PDF),
        ("a.pdf", b"\xef\xbb\xbf" + papers.pdf(), SentAs.PDF),
        ("a.pdf", b"x" * 1019 + papers.pdf(), SentAs.PDF),
        *[(f"a.{ending}", papers.image(), SentAs.JPEG) for ending in SentAs.JPEG.value],
        ("a.JFIF", papers.image(), SentAs.JPEG),
        ("a.png", papers.image("PNG"), SentAs.PNG),
        ("a.tif", papers.image("TIFF"), SentAs.TIFF),
        ("a.TIFF", b"MM\0*", SentAs.TIFF),
        ("a.heic", b"\0\0\0\x18ftypheic", SentAs.HEIC),
        ("a.HEIF", b"\0\0\0\x18ftypmif1", SentAs.HEIC),
    ],
)
def test_file_is_what_its_bytes_say(name, content, kind):
    assert look_at(name, content) is kind


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"MZ\x90", "program"),
        (b"MZ\x90" + papers.pdf(), "program"),
        (b"\x7fELF", "program"),
        (b"#!/bin/sh", "program"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"),
        (b"{\\rtf1", "office"),
        (b"Rar!", "archive"),
        (b"GIF89a", "other_image"),
        (b"\0\0\0\x18ftypavif", "other_image"),
        (b"AT&TFORM", "other_pages"),
        (b"\xef\xbb\xbf  <svg>", "markup"),
        ("<html>".encode("utf-16"), "markup"),
        (b"plain words", "unknown"),
        (b"x" * 1020 + papers.pdf(), "unknown"),
        (papers.archive("paper.pdf"), "archive"),
        (papers.archive("paper.pdf", locked=True), "locked_archive"),
        (papers.archive("[Content_Types].xml"), "office"),
        (papers.archive("mimetype", "META-INF/manifest.xml"), "office"),
        (papers.archive("[Content_Types].xml", "word/vbaProject.bin"), "macros"),
        (b"PK\x03\x04 and no more", "archive"),
    ],
)
def test_file_that_is_not_kept_is_refused_for_its_own_reason(content, code):
    with pytest.raises(CannotTakeFile) as refusal:
        look_at("paper.pdf", content)

    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("name", "content_type", "kept"),
    [
        ("a.JPEG", ContentType.JPEG, "a.JPEG"),
        ("photo.jfif", ContentType.JPEG, "photo.jpg"),
        ("IMG_1.HEIC", ContentType.JPEG, "IMG_1.jpg"),
        ("scan.1.tif", ContentType.PDF, "scan.1.pdf"),
        ("x" * 117 + ".jpe", ContentType.JPEG, "x" * 116 + ".jpg"),
    ],
)
def test_name_ends_as_the_file_is_kept(name, content_type, kept):
    assert kept_name(name, content_type) == kept


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
