"""A backup is proved when it is written, encrypted for another machine, and tried by a drill."""

import hashlib
import json
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.core.management import CommandError, call_command

from repatriation import backup, database, drill, encryption, proof
from repatriation.embedded import Cluster
from repatriation.places import place
from repatriation.programs import DatabaseProblem

NAME = "register_of_test"
ROWS = """CREATE TABLE cases_child AS
    SELECT n AS id, 'registered' AS stage FROM generate_series(1, 500) n"""


@pytest.fixture(scope="module")
def server() -> Iterator[Cluster]:
    made = Path(tempfile.mkdtemp(prefix="register-"))
    made.chmod(0o755)
    found = Cluster(place(made / "var"), durable=False)
    database.start(found, NAME, tests=True)
    yield found
    found.stop()
    shutil.rmtree(made)


@pytest.fixture
def owner(server: Cluster) -> dict[str, Any]:
    return database.embedded_connection(server, NAME, database.OWNER, database.OWNER_OPTIONS)


@pytest.fixture(autouse=True)
def register(owner: dict[str, Any]) -> None:
    """Make a small register: rows of odd values, a guard, a document."""
    ask(
        owner,
        "DROP SCHEMA public CASCADE; CREATE SCHEMA public;" + ROWS + ";"
        "CREATE TABLE odd AS SELECT E'a\\tb\\n' AS t, 'infinity'::date AS d, 1.10::numeric AS n,"
        " now() AS at, '\\xff00'::bytea AS b, NULL::text AS none, '{\"a\": 1}'::jsonb AS j;"
        "CREATE TABLE whole_row_ (); CREATE TABLE cases_document (stored_as uuid, sha256 text);"
        "CREATE FUNCTION stays() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';"
        "CREATE TRIGGER stays BEFORE DELETE ON odd FOR EACH ROW EXECUTE FUNCTION stays()",
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "documents").mkdir()
    return tmp_path


def ask(owner: dict[str, Any], statement: str) -> list[Any]:
    with proof.opened(owner) as held:
        held.autocommit = True
        with held.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []


def paper(owner: dict[str, Any], folder: Path, content: bytes = b"%PDF-") -> Path:
    """Put a document on file; return its path."""
    name = uuid.uuid4()
    (folder / "documents" / name.hex).write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    ask(owner, f"INSERT INTO cases_document VALUES ('{name}', '{digest}')")
    return folder / "documents" / name.hex


def made(owner: dict[str, Any], folder: Path, **more: Any) -> Path:
    return backup.backup(owner, folder / "backups", folder / "documents", **more)


def databases(owner: dict[str, Any]) -> set[str]:
    rows = ask(owner, "SELECT datname FROM pg_database")
    return {name for (name,) in rows}


def report_of(file: Path) -> backup.Report:
    report = backup.read_report(file)
    assert report is not None
    return report


def test_backup_is_proved_and_its_report_says_what_is_in_it(owner: Any, folder: Path) -> None:
    paper(owner, folder)

    file = made(owner, folder)

    report = report_of(file)
    assert report["holdings"]["tables"]["public.cases_child"][0] == "500"
    assert report["holdings"]["figures"] == {"children by stage": [["registered", "500"]]}
    assert report["faults"] == []
    assert report["files"] == {
        name.name: backup.sha256_of(name) for name in (file, backup.documents_of(file))
    }
    assert {path.stat().st_mode & 0o777 for path in file.parent.iterdir()} == {0o600}
    assert databases(owner) == {"postgres", "template0", "template1", NAME}


