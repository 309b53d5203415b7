"""The web server and the database of `make run`: started, watched, started again, ended."""

import http.client
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil

from repatriation import database
from repatriation.embedded import Cluster
from repatriation.health import PATH
from repatriation.programs import DatabaseProblem

#: In the surroundings of every process of a web server of `make run`, so that each can be found,
#: whoever started it and whoever has ended since.
MARK = "REPATRIATION_SERVED_FROM"
PACE = 0.25
#: A web server that ends so often without having answered once will not do so the next time.
IN_VAIN = 3
LOG_MOST_BYTES = 10_000_000


class CannotServe(Exception):
    """`make run` cannot serve; the message says why."""


class Web:
    """The web server: its first process, which keeps the others, and its log."""

    def __init__(self, port: int, words: list[str], log: Path | None) -> None:
        self.port, self.words, self.log = port, words, log
        self.process: subprocess.Popen[bytes] | None = None
        self.log_before = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def start(self) -> None:
        """Start it and wait until it answers; raise ``CannotServe`` when it ends instead."""
        log = _open_to_us_alone(self.log) if self.log else None
        self.log_before = os.fstat(log).st_size if log else 0
        try:
            self.process = subprocess.Popen(
                [sys.executable, *self.words],
                stderr=log,
                env=os.environ | {MARK: str(database.VAR)},
                start_new_session=True,  # Ctrl+C reaches us alone, and we stop it in order
                cwd=database.VAR.parent,
            )
        finally:
            if log:
                os.close(log)
        self._wait()

    def _wait(self) -> None:
        for _ in range(int(60 / PACE)):
            if reason := self.ended():
                raise CannotServe(f"{self._last_words()}The web server did not start: {reason}.")
            if answers(self.port):
                return
            time.sleep(PACE)
        raise CannotServe(f"{self._last_words()}The web server does not answer.")

    def ended(self) -> str:
        """Return how its first process ended, "" while it lives."""
        code = self.process.poll() if self.process else None
        if code is None:
            return ""
        return f"killed by signal {-code}" if code < 0 else f"exit code {code}"

    def _last_words(self) -> str:
        if not self.log:
            return ""
        with self.log.open(errors="replace") as file:
            file.seek(self.log_before)
            lines = file.read().splitlines()[-15:]
        return "\n".join([*lines, f"({self.log} says more.)", ""])

    def end(self) -> None:
        """End it in order, and by force what does not follow."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=15)
        end_what_is_left()
        if self.process:
            self.process.wait()


def keep_alive(web: Web, server: Cluster) -> None:
    """Start again whichever ends; return never. Raise ``CannotServe`` when that is in vain."""
    in_vain = 0
    while True:
        if not server.is_running():
            say("The database has ended; it is started again.")
            _start(server)
        if reason := web.ended():
            say(f"The web server has ended ({reason}); it is started again.")
            in_vain = 0 if _is_started(web, last=in_vain == IN_VAIN) else in_vain + 1
        time.sleep(PACE)


def _start(server: Cluster) -> None:
    try:
        server.start()
    except DatabaseProblem as problem:
        say(str(problem))
        time.sleep(1)


def _is_started(web: Web, *, last: bool) -> bool:
    end_what_is_left()  # workers without their first process hold the port a moment longer
    try:
        web.start()
    except CannotServe:
        if last:
            raise
        return False
    return True


def answers(port: int) -> bool:
    """Whether the register answers at this port of this machine, from its database."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", PATH)
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def left() -> list[psutil.Process]:
    """Return the processes of a web server of this folder, whoever started it."""
    processes = []
    for process in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            if process.environ().get(MARK) == str(database.VAR) and process.pid != os.getpid():
                processes.append(process)
    return processes


def end_what_is_left() -> bool:
    """Kill what is left of a web server of this folder; whether there was any."""
    processes = left()
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.send_signal(signal.SIGKILL)
    psutil.wait_procs(processes, timeout=10)
    return bool(processes)


def _open_to_us_alone(path: Path) -> int:
    """Open a log to append to, which nobody else may read."""
    if path.exists() and path.stat().st_size > LOG_MOST_BYTES:
        path.replace(path.with_suffix(".log.1"))
    log = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.fchmod(log, 0o600)
    return log


def say(text: str) -> None:
    print(text, flush=True)
