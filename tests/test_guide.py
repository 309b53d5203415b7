"""The guide of deployment, executed: from nothing to the first closed case, and a release more."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg2
import pytest
from django.core.management import get_commands, load_command_class

from repatriation import database
from repatriation.embedded import Cluster
from repatriation.places import place
from repatriation.programs import binaries
from repatriation.web import IDLE_SECONDS

ROOT = Path(__file__).resolve().parent.parent
GUIDE = (ROOT / "deploy" / "README.md").read_text()
BLOCK = re.compile(r"^```(.*)\n((?:.*\n)*?)```$", re.MULTILINE)
#: Programs of the machine itself, which a test does not touch.
OF_THE_HOST = {
    "apt-get", "useradd", "install", "git", "cd", "make", "cp", "echo", "systemctl", "curl", "ln",
    "nginx",
}  # fmt: skip
AS_ROOT = re.compile(r"\bsudo (?:-u \w+ )?")


def commands(mark: str) -> list[str]:
    """Return the lines of the blocks of the guide that bear a mark, continued lines as one."""
    text = "".join(body for given, body in BLOCK.findall(GUIDE) if given == mark)
    return text.replace("\\\n", " ").splitlines()


class Machine:
    """What the guide makes of a machine: files of root, a database server, a register."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.etc = folder, folder / "etc"
        self.server = Cluster(place(folder / "var"), durable=False)
        self.said: dict[str, str] = {}

    def run(self, line: str, *, typed: str | None = None, fails: bool = False) -> str:
        """Run a line of the guide with this machine's places in the place of the guide's."""
        line = AS_ROOT.sub("", line).replace("/etc/register", str(self.etc))
        line = line.replace(".venv/bin/python", sys.executable)
        line = line.replace("deploy/manage", f"{sys.executable} manage.py")
        sockets = self.server.place.sockets
        psql = f"{binaries(self.server.place) / 'psql'} --host={sockets} --username=postgres"
        line = line.replace("psql ", f"{psql} --dbname=postgres ")
        if " FILE " in line:
            newest = max((database.VAR / "backups").glob("repatriation-*.dump"))
            line = line.replace(" FILE ", f" {shlex.quote(str(newest))} ")
            line = line.replace("DIRECTORY", str(self.folder / "restored"))
        done = subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", line],
            cwd=ROOT, env=self.surroundings(), capture_output=True, text=True, input=typed,
            check=False,
        )  # fmt: skip
        assert (done.returncode != 0) is fails, f"{line}\n{done.stdout}\n{done.stderr}"
        return done.stdout + (done.stderr if fails else "")

    def surroundings(self) -> dict[str, str]:
        """Return what systemd would give to a process: the files that the guide has written."""
        lines = [
            line.partition("=")
            for name in ("register.env", "owner.env", "seal.env")
            if (self.etc / name).exists()
            for line in (self.etc / name).read_text().splitlines()
        ]
        host = f"@{quote(str(self.server.place.sockets), safe='')}/"
        found = {name: value.replace("@127.0.0.1/", host) for name, _sign, value in lines}
        if found:
            found["DOCUMENTS_DIR"] = str(self.folder / "documents")
            found["SEAL_HEADS_DIR"] = str(self.folder / "heads")
        programs = str(binaries(self.server.place))  # of this server's version
        return {"PATH": os.environ["PATH"], "HOME": str(self.folder), "PG_BIN": programs} | found


@pytest.fixture(scope="module")
def machine() -> Iterator[Machine]:
    folder = Path(tempfile.mkdtemp(prefix="register-"))
    folder.chmod(0o755)
    made = Machine(folder)
    made.server.start()
    before = set((database.VAR / "backups").glob("*"))
    try:
        yield made
    finally:
        made.server.stop()
        for left in (made.server.place.home, made.server.place.sockets, folder):
            shutil.rmtree(left, ignore_errors=True)
        for backup in set((database.VAR / "backups").glob("*")) - before:
            backup.unlink()


def test_every_block_is_executed_or_said_to_be_of_the_host() -> None:
    assert {mark for mark, _body in BLOCK.findall(GUIDE)} == {"sh", "sh host"}
    programs = {shlex.split(AS_ROOT.sub("", line))[0] for line in commands("sh host")}
    assert programs - OF_THE_HOST == set()


