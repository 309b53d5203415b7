"""Twenty at once press for one act, fifty times: each act is done once, and nobody sees a 500.

    python -m bench.crowd              50 rounds of each act, with forms of their own and with one
    python -m bench.crowd 5 pay lock   five rounds of these

One form that is sent again leads to what came of it, each time.

Pay, approve, receipt, decide, propose, lock; two people take turns where two may. The acts are
those of tests/acts, on a database of its own, each request on a connection of its own.
"""

import os
import sys
import time
import uuid
from collections import Counter
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from repatriation import database
from repatriation.embedded import Cluster
from repatriation.places import place

for name in ("ALLOWED_HOSTS", "DEBUG", "DATABASE_NAME"):
    os.environ.pop(name, None)

NAME = "repatriation_crowd"
CROWD = 20
ROUTES = {
    "pay": "batch-transfer",
    "approve": "batch-approve",
    "receipt": "batch-receipt",
    "decide": "assessment",
    "propose": "movement-propose",
    "lock": "movement-approve",
}


def main() -> int:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    with TemporaryDirectory(prefix="register-") as folder:
        Path(folder).chmod(0o755)
        server = Cluster(place(Path(folder) / "var"))
        try:
            _make(server, Path(folder))
            acts = sys.argv[2:] or ROUTES
            failed = [_tried(act, rounds, one) for act in acts for one in (False, True)]
            return 1 if any(failed) else 0
        finally:
            server.stop()


def _make(server: Cluster, folder: Path) -> None:
    """Make an empty register on a server of its own."""
    host = quote(str(server.place.sockets), safe="")
    database.start(server, NAME)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "repatriation.settings",
        "DATABASE_URL": f"postgres://{database.APP}@{host}:5432/{NAME}",
        "DATABASE_OWNER_URL": f"postgres://{database.OWNER}@{host}:5432/{NAME}",
        "DOCUMENTS_DIR": str(folder / "documents"),
    }
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    django.setup()
    setup_test_environment()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    call_command("migrate", "--database", "owner", verbosity=0)


def _tried(act: str, rounds: int, one: bool) -> int:
    """Try an act in a crowd, with one form or forms of their own; return how often it failed."""
    codes, wrong, began = Counter[int](), 0, time.monotonic()
    for number in range(rounds):
        done, answers = _round(ROUTES[act], number, one)
        codes.update(answers)
        wrong += done != 1 or any(code >= 500 or (one and code != 302) for code in answers)
    how = "one form" if one else "own forms"
    shown = ", ".join(f"{code} × {count}" for code, count in sorted(codes.items()))
    print(
        f"{act:<8} {how:<9} {rounds} rounds × {CROWD}: {rounds - wrong} once, {wrong} not; "
        f"{shown}; {time.monotonic() - began:.0f} s",
        flush=True,
    )
    return wrong


def _round(route: str, number: int, one: bool) -> tuple[int, list[int]]:
    """Return how often an act was done of twenty that pressed for it, and the answers' codes."""
    from django.urls import reverse

    from cases.casework.acting import command
    from tests.acts import EXAMPLES
    from tests.races import at_once
    from tests.test_acts import on_record
    from tests.test_two_at_once import two_who_may

    with command("bench"):
        example = EXAMPLES[route]()
    own = {"number": f"R-{route}-{one}-{number}", "bank_reference": f"T-{one}-{number}"}
    data = example.data | {name: own[name] for name in own if name in example.data}
    example = replace(example, data=data)
    with command("bench"):
        people = [example.by] * 2 if example.by else list(two_who_may(route, example))
    address, before = reverse(route, args=example.args), on_record(example)
    marks = [_marks(people[0])] * CROWD if one else [_marks(people[n % 2]) for n in range(CROWD)]
    clients = [_client(people[0 if one else n % 2]) for n in range(CROWD)]
    acts = [
        partial(_press, client, address, data | mark)
        for client, mark in zip(clients, marks, strict=True)
    ]
    codes = at_once(acts)
    return on_record(example) - before, codes


def _marks(person) -> dict[str, object]:
    """Return what one opening of a form says of itself."""
    from cases.web.senders import SENDER, mark_for

    return {SENDER: mark_for(person), "token": uuid.uuid4()}


def _client(person):
    from tests.conftest import StaffClient

    client = StaffClient(raise_request_exception=False)
    client.force_login(person)
    return client


def _press(client, address: str, data: dict[str, object]) -> int:
    return client.post(address, data).status_code


if __name__ == "__main__":
    sys.exit(main())
