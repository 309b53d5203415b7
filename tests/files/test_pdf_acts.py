"""What acts, opens, sends or carries something else in a PDF: found, and taken off its pages."""

import io

import pikepdf
import pypdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream

from cases.files.outcome import Unfit
from cases.files.pdf_acts import Found
from cases.files.pdfs import examined
from tests.files.test_pdfs import act, annotation, fresh, made, root
from tests.papers import packed, pdf

GOTO = Array([0, Name.Fit])
WEB = "https://example.org/"
SHARE = "\\\\server\\share\\a.pdf"


def link(**entries):
    return annotation(Subtype=Name.Link, A=Dictionary(S=Name(entries.pop("S")), **entries))


def page(**entries):
    def change(book):
        for name, value in entries.items():
            book.pages[0].obj[f"/{name}"] = fresh(value)

    return change


def outline(action):
    def change(book):
        item = book.make_indirect(Dictionary(Title="One", A=fresh(action)))
        book.Root.Outlines = book.make_indirect(Dictionary(First=item, Last=item, Count=1))

    return change


def indirect(kind):
    """Return a change that says what an act does in an object of its own."""

    def change(book):
        name = book.make_indirect(Name(kind))
        book.Root.OpenAction = book.make_indirect(Dictionary(S=name, JS="app.alert(1)"))

    return change


def carried(**spec):
    """Return a change that carries a file without the name of the kind of its stream."""

    def change(book):
        file = book.make_indirect(Stream(book, b"MZ"))
        book.Root.AF = Array([Dictionary(F="a.exe", EF=Dictionary({"/F": file}), **spec)])

    return change


