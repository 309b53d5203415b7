"""PDFs: what stands around them is cut off; what runs, is locked or not whole is refused."""

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Object, Stream

from cases.files.outcome import Unfit
from cases.files.pdfs import examined
from tests.papers import packed, pdf

PACKED = pikepdf.ObjectStreamMode.generate


def made(change=None, **saving) -> bytes:
    """Return a whole PDF of three pages, as a program of today writes it."""
    file = io.BytesIO()
    with pikepdf.new() as book:
        for number in range(3):
            book.add_blank_page()
            book.pages[-1].Contents = Stream(book, b"BT (Page %d) Tj ET" % number)
        if change:
            change(book)
        book.save(file, **{"object_stream_mode": PACKED} | saving)
    return file.getvalue()


def act(kind: str, **more) -> Dictionary:
    return Dictionary(S=Name("/" + kind), **more)


def fresh(value):
    """Return a value that no other PDF holds."""
    return Object.parse(value.unparse()) if isinstance(value, Object) else value


def root(**entries):
    def change(book):
        for name, value in entries.items():
            book.Root[f"/{name}"] = fresh(value)

    return change


def annotation(**entries):
    def change(book):
        note = Dictionary(Type=Name.Annot, Rect=[0, 0, 9, 9])
        for name, value in entries.items():
            note[f"/{name}"] = fresh(value)
        note = book.make_indirect(note)
        book.pages[1].Annots = Array([note])
        book.Root.AcroForm = Dictionary(Fields=Array([note]))

    return change


def attached(book):
    book.attachments["a.txt"] = b"other"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"", b""),
        (b"\n", b""),
        (b"\xef\xbb\xbf", b""),
        (b"\0" * 128, b""),
        (b"Content-Type: application/pdf\r\n\r\n", b""),
        (b"x" * 1019, b""),
        (b"", b"\0" * 4096),
        (b"", b" " * 5000),
        (b"", b"\xff" * 2049),
        (b"", b"<!-- sent by the portal -->"),
        (b"\r\n", b"\x1a" * 3000),
    ],
)
@pytest.mark.parametrize("content", [made(), made(linearize=True), pdf()], ids=[*"plf"])
def test_what_stands_before_and_after_is_cut_off(content, before, after):
    outcome = examined(before + content + after)

    assert outcome.content.strip() == content.strip()
    assert not outcome.repaired


def revised(content: bytes) -> bytes:
    """Return a PDF to which a later revision was appended."""
    table = content.rindex(b"startxref")
    at = int(content[table:].split()[1])
    new = b"7 0 obj<</Title(Later)>> endobj\n"
    words = b"trailer<</Root 1 0 R/Size 8/Prev %d>>" % at
    head = b"xref\n7 1\n%010d 00000 n \n" % len(content)
    return content + new + head + words + b"\nstartxref\n%d\n%%%%EOF\n" % (len(content) + len(new))


def test_revised_pdf_is_kept_letter_for_letter():
    content = revised(pdf())

    assert examined(content).content == content


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n%%EOF",
        pdf()[:-20],
        made()[: len(made()) // 2],
        made()[: len(made()) // 2] + b"\n%%EOF",
        made(linearize=True)[:-60],
        revised(pdf())[: len(pdf()) + 40],
        made().replace(b"stream\n", b"\0" * 7, 1),
        pdf().replace(b"Kids[3 0 R]/Count 1", b"Kids[]/Count 0     "),
        b"%PDF-1.7 and a page of words\n%%EOF",
    ],
)
def test_pdf_that_is_not_whole_is_refused(content):
    with pytest.raises(Unfit, match="pdf_cut"):
        examined(content)


def test_packed_objects_of_an_earlier_revision_are_taken():
    content = pdf(packed(b"6 0 <</Type/Page/Parent 2 0 R/Title(/JavaScript)>>"))

    assert examined(content).content == content


@pytest.mark.parametrize(
    "shifted",
    [
        pdf().replace(b"%PDF-1.7\n", b"%PDF-1.7\n% a word of the scanner\n"),
        pdf()[: pdf().rindex(b"startxref")] + b"startxref\n0\n%%EOF",
        made().replace(b"%PDF-1.", b"%PDF-1.7\n%", 1),
        pdf().replace(b"/Length 47", b"/Length 39"),
    ],
)
def test_pdf_with_small_errors_is_written_anew(shifted):
    outcome = examined(shifted)

    assert outcome.repaired
    again = examined(outcome.content)
    assert (again.repaired, again.pages) == (False, outcome.pages)


