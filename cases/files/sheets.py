"""Reads every sheet of a spreadsheet as it looks to whoever opens it."""

import io
import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import python_calamine
from django.utils.translation import gettext as _

from cases.files.delimited import rows_of
from cases.files.looks import Looks, looks_of
from cases.files.outcome import Unfit
from cases.files.spreadsheets import (
    MOST_BYTES,
    MOST_ROWS,
    SENTENCES,
    CannotReadFile,
    cell_text,
    column_letters,
    limited,
    read_apart,
    too_large,
)
from cases.rules.date_words import is_not_known
from cases.rules.entered_names import says_unknown
from cases.rules.list_headings import has_header, header_of
from cases.rules.list_tables import join_births, join_sexes

TEXT = (".csv", ".txt", ".tsv")
#: Formats of which nobody can tell here what is hidden or struck out.
_UNSEEN = (".xls", ".ods", ".xlsb", ".numbers")
#: How a file begins that older programs write, and newer ones for a file under a password.
_OLDER = bytes.fromhex("d0cf11e0a1b11ae1")
#: The first and the last cell of some that are merged, each by its row and its column.
Merged = tuple[tuple[int, int], tuple[int, int]]
_LETTER = re.compile(r"[^\W\d_]")
_SHOWN = {"month": "%m.%Y", "year": "%Y", "day of a year": "%d.%m"}


@dataclass(frozen=True, slots=True)
class ListSheet:
    """A sheet: its rows as text, as its cells show them, and what does not meet the eye."""

    name: str
    rows: list[list[str]]
    is_hidden: bool = False
    looks: Looks = field(default_factory=Looks)


def read_sheets(path: Path) -> list[ListSheet]:
    """Return the sheets of a file on disk. Raises ``CannotReadFile``.

    A cell that shows the month or the year of a day holds no more than that.
    """
    if not path.is_file():
        raise CannotReadFile(_("There is no such file: %(name)s.") % {"name": path.name})
    if path.stat().st_size > MOST_BYTES:
        raise CannotReadFile(too_large())
    return sheets_of(path.name, path.read_bytes())


def sheets_of(name: str, content: bytes, encoding: str = "") -> list[ListSheet]:
    """Return the sheets of a file; a text is in ``encoding``, else in what it says it is in.

    Raises ``CannotReadFile``.
    """
    name = name.lower()
    if len(content) > MOST_BYTES:
        raise CannotReadFile(too_large())
    if not content:
        raise CannotReadFile(_("The file is empty."))
    if name.endswith(TEXT):
        return _with_joined([ListSheet("", limited(rows_of(content, encoding)))])
    _refuse_others(name, content)
    sheets = read_apart(_parse, content)
    if not sheets:
        raise CannotReadFile(_("The file is empty."))
    for sheet in sheets:
        limited(sheet.rows)
        _add_comments(sheet)
    return _with_joined(sheets)


def _with_joined(sheets: list[ListSheet]) -> list[ListSheet]:
    for sheet in sheets:
        join_births(sheet.rows, word=_("Date of birth"), but=sheet.looks.hidden_columns)
        if has_header(sheet.rows):
            join_sexes(sheet.rows, header_of(sheet.rows))
    return sheets


def _add_comments(sheet: ListSheet) -> None:
    """Put what is said in comments on the cells of a list into a column behind its others."""
    if not (sheet.looks.comments and has_header(sheet.rows)):
        return
    header, width = header_of(sheet.rows), max(map(len, sheet.rows))
    texts: dict[int, list[str]] = {}
    for (number, at), text in sorted(sheet.looks.comments.items()):
        if header + 1 < number <= len(sheet.rows) and text:
            texts.setdefault(number - 1, []).append(f"{column_letters(at)}{number}: {text}")
    if texts:
        texts[header] = [_("Comments")]
    for row, lines in texts.items():
        blanks = [""] * (width - len(sheet.rows[row]))
        sheet.rows[row].extend([*blanks, " · ".join(lines)])


def _refuse_others(name: str, content: bytes) -> None:
    if name.endswith(_UNSEEN):
        raise CannotReadFile(str(SENTENCES["unseen"]))
    if name.endswith(".xlsx") and content.startswith(_OLDER):
        raise CannotReadFile(str(SENTENCES["older"]))
    if not name.endswith(".xlsx") or not content.startswith(b"PK"):
        raise CannotReadFile(_("The file must be an .xlsx or .csv spreadsheet."))


def _parse(content: bytes) -> list[ListSheet]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    looks = looks_of(content)
    sheets = [
        each for each in book.sheets_metadata if each.typ == python_calamine.SheetTypeEnum.WorkSheet
    ]
    if not {each.name for each in sheets} <= looks.keys():
        raise Unfit("unseen")  # of another format, whatever its name says
    return [_sheet(book, each.name, each.visible, looks[each.name]) for each in sheets]


def _sheet(
    book: python_calamine.CalamineWorkbook,
    name: str,
    visible: python_calamine.SheetVisibleEnum,
    looks: Looks,
) -> ListSheet:
    sheet = book.get_sheet_by_name(name)
    rows = sheet.to_python(skip_empty_area=False)
    texts = [
        [_text(cell, (number, at), looks) for at, cell in enumerate(row)]
        for number, row in enumerate(rows[: MOST_ROWS + 1], start=1)
    ]
    _fill_merged(texts, looks, sheet.merged_cell_ranges or [])
    return ListSheet(name, texts, visible != python_calamine.SheetVisibleEnum.Visible, looks)


def _fill_merged(texts: list[list[str]], looks: Looks, merged: list[Merged]) -> None:
    """Put the text of a cell that spans several rows of a list into each row with somebody in it.

    The eye reads it for all of them. What says "not known" is left to the first: it says no more
    of the others than a blank does, and two unknown mothers are not one.
    """
    if not (merged and has_header(texts)):
        return
    header = header_of(texts)
    somebody = [any(map(_LETTER.search, row)) for row in texts]
    for (top, at), (last, _right) in merged:
        text = texts[top][at] if header < top < len(texts) else ""
        if not text or says_unknown(text) or is_not_known(text):
            continue
        for row in filter(somebody.__getitem__, range(top + 1, min(last + 1, len(texts)))):
            texts[row][at] = text
            if (top + 1, at) in looks.struck_cells:
                looks.struck_rows.add(row + 1)


def _text(cell: object, place: tuple[int, int], looks: Looks) -> str:
    if isinstance(cell, date):
        shown = looks.shown.get(place)
        return f"{cell:{_SHOWN[shown]}}" if shown else cell_text(cell)
    if place in looks.percent and isinstance(cell, int | float):
        return f"{100 * cell:.{looks.percent[place]}f}%"
    before, after = looks.around.get(place, ("", ""))
    text = looks.errors.get(place) or cell_text(cell)
    return f"{before}{text}{after}".strip() if text and isinstance(cell, int | float) else text
