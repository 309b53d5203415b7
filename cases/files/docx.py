"""A document of paragraphs for a word processor: Office Open XML, by the standard library."""

import io
import zipfile
from collections.abc import Iterable
from xml.sax.saxutils import escape

_TYPES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Override PartName="/word/document.xml" ContentType=\
"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
_RELATIONS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">\
<Relationship Id="rId1" Type=\
"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" \
Target="word/document.xml"/></Relationships>"""
_DOCUMENT = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}\
<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" \
w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>"""
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def document(paragraphs: Iterable[str], *, language: str, rtl: bool) -> bytes:
    """Return a .docx of ``paragraphs``, the first one bold; a line stays a line."""
    parts = [_paragraph(text, language, rtl, n == 0) for n, text in enumerate(paragraphs)]
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELATIONS)
        archive.writestr("word/document.xml", _DOCUMENT.format("".join(parts)))
    return file.getvalue()


def _paragraph(text: str, language: str, rtl: bool, bold: bool) -> str:
    kind = "w:bidi" if rtl else "w:val"
    run = f'{"<w:b/><w:bCs/>" * bold}{"<w:rtl/>" * rtl}<w:lang {kind}="{language}"/>'
    lines = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(_printable(line))}</w:t>' for line in text.split("\n")
    )
    return (
        f'<w:p><w:pPr>{"<w:bidi/>" * rtl}<w:spacing w:after="160"/></w:pPr>'
        f"<w:r><w:rPr>{run}</w:rPr>{lines}</w:r></w:p>"
    )


def _printable(text: str) -> str:
    """Return ``text`` without the signs that no XML can hold."""
    return "".join(sign for sign in text if sign == "\t" or sign >= " ")
