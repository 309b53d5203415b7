"""Reads an uploaded spreadsheet, or refuses it in one sentence.

The file is checked first, and parsed in a process of its own with limits of
time and memory. Source: security page, threat 13.
"""

import contextlib
import datetime
import multiprocessing
import resource
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import TypeVar

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.files.archives import MOST_CELLS, look_inside
from cases.files.outcome import Unfit

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 20_000
#: Breaks of lines in a text: a cell may hold a few.
MOST_LINES = 5 * MOST_ROWS
SECONDS = 20
#: From here on a spreadsheet rounds the last digits of a number.
EXACT = 10**15
MEMORY = 1024 * 1024 * 1024
#: The other process begins with nothing of this one's memory.
PROCESSES = multiprocessing.get_context("spawn")

Parsed = TypeVar("Parsed")
SENTENCES = {
    "parts": _("The file has too many parts to be a list."),
    "twice": _("Two parts of the file have one name. Save it again and retry."),
    "active": _("The file has macros, links or embedded files. Save it without them."),
    "large": _("The file unpacks to more than 50 MB."),
    "packed": _("Part of the file is packed as no spreadsheet is. Save it again and retry."),
    "cells": _("The file has more cells than a list. Delete what stands beside it, or split it."),
    "unseen": _("Hidden and struck-out rows of such a file cannot be seen here. Save it as .xlsx."),
    "older": _("The file is of an older program, or locked by a password. Save it as .xlsx anew."),
    "sheets": _("Several sheets hold a bank statement. Save each as a file of its own."),
    "doctype": _("The file contains a document type, which lists never do."),
    "damaged": _("The spreadsheet is damaged or locked by a password. Save it again and retry."),
}


class CannotReadFile(Exception):
    """The file is refused; the message says why and what to do."""


def read_apart(parse: Callable[[bytes], Parsed], content: bytes) -> Parsed:
    """Return what ``parse`` makes of a file, in another process with limits of time and memory.

    An archive is looked into there first. Raises ``CannotReadFile`` if it fails or does not end.
    """
    ours, theirs = PROCESSES.Pipe(duplex=False)
    reader = PROCESSES.Process(target=_apart, args=(parse, content, theirs), daemon=True)
    reader.start()
    theirs.close()
    try:
        parsed: list[Parsed] | str = ours.recv() if ours.poll(SECONDS) else []
    except EOFError:
        parsed = []
    finally:
        reader.kill()
        reader.join()
    if isinstance(parsed, str):
        raise CannotReadFile(str(SENTENCES[parsed]))
    if not parsed:
        raise CannotReadFile(unreadable())
    return parsed[0]


def _apart(parse: Callable[[bytes], object], content: bytes, answer: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    # Whatever the file did to its reader, the file is what cannot be read.
    with contextlib.suppress(Exception):
        try:
            if content.startswith(b"PK"):
                look_inside(content)
            answer.send([parse(content)])
        except Unfit as refusal:
            answer.send(refusal.code)


def cell_text(cell: object) -> str:
    if isinstance(cell, datetime.datetime | datetime.date):
        return f"{cell.day:02}.{cell.month:02}.{cell.year:04}"
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < EXACT:
        return str(int(cell))
    return str(cell).strip()


def countable(text: str, separators: str) -> None:
    """Refuse a text with more lines or cells than a list, before it is split.

    Raises ``CannotReadFile``.
    """
    if text.count("\n") + text.count("\r") - text.count("\r\n") > MOST_LINES:
        limited([[]] * (MOST_ROWS + 1))
    if sum(map(text.count, separators)) > MOST_CELLS:
        raise CannotReadFile(str(SENTENCES["cells"]))


def limited(rows: list[list[str]]) -> list[list[str]]:
    if len(rows) > MOST_ROWS:
        raise CannotReadFile(gettext("The list has more than 20,000 rows. Split it."))
    return rows


def column_letters(column: int) -> str:
    """Return the name of a column, counted from 0: A, B … Z, AA."""
    before, last = divmod(column, 26)
    return (column_letters(before - 1) if before else "") + chr(ord("A") + last)


def too_large() -> str:
    return gettext("The file is larger than 5 MB.")


def unreadable() -> str:
    return gettext("The file cannot be read. Save it again and retry.")
