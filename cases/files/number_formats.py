"""Reads the sheet of a bank statement, with the zeros that the eye sees before a number.

All is read at once, which a statement allows; how a list looks is read by ``looks``, in a stream.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element  # for its type; what is parsed is checked first

import python_calamine
from defusedxml import ElementTree

from cases.files.outcome import Unfit
from cases.files.spreadsheets import MOST_ROWS, cell_text
from cases.rules.statement_layouts import CannotReadStatement, layout_of, looks_like_one

#: Number formats that show more than the number: zeros before it, or letters.
_ZEROS = re.compile(r'(?:"[^"]*"|\\?[\w-])*?0{2,}(?![0.,])[^.,]*')
_OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True, slots=True)
class SheetCells:
    """Rows of text; ``shown`` by row (from 1) and column (from 0)."""

    rows: list[list[str]]
    shown: dict[tuple[int, int], str]


def read_sheet(content: bytes) -> SheetCells:
    """Return the visible sheet that has the headings of a statement, or else the first one.

    Raises ``Unfit`` for several with lines: what is on the others would be lost.
    """
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    visible = [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.visible == python_calamine.SheetVisibleEnum.Visible
    ]
    tables = {name: _rows(book, name) for name in visible}
    listed = [name for name in visible if _has_headings(tables[name])]
    if sum(looks_like_one(tables[name]) for name in listed) > 1:
        raise Unfit("sheets")
    name = next(iter(listed), visible[0])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return SheetCells(tables[name], dict(_shown(archive, name)))


def _rows(book: python_calamine.CalamineWorkbook, name: str) -> list[list[str]]:
    rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return [[cell_text(cell) for cell in row] for row in rows[: MOST_ROWS + 1]]


def _has_headings(rows: list[list[str]]) -> bool:
    try:
        layout_of(rows)
    except CannotReadStatement as unread:
        return unread.code != "no_header"
    return True


def _shown(archive: zipfile.ZipFile, name: str) -> Iterator[tuple[tuple[int, int], str]]:
    """Yield the cells of a sheet that show zeros before their number, with all of them."""
    styles = _zeros_by_style(archive)
    if not styles:
        return
    for row, cell in _cells(archive, name):
        zeros = styles.get(int(cell.get("s", 0)), 0)
        number = next((part.text or "" for part in cell if _tag(part) == "v"), "")
        if zeros and cell.get("t", "n") == "n" and number.isdecimal():
            yield (row, _column(cell.get("r", ""))), number.zfill(zeros)


def _zeros_by_style(archive: zipfile.ZipFile) -> dict[int, int]:
    """Return how many figures the cells of a style show at least, where that is more than one."""
    root = ElementTree.fromstring(archive.read("xl/styles.xml"))
    codes = {
        each.get("numFmtId"): each.get("formatCode", "")
        for each in root.iter()
        if _tag(each) == "numFmt"
    }
    formats = next((each for each in root if _tag(each) == "cellXfs"), ())
    styles = [codes.get(each.get("numFmtId"), "").partition(";")[0] for each in formats]
    return {i: code.count("0") for i, code in enumerate(styles) if _ZEROS.fullmatch(code)}


def _cells(archive: zipfile.ZipFile, name: str) -> Iterator[tuple[int, Element]]:
    root = ElementTree.fromstring(archive.read(_part_of(archive, name)))
    for number, row in enumerate((each for each in root.iter() if _tag(each) == "row"), start=1):
        for cell in row:
            yield int(row.get("r", number)), cell


def _part_of(archive: zipfile.ZipFile, name: str) -> str:
    """Return the part of the file that holds a sheet."""
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    key = next(
        value
        for each in book.iter()
        if _tag(each) == "sheet" and each.get("name") == name
        for attribute, value in each.attrib.items()
        if attribute == _OFFICE or attribute.endswith("}id")
    )
    links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    target = next(str(each.get("Target")) for each in links if each.get("Id") == key)
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _column(place: str) -> int:
    """Return the column of B2, from 0."""
    column = 0
    for letter in re.sub(r"[^A-Z]", "", place):
        column = 26 * column + ord(letter) - ord("A") + 1
    return column - 1
