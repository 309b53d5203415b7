"""Reads an embassy's list of children: cells in, families out.

A mother's cells are filled for her first child and blank for the others; equal cells in the
next filled row, and marks of repetition, are the same mother. Nothing is passed over in silence.
"""

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from cases.rules.date_words import plain
from cases.rules.days import CannotReadDay, both_readings, read_day
from cases.rules.entered_names import says_unknown
from cases.rules.list_headings import CannotReadList, header_of, headings_at, meanings_of
from cases.rules.list_tables import below, is_of_numbers
from cases.rules.list_words import (
    Column,
    is_ditto,
    is_signature,
    is_total,
    says_age,
    says_years,
    unit_of,
)
from cases.rules.listed_names import are_two_scripts

OF_THE_MOTHER = (
    Column.MOTHER,
    Column.MOTHER_LATIN,
    Column.MOTHER_ARABIC,
    Column.MOTHER_FAMILY,
    Column.MOTHER_PATRONYMIC,
    Column.MOTHER_BORN,
    Column.HELD_AT,
    Column.SENTENCE,
)
NAMES_OF_THE_MOTHER = (Column.MOTHER, Column.MOTHER_LATIN, Column.MOTHER_ARABIC)
_DATE = re.compile(
    r"\d{1,4} ?[./-] ?\d{1,2} ?[./-] ?\d{2,4}"
    r"|\d{1,2}\W{0,2}[^\W\d_]+(?: [^\W\d_]+){0,2}\W{0,2}\d{4}|[^\W\d_]{3,} \d{1,2},? \d{4}"
)
#: Words before the day that a list is of, when its heading has other days as well.
_AS_OF = re.compile(r"(?:^|[^\w])(?:на|то|ба холати|холати|ба санаи|as of|as at|حتي|لغايه|تا)\W*$")
#: A person has one of each; two columns may say a birth more and less exactly.
_ONE_FOR_ALL = {Column.MOTHER, Column.MOTHER_LATIN, Column.MOTHER_ARABIC}
_ONE_FOR_ALL |= {Column.MOTHER_FAMILY, Column.MOTHER_PATRONYMIC}
_ONE_FOR_ALL |= {Column.CHILD, Column.CHILD_ARABIC, Column.SEX}
_ONE_FOR_ALL |= {Column.CHILD_FAMILY, Column.CHILD_PATRONYMIC}
_ONE_FOR_ALL |= {Column.FATHER_NAME, Column.FATHER_FAMILY, Column.FATHER_PATRONYMIC}
#: What two columns may hold, of a name in two scripts.
MAY_STAND_TWICE = _ONE_FOR_ALL - {Column.SEX}
#: Letters of a row that is not read, where it is told.
_LONGEST_ROW = 120
_LETTER = re.compile(r"[^\W\d_]")
#: Numbers that their heading may give a unit; a mother is grown.
_NUMBERS = {
    Column.CHILD_AGE: re.compile(r"\d{1,3}(?:[.,]\d+)?"),
    Column.MOTHER_BORN: re.compile(r"[1-9]\d"),
    Column.SENTENCE: re.compile(r"[1-9]\d?"),
}


@dataclass(frozen=True, slots=True)
class ListRow:
    """One child's row: ``number`` as the spreadsheet counts, and the cells as text."""

    number: int
    cells: dict[Column, str]

    def __getitem__(self, column: Column) -> str:
        return self.cells.get(column, "")


@dataclass(slots=True)
class Family:
    """Neighbouring rows of one mother; ``mother`` holds her own cells.

    ``is_asked`` if her cells are blank and nothing above says who she is.
    """

    mother: dict[Column, str]
    rows: list[ListRow] = field(default_factory=list)
    is_asked: bool = False

    @classmethod
    def of(cls, mother: dict[Column, str]) -> "Family":
        """Return a family without its rows; without her name it is asked whose they are."""
        return cls(mother, is_asked=not any(mother[column] for column in NAMES_OF_THE_MOTHER))

    @property
    def number(self) -> int:
        return self.rows[0].number


