"""The headings of a list: in which row they stand, and what each column holds.

A name in several columns is of whoever the headings beside it speak of.
"""

from collections.abc import Iterator, Sequence

from cases.rules.list_words import Column, column_of, is_about, part_of

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


class CannotReadList(Exception):
    """The rows are no list: ``code`` is empty, no_header or no_rows."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def has_header(table: Sequence[Sequence[str]]) -> bool:
    """Return whether a row of ``table`` has the headings of a list."""
    return any(is_header(columns_of(row)) for row in table[:ABOVE])


def header_of(table: Sequence[Sequence[str]]) -> int:
    """Return where the headings stand. Raises ``CannotReadList``."""
    if not any(any(row) for row in table):
        raise CannotReadList("empty")
    rows = enumerate(table[:ABOVE])
    at = next((at for at, row in rows if is_header(columns_of(row))), None)
    if at is None:
        raise CannotReadList("no_header")
    return at


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
    """Yield what each column holds, by its place; two may hold the same."""
    read = [column_of(heading) for heading in row]
    columns = _with_whose(read, joins=True)
    if not {Column.CHILD, Column.CHILD_ARABIC} & {*columns}:
        columns = _with_whose(read, joins=False)
    person = None
    for place, column in enumerate(columns):
        if column is None:
            continue
        person = _NAME_OF[column][0] if column in _NAME_OF else person
        if column in BIRTHS and person == Column.MOTHER:
            column = Column.MOTHER_BORN
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
    """Return whose name stands before ``at``, and which parts of it."""
    person, has = None, set()
    for column in reversed(columns[:at]):
        if column not in _NAME_OF or _NAME_OF[column][0] != (person or _NAME_OF[column][0]):
            break
        person, part = _NAME_OF[column]
        has.add(part)
    return person, has


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
