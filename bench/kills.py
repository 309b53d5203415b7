"""Kill the database, a worker or the first process of the web server while staff write notes.

    python -m bench.kills              30 kills of each, under make run and under the unit's line
    python -m bench.kills run 5        five of each, under make run alone
    python -m bench.kills unit 5       the same under the command line of deploy/register.service

Of the unit, what systemd would do is done here: what ended is started again after RestartSec,
with nothing left of it, and the database by its own unit. Prints what was lost of the writes that
were told as done, and how long until the next one was.
"""

import itertools
import os
import random
import re
import shlex
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from bench.client import Client
from bench.forms import filled

ROOT = Path(__file__).resolve().parent.parent
UNIT = ROOT / "deploy" / "register.service"
PORT, PASSWORD, WRITERS = 8097, "a-password-for-the-bench", 4
PROMISED, PATIENCE = 10, 60


class Work:
    """Caseworkers who write one note after the other, and what they were told."""

    def __init__(self) -> None:
        self.run = f"{os.getpid()}-{time.time():.0f}"
        self.told: dict[str, tuple[float, float]] = {}
        self.sent, self.codes = 0, Counter[str]()
        self.numbers, self.is_over = itertools.count(), threading.Event()
        self.threads = [threading.Thread(target=self._write, daemon=True) for _ in range(WRITERS)]

    def _write(self) -> None:
        client, path = None, ""
        while not self.is_over.is_set():
            text, began = f"kill-{self.run}-{next(self.numbers)}", time.monotonic()
            try:
                if client is None:
                    client = Client(PORT)
                    client.sign_in("caseworker", PASSWORD)
                    [path] = re.findall(
                        r'href="(/children/[A-Z]{2}-[A-Z]{2}-[0-9]+-[0-9]/)"',
                        client.get("/children/"),
                    )[:1]
                form = filled(client.get(f"{path}note/"), "text", text=text)
                began, self.sent = time.monotonic(), self.sent + 1
                status = client.post(f"{path}note/", form)
            except Exception as problem:  # noqa: BLE001 (whatever broke, it was not told as done)
                self.codes[_kind(problem)] += 1
                if client is not None:
                    client.connection.close()
                time.sleep(0.05)
                continue
            if status == 302:
                self.told[text] = began, time.monotonic()

    def until_one_is_told(self, after: float) -> float:
        """Return how long after a moment the first write that began later was told as done."""
        while time.monotonic() - after < PATIENCE:
            ends = [end for began, end in list(self.told.values()) if began > after]
            if ends:
                return min(ends) - after
            time.sleep(0.02)
        raise SystemExit(f"Nothing is told as done {PATIENCE} s after a kill: {self.codes}")


def _kind(problem: Exception) -> str:
    code = re.search(r": (\d{3})$", str(problem))
    return code[1] if code else type(problem).__name__


def main() -> None:
    words = sys.argv[1:]
    kinds = [word for word in words if word in ("run", "unit")] or ["run", "unit"]
    times = next((int(word) for word in words if word.isdigit()), 30)
    os.environ["DEMO_PASSWORD"] = PASSWORD
    for kind in kinds:
        with (demonstration if kind == "run" else _unit)():
            until_it_answers()
            _measure(kind, times)


def _measure(kind: str, times: int) -> None:
    work, chance, took = Work(), random.Random(7), dict[str, list[float]]()
    for thread in work.threads:
        thread.start()
    work.until_one_is_told(time.monotonic())
    for what in ("database", "worker", "master"):
        for _ in range(times):
            time.sleep(chance.uniform(0.1, 0.6))
            killed = time.monotonic()
            _kill(what)
            took.setdefault(what, []).append(work.until_one_is_told(killed))
    work.is_over.set()
    for thread in work.threads:
        thread.join(PATIENCE)
    stored = _stored(work.run)
    for what, seconds in took.items():
        late = sum(each > PROMISED for each in seconds)
        print(
            f"{kind:<5} {what:<9} {times} kills: back in {max(seconds):.1f} s at most, {late} late"
        )
    lost = [text for text in work.told if not stored[text]]
    twice = [text for text, count in stored.items() if count > 1]
    print(f"{kind:<5} told as done {len(work.told)}, lost {len(lost)}, twice {len(twice)}")
    print(f"{kind:<5} not told as done: {dict(work.codes)}", flush=True)


