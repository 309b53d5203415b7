"""The template of the tests' database is as old as what it was made of, and no older."""

from pathlib import Path

import pytest

from tests import template


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "cases" / "migrations").mkdir(parents=True)
    (tmp_path / "cases" / "models" / "sql").mkdir(parents=True)
    (tmp_path / "requirements.txt").write_text("Django==5.2.19  # all of it")
    monkeypatch.setattr(template, "ROOT", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "file",
    [
        "cases/migrations/0002_more.py",
        "cases/models/sql/fee.sql",
        "requirements.txt",
    ],
)
def test_template_is_made_anew_when_what_it_is_made_of_changes(root: Path, file: str):
    before = template.state_of_migrations()

    (root / file).write_text("changed")

    assert template.state_of_migrations() != before


def test_template_stays_when_anything_else_changes(root: Path):
    before = template.state_of_migrations()

    (root / "cases" / "models" / "fee.py").write_text("changed")

    assert template.state_of_migrations() == before
