"""The headings of a list: in which row they stand, and what each column holds.

A name in several columns is of whoever the headings beside it speak of.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cases.rules.list_words import OF_FATHER, Column, column_of, is_about, part_of, person_of

#: One of these is enough.
BIRTHS = frozenset({Column.CHILD_BORN, Column.CHILD_AGE})
#: The headings stand among so many rows.
ABOVE = 200
_WHOLE_NAMES = {
    Column.MOTHER: (Column.MOTHER, Column.MOTHER_LATIN, Column.MOTHER_ARABIC),
    Column.CHILD: (Column.CHILD, Column.CHILD_ARABIC),
}
#: Parts of a name of which the heading does not say whose it is.
PARTS = (Column.NAME, Column.FAMILY, Column.PATRONYMIC)
#: Of whom a column says the name, and which part of it.
_NAME_OF = {name: (person, Column.NAME) for person, of in _WHOLE_NAMES.items() for name in of}
_NAME_OF |= {part_of(person, part): (person, part) for person in _WHOLE_NAMES for part in PARTS}


_OF_FATHER = (
    *(Column.FATHER, Column.FATHER_NAME),
    *(Column.FATHER_FAMILY, Column.FATHER_PATRONYMIC),
)
#: What a column holds whoever it stands under.
_OF_NOBODY = (Column.NUMBER, Column.SENTENCE, Column.CONSENT, *_OF_FATHER)
_DIGIT = re.compile(r"\d")


class CannotReadList(Exception):
    """The rows are no list: ``code`` is empty, no_header or no_rows."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Headings:
    """The headings of a list: ``texts`` as they stand, and as each is ``meant`` by itself.

    ``is_grouped`` if they stand in two rows, "Mother" above "name" and "year of birth".
    """

    texts: list[str]
    meant: list[str]
    is_grouped: bool = False

    @property
    def columns(self) -> dict[int, Column]:
        return columns_of(self.meant)


def has_header(table: Sequence[Sequence[str]]) -> bool:
    """Return whether a row of ``table`` has the headings of a list."""
    return _header_of(table) is not None


def header_of(table: Sequence[Sequence[str]]) -> int:
    """Return where the headings stand, the lower of two rows. Raises ``CannotReadList``."""
    if not any(any(row) for row in table):
        raise CannotReadList("empty")
    at = _header_of(table)
    if at is None:
        raise CannotReadList("no_header")
    return at


def _header_of(table: Sequence[Sequence[str]]) -> int | None:
    for at, row in enumerate(table[:ABOVE]):
        if at + 1 < len(table) and headings_of(row, table[at + 1]).is_grouped:
            return at + 1
        if is_header(columns_of(row)):
            return at
    return None


def headings_at(table: Sequence[Sequence[str]], at: int) -> Headings:
    """Return the headings in a row, with those above it that they stand under."""
    return headings_of(table[at - 1] if at else (), table[at])


def headings_of(above: Sequence[str], row: Sequence[str]) -> Headings:
    """Return the headings in a row; with those above where both are a list's headings only so."""
    alone = Headings([*row], [*row])
    if [*above] == [*row] or not is_of_headings(row) or not any(map(person_of, (*above, *row))):
        return alone
    width = max(len(above), len(row))
    group, texts, meant = "", [], []
    for upper, lower in zip(_wide(above, width), _wide(row, width), strict=True):
        if upper:
            group = upper if lower else ""
        over = group if person_of(group) or person_of(lower) else upper
        texts.append(f"{over}: {lower}" if over and lower else lower or upper)
        meant.append(_meant(over, lower) if over and lower else lower or upper)
    grouped = Headings(texts, meant, is_grouped=True)
    is_more = any(meaning not in {*above, *row} for meaning in meant)
    return grouped if is_more and is_header(grouped.columns) else alone


def is_of_headings(row: Sequence[str]) -> bool:
    """Return whether a row holds headings of a list, and not what stands below them."""
    texts = [text for text in row if text]
    if any(map(_DIGIT.search, texts)):
        return False
    heads = [text for text in texts if column_of(text)]
    are_most = len(heads) == len(texts) or (len(heads) > 2 and 2 * len(heads) >= len(texts))
    return len(heads) > 1 and are_most


def says_nobody(row: Sequence[str]) -> bool:
    """Return whether a row has two headings of a name and does not say whose each is."""
    return [column_of(text) for text in row].count(Column.NAME) > 1


def _wide(row: Sequence[str], width: int) -> list[str]:
    return [*row, *[""] * (width - len(row))]


def _meant(over: str, heading: str) -> str:
    """Return what two headings say together: whose the lower one is, or the same once more."""
    column, person = column_of(heading), person_of(over)
    if not person and person_of(heading):
        return f"{over} {heading}" if column_of(over) else heading
    if column is None and person != OF_FATHER:
        whole = column_of(over)
        return heading if whole is None or whole in _NAME_OF else over
    return f"{person} {heading}" if person and column not in _OF_NOBODY else heading


def is_header(columns: dict[int, Column]) -> bool:
    return not missing(set(columns.values()))


def missing(held: set[Column]) -> list[Column]:
    """Return what a list cannot be read without and ``held`` lacks."""
    lacks = [column for column in (Column.MOTHER, Column.CHILD) if column not in held]
    return lacks if held & BIRTHS else [*lacks, Column.CHILD_BORN]


