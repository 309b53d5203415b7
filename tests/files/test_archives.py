"""What is refused of the archive that a spreadsheet is, before a parser sees it."""

import io
import time
import zipfile

import pytest
import xlsxwriter

from cases.files.archives import look_inside
from cases.files.bank_files import read_bank_file
from cases.files.delimited import rows_of
from cases.files.outcome import Unfit
from cases.files.sheets import sheets_of
from cases.files.spreadsheets import CannotReadFile

RELATIONS = "xl/worksheets/_rels/sheet1.xml.rels"
SHEET = "xl/worksheets/sheet2.xml"


def book(*parts, rows=((1, "Билол"), (2, "Zarina"))) -> bytes:
    """Return a spreadsheet with further parts, each a name and what it holds."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as workbook:
        sheet = workbook.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.NameToInfo.pop(name, None)  # it would warn of the second part of one name
            archive.writestr(name, content)
    return made.getvalue()


def within(kind: str, target: str = "other.xml", *, more: str = "", key: str = "r1") -> str:
    place = f'Type="http://schemas.openxmlformats.org/{kind}" Target="{target}"{more}'
    return f'<Relationships><Relationship Id="{key}" {place}/></Relationships>'


def outside(kind: str, target: str = "https://example.org/", **entries: str) -> str:
    return within(kind, target, more=' TargetMode="External"', **entries)


def lettered(relations: str) -> str:
    return relations.replace("External", "&#69;xternal")


def far_in(relations: str) -> str:
    """Return relations that begin in one piece that is read, and end in the next."""
    return relations.replace("<Relationship ", " " * 65_400 + "<Relationship ")


def torn() -> bytes:
    content = bytearray(book())
    at = content.index(b"xl/worksheets/sheet1.xml") + 40
    content[at : at + 9] = b"\xff" * 9
    return bytes(content)


HOSTILE = [
    ("many parts", lambda: book(*((f"a{n}", "") for n in range(200))), "parts"),
    ("twice", lambda: book(("xl/workbook.xml", "<x/>")), "twice"),
    ("twice in capitals", lambda: book(("XL/Worksheets/Sheet1.XML", "<x/>")), "twice"),
    ("twice by the slash", lambda: book(("xl\\workbook.xml", "<x/>")), "twice"),
    ("twice from the root", lambda: book(("/xl/workbook.xml", "<x/>")), "twice"),
    ("macros", lambda: book(("xl/vbaProject.bin", b"x")), "active"),
    ("old macros", lambda: book(("xl/macrosheets/sheet1.xml", "<x/>")), "active"),
    ("other books", lambda: book(("xl/externalLinks/externalLink1.xml", "<x/>")), "active"),
    ("controls", lambda: book(("xl/activeX/activeX1.bin", b"x")), "active"),
    ("other files", lambda: book(("xl/embeddings/oleObject1.bin", b"x")), "active"),
    ("connections", lambda: book(("xl/connections.xml", "<x/>")), "active"),
    ("questions", lambda: book(("xl/queryTables/queryTable1.xml", "<x/>")), "active"),
    ("extensions", lambda: book(("xl/webextensions/webextension1.xml", "<x/>")), "active"),
    ("buttons", lambda: book(("customUI/customUI.xml", "<x/>")), "active"),
    ("image of a server", lambda: book((RELATIONS, outside("image"))), "active"),
    ("object of a share", lambda: book((RELATIONS, outside("oleObject", "file://s/x"))), "active"),
    ("wide relation", lambda: book((RELATIONS, outside("image").encode("utf-16"))), "active"),
    ("sign within a relation", lambda: book((RELATIONS, outside("image", key="a>b"))), "active"),
    ("link in its address", lambda: book((RELATIONS, outside("image", "//s/hyperlink"))), "active"),
    ("outside in other letters", lambda: book((RELATIONS, lettered(outside("image")))), "active"),
    ("relation far in", lambda: book((RELATIONS, far_in(outside("image")))), "active"),
    ("macros by another name", lambda: book((RELATIONS, within("vbaProject"))), "active"),
    ("questions by another name", lambda: book((RELATIONS, within("connections"))), "active"),
    (
        "kind with macros",
        lambda: book(("x.rels", '<T ContentType="x/macro&#69;nabled"/>')),
        "active",
    ),
    ("torn relations", lambda: book((RELATIONS, "<Relationships>")), "damaged"),
    ("document type", lambda: book(("x.xml", "<!DOCTYPE x []><x/>")), "doctype"),
    ("entity", lambda: book(("x.xml", '<!ENTITY a "b">')), "doctype"),
    ("wide document type", lambda: book(("x.xml", "<!DOCTYPE x>".encode("utf-16"))), "doctype"),
    ("document type far in", lambda: book(("x.xml", " " * 65_530 + "<!DOCTYPE x>")), "doctype"),
    ("bomb", lambda: book(("x.xml", b"\0" * (51 * 1024**2))), "large"),
    ("unread part", lambda: book(("docProps/other.xml", b"\0" * (9 * 1024**2))), "packed"),
    ("long row", lambda: book((SHEET, "<row>" + "<c/>" * 20_000 + "</row>")), "cells"),
    ("long row by a prefix", lambda: book((SHEET, "<x:row>" + "<x:c/>" * 20_000)), "cells"),
    ("many rows", lambda: book((SHEET, ("<row>" + "<c/>" * 9_000 + "</row>") * 50)), "cells"),
    ("torn", torn, "damaged"),
    ("half", lambda: book()[:900], "damaged"),
    ("no archive", lambda: b"PK\x03\x04 and then nothing", "damaged"),
]


def test_hostile_archive_is_refused_before_it_is_parsed():
    for name, made, code in HOSTILE:
        with pytest.raises(Unfit) as refusal:
            look_inside(made())
        assert refusal.value.code == code, name


def test_many_large_parts_come_to_a_limit(monkeypatch):
    monkeypatch.setattr("cases.files.archives.MOST_EXPANDED", 100_000)

    with pytest.raises(Unfit, match="large"):
        look_inside(book(*((f"x{n}.xml", "<a>1</a>" * 3_000) for n in range(5))))


def test_spreadsheet_as_offices_make_it_is_taken():
    link = (RELATIONS, outside("officeDocument/2006/relationships/hyperlink"))
    rows = [[*range(30)]] * 300

    look_inside(book(link, rows=rows))


def test_refusal_of_an_archive_is_a_sentence_on_every_way_in():
    twice = book(("xl/workbook.xml", "<x/>"))

    for read in (sheets_of, read_bank_file):
        with pytest.raises(CannotReadFile, match="Two parts of the file have one name"):
            read("list.xlsx", twice)


@pytest.mark.parametrize(
    ("name", "unit", "said"),
    [
        ("lines.csv", b"\n", "more than 20,000 rows"),
        ("lines.csv", b"\r", "more than 20,000 rows"),
        ("lines.csv", b";,\n", "more than 20,000 rows"),
        ("cells.csv", b"a,", "more cells than a list"),
        ("cells.csv", b"\t", "more cells than a list"),
        ("quotes.csv", b'"', "cannot be read"),
        ("bank.xml", b"<Ntry/>", "more than 20,000 rows"),
        ("bank.xml", b"<a b='' ", "more than 20,000 rows"),
    ],
)
def test_hostile_text_costs_the_web_server_next_to_nothing(name, unit, said):
    head = b"<Document><BkToCstmrStmt>" if name.endswith("xml") else b""
    content = head + unit * ((5 * 1024**2 - 100) // len(unit))
    began = time.thread_time()

    with pytest.raises(CannotReadFile, match=said):
        read_bank_file(name, content)
    if not head:
        with pytest.raises(CannotReadFile, match=said):
            rows_of(content)

    assert time.thread_time() - began < 1  # of the processor, not of the clock
