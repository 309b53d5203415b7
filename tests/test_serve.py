"""`make run` and `make dev` for real: in a folder of its own, from nothing, twice."""

import http.cookiejar
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

import psutil
import psycopg2
import pytest

from repatriation import database
from repatriation.embedded import Cluster
from repatriation.places import place
from repatriation.watch import answers
from tests.test_readme import OF_THE_DATABASE

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("cases", "repatriation", "templates", "static", "locale", "manage.py")
PATIENCE = 200
PASSWORD = "correct horse battery"
#: Seconds after which what was killed is back; the register says so of itself.
PROMISED = 10
#: The whole demonstration is loaded in tests/casework/test_demonstration.py, by the same role.
FEW = "10"


@pytest.fixture(scope="module")
def project() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="register-"))
    folder.chmod(0o755)
    copy = folder / "a folder with spaces"
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            # What others compile meanwhile comes and goes.
            shutil.copytree(source, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, copy / part)
    yield copy
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
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
        if process.stdout and not process.stdout.closed:
            process.communicate()


def free_port() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return str(free.getsockname()[1])


@pytest.fixture
def port() -> str:
    return free_port()


class Served(NamedTuple):
    process: subprocess.Popen[str]
    port: str


@pytest.fixture(scope="module")
def served(run) -> Served:
    """A register begun from nothing. A start costs seconds: one test after another takes it."""
    served = Served(run(PORT=(port := free_port()), DEMO_PASSWORD=PASSWORD, CHILDREN=FEW), port)
    until_it_answers(*served)
    return served


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


def back_in_time(port: str) -> None:
    """Wait until the register answers from its database, as long as is promised."""
    until = time.monotonic() + PROMISED
    while time.monotonic() < until:
        if answers(int(port)):
            return
        time.sleep(0.1)
    pytest.fail(f"It is not back after {PROMISED} seconds.")


def processes_of(project: Path) -> list[psutil.Process]:
    """Return the database and the web server of a folder, the first process of each first."""
    running = []
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if Path(process.cwd()).is_relative_to(project) and process.pid != os.getpid():
                running.append(process)
    return sorted(running, key=lambda process: process.create_time())


def kill(processes: list[psutil.Process]) -> None:
    for process in processes:
        process.kill()
    psutil.wait_procs(processes, timeout=PATIENCE)


def database_of(project: Path) -> psutil.Process:
    server = Cluster(place(project / "var"))
    return psutil.Process(int((server.data / "postmaster.pid").read_text().split()[0]))


def web_of(project: Path) -> psutil.Process:
    return next(p for p in processes_of(project) if "gunicorn" in p.cmdline())


@contextmanager
def talking_to_the_demonstration(project: Path) -> Iterator[Any]:
    connection = psycopg2.connect(
        host=str(Cluster(place(project / "var")).place.sockets),
        port=5432,
        user=database.OWNER,
        dbname=database.DEMONSTRATION,
    )
    with connection, connection.cursor() as cursor:
        yield cursor
    connection.close()


class Person:
    """Somebody with a browser of the plainest kind."""

    def __init__(self, port: str) -> None:
        self.port, self.jar = port, http.cookiejar.CookieJar()
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def get(self, path: str, typed: dict[str, str] | None = None) -> int:
        body = urllib.parse.urlencode(typed).encode() if typed else None
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", body)
        request.add_header("Referer", f"http://127.0.0.1:{self.port}/")
        try:
            with self.browser.open(request, timeout=PATIENCE) as answer:
                return answer.status
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code

    def sign_in(self, name: str, password: str) -> None:
        self.get("/login/")
        token = next(cookie.value for cookie in self.jar if cookie.name == "csrftoken")
        typed = {"username": name, "password": password, "csrfmiddlewaretoken": token}
        assert self.get("/login/", typed) == 200

    def head(self, path: str) -> str:
        """Return the beginning of a form that takes long to send."""
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.jar)
        return (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nCookie: {cookies}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 700000\r\n\r\n"
            "csrfmiddlewaretoken="
        )


def test_slow_senders_and_what_people_type_harm_nobody(project: Path, served: Served) -> None:
    """Five slow uploads and twelve slow forms are under way; no word of theirs is in the log."""
    ask = Person(served.port)
    ask.sign_in("caseworker", PASSWORD)
    with ExitStack() as slow:
        for path in ["/children/TJ-IQ-0001-1/documents/new/"] * 5 + ["/login/"] * 12:
            line = slow.enter_context(socket.create_connection(("127.0.0.1", int(served.port))))
            line.sendall(ask.head(path).encode())
        nobody = Person(served.port)
        assert nobody.get("/login/") == 200
        assert ask.get("/children/") == 200

        nobody.sign_in("zainab-the-canary", "a password of zainab-the-canary")
        for path in (
            "/search/?q=zainab-the-canary",
            "/children/zainab-the-canary/",
            "/zainab-the-canary/?zainab-the-canary",
            "/admin/cases/user/zainab-the-canary/change/",
        ):
            nobody.get(path)
            ask.get(path)

    log = (project / "var" / "register.log").read_text()
    assert "children/<" in log
    assert [word for word in ("zainab", "caseworker", "127.0.0.1") if word in log] == []