def test_nobody_else_reads_a_backup_while_it_is_proved(
    owner: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill, modes = backup._fill, set[int]()

    def watched(settings: dict[str, Any], file: Path, into: str) -> None:
        modes.update(path.stat().st_mode & 0o777 for path in file.parent.iterdir())
        fill(settings, file, into)

    monkeypatch.setattr(backup, "_fill", watched)
    made(owner, folder)

    assert modes == {0o600}


def test_what_a_killed_backup_left_is_swept_and_what_runs_is_not(
    owner: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, fill, running = folder / "backups", backup._fill, list[str]()
    place.mkdir(mode=0o700)
    dead = [
        place / f"{NAME}-20190301T000000Z{ending}"
        for ending in (".unfinished", ".unfinished-documents", ".dump.age.unfinished")
    ]
    for left in dead:
        left.write_text("names in clear")
        os.utime(left, (0, 0))

    def watched(settings: dict[str, Any], file: Path, into: str) -> None:
        for draft in place.iterdir():
            os.utime(draft, (0, 0))
        assert backup.sweep(place) == []
        running.extend(draft.name for draft in place.iterdir())
        fill(settings, file, into)

    monkeypatch.setattr(backup, "_fill", watched)
    made(owner, folder)

    assert [left.exists() for left in dead] == [False] * 3
    assert len(running) == 2
    assert list(place.glob("*unfinished*")) == []


@pytest.mark.parametrize("left", [0.05, 0.5, -1])
def test_backup_that_is_cut_as_it_is_written_is_refused(
    owner: Any, folder: Path, monkeypatch: pytest.MonkeyPatch, left: float
) -> None:
    written = backup._run

    def cut(program: str, settings: Any, *words: str) -> None:
        written(program, settings, *words)
        if program == "pg_dump":
            [draft] = folder.glob("backups/*.unfinished")
            content = draft.read_bytes()
            draft.write_bytes(content[: -1 if left < 0 else int(len(content) * left)])

    monkeypatch.setattr(backup, "_run", cut)

    with pytest.raises(DatabaseProblem):
        made(owner, folder)

    assert list(folder.glob("backups/*")) == []
    assert databases(owner) == {"postgres", "template0", "template1", NAME}


@pytest.mark.parametrize(
    ("lost", "said"),
    [
        ("UPDATE cases_child SET stage = 'closed' WHERE id = 7", "public.cases_child: 500 rows"),
        ("UPDATE odd SET t = 'a b'", "public.odd: 1 rows"),
        ("ALTER TABLE odd DISABLE TRIGGER stays", "Functions, triggers, .* differ"),
    ],
)
def test_copy_that_is_not_the_register_is_refused(
    owner: Any, folder: Path, monkeypatch: pytest.MonkeyPatch, lost: str, said: str
) -> None:
    filled = backup._fill

    def fill(settings: Any, file: Path, into: str) -> None:
        filled(settings, file, into)
        ask({**owner, "NAME": into}, lost)

    monkeypatch.setattr(backup, "_fill", fill)

    with pytest.raises(DatabaseProblem, match=said):
        made(owner, folder)


def test_whoever_writes_meanwhile_makes_no_difference(
    owner: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = backup._run

    def meanwhile(program: str, settings: Any, *words: str) -> None:
        if program == "pg_dump":
            ask(owner, "DELETE FROM cases_child WHERE id < 100")
        written(program, settings, *words)
        ask(owner, "INSERT INTO cases_child VALUES (1000, 'closed')")

    monkeypatch.setattr(backup, "_run", meanwhile)

    assert report_of(made(owner, folder))["holdings"]["tables"]["public.cases_child"][0] == "500"


def test_missing_and_altered_files_are_told_and_the_backup_is_kept(
    owner: Any, folder: Path
) -> None:
    lost, other = paper(owner, folder), paper(owner, folder)
    lost.unlink()
    other.write_bytes(b"of somebody else")

    file = made(owner, folder)

    assert sorted(report_of(file)["faults"]) == sorted(
        [f"The file {lost.name} is missing.", f"The file {other.name} is not what was kept."]
    )
    assert file.is_file()


def test_encrypted_backup_comes_back_with_its_key_alone(owner: Any, folder: Path) -> None:
    public = encryption.new_key(folder / "key")
    encryption.new_key(folder / "other")
    content = paper(owner, folder, b"%PDF- her illness").name

    file = made(owner, folder, public=public)

    names = {path.name for path in file.parent.iterdir()}
    assert {name.partition(".")[2] for name in names} == {
        "dump.age", "documents.tar.age", "json",
    }  # fmt: skip
    assert not any(b"illness" in path.read_bytes() for path in file.parent.iterdir())
    for key, said in ((None, "give its private key"), (folder / "other", "another key")):
        with pytest.raises(DatabaseProblem, match=said):
            backup.restore(owner, file, "never", folder / "never", key=key)
    assert "never" not in databases(owner)
    backup.restore(owner, file, "opened", folder / "back", key=folder / "key")
    assert (folder / "back" / content).read_bytes() == b"%PDF- her illness"
    assert backup.read_report(file)["files"][file.name] == backup.sha256_of(file)
    ask(owner, "DROP DATABASE opened")


@pytest.mark.parametrize("public", ["", "age1", "ssh-ed25519 AAAA", "AGE-SECRET-KEY-1"])
def test_wrong_public_key_is_refused_before_anything_is_written(
    owner: Any, folder: Path, public: str
) -> None:
    if not public:
        assert made(owner, folder).suffix == ".dump"
        return
    with pytest.raises(DatabaseProblem, match="is no public key"):
        made(owner, folder, public=public)
    assert not (folder / "backups").exists()


def test_keys_are_made_once_and_read_by_their_owner_alone(folder: Path) -> None:
    encryption.new_key(folder / "key")
    (folder / "text").write_text("a letter")

    assert (folder / "key").stat().st_mode & 0o777 == 0o400
    with pytest.raises(DatabaseProblem, match="File exists"):
        encryption.new_key(folder / "key")
    for wrong in ("text", "none"):
        with (
            pytest.raises(DatabaseProblem, match="is no private key"),
            encryption.decrypted([folder / "a.age"], folder / wrong),
        ):
            pass


def test_drill_finds_everything_equal_and_leaves_a_dated_report(owner: Any, folder: Path) -> None:
    public = encryption.new_key(folder / "key")
    paper(owner, folder)
    file = made(owner, folder, public=public)
    ask(owner, "DROP TABLE cases_child")  # what happened since makes no difference

    report = drill.drill(owner, file, folder / "reports", key=folder / "key")

    [left] = (folder / "reports").iterdir()
    assert left.name.startswith("drill-20")
    assert json.loads(left.read_text()) == report
    assert (report["kind"], report["faults"], report["file"]) == ("drill", [], report["file"])
    assert report["holdings"] == report_of(file)["holdings"]
    assert databases(owner) == {"postgres", "template0", "template1", NAME}


def test_backup_that_is_cut_later_is_refused_by_drill_and_restore(owner: Any, folder: Path) -> None:
    paper(owner, folder)
    file = made(owner, folder)

    for broken in (file, backup.documents_of(file)):
        content = broken.read_bytes()
        for left in (len(content) // 20, len(content) // 2, len(content) - 1):
            broken.write_bytes(content[:left])
            with pytest.raises(DatabaseProblem, match="is cut or changed"):
                drill.drill(owner, file, folder / "reports")
            with pytest.raises(DatabaseProblem, match="is cut or changed"):
                backup.restore(owner, file, "never", folder / "never")
        broken.write_bytes(content)
    assert databases(owner) == {"postgres", "template0", "template1", NAME}


def test_drill_tells_what_differs_from_what_was_proved(owner: Any, folder: Path) -> None:
    file = made(owner, folder)
    report = report_of(file)
    report["holdings"]["tables"]["public.cases_child"][0] = "501"
    report["holdings"]["figures"]["children by stage"] = [["registered", "501"]]
    backup.write_report(backup.report_of(file), report)

    found = drill.drill(owner, file, folder / "reports")

    assert "public.cases_child: 501 rows" in found["faults"][0]
    assert found["faults"][1] == "The figure children by stage differs."


def test_drill_tells_of_a_broken_chain_and_of_files_that_are_gone(owner: Any, folder: Path) -> None:
    ask(
        owner,
        'CREATE FUNCTION cases_first_fault() RETURNS TABLE (what text, of_table text, "row" int)'
        " LANGUAGE sql AS $$ SELECT 'changed', 'cases_journal', 12 $$",
    )
    paper(owner, folder).unlink()
    file = made(owner, folder)

    faults = drill.drill(owner, file, folder / "reports")["faults"]

    assert "1 of its 1 documents have no file" in faults[0]
    assert faults[1:] == ["The chain of seals: changed cases_journal 12."]


def test_drill_without_its_report_is_refused(owner: Any, folder: Path) -> None:
    file = made(owner, folder)
    backup.report_of(file).unlink()

    with pytest.raises(DatabaseProblem, match="json must lie beside"):
        drill.drill(owner, file, folder / "reports")
    for other in ("a letter", "[]", '{"kind": "backup"}', "[" * 100_000):
        backup.report_of(file).write_text(other)
        with pytest.raises(DatabaseProblem, match="is no report on a backup"):
            drill.drill(owner, file, folder / "reports")


def test_two_backups_at_once_are_both_proved_or_told(owner: Any, folder: Path) -> None:
    def one(name: str) -> str:
        try:
            return made(owner, folder / name).suffix if (folder / name).mkdir() is None else ""
        except (DatabaseProblem, psycopg2.Error) as problem:
            return str(problem)

    with ThreadPoolExecutor(2) as pool:
        came = list(pool.map(one, ("one", "two")))

    assert ".dump" in came
    assert databases(owner) == {"postgres", "template0", "template1", NAME}


def test_command_drills_and_fails_when_something_differs(
    owner: Any,
    folder: Path,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings.BACKUPS_DIR = folder / "reports"
    monkeypatch.setitem(settings.DATABASES, "owner", owner)
    file = made(owner, folder)

    call_command("restore_drill", str(file))
    said = capsys.readouterr().out
    backup.documents_of(file).write_bytes(b"")

    assert "children by stage: registered 500" in said
    assert "Rows, guards, figures, files and the chain of seals are equal." in said
    with pytest.raises(CommandError, match="is cut or changed"):
        call_command("restore_drill", str(file))


def test_command_encrypts_for_the_key_it_made_and_fails_on_a_missing_file(
    owner: Any, folder: Path, settings: Any, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    settings.BACKUPS_DIR, settings.DOCUMENTS_DIR = folder / "backups", folder / "documents"
    monkeypatch.setitem(settings.DATABASES, "owner", owner)
    call_command("database", "key", "--into", str(folder / "key"))
    settings.BACKUP_PUBLIC_KEY = capsys.readouterr().out.rpartition("=")[2].strip()
    paper(owner, folder).unlink()

    with pytest.raises(CommandError, match=r"The backup is kept, but: The file \w+ is missing"):
        call_command("database", "backup")

    [file] = (folder / "backups").glob("*.dump.age")
    assert str(file) in capsys.readouterr().out
    with encryption.decrypted([file], folder / "key") as [plain]:
        assert plain.read_bytes().startswith(b"PGDMP")
