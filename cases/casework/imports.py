"""A list of children on its way into the register: sent, understood, checked row by row.

Applying it, and undoing that, is in ``applied_lists``.
"""

import datetime
import hashlib
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.casework.editing import save, take
from cases.casework.list_checks import (
    AT_ONCE,
    MOST_COLUMNS,
    check_of,
    compare,
    headings_on_record,
    rows_of_sheet,
)
from cases.casework.list_files import CannotImport, list_sheets
from cases.casework.list_readings import SAME, keep_part, keep_reading, questions_of
from cases.files.sheets import ListSheet
from cases.models import Agreement, ImportedList, ImportedRow, ListLayout, User
from cases.queries.imports import (
    apply_refusals,
    approve_refusals,
    ask_refusals,
    change_refusals,
    columns_before,
    layout_refusals,
    layouts_for,
    same_file,
    same_refusals,
)
from cases.rules.list_headings import PARTS, CannotReadList, header_of, headings_at, meanings_of

NAME = 120
#: What of a list is current no longer than it is at work.
OF_THE_FILE = ("content", "name", "sheet", "sheets", "answers", "matches", "reading")
#: Rows among which the headings of an earlier list are looked for.
LOOKED_AT = 30
#: Rows that are applied while the page waits.
WAITS_FOR = 120
#: How long a list is at work.
KEPT = datetime.timedelta(days=30)


@transaction.atomic
def begin(
    *,
    name: str,
    content: bytes,
    sheets: Sequence[ListSheet],
    encoding: str,
    agreement: Agreement,
    by: User,
) -> ImportedList:
    """Keep a list that was sent, with its columns as they are guessed.

    Raises ``CannotImport`` for a file that is at work or was applied already, and where ``by`` has
    no team to register for.
    """
    if by.team is None:
        raise CannotImport(_("%(user)s has no team to register for.") % {"user": by})
    digest = hashlib.sha256(content).hexdigest()
    if sentence := same_file(digest, by=by):
        raise CannotImport(sentence)
    listed = ImportedList(
        agreement=agreement,
        team=by.team,
        name=name.replace("\0", "")[-NAME:],
        content=content,
        digest=digest,
        encoding=encoding,
        begun_by=by,
    )
    _take_sheet(listed, sheets, list_sheets(sheets)[0])
    return listed


@transaction.atomic
def read_again(
    *,
    listed: ImportedList,
    version: int | None,
    sheets: Sequence[ListSheet],
    sheet: str,
    encoding: str,
) -> ImportedList:
    """Read another sheet of the file, or its text in other letters; nothing of the check stays.

    Raises ``CannotImport``, and ``Stale``.
    """
    listed = _take_at_work(listed, version)
    chosen_sheet = next((each for each in sheets if each.name == sheet), list_sheets(sheets)[0])
    listed.listed.all().delete()
    listed.encoding = encoding
    _take_sheet(listed, sheets, chosen_sheet)
    return listed


def _take_sheet(listed: ImportedList, sheets: Sequence[ListSheet], sheet: ListSheet) -> None:
    listed.sheet = sheet.name
    listed.sheets = [[each.name, len(each.rows), each.is_hidden] for each in sheets]
    listed.hidden_columns = sorted(sheet.looks.hidden_columns)
    listed.answers, listed.matches, listed.as_of = {}, {}, None
    listed.header, columns = _guessed(sheet)
    hidden = sheet.looks.hidden_columns
    listed.columns = ["" if at in hidden else each for at, each in enumerate(columns)]
    if listed.pk:
        save(
            listed,
            *("sheet", "sheets", "hidden_columns", "answers", "matches", "as_of"),
            *("header", "columns", "encoding"),
        )
    else:
        listed.save()
    ImportedRow.objects.bulk_create(rows_of_sheet(listed, sheet), batch_size=1000)


def _guessed(sheet: ListSheet) -> tuple[int | None, list[str]]:
    """Return the row of the headings and the meaning of each column, as far as they are plain."""
    first = [headings_at(sheet.rows, at).texts for at in range(len(sheet.rows[:LOOKED_AT]))]
    if layouts := layouts_for(first):
        return first.index(layouts[0].headings) + 1, layouts[0].columns
    if remembered := columns_before(sheet.rows[:LOOKED_AT]):
        return remembered
    try:
        at = header_of(sheet.rows)
    except CannotReadList:
        return None, []
    heads = headings_at(sheet.rows, at)
    columns = ["" for _heading in heads.texts]
    for place, column in meanings_of(heads.meant):
        if column not in PARTS:
            columns[place] = column
    for place, column in heads.columns.items():
        columns[place] = column
    return at + 1, columns[:MOST_COLUMNS]