def test_it_begins_with_as_many_children_as_are_asked_for(project: Path, served: Served) -> None:
    with talking_to_the_demonstration(project) as cursor:
        cursor.execute("SELECT count(*) FROM cases_child")

        assert cursor.fetchone() == (int(FEW),)


def test_second_run_says_where_it_is_served(served: Served, run, port: str) -> None:
    second = run(PORT=port)
    output = second.communicate()[0]

    assert second.returncode == 0
    assert output.startswith(f"The register is served already: http://127.0.0.1:{served.port}/")


def test_whatever_is_killed_is_back_in_time_and_the_log_goes_on(
    project: Path, served: Served
) -> None:
    log = project / "var" / "register.log"
    before = log.read_text()

    for killed in (
        lambda: web_of(project).children()[:1],
        lambda: [web_of(project)],
        lambda: [database_of(project)],
        lambda: [web_of(project), *web_of(project).children(), database_of(project)],
    ):
        kill(killed())
        back_in_time(served.port)
        until_it_answers(*served)

    assert before
    assert log.read_text().startswith(before)
    assert log.stat().st_mode & 0o777 == 0o600


def test_stop_ends_it_in_order_after_all_that_was_killed(
    project: Path, served: Served, run
) -> None:
    assert run("--stop").communicate()[0] == "Stopped.\n"
    output = served.process.communicate()[0]

    assert served.process.returncode == 0
    assert f"http://127.0.0.1:{served.port}/" in output
    assert PASSWORD in output
    assert "The web server has ended (killed by signal 9); it is started again." in output
    assert "The database has ended; it is started again." in output
    assert output.endswith("\nStopped.\n")
    assert processes_of(project) == []
    assert not list((project / "var" / "postgresql").glob("data/postmaster.pid"))


def test_it_starts_again_whatever_address_is_set_and_is_mended_when_half_dead(
    project: Path, run, port: str
) -> None:
    again = run(PORT=port, DATABASE_URL="postgres://nobody@127.0.0.1:1/real")
    until_it_answers(again, port)
    kill([psutil.Process(again.pid)])
    second = run(PORT=port)
    until_it_answers(second, port)
    kill([psutil.Process(second.pid), database_of(project)])
    third = run(PORT=port)
    until_it_answers(third, port)
    kill([psutil.Process(third.pid)])
    stop = run("--stop")

    assert stop.communicate()[0] == "Stopped.\n"
    assert stop.returncode == 0
    assert processes_of(project) == []
    assert run("--stop").communicate()[0] == "Nothing was running.\n"
    output = again.communicate()[0]
    assert "DATABASE_URL is left aside" in output
    assert "Loading the demonstration" not in output
    assert PASSWORD in output


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
    process = run("--reload", PORT=port, DEMO_PASSWORD=PASSWORD)

    until_it_answers(process, port)
    output = ""
    while PASSWORD not in output and (line := process.stdout.readline()):
        output += line
    process.send_signal(signal.SIGINT)

    output += process.stdout.read()  # ends when the last process has let go of it
    process.wait()
    assert PASSWORD in output
    line = re.search(r"page .*code=200 database_ms=\d+ ms=\d+ queries=(\d+) .*/login/", output)
    assert line, output
    assert int(line[1]) > 0
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
    with talking_to_the_demonstration(project) as cursor:
        cursor.execute(statement)
    server.stop()


def test_demonstration_of_an_older_release_is_made_anew(project: Path, run, port: str) -> None:
    put_in_place_of_the_demonstration(project, OLDER_REGISTER + MARKED)
    (project / "var" / "demo_password").write_text("of the older release")

    # What follows the loading is as at the first start. Broken off, it is begun again.
    first, second = (until_it_loads(project, run(PORT=port)) for _each in range(2))

    assert first[-2:] == [
        "The demonstration was made by an older release; it is made anew …",
        "Loading the demonstration …",
    ]
    assert second[-1] == "Loading the demonstration …"


def until_it_loads(project: Path, process: subprocess.Popen[str]) -> list[str]:
    """Return what is said until the demonstration is loaded, which is broken off."""
    lines = []
    for line in process.stdout:
        lines.append(line.strip())
        if lines[-1].startswith(("Loading the demonstration", "Everyone in it is invented.")):
            break
    until_it_is_marked(project)
    process.send_signal(signal.SIGINT)
    process.communicate()
    return lines


def until_it_is_marked(project: Path) -> None:
    """Wait until the database is called a demonstration, which is so before anybody is in it."""
    until = time.monotonic() + PROMISED
    while time.monotonic() < until:
        with talking_to_the_demonstration(project) as cursor:
            cursor.execute("SELECT count(*) FROM cases_demonstration")
            if cursor.fetchone() == (1,):
                return
        time.sleep(0.1)
    pytest.fail("The demonstration is not marked.")


def test_older_register_in_the_place_of_the_demonstration_is_refused(project: Path, run) -> None:
    put_in_place_of_the_demonstration(project, OLDER_REGISTER)

    process = run()
    said = process.communicate()[0]

    assert process.returncode == 1
    assert "migration 0001_register this one does not have. Nothing was changed." in said
    assert "Traceback" not in said
