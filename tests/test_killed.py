"""Approvals and transfers while the database or the web server is killed: whole, or not at all.

The register runs as it does for staff: a durable database of its own, the web server's two
processes, requests over HTTP. What was answered with a redirect was told to somebody as done.
"""

import http.client
import json
import os
import queue
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote, urlencode

import psutil
import psycopg2
import pytest
from django.conf import settings

from repatriation import database
from repatriation.embedded import Cluster
from repatriation.places import place
from repatriation.serve import CONFIGURED
from tests import clock

ROOT = Path(__file__).resolve().parent.parent
NAME = "register_that_is_killed"
IN_A_ROUND, FEES, TABS = 4, 2, 3
PATIENCE = 60
TOKEN = "k" * 32

SEED = """
import json
from django.conf import settings
from django.db import transaction
from cases.vocabulary import BatchStatus, Role
from tests.conftest import StaffClient
from tests import factories

# Nobody signs in with a password here, and each of two hundred hashes takes its time.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

def session_of(user):
    client = StaffClient()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value

officer, approver = (factories.user(r) for r in (Role.FINANCE_OFFICER, Role.FINANCE_APPROVER))
with transaction.atomic():
    made = [factories.batch(BatchStatus.SUBMITTED, fees={fees}) for _ in range({batches})]
print(json.dumps({{
    "officer": session_of(officer),
    "approver": session_of(approver),
    "batches": [[batch.reference, batch.version] for batch in made],
}}))
"""
STANDS = """
SELECT b.status, b.approved_by_id IS NOT NULL, b.approved_at IS NOT NULL,
    (SELECT array_agg(DISTINCT f.status::text) FROM cases_batchline l
        JOIN cases_fee f ON f.id = l.fee_id WHERE l.batch_id = b.id),
    (SELECT count(*) FROM cases_journal j JOIN cases_fee f ON f.child_id = j.child_id
        JOIN cases_batchline l ON l.fee_id = f.id WHERE l.batch_id = b.id AND j.act = 'fee_paid'),
    (SELECT count(*) FROM cases_paymentbatchevent e
        WHERE e.pgh_obj_id = b.id AND e.status = 'approved'),
    (SELECT count(*) FROM cases_paymentbatchevent e
        WHERE e.pgh_obj_id = b.id AND e.status = 'sent')
FROM cases_paymentbatch b WHERE b.reference = %s
"""
#: By batch and act, the code of the answer, 0 where none came, and when it was asked for.
Told = dict[tuple[str, str], tuple[int, float]]

#: How a batch may stand: submitted, approved, or sent; each with all that belongs to it.
WHOLE = {
    "submitted": ("submitted", False, False, ["batched"], 0, 0, 0),
    "approved": ("approved", True, True, ["batched"], 0, 1, 0),
    "sent": ("sent", True, True, ["paid"], FEES, 1, 1),
}
SINCE = {"approve": {"approved", "sent"}, "transfer": {"sent"}}


class Register:
    """A register of its own, its database and its web server, and what its staff were told."""

    def __init__(self, folder: Path, rounds: int) -> None:
        self.rounds = rounds
        self.server, self.log = Cluster(place(folder / "var")), folder / "web.log"
        self.web: subprocess.Popen[bytes] | None = None
        self.documents = folder / "documents"

    def start(self) -> None:
        database.start(self.server, NAME)
        host = quote(str(self.server.place.sockets), safe="")
        self.surroundings = {
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "repatriation.settings",
            "DATABASE_URL": f"postgres://{database.APP}@{host}:5432/{NAME}",
            "DATABASE_OWNER_URL": f"postgres://{database.OWNER}@{host}:5432/{NAME}",
            "DOCUMENTS_DIR": str(self.documents),
            "SECRET_KEY": "a1B2c3D4e5F6g7H8i9J0" * 3,
        }
        self.run("manage.py", "migrate", "--database", "owner", "--verbosity", "0")
        seed = SEED.format(fees=FEES, batches=2 + 2 * self.rounds * IN_A_ROUND)
        made = json.loads(self.run("manage.py", "shell", "--verbosity", "0", "-c", seed))
        self.sessions = {"approve": made["approver"], "transfer": made["officer"]}
        self.batches = iter(made["batches"])
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.serve()

    def run(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, *words],
            cwd=ROOT,
            env=self.surroundings,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def serve(self) -> None:
        """Start the web server as `make run` does."""
        with self.log.open("ab") as log:
            self.web = subprocess.Popen(
                [
                    *(sys.executable, "-m", "gunicorn", "repatriation.wsgi", *CONFIGURED),
                    *(f"--bind=127.0.0.1:{self.port}", "--log-level=critical"),
                ],
                cwd=ROOT,
                env=self.surroundings,
                stdout=subprocess.DEVNULL,
                stderr=log,
                start_new_session=True,
            )

    def web_processes(self) -> set[int]:
        """Return the web server's processes: the first, and those that answer."""
        assert self.web is not None
        first = psutil.Process(self.web.pid)
        return {first.pid, *(child.pid for child in first.children())}

    def kill_web(self) -> None:
        assert self.web is not None
        os.killpg(self.web.pid, signal.SIGKILL)
        self.web.wait()

    def kill_database(self) -> None:
        """Kill the database server and everything it has started, before it can say goodbye."""
        first = self.server._pid()
        assert first is not None
        server = psutil.Process(first)
        for process in (server, *server.children(recursive=True)):
            with suppress(psutil.NoSuchProcess):
                process.kill()
        while self.server.is_running():
            time.sleep(0.01)

    def request(self, act: str, path: str, typed: dict[str, object] | None = None) -> int:
        """Send a form, or ask for a page, as the one who does ``act``; return the answer's code."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        session = f"{settings.SESSION_COOKIE_NAME}={self.sessions[act]}"
        headers = {"Cookie": f"{session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"}
        try:
            if typed is None:
                connection.request("GET", path, headers=headers)
            else:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
                body = urlencode({"csrfmiddlewaretoken": TOKEN, **typed})
                connection.request("POST", path, body, headers)
            return connection.getresponse().status
        finally:
            connection.close()

    def bring_back(self) -> None:
        """Start again what was killed, and nothing else; wait until it answers."""
        if not self.server.is_running():
            self.server.start()
        if self.web is None or self.web.poll() is not None:
            self.serve()
        self.until_it_answers()

    def until_it_answers(self) -> None:
        """Wait until a page comes from the database again; nobody restarts what was not killed."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                if self.request("approve", "/fees/export.csv") == 200:
                    return
            except (OSError, http.client.HTTPException):
                pass
            time.sleep(0.05)
        pytest.fail(f"It does not answer again.\n{self.log.read_text()}")

    def stands(self, reference: str) -> tuple[object, ...]:
        connection = psycopg2.connect(
            host=str(self.server.place.sockets), port=5432, user=database.OWNER, dbname=NAME
        )
        try:
            with connection.cursor() as cursor:
                cursor.execute(STANDS, [reference])
                return cursor.fetchone()
        finally:
            connection.close()

    def stop(self) -> None:
        if self.web is not None and self.web.poll() is None:
            self.kill_web()
        self.server.stop()
        for left in (self.server.place.home, self.server.place.sockets):
            shutil.rmtree(left, ignore_errors=True)


