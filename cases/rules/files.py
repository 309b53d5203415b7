"""The type of a file by its bytes, and what is refused.

Only PDF, JPEG and PNG are stored; TIFF and HEIC are converted. The ending of the name must match
the bytes. Source: security page, threat 15.
"""

import io
import unicodedata
import zipfile
from collections.abc import Iterable
from enum import Enum

from cases.rules.text import DIRECTION, has_control
from cases.vocabulary import ContentType

#: Characters of a file's name that are kept; its ending is never cut.
LONGEST_NAME = 120
#: Readers look for the beginning of a PDF in so many bytes: scanners and portals put theirs first.
HEADER_WITHIN = 1024


class SentAs(Enum):
    """What is taken, with the endings that its name may have; the first is the usual one."""

    PDF = ("pdf",)
    JPEG = ("jpg", "jpeg", "jpe", "jfif", "jif", "jfi", "pjpeg", "pjp")
    PNG = ("png",)
    TIFF = ("tif", "tiff")
    HEIC = ("heic", "heif", "hif")


_TAKEN = (
    (b"\xff\xd8\xff", SentAs.JPEG),
    (b"\x89PNG\r\n\x1a\n", SentAs.PNG),
    (b"II*\0", SentAs.TIFF),
    (b"MM\0*", SentAs.TIFF),
)
_HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
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
    (b"RIFF", "other_image"),
    (b"AT&TFORM", "other_pages"),
    (b"II+\0", "other_pages"),
    (b"MM\0+", "other_pages"),
)
#: The part of an archive by which a file of an office program is told.
_OFFICE = ("[Content_Types].xml", "META-INF/manifest.xml", "Index/Document.iwa")


class CannotTakeFile(Exception):
    """The file is refused; ``code`` says why, ``params`` what the sentence needs.

    ``parts`` are what it would have to be rid of.
    """

    def __init__(self, code: str, parts: Iterable[str] = (), **params: object) -> None:
        super().__init__(code)
        self.code, self.parts, self.params = code, tuple(parts), params


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


def look_at(name: str, content: bytes) -> SentAs:
    """Return what a file is by its bytes. Raises ``CannotTakeFile``.

    It is only recognised here; whether it can be taken shows when it is read.
    """
    if not content:
        raise CannotTakeFile("empty")
    kind = _kind(content)
    if kind is None:
        raise CannotTakeFile(_why_not(content))
    if name.rpartition(".")[2].lower() not in kind.value:
        raise CannotTakeFile("ending", kind=kind.name, ending=kind.value[0])
    return kind


def is_photograph(start: bytes) -> bool:
    """Return whether a file that begins so is a photograph, which can be made smaller."""
    return _kind(start) in {SentAs.JPEG, SentAs.HEIC}


def kept_name(name: str, content_type: ContentType) -> str:
    """Return the name of a file with an ending of the type that it is kept as."""
    stem, _dot, ending = name.rpartition(".")
    if ending.lower() in content_type.endings:
        return name
    ending = content_type.endings[0]
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"


def _kind(content: bytes) -> SentAs | None:
    for start, kind in _TAKEN:
        if content.startswith(start):
            return kind
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC:
        return SentAs.HEIC
    is_other = content.startswith((b"PK", *(start for start, _code in _REFUSED)))
    is_pdf = not is_other and b"%PDF-" in content[:HEADER_WITHIN]
    return SentAs.PDF if is_pdf else None


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
    office = any(entry.filename in _OFFICE for entry in entries)
    return "office" if office else "archive"
