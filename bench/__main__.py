"""Load N children, serve them as production does, and print what each page costs.

    python -m bench                  92, 10,000 and 100,000 children
    python -m bench 92 10000         these numbers
    python -m bench 1000000          a million, which takes its time

One unit (1 u) is a page that loads session and user and answers a line of text,
measured in the same run; the ratios to it are what counts.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "ALLOWED_HOSTS", "DEBUG"):
    os.environ.pop(name, None)

PORT = 8099
UNIT = "/bench/unit/"
PASSWORD = "a-password-for-the-bench"
TIMES, FORMS = 60, 20
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
        with _served():
            _measure(children)
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
    from cases.casework.assessments import published_criteria
    from cases.casework.seed import seed_agreement
    from cases.demonstration.staff import make_staff
    from cases.demonstration.way import publish_criteria
    from cases.models import Child

    start = time.perf_counter()
    call_command("migrate", database="owner", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
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


@contextmanager
def _served() -> Iterator[None]:
    import socket

    from django.db import connections

    from repatriation.serve import CONFIGURED

    connections.close_all()
    web = subprocess.Popen(
        [
            sys.executable, "-m", "gunicorn", "repatriation.wsgi", f"--bind=127.0.0.1:{PORT}",
            *CONFIGURED, "--log-level=error",
        ],
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until and web.poll() is None:
            with socket.socket() as trial:
                if trial.connect_ex(("127.0.0.1", PORT)) == 0:
                    break
            time.sleep(0.1)
        yield
    finally:
        web.terminate()
        web.wait()


def _measure(children: int) -> None:
    from bench import work
    from bench.client import Client, timed
    from cases.models import Child
    from cases.vocabulary import Stage

    clients = {}
    for username in ("reviewer", "caseworker"):
        clients[username] = Client(PORT)
        clients[username].sign_in(username, PASSWORD)
    child = Child.objects.filter(stage=Stage.PLACED).with_names().order_by("pk")[0]
    reference, name, mother = child.reference, child.person.name, child.mother.person.name
    unit = timed(lambda: clients["reviewer"].get(UNIT), TIMES)[0]
    print(f"{'work':<26} {'queries':>7} {'median':>9} {'p95':>9} {'ratio':>7}   goal")
    print(f"{'one unit':<26} {_queries(clients['reviewer'], UNIT):>7} {unit * 1000:>6.1f} ms")
    reads = {**work.pages(reference), "W7 far page of the list": work.far_page(children)}
    for kind, (username, path) in reads.items():
        client = clients[username]
        took = timed(lambda client=client, path=path: client.get(path), TIMES)
        _row(kind, _queries(client, path), took, unit)
    asked = work.searches(clients["reviewer"], name, reference)
    asked["duplicates of a family"] = work.duplicates(clients["caseworker"], mother, name)
    for kind, ask in asked.items():
        _row(kind, "", timed(ask, TIMES), unit)
    mine = Child.objects.filter(stage=Stage.VERIFIED, caseworker__username="caseworker")
    some = list(mine.values_list("reference", flat=True)[: FORMS + 1])
    assessing = work.assessments(clients["caseworker"], iter(some))
    _row("W5 record an assessment", "", timed(assessing, len(some) - 1), unit)
    registering = work.families(clients["caseworker"], FORMS + 1)
    _row("register a family", "", timed(registering, FORMS), unit)


def _row(name: str, queries: object, took: tuple[float, float], unit: float) -> None:
    ratio, goal = took[0] / unit, PROMISED.get(name[:2])
    promised = f"{goal:.1f} u" if goal else ""
    print(
        f"{name:<26} {queries:>7} {took[0] * 1000:>6.1f} ms {took[1] * 1000:>6.1f} ms "
        f"{ratio:>5.1f} u   {promised}"
    )


def _queries(signed_in: Any, path: str) -> int:
    """Return how many queries the page asks of somebody who has just opened it."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

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
