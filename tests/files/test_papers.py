"""What is taken in of the files that people send, and why the rest is not."""

import hashlib
import io
import os
import random
import time
from pathlib import Path

import pytest
from PIL import Image

from cases.files.papers import CannotTakePaper, take_in
from cases.rules.files import look_at
from cases.vocabulary import ContentType
from tests import papers
from tests.papers import archive, image, packed, pdf, sent

UPLOADS = Path(__file__).parents[1] / "data" / "uploads"
PNG, SCRIPT = image("PNG"), b"<</S/JavaScript/JS(app.alert(1))>>"
#: The name, the bytes, and what the person is told.
HOSTILE = [
    ("nothing.pdf", b"", "is empty"),
    ("program.pdf", b"MZ\x90\0" + pdf(), "program"),
    ("program.exe", b"MZ\x90\0", "program"),
    ("tool.jpg", b"\x7fELF\x02\x01", "program"),
    ("run.pdf", b"#!/bin/sh\nrm -rf /\n", "program"),
    ("mac.png", b"\xcf\xfa\xed\xfe" + b"\0" * 20, "program"),
    ("page.pdf", b"<!DOCTYPE html><script>alert(1)</script>", "web page"),
    ("page.html", b"\n  <html><body>", "web page"),
    ("drawing.png", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "web page"),
    ("drawing.svg", b'\xef\xbb\xbf<?xml version="1.0"?><svg/>', "web page"),
    ("wide.pdf", "<html>".encode("utf-16"), "web page"),
    ("macros.docm", archive("[Content_Types].xml", "word/vbaProject.bin"), "macros"),
    ("macros.pdf", archive("[Content_Types].xml", "xl/vbaProject.bin"), "macros"),
    ("letter.docx", archive("[Content_Types].xml", "word/document.xml"), "Office file"),
    ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Office file"),
    ("letter.rtf", b"{\\rtf1 hello}", "Office file"),
    ("locked.zip", archive("a.pdf", locked=True), "locked by a password"),
    ("papers.zip", archive("a.pdf", "b.pdf"), "is an archive"),
    ("up.pdf", archive("../../etc/passwd"), "is an archive"),
    ("broken.zip", b"PK\x03\x04 and then nothing", "is an archive"),
    ("papers.rar", b"Rar!\x1a\x07\x00", "is an archive"),
    ("papers.gz", b"\x1f\x8b\x08\0", "is an archive"),
    ("moving.gif", b"GIF89a" + b"\0" * 20, "Images of this kind"),
    ("scan.tif", b"II*\0" + b"\0" * 20, "Save it as PDF, which keeps all pages"),
    ("phone.heic", b"\0\0\0\x18ftypheic", "damaged"),
    ("web.webp", b"RIFF\0\0\0\0WEBP", "Save it as PNG"),
    ("new.avif", b"\0\0\0\x18ftypavif", "Save it as PNG"),
    ("book.djvu", b"AT&TFORM\0\0\0\0DJVM", "Save it as PDF, which keeps all pages"),
    ("letter.odt", archive("mimetype", "META-INF/manifest.xml"), "Save it as PDF"),
    ("letter.pages", archive("Index/Document.iwa"), "Save it as PDF"),
    ("words.pdf", b"Dear Sir or Madam", "not a PDF, JPEG, PNG, TIFF or HEIC"),
    ("too_late.pdf", b"\n" * 1024 + pdf(), "not a PDF, JPEG, PNG, TIFF or HEIC"),
    ("photo.pdf", PNG, "is a PNG, but its name says otherwise"),
    ("paper.jpg", pdf(), "is a PDF, but its name says otherwise"),
    ("paper", pdf(), "end in .pdf"),
    ("paper.pdf.exe", pdf(), "end in .pdf"),
    ("../../etc/paper.pdf", pdf(), "contains a path"),
    ("C:\\papers\\paper.pdf", pdf(), "contains a path"),
    ("..", pdf(), "contains a path"),
    ("pa\0per.pdf", pdf(), "hidden character"),
    ("line\nend.pdf", pdf(), "hidden character"),
    ("fdp.\u202eexe.pdf", pdf(), "hidden character"),
    ("cut.pdf", pdf()[:-30], "cut short"),
    ("script.pdf", pdf(SCRIPT), "contains a script"),
    ("packed.pdf", pdf(packed(b"6 0 " + SCRIPT)), "contains a script"),
    ("bomb.pdf", pdf(packed(b"\0" * (65 * 1024**2))), "hidden part"),
    ("torn.pdf", pdf(b"<</Type/ObjStm/Filter/FlateDecode>>stream\nxx\nendstream"), "hidden part"),
    ("locked.pdf", pdf(trailer=b"/Encrypt 9 0 R"), "locked by a password"),
    ("cut.jpg", image(size=(400, 400))[:900], "damaged"),
    ("cut.png", PNG[: len(PNG) // 2], "damaged"),
    ("false.jpg", b"\xff\xd8\xff\xe0" + os.urandom(500), "damaged"),
    ("huge.png", papers.png_header(60_000, 60_000), "250 million pixels"),
    ("large.png", papers.png_header(12_000, 12_000), "100 million pixels"),
]


@pytest.mark.parametrize(("name", "content", "said"), HOSTILE, ids=[line[0] for line in HOSTILE])
def test_hostile_file_is_refused_in_a_sentence(name, content, said):
    file = sent(content)

    with pytest.raises(CannotTakePaper, match=said):
        take_in(name, file)


def test_too_large_a_file_is_not_even_read(settings):
    settings.DOCUMENT_MOST_BYTES = 1024**2
    file = sent(b"\0" * (1024**2 + 1))

    with pytest.raises(CannotTakePaper, match="larger than 1 MB"):
        take_in("large.pdf", file)
    assert file.tell() == 0


def test_pdf_is_kept_letter_for_letter():
    content = pdf()

    paper = take_in("Шаҳодатнома.PDF", sent(content))

    assert (paper.name, paper.content_type) == ("Шаҳодатнома.PDF", ContentType.PDF)
    assert paper.content == content
    assert paper.sha256 == paper.sent_sha256 == hashlib.sha256(content).hexdigest()
    assert paper.changes == ()


REPAIRED = "The PDF had small errors and was repaired. Check that it is whole."


@pytest.mark.parametrize(
    ("name", "kept", "changes"),
    [
        ("newline-before-header.pdf", "newline-before-header.pdf", (REPAIRED,)),
        ("text-before-header.pdf", "text-before-header.pdf", (REPAIRED,)),
        ("padding-after-end.pdf", "padding-after-end.pdf", (REPAIRED,)),
        (
            "word-of-the-format-in-the-text.pdf",
            "word-of-the-format-in-the-text.pdf",
            (REPAIRED,),
        ),
        ("photo.jfif", "photo.jpg", ()),
        (
            "three-pages.tif",
            "three-pages.pdf",
            ("The TIFF file was converted to a PDF of 3 pages.",),
        ),
    ],
)
def test_file_as_offices_and_telephones_make_it_is_taken(name, kept, changes):
    paper = take_in(name, sent((UPLOADS / name).read_bytes()))

    assert (paper.name, paper.changes) == (kept, changes)
    assert look_at(kept, paper.content).value[0] == kept.rpartition(".")[2]


def test_large_photograph_is_made_smaller_and_its_sender_told():
    paper = take_in("phone.jpe", sent(image(size=(8160, 6120), mode="L")))

    assert paper.name == "phone.jpg"
    assert paper.changes == ("The image was very large. It was made smaller.",)
    assert Image.open(io.BytesIO(paper.content)).size == (7302, 5477)


def test_photograph_may_be_larger_than_a_document(settings):
    settings.DOCUMENT_MOST_BYTES, settings.PHOTO_MOST_BYTES = 60_000, 300_000
    noise = io.BytesIO()
    Image.effect_noise((500, 400), 90).save(noise, "JPEG", quality=95)
    content = noise.getvalue()
    assert 60_000 < len(content) < 300_000

    paper = take_in("phone.jpg", sent(content))

    assert len(paper.content) <= 60_000
    assert paper.changes == ("The image was very large. It was made smaller.",)
    with pytest.raises(CannotTakePaper, match="is larger than"):
        take_in("scan.pdf", sent(pdf() + b"\0" * 60_000))
    with pytest.raises(CannotTakePaper, match="is larger than"):
        take_in("phone.jpg", sent(content + b"\0" * 100_000))


def test_file_that_takes_too_long_is_refused_in_a_sentence(monkeypatch):
    monkeypatch.setattr("cases.files.papers.SECONDS", 0)

    with pytest.raises(CannotTakePaper, match="Reading this file takes too long"):
        take_in("paper.pdf", sent())


def test_file_that_takes_too_much_memory_is_refused_in_a_sentence(monkeypatch):
    monkeypatch.setattr("cases.files.papers.MEMORY", 250 * 1024**2)

    with pytest.raises(CannotTakePaper, match="Reading this file takes too long"):
        take_in("photo.png", sent(image("PNG", size=(9000, 9000))))


def test_photograph_loses_place_and_camera_and_stands_upright():
    content = papers.photograph()
    assert b"Rusafa" in content

    paper = take_in("photo.jpeg", sent(content + b"<script>appended</script>"))

    kept = Image.open(io.BytesIO(paper.content))
    assert kept.size == (40, 60)
    assert dict(kept.getexif()) == {}
    assert b"Rusafa" not in paper.content
    assert b"script" not in paper.content
    assert paper.sent_sha256 != paper.sha256


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("PNG", "1"), ("JPEG", "CMYK"), ("JPEG", "L")]
)
def test_image_of_any_mode_is_made_anew(kind, mode):
    paper = take_in(f"scan.{kind.lower()}", sent(image(kind, mode=mode)))

    assert Image.open(io.BytesIO(paper.content)).size == (60, 40)


