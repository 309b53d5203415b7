"""The long work of a list, in a process of its own: comparing it, and applying it."""

import datetime
from collections.abc import Callable
from typing import NamedTuple

from django.db import transaction

from cases.casework import applied_lists, processes
from cases.casework.list_checks import OF_A_PART, check_of, compare
from cases.casework.list_readings import keep_part, keep_reading
from cases.casework.listed import ListedFamily
from cases.casework.refused import Refused
from cases.models import ImportedList, User


class ListProgress(NamedTuple):
    """What a process does with a list, and how far it is."""

    what: str
    done: int
    total: int


def start(listed: ImportedList, what: str, *, by: User) -> None:
    """Start a process that does ``what`` with a list, once this transaction is whole."""
    processes.start("work_on_list", str(listed.pk), what, str(by.pk))


def progress_of(listed: ImportedList) -> ListProgress | None:
    """Return how far a process is that works on a list; None where there is none. One query."""
    name = processes.at_work(f"list {listed.pk}")
    if not name:
        return None
    _list, _pk, what, done, total = name.split()
    return ListProgress(what, int(done), int(total))


def say_progress(listed: ImportedList, what: str) -> Callable[[int, int], None]:
    """Return what says how far this process is."""

    def say(done: int, total: int) -> None:
        processes.say(f"list {listed.pk} {what} {done} {total}")

    return say


def compare_all(listed: ImportedList, *, by: User) -> None:
    """Compare every family of a list with the register, some at a time, each kept at once."""
    say, version = say_progress(listed, "compare"), None
    rest: list[ListedFamily] = []
    total = 0
    while True:
        with transaction.atomic():
            locked = ImportedList.objects.select_for_update(of=("self",)).get(pk=listed.pk)
            if not locked.is_at_work:
                return
            if locked.version != version:  # somebody has corrected a row
                trial = check_of(locked)
                keep_reading(locked, trial)
                rest, total, version = list(trial.uncompared), len(trial.families), locked.version
            say(total - len(rest), total)
            part, rest = rest[:OF_A_PART], rest[OF_A_PART:]
            if part:
                compare(locked, part, by=by)
                keep_part(locked, part)
            # No new version: what people correct meanwhile is of the same list.
            ImportedList.objects.filter(pk=locked.pk).update(
                matches=locked.matches, newest=locked.newest, reading=locked.reading
            )
            if not part:
                return


def apply_all(listed: ImportedList, *, by: User, on: datetime.date) -> None:
    """Apply a list; why it could not be stands on its page."""
    try:
        applied_lists.apply(
            listed=listed,
            version=listed.version,
            by=by,
            on=on,
            say=say_progress(listed, "apply"),
        )
    except Refused as refusal:
        ImportedList.objects.filter(pk=listed.pk).update(stopped=str(refusal)[:500])
