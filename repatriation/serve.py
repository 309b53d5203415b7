"""The demonstration register on this machine.

`make run` serves it as production does. `make dev` (``--reload``) serves it with DEBUG by Django's
own server, which starts anew when a line of code has changed, and writes its log to the terminal.
"""

import fcntl
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import IO

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError

from repatriation import database, env
from repatriation.programs import DatabaseProblem

ACCOUNTS = {
    "caseworker": "registers families and prepares their cases",
    "caseworker2": "the same, in another team",
    "reviewer": "decides what others prepared",
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


class CannotServe(Exception):
    """`make run` cannot serve; the message says why."""


class Served(Exception):
    """A server runs from this folder already; the message says where."""


class Leave(BaseException):
    """A signal to end; not an ``Exception``, so that no handler swallows it."""


def main() -> int:
    try:
        with _alone(debug=sys.argv[1:] == ["--reload"]) as lock:
            return _run(lock)
    except (CannotServe, CommandError, DatabaseProblem, ImproperlyConfigured) as hindrance:
        print(hindrance, file=sys.stderr)
        return 1
    except Served as already:
        print(already)
        return 0
    except (KeyboardInterrupt, Leave):
        print("\nStopped.")
        return 0


def _run(lock: IO[str]) -> int:
    port = env.number("PORT", 8000)
    _check_port(port)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)  # SIGINT too: in the background it may be ignored
    server = database.cluster()
    try:
        _say("Starting the database …")
        database.start(server, database.DEMONSTRATION)
        password = _prepare()
        return _serve(port, password, lock)
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl+C cannot cut the end short
        if not server.kept.exists():
            server.stop()


@contextmanager
def _alone(*, debug: bool) -> Iterator[IO[str]]:
    """Allow one server per folder. The web server inherits the lock."""
    for name in SET_ASIDE:
        if os.environ.pop(name, "") and name.startswith("DATABASE"):
            print(f"{name} is left aside: the demonstration has a database of its own.")
    os.environ["DATABASE_NAME"] = database.DEMONSTRATION
    os.environ["DJANGO_SETTINGS_MODULE"] = "repatriation.settings"
    os.environ["DEBUG"] = str(debug)
    database.VAR.mkdir(exist_ok=True)
    with (database.VAR / "serve.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            message = lock.read().strip()
            raise Served(message or "The register is being started from this folder.") from None
        lock.truncate(0)
        yield lock


def _check_port(port: int) -> None:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as problem:
            raise CannotServe(
                f"Port {port} cannot be used ({problem}). Choose another: make run PORT=8001"
            ) from problem


def _prepare() -> str:
    """Bring the database, the demonstration, catalogues and static files up to date."""
    import django
    from django.conf import settings
    from django.core.management import call_command

    from repatriation import catalogues

    catalogues.compile_all()
    django.setup()
    _say("Bringing the database up to date …")
    _empty_what_is_older()
    call_command("migrate", database="owner", interactive=False, verbosity=0)
    password = _demonstrate()
    if not settings.DEBUG:
        _collect_static()
    return password


def _empty_what_is_older() -> None:
    """Empty a demonstration of another release; ``migrate`` refuses whatever else there is."""
    from django.core.management import call_command

    from cases.demonstration import is_demonstration
    from repatriation.releases import unknown_migrations

    if unknown_migrations("owner") and is_demonstration("owner"):
        _say("The demonstration was made by an older release; it is made anew …")
        call_command("clear_demo", verbosity=0)


def _demonstrate() -> str:
    """Load the demonstration, and return the password of its accounts: DEMO_PASSWORD, else a
    generated one. If it has not changed since the last run, no hashes are computed.
    """
    from django.core.management import call_command

    from cases.demonstration import is_demonstration

    file = database.VAR / "demo_password"
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    password = env.text("DEMO_PASSWORD", before or secrets.token_urlsafe(12))
    if password != before or not is_demonstration():
        _say("Loading the demonstration …")
        os.environ["DEMO_PASSWORD"] = password
        call_command("load_demo", verbosity=0)
        file.touch(mode=0o600)
        file.write_text(password, encoding="utf-8")
    return password


def _collect_static() -> None:
    """Collect into staticfiles/ what changed since the last time; compressing takes seconds."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    stamp = Path(settings.STATIC_ROOT) / ".collected"
    state = "\n".join(
        f"{name} {Path(storage.path(name)).stat().st_mtime_ns}"
        for finder in get_finders()
        for name, storage in finder.list([])
    )
    if not stamp.exists() or stamp.read_text() != state:
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(state)


def _serve(port: int, password: str, lock: IO[str]) -> int:
    from django.conf import settings
    from django.db import connections

    connections.close_all()
    address = f"http://127.0.0.1:{port}/"
    log = None if settings.DEBUG else database.VAR / "register.log"
    web = subprocess.Popen(
        [sys.executable, *(_reloading(port) if settings.DEBUG else _preloaded(port))],
        pass_fds=[lock.fileno()],
        stderr=log.open("wb") if log else None,
        start_new_session=True,  # Ctrl+C reaches us alone, and we stop it in order
        cwd=database.VAR.parent,
    )
    try:
        _wait_for(port, web, log)
        lock.write(f"The register is served already: {address} (process {web.pid}).\n")
        lock.flush()
        _say(_greeting(address, password, log))
        return web.wait()
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        web.terminate()
        web.wait()


def _reloading(port: int) -> list[str]:
    os.environ["DJANGO_RUNSERVER_HIDE_WARNING"] = "true"  # it says: not for production
    return ["manage.py", "runserver", f"127.0.0.1:{port}"]


def _preloaded(port: int) -> list[str]:
    return [
        "-m", "gunicorn", "repatriation.wsgi", f"--bind=127.0.0.1:{port}", "--workers=2",
        "--threads=4", "--preload", "--graceful-timeout=5", "--no-control-socket",
        "--log-level=warning",
    ]  # fmt: skip


def _wait_for(port: int, web: subprocess.Popen[bytes], log: Path | None) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if web.poll() is not None:
            reason = log.read_text(errors="replace").splitlines()[-15:] if log else []
            says_more = log or "the lines above"
            raise CannotServe(
                "\n".join([*reason, f"The web server did not start; {says_more} says more."])
            )
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise CannotServe("The web server does not answer.")


def _greeting(address: str, password: str, log: Path | None) -> str:
    where = "is var/register.log" if log else "follows"
    accounts = "\n".join(f"    {name:<12} {task}" for name, task in ACCOUNTS.items())
    return (
        f"\nThe demonstration register answers at  {address}\n\n{accounts}\n\n"
        f"    password for each of them: {password}\n\n"
        f"Everyone in it is invented. The log {where}.\n"
        "Ctrl+C stops the server and the database."
    )


def _leave(_signal: int, _frame: FrameType | None) -> None:
    raise Leave


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
