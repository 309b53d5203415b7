"""The type of a file by its bytes, and what is refused.

Only PDF, JPEG and PNG are stored. The ending of the name must match the bytes.
Source: security page, threat 15.
"""

import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator

from cases.rules.text import DIRECTION, has_control
from cases.vocabulary import ContentType

#: Characters of a file's name that are kept; its ending is never cut.
LONGEST_NAME = 120
#: What the packed parts of a PDF may unpack to before it counts as a trap.
MOST_UNPACKED = 64 * 1024 * 1024

_KEPT = (
    (b"%PDF-", ContentType.PDF),
    (b"\xff\xd8\xff", ContentType.JPEG),
    (b"\x89PNG\r\n\x1a\n", ContentType.PNG),
)
#: How other files begin, and why they are refused.
_REFUSED = (
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"#!", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"\xcf\xfa\xed\xfe", "program"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"),
    (b"{\\rtf", "office"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"GIF8", "other_image"),
    (b"BM", "other_image"),
    (b"II*\0", "other_image"),
    (b"MM\0*", "other_image"),
    (b"RIFF", "other_image"),
)
_ACTIVE = re.compile(
    rb"/(JavaScript|Launch|EmbeddedFiles?|RichMedia|XFA|Rendition|SubmitForm|ImportData)"
    rb"(?![A-Za-z])"
)
_LOCKED = re.compile(rb"/Encrypt(?![A-Za-z])")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_FLATE_ALONE = re.compile(rb"/Filter\s*(/(FlateDecode|Fl)(?![A-Za-z])|\[\s*/(FlateDecode|Fl)\s*\])")


class CannotTakeFile(Exception):
    """The file is refused; ``code`` says why, ``params`` what the sentence needs."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def clean_file_name(name: str) -> str:
    """Return the name of a file as stored: composed letters, at most ``LONGEST_NAME``.

    Raises ``CannotTakeFile`` for a name with a path in it (path), or with
    characters that hide or turn round what follows (hidden_sign).
    """
    name = unicodedata.normalize("NFC", name).strip()
    if has_control(name) or DIRECTION.search(name):
        raise CannotTakeFile("hidden_sign")
    if not name or "/" in name or "\\" in name or name.strip(".") == "":
        raise CannotTakeFile("path")
    stem, dot, ending = name.rpartition(".")
    return f"{stem[: LONGEST_NAME - len(dot + ending)]}{dot}{ending}"[-LONGEST_NAME:]


def look_at(name: str, content: bytes) -> ContentType:
    """Return the type of a file by its bytes. Raises ``CannotTakeFile``.

    An image is only recognised here; whether it can be read shows when it is re-encoded.
    """
    if not content:
        raise CannotTakeFile("empty")
    kind = next((kind for start, kind in _KEPT if content.startswith(start)), None)
    if kind is None:
        raise CannotTakeFile(_why_not(content))
    if name.rpartition(".")[2].lower() not in kind.endings:
        raise CannotTakeFile("ending", kind=kind.label, ending=kind.endings[0])
    if kind is ContentType.PDF:
        _look_into_pdf(content)
    return kind


def _why_not(content: bytes) -> str:
    if content.startswith(b"PK"):
        return _why_not_archive(content)
    for start, code in _REFUSED:
        if content.startswith(start):
            return code
    if content[4:8] == b"ftyp":
        return "other_image"
    # UTF-16 has a NUL beside each letter; a mark of byte order may come first.
    text = content[:512].lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\0", b"").lstrip()
    return "markup" if text.startswith(b"<") else "unknown"


def _why_not_archive(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return "archive"
    if any(entry.flag_bits & 1 for entry in entries):
        return "locked_archive"
    if any("vbaproject" in entry.filename.lower() for entry in entries):
        return "macros"
    office = any(entry.filename == "[Content_Types].xml" for entry in entries)
    return "office" if office else "archive"


def _look_into_pdf(content: bytes) -> None:
    """Refuse a PDF that is cut short, locked, or holds a script, a program or another file."""
    if b"%%EOF" not in content[-2048:]:
        raise CannotTakeFile("pdf_cut")
    for part in (content, *_packed_objects(content)):
        # "/J#61vaScript" means "/JavaScript".
        plain = _ESCAPED.sub(lambda sign: bytes([int(sign[1], 16)]), part)
        if _LOCKED.search(plain):
            raise CannotTakeFile("pdf_locked")
        if _ACTIVE.search(plain):
            raise CannotTakeFile("pdf_active")


def _packed_objects(content: bytes) -> Iterator[bytes]:
    """Return the packed objects of a PDF; raises for those that cannot be unpacked."""
    left, unread = MOST_UNPACKED, 2 * len(content)
    for start in _STREAM.finditer(content):
        before = content[max(0, start.start() - 1000) : start.start()].rpartition(b"obj")[2]
        header = _ESCAPED.sub(lambda sign: bytes([int(sign[1], 16)]), before)
        if b"/ObjStm" not in header:
            continue
        end = content.find(b"endstream", start.end())
        packed = content[start.end() : end if end >= 0 else None]
        unread -= len(packed)
        if unread < 0:
            raise CannotTakeFile("pdf_active")
        unpacked = _unpacked(header, packed, left)
        left -= len(unpacked)
        yield unpacked


def _unpacked(header: bytes, packed: bytes, most: int) -> bytes:
    if b"/Filter" not in header:
        return packed
    if b"/Predictor" in header or not _FLATE_ALONE.search(header):
        raise CannotTakeFile("pdf_active")
    reader = zlib.decompressobj()
    try:
        unpacked = reader.decompress(packed, most)
    except zlib.error:
        raise CannotTakeFile("pdf_active") from None
    if reader.unconsumed_tail:
        raise CannotTakeFile("pdf_active")
    return unpacked
