"""Examines a PDF: whole, open, and nothing in it that runs.

Run in a process of its own, see ``cases.files.apart``.
"""

import io
import re
from collections.abc import Iterator
from itertools import pairwise

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from cases.files.outcome import Outcome, Unfit

#: Names of what runs, sends, opens or carries something else.
_ACTIVE = {
    "/EmbeddedFile",
    "/FileAttachment",
    "/GoToE",
    "/GoToR",
    "/ImportData",
    "/JavaScript",
    "/Launch",
    "/Movie",
    "/Rendition",
    "/RichMedia",
    "/RichMediaExecute",
    "/Sound",
    "/SubmitForm",
}
#: Keys under which it is kept.
_PARTS = {"/EmbeddedFiles", "/JavaScript", "/RichMediaContent", "/RichMediaSettings", "/XFA"}
_FILES = {"/F", "/UF", "/DOS", "/Mac", "/Unix"}
#: A lock whose key is missing, which the library passes over.
_LOCKED = re.compile(rb"trailer\s*<<[^()]{0,2000}?/Encrypt(?![A-Za-z])")
_REFERENCE = re.compile(rb"\b\d+\s+\d+\s+R\b")
_OBJECT = re.compile(rb"\d\s+\d+\s+obj\b")
#: How the library says that it could not put something right.
_LOST = re.compile(r"unable to|giving up|not found in file")


def examined(content: bytes) -> Outcome:
    """Return a PDF as it was sent, less what stands before and after it. Raises ``Unfit``.

    One that had to be put right is written anew: what is kept is what was looked at.
    """
    sent = _cut_out(content)
    try:
        with pikepdf.open(io.BytesIO(sent)) as pdf:
            repaired = _look_into(pdf, sent)
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


def _look_into(pdf: pikepdf.Pdf, sent: bytes) -> bool:
    """Raise ``Unfit`` for what is not taken; return whether the library had to put it right."""
    if "/Encrypt" in pdf.trailer or _LOCKED.search(sent):
        raise Unfit("pdf_locked")
    rebuilt = pdf.get_warnings()
    for thing in (*pdf.objects, *_packed_aside(pdf)):
        if any(_is_active(key, value) for key, value in _entries(thing)):
            raise Unfit("pdf_active")
    for page in pdf.pages:
        _read_contents(page)
    warnings = [*rebuilt, *pdf.get_warnings()]
    if not pdf.pages or any(_LOST.search(str(warning)) for warning in warnings):
        raise Unfit("pdf_cut")
    return bool(warnings)


def _entries(thing: object) -> Iterator[tuple[str, object]]:
    """Return each entry of an object and of what lies directly in it, with its key."""
    waiting = [thing]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, Array):
            entries = [("", value) for value in thing]
        elif isinstance(thing, Dictionary | Stream):
            entries = list(thing.items())
        else:
            continue
        for key, value in entries:
            yield key, value
            if isinstance(value, Array | Dictionary) and not value.is_indirect:
                waiting.append(value)


def _is_active(key: str, value: object) -> bool:
    if isinstance(value, Name):
        return str(value) in _ACTIVE
    if key in _PARTS:
        return True
    if not isinstance(value, Dictionary):
        return False
    if key == "/OpenAction":  # a place to begin at is harmless
        return value.get("/S") != Name.GoTo
    if key == "/AA":
        return any(isinstance(act, Dictionary) and "/S" in act for act in value.values())
    return key == "/EF" and not _FILES.isdisjoint(value.keys())


def _packed_aside(pdf: pikepdf.Pdf) -> Iterator[object]:
    """Return the packed objects that the table leaves out: some readers find them all the same."""
    used = {entry.obj_stream_number for entry in pdf.get_xref_table().values() if entry.type == 2}
    for pack in pdf.objects:
        if not isinstance(pack, Stream) or pack.get("/Type") != Name.ObjStm:
            continue
        if pack.objgen[0] not in used:
            yield from _unpacked(pack)


def _unpacked(pack: Stream) -> Iterator[object]:
    try:
        content, first = pack.read_bytes(), int(pack["/First"])
        places = [int(place) for place in content[:first].split()[1::2]]
        if len(places) != int(pack["/N"]):
            raise Unfit("pdf_active")
        for begin, end in pairwise([*sorted(places), len(content)]):
            alone = _REFERENCE.sub(b"null", content[first + begin : first + end])
            yield pikepdf.Object.parse(alone)
    except (KeyError, ValueError, pikepdf.PdfError):
        raise Unfit("pdf_active") from None


def _read_contents(page: pikepdf.Page) -> None:
    contents = page.obj.get("/Contents")
    for part in contents if isinstance(contents, Array) else [contents]:
        if isinstance(part, Stream):
            part.read_bytes()


def _written_anew(pdf: pikepdf.Pdf) -> bytes:
    file = io.BytesIO()
    pdf.save(file)
    return file.getvalue()
