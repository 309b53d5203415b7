"""Reads a bank's file into rows of text: a spreadsheet, or a format by which banks exchange.

The kind is told from the content. Every parser of others runs in a process of its own.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from cases.files import camt, exchange_1c, number_formats, swift
from cases.files.spreadsheets import (
    MOST_BYTES,
    CannotReadFile,
    countable,
    limited,
    read_apart,
    too_large,
    unreadable,
)
from cases.rules.statement_layouts import Layout, headings_known
from cases.rules.statement_words import BankColumn
from cases.rules.statements import NotBooked

ENDINGS = (".xlsx", ".csv", ".txt", ".tsv", ".sta", ".mt940", ".940", ".xml")
#: What a transaction of an exchange format becomes a row of.
_LAYOUT = Layout(
    -1,
    {
        BankColumn.VALUE_DATE: 0,
        BankColumn.BANK_REFERENCE: 1,
        BankColumn.DETAILS: 2,
        BankColumn.AMOUNT: 3,
        BankColumn.CURRENCY: 4,
    },
)
_SEPARATORS = ";\t,|"
#: No bank has more columns.
MOST_COLUMNS = 200
#: Signs that text in Russian letters has, beside ASCII.
_RUSSIAN = re.compile(r"[А-Яа-яЁё\u00a0№«»–—„“”…€]*")


@dataclass(frozen=True, slots=True)
class BankFile:
    """The rows of a file.

    ``shown`` is what the eye sees in cells whose value is another; ``layout`` is that of a
    format which has one by itself; what is ``not_booked`` is not among the rows.
    """

    rows: Sequence[Sequence[str]]
    shown: Mapping[tuple[int, int], str] = field(default_factory=dict)
    layout: Layout | None = None
    not_booked: tuple[NotBooked, ...] = ()


def read_bank_file(name: str, content: bytes) -> BankFile:
    """Return the rows of a bank's file. Raises ``CannotReadFile``."""
    if len(content) > MOST_BYTES:
        raise CannotReadFile(too_large())
    if not content:
        raise CannotReadFile(_("The file is empty."))
    if not name.lower().endswith(ENDINGS) or content.startswith(b"%PDF"):
        raise CannotReadFile(
            _(
                "The file must be an .xlsx or .csv spreadsheet, or a file that the bank exports: "
                "1C, MT940 or camt.053."
            )
        )
    if content.startswith(b"PK"):
        sheet = read_apart(number_formats.read_sheet, content)
        return BankFile(limited(sheet.rows), sheet.shown)
    if content.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \r\n\t")[:1] == b"<":
        return _exchanged(*camt.entries(content))
    text = text_of(content)
    if exchange_1c.is_one(text):
        return _exchanged(exchange_1c.entries(text))
    if swift.is_one(text):
        return _exchanged(read_apart(swift.entries, swift.checked(text).encode()))
    return BankFile(limited(rows_of_csv(text)))


def _exchanged(rows: list[list[str]], not_booked: tuple[NotBooked, ...] = ()) -> BankFile:
    """Return the transactions of an exchange format. Raises ``CannotReadFile`` for none."""
    if not rows:
        raise CannotReadFile(_("The statement has no booked transaction, so nothing is to do."))
    return BankFile(limited(rows), layout=_LAYOUT, not_booked=not_booked)


def text_of(content: bytes) -> str:
    """Return text in UTF-8, in UTF-16 with its mark, or in Russian letters of Windows or DOS.

    Raises ``CannotReadFile``.
    """
    refusal = CannotReadFile(_("The file is not UTF-8 text. Save it as “CSV UTF-8”."))
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = content.decode("utf-16" if marked else "utf-8-sig")
    except UnicodeDecodeError as problem:
        text = _russian(content)
        if marked or not text:
            raise refusal from problem
    if "\0" in text:
        raise CannotReadFile(_("The file is not a text file."))
    return text


def _russian(content: bytes) -> str:
    """Return text that is Russian in one of its two old encodings; "" if it is in neither."""
    for encoding in ("cp1251", "cp866"):
        text = content.decode(encoding, errors="replace")
        strange = re.sub(r"[\x00-\x7f]", "", text)
        small = sum(map(str.islower, strange))
        # Letters read in the wrong one are of mixed cases, or no letters at all; SWIFT has
        # capitals alone.
        is_of_one_case = swift.is_one(text) or 2 * small >= sum(map(str.isalpha, strange))
        if _RUSSIAN.fullmatch(strange) and is_of_one_case:
            return text
    return ""


def rows_of_csv(text: str) -> list[list[str]]:
    """Return the rows of a text with whichever separator makes headings, or most columns."""
    countable(text, _SEPARATORS)
    tables = []
    for separator in _SEPARATORS:
        try:
            lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
            rows = [[cell.strip() for cell in row[:MOST_COLUMNS]] for row in lines]
        except csv.Error:
            continue
        tables.append(rows)
    if not tables:
        raise CannotReadFile(unreadable())
    return max(tables, key=_fits)


def _fits(rows: list[list[str]]) -> tuple[int, int]:
    """Return how many headings a row has at most, and how many rows are of one width."""
    widths = Counter(len(row) for row in rows if len(row) > 1)
    return max((len(headings_known(row)) for row in rows[:60]), default=0), max(
        widths.values(), default=0
    )
