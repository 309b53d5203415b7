"""Which sheet of a file is the list, what day it is of, and what of it is not read."""

import datetime
from collections.abc import Sequence

from django.utils.translation import gettext as _

from cases.casework.listed_names import ListProblem
from cases.casework.refused import Refused
from cases.files.sheets import ListSheet
from cases.files.spreadsheets import column_letters
from cases.rules.list_headings import has_header
from cases.rules.list_words import misspelt
from cases.rules.lists import ReadList


class CannotImport(Refused):
    """The list is refused as a whole."""


def sheet_of(sheets: Sequence[ListSheet], name: str) -> tuple[ListSheet, list[ListProblem]]:
    """Return the sheet with the list, and what to say of the others. Raises ``CannotImport``."""
    if name and name not in {sheet.name for sheet in sheets}:
        raise CannotImport(_("There is no sheet “%(name)s”.") % {"name": name})
    lists = [sheet for sheet in sheets if has_header(sheet.rows)]
    hidden = [sheet for sheet in lists if sheet.is_hidden]
    shown = [sheet for sheet in lists if not sheet.is_hidden]
    if name:
        shown = [sheet for sheet in sheets if sheet.name == name]
    if len(shown) > 1:
        names = ", ".join(f"“{sheet.name}”" for sheet in shown)
        raise CannotImport(
            _("Several sheets have a list: %(names)s. Name one with --sheet.") % {"names": names}
        )
    if hidden and not shown:
        raise CannotImport(
            _("The list is on the hidden sheet “%(name)s”. Show it, or name it with --sheet.")
            % {"name": hidden[0].name}
        )
    listed = shown[0] if shown else sheets[0]
    notes = [_("Sheet: “%(name)s”.") % {"name": listed.name}] if len(sheets) > 1 else []
    notes += [
        _("The hidden sheet “%(name)s” is not read.") % {"name": sheet.name}
        for sheet in sheets
        if sheet.is_hidden and sheet is not listed
    ]
    return listed, [ListProblem(0, sentence) for sentence in notes]


def list_sheets(sheets: Sequence[ListSheet]) -> list[ListSheet]:
    """Return the sheets, the likeliest list first: one to be seen, with the headings of a list."""
    return sorted(sheets, key=lambda sheet: (sheet.is_hidden, not has_header(sheet.rows)))


def day_of(read: ReadList) -> datetime.date:
    """Return the day the list is of. Raises ``CannotImport``."""
    if read.days:
        days = ", ".join(f"{day:%d.%m.%Y}" for day in read.days)
        raise CannotImport(
            _("The heading of the list has several dates: %(days)s. Enter its date with --as-of.")
            % {"days": days}
        )
    if read.as_of is None:
        raise CannotImport(_("The list does not give its date. Enter it with --as-of."))
    return read.as_of


def unread(read: ReadList) -> list[ListProblem]:
    """Return what to say of columns, and of other tables on the sheet, that are not read."""
    sentence = _("The column “%(heading)s” is not read.")
    sentences = [sentence % {"heading": heading} for heading in read.unread]
    sentence = _("“%(text)s” is read as “%(name)s”.")
    for place in read.columns:
        words = misspelt(read.headings.get(place, ""))
        sentences += [sentence % {"text": word, "name": other} for word, other in words.items()]
    sentence = _("Column %(column)s has no heading and is not read.")
    sentences += [sentence % {"column": column_letters(at)} for at in read.bare]
    sentence = _(
        "Rows %(first)d to %(last)d are another table: the headings in row %(first)d are not those "
        "of the list. They are not read. Send them as a list of their own."
    )
    sentences += [sentence % {"first": first, "last": last} for first, last in read.apart]
    return [ListProblem(read.header_row, sentence) for sentence in sentences]


def unread_sheets(sheets: Sequence[tuple[str, int, bool]], name: str) -> list[ListProblem]:
    """Return what to say of the sheets of a file besides the one of this ``name``.

    Of each is known its name, how many rows it has, and whether it is hidden.
    """
    sentences = []
    for other, rows, is_hidden in sheets:
        sentence = _("The sheet “%(name)s” is not read. Send it as a file of its own.")
        if is_hidden:
            sentence = _("The hidden sheet “%(name)s” is not read.")
        if rows and other != name:
            sentences.append(sentence % {"name": other})
    return [ListProblem(0, sentence) for sentence in sentences]