@transaction.atomic
def choose(
    *,
    listed: ImportedList,
    version: int | None,
    header: int,
    columns: Sequence[str],
    as_of: datetime.date,
    with_hidden: bool,
    with_struck: bool,
    by: User,
    layout: str = "",
) -> ImportedList:
    """Say what the columns of a list hold and what day it is of, and read its rows.

    Hidden and struck-out rows are set aside unless they are to be taken. With ``layout`` the match
    is kept under this name for lists with equal headings. Raises ``CannotImport`` where no row is
    a child's or the name is one of other headings, and ``Stale``.
    """
    listed = _take_at_work(listed, version)
    if layout:
        _keep_layout(listed, layout, header, columns, by=by)
    listed.header, listed.columns, listed.as_of = header, list(columns), as_of
    rows = listed.listed.all()
    rows.filter(is_hidden=True).update(aside=not with_hidden)
    rows.filter(is_struck=True).update(aside=not with_struck)
    _read_and_compare(listed, by=by)
    save(listed, "header", "columns", "as_of", "matches", "newest", "reading")
    return listed


def _keep_layout(
    listed: ImportedList, name: str, header: int, columns: Sequence[str], *, by: User
) -> None:
    headings = headings_on_record(header, listed.listed.filter(number__lte=header)).texts
    if refusals := layout_refusals(name, headings):
        raise CannotImport(*refusals, field="layout")
    content = {"headings": headings, "columns": list(columns), "saved_by": by}
    ListLayout.objects.update_or_create(name=name, defaults=content)


@transaction.atomic
def correct(
    *,
    listed: ImportedList,
    version: int | None,
    by: User,
    cells: Mapping[tuple[int, int], str],
    answers: Mapping[str, str],
    aside: Mapping[int, bool],
) -> ImportedList:
    """Put texts in place of cells, answer questions, and set rows aside or take them up again.

    Raises ``CannotImport``, also for a row said to be of a record that ``by`` is not shown, and
    ``Stale``.
    """
    listed = _take_at_work(listed, version)
    questions = questions_of(listed, answers)
    answers = {key: answers[key] for key in questions if answers[key] in questions[key].choices}
    same = [questions[key].record for key, answer in answers.items() if answer == SAME]
    if refusals := same_refusals(filter(None, same), by=by):
        raise CannotImport(*refusals)
    _correct_cells(listed, cells)
    for number, is_aside in aside.items():
        listed.listed.filter(number=number).update(aside=is_aside)
    listed.answers = {**listed.answers, **answers}
    _read_and_compare(listed, by=by)
    save(listed, "answers", "matches", "newest", "reading")
    return listed


def _correct_cells(listed: ImportedList, cells: Mapping[tuple[int, int], str]) -> None:
    rows = {row.number: row for row in listed.listed.filter(number__in={row for row, _at in cells})}
    for (number, at), text in cells.items():
        if number not in rows:
            continue
        row = rows[number]
        row.cells += [""] * (at + 1 - len(row.cells))
        if text == row.cells[at]:
            row.corrections.pop(str(at), None)
        else:
            row.corrections[str(at)] = text
    ImportedRow.objects.bulk_update(rows.values(), ["cells", "corrections"], batch_size=500)


@transaction.atomic
def correct_all(
    *, listed: ImportedList, version: int | None, by: User, at: int, former: str, text: str
) -> int:
    """Put ``text`` in place of every cell of a column that says ``former``; return how many.

    Raises ``CannotImport``, and ``Stale``.
    """
    current = _take_at_work(listed, version)
    after = current.listed.filter(number__gt=current.header or 0)
    cells = {(row.number, at): text for row in after if row.texts[at : at + 1] == [former]}
    correct(listed=current, version=version, by=by, cells=cells, answers={}, aside={})
    return len(cells)


