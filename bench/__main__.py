"""Load N children, serve them as production does, and print what each page costs.

    python -m bench                  92, 10,000 and 100,000 children
    python -m bench 92 10000         these numbers
    python -m bench 1000000          a million, which takes its time

One unit (1 u) is a page of a plain Django project that loads session and user and answers a line
of text (bench/unit.py). It is asked between any two pages that are measured, by the same server:
the ratios are what counts. The floor is a page of one unit that waits for the database as long as
the one measured: what would be left if the Python of a page cost nothing.
"""

import os
import platform
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any, NamedTuple

from bench.client import waits_for_database

os.environ["DJANGO_SETTINGS_MODULE"] = "repatriation.settings"
os.environ["SECOND_FACTOR"] = "0"  # the accounts of the bench have none
for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "ALLOWED_HOSTS", "DEBUG"):
    os.environ.pop(name, None)

REGISTER, PLAIN = (f"bench.timed:application({name!r})" for name in ("repatriation.wsgi", ""))
PORT = 8099
UNIT_PORT, UNIT = 8098, "/unit/"
PASSWORD = "a-password-for-the-bench"
TIMES, FORMS, COLD = 60, 20, 3
WRITES = 5  # a second, while a dashboard is read
PROMISED = {"W1": 3.0, "W2": 3.5, "W3": 3.0, "W4": 2.5, "W5": 2.5, "W7": 3.5}


def main() -> None:
    wanted = [int(argument.replace(",", "")) for argument in sys.argv[1:]]
    if len(wanted) == 1 and "BENCH_DATABASE" in os.environ:
        _one(wanted[0])
        return
    for children in wanted or (92, 10_000, 100_000):
        name = f"repatriation_bench_{children}"
        subprocess.run(
            [sys.executable, "-m", "bench", str(children)],
            env={**os.environ, "BENCH_DATABASE": name, "DATABASE_NAME": name},
            check=True,
        )


def _one(children: int) -> None:
    """Measure one size in a process of its own, whose settings name its database."""
    from repatriation import database

    server = database.cluster()
    database.start(server, "postgres")
    try:
        _remake(server, os.environ["BENCH_DATABASE"])
        _load(server, children)
        cold = [_cold() for _server in range(COLD)]
        with (
            _served(REGISTER, PORT, "repatriation.settings"),
            _served(PLAIN, UNIT_PORT, "bench.unit"),
        ):
            _measure(children, _unit(server), cold)
    finally:
        if not server.kept.exists():
            server.stop()


def _remake(server: Any, name: str) -> None:
    from repatriation import database

    with _superuser(server, "postgres") as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    database.start(server, name)


