"""Reads a bank statement: rows of cells in, lines and all problems out.

A row of headings, then a row for each transaction. Of the details only our own references are
kept: a bank may write names into them.
"""

import datetime
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TypeVar

from cases.rules.statement_cells import (
    CannotReadCell,
    DayReader,
    read_amount,
    read_currency,
    read_rate,
    read_reference,
)
from cases.rules.statement_layouts import (
    CannotReadStatement,
    Layout,
    Table,
    cell_of,
    currencies_in,
    is_negative,
    is_zero,
    layout_of,
    reads,
    unread_headings,
)
from cases.rules.statement_references import NONE, references_in
from cases.rules.statement_words import (
    BankColumn,
    folded,
    is_balance,
    is_done,
    is_not_done,
    is_total,
    mark,
    says_status,
)

#: One page shows a statement whole.
MOST_LINES = 500
#: What the eye sees in a cell whose value is another: a number shown with zeros before it.
Shown = Mapping[tuple[int, int], str]
Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class BankLine:
    """One transaction: ``row`` as the spreadsheet counts, ``amount`` below 0 for money
    paid out; ``batches`` and ``children`` are the references in its details, ``near`` those that
    are written nearly so. Of equal lines ``occurrence`` is the first, the second…
    """

    row: int
    value_date: datetime.date
    bank_reference: str
    amount: Decimal
    currency: str
    rate: Decimal | None
    batches: tuple[str, ...]
    children: tuple[str, ...]
    near: tuple[str, ...] = ()
    occurrence: int = 1

    @property
    def facts(self) -> tuple[object, ...]:
        """What makes the lines of two files the same transaction."""
        moved = (self.value_date, self.bank_reference, self.amount, self.currency)
        return *moved, self.batches, self.children, self.occurrence


