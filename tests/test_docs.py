"""What the project says of itself is true: version, layers, decisions."""

import re
import tomllib
from pathlib import Path

import pytest

from repatriation.management.commands.draw_layers import drawing

ROOT = Path(__file__).resolve().parent.parent
DECISIONS = ROOT / "docs" / "decisions"
RECORDS = sorted(DECISIONS.glob("[0-9]*.md"))
#: A file or folder as a page of the documentation names it, from one of these folders.
PATH = re.compile(r"`([\w.-]+(?:/[\w.-]*)+|[\w-]+\.(?:py|md|toml))`")
FOLDERS = (ROOT, ROOT / "cases", ROOT / "templates")
#: A line of the index: number and file of a record, its title, and whether it still holds.
ENTRY = re.compile(r"^- \[(\d{4})\]\((\S+)\) (.+?)(?: · (superseded .+))?$", re.MULTILINE)
#: A line of a record about another one, which says the opposite.
LATER = re.compile(r"^Superseded( in part)? by (\d{4})\b", re.MULTILINE)
EARLIER = re.compile(r"^Supersedes (\d{4}(?:(?:, | and )\d{4})*)( in part)?\b", re.MULTILINE)


def test_changelog_has_the_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    headings = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)

    assert next(heading for heading in headings if heading != "Unreleased") == version


def test_files_that_the_documentation_names_are_there() -> None:
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), DECISIONS / "README.md"]

    missing = {
        (page.name, name)
        for page in pages
        for name in PATH.findall(page.read_text())
        if not any((folder / name).exists() for folder in FOLDERS)
    }

    assert missing == set()


def test_drawing_in_the_documentation_is_of_the_import_contract() -> None:
    assert (ROOT / "docs" / "architecture.md").read_text() == drawing()


def test_every_decision_is_in_the_index_once_by_its_title() -> None:
    entries = ENTRY.findall((DECISIONS / "README.md").read_text())
    listed = sorted((number, file, title) for number, file, title, _mark in entries)

    assert listed == [(path.name[:4], path.name, _title(path)) for path in RECORDS]


def test_superseded_decisions_are_marked_on_both_sides_and_in_the_index() -> None:
    later = {
        (path.name[:4], part, new)
        for path in RECORDS
        for part, new in LATER.findall(path.read_text())
    }
    earlier = {
        (old, part, path.name[:4])
        for path in RECORDS
        for numbers, part in EARLIER.findall(path.read_text())
        for old in re.findall(r"\d{4}", numbers)
    }
    entries = ENTRY.findall((DECISIONS / "README.md").read_text())
    index = {(number, mark) for number, _file, _title, mark in entries if mark}

    assert later == earlier
    assert index == {(old, f"superseded{part} by {new}") for old, part, new in later}


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.name[:4])
def test_decision_is_short(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 60


def _title(path: Path) -> str:
    heading = path.read_text().splitlines()[0]
    assert heading.startswith(f"# {path.name[:4]} "), heading
    return heading.removeprefix(f"# {path.name[:4]} ")