def _kill(what: str) -> None:
    if what == "database":
        first = psutil.Process(_cluster()._pid())
        processes = [first, *first.children(recursive=True)]
    else:
        master, workers = _web()
        processes = [random.choice(workers)] if what == "worker" and workers else [master]
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.kill()


def _web() -> tuple[psutil.Process, list[psutil.Process]]:
    """Return the first process of the web server and its workers, once they are there."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        web = {p.pid: p for p in psutil.process_iter(["cmdline"]) if _is_web(p)}
        for process in web.values():
            with suppress(psutil.NoSuchProcess):
                workers = [each for each in process.children() if each.pid in web]
                if workers:
                    return process, workers
        time.sleep(0.05)
    raise SystemExit("There is no web server.")


def _is_web(process: psutil.Process) -> bool:
    return f"--bind=127.0.0.1:{PORT}" in (process.info["cmdline"] or [])


def _stored(run: str) -> Counter[str]:
    import psycopg2

    from repatriation import database

    sockets = str(_cluster().place.sockets)
    held = psycopg2.connect(host=sockets, user=database.OWNER, dbname=database.DEMONSTRATION)
    with held.cursor() as cursor:
        cursor.execute("SELECT text FROM cases_note WHERE text LIKE %s", [f"kill-{run}-%"])
        return Counter(text for (text,) in cursor.fetchall())


def _cluster():
    from repatriation import database

    return database.cluster()


def until_it_answers() -> None:
    until = time.monotonic() + 10 * PATIENCE
    while time.monotonic() < until:
        with suppress(Exception):
            Client(PORT).get("/healthz")
            return
        time.sleep(0.2)
    raise SystemExit("The register does not answer.")


@contextmanager
def demonstration() -> Iterator[None]:
    """Serve the demonstration as `make run` does."""
    serve = [sys.executable, "-m", "repatriation.serve"]
    with subprocess.Popen(serve, cwd=ROOT, env={**os.environ, "PORT": str(PORT)}) as served:
        try:
            yield
        finally:
            served.send_signal(signal.SIGTERM)


@contextmanager
def _unit() -> Iterator[None]:
    """Serve the demonstration by the command line of the unit, and do what systemd would."""
    from repatriation import database

    is_over, server = threading.Event(), _cluster()
    database.start(server, database.DEMONSTRATION)
    surroundings = {
        **os.environ,
        "DATABASE_NAME": database.DEMONSTRATION,
        "DJANGO_SETTINGS_MODULE": "repatriation.settings",
    }
    laid_in = "from repatriation.prepare import prepare; prepare()"
    subprocess.run([sys.executable, "-c", laid_in], cwd=ROOT, env=surroundings, check=True)
    threads = [
        threading.Thread(target=_keep_web, args=(is_over, surroundings), daemon=True),
        threading.Thread(target=_keep_database, args=(is_over, server), daemon=True),
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        is_over.set()
        for thread in threads:
            thread.join(PATIENCE)
        server.stop()


def _keep_web(is_over: threading.Event, surroundings: dict[str, str]) -> None:
    unit = dict(re.findall(r"^(\w+)=(.*)$", UNIT.read_text(), re.MULTILINE))
    words = [sys.executable, *shlex.split(unit["ExecStart"])[1:-1], f"--bind=127.0.0.1:{PORT}"]
    while not is_over.is_set():
        ours = subprocess.Popen(
            words, cwd=ROOT, env=surroundings, start_new_session=True, stderr=subprocess.DEVNULL
        )
        while ours.poll() is None and not is_over.wait(0.1):
            pass
        with suppress(ProcessLookupError):
            os.killpg(ours.pid, signal.SIGKILL)
        ours.wait()
        is_over.wait(float(unit["RestartSec"]))


def _keep_database(is_over: threading.Event, server) -> None:
    while not is_over.wait(0.5):
        if not server.is_running():
            server.start()


if __name__ == "__main__":
    main()
