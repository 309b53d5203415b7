"""An embedded PostgreSQL on this machine: starts and stops it.

It listens on a unix socket in a private directory, never on a port. PostgreSQL refuses
to run as root; for root it runs as another user, with data and copied binaries that this
user owns, so that no directory of root is opened.
"""

import fcntl
import locale
import os
import re
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from repatriation.places import Place, private_directory
from repatriation.programs import DatabaseProblem, binaries, run_program

PATIENCE = 60  # seconds; a server that was killed replays its journal first
CONFIGURATION = """\
# Written at each start.
listen_addresses = ''
port = 5432
unix_socket_directories = {sockets}
unix_socket_permissions = 0700
fsync = {durable}
full_page_writes = {durable}
synchronous_commit = {durable}
max_connections = 60
# For a machine of today: data in memory. Statements take milliseconds: none is compiled, or shared
# out among several processes.
shared_buffers = '{buffers}MB'
random_page_cost = 1.1
jit = off
max_parallel_workers_per_gather = 0
timezone = 'UTC'
# What is written about a failed statement quotes no value.
log_statement = 'none'
log_error_verbosity = terse
log_min_error_statement = panic
log_parameter_max_length_on_error = 0
"""


@dataclass(frozen=True)
class Cluster:
    """One server, its data and its socket."""

    place: Place
    durable: bool = True

    @property
    def data(self) -> Path:
        return self.place.home / "data"

    @property
    def log(self) -> Path:
        return self.place.home / "server.log"

    @property
    def kept(self) -> Path:
        """Exists if a person started the server, so that the end of `make run` does not stop it."""
        return self.place.home / "kept-running"

    def start(self) -> bool:
        """Start the server unless it runs; True if it was started now."""
        self._make_home()
        with self._locked():
            started = not self.is_running()
            if started:
                self._initialise()
                self._check_version()
                self._forget_the_dead()
                self._configure()
                self._launch()
            self._wait_until_ready()
        return started

    def stop(self) -> bool:
        """Stop the server cleanly; False if none ran."""
        if not self.data.exists():
            return False
        with self._locked():
            pid = self._pid()
            if pid is None or not self.is_running():
                return False
            os.kill(pid, signal.SIGINT)
            for _ in _seconds(PATIENCE):
                if not self.is_running():
                    return True
        raise DatabaseProblem(f"The database server (process {pid}) does not stop.")

    def is_running(self) -> bool:
        """Whether the process in the PID file is this server.

        After a kill -9 that file stays, and its number may belong to another process
        or to a zombie.
        """
        pid = self._pid()
        return pid is not None and self._is_ours(pid)

    def _pid(self) -> int | None:
        try:
            return int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except FileNotFoundError:
            return None
        except ValueError:
            return None
        except PermissionError as problem:
            raise DatabaseProblem(
                f"{self.place.home} belongs to another user. Run this as that user, or as root."
            ) from problem

    def _is_ours(self, pid: int) -> bool:
        try:
            process = psutil.Process(pid)
            return (
                process.status() != psutil.STATUS_ZOMBIE
                and process.name().startswith("postgres")
                and Path(process.cwd()) == self.data.resolve()
            )
        except psutil.Error:
            return False

    def _make_home(self) -> None:
        home = self.place.home
        try:
            if not home.parent.exists():
                home.parent.mkdir(parents=True, exist_ok=True)  # another start may be as quick
                home.parent.chmod(0o755)  # whatever the umask: the server passes through it
            private_directory(home, self.place.account)
            private_directory(self.place.sockets, self.place.account)
        except PermissionError as problem:
            raise DatabaseProblem(
                f"{problem.filename or home} belongs to another user. "
                "Run this as that user, or as root."
            ) from problem

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Allow one start or stop at a time."""
        with (self.place.home / "lock").open("a") as file:
            for _ in _seconds(PATIENCE):
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    continue
            else:
                raise DatabaseProblem("Another start or stop of the database does not end.")
            yield

    def _initialise(self) -> None:
        if self.data.exists():
            return
        draft = self.place.home / "data.unfinished"
        if draft.exists():  # a start that was cut off; nothing was ever served from it
            shutil.rmtree(draft)
        # What a letter is, pg_trgm asks of the system: without it no trigram has a Cyrillic one.
        letters = ["--locale=C", f"--lc-ctype={_ctype()}"]
        if self._binary_major() >= 17:
            letters += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        self._run(
            "initdb", "--pgdata=data.unfinished", "--username=postgres", "--auth=trust",
            "--encoding=UTF8", "--data-checksums", "--no-instructions", *letters,
            *([] if self.durable else ["--no-sync"]),
        )  # fmt: skip
        with (draft / "postgresql.conf").open("a") as file:
            file.write("\ninclude = 'register.conf'\n")
        draft.rename(self.data)

    def _binary_major(self) -> int:
        match = re.search(r"(\d+)", self._run("postgres", "--version"))
        return int(match[1]) if match else 0

    def _check_version(self) -> None:
        made_by = int((self.data / "PG_VERSION").read_text())
        if made_by != self._binary_major():
            raise DatabaseProblem(
                f"{self.data} was made by PostgreSQL {made_by}, and the programs here are "
                f"version {self._binary_major()}. Set PG_BIN to the directory of the programs of "
                f"version {made_by}, or move that directory away."
            )

    def _forget_the_dead(self) -> None:
        """Remove what a killed server left, once the last of its processes is gone.

        PostgreSQL would take any living process with the old number for the old server.
        """
        if self._pid() is None:
            return
        for _ in _seconds(PATIENCE):
            if not any(self._is_ours(pid) for pid in psutil.pids()):
                break
        else:
            raise DatabaseProblem(f"Processes of a killed server still use {self.data}.")
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        for name in (".s.PGSQL.5432", ".s.PGSQL.5432.lock"):
            (self.place.sockets / name).unlink(missing_ok=True)

    def _configure(self) -> None:
        directory = str(self.place.sockets).replace("'", "''")
        file = self.data / "register.conf"
        file.write_text(
            CONFIGURATION.format(
                sockets=f"'\"{directory}\"'",
                durable="on" if self.durable else "off",
                buffers=_buffers() if self.durable else 128,
            )
        )
        if self.place.account:
            os.chown(file, self.place.account.uid, self.place.account.gid)

    def _launch(self) -> None:
        if self.log.exists() and self.log.stat().st_size > 10_000_000:
            self.log.replace(self.log.with_suffix(".log.1"))
        try:
            self._run("pg_ctl", "start", "-D", "data", "-l", self.log.name, "-s", "-W")
        except DatabaseProblem as problem:
            raise DatabaseProblem(f"{problem}\n{self._last_words()}") from problem

    def _wait_until_ready(self) -> None:
        missed = 0
        for _ in _seconds(PATIENCE):
            try:
                self._run("pg_isready", "-q", "-h", str(self.place.sockets), "-p", "5432")
                return
            except DatabaseProblem:
                missed = 0 if self.is_running() else missed + 1
                if missed > 20:
                    break
        raise DatabaseProblem(f"The database server does not start.\n{self._last_words()}")

    def _last_words(self) -> str:
        if not self.log.exists():
            return ""
        lines = self.log.read_text(errors="replace").splitlines()
        return "\n".join([f"The end of {self.log}:", *lines[-10:]])

    def _run(self, program: str, *arguments: str) -> str:
        return run_program(
            binaries(self.place) / program, *arguments, cwd=self.place.home,
            account=self.place.account,
        )  # fmt: skip


def _ctype() -> str:
    """Return the locale of the system that knows all letters; C where it has none."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        return locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    except locale.Error:
        return "C"
    finally:
        locale.setlocale(locale.LC_CTYPE, before)


def _buffers() -> int:
    """Return the megabytes of data kept in memory: an eighth of the machine, at most 1 GB."""
    return min(1024, max(128, psutil.virtual_memory().total // 8 // 2**20))


def _seconds(patience: float) -> Iterator[None]:
    """Yield now, then twenty times a second until the timeout."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        yield
        time.sleep(0.05)
