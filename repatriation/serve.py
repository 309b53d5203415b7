"""The demonstration register on this machine.

`make run` serves it as production does, and starts again what ends of it. `make dev` (``--reload``)
serves it with DEBUG by Django's own server, which starts anew when a line of code has changed, and
writes its log to the terminal. `make stop` (``--stop``) ends either.
"""

import fcntl
import io
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import IO

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError

from repatriation import database, env
from repatriation.prepare import prepare
from repatriation.programs import DatabaseProblem
from repatriation.watch import CannotServe, Web, answers, end_what_is_left, keep_alive, say

ACCOUNTS = {
    "caseworker": "registers families and prepares their cases",
    "caseworker2": "the same, in another team",
    "reviewer": "decides what others prepared",
    "reviewer2": "the same, with a second factor: the page shows its code",
    "finance": "prepares payments",
    "approver": "approves payments",
    "travel": "plans movements",
    "official": "sees figures, never a name",
    "auditor": "reads history and access",
    "admin": "keeps users and reference data",
}
# The demonstration has a database of its own on this machine, whatever else is set.
SET_ASIDE = (
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "ALLOWED_HOSTS",
    "DEBUG",
    "DJANGO_SETTINGS_MODULE",
)
#: How gunicorn is run, here and in production.
CONFIGURED = ("--config=python:repatriation.web",)
LOCK = database.VAR / "serve.lock"
#: How long a register that is served may take to mend itself, and one that is told to end.
MENDED_WITHIN, ENDED_WITHIN = 15, 40


class Served(Exception):
    """A server runs from this folder already; the message says where."""


class Leave(BaseException):
    """A signal to end; not an ``Exception``, so that no handler swallows it."""


def main() -> int:
    try:
        if sys.argv[1:] == ["--stop"]:
            return _stop()
        with _alone(debug=sys.argv[1:] == ["--reload"]) as lock:
            _run(lock)
            return 0
    except (CannotServe, CommandError, DatabaseProblem, ImproperlyConfigured) as hindrance:
        print(hindrance, file=sys.stderr)
        return 1
    except Served as already:
        print(already)
        return 0
    except (KeyboardInterrupt, Leave):
        print("\nStopped.")
        return 0


def _run(lock: IO[str]) -> None:
    port = env.number("PORT", 8000)
    end_what_is_left()
    _check_port(port)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)  # SIGINT too: in the background it may be ignored
    server = database.cluster()
    try:
        say("Starting the database …")
        database.start(server, database.DEMONSTRATION)
        _serve(port, prepare(), lock)
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl+C cannot cut the end short
        if not server.kept.exists():
            server.stop()


@contextmanager
def _alone(*, debug: bool) -> Iterator[IO[str]]:
    """Allow one server per folder; its process and its address stand in the file of the lock."""
    for name in SET_ASIDE:
        if os.environ.pop(name, "") and name.startswith("DATABASE"):
            print(f"{name} is left aside: the demonstration has a database of its own.")
    os.environ["DATABASE_NAME"] = database.DEMONSTRATION
    os.environ["DJANGO_SETTINGS_MODULE"] = "repatriation.settings"
    os.environ["DEBUG"] = str(debug)
    database.VAR.mkdir(exist_ok=True)
    with LOCK.open("a+") as lock:
        if not _taken(lock):
            _say_where_if_it_answers()
            say("The register that is served from this folder does not answer; it is made anew.")
            _end(lock)
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        yield lock


def _taken(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holder() -> tuple[int, int]:
    """Return the process that holds the lock and the port it serves; 0 for what is not known."""
    words = LOCK.read_text().split() if LOCK.exists() else []
    process, port = [*map(int, words), 0, 0][:2]
    return process, port


def _say_where_if_it_answers() -> None:
    """Raise ``Served`` when the register answers, or is being started."""
    process, port = _holder()
    if not port:
        raise Served("The register is being started from this folder.")
    for _ in range(MENDED_WITHIN):
        if answers(port):
            address = f"http://127.0.0.1:{port}/"
            raise Served(f"The register is served already: {address} (process {process}).")
        time.sleep(1)


def _end(lock: IO[str]) -> None:
    """End the process that watches, in order, else by force; then the lock is ours."""
    number, _port = _holder()
    for signals in ((signal.SIGTERM, signal.SIGCONT), (signal.SIGKILL,)):
        with suppress(ProcessLookupError):
            for each in signals if number else ():  # 0 is every process of this terminal
                os.kill(number, each)
        for _ in range(ENDED_WITHIN * 10):
            if _taken(lock):
                return
            time.sleep(0.1)
    raise CannotServe(f"Process {number} does not end.")


def _stop() -> int:
    """End all that was started from this folder, whatever is left of it."""
    database.VAR.mkdir(exist_ok=True)
    with LOCK.open("a+") as lock:
        if was_served := not _taken(lock):
            _end(lock)
    server = database.cluster()
    was_left = end_what_is_left()
    if server.kept.exists():
        say("The database was started by hand; manage.py database stop ends it.")
    elif server.stop():
        was_left = True
    say("Stopped." if was_served or was_left else "Nothing was running.")
    return 0


def _check_port(port: int) -> None:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as problem:
            raise CannotServe(
                f"Port {port} cannot be used ({problem}). Choose another: make run PORT=8001"
            ) from problem


def _serve(port: int, password: str, lock: IO[str]) -> None:
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connections

    connections.close_all()
    log = None if settings.DEBUG else database.VAR / "register.log"
    web = Web(port, _reloading(port) if settings.DEBUG else _preloaded(port), log)
    try:
        web.start()
        lock.write(f"{port}\n")
        lock.flush()
        sealing = {"every": 60, "stdout": io.StringIO()}
        threading.Thread(target=call_command, args=("seal",), kwargs=sealing, daemon=True).start()
        say(_greeting(web.address, password, is_logged=log is not None))
        keep_alive(web, database.cluster())
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        web.end()


def _reloading(port: int) -> list[str]:
    os.environ["DJANGO_RUNSERVER_HIDE_WARNING"] = "true"  # it says: not for production
    return ["manage.py", "runserver", f"127.0.0.1:{port}"]


def _preloaded(port: int) -> list[str]:
    return ["-m", "gunicorn", "repatriation.wsgi", *CONFIGURED, f"--bind=127.0.0.1:{port}"]


def _greeting(address: str, password: str, *, is_logged: bool) -> str:
    where = "is var/register.log" if is_logged else "follows"
    accounts = "\n".join(f"    {name:<12} {task}" for name, task in ACCOUNTS.items())
    return (
        f"\nThe demonstration register answers at  {address}\n\n{accounts}\n\n"
        f"    password for each of them: {password}\n\n"
        f"Everyone in it is invented. The log {where}.\n"
        "Ctrl+C, or make stop from anywhere, stops the server and the database."
    )


def _leave(_signal: int, _frame: FrameType | None) -> None:
    raise Leave


if __name__ == "__main__":
    sys.exit(main())