@pytest.fixture
def register(pytestconfig: pytest.Config) -> Iterator[Register]:
    folder = Path(tempfile.mkdtemp(prefix="register-"))
    folder.chmod(0o755)
    made = Register(folder, rounds=2 * pytestconfig.getoption("longer"))
    try:
        made.start()
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _work(register: Register, batches: "queue.Queue[tuple[str, int]]", told: Told) -> None:
    """Approve batches and record their transfers, until one act is not answered."""
    while True:
        try:
            reference, version = batches.get_nowait()
        except queue.Empty:
            return
        for step, act in enumerate(("approve", "transfer")):
            typed: dict[str, object] = {"version": version + step}
            if act == "transfer":
                typed |= {
                    "bank_reference": f"T-{reference}",
                    "value_date": f"{clock.today_elsewhere():%d.%m.%Y}",
                }
            begun = time.monotonic()
            try:
                code = register.request(act, f"/fees/batches/{reference}/{act}/", typed)
            except (OSError, http.client.HTTPException):
                code = 0
            told[reference, act] = (code, begun)
            if code != 302:
                return


def _pace(register: Register) -> float:
    """Return how long a batch takes here: the second one, since the first meets a cold register."""
    for _ in range(2):
        batches: queue.Queue[tuple[str, int]] = queue.Queue()
        batches.put(tuple(next(register.batches)))
        begun, told = time.monotonic(), Told()
        _work(register, batches, told)
        assert [code for code, _begun in told.values()] == [302, 302]
    return time.monotonic() - begun


def _round(register: Register, kill: Callable[[], None], wait: float) -> Counter[str]:
    """Kill while staff work; return how many acts were told as done, and how many were under way
    when the kill broke them off.
    """
    batches: queue.Queue[tuple[str, int]] = queue.Queue()
    mine = [tuple(next(register.batches)) for _ in range(IN_A_ROUND)]
    for batch in mine:
        batches.put(batch)
    told: Told = {}
    with ThreadPoolExecutor(TABS) as tabs:
        work = [tabs.submit(_work, register, batches, told) for _ in range(TABS)]
        time.sleep(wait)
        killed = time.monotonic()
        kill()
    for tab in work:
        tab.result()
    register.bring_back()
    for reference, _version in mine:
        _judge(reference, register.stands(reference), told)
    return Counter(
        "done" if code == 302 else "broken"
        for code, begun in told.values()
        if code == 302 or begun < killed
    )


def _judge(reference: str, stands: tuple[object, ...], told: Told) -> None:
    """Hold a batch to be whole as it stands, and to stand where somebody was told it does."""
    assert stands == WHOLE[str(stands[0])], (reference, told)
    for act, since in SINCE.items():
        assert told.get((reference, act), (0, 0))[0] in (302, 500, 503, 0), (reference, told)
        if told.get((reference, act), (0, 0))[0] == 302:
            assert stands[0] in since, (reference, act, told)


def test_killed_in_the_middle_leaves_each_act_whole_or_undone(register: Register) -> None:
    chance, came = random.Random(7), {"database": Counter[str](), "web": Counter[str]()}
    register.until_it_answers()
    pace = _pace(register)

    def a_while() -> float:
        """Some acts are done by then, and others under way: four batches take two processes two."""
        return pace * chance.uniform(0.5, 1.5)

    for _ in range(register.rounds):
        before = register.web_processes()
        came["database"] += _round(register, register.kill_database, a_while())
        assert register.web_processes() == before  # they found the database again by themselves
        came["web"] += _round(register, register.kill_web, a_while())

    assert all(count[told] > 0 for count in came.values() for told in ("done", "broken")), came
