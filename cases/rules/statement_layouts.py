"""Which column of a bank statement holds what: by its headings, or as a person chose."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from cases.rules.statement_cells import LONGEST, CannotReadCell, DayReader, read_amount
from cases.rules.statement_words import BankColumn, currency_word, heading, mark

#: How far down the headings are looked for.
MOST_TITLES = 60
Table = Sequence[Sequence[str]]
Columns = Mapping[BankColumn, int]

_OF_CURRENCY = re.compile(r"[(\[,]\s*(?i:in |в )?([A-Z]{3})\s*[)\]]?|\b([A-Z]{3})$")
_LIKE_A_SUM = re.compile(r"[-−–+(\s]*\d[\d\s.,'’٬٫]*[)\s−–-]*(?:[A-Z]{3})?")
_TITLE_CURRENCY = re.compile(
    r"(?i:currency|ccy|валют\w*|асъор\w*|عملة|العملة)[^A-Z]{0,30}?\b([A-Z]{3})\b"
)


class CannotReadStatement(Exception):
    """The rows are no statement.

    ``code`` is empty, no_rows or too_many; or what has to be chosen: no_header, no_currency,
    columns (two columns of one meaning), direction (a column of marks without a heading).
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def is_asked(self) -> bool:
        """Whether the columns can be chosen by hand."""
        return self.code in {"no_header", "no_currency", "columns", "direction"}


@dataclass(frozen=True, slots=True)
class Layout:
    """What the columns hold, below the row ``header`` (-1 without one).

    ``currency`` is that of the account where no column holds one, ``month_first`` how days
    are written where that is known.
    """

    header: int
    columns: Columns
    currency: str = ""
    month_first: bool | None = None


SUMS = (BankColumn.AMOUNT, BankColumn.DEBIT, BankColumn.CREDIT)


def layout_of(table: Table) -> Layout:
    """Return what the columns hold by their headings. Raises ``CannotReadStatement``."""
    for at, row in enumerate(table[:MOST_TITLES]):
        columns, twice = _columns(row)
        has_sum = BankColumn.AMOUNT in columns or {BankColumn.DEBIT, BankColumn.CREDIT} <= {
            *columns
        }
        if not has_sum or not {BankColumn.VALUE_DATE, BankColumn.DETAILS} <= {*columns}:
            continue
        if twice:
            raise CannotReadStatement("columns")
        return _settled(table, at, columns)
    raise CannotReadStatement("no_header")


def headings_known(row: Sequence[str]) -> Columns:
    """Return the columns that the headings of a row name, as far as they do."""
    return _columns(row)[0]


def looks_like_one(table: Table) -> bool:
    """Return whether a row holds a day and a sum, under whatever headings."""
    return any(any(map(_is_day, row)) and any(map(_is_sum, row)) for row in table[:MOST_TITLES])


def header_of(table: Table) -> int:
    """Return the row of the headings, known or not: the last before a day and a sum; or -1."""
    last = -1
    for at, row in enumerate(table[:MOST_TITLES]):
        if any(map(_is_day, row)) and any(map(_is_sum, row)):
            return last
        last = at if sum(map(bool, row)) > 2 else last
    return last


def unread_headings(table: Table, layout: Layout) -> tuple[str, ...]:
    """Return the headings of the columns that ``layout`` passes over."""
    row = table[layout.header] if layout.header >= 0 else ()
    read = set(layout.columns.values())
    return tuple(cell.strip() for i, cell in enumerate(row) if i not in read and cell.strip())


def _columns(row: Sequence[str]) -> tuple[dict[BankColumn, int], bool]:
    """Return the column of each meaning, the nearest; and whether two are equally near."""
    places: dict[BankColumn, list[tuple[int, int]]] = {}
    for i, cell in enumerate(row):
        if meaning := heading(cell):
            places.setdefault(meaning[1], []).append((meaning[0], i))
    nearest = {column: min(at) for column, at in places.items()}
    # Of two sums one may be in another currency, however near its heading is.
    twice = any(
        len(at) > 1 if column in SUMS else sum(rank == min(at)[0] for rank, _i in at) > 1
        for column, at in places.items()
    )
    return {column: i for column, (_rank, i) in nearest.items()}, twice