def _read_and_compare(listed: ImportedList, *, by: User) -> None:
    """Read a list anew, and compare what was not compared yet, a bounded number at once."""
    trial = check_of(listed)
    keep_reading(listed, trial)
    if families := trial.uncompared[:AT_ONCE]:
        compare(listed, families, by=by)
        keep_part(listed, families)


@transaction.atomic
def compare_more(*, listed: ImportedList, version: int | None, by: User) -> ImportedList:
    """Compare some more families with the register. Raises ``CannotImport``, and ``Stale``."""
    listed = _take_at_work(listed, version)
    _read_and_compare(listed, by=by)
    save(listed, "matches", "newest", "reading")
    return listed


@transaction.atomic
def ask(*, listed: ImportedList, version: int | None, by: User) -> ImportedList:
    """Ask a second person to approve a list of many rows; its rows stay as they are.

    Raises ``CannotImport`` while something is open, and ``Stale``.
    """
    listed = _take_at_work(listed, version)
    trial = check_of(listed)
    if refusals := ask_refusals(is_ready=trial.is_ready):
        raise CannotImport(*refusals)
    listed.asked_by, listed.asked_at, listed.rows = by, timezone.now(), trial.rows
    save(listed, "asked_by", "asked_at", "rows")
    return listed


@transaction.atomic
def approve(*, listed: ImportedList, version: int | None, by: User) -> ImportedList:
    """Approve a list as the second person. Raises ``CannotImport``, and ``Stale``."""
    listed = take(ImportedList.objects.all(), listed.pk, version)
    if refusals := approve_refusals(listed, by=by):
        raise CannotImport(*refusals)
    listed.approved_by, listed.approved_at = by, timezone.now()
    save(listed, "approved_by", "approved_at")
    return listed


@transaction.atomic
def open_again(*, listed: ImportedList, version: int | None) -> ImportedList:
    """Take a request back, or do not approve it: the rows can be changed again.

    Raises ``CannotImport``, and ``Stale``.
    """
    listed = take(ImportedList.objects.all(), listed.pk, version)
    if listed.asked_by_id is None or listed.applied_by_id or listed.dropped_by_id:
        raise CannotImport(_("Nobody asked to apply this list."))
    listed.asked_by = listed.asked_at = listed.approved_by = listed.approved_at = None
    save(listed, "asked_by", "asked_at", "approved_by", "approved_at")
    return listed


@transaction.atomic
def drop(*, listed: ImportedList, version: int | None, by: User) -> ImportedList:
    """Throw a list away that was not applied, with its rows. Raises ``CannotImport``, ``Stale``."""
    listed = _take_at_work(listed, version)
    listed.listed.all().delete()
    listed.dropped_by, listed.dropped_at = by, timezone.now()
    forget(listed)
    save(listed, "dropped_by", "dropped_at", *OF_THE_FILE)
    return listed


@transaction.atomic
def is_long(*, listed: ImportedList, version: int | None, by: User) -> bool:
    """Return whether a list is applied in a process of its own, and forget why it last was not.

    Raises ``CannotImport`` for what would stop that process at once, and ``Stale``.
    """
    listed = take(ImportedList.objects.select_related("agreement"), listed.pk, version)
    trial = check_of(listed)
    if refusals := apply_refusals(listed, by=by, rows=trial.rows, is_ready=trial.is_ready):
        raise CannotImport(*refusals)
    if listed.stopped:
        ImportedList.objects.filter(pk=listed.pk).update(stopped="")
    return trial.rows > WAITS_FOR


def forget(listed: ImportedList) -> None:
    """Let go of the file, of its names, and of what was answered; the caller saves."""
    listed.content, listed.name, listed.sheet, listed.sheets = b"", "", "", []
    listed.answers, listed.matches, listed.reading = {}, {}, {}


def drop_old(*, by: User, on: datetime.date) -> int:
    """Throw away the lists that nobody applied within ``KEPT`` days; return how many."""
    old = ImportedList.objects.at_work().filter(begun_at__date__lt=on - KEPT, asked_by=None)
    for listed in old.defer("content"):
        drop(listed=listed, version=listed.version, by=by)
    return len(old)


def _take_at_work(listed: ImportedList, version: int | None) -> ImportedList:
    listed = take(ImportedList.objects.select_related("agreement"), listed.pk, version)
    if refusals := change_refusals(listed):
        raise CannotImport(*refusals)
    return listed