@dataclass(frozen=True, slots=True)
class ReadList:
    """A list as read: its families, the day it is of, if stated, and what was passed over.

    ``days`` are the days in its heading where nothing says which one it is of; ``columns`` are
    the headings as written, by their place; ``passed`` are rows of totals and of signatures;
    ``differing`` are two headings of one name or sex, with the first row whose cells differ;
    ``apart`` are the first and the last row of tables with other headings, and ``bare`` the places
    of columns without one: neither is read. ``above`` are rows in which only a mother stands,
    and her children below.
    """

    families: tuple[Family, ...]
    as_of: datetime.date | None
    days: tuple[datetime.date, ...] = ()
    columns: dict[int, Column] = field(default_factory=dict)
    headings: dict[int, str] = field(default_factory=dict)
    passed: tuple[tuple[int, str], ...] = ()
    header_row: int = 0
    differing: tuple[tuple[int, str, str], ...] = ()
    apart: tuple[tuple[int, int], ...] = ()
    bare: tuple[int, ...] = ()
    above: frozenset[int] = frozenset()

    def heading(self, column: Column) -> str:
        """Return the heading of a column as the list has it."""
        places = (place for place, each in self.columns.items() if each == column)
        return next((self.headings.get(place, "") for place in places), "")

    @property
    def unread(self) -> list[str]:
        """Return the headings of columns that are not read."""
        return [text for place, text in self.headings.items() if place not in self.columns]


def read_list(
    table: Sequence[Sequence[str]], at: int | None = None, meanings: dict[int, Column] | None = None
) -> ReadList:
    """Read the rows of a spreadsheet. Raises ``CannotReadList``.

    The headings stand in the row ``at``, and the columns hold these ``meanings``; both are found
    where nobody said so. A blank row ends a family; any other row is kept, so that errors can be
    shown.
    """
    if at is None:
        at = header_of(table)
    heads = headings_at(table, at)
    columns = meanings or {**heads.columns, **dict(_in_other_scripts(table, at))}
    headings = {i: text for i, text in enumerate(heads.texts) if text}
    families: list[Family] = []
    passed: list[tuple[int, str]] = []
    above: set[int] = set()
    others = below(table, at)
    ended = True
    for number, cells in enumerate(table[at + 1 :], start=at + 2):
        row = row_of(number, cells, columns, headings)
        is_other = number in others.repeated or others.is_apart(number)
        text = row_text(cells) if is_other else passed_text(row, cells, columns, headings)
        after = row_of(number + 1, table[number] if number < len(table) else (), columns, headings)
        if not text and is_of_the_mother(row) and _is_of_a_child(after):
            families.append(Family.of({column: row[column] for column in OF_THE_MOTHER}))
            above.add(number)
        elif text or not _is_filled(row):
            ended = True
            passed += [(number, text)] if text else []
            continue
        else:
            _join(families, row, ended=ended)
        ended = False
    passed += [(number, row_text(table[number - 1])) for number in above]
    families = [family for family in families if family.rows]
    if not families:
        raise CannotReadList("no_rows")
    days = days_of(table[:at])
    return ReadList(
        tuple(families),
        days[0] if len(days) == 1 else None,
        days if len(days) > 1 else (),
        columns,
        headings,
        tuple(sorted(passed)),
        at + 1,
        tuple(_differing(table, at, columns)) if meanings is None else (),
        others.apart,
        tuple(_without_heading(table[at + 1 :], {*columns, *headings})),
        frozenset(above),
    )


def _in_other_scripts(table: Sequence[Sequence[str]], at: int) -> Iterator[tuple[int, Column]]:
    """Yield the columns that hold once more, in another script, what one before them does."""
    heads = headings_at(table, at)
    for place, column in meanings_of(heads.meant):
        places = [each for each in heads.columns if heads.columns[each] == column]
        is_other = place not in heads.columns and column in MAY_STAND_TWICE
        if is_other and places and are_two_scripts(table[at + 1 :], [*places, place]):
            yield place, column


def _without_heading(rows: Sequence[Sequence[str]], others: set[int]) -> list[int]:
    """Return the places of columns that hold texts, besides ``others``."""
    return sorted({at for row in rows for at, text in enumerate(row) if text} - others)


def _differing(
    table: Sequence[Sequence[str]], at: int, columns: dict[int, Column]
) -> Iterator[tuple[int, str, str]]:
    """Yield the two headings of one name or sex whose cells differ, with the first such row."""
    heads = headings_at(table, at)
    for place, column in meanings_of(heads.meant):
        first = next((each for each in columns if columns[each] == column), place)
        if place == first or place in columns or column not in _ONE_FOR_ALL:
            continue
        for number, row in enumerate(table[at + 1 :], at + 2):
            cells = [row[each] for each in (first, place) if each < len(row) and row[each]]
            if len({plain(text) for text in cells}) > 1:
                yield number, heads.texts[first], heads.texts[place]
                break


def row_of(
    number: int, cells: Sequence[str], columns: dict[int, Column], headings: dict[int, str]
) -> ListRow:
    """Return the cells of a row by what their columns hold; a bare age with its unit."""
    row: dict[Column, str] = {}
    for i, column in columns.items():
        if i < len(cells):  # one name in two columns is of two scripts
            row[column] = "\n".join(filter(None, (row.get(column, ""), cells[i])))
    for i, column in columns.items():
        bare = _NUMBERS.get(column)
        if bare and column in row and bare.fullmatch(plain(row[column])):
            row[column] = f"{row[column]} {_unit(column, headings.get(i, ''))}".strip()
    return ListRow(number, row)


