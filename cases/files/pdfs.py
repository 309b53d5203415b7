"""Examines a PDF: whole, open, and nothing in it that runs; or keeps its pages alone.

Run in a process of its own, see ``cases.files.apart``.
"""

import io
import re
from collections.abc import Iterator
from itertools import pairwise

import pikepdf
from pikepdf import Array, Name, Stream

from cases.files.outcome import Outcome, Unfit
from cases.files.pdf_acts import ELSEWHERE, Found, found_in, take_off

#: What a page keeps when it is printed anew.
_OF_A_PAGE = {
    "/Contents",
    "/CropBox",
    "/Group",
    "/MediaBox",
    "/Parent",
    "/Resources",
    "/Rotate",
    "/Type",
    "/UserUnit",
}
#: A lock whose key is missing, which the library passes over.
_LOCKED = re.compile(rb"trailer\s*<<[^()]{0,2000}?/Encrypt(?![A-Za-z])")
_REFERENCE = re.compile(rb"\b\d+\s+\d+\s+R\b")
_OBJECT = re.compile(rb"\d\s+\d+\s+obj\b")
#: How the library says that it could not put something right.
_LOST = re.compile(r"unable to|giving up|not found in file")


def examined(content: bytes, *, anew: bool = False) -> Outcome:
    """Return a PDF as it was sent, less what stands before and after it. Raises ``Unfit``.

    One that had to be put right is written anew: what is kept is what was looked at. Where
    something in it runs it is refused, or with ``anew`` its pages alone are kept.
    """
    sent = _cut_out(content)
    try:
        with pikepdf.open(io.BytesIO(sent)) as pdf:
            repaired, parts = _look_into(pdf, sent)
            if parts and anew:
                return _printed_anew(pdf, parts)
            if parts:
                raise Unfit("pdf_active", parts=parts)
            pages = len(pdf.pages)
            content = _written_anew(pdf) if repaired else sent
    except (pikepdf.PdfError, pikepdf.PasswordError):
        raise Unfit("pdf_locked" if b"/Encrypt" in sent else "pdf_cut") from None
    return Outcome(content=content, content_type="application/pdf", pages=pages, repaired=repaired)


def _cut_out(content: bytes) -> bytes:
    """Return the PDF from its first to its last byte."""
    begin, end = content.find(b"%PDF-"), content.rfind(b"%%EOF")
    if begin < 0 or end < begin or _OBJECT.search(content, end):
        raise Unfit("pdf_cut")
    last = re.compile(rb"%%EOF(\r\n|\r|\n)?").match(content, end)
    return content[begin : last.end() if last else end]


def _look_into(pdf: pikepdf.Pdf, sent: bytes) -> tuple[bool, tuple[str, ...]]:
    """Return whether the library had to put a PDF right, and what is in it that runs.

    Raises ``Unfit`` for what is locked or not whole.
    """
    if "/Encrypt" in pdf.trailer or _LOCKED.search(sent):
        raise Unfit("pdf_locked")
    rebuilt = pdf.get_warnings()
    parts = {part for thing in (*pdf.objects, pdf.trailer) for part in found_in(thing)}
    parts |= set(_packed_aside(pdf))
    for page in pdf.pages:
        _read_contents(page)
    warnings = [*rebuilt, *pdf.get_warnings()]
    if not pdf.pages or any(_LOST.search(str(warning)) for warning in warnings):
        raise Unfit("pdf_cut")
    return bool(warnings), tuple(sorted(parts))


def _printed_anew(pdf: pikepdf.Pdf, parts: tuple[str, ...]) -> Outcome:
    """Return the pages of a PDF as they look, without whatever else it held.

    Raises ``Unfit`` if that does not rid it of what runs.
    """
    if "/AcroForm" in pdf.Root:  # what was typed into a form shows on the page
        pdf.generate_appearance_streams()
    pdf.flatten_annotations("screen")
    with pikepdf.new() as pages:
        for page in pdf.pages:
            for name in set(page.obj.keys()) - _OF_A_PAGE:
                del page.obj[name]
            pages.pages.append(page)
        for thing in pages.objects:
            take_off(thing)
        content = _written_anew(pages)
    try:
        outcome = examined(content)
    except Unfit:
        raise Unfit("pdf_not_rid", parts=parts) from None
    return Outcome(
        content=outcome.content,
        content_type=outcome.content_type,
        pages=outcome.pages,
        taken_off=parts,
    )


def _packed_aside(pdf: pikepdf.Pdf) -> Iterator[Found]:
    """Return what runs in packed objects that the table leaves out: some readers find them."""
    used = {entry.obj_stream_number for entry in pdf.get_xref_table().values() if entry.type == 2}
    for pack in pdf.objects:
        if not isinstance(pack, Stream) or pack.get("/Type") != Name.ObjStm:
            continue
        if pack.objgen[0] not in used:
            yield from _unpacked(pack)


def _unpacked(pack: Stream) -> Iterator[Found]:
    try:
        content, first = pack.read_bytes(), int(pack["/First"])
        places = [int(place) for place in content[:first].split()[1::2]]
        if len(places) != int(pack["/N"]):
            yield Found.HIDDEN
            return
        for begin, end in pairwise([*sorted(places), len(content)]):
            alone = _REFERENCE.sub(str(ELSEWHERE).encode(), content[first + begin : first + end])
            yield from found_in(pikepdf.Object.parse(alone))
    except (KeyError, ValueError, TypeError, pikepdf.PdfError):
        yield Found.HIDDEN


def _read_contents(page: pikepdf.Page) -> None:
    contents = page.obj.get("/Contents")
    for part in contents if isinstance(contents, Array) else [contents]:
        if isinstance(part, Stream):
            part.read_bytes()


def _written_anew(pdf: pikepdf.Pdf) -> bytes:
    file = io.BytesIO()
    pdf.save(file)
    return file.getvalue()
