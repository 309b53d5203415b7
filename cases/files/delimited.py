"""Reads text of a spreadsheet, whatever stands between its cells."""

import codecs
import csv
import io
from collections import Counter

from django.utils.translation import gettext as _

from cases.files.spreadsheets import CannotReadFile, countable

_SEPARATORS = ";\t,|"
_LOOKED_AT = 100  # lines


#: Letters of texts that do not say which they are in: Cyrillic, Arabic, Western.
ENCODINGS = ("cp1251", "cp1256", "cp866", "koi8-r", "cp1252")


def says_itself(content: bytes) -> bool:
    """Return whether a text is in UTF-8, or in UTF-16 that says so."""
    try:
        text_of(content)
    except CannotReadFile:
        return False
    return True


def text_of(content: bytes, encoding: str = "") -> str:
    """Return the text of a file in UTF-8, or in UTF-16 that says so, else in ``encoding``.

    Raises ``CannotReadFile``.
    """
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = content.decode(encoding or ("utf-16" if wide else "utf-8-sig"))
    except UnicodeDecodeError as problem:
        raise CannotReadFile(_("The file is not UTF-8 text. Save it as “CSV UTF-8”.")) from problem
    if "\0" in text:
        raise CannotReadFile(_("The file is not a text file."))
    return text


def rows_of(content: bytes, encoding: str = "") -> list[list[str]]:
    """Return the rows of a file of text. Raises ``CannotReadFile``.

    The separator is the one that gives most lines equally many cells: a title above the list
    may have none, or commas of its own.
    """
    text = text_of(content, encoding)
    countable(text, _SEPARATORS)
    try:
        return [
            [cell.strip() for cell in row]
            for row in csv.reader(_file(text), delimiter=_separator(text))
        ]
    except csv.Error as problem:
        raise CannotReadFile(_("The file cannot be read. Save it again and retry.")) from problem


def _separator(text: str) -> str:
    return max(_SEPARATORS, key=lambda sign: _even_lines(text, sign))


def _even_lines(text: str, separator: str) -> tuple[int, int]:
    """Return how many lines have equally many cells, and how many cells that are."""
    lines = csv.reader(_file(text), delimiter=separator)
    try:
        widths = [len(row) for row, _line in zip(lines, range(_LOOKED_AT), strict=False)]
    except csv.Error:
        return 0, 0
    counts = Counter(width for width in widths if width > 1)
    return max(((lines, width) for width, lines in counts.items()), default=(0, 0))


def _file(text: str) -> io.StringIO:
    return io.StringIO(text, newline="")