def test_the_guide_leads_from_nothing_to_the_first_closed_case(machine: Machine) -> None:
    lines = commands("sh")
    setup = next(line for line in lines if " setup " in line)
    first = lines.index(setup) + 1

    said = {line: machine.run(line) for line in lines[:first]}
    password = re.search(r"^Password: (\S+)", said[setup], re.MULTILINE)[1]
    again = machine.run(setup)
    walk = machine.run(f".venv/bin/python -m tests.first_case nigina {password}")
    later = {line: machine.run(line) for line in lines[first:]}

    assert {path.stat().st_mode & 0o777 for path in machine.etc.iterdir()} == {0o400}
    assert "Applying cases" in said["sudo deploy/manage migrate --database owner"]
    assert "System check identified no issues" in said["sudo deploy/manage check --deploy"]
    assert again.count("there already, unchanged") == 5
    assert "Password" not in again
    assert json.loads(walk.splitlines()[-1]) == {"stage": "closed", "reason": "completed"}
    assert "No migrations to apply" in later["sudo deploy/manage migrate --database owner"]
    restored, drilled = (later[line] for line in later if " FILE " in line)
    assert "repatriation_check now holds" in restored
    assert "Rows, guards, figures, files and the chain of seals are equal." in drilled


def test_the_application_owns_nothing(machine: Machine) -> None:
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        _ask(machine, "CREATE TABLE mine ()")


def _ask(machine: Machine, statement: str) -> None:
    connection = psycopg2.connect(
        host=str(machine.server.place.sockets), port=5432, user=database.APP,
        dbname=database.REGISTER,
    )  # fmt: skip
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
    finally:
        connection.close()


def test_secrets_are_never_overwritten(machine: Machine) -> None:
    [line] = [line for line in commands("sh") if "repatriation.environment" in line]
    before = {path: path.read_text() for path in machine.etc.iterdir()}

    said = machine.run(line, fails=True)

    assert "exist; nothing was written." in said
    assert {path: path.read_text() for path in machine.etc.iterdir()} == before


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_services_are_as_systemd_wants_them(tmp_path: Path) -> None:
    units = []
    for unit in sorted((ROOT / "deploy").glob("register*.*r*")):
        text = unit.read_text().replace("/srv/register/.venv/bin/python", sys.executable)
        units.append(tmp_path / unit.name)
        units[-1].write_text(text)

    done = subprocess.run(
        ["systemd-analyze", "verify", "--recursive-errors=no", *map(str, units)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert len(units) == 18
    assert (done.returncode, done.stderr) == (0, "")


def test_what_a_timer_starts_leaves_the_checks_to_the_release() -> None:
    units = "".join(unit.read_text() for unit in sorted((ROOT / "deploy").glob("*.service")))
    started = set(re.findall(r"manage\.py (\w+)", units))

    checking = {
        name
        for name in started
        if load_command_class(get_commands()[name], name).requires_system_checks
    }

    assert len(started) == 10
    assert checking == set()


@pytest.mark.parametrize(
    ("file", "line"),
    [("nginx.conf", r"keepalive_timeout (\d+)s;"), ("Caddyfile", r"keepalive (\d+)s")],
)
def test_lines_between_proxy_and_register_are_closed_by_the_proxy(file: str, line: str) -> None:
    [seconds] = re.findall(line, (ROOT / "deploy" / file).read_text())

    assert int(seconds) < IDLE_SECONDS


def test_the_short_way_to_a_command_can_be_read() -> None:
    subprocess.run(["sh", "-n", ROOT / "deploy" / "manage"], check=True)
    assert os.access(ROOT / "deploy" / "manage", os.X_OK)


@pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed")
def test_configuration_of_nginx_is_as_nginx_wants_it(tmp_path: Path) -> None:
    _make_certificate(tmp_path)
    site = (ROOT / "deploy" / "nginx.conf").read_text().replace("/etc/ssl/register", str(tmp_path))
    whole = tmp_path / "nginx.conf"
    whole.write_text(f"pid {tmp_path}/pid; events {{}} http {{ access_log off;\n{site}\n}}")

    done = subprocess.run(
        ["nginx", "-t", "-c", str(whole), "-e", "stderr"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr


def _make_certificate(folder: Path) -> None:
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"),
            *("-subj", "/CN=register.example", "-keyout", "key.pem", "-out", "fullchain.pem"),
        ],
        cwd=folder, capture_output=True, check=True,
    )  # fmt: skip