def columns_of(row: Sequence[str]) -> dict[int, Column]:
    """Return what the columns under a row of headings hold, by their place."""
    columns: dict[int, Column] = {}
    for place, column in meanings_of(row):
        if column not in columns.values():
            columns[place] = column
    unread = [heading for place, heading in enumerate(row) if place not in columns]
    columns = _with_one_part(columns, unread)
    return _with_one_script(columns, unread)


def meanings_of(row: Sequence[str]) -> Iterator[tuple[int, Column]]:
    """Yield what each column holds, by its place; two may hold the same.

    A birth behind the mother and the father may be of either: it is not read.
    """
    read = [column_of(heading) for heading in row]
    columns = _with_whose(read, joins=True)
    if not {Column.CHILD, Column.CHILD_ARABIC} & {*columns}:
        columns = _with_whose(read, joins=False)
    person = None
    for place, column in enumerate(columns):
        if column is None or (column == Column.NUMBER and column in columns[:place]):
            continue
        person = _NAME_OF[column][0] if column in _NAME_OF else person
        if column in _OF_FATHER and person == Column.MOTHER:
            person = Column.FATHER
        if column in BIRTHS and not is_about(row[place], Column.CHILD):
            if person == Column.FATHER:
                continue
            column = Column.MOTHER_BORN if person == Column.MOTHER else column
        yield place, column


def _with_whose(read: Sequence[Column | None], *, joins: bool) -> list[Column | None]:
    """Return columns with whose each part of a name is, as far as their order tells.

    If it ``joins``, parts go to the person of the heading before them who lacks these parts.
    """
    columns = [*read]
    at = 0
    while at < len(columns):
        if columns[at] not in PARTS:
            at += 1
            continue
        person, has = _before(columns, at) if joins else (None, set())
        is_whole = bool({Column.NAME, columns[at]} & has)
        last = _end_of_name(columns, at, set() if is_whole else has)
        parts = {*columns[at:last]}
        if parts & has or person is None:
            person = _child_after(columns, at, parts)
        for place in range(at, last):
            part = columns[place] or Column.NAME
            columns[place] = part_of(person, part) if person else part
        at = last
    return columns


def _end_of_name(columns: Sequence[Column | None], at: int, has: set[Column]) -> int:
    """Return behind which place the parts of one name end that begin ``at``, beside what it has."""
    has = {*has}
    while at < len(columns) and (part := columns[at]) in PARTS and part not in has:
        has.add(part)
        at += 1
    return at


def _before(columns: Sequence[Column | None], at: int) -> tuple[Column | None, set[Column]]:
    """Return whose name stands before ``at``, and which parts of it.

    The father's name may part a child's given name from the family name, as Iraqi lists do.
    """
    person, has = None, set()
    for column in reversed(_before_father(columns[:at]) or columns[:at]):
        if column not in _NAME_OF or _NAME_OF[column][0] != (person or _NAME_OF[column][0]):
            break
        person, part = _NAME_OF[column]
        has.add(part)
    return person, has


def _before_father(columns: Sequence[Column | None]) -> Sequence[Column | None]:
    """Return the columns before the father's name at their end, where a child's name is last."""
    rest = columns[:-1] if columns and columns[-1] is None else columns  # the grandfather's
    if not rest or rest[-1] != Column.FATHER_NAME:
        return ()
    rest = rest[:-1]
    last = rest[-1] if rest else None
    return rest if last in _NAME_OF and _NAME_OF[last][0] == Column.CHILD else ()


def _child_after(
    columns: Sequence[Column | None], at: int, parts: set[Column | None]
) -> Column | None:
    """Return the child for parts of nobody's name behind the mother's, or beside hers alone."""
    children = {Column.CHILD, Column.CHILD_ARABIC} & {*columns}
    if children and Column.NAME not in parts:
        return None
    hers = [place for place, column in enumerate(columns) if _is_hers(column)]
    is_behind = any(place < at for place in hers)
    return Column.CHILD if is_behind or (hers and not children) else None


def _is_hers(column: Column | None) -> bool:
    return column in _NAME_OF and _NAME_OF[column][0] == Column.MOTHER


def _with_one_part(columns: dict[int, Column], unread: Sequence[str]) -> dict[int, Column]:
    """Take the only column of somebody's name for that name, whatever part its heading says.

    Not where another heading speaks of them: that may be the name, in other words.
    """
    for person, names in _WHOLE_NAMES.items():
        if {*names} & {*columns.values()} or any(is_about(each, person) for each in unread):
            continue
        family = part_of(person, Column.FAMILY)
        columns = {at: person if each == family else each for at, each in columns.items()}
    return columns


def _with_one_script(columns: dict[int, Column], unread: Sequence[str]) -> dict[int, Column]:
    """Take the only column of somebody's name for that name, in Arabic too.

    Not where another heading speaks of them: that may be the name, in other words.
    """
    for arabic, name in (
        (Column.MOTHER_ARABIC, Column.MOTHER),
        (Column.CHILD_ARABIC, Column.CHILD),
    ):
        if name not in columns.values() and not any(is_about(each, name) for each in unread):
            columns = {at: name if each == arabic else each for at, each in columns.items()}
    return {at: each for at, each in columns.items() if each not in PARTS}