def drawn(**entries):
    """Return a change that gives the first page an image, or a form, with these entries."""

    def change(book):
        form = Stream(book, b"", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
        for name, value in entries.items():
            form[f"/{name}"] = fresh(value)
        book.pages[0].Resources = Dictionary(XObject=Dictionary(X=book.make_indirect(form)))

    return change


def both(*changes):
    def change(book):
        for each in changes:
            each(book)

    return change


#: What a hostile person may send, and what is found in it.
HOSTILE = {
    "script at opening": (root(OpenAction=act("JavaScript", JS="x")), Found.SCRIPT),
    "script of the whole": (root(Names=Dictionary(JavaScript=Dictionary())), Found.SCRIPT),
    "script that a link starts": (link(S="/JavaScript", JS="x"), Found.SCRIPT),
    "script after a move": (
        root(OpenAction=act("GoTo", D=GOTO, Next=act("JavaScript", JS="x"))),
        Found.SCRIPT,
    ),
    "script among several": (
        link(S="/GoTo", D=GOTO, Next=Array([act("GoTo", D=GOTO), act("JavaScript", JS="x")])),
        Found.SCRIPT,
    ),
    "script under another name": (indirect("/JavaScript"), Found.SCRIPT),
    "script of no kind": (annotation(Subtype=Name.Link, A=Dictionary(JS="x")), Found.SCRIPT),
    "script of a printer": (drawn(Subtype=Name.PS), Found.SCRIPT),
    "script of a field": (
        annotation(Subtype=Name.Widget, FT=Name.Tx, AA=Dictionary(K=act("JavaScript", JS="x"))),
        Found.SCRIPT,
    ),
    "script in a bookmark": (outline(act("JavaScript", JS="x")), Found.SCRIPT),
    "launch at opening": (root(OpenAction=act("Launch", F="cmd.exe")), Found.ACT),
    "launch by a link": (link(S="/Launch", F="cmd.exe"), Found.ACT),
    "share at opening": (root(OpenAction=act("GoToR", F=SHARE, D=GOTO)), Found.ACT),
    "share by a link": (link(S="/GoToR", F=SHARE, D=GOTO), Found.ACT),
    "file within": (link(S="/GoToE", D=GOTO), Found.ACT),
    "address at opening": (root(OpenAction=act("URI", URI=WEB)), Found.ACT),
    "address after a move": (
        root(OpenAction=act("GoTo", D=GOTO, Next=act("URI", URI=WEB))),
        Found.ACT,
    ),
    "address of a turned page": (page(AA=Dictionary(O=act("URI", URI=WEB))), Found.ACT),
    "move of a turned page": (page(AA=Dictionary(O=act("GoTo", D=GOTO))), Found.ACT),
    "address before closing": (root(AA=Dictionary(WC=act("URI", URI=WEB))), Found.ACT),
    "address of a share": (link(S="/URI", URI="file://server/share"), Found.ACT),
    "address with a share": (link(S="/URI", URI=SHARE), Found.ACT),
    "address of a script": (link(S="/URI", URI="javascript:alert(1)"), Found.ACT),
    "address of the way before": (
        annotation(Subtype=Name.Link, PA=act("URI", URI="file:///etc/passwd")),
        Found.ACT,
    ),
    "press that prints": (link(S="/Named", N=Name.Print), Found.ACT),
    "press that saves": (root(OpenAction=act("Named", N=Name.SaveAs)), Found.ACT),
    "press that hides": (link(S="/Hide", T="Name"), Found.ACT),
    "press that empties": (link(S="/ResetForm"), Found.ACT),
    "press that shows a layer": (link(S="/SetOCGState", State=Array([])), Found.ACT),
    "press of a thread": (link(S="/Thread", F="other.pdf", D=0), Found.ACT),
    "press of a picture": (link(S="/GoTo3DView"), Found.ACT),
    "press of no known kind": (link(S="/Tomorrow"), Found.ACT),
    "bookmark to a share": (outline(act("GoToR", F=SHARE, D=GOTO)), Found.ACT),
    "form that is sent": (link(S="/SubmitForm", F=WEB), Found.FORM),
    "form that is filled": (link(S="/ImportData", F="a.fdf"), Found.FORM),
    "form of its own kind": (
        root(AcroForm=Dictionary(Fields=Array([]), XFA=Array([]))),
        Found.FORM,
    ),
    "film": (annotation(Subtype=Name.Movie, Movie=Dictionary(F="a.avi")), Found.MEDIA),
    "film by a link": (link(S="/Movie"), Found.MEDIA),
    "sound": (annotation(Subtype=Name.Sound), Found.MEDIA),
    "sound by a link": (link(S="/Sound"), Found.MEDIA),
    "screen": (annotation(Subtype=Name.Screen), Found.MEDIA),
    "rendition": (annotation(Subtype=Name.Screen, A=act("Rendition", OP=0)), Found.MEDIA),
    "renditions by name": (root(Names=Dictionary(Renditions=Dictionary())), Found.MEDIA),
    "rich media": (annotation(Subtype=Name.RichMedia), Found.MEDIA),
    "picture in space": (annotation(Subtype=Name("/3D")), Found.MEDIA),
    "slides": (root(Names=Dictionary(AlternatePresentations=Dictionary())), Found.MEDIA),
    "attached file": (lambda book: book.attachments.__setitem__("a.txt", b"x"), Found.FILE),
    "attached to a page": (annotation(Subtype=Name.FileAttachment), Found.FILE),
    "carried file of no kind": (carried(), Found.FILE),
    "portfolio": (root(Collection=Dictionary(View=Name.T)), Found.FILE),
    "page of another file": (drawn(Ref=Dictionary(F="other.pdf", Page=0)), Found.FILE),
    "image of another file": (drawn(OPI=Dictionary({"/2.0": Dictionary(F=SHARE)})), Found.FILE),
    "content of another file": (drawn(F=SHARE), Found.FILE),
}


@pytest.mark.parametrize("mode", ["generate", "disable"])
def test_whatever_acts_is_refused_and_taken_off_the_pages(mode):
    for name, (change, part) in HOSTILE.items():
        sent = made(change, object_stream_mode=pikepdf.ObjectStreamMode[mode])

        with pytest.raises(Unfit, match="pdf_active") as refusal:
            examined(sent)
        rid = examined(sent, anew=True)

        assert part in refusal.value.parts, name
        assert rid.taken_off == refusal.value.parts, name
        assert (rid.pages, examined(rid.content).content) == (3, rid.content), name
        for number, sheet in enumerate(pypdf.PdfReader(io.BytesIO(rid.content)).pages):
            assert b"(Page %d) Tj" % number in sheet.get_contents().get_data(), name


@pytest.mark.parametrize(
    "content",
    [
        packed(b"6 0 <</OpenAction 9 0 R>>"),
        packed(b"6 0 <</AA<</O 9 0 R>>>>"),
        packed(b"6 0 <</S 9 0 R/JS(x)>>"),
        packed(b"6 0 <</A 1 0 R/S/Launch>>"),
        b"<</Type/ObjStm/Filter/FlateDecode>>stream\nxx\nendstream",
        # A dictionary by which a look at the text of the file was led astray.
        packed(b"6 0 <</S/JavaScript/JS(x)>>", filters=b"/Filter/FlateDecode/X(obj)"),
        packed(b"6 0 <</S/JavaScript/JS(x)>>", filters=b"/Filter/FlateDecode%obj\n"),
        packed(b"6 0 <</S/Launch>>", filters=b"/Filter/FlateDecode/X(" + b"x" * 2000 + b")"),
        packed(b"6 0 <</S/Launch>>").replace(b"stream\n", b"stream\r\n", 1),
    ],
)
def test_what_lies_aside_is_found_and_left_behind(content):
    with pytest.raises(Unfit, match="pdf_active"):
        examined(pdf(content))

    assert examined(pdf(content), anew=True).taken_off


def test_what_was_typed_into_a_form_stays_on_the_printed_page():
    def form(book):
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        field = Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="Name", V="Typed by hand", F=4,
            Rect=[50, 50, 300, 80], DA="/Helv 12 Tf 0 g", P=book.pages[0].obj,
        )  # fmt: skip
        field = book.make_indirect(field)
        book.pages[0].Annots = Array([field])
        book.Root.AcroForm = Dictionary(
            Fields=Array([field]), NeedAppearances=True, DA="/Helv 12 Tf 0 g",
            DR=Dictionary(Font=Dictionary(Helv=font)), XFA=Array([]),
        )  # fmt: skip

    rid = examined(made(form), anew=True)

    page = pypdf.PdfReader(io.BytesIO(rid.content)).pages[0]
    assert "Typed by hand" in page.extract_text()
    assert rid.taken_off == (Found.FORM,)


@pytest.mark.parametrize(
    "change",
    [
        link(S="/GoTo", D=GOTO),
        link(S="/URI", URI=WEB),
        link(S="/URI", URI="mailto:desk@example.org"),
        link(S="/Named", N=Name.NextPage, Next=act("Named", N=Name.LastPage)),
        root(OpenAction=act("Named", N=Name.FirstPage)),
        outline(act("GoTo", D=GOTO)),
        both(root(Lang="tg"), page(A=Dictionary(O=Name.Layout, Placement=Name.Block))),
        drawn(Group=Dictionary(S=Name.Transparency), Ref=Dictionary(Font=Dictionary())),
        root(OutputIntents=Array([Dictionary(S=Name("/GTS_PDFA1"))])),
        root(PageLabels=Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))),
    ],
)
def test_moves_within_a_file_and_presses_on_addresses_are_taken(change):
    content = made(change)

    assert examined(content, anew=True).content == content