@contextmanager
def _superuser(server: Any, name: str) -> Iterator[Any]:
    import psycopg2

    connection = psycopg2.connect(
        host=str(server.place.sockets), port=5432, user="postgres", dbname=name
    )
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def _load(server: Any, children: int) -> None:
    import django
    from django.core.management import call_command

    django.setup()
    from bench.fill import fill
    from cases.casework.acting import command
    from cases.casework.assessments import published_criteria
    from cases.casework.seed import seed_agreement
    from cases.demonstration.staff import make_staff
    from cases.demonstration.way import publish_criteria
    from cases.models import Child

    start = time.perf_counter()
    call_command("migrate", database="owner", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    with command("bench"):
        staff = make_staff(PASSWORD)
        agreement = seed_agreement(by=staff.admin, reviewer=staff.reviewer)
        publish_criteria(agreement, staff)
    worker, other = staff.caseworkers
    keys = {
        "agreement": agreement.pk,
        "criteria": published_criteria(Child(agreement=agreement)).pk,
        "worker": worker.pk,
        "worker2": other.pk,
        "team": worker.team_id,
        "team2": other.team_id,
        "reviewer": staff.reviewer.pk,
    }
    with _superuser(server, os.environ["BENCH_DATABASE"]) as cursor:
        fill(cursor, children, keys)
    print(f"\n{children:,} children, loaded in {time.perf_counter() - start:.0f} s")


def _unit(server: Any) -> Callable[[], object]:
    """Return the asking for the page of one unit."""
    from bench import unit
    from bench.client import Client
    from repatriation import database

    database.start(server, unit.NAME)
    done = subprocess.run(
        [sys.executable, "-m", "bench.unit"], capture_output=True, text=True, check=True
    )
    client = Client(UNIT_PORT)
    client.cookies["sessionid"] = done.stdout.strip()
    if not client.get(UNIT).strip().isdigit():
        raise RuntimeError("The page of one unit knows nobody.")
    return lambda: client.get(UNIT)


@contextmanager
def _served(application: str, port: int, settings: str) -> Iterator[None]:
    import socket

    from django.db import connections

    from repatriation.serve import CONFIGURED

    connections.close_all()
    web = subprocess.Popen(
        [
            sys.executable, "-m", "gunicorn", application, f"--bind=127.0.0.1:{port}",
            *CONFIGURED, "--log-level=error",
        ],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": settings},
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until and web.poll() is None:
            with socket.socket() as trial:
                if trial.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield
    finally:
        web.terminate()
        web.wait()


def _cold() -> tuple[float, float]:
    """Return the seconds of the first dashboard of a server, and those it waited among them."""
    from bench.client import Client

    with _served(REGISTER, PORT, "repatriation.settings"):
        client = Client(PORT)
        client.sign_in("official", PASSWORD)
        start = time.perf_counter()
        client.get("/dashboard/")
        return time.perf_counter() - start, waits_for_database[-1]


@contextmanager
def _writing(act: Callable[[], object]) -> Iterator[list[int]]:
    """Do ``act`` in another thread, some times a second; hand out how often it was done."""
    done, over = [0], threading.Event()

    def writes() -> None:
        start = time.perf_counter()
        while not over.wait(max(0, start + done[0] / WRITES - time.perf_counter())):
            act()
            done[0] += 1

    thread = threading.Thread(target=writes)
    thread.start()
    try:
        yield done
    finally:
        over.set()
        thread.join()


def _measure(children: int, unit: Callable[[], object], cold: list[tuple[float, float]]) -> None:
    from bench import work
    from bench.client import Client
    from cases.models import Child
    from cases.vocabulary import Stage

    clients = {}
    for username in ("reviewer", "caseworker", "official", "finance"):
        clients[username] = Client(PORT)
        clients[username].sign_in(username, PASSWORD)
    child = Child.objects.filter(stage=Stage.PLACED).with_names().order_by("pk")[0]
    reference, name, mother = child.reference, child.person.name, child.mother.person.name
    print(f"{platform.platform()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    print(
        f"{'work':<26} {'queries':>7} {'median':>9} {'p95':>9} {'unit':>9} {'ratio':>7} "
        f"{'floor':>7}   goal"
    )
    units = timed(unit, unit, COLD)
    seconds, waits = map(list, zip(*cold, strict=True))
    _row("W1 dashboard, cold", "", units._replace(acts=seconds, act_waits=waits))
    reads = {**work.pages(reference), "W7 far page of the list": work.far_page(children)}
    for kind, (username, path) in reads.items():
        client = clients[username]
        took = timed(lambda client=client, path=path: client.get(path), unit, TIMES)
        _row(kind, _queries(client, path), took)
    asked = work.searches(clients["reviewer"], name, reference)
    asked["duplicates of a family"] = work.duplicates(clients["caseworker"], mother, name)
    for kind, ask in asked.items():
        _row(kind, "", timed(ask, unit, TIMES))
    mine = Child.objects.filter(stage=Stage.VERIFIED, caseworker__username="caseworker")
    some = list(mine.values_list("reference", flat=True)[: FORMS + 1])
    assessing = work.assessments(clients["caseworker"], iter(some))
    _row("W5 record an assessment", "", timed(assessing, unit, len(some) - 1))
    deciding = work.decisions(clients["reviewer"], iter(some))
    _row("W5 decide", "", timed(deciding, unit, len(some) - 1))
    registering = work.families(clients["caseworker"], FORMS + 1)
    _row("register a family", "", timed(registering, unit, FORMS))
    _measure_written(unit)


def _measure_written(unit: Callable[[], object]) -> None:
    """Measure dashboards right after a family was registered, and while some are each second."""
    from bench import work
    from bench.client import Client

    writer = Client(PORT)
    writer.sign_in("caseworker", PASSWORD)
    shown: dict[str, Callable[[], object]] = {}
    for name, username in {"": "reviewer", ", official": "official", ", own": "caseworker"}.items():
        client = Client(PORT)  # the one of before may have been closed while it was idle
        client.sign_in(username, PASSWORD)
        shown[name] = lambda client=client: client.get("/dashboard/")

    def registers() -> None:
        work.families(writer, 1)()

    for name, show in shown.items():
        _row(f"W1 dashboard{name}, after a write", "", timed(show, unit, FORMS, before=registers))
    with _writing(registers) as done:
        start = time.perf_counter()
        for name, show in shown.items():
            _row(f"W1 dashboard{name}, amid writes", "", timed(show, unit, TIMES))
        seconds = time.perf_counter() - start
    print(f"{done[0]} families were registered meanwhile, {done[0] / seconds:.1f} a second")


class Timing(NamedTuple):
    """How long each answer of a piece of work and of the unit took, in seconds.

    ``waits`` are those for the database among them.
    """

    acts: list[float]
    units: list[float]
    act_waits: list[float]
    unit_waits: list[float]


def timed(
    act: Callable[[], object],
    unit: Callable[[], object],
    times: int,
    *,
    before: Callable[[], object] | None = None,
) -> Timing:
    """Return how long ``act`` and the unit took, asked in turn, without ``before``."""
    act()
    unit()
    took = Timing([], [], [], [])
    for _ in range(times):
        if before:
            before()
        for ask, seconds, waits in (
            (act, took.acts, took.act_waits),
            (unit, took.units, took.unit_waits),
        ):
            start = time.perf_counter()
            ask()
            seconds.append(time.perf_counter() - start)
            waits.append(waits_for_database[-1])
    return took


def _row(name: str, queries: object, took: Timing) -> None:
    """Print what a piece of work took.

    The floor is the work of one unit, but with this work's waits for the database: what it
    would take if its own Python cost nothing.
    """
    median, unit, waits, of_unit = (statistics.median(each) for each in took)
    late = statistics.quantiles(took.acts, n=20)[-1]
    goal = PROMISED.get(name[:2])
    promised = f"{goal:.1f} u" if goal else ""
    print(
        f"{name:<26} {queries:>7} {median * 1000:>6.1f} ms {late * 1000:>6.1f} ms "
        f"{unit * 1000:>6.1f} ms {median / unit:>5.1f} u {1 + (waits - of_unit) / unit:>5.1f} u   "
        f"{promised}",
        flush=True,
    )


def _queries(signed_in: Any, path: str) -> int:
    """Return how many queries the page asks of somebody who has just opened it."""
    import logging

    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    logging.disable()
    name = settings.SESSION_COOKIE_NAME
    client = Client(headers={"host": "127.0.0.1", "accept-language": "en"})
    client.cookies[name] = signed_in.cookies[name]
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    if answer.status_code != HTTPStatus.OK:
        raise RuntimeError(f"{path}: {answer.status_code}")
    return len(captured)


if __name__ == "__main__":
    main()
