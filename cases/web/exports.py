"""Lists handed out as files: xlsx for those who read them in a spreadsheet, and csv.

Neither file runs what somebody typed. Source: security page, threat 14.
"""

import csv
import datetime
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from decimal import Decimal
from typing import IO, Any

from django.http import FileResponse, StreamingHttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from cases.models import User
from cases.rules.cells import safe_cell
from cases.vocabulary import Separator

Row = Sequence[Any]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Letters of the narrowest and of the widest column of a sheet.
NARROW, WIDE = 10, 48


#: Languages whose spreadsheets put a comma into sums, and so a semicolon between columns.
WITH_SEMICOLONS = ("ru", "tg")


def separator_for(user: User) -> str:
    """Return what stands between the columns of a csv for ``user``: the choice, or the language's.

    No line "sep=" says it in the file: a program would read it as a row, and Excel, which knows
    it, then takes the letters for those of an old code page.
    """
    by_language = Separator.SEMICOLON if get_language() in WITH_SEMICOLONS else Separator.COMMA
    return user.csv_separator or by_language


def as_file(
    titles: Row,
    rows: Iterable[Row],
    *,
    name: str,
    ending: str,
    separator: str = Separator.COMMA,
    stamp: str = "",
    leaves: bool = False,
) -> StreamingHttpResponse:
    """Return a file to be saved as ``name``.``ending``, sent in pieces; no copy of it is kept.

    ``stamp`` stands below each printed page of a workbook. What does not ``leave`` the ministry is
    marked internal, in its name and in a workbook below each page; no row of a csv says so, which
    a program would read as one.
    """
    if not leaves:
        name, stamp = f"{name}-internal", " · ".join(filter(None, (_("Internal"), stamp)))
    response = (
        FileResponse(_xlsx(titles, [("", rows)], stamp), content_type=XLSX)
        if ending == "xlsx"
        else StreamingHttpResponse(
            _csv(titles, rows, separator), content_type="text/csv; charset=utf-8"
        )
    )
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response


def as_workbook(
    titles: Row, sheets: Iterable[tuple[str, Iterable[Row]]], *, name: str
) -> FileResponse:
    """Return a workbook of several sheets, each by its name, to be saved as ``name``.xlsx."""
    response = FileResponse(_xlsx(titles, sheets, ""), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


class _Line:
    """A file of one line: the csv module writes, the response takes it away."""

    def write(self, line: str) -> str:
        return line


def _csv(titles: Row, rows: Iterable[Row], separator: str) -> Iterator[str]:
    writer = csv.writer(_Line(), delimiter=separator)
    point = "," if separator == Separator.SEMICOLON else "."
    yield "\ufeff" + writer.writerow([safe_cell(title) for title in titles])
    for row in rows:
        yield writer.writerow([_text(cell, point) for cell in row])


def _text(cell: object, point: str) -> str:
    """Return a cell as text; a number is one, and not what somebody typed, with its sign too."""
    return str(cell).replace(".", point) if isinstance(cell, Decimal) else safe_cell(cell)


def _xlsx(titles: Row, sheets: Iterable[tuple[str, Iterable[Row]]], stamp: str) -> IO[bytes]:
    """Return the workbook as a file without a name, gone as soon as the response closes it."""
    with ExitStack() as until_whole:
        file = until_whole.enter_context(tempfile.TemporaryFile())
        # What the writer puts aside while it works holds the same cells: it goes in any case.
        with (
            tempfile.TemporaryDirectory() as aside,
            Workbook(file, {"constant_memory": True, "tmpdir": aside}) as book,
        ):
            for sheet, rows in sheets:
                _Sheet(book, stamp, sheet).fill(titles, rows)
        file.seek(0)
        until_whole.pop_all()
    return file


class _Sheet:
    """A sheet of rows below bold titles that stay in view.

    Sums are numbers and days are days, so that a treasury can add, sort and group them without
    retyping; a day is written 2019-03-01, which no country reads as another. A text stays as it
    is, without the quote that csv needs: nothing in a cell of text is run, and a bank reference
    can be compared sign by sign.
    """

    def __init__(self, book: Workbook, stamp: str, name: str = "") -> None:
        self.sheet = book.add_worksheet(name or None)
        if stamp:  # "&" begins a command of the writer there
            self.sheet.set_footer("&L" + stamp[:200].replace("&", "&&") + "&R&P / &N")
        # "@" marks text: when somebody edits such a cell, it is not run either.
        self.title = book.add_format({"bold": True, "num_format": "@"})
        self.text = book.add_format({"num_format": "@"})
        self.sum = book.add_format({"num_format": "#,##0.00"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})

    def fill(self, titles: Row, rows: Iterable[Row]) -> None:
        for column, title in enumerate(titles):
            self.sheet.write_string(0, column, _inert(title), self.title)
        widths = [len(str(title)) for title in titles]
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                self._write(number, column, cell)
                widths[column] = max(widths[column], len(str(cell)))
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, min(max(width + 2, NARROW), WIDE))
        self.sheet.freeze_panes(1, 0)

    def _write(self, row: int, column: int, cell: Any) -> None:
        if isinstance(cell, Decimal):
            self.sheet.write_number(row, column, cell, self.sum)
        elif isinstance(cell, int):
            self.sheet.write_number(row, column, cell)
        elif isinstance(cell, datetime.date):
            self.sheet.write_datetime(row, column, cell, self.day)
        elif cell is not None:
            # Never write(): it makes formulas and links of what looks like them.
            self.sheet.write_string(row, column, _inert(cell), self.text)


def _inert(cell: object) -> str:
    """Return a text that the writer escapes; what begins like its own markup it would not."""
    text = str(cell)
    return f" {text}" if text.startswith("<r>") else text