def _settled(table: Table, at: int, columns: dict[BankColumn, int]) -> Layout:
    """Return the layout, once it is plain which columns say what moved and in what money."""
    rows = [row for row in table[at + 1 :] if _is_day(cell_of(row, columns, BankColumn.VALUE_DATE))]
    sides = (BankColumn.DEBIT, BankColumn.CREDIT)
    pairs = [[cell_of(row, columns, side) for side in sides] for row in rows]
    if BankColumn.AMOUNT in columns and {BankColumn.DEBIT, BankColumn.CREDIT} <= {*columns}:
        if any(a and b and not is_zero(a) and not is_zero(b) for a, b in pairs):
            raise CannotReadStatement("columns")
        columns.pop(BankColumn.AMOUNT)
    if BankColumn.AMOUNT in columns:
        columns = _with_direction(rows, columns)
    currency = "" if BankColumn.CURRENCY in columns else _currency_above(table, at, columns)
    if not currency and BankColumn.CURRENCY not in columns:
        raise CannotReadStatement("no_currency")
    return Layout(at, columns, currency)


def _with_direction(rows: Table, columns: dict[BankColumn, int]) -> dict[BankColumn, int]:
    """Return the columns without one that only seems to mark a direction.

    Raises ``CannotReadStatement`` for a column of marks under a heading that is not known.
    """
    columns = {c: i for c, i in columns.items() if c not in (BankColumn.DEBIT, BankColumn.CREDIT)}
    at_mark = columns.get(BankColumn.DIRECTION)
    if at_mark is not None and not any(mark(row[at_mark]) for row in rows if at_mark < len(row)):
        del columns[BankColumn.DIRECTION]
    signed = any(is_negative(cell_of(row, columns, BankColumn.AMOUNT)) for row in rows)
    if BankColumn.DIRECTION in columns or signed:
        return columns
    for i in range(max(map(len, rows), default=0)):
        cells = [row[i] for row in rows if i < len(row) and row[i]]
        if i not in columns.values() and cells and all(map(mark, cells)):
            raise CannotReadStatement("direction")
    return columns


def _currency_above(table: Table, at: int, columns: Columns) -> str:
    """Return the currency in the heading of the sums, or in a title above; "" if in none."""
    heads = [cell_of(table[at], columns, column) for column in SUMS]
    currencies = {m[1] or m[2] for head in heads for m in _OF_CURRENCY.finditer(head)}
    currencies = currencies or {
        m[1] for row in table[:at] for m in _TITLE_CURRENCY.finditer(" ".join(row))
    }
    return currencies.pop() if len(currencies) == 1 else ""


def currencies_in(row: Sequence[str]) -> set[str]:
    """Return the currencies that the words of a title say."""
    return {code for code in re.findall(r"\b[A-Z]{3}\b", " ".join(row)) if currency_word(code)}


def cell_of(row: Sequence[str], columns: Columns, column: BankColumn) -> str:
    """Return the cell of a row in a column, "" where there is none."""
    i = columns.get(column, len(row))
    return row[i].strip() if i < len(row) else ""


def _is_day(text: str) -> bool:
    return reads(DayReader([], month_first=False).read, text)


def _is_sum(text: str) -> bool:
    """Return whether a cell is a sum, or one that may be read in two ways."""
    short = len(text) <= LONGEST
    return short and _LIKE_A_SUM.fullmatch(text) is not None and not _is_day(text)


def is_zero(text: str) -> bool:
    """Return whether a cell says that nothing moved."""
    return text.strip() in ("-", "–", "—") or (reads(read_amount, text) and not read_amount(text))


def is_negative(text: str) -> bool:
    """Return whether a cell is a sum below 0."""
    return reads(read_amount, text) and read_amount(text) < 0


def reads(reader: Callable[[str], object], text: str) -> bool:
    """Return whether ``reader`` makes something of a cell."""
    try:
        reader(text.strip())
    except CannotReadCell:
        return False
    return True
