"""A list that is on record: its rows as they are read, and what the register has like them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from cases.casework.list_files import CannotImport
from cases.casework.list_trials import ListTable, Trial, trial_of
from cases.casework.listed import ListedFamily
from cases.casework.listed_twice import Found, Match, facts_key, find
from cases.casework.registration import newest_child
from cases.files.looks import Looks
from cases.files.sheets import ListSheet
from cases.files.spreadsheets import column_letters
from cases.models import Child, ImportedList, ImportedRow, Mother, User
from cases.rules.list_headings import CannotReadList, Headings, headings_of
from cases.rules.list_words import Column

#: Columns and letters of a cell that are kept.
MOST_COLUMNS, LONGEST_CELL = 60, 2000
#: Families that are compared with the register while a page waits, and at once by a process,
#: which holds the list meanwhile: whoever corrects a cell must not wait for five seconds.
AT_ONCE, OF_A_PART = 120, 200


def rows_of_sheet(listed: ImportedList, sheet: ListSheet) -> list[ImportedRow]:
    """Return the rows of a sheet as they are kept, not saved yet.

    Raises ``CannotImport`` where one holds more than is kept.
    """
    _refuse_beyond(sheet)
    looks = sheet.looks
    uncalculated: dict[int, list[int]] = {}
    for row, at in looks.uncalculated:
        uncalculated.setdefault(row, []).append(at)
    return [
        ImportedRow(
            of_list=listed,
            number=number,
            cells=cells[:MOST_COLUMNS],
            uncalculated=sorted(uncalculated.get(number, ())),
            is_hidden=number in looks.hidden_rows,
            is_struck=number in looks.struck_rows,
        )
        for number, cells in enumerate(sheet.rows, start=1)
    ]


def _refuse_beyond(sheet: ListSheet) -> None:
    """Refuse what would be cut off: nothing of a list is left out unseen."""
    for number, cells in enumerate(sheet.rows, start=1):
        for at, cell in enumerate(cells):
            if len(cell) > LONGEST_CELL:
                place = f"{column_letters(at)}{number}"
                sentence = _(
                    "Cell %(cell)s is longer than %(most)d letters. Shorten it, and send it again."
                )
                raise CannotImport(sentence % {"cell": place, "most": LONGEST_CELL})
            if at >= MOST_COLUMNS and cell.strip():
                sentence = _(
                    "Column %(column)s holds text, and of a list %(most)d columns are read. "
                    "Delete those that it does not need, and send it again."
                )
                raise CannotImport(sentence % {"column": column_letters(at), "most": MOST_COLUMNS})


def headings_on_record(header: int | None, rows: Iterable[ImportedRow]) -> Headings:
    """Return the headings of a list among its rows, as the file has them."""
    cells = {row.number: row.cells for row in rows}
    return headings_of(cells.get((header or 0) - 1, []), cells.get(header or 0, []))


def table_of_rows(listed: ImportedList, rows: Sequence[ImportedRow]) -> ListTable:
    """Return rows of a list with what was corrected and answered; their texts are not in it."""
    uncalculated = {(row.number, at) for row in rows for at in row.uncalculated}
    return ListTable(
        rows=(),
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
    rows = list(listed.listed.all())
    texts = {row.number: row.texts for row in rows}
    numbers = range(1, max(texts, default=0) + 1)
    sheet = replace(table_of_rows(listed, rows), rows=[texts.get(number, []) for number in numbers])
    try:
        return trial_of(
            sheet,
            agreement=listed.agreement,
            digest=listed.digest,
            matches_of=lambda families: matches_of(listed, families),
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


def matches_of(listed: ImportedList, families: Sequence[ListedFamily]) -> Found:
    """Return what these families of a list were like in the register, at most five queries."""
    compared = {
        key: listed.matches[key] for key in map(facts_key, families) if key in listed.matches
    }
    keys: dict[str, set[int]] = {"Mother": set(), "Child": set()}
    for matches in compared.values():
        for _about, kind, pk, _reasons in matches:
            keys[kind].add(pk)
    mothers = Mother.objects.filter(pk__in=keys["Mother"]).with_names()
    records: dict[tuple[str, int], Mother | Child] = {}
    if keys["Mother"]:
        for mother in mothers.prefetch_related("children__person__names", "children__held_at"):
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
        for key, matches in compared.items()
    }
