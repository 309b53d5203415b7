"""Files made in code: good papers, and what a hostile or careless person might send."""

import io
import struct
import zipfile
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def pdf(*objects: bytes, text: bytes = b"Birth certificate", trailer: bytes = b"") -> bytes:
    """Return a PDF of one page, with further ``objects`` and words of its ``trailer``."""
    page = b"BT /F 24 Tf 60 700 Td (" + text + b") Tj ET"
    body = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources 6 0 R>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(page), page),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Font<</F 5 0 R>>>>",
        *objects,
    )
    made, places = b"%PDF-1.7\n", b""
    for number, content in enumerate(body, start=1):
        places += b"%010d 00000 n \n" % len(made)
        made += b"%d 0 obj%s endobj\n" % (number, content)
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(body) + 1, places)
    words = b"trailer<</Root 1 0 R/Size %d%s>>" % (len(body) + 1, trailer)
    return made + table + words + b"\nstartxref\n%d\n%%%%EOF\n" % len(made)


def packed(content: bytes, *, filters: bytes = b"/Filter/FlateDecode") -> bytes:
    """Return an object in which a PDF keeps other objects packed."""
    data = zlib.compress(content)
    return b"<</Type/ObjStm/N 1/First 4%s/Length %d>>stream\n%s\nendstream" % (
        filters,
        len(data),
        data,
    )


def image(kind: str = "JPEG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **more) -> bytes:
    made = io.BytesIO()
    Image.new(mode, size, "white").save(made, kind, **more)
    return made.getvalue()


def photograph() -> bytes:
    """Return a JPEG with a place, a camera, a comment, held sideways."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Camera of Rusafa", 6
    exif.get_ifd(0x8825)[2] = (33.0, 20.0, 0.0)
    return image(exif=exif.tobytes(), comment=b"Taken in Rusafa")


def png_header(width: int, height: int) -> bytes:
    """Return a PNG that says it is huge and holds next to nothing."""

    def chunk(name: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + check

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 100))
        + chunk(b"IEND", b"")
    )


def archive(*names: str, locked: bool = False) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name in names:
            file.writestr(name, "x")
    content = bytearray(made.getvalue())
    if locked:
        at = content.index(b"PK\x01\x02")
        content[at + 8] |= 1
    return bytes(content)


def sent(content: bytes | None = None, name: str = "paper.pdf") -> SimpleUploadedFile:
    """Return a file as a form sends it."""
    return SimpleUploadedFile(name, pdf() if content is None else content)
