"""`make run` and `make dev` for real: in a folder of its own, from nothing, twice."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg2
import pytest

from repatriation import database
from repatriation.embedded import Cluster
from repatriation.places import place
from tests.test_readme import OF_THE_DATABASE

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("cases", "repatriation", "templates", "static", "locale", "manage.py")
PATIENCE = 110


@pytest.fixture(scope="module")
def project() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="register-"))
    folder.chmod(0o755)
    copy = folder / "a folder with spaces"
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, copy / part)
    yield copy
    shutil.rmtree(folder)


@pytest.fixture
def run(project: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: str, **given: str) -> subprocess.Popen[str]:
        surroundings = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
        started.append(
            subprocess.Popen(
                [sys.executable, "-m", "repatriation.serve", *arguments],
                cwd=project, env=surroundings | given, text=True,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            )
        )  # fmt: skip
        return started[-1]

    yield start
    for process in started:
        if process.poll() is None:
            process.terminate()
            process.communicate()


@pytest.fixture
def port() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return str(free.getsockname()[1])


def until_it_answers(process: subprocess.Popen[str], port: str) -> None:
    begun = time.monotonic()
    while time.monotonic() < begun + PATIENCE:
        if process.poll() is not None:
            pytest.fail(process.communicate()[0])
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/login/") as answer:
                assert answer.headers["Content-Security-Policy"].count("default-src 'none'") == 1
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail("It does not answer.")


def test_it_answers_says_where_stops_whole_and_starts_again_whatever_address_is_set(
    project: Path, run, port: str
) -> None:
    first = run(PORT=port, DEMO_PASSWORD="correct horse battery")
    until_it_answers(first, port)
    second = run(PORT=port)
    said_second = second.communicate()[0]
    first.send_signal(signal.SIGINT)
    said_first = first.communicate()[0]

    assert (first.returncode, second.returncode) == (0, 0)
    assert f"http://127.0.0.1:{port}/" in said_first
    assert "correct horse battery" in said_first
    assert said_second.startswith(f"The register is served already: http://127.0.0.1:{port}/")
    assert not list((project / "var" / "postgresql").glob("data/postmaster.pid"))

    again = run(PORT=port, DATABASE_URL="postgres://nobody@127.0.0.1:1/real")
    until_it_answers(again, port)
    again.send_signal(signal.SIGTERM)  # as somebody who runs it in the background ends it
    said = again.communicate()[0]

    assert again.returncode == 0
    assert "DATABASE_URL is left aside" in said
    assert "Loading the demonstration" not in said
    assert "correct horse battery" in said


def test_taken_port_is_told_in_a_sentence(run) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        process = run(PORT=str(other.getsockname()[1]))
        said = process.communicate()[0]

    assert process.returncode == 1
    assert "Choose another: make run PORT=8001" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("port", ["99999", "web"])
def test_impossible_port_is_told_in_a_sentence(run, port: str) -> None:
    process = run(PORT=port)

    said = process.communicate()[0]

    assert process.returncode == 1
    assert port in said
    assert "Traceback" not in said


def test_dev_tells_in_the_log_what_each_page_cost_and_leaves_nothing_running(
    project: Path, run, port: str
) -> None:
    process = run("--reload", PORT=port, DEMO_PASSWORD="correct horse battery")

    until_it_answers(process, port)
    process.send_signal(signal.SIGINT)

    output = process.communicate()[0]  # ends when the last process has let go of it
    line = re.search(r"page .*code=200 database_ms=\d+ ms=\d+ queries=(\d+) .*/login/", output)
    assert line, output
    assert int(line[1]) == 1
    assert "correct horse battery" in output
    assert not list((project / "var" / "postgresql").glob("data/postmaster.pid"))


def test_commands_of_the_readme_make_a_database_and_end_it(project: Path) -> None:
    """They are taken on the demonstration's database, which spares most of the making."""
    (project / ".venv").symlink_to(sys.prefix)
    names = {"DATABASE_NAME": "repatriation_demo", "DEMO_PASSWORD": "correct horse battery"}
    surroundings = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ} | names

    outputs = [
        subprocess.run(
            line.split(),
            cwd=project, env=surroundings, capture_output=True, text=True, check=True,
        ).stdout
        for line in OF_THE_DATABASE
    ]  # fmt: skip

    started, _migrated, loaded, status, backup, stopped = outputs
    assert started == "The database runs now.\n"
    assert "Password: correct horse battery" in loaded
    assert status.startswith("running")
    assert ".dump" in backup
    assert stopped == "The database is stopped.\n"


OLDER_REGISTER = """
DROP SCHEMA public CASCADE; CREATE SCHEMA public;
CREATE TABLE django_migrations (id bigint, app text, name text, applied timestamptz);
INSERT INTO django_migrations VALUES (1, 'cases', '0001_register', now());
CREATE TABLE cases_demonstration (id bigint);
"""
MARKED = "INSERT INTO cases_demonstration VALUES (1)"


def put_in_place_of_the_demonstration(project: Path, statement: str) -> None:
    server = Cluster(place(project / "var"))
    database.start(server, database.DEMONSTRATION)
    connection = psycopg2.connect(
        host=str(server.place.sockets),
        port=5432,
        user=database.OWNER,
        dbname=database.DEMONSTRATION,
    )
    with connection, connection.cursor() as cursor:
        cursor.execute(statement)
    connection.close()
    server.stop()


def test_demonstration_of_an_older_release_is_made_anew(project: Path, run, port: str) -> None:
    put_in_place_of_the_demonstration(project, OLDER_REGISTER + MARKED)

    process = run(PORT=port)
    lines = []
    for line in process.stdout:
        lines.append(line.strip())
        if lines[-1] == "Loading the demonstration …":
            break  # what follows is as at the first start
    process.send_signal(signal.SIGINT)
    process.communicate()

    assert lines[-2:] == [
        "The demonstration was made by an older release; it is made anew …",
        "Loading the demonstration …",
    ]


def test_older_register_in_the_place_of_the_demonstration_is_refused(project: Path, run) -> None:
    put_in_place_of_the_demonstration(project, OLDER_REGISTER)

    process = run()
    said = process.communicate()[0]

    assert process.returncode == 1
    assert "migration 0001_register this one does not have. Nothing was changed." in said
    assert "Traceback" not in said
