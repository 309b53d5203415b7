"""Every command of the README does what it says; `make test` itself is what runs this."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text()
#: A command in a block of its own, or within a sentence.
IN_BLOCK = re.compile(
    r"^ {4}((?:\w+=\S+ )?(?:make|\.venv/bin/python) .+?)(?: +#.*)?$", re.MULTILINE
)
IN_SENTENCE = re.compile(r"`(make [^`]+)`")
COMMANDS = tuple(dict.fromkeys([*IN_BLOCK.findall(README), *IN_SENTENCE.findall(README)]))
#: The database's own, which tests/test_serve.py takes in this order.
OF_THE_DATABASE = tuple(line for line in COMMANDS if line.startswith(".venv/bin/python manage.py"))
#: What is served is tried there too, by the program that the recipe of the command starts.
SERVED = {
    "make run": "-m repatriation.serve",
    "make run CHILDREN=10": "-m repatriation.serve",
    "make dev": "-m repatriation.serve --reload",
    "make stop": "-m repatriation.serve --stop",
    "DEBUG=1 .venv/bin/python manage.py runserver": None,  # what `make dev` starts
}
HERE = {"make check", "make fix"}
ITSELF = {"make test"}
PARTS = ("cases", "repatriation", "tests", "bench", "templates")


def test_every_command_has_its_test() -> None:
    assert set(COMMANDS) == {*OF_THE_DATABASE, *SERVED, *HERE, *ITSELF}


@pytest.mark.parametrize(("command", "program"), [row for row in SERVED.items() if row[1]])
def test_what_is_served_is_what_is_tried(command: str, program: str) -> None:
    recipe = make(command, "--dry-run", folder=ROOT).stdout

    assert recipe.splitlines()[-1] == f"exec .venv/bin/python {program}"


@pytest.mark.skipif("CI" in os.environ, reason="there it is run beside the tests")
def test_make_check_finds_nothing() -> None:
    checked = make("make check", folder=ROOT)

    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_make_fix_finds_nothing_to_mend(tmp_path: Path) -> None:
    for part in PARTS:
        ignored = shutil.ignore_patterns("__pycache__", "*.mo")
        shutil.copytree(ROOT / part, tmp_path / part, ignore=ignored)
    for file in ("Makefile", "pyproject.toml", "manage.py"):
        shutil.copy(ROOT / file, tmp_path / file)
    (tmp_path / ".venv").symlink_to((ROOT / ".venv").resolve())
    before = contents(tmp_path)

    fixed = make("make fix", folder=tmp_path)

    assert fixed.returncode == 0, fixed.stdout + fixed.stderr
    assert contents(tmp_path) == before


def make(command: str, *options: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command of the README with what is installed, as if nobody had called make before."""
    installed = ("--old-file=.venv/installed", "--old-file=.venv/installed-tests")
    surroundings = {name: text for name, text in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.run(
        [*command.split(), *installed, *options],
        cwd=folder, env=surroundings, capture_output=True, text=True, check=False,
    )  # fmt: skip


def contents(folder: Path) -> dict[Path, bytes]:
    return {
        path: path.read_bytes()
        for part in (*PARTS, "manage.py")
        for path in [folder / part, *(folder / part).rglob("*")]
        if path.is_file() and "__pycache__" not in path.parts
    }
