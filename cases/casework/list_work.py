"""The long work of a list, in a process of its own: comparing it, and applying it.

A page starts the process and may be left. How far it is stands in the name that its session has
in the database: it ends with the process, however that ends.
"""

import datetime
import subprocess
import sys
from collections.abc import Callable
from typing import NamedTuple

from django.conf import settings
from django.db import connection, transaction

from cases.casework import applied_lists
from cases.casework.list_checks import OF_A_PART, check_of, compare
from cases.casework.refused import Refused
from cases.models import ImportedList, User


class ListProgress(NamedTuple):
    """What a process does with a list, and how far it is."""

    what: str
    done: int
    total: int


def start(listed: ImportedList, what: str, *, by: User) -> None:
    """Start a process that does ``what`` with a list, once this transaction is whole."""
    command = [sys.executable, "manage.py", "work_on_list", str(listed.pk), what, str(by.pk)]
    transaction.on_commit(
        lambda: subprocess.Popen(  # noqa: S603 (our own program)
            command,
            cwd=settings.BASE_DIR,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    )


def progress_of(listed: ImportedList) -> ListProgress | None:
    """Return how far a process is that works on a list; None where there is none. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT application_name FROM pg_stat_activity "
            "WHERE datname = current_database() AND application_name LIKE %s",
            [f"list {listed.pk} %"],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    _list, _pk, what, done, total = row[0].split()
    return ListProgress(what, int(done), int(total))


def say_progress(listed: ImportedList, what: str) -> Callable[[int, int], None]:
    """Return what says how far this process is."""

    def say(done: int, total: int) -> None:
        with connection.cursor() as cursor:
            name = f"list {listed.pk} {what} {done} {total}"
            cursor.execute("SELECT set_config('application_name', %s, false)", [name])

    return say


def compare_all(listed: ImportedList, *, by: User) -> None:
    """Compare every family of a list with the register, some at a time, each kept at once."""
    say, total = say_progress(listed, "compare"), len(check_of(listed).families)
    while True:
        with transaction.atomic():
            locked = ImportedList.objects.select_for_update(of=("self",)).get(pk=listed.pk)
            if not locked.is_at_work:
                return
            trial = check_of(locked)
            say(total - len(trial.uncompared), total)
            if not trial.uncompared:
                return
            compare(locked, trial.uncompared[:OF_A_PART], by=by)
            # No new version: what people correct meanwhile is of the same list.
            ImportedList.objects.filter(pk=locked.pk).update(
                matches=locked.matches, newest=locked.newest
            )


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
