"""A document for a word processor, of paragraphs and tables: Office Open XML, standard library."""

import io
import zipfile
from collections.abc import Iterable, Sequence
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


Row = Sequence[str]


def document(
    paragraphs: Iterable[str | list[Row]], *, language: str, rtl: bool, heads: int = 1
) -> bytes:
    """Return a .docx of ``paragraphs``, the first or the first ``heads`` bold; a line stays a line.

    A list of rows is a table, its first row the heads.
    """
    parts = [
        _paragraph(part, language, rtl, n < heads)
        if isinstance(part, str)
        else _table(part, language, rtl)
        for n, part in enumerate(paragraphs)
    ]
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELATIONS)
        archive.writestr("word/document.xml", _DOCUMENT.format("".join(parts)))
    return file.getvalue()


def _table(rows: list[Row], language: str, rtl: bool) -> str:
    lines = "".join(
        f"<w:tr>{'<w:trPr><w:tblHeader/></w:trPr>' * (n == 0)}"
        + "".join(f"<w:tc>{_paragraph(cell, language, rtl, n == 0)}</w:tc>" for cell in row)
        + "</w:tr>"
        for n, row in enumerate(rows)
    )
    columns = "<w:gridCol/>" * max(map(len, rows), default=0)
    return (
        f'<w:tbl><w:tblPr>{"<w:bidiVisual/>" * rtl}<w:tblW w:w="5000" w:type="pct"/><w:tblBorders>'
        '<w:bottom w:val="single" w:sz="4"/><w:insideH w:val="single" w:sz="4"/></w:tblBorders>'
        f"</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{lines}</w:tbl><w:p/>"
    )


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
