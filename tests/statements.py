"""Files of bank statements made in code."""

import io

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

HEAD = ("Value date", "Bank reference", "Details", "Amount", "Currency", "Rate")


def row(reference, amount, details="", *, on="01.03.2019", currency="USD", rate=""):
    """Return a line of a statement as its cells."""
    return (on, reference, details, str(amount), currency, rate)


def csv_of(*rows):
    lines = [";".join(cells) for cells in (HEAD, *rows)]
    return "\n".join(lines).encode()


def xlsx_of(*rows):
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as book:
        sheet = book.add_worksheet()
        for number, cells in enumerate((HEAD, *rows)):
            sheet.write_row(number, 0, cells)
    return held.getvalue()


def sent(content, name="statement.csv"):
    return SimpleUploadedFile(name, content)


def changed(**cells):
    """Return a good line of a statement as its cells, some of them changed."""
    good = row("FT1", "-8000.00", "Return of children PB-0007")
    others = {name.replace("_", " "): value for name, value in cells.items()}
    return list({**dict(zip(HEAD, good, strict=True)), **others}.values())