def test_long_name_keeps_its_ending():
    paper = take_in("н" * 300 + ".pdf", sent())

    assert len(paper.name) == 120
    assert paper.name.endswith("н.pdf")


def test_noise_is_refused_and_never_crashes():
    noise = random.Random(7)
    starts = {
        b"": "not a PDF, JPEG, PNG, TIFF or HEIC",
        b"%PDF-1.7": "cut short or damaged",
        b"PK\x03\x04": "This is an archive",
        b"<": "a web page or a drawing",
        b"PK\x05\x06": "This is an archive",
    }

    for start, sentence in [*starts.items()] * 12:
        content = start + noise.randbytes(noise.randrange(1, 3000))
        with pytest.raises(CannotTakePaper, match=sentence):
            take_in("noise.pdf", sent(content))


@pytest.mark.parametrize("word", [b"stream ", b"1 0 obj stream ", b"obj<<", b"trailer<<", b"["])
def test_hostile_pdf_costs_the_web_server_next_to_nothing(word):
    content = b"%PDF-1.7\n" + word * (9 * 1024**2 // len(word)) + b"\n%%EOF\n"
    began = time.thread_time()

    with pytest.raises(CannotTakePaper, match="PDF"):
        take_in("stream.pdf", sent(content))

    # Of the processor, not of the clock: what reads the file is another process.
    assert time.thread_time() - began < 1
