"""A list that is on record: its rows as they are read, and what the register has like them."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from cases.casework.list_files import CannotImport
from cases.casework.list_trials import ListTable, Trial, trial_of
from cases.casework.listed import ListedFamily
from cases.casework.listed_twice import Found, Match, find
from cases.casework.registration import newest_child
from cases.files.looks import Looks
from cases.files.sheets import ListSheet
from cases.models import Child, ImportedList, ImportedRow, Mother, User
from cases.rules.list_words import Column
from cases.rules.lists import CannotReadList

#: Columns and letters of a cell that are kept.
MOST_COLUMNS, LONGEST_CELL = 60, 2000
#: Families that are compared with the register while a page waits, and at once by a process,
#: which holds the list meanwhile: whoever corrects a cell must not wait for five seconds.
AT_ONCE, OF_A_PART = 120, 200


def rows_of_sheet(listed: ImportedList, sheet: ListSheet) -> list[ImportedRow]:
    """Return the rows of a sheet as they are kept, not saved yet."""
    looks = sheet.looks
    uncalculated: dict[int, list[int]] = {}
    for row, at in looks.uncalculated:
        uncalculated.setdefault(row, []).append(at)
    return [
        ImportedRow(
            of_list=listed,
            number=number,
            cells=[cell[:LONGEST_CELL] for cell in cells[:MOST_COLUMNS]],
            uncalculated=sorted(uncalculated.get(number, ())),
            is_hidden=number in looks.hidden_rows,
            is_struck=number in looks.struck_rows,
        )
        for number, cells in enumerate(sheet.rows, start=1)
    ]


def sheet_of_rows(listed: ImportedList, rows: Sequence[ImportedRow]) -> ListTable:
    """Return the rows of a list as they are read, with what was corrected and answered."""
    by_number = {row.number: row for row in rows}
    numbers = range(1, max(by_number, default=0) + 1)
    uncalculated = {(row.number, at) for row in rows for at in row.uncalculated}
    return ListTable(
        rows=[by_number[number].texts if number in by_number else [] for number in numbers],
        looks=Looks(uncalculated=uncalculated),
        header=listed.header - 1 if listed.header else None,
        columns={at: Column(name) for at, name in enumerate(listed.columns) if name} or None,
        as_of=listed.as_of,
        aside=frozenset(row.number for row in rows if row.aside),
        answers=listed.answers,
    )


def check_of(listed: ImportedList) -> Trial:
    """Return a list on record as it is understood, in a fixed number of queries.

    Raises ``CannotImport`` while its columns are not confirmed, and where no row is a child's.
    """
    if listed.as_of is None:
        raise CannotImport(_("Confirm the columns of the list first."))
    sheet = sheet_of_rows(listed, list(listed.listed.all()))
    try:
        return trial_of(
            sheet,
            agreement=listed.agreement,
            digest=listed.digest,
            matches=_found(listed),
            newest=listed.newest,
        )
    except CannotReadList as problem:
        raise CannotImport(_("The list has headings and no child below them.")) from problem


def compare(listed: ImportedList, families: Sequence[ListedFamily], *, by: User) -> None:
    """Look in the register for these families of a list; the caller saves ``matches``, ``newest``.

    What was found before is kept.
    """
    if not listed.matches:
        listed.newest = newest_child()
    for key, matches in find(families, to=by):
        listed.matches[key] = [
            [each.about, type(each.record).__name__, each.record.pk, list(each.reasons)]
            for each in matches
        ]


def _found(listed: ImportedList) -> Found:
    keys: dict[str, set[int]] = {"Mother": set(), "Child": set()}
    for matches in listed.matches.values():
        for _about, kind, pk, _reasons in matches:
            keys[kind].add(pk)
    mothers = Mother.objects.filter(pk__in=keys["Mother"]).with_names()
    records: dict[tuple[str, int], Mother | Child] = {}
    if keys["Mother"]:
        for mother in mothers.prefetch_related("children__person"):
            records["Mother", mother.pk] = mother
    if keys["Child"]:
        for child in Child.objects.filter(pk__in=keys["Child"]).with_names():
            records["Child", child.pk] = child
    return {
        key: [
            Match(about, records[kind, pk], reasons)
            for about, kind, pk, reasons in matches
            if (kind, pk) in records
        ]
        for key, matches in listed.matches.items()
    }
