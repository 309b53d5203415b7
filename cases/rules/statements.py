"""Reads a bank statement: cells in, lines and all problems out.

The layout: a row of headings, then a row for each transaction. Money that leaves
the account is negative. Of the details only our own references are kept: a bank may write
names into them.
"""

import datetime
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from cases.rules.days import CannotReadDay, read_day
from cases.rules.text import DIRECTION, has_control

LONGEST_REFERENCE = 60
#: One page shows a statement whole.
MOST_LINES = 500


class BankColumn(StrEnum):
    """What a column of a statement holds."""

    VALUE_DATE = "value_date"
    BANK_REFERENCE = "bank_reference"
    DETAILS = "details"
    AMOUNT = "amount"
    CURRENCY = "currency"
    RATE = "rate"


#: Without these a statement cannot be read.
NEEDED = frozenset(BankColumn) - {BankColumn.RATE}

#: What a heading may say, in English, Russian and Tajik.
HEADINGS: dict[BankColumn, tuple[str, ...]] = {
    BankColumn.VALUE_DATE: ("Value date", "Дата валютирования", "Санаи арзиш"),
    BankColumn.BANK_REFERENCE: ("Bank reference", "Номер операции в банке", "Рақами амалиёт"),
    BankColumn.DETAILS: ("Details", "Назначение платежа", "Таъиноти пардохт"),
    BankColumn.AMOUNT: ("Amount", "Сумма", "Маблағ"),
    BankColumn.CURRENCY: ("Currency", "Валюта", "Асъор"),
    BankColumn.RATE: ("Rate", "Курс", "Қурб"),
}
_HEADERS = {name.casefold(): column for column, names in HEADINGS.items() for name in names}
_HEADERS["банковский номер"] = BankColumn.BANK_REFERENCE  # what older files say
_BATCH = re.compile(r"(?<![A-Z0-9])PB-\d{4,12}(?![0-9])")
_CHILD = re.compile(r"(?<![A-Z0-9])[A-Z]{2}-[A-Z]{2}-\d{4,12}-\d{1,3}(?![0-9-])")
_AMOUNT = re.compile(r"([-−–+]?)\s*(\d{1,12}|\d{1,3}(?:[ \u00a0\u202f]\d{3})+)(?:[.,](\d{1,2}))?")
_RATE = re.compile(r"\d{1,8}(?:[.,]\d{1,6})?")
#: How a spreadsheet writes a long number once it has lost its last digits.
_LOST = re.compile(r"\d(?:\.\d+)?e\+\d+", re.IGNORECASE)


class CannotReadStatement(Exception):
    """The rows are no statement: ``code`` is empty, no_header, no_rows or too_many."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class CannotReadCell(Exception):
    """A cell is not understood; ``code`` says what is wrong with it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class BankLine:
    """One transaction: ``row`` as the spreadsheet counts, ``amount`` below 0 for money
    paid out; ``batches`` and ``children`` are the references in its details.
    """

    row: int
    value_date: datetime.date
    bank_reference: str
    amount: Decimal
    currency: str
    rate: Decimal | None
    batches: tuple[str, ...]
    children: tuple[str, ...]

    @property
    def facts(self) -> tuple[datetime.date, str, Decimal, str]:
        """What makes two lines the same transaction."""
        return self.value_date, self.bank_reference, self.amount, self.currency


@dataclass(frozen=True, slots=True)
class CellProblem:
    """A cell to be fixed; ``value`` is its content, or the row it repeats."""

    row: int
    code: str
    value: str


@dataclass(frozen=True, slots=True)
class ReadStatement:
    lines: tuple[BankLine, ...]
    problems: tuple[CellProblem, ...]