@dataclass(frozen=True, slots=True)
class CellProblem:
    """A cell to be fixed: ``column`` counts from 0; ``value`` is its content."""

    row: int
    code: str
    value: str
    column: int = 0


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A row that is no transaction: ``code`` is balance, zero, note, heading or not_done."""

    row: int
    code: str


@dataclass(frozen=True, slots=True)
class NotBooked:
    """Transactions of one direction that the bank had not booked: how many, and their sum."""

    count: int
    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class ReadStatement:
    lines: tuple[BankLine, ...]
    problems: tuple[CellProblem, ...]
    passed_over: tuple[PassedOver, ...] = ()
    #: Headings of columns that were not read.
    unread: tuple[str, ...] = ()
    not_booked: tuple[NotBooked, ...] = ()


def read_statement(
    table: Table, *, on: datetime.date, shown: Shown | None = None, layout: Layout | None = None
) -> ReadStatement:
    """Read the rows of a spreadsheet by its headings, or by ``layout``; blank rows are skipped.

    A day after ``on`` is a problem. Raises ``CannotReadStatement``.
    """
    if not any(any(row) for row in table):
        raise CannotReadStatement("empty")
    reader = _Reader(table, layout or layout_of(table), on=on, shown=shown or {})
    reader.read()
    if not reader.lines and not reader.problems:
        raise CannotReadStatement("no_rows")
    if len(reader.lines) > MOST_LINES:
        raise CannotReadStatement("too_many")
    return ReadStatement(
        _counted(reader.lines),
        tuple(sorted(reader.problems, key=lambda problem: (problem.row, problem.column))),
        tuple(reader.passed_over),
        tuple(text for text in unread_headings(table, reader.layout) if not says_status(text)),
    )


@dataclass(slots=True)
class _Reader:
    """Reads the rows below the headings, one by one."""

    table: Table
    layout: Layout
    on: datetime.date
    shown: Shown
    lines: list[BankLine] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)
    passed_over: list[PassedOver] = field(default_factory=list)
    #: Other currencies in the titles since the last line: of the account that comes next.
    others: set[str] = field(default_factory=set)
    days: DayReader = field(init=False)
    is_debit_signed: bool = field(init=False)
    #: Columns that say whether a movement was carried out.
    statuses: list[int] = field(init=False)

    def read(self) -> None:
        rows = self.table[self.layout.header + 1 :]
        heads = self.table[self.layout.header] if self.layout.header >= 0 else ()
        self.statuses = [at for at, text in enumerate(heads) if says_status(text)]
        texts = [self.cell(row, BankColumn.VALUE_DATE) for row in rows]
        self.days = DayReader(texts, month_first=self.layout.month_first)
        debits = [self.cell(row, BankColumn.DEBIT) for row in rows]
        debits = [text for text in debits if reads(read_amount, text) and not is_zero(text)]
        self.is_debit_signed = bool(debits) and all(map(is_negative, debits))
        for number, row in enumerate(rows, start=self.layout.header + 2):
            if any(row):
                self.read_row(number, row)

    def cell(self, row: Sequence[str], column: BankColumn) -> str:
        return cell_of(row, self.layout.columns, column)

    def read_row(self, number: int, row: Sequence[str]) -> None:
        if code := self.passes(row):
            self.passed_over.append(PassedOver(number, code))
            self.look_for_another_account(number, row, code)
            return
        self.others.clear()
        before = len(self.problems)
        currency = self.tried(number, row, BankColumn.CURRENCY, self.currency)
        day = self.tried(number, row, BankColumn.VALUE_DATE, self.days.read)
        reference = self.tried(number, row, BankColumn.BANK_REFERENCE, read_reference)
        rate = self.tried(number, row, BankColumn.RATE, read_rate)
        amount = self.amount(number, row, currency or "")
        for at in self.statuses:
            if at < len(row) and not is_done(row[at]):
                self.problems.append(CellProblem(number, "status", row[at][:60], at))
        if day and day > self.on:
            self.wrong(number, BankColumn.VALUE_DATE, "day_in_future", day.isoformat())
        if len(self.problems) > before or not day or currency is None or amount is None:
            return
        if not amount:
            self.passed_over.append(PassedOver(number, "zero"))
            return
        ours = references_in(self.cell(row, BankColumn.DETAILS))
        if ours == NONE:  # what we called the payment may stand as the bank's number of it
            ours = references_in(reference or "")
        moved = BankLine(
            number, day, reference or "", amount, currency, rate, ours.batches, ours.children
        )
        self.lines.append(replace(moved, near=ours.near))

    def passes(self, row: Sequence[str]) -> str:
        """Return why a row is no transaction; "" for one."""
        heads = self.table[self.layout.header] if self.layout.header >= 0 else ()
        if heads and [folded(c) for c in row] == [folded(c) for c in heads]:
            return "heading"
        if any(at < len(row) and is_not_done(row[at]) for at in self.statuses):
            return "not_done"
        has_day = reads(self.days.read, self.cell(row, BankColumn.VALUE_DATE))
        has_reference = bool(self.cell(row, BankColumn.BANK_REFERENCE))
        if references_in(self.cell(row, BankColumn.DETAILS)) == NONE and (
            any(map(is_balance, row))
            or (any(map(is_total, row)) and not (has_day and has_reference))
        ):
            return "balance"
        sums = (BankColumn.AMOUNT, BankColumn.DEBIT, BankColumn.CREDIT)
        return "" if has_day or any(self.cell(row, column) for column in sums) else "note"

    def look_for_another_account(self, number: int, row: Sequence[str], code: str) -> None:
        """Tell a title, above headings once more, of an account in another currency."""
        if code == "note" and self.layout.currency:
            self.others |= currencies_in(row) - {self.layout.currency}
        if self.others and code == "heading":
            value = ", ".join(sorted(self.others))
            self.problems.append(CellProblem(number, "another_account", value))

    def tried(
        self, number: int, row: Sequence[str], column: BankColumn, reader: Callable[[str], Read]
    ) -> Read | None:
        """Return what ``reader`` makes of a cell, or None with the problem noted."""
        text = self.cell(row, column)
        at = self.layout.columns.get(column)
        try:
            if column == BankColumn.BANK_REFERENCE and (number, at) in self.shown:
                text = self.shown[number, at or 0]
                raise CannotReadCell("reference_zeros")
            return reader(text)
        except CannotReadCell as wrong:
            self.wrong(number, column, wrong.code, text[:60])
            return None

    def currency(self, text: str) -> str:
        return read_currency(text or self.layout.currency)

    def amount(self, number: int, row: Sequence[str], currency: str) -> Decimal | None:
        """Return the sum of a row, below 0 if it left, or None with the problem noted."""

        def read(column: BankColumn) -> Decimal | None:
            return self.tried(number, row, column, lambda text: read_amount(text, currency))

        if BankColumn.AMOUNT in self.layout.columns:
            amount = read(BankColumn.AMOUNT)
            if amount is None or BankColumn.DIRECTION not in self.layout.columns:
                return amount
            return self.marked(number, row, amount)
        pair = (BankColumn.DEBIT, BankColumn.CREDIT)
        filled = [c for c in pair if self.cell(row, c) and not is_zero(self.cell(row, c))]
        if len(filled) != 1:
            has_zero = any(self.cell(row, column) for column in pair) and not filled
            if has_zero:
                return Decimal(0)
            self.wrong(number, BankColumn.DEBIT, "debit_and_credit" if filled else "amount", "")
            return None
        amount = read(filled[0])
        if amount is None:
            return None
        if filled[0] == BankColumn.CREDIT:
            return amount
        return amount if self.is_debit_signed else -amount

    def marked(self, number: int, row: Sequence[str], amount: Decimal) -> Decimal | None:
        text = self.cell(row, BankColumn.DIRECTION)
        sign = mark(text)
        if sign is None or (amount < 0 < sign):
            self.wrong(number, BankColumn.DIRECTION, "direction", text[:60])
            return None
        return sign * abs(amount)

    def wrong(self, number: int, column: BankColumn, code: str, value: str) -> None:
        at = self.layout.columns.get(column, 0)
        self.problems.append(CellProblem(number, code, value, at))


def _counted(lines: list[BankLine]) -> tuple[BankLine, ...]:
    """Return the lines, equal ones counted."""
    seen: Counter[tuple[object, ...]] = Counter()
    counted = []
    for line in lines:
        seen[line.facts] += 1
        counted.append(replace(line, occurrence=seen[line.facts]))
    return tuple(counted)
