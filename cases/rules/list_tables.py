"""What stands below the headings of a list besides its rows: headings again, and other tables."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cases.rules.date_words import is_not_known, plain, words_in
from cases.rules.list_headings import (
    ABOVE,
    Headings,
    columns_of,
    has_header,
    header_of,
    headings_at,
    headings_of,
    is_header,
    is_of_headings,
)
from cases.rules.list_words import (
    Column,
    column_of,
    father,
    is_ditto,
    says_both_sexes,
    sentence,
    sex,
    unit_of,
)


def _is_birth(text: str) -> bool:
    """Return whether a text without figures says something of a birth or an age."""
    return is_ditto(text) or any(map(is_not_known, (text, *text.split())))


#: Whether a cell says what its column holds.
_MEANINGS: dict[Column, Callable[[str], bool]] = {
    **dict.fromkeys((Column.MOTHER_BORN, Column.CHILD_BORN, Column.CHILD_AGE), _is_birth),
    Column.SEX: lambda text: sex(text) is not None or is_ditto(text),
    Column.FATHER: lambda text: father(text) is not None or is_ditto(text),
    Column.SENTENCE: lambda text: sentence(text) is not None or is_ditto(text),
}
#: Marks in a column for boys, or one for girls.
_TICKS = words_in("+ v x х 1 * да ҳа ✓ ✔ √ ☑ ☒ y yes true • ● نعم")
#: Words of a heading that say a part of a date.
_PARTS_OF_DATE = {
    "day": words_in("день дня число day dd дд руз рузи يوم اليوم روز"),
    "month": words_in("месяц месяца month mm мм мох мохи شهر الشهر ماه"),
    "year": words_in("год года year yyyy гггг сол соли سنه السنه عام العام سال"),
}
#: Cells of a row of headings that are not known, but for the first.
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class Below:
    """Rows as the spreadsheet counts them.

    ``repeated`` say the headings of the list once more; ``apart`` are the first and the last row
    of each table with headings of its own, with its headings.
    """

    repeated: frozenset[int]
    apart: tuple[tuple[int, int], ...]

    def is_apart(self, number: int) -> bool:
        return any(first <= number <= last for first, last in self.apart)


def below(table: Sequence[Sequence[str]], at: int) -> Below:
    """Return what else stands below the headings in the row ``at``, and a table above them.

    The headings of the list once more end another table.
    """
    first = headings_at(table, at)
    own = [_letters(row) for row in table[at - first.is_grouped : at + 1]]
    repeated: set[int] = set()
    begins: list[tuple[int, bool]] = []
    place = at + 1
    while place < len(table):
        heads, rows = _headings(table, place, first)
        is_own = _letters(table[place]) in own or (heads is not None and _is_of(heads, first))
        goes_on = begins[-1:] == [(place, False)] and not is_own
        if (is_own or heads is not None) and not goes_on:
            begins.append((place + 1, is_own))
        if is_own:
            repeated |= {*range(place + 1, place + 1 + rows)}
        place += rows
    ends = [*(number - 1 for number, _is_own in begins[1:]), len(table)]
    apart = [
        (number, max(each for each in range(number, end + 1) if any(table[each - 1])))
        for (number, is_own), end in zip(begins, ends, strict=False)
        if not is_own
    ]
    return Below(frozenset(repeated), (*_above(table, at - first.is_grouped), *apart))


def _above(table: Sequence[Sequence[str]], at: int) -> list[tuple[int, int]]:
    """Return the table above the headings, where a person said that they stand lower."""
    rows = table[:at]
    if not has_header(rows):
        return []
    last = max(number for number, row in enumerate(rows, start=1) if any(row))
    return [(header_of(rows) + 1, last)]


def _headings(
    table: Sequence[Sequence[str]], at: int, first: Headings
) -> tuple[Headings | None, int]:
    """Return the headings that begin in a row, None for a row without; and how many rows."""
    row = table[at]
    lower = table[at + 1] if at + 1 < len(table) else ()
    has_headings = is_of_headings(row) or _begins_as(row, first)
    has_headings = has_headings or (not any(table[at - 1]) and _is_strange(row, first))
    both = headings_of(row, lower)
    if both.is_grouped and (has_headings or not is_header(columns_of(lower))):
        return both, 2
    return (Headings([*row], [*row]) if has_headings else None), 1


def _begins_as(row: Sequence[str], first: Headings) -> bool:
    """Return whether a row begins with the word for numbers of rows, as the first headings do."""
    texts = [text for text in row if text]
    if len(texts) < _FEWEST or any(map(str.isdigit, "".join(texts))):
        return False
    columns = first.columns
    places = (at for at, text in enumerate(row) if text)
    at = next(places)
    return columns.get(at) == Column.NUMBER and column_of(row[at]) == Column.NUMBER


def _is_strange(row: Sequence[str], first: Headings) -> bool:
    """Return whether a row behind a blank one has words that no row of the list could have.

    Two of its cells or more stand where the list has a birth, a sex and the like, and none of
    these is one: the headings of another table, in words nobody knows.
    """
    if any(map(str.isdigit, "".join(row))) or any(text.startswith("#") for text in row):
        return False
    columns = first.columns
    cells = [
        _MEANINGS[columns[at]](text)
        for at, text in enumerate(row)
        if text and columns.get(at) in _MEANINGS
    ]
    return len(cells) > 1 and not any(cells)


def _is_of(heads: Headings, first: Headings) -> bool:
    """Return whether headings say of each column what the first ones do."""
    columns = heads.columns
    is_same = is_header(columns) and columns.items() <= first.columns.items()
    return is_same and _unit(heads) in (None, _unit(first))


def _unit(heads: Headings) -> str | None:
    """Return the unit of bare ages, None where there is no column of them."""
    columns = heads.columns
    places = (at for at, column in columns.items() if column == Column.CHILD_AGE)
    return next((unit_of(heads.texts[at]) for at in places), None)


def _letters(row: Sequence[str]) -> list[str]:
    texts = [plain(text) for text in row]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def join_sexes(rows: Sequence[list[str]], header: int) -> None:
    """Make one column of the sex of two that are ticked, one for boys and one for girls.

    Cells that are no single tick stay together as they stand, so that they are told.
    """
    heads = [*rows[header]]
    for at, (left, right) in enumerate(pairwise(heads)):
        if Column.SEX in map(column_of, heads) or not says_both_sexes(f"{left} {right}"):
            continue
        for row in (each for each in rows[header:] if len(each) > at):
            first, second = (*row[at : at + 2], "")[:2]
            is_tick = bool(first) != bool(second) and plain(first or second) in _TICKS
            sex_of_row = left if first else right
            text = sex_of_row if is_tick else " / ".join(filter(None, (first, second)))
            row[at : at + 2] = [text, ""]


def join_births(rows: Sequence[list[str]], *, word: str, but: Collection[int] = ()) -> None:
    """Make one column of a birth of those that hold its day, month and year.

    Their headings stand under that of a birth, or one of them is of a birth, or the list would be
    none without a birth: then the ``word`` for it is put before them. Columns ``but`` these.
    """
    if not has_header(rows):
        _say_birth(rows, word)
    header = header_of(rows) if has_header(rows) else len(rows)
    for at in range(header, min(header + 2, len(rows))):
        heads = [*rows[at]]
        if at > header and not all(map(_part_of_date, filter(None, heads))):
            continue
        for places in _dates(heads):
            above = rows[at - 1][places[0] : places[0] + 1] if at else []
            is_birth = any(map(_says_birth, [*above, *(heads[place] for place in places)]))
            if is_birth and not {*places} & {*but}:
                _join(rows, at, places, is_below=at > header)


def _say_birth(rows: Sequence[list[str]], word: str) -> None:
    """Put the word for a birth before the dates in a row that is of headings only so.

    Not where two would be of one person.
    """
    for at, row in enumerate(rows[:ABOVE]):
        firsts = [places[0] for places in _dates(row) if len(places) == len(_PARTS_OF_DATE)]
        heads = [f"{word}: {text}" if place in firsts else text for place, text in enumerate(row)]
        columns = columns_of(heads) if firsts else {}
        if is_header(columns) and {*firsts} <= columns.keys():
            rows[at][:] = heads
            return


def _join(rows: Sequence[list[str]], at: int, places: Sequence[int], *, is_below: bool) -> None:
    heads = [rows[at][place] for place in places]
    order = [_part_of_date(head) for head in heads]
    for row in rows[at:]:
        if is_of_numbers(row):
            row[:] = [""] * len(row)
        cells = [*row[places[0] : places[-1] + 1]]
        text = _joined(dict(zip(order, cells, strict=False)))
        if cells == heads:
            text = "" if is_below else " / ".join(heads)
        row[places[0] : places[-1] + 1] = [text, *[""] * (len(cells) - 1)][: len(cells)]


def _joined(cells: dict[str, str]) -> str:
    """Return a date of its parts; what is not known of it is left out, or shown as a "?"."""
    parts = [cells.get(part, "") for part in ("day", "month", "year")]
    parts = ["" if is_not_known(text) or not text.strip("0") else text for text in parts]
    while parts and not parts[0]:
        del parts[0]
    sign = "." if all(text.isdigit() for text in parts if text) else " "
    return sign.join(text or "?" for text in parts)


def _dates(heads: Sequence[str]) -> Iterator[list[int]]:
    """Yield the places of neighbours whose headings say a month and a year, and perhaps a day."""
    parts = [_part_of_date(head) for head in heads]
    at = 0
    while at < len(parts):
        for last in (at + 3, at + 2):
            of_date = {*parts[at:last]}
            if len(of_date) == last - at and {"month", "year"} <= of_date <= {*_PARTS_OF_DATE}:
                yield [*range(at, last)]
                at = last - 1
                break
        at += 1


def _part_of_date(heading: str) -> str:
    """Return the only part of a date that a heading says, perhaps of a birth; "" for others."""
    words = {*re.findall(r"[^\W\d_]+", plain(heading))}
    parts = [part for part, of in _PARTS_OF_DATE.items() if words & of]
    if len(parts) != 1:
        return ""
    rest = words - _PARTS_OF_DATE[parts[0]]
    return parts[0] if not rest or _says_birth(" ".join(rest)) else ""


def _says_birth(heading: str) -> bool:
    return column_of(heading) in (Column.CHILD_BORN, Column.MOTHER_BORN)


def is_of_numbers(cells: Sequence[str]) -> bool:
    """Return whether a row counts the columns, as official forms do below their headings."""
    texts = [cell.strip(".()") for cell in cells if cell]
    return len(texts) > 2 and texts == [str(number + 1) for number in range(len(texts))]