def _unit(column: Column, heading: str) -> str:
    """Return the unit that a heading gives to the bare numbers of its column."""
    if column == Column.CHILD_AGE:
        return unit_of(heading)
    says = says_age if column == Column.MOTHER_BORN else says_years
    return "y" if says(heading) else ""


def is_of_the_mother(row: ListRow) -> bool:
    """Return whether a row says something of a mother, by her name, and of nobody else."""
    others = {column for column, text in row.cells.items() if text} - {Column.NUMBER}
    names = [row[column] for column in NAMES_OF_THE_MOTHER if row[column]]
    return bool(names) and not any(map(is_ditto, names)) and others <= {*OF_THE_MOTHER}


def _is_of_a_child(row: ListRow) -> bool:
    """Return whether a row says when a child of that name was born, and nothing of a mother."""
    hers = any(row[column] for column in OF_THE_MOTHER)
    born = row[Column.CHILD_BORN] or row[Column.CHILD_AGE]
    return not hers and bool(row[Column.CHILD] and born) and not is_total(row[Column.CHILD])


def passed_text(
    row: ListRow, cells: Sequence[str], columns: dict[int, Column], headings: dict[int, str]
) -> str:
    """Return the text of a row that is not read since it names no child; "" for any other."""
    if is_of_numbers(cells):
        return row_text(cells)
    if _is_filled(row):
        return _passed_over(row, headings, columns)
    return next((cell for cell in cells if _LETTER.search(cell)), "")


def row_text(cells: Sequence[str]) -> str:
    """Return the texts of a row that is not read."""
    return " · ".join(filter(None, cells))[:_LONGEST_ROW]


def _is_filled(row: ListRow) -> bool:
    return any(value for column, value in row.cells.items() if column != Column.NUMBER)


def _passed_over(row: ListRow, headings: dict[int, str], columns: dict[int, Column]) -> str:
    """Return the text of a row of totals, of a signature, or of the headings once more."""
    texts = [text for text in row.cells.values() if text]
    if all(row.cells.get(column) == headings.get(place) for place, column in columns.items()):
        return row_text(texts)
    child = row[Column.CHILD]
    nobody = not child or child[0].isdigit() or is_total(child)
    if nobody and any(map(is_total, texts)):
        return texts[0]
    born = row[Column.CHILD_BORN] or row[Column.CHILD_AGE]
    return texts[0] if not (child or born) and any(map(is_signature, texts)) else ""


def _join(families: list[Family], row: ListRow, *, ended: bool) -> None:
    last = families[-1].mother if families else {}
    above, is_hers = {} if ended else last, _repeats_the_name(row)
    mother = {column: row[column] for column in OF_THE_MOTHER}
    for column, text in mother.items():
        if _repeats(text, is_hers=is_hers):
            # A mark below nothing stays, and is told; without a name it is asked whose they are.
            mother[column] = above.get(column, "" if column in NAMES_OF_THE_MOTHER else text)
    name = next(filter(None, (mother[column] for column in NAMES_OF_THE_MOTHER)), "")
    if not name:
        agrees = all(text in ("", last.get(column)) for column, text in mother.items())
        if ended or not agrees:
            families.append(Family(mother, is_asked=True))
    elif mother != last or (says_unknown(name) and not is_hers):  # two unknown mothers are not one
        families.append(Family(mother))
    families[-1].rows.append(row)


def _repeats_the_name(row: ListRow) -> bool:
    """Return whether a mark stands for the name of the mother above."""
    return any(is_ditto(row[column]) for column in NAMES_OF_THE_MOTHER)


def _repeats(text: str, *, is_hers: bool) -> bool:
    """Return whether a cell says what the one above says; a blank does so beside a marked name."""
    return is_ditto(text) or (is_hers and not text)


def days_of(rows: Sequence[Sequence[str]]) -> tuple[datetime.date, ...]:
    """Return the days in a heading: the one after "as of", if a single one has that, else all."""
    days: dict[datetime.date, bool] = {}
    for text in (plain(" ".join(row)) for row in rows):
        for match in _DATE.finditer(text):
            is_stated = bool(_AS_OF.search(text[: match.start()]))
            for day in _possible_days(match[0]):
                days[day] = days.get(day, False) or is_stated
    stated = tuple(day for day, is_stated in days.items() if is_stated)
    return stated if len(stated) == 1 else tuple(days)


def _possible_days(text: str) -> tuple[datetime.date, ...]:
    try:
        return (read_day(text),)
    except CannotReadDay as refusal:
        return both_readings(refusal) if refusal.code == "day_order" else ()
