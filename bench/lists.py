"""What a list of 5,000 rows costs: read, compared and applied, in time and in memory.

    python -m bench.lists            5,000 rows of families of one to four children
    python -m bench.lists 1000       as many rows

Each part runs as it does for staff, the last two in a process of its own, whose peak of resident
memory is printed; at half of the applying that process is killed once, and begins anew. Then the
list comes again: the same file is refused, and of the same children in another file none is new.
"""

import datetime
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from bench.names import GIVEN, ROOTS

os.environ["BENCH_DATABASE"] = os.environ["DATABASE_NAME"] = "repatriation_bench_lists"

HEAD = ["№", "Модар", "Соли таваллуд", "Кӯдак", "Таваллуд", "Ҷинс"]


def _rows(number: int) -> list[list[str]]:
    """Return rows of invented families, the same for the same number."""
    draw, rows = random.Random(number), [["Рӯйхат то 01.11.2018"], HEAD]
    while len(rows) < number + 2:
        family = f"{draw.choice(ROOTS)}{draw.choice(ROOTS).lower()}"
        mother = f"{draw.choice(GIVEN[:40])} {family}ова"
        born = draw.randrange(1978, 1995)
        for at in range(draw.randrange(1, 5)):
            child = f"{draw.choice(GIVEN[40:63])} {family}ов"
            row = ["", "", child, f"12.04.{2007 + 2 * at}", "п"]
            rows.append([str(len(rows) - 1), *([mother, str(born), *row[2:]] if not at else row)])
    return rows[: number + 2]


def _peak(process: int) -> int:
    """Return the peak of resident memory of a process in MB, 0 where it has ended."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
        line = next(line for line in status if line.startswith("VmHWM"))
        return int(line.split()[1]) // 1024
    except (OSError, StopIteration):
        return 0


def _worked(pk: int, what: str, by: int, kill_at: float = 0) -> tuple[float, int]:
    """Do ``what`` in a process of its own; return the seconds and the peak of memory in MB.

    With ``kill_at``, it is killed when that share of the families is done.
    """
    from cases.casework import list_work
    from cases.models import ImportedList

    began, peak = time.monotonic(), 0
    words = [sys.executable, "manage.py", "work_on_list", str(pk), what, str(by)]
    process, listed = subprocess.Popen(words), ImportedList(pk=pk)
    while process.poll() is None:
        peak = max(peak, _peak(process.pid))
        progress = list_work.progress_of(listed)
        if kill_at and progress and progress.done >= kill_at * progress.total > 0:
            process.send_signal(signal.SIGKILL)
        threading.Event().wait(0.2)
    return time.monotonic() - began, peak


def _measure(number: int) -> None:
    from cases.casework import imports
    from cases.casework.acting import acting
    from cases.casework.list_files import CannotImport
    from cases.models import Child, User

    by, reviewer = (User.objects.get(username=name) for name in ("caseworker", "reviewer"))
    with acting(by):
        listed = _begun(number, "as it came", by)
    _checked(listed, by, reviewer)
    print("killed at a half  {:8.1f} s {:6} MB".format(*_worked(listed.pk, "apply", by.pk, 0.5)))
    if Child.objects.exists():
        raise RuntimeError("Of a list that was killed at a half some children are registered.")
    print("applied           {:8.1f} s {:6} MB".format(*_worked(listed.pk, "apply", by.pk)), end="")
    listed.refresh_from_db()
    children = Child.objects.count()
    print(f", {children} children {listed.stopped}")
    with acting(by):
        try:
            _begun(number, "as it came", by)
        except CannotImport as refusal:
            print(f"sent again: {refusal}")
        else:
            raise RuntimeError("The same file was taken twice.")
        again = _begun(number, "saved anew", by)
    _checked(again, by, reviewer)
    print("applied           {:8.1f} s {:6} MB".format(*_worked(again.pk, "apply", by.pk)))
    again.refresh_from_db()
    if again.applied_at is None or again.listed.filter(is_new=True).exists():
        raise RuntimeError(f"The same children in another file: {again.stopped or 'some are new'}")
    if Child.objects.count() != children or imports.same_file(again.digest, by=by) == "":
        raise RuntimeError("The same children were registered twice.")
    print(f"none is new of {children} children")


def _begun(number: int, how: str, by: Any) -> Any:
    """Send a list, with its columns as they are guessed."""
    from cases.casework import imports
    from cases.files.sheets import ListSheet
    from cases.models import Agreement

    began = time.monotonic()
    listed = imports.begin(
        name="list.xlsx",
        content=f"{number} {how}".encode(),
        sheets=[ListSheet("", _rows(number))],
        encoding="",
        agreement=Agreement.objects.get(),
        by=by,
    )
    listed = imports.choose(
        listed=listed,
        version=listed.version,
        header=listed.header or 2,
        columns=listed.columns,
        as_of=datetime.date(2018, 11, 1),
        with_hidden=False,
        with_struck=False,
        by=by,
    )
    print(f"{number} rows, read and begun {time.monotonic() - began:8.1f} s")
    return listed


def _checked(listed: Any, by: Any, reviewer: Any) -> None:
    """Compare a list, set aside what is wrong in it, answer what is asked, and approve it."""
    from cases.casework import imports
    from cases.casework.acting import acting
    from cases.casework.list_checks import check_of

    print("compared          {:8.1f} s {:6} MB".format(*_worked(listed.pk, "compare", by.pk)))
    listed.refresh_from_db()
    began = time.monotonic()
    trial = check_of(listed)
    print(f"checked           {time.monotonic() - began:8.1f} s, {_peak(os.getpid())} MB here")
    aside, asked = 0, 0
    with acting(by):
        while not (trial := check_of(listed)).is_ready:
            rows = {each.row: True for each in trial.problems}
            answers = {each.key: each.choices[-1] for each in trial.open_questions}
            aside, asked = aside + len(rows), asked + len(answers)
            listed = imports.correct(
                listed=listed, version=listed.version, by=by, cells={}, answers=answers, aside=rows
            )
            _worked(listed.pk, "compare", by.pk)  # a family of which a row is set aside is another
            listed.refresh_from_db()
        listed = imports.ask(listed=listed, version=listed.version, by=by)
    with acting(reviewer):
        imports.approve(listed=listed, version=listed.version, by=reviewer)
    print(f"{aside} rows set aside, {asked} questions answered")


def _load() -> None:
    """Make a register with staff, and nobody in it."""
    from django.core.management import call_command

    from cases.casework.acting import command
    from cases.casework.seed import seed_agreement
    from cases.demonstration.staff import make_staff

    call_command("migrate", database="owner", interactive=False, verbosity=0)
    with command("bench"):
        staff = make_staff("a-password-for-the-bench")
        seed_agreement(by=staff.admin, reviewer=staff.reviewer)


def main() -> None:
    import django

    from bench.__main__ import _remake
    from repatriation import database

    number = int(sys.argv[1]) if sys.argv[1:] else 5000
    server = database.cluster()
    database.start(server, "postgres")
    try:
        _remake(server, os.environ["BENCH_DATABASE"])
        django.setup()
        _load()
        _measure(number)
    finally:
        if not server.kept.exists():
            server.stop()


if __name__ == "__main__":
    main()