@pytest.mark.parametrize(
    "change",
    [
        None,
        root(OpenAction=Array([0, Name.Fit])),
        root(OpenAction=act("GoTo", D=Array([0, Name.Fit]))),
        root(Outlines=Dictionary(Title="How /JavaScript and /Launch are written")),
        annotation(Subtype=Name.Link, A=act("URI", URI="https://example.org/")),
        annotation(Subtype=Name.Link, A=act("GoTo", D=Array([0, Name.Fit]))),
        annotation(Subtype=Name.Widget, FT=Name.Tx, T="Name"),
        lambda book: setattr(
            book.pages[0], "Resources", Dictionary(Font=Dictionary(AA=Dictionary()))
        ),
    ],
)
@pytest.mark.parametrize("saving", [{}, {"object_stream_mode": pikepdf.ObjectStreamMode.disable}])
def test_pdf_in_which_nothing_runs_is_taken(change, saving):
    content = made(change, **saving)

    assert examined(content).content == content


def test_word_of_the_format_in_the_text_of_a_page_is_a_word():
    content = pdf(text=b"see /JavaScript and /Launch and /EmbeddedFile")

    assert examined(content).content == content


@pytest.mark.parametrize(
    "change",
    [
        root(OpenAction=act("JavaScript", JS="app.alert(1)")),
        root(OpenAction=act("URI", URI="https://example.org/")),
        root(OpenAction=act("Named", N=Name.Print)),
        root(AA=Dictionary(WC=act("URI", URI="https://example.org/"))),
        root(Names=Dictionary(JavaScript=Dictionary(Names=Array([])))),
        root(AcroForm=Dictionary(Fields=Array([]), XFA=Array([]))),
        annotation(Subtype=Name.Link, A=act("Launch", F="cmd.exe")),
        annotation(Subtype=Name.Link, A=act("GoToR", F="//server/share/a.pdf", D=Array([0]))),
        annotation(Subtype=Name.Link, A=act("GoToE", D=Array([0]))),
        annotation(Subtype=Name.Link, A=act("URI", URI="x:", Next=act("JavaScript", JS="x"))),
        annotation(Subtype=Name.Widget, FT=Name.Btn, T="Go", A=act("SubmitForm", F="https://x/")),
        annotation(Subtype=Name.Widget, FT=Name.Btn, T="Go", A=act("ImportData", F="a.fdf")),
        annotation(Subtype=Name.Widget, AA=Dictionary(K=act("JavaScript", JS="x"))),
        annotation(Subtype=Name.Screen, A=act("Rendition", OP=0)),
        annotation(Subtype=Name.RichMedia),
        annotation(Subtype=Name.FileAttachment),
        attached,
    ],
)
@pytest.mark.parametrize("saving", [{}, {"object_stream_mode": pikepdf.ObjectStreamMode.disable}])
def test_pdf_in_which_something_runs_is_refused(change, saving):
    content = made(change, **saving)

    with pytest.raises(Unfit, match="pdf_active"):
        examined(content)


@pytest.mark.parametrize(
    "content",
    [
        pdf(b"<</S/J#61vaScript/JS(x)>>"),
        pdf(b"<</S/Launch/F(cmd.exe)>>"),
        pdf(b"<</Type/EmbeddedFile>>"),
        pdf(b"<</A<</B[<</C<</S/JavaScript/JS(x)>>>>]>>>>"),
        b"<html>" + pdf(b"<</S/JavaScript/JS(x)>>") + b"\0" * 3000,
        # Objects that the table leaves out, and only some readers would find.
        pdf(packed(b"6 0 <</S/JavaScript/JS(x)>>")),
        pdf(packed(b"6 0 <</A 1 0 R/S/Launch>>")),
        pdf(packed(b"6 0 <</S/JavaScript/JS(x)>>")).replace(b"startxref\n", b"startxref\n9"),
        pdf(packed(b"6 0", filters=b"/Filter[/ASCIIHexDecode/FlateDecode]"))[:-9] + b"\n%%EOF",
    ],
)
def test_script_is_seen_however_it_is_written(content):
    with pytest.raises(Unfit, match="pdf_active"):
        examined(content)


@pytest.mark.parametrize("password", ["", "secret"])
def test_locked_pdf_is_refused(password):
    lock = pikepdf.Encryption(user=password, owner="owner")

    with pytest.raises(Unfit, match="pdf_locked"):
        examined(made(encryption=lock))
