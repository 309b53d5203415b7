"""Looks into the archive that a spreadsheet is, before its parsers do; without Django.

Everything is measured while it is read: what an archive says of itself may be false.
Source: ECMA-376, part 2 (packages) and part 1, 18 (workbooks); security page, threat 13.
"""

import io
import lzma
import re
import zipfile
import zlib
from xml.parsers import expat

from cases.files.outcome import Unfit

MOST_EXPANDED = 50 * 1024 * 1024
MOST_ENTRIES = 200
#: Cells of all sheets together, and of one row: no spreadsheet has more columns.
MOST_CELLS = 400_000
MOST_ACROSS = 16_384
#: How many times larger than packed a large part may be: tables are some 20 times larger.
MOST_PACKED, LARGE = 250, 5 * 1024 * 1024

_CHUNK = 64 * 1024
#: Parts that run something, or fetch it from elsewhere.
_FORBIDDEN = (
    "activex/",
    "connections.xml",
    "customui/",
    "embeddings/",
    "externallinks/",
    "macrosheets/",
    "querytables/",
    "vbaproject",
    "webextensions/",
)
#: The same as kinds of relations, however their part is called.
_RUNS = (
    *("attachedtemplate", "connections", "control", "customui", "extensibility"),
    *("externallink", "externallinkpath", "oleobject", "package", "querytable", "vbaproject"),
    *("webextension", "webextensiontaskpanes", "xlmacrosheet", "xlintlmacrosheet"),
)
_MACROS = ("macroenabled", "vbaproject")
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_CELL_OR_ROW = re.compile(rb"<(?:\w+:)?(row|c)[\s/>]")
_OVERLAP = 64
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    expat.ExpatError,
)


def look_inside(content: bytes) -> None:
    """Refuse bombs, macros, links, document types and parts of one name. Raises ``Unfit``."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _look_at_names([entry.filename.lower() for entry in archive.infolist()])
            expanded = cells = 0
            for entry in archive.infolist():
                size, of_part = _measured(archive, entry, MOST_EXPANDED - expanded)
                expanded, cells = expanded + size, cells + of_part
                if cells > MOST_CELLS:
                    raise Unfit("cells")
                _look_at_relations(archive, entry)
    except _DAMAGED as problem:
        raise Unfit("damaged") from problem


def _look_at_names(names: list[str]) -> None:
    if len(names) > MOST_ENTRIES:
        raise Unfit("parts")
    # Of two parts of one name one program reads the first, another the last.
    if len({name.replace("\\", "/").lstrip("/") for name in names}) < len(names):
        raise Unfit("twice")
    if any(word in name for name in names for word in _FORBIDDEN):
        raise Unfit("active")


def _measured(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> tuple[int, int]:
    """Return how large a part really is, and how many cells it has, read piece by piece."""
    size = cells = across = 0
    before = b""
    with archive.open(entry) as part:
        while chunk := part.read(_CHUNK):
            size += len(chunk)
            if size > left:
                raise Unfit("large")
            # In UTF-16 a NUL stands beside each letter.
            text = (before + chunk).replace(b"\0", b"")
            if _DOCTYPE.search(text):
                raise Unfit("doctype")
            for tag in _CELL_OR_ROW.finditer(text, 0 if size <= _CHUNK else _OVERLAP - 1):
                across = 0 if tag[1] == b"row" else across + 1
                cells += tag[1] == b"c"
                if across > MOST_ACROSS or cells > MOST_CELLS:
                    raise Unfit("cells")
            before = chunk[-_OVERLAP:]
    if size > LARGE and size > MOST_PACKED * entry.compress_size:
        raise Unfit("packed")
    return size, cells


def _look_at_relations(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Read the relations and kinds of parts as any program does; raise ``Unfit`` if they act."""
    if entry.filename.lower().endswith((".rels", "[content_types].xml")):
        reader = expat.ParserCreate()
        reader.StartElementHandler = _look_at_relation
        with archive.open(entry) as part:
            reader.ParseFile(part)


def _look_at_relation(_tag: str, entries: dict[str, str]) -> None:
    """Refuse what runs, or is fetched from elsewhere; a link that a person presses is not."""
    values = {name.rpartition(":")[2].lower(): text.lower() for name, text in entries.items()}
    kind = values.get("type", "").rpartition("/")[2]
    is_outside = values.get("targetmode") == "external" and kind != "hyperlink"
    kinds = (values.get("contenttype", ""), values.get("type", ""))
    if is_outside or kind in _RUNS or any(word in text for text in kinds for word in _MACROS):
        raise Unfit("active")
