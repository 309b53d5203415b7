"""Work that a page starts in a process of its own, and may leave.

How far it is stands in the name that its session has in the database: it ends with the process,
however that ends.
"""

import subprocess
import sys

from django.conf import settings
from django.db import connection, transaction


def start(*words: str) -> None:
    """Start a command of ``manage.py`` once this transaction is whole."""
    command = [sys.executable, "manage.py", *words]
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


def at_work(work: str) -> str:
    """Return the name of a process that does ``work``, "" where there is none. One query.

    The name may go on after it, with how far the process is.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT application_name FROM pg_stat_activity "
            "WHERE datname = current_database() AND starts_with(application_name || ' ', %s)",
            [f"{work} "],
        )
        row = cursor.fetchone()
    return row[0] if row else ""


def say(name: str) -> None:
    """Let this process be told by ``name``, or by none any longer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('application_name', %s, false)", [name])
