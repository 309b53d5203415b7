"""Reads an embassy's list of children: cells in, families out.

A mother's cells are filled for her first child and blank for the others;
equal cells in the next filled row are the same mother. The words of the cells
are Tajik, Russian, Arabic or English.
"""

import datetime
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum

from cases.vocabulary import FatherStatus, Sentence, Sex


class Column(StrEnum):
    """What a column of a list holds."""

    NUMBER = "number"
    MOTHER = "mother"
    MOTHER_LATIN = "mother_latin"
    MOTHER_ARABIC = "mother_arabic"
    MOTHER_BORN = "mother_born"
    HELD_AT = "held_at"
    SENTENCE = "sentence"
    CHILD = "child"
    CHILD_ARABIC = "child_arabic"
    CHILD_BORN = "child_born"
    SEX = "sex"
    FATHER = "father"
    CONSENT = "consent"


OF_THE_MOTHER = (
    Column.MOTHER,
    Column.MOTHER_LATIN,
    Column.MOTHER_ARABIC,
    Column.MOTHER_BORN,
    Column.HELD_AT,
    Column.SENTENCE,
)
#: Without these a list cannot be read.
NEEDED = frozenset({Column.MOTHER, Column.CHILD, Column.CHILD_BORN})

_HEADERS = {
    "№": Column.NUMBER,
    "no": Column.NUMBER,
    "модар (ному насаб)": Column.MOTHER,
    "модар": Column.MOTHER,
    "мать": Column.MOTHER,
    "mother": Column.MOTHER,
    "mother, as in the court file": Column.MOTHER_LATIN,
    "اسم الأم": Column.MOTHER_ARABIC,
    "соли таваллуди модар": Column.MOTHER_BORN,
    "год рождения матери": Column.MOTHER_BORN,
    "mother's year of birth": Column.MOTHER_BORN,
    "ҷойи нигоҳдорӣ": Column.HELD_AT,
    "место содержания": Column.HELD_AT,
    "place": Column.HELD_AT,
    "ҳукм": Column.SENTENCE,
    "приговор": Column.SENTENCE,
    "sentence": Column.SENTENCE,
    "кӯдак": Column.CHILD,
    "ребёнок": Column.CHILD,
    "child": Column.CHILD,
    "اسم الطفل": Column.CHILD_ARABIC,
    "санаи таваллуд ё синну сол": Column.CHILD_BORN,
    "дата рождения или возраст": Column.CHILD_BORN,
    "date of birth or age": Column.CHILD_BORN,
    "ҷинс": Column.SEX,
    "пол": Column.SEX,
    "sex": Column.SEX,
    "падар": Column.FATHER,
    "отец": Column.FATHER,
    "father": Column.FATHER,
    "розигии модар": Column.CONSENT,
    "согласие матери": Column.CONSENT,
    "mother's consent": Column.CONSENT,
}
_SEXES = {
    **dict.fromkeys(("ж", "д", "духтар", "девочка", "f", "girl", "أنثى", "بنت"), Sex.FEMALE),
    **dict.fromkeys(("м", "п", "писар", "мальчик", "m", "boy", "ذكر", "ولد"), Sex.MALE),
    "": Sex.UNKNOWN,
}
# A list brings no paper: a father said to be killed is "death not documented".
_FATHERS = {
    **dict.fromkeys(("кушта шудааст", "погиб", "killed", "dead"), FatherStatus.NOT_DOCUMENTED),
    **dict.fromkeys(("бедарак", "пропал", "missing"), FatherStatus.MISSING),
    **dict.fromkeys(("дар ҳабс", "в тюрьме", "detained"), FatherStatus.DETAINED),
    **dict.fromkeys(("зинда", "жив", "alive"), FatherStatus.ALIVE),
    **dict.fromkeys(("номаълум", "неизвестно", "unknown", ""), FatherStatus.UNKNOWN),
}
_SENTENCES = {
    **dict.fromkeys(("якумрӣ", "пожизненно", "life"), Sentence.LIFE),
    **dict.fromkeys(("марг", "смертная казнь", "death"), Sentence.DEATH),
    **dict.fromkeys(("номаълум", "неизвестно", "unknown", ""), Sentence.UNKNOWN),
}
_YEARS = re.compile(r"(\d{1,2}) ?(?:сол|лет|год|года|years|year)")
_DAY = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b")


class CannotReadList(Exception):
    """The rows are no list: ``code`` is empty, no_header or no_rows."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class ListRow:
    """One child's row: ``number`` as the spreadsheet counts, and the cells as text."""

    number: int
    cells: dict[Column, str]

    def __getitem__(self, column: Column) -> str:
        return self.cells.get(column, "")


@dataclass(slots=True)
class Family:
    """Neighbouring rows of one mother; ``mother`` holds her own cells."""

    mother: dict[Column, str]
    rows: list[ListRow] = field(default_factory=list)

    @property
    def number(self) -> int:
        return self.rows[0].number


@dataclass(frozen=True, slots=True)
class ReadList:
    """A list as read: its families, and the day it is of, if stated."""

    families: tuple[Family, ...]
    as_of: datetime.date | None


def read_list(table: Sequence[Sequence[str]]) -> ReadList:
    """Read the rows of a spreadsheet. Raises ``CannotReadList``.

    Blank rows are skipped; any other row is kept, so that errors can be shown.
    """
    if not any(any(row) for row in table):
        raise CannotReadList("empty")
    at, columns = _header(table)
    families: list[Family] = []
    for number, cells in enumerate(table[at + 1 :], start=at + 2):
        row = ListRow(number, {column: cells[i] for i, column in columns.items() if i < len(cells)})
        if any(value for column, value in row.cells.items() if column != Column.NUMBER):
            _join(families, row)
    if not families:
        raise CannotReadList("no_rows")
    return ReadList(tuple(families), _said_day(table[:at]))


def sex(text: str) -> Sex | None:
    """Return the sex in a cell; None if the word is unknown."""
    return _SEXES.get(_word(text))


def father(text: str) -> FatherStatus | None:
    """Return the father's status in a cell; None if the word is unknown."""
    return _FATHERS.get(_word(text))


def sentence(text: str) -> tuple[Sentence, int | None] | None:
    """Return the sentence in a cell, and its months; None if it is unknown."""
    word = _word(text)
    if years := _YEARS.fullmatch(word):
        return Sentence.FIXED, int(years[1]) * 12
    kind = _SENTENCES.get(word)
    return None if kind is None else (kind, None)


def _header(table: Sequence[Sequence[str]]) -> tuple[int, dict[int, Column]]:
    for at, row in enumerate(table):
        columns = {
            i: _HEADERS[_word(text)] for i, text in enumerate(row) if _word(text) in _HEADERS
        }
        if set(columns.values()) >= NEEDED:
            return at, columns
    raise CannotReadList("no_header")


def _join(families: list[Family], row: ListRow) -> None:
    mother = {column: row[column] for column in OF_THE_MOTHER}
    blank = not any(mother.values())
    if not families or not (blank or mother == families[-1].mother):
        families.append(Family(mother))
    families[-1].rows.append(row)


def _said_day(rows: Sequence[Sequence[str]]) -> datetime.date | None:
    for text in (text for row in rows for text in row):
        if match := _DAY.search(text):
            with suppress(ValueError):
                return datetime.date(int(match[3]), int(match[2]), int(match[1]))
    return None


def _word(text: str) -> str:
    return " ".join(text.casefold().replace("’", "'").split())