def read_statement(table: Sequence[Sequence[str]], *, on: datetime.date) -> ReadStatement:
    """Read the rows of a spreadsheet; blank rows are skipped. Raises ``CannotReadStatement``.

    A day after ``on`` is a problem, as is the same transaction twice.
    """
    if not any(any(row) for row in table):
        raise CannotReadStatement("empty")
    at, columns = _header(table)
    lines: list[BankLine] = []
    problems: list[CellProblem] = []
    for number, cells in enumerate(table[at + 1 :], start=at + 2):
        row = {column: cells[i].strip() for i, column in columns.items() if i < len(cells)}
        if any(row.values()):
            _read_row(number, row, lines, problems)
    if not lines and not problems:
        raise CannotReadStatement("no_rows")
    if len(lines) > MOST_LINES:
        raise CannotReadStatement("too_many")
    problems += [
        CellProblem(line.row, "day_in_future", line.value_date.isoformat())
        for line in lines
        if line.value_date > on
    ]
    return ReadStatement(tuple(lines), tuple(problems + _repetitions(lines)))


def read_amount(text: str) -> Decimal:
    """Return the sum of a cell: -8000.00, −8 000,00. Raises ``CannotReadCell`` (amount).

    Commas between thousands are refused: "8,000" may be eight, or eight thousand.
    """
    match = _AMOUNT.fullmatch(text)
    if match is None:
        raise CannotReadCell("amount")
    digits = re.sub(r"\D", "", match[2])
    amount = Decimal(f"{digits}.{match[3] or 0}")
    if not amount:
        raise CannotReadCell("amount")
    return -amount if match[1] in ("-", "−", "–") and match[1] else amount


def _header(table: Sequence[Sequence[str]]) -> tuple[int, dict[int, BankColumn]]:
    for at, row in enumerate(table):
        words = [" ".join(cell.casefold().split()) for cell in row]
        columns = {i: _HEADERS[word] for i, word in enumerate(words) if word in _HEADERS}
        if set(columns.values()) >= NEEDED:
            return at, columns
    raise CannotReadStatement("no_header")


def _read_row(
    number: int, row: dict[BankColumn, str], lines: list[BankLine], problems: list[CellProblem]
) -> None:
    read: dict[str, Any] = {}
    for column, reader in _READERS.items():
        try:
            read[column] = reader(row.get(column, ""))
        except CannotReadCell as wrong:
            problems.append(CellProblem(number, wrong.code, row.get(column, "")[:60]))
    if len(read) == len(_READERS):
        details = row.get(BankColumn.DETAILS, "").upper()
        read |= {"batches": _named(_BATCH, details), "children": _named(_CHILD, details)}
        lines.append(BankLine(row=number, **read))


def _named(reference: re.Pattern[str], details: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(reference.findall(details)))


def _day(text: str) -> datetime.date:
    try:
        return read_day(text)
    except CannotReadDay as wrong:
        raise CannotReadCell("day") from wrong


def _reference(text: str) -> str:
    if not text or len(text) > LONGEST_REFERENCE:
        raise CannotReadCell("reference")
    if has_control(text) or DIRECTION.search(text):
        raise CannotReadCell("hidden_sign")
    if _LOST.fullmatch(text):
        raise CannotReadCell("reference_lost")
    return text


def _currency(text: str) -> str:
    if not re.fullmatch("[A-Z]{3}", text.upper()):
        raise CannotReadCell("currency")
    return text.upper()


def _rate(text: str) -> Decimal | None:
    if not text:
        return None
    if not _RATE.fullmatch(text) or not Decimal(text.replace(",", ".")):
        raise CannotReadCell("rate")
    return Decimal(text.replace(",", "."))


_READERS: dict[BankColumn, Callable[[str], object]] = {
    BankColumn.VALUE_DATE: _day,
    BankColumn.BANK_REFERENCE: _reference,
    BankColumn.AMOUNT: read_amount,
    BankColumn.CURRENCY: _currency,
    BankColumn.RATE: _rate,
}


def _repetitions(lines: Sequence[BankLine]) -> list[CellProblem]:
    seen: dict[object, int] = {}
    problems = []
    for line in lines:
        if line.facts in seen:
            problems.append(CellProblem(line.row, "repeated", str(seen[line.facts])))
        seen.setdefault(line.facts, line.row)
    return problems
