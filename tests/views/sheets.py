"""What an exported workbook says to who opens it, and what its sheet holds below that."""

import io
import zipfile
from typing import Any

from django.http import HttpResponse
from python_calamine import CalamineWorkbook


def rows_of(content: bytes) -> list[list[Any]]:
    """Return the cells of the only sheet of a workbook, the titles first."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    (name,) = book.sheet_names
    return book.get_sheet_by_name(name).to_python()


def said(answer: HttpResponse) -> str:
    """Return what a page, a csv file or a workbook says, without the head of the answer."""
    body = answer.getvalue()
    return str(rows_of(body)) if body.startswith(b"PK") else body.decode()


def sheet_xml(content: bytes) -> str:
    """Return the sheet as it is written."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return packed.read("xl/worksheets/sheet1.xml").decode()
