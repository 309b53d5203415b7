"""The embedded database: each way in which a server on somebody's machine can go wrong."""

import hashlib
import os
import pwd
import shutil
import signal
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from repatriation import backup, database
from repatriation.embedded import Cluster
from repatriation.places import place
from repatriation.programs import DatabaseProblem, binaries

ROOT = os.geteuid() == 0
NAME = "register_of_test"


@pytest.fixture
def folder() -> Iterator[Path]:
    """A directory that everyone may pass through, unlike pytest's own."""
    made = Path(tempfile.mkdtemp(prefix="register-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


@pytest.fixture
def cluster(folder: Path) -> Iterator[Callable[..., Cluster]]:
    made: list[Cluster] = []

    def make(*steps: str) -> Cluster:
        made.append(Cluster(place(folder.joinpath(*steps, "var")), durable=False))
        return made[-1]

    yield make
    for server in made:
        server.stop()
        for left in (server.place.home, server.place.sockets):
            shutil.rmtree(left, ignore_errors=True)


@pytest.fixture(scope="module")
def shared() -> Iterator[Cluster]:
    made = Path(tempfile.mkdtemp(prefix="register-"))
    made.chmod(0o755)
    server = Cluster(place(made / "var"), durable=False)
    database.start(server, NAME, tests=True)
    yield server
    server.stop()
    shutil.rmtree(made)


def ask(server: Cluster, statement: str, user: str = database.OWNER, name: str = NAME) -> Any:
    connection = psycopg2.connect(host=str(server.place.sockets), port=5432, user=user, dbname=name)
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else None
    finally:
        connection.close()


def owner_of(server: Cluster) -> dict[str, Any]:
    return database.embedded_connection(server, NAME, database.OWNER, database.OWNER_OPTIONS)


def kill(server: Cluster) -> int:
    pid = server._pid()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    while server.is_running():
        time.sleep(0.01)
    return pid


def test_second_start_finds_the_server_running(cluster: Callable[..., Cluster]) -> None:
    server = cluster()

    first, second = database.start(server, NAME), database.start(server, NAME)

    assert (first, second) == (True, False)
    assert server.stop() is True
    assert server.stop() is False
    assert database.start(server, NAME) is True


def test_stop_before_any_start_says_that_none_ran(cluster: Callable[..., Cluster]) -> None:
    assert cluster().stop() is False


def test_killed_server_is_not_taken_for_living_and_keeps_its_rows(
    cluster: Callable[..., Cluster],
) -> None:
    server = Cluster(cluster().place)
    database.start(server, NAME)
    ask(server, "CREATE TABLE kept AS SELECT 92 AS children")

    kill(server)

    assert (server.data / "postmaster.pid").exists()
    assert server.is_running() is False
    assert database.start(server, NAME) is True
    assert ask(server, "SELECT children FROM kept") == [(92,)]


def test_killed_server_whose_number_another_process_has_starts_again(
    cluster: Callable[..., Cluster],
) -> None:
    server = cluster()
    database.start(server, NAME)
    pid = kill(server)
    for file in (server.data / "postmaster.pid", server.place.sockets / ".s.PGSQL.5432.lock"):
        file.write_text(file.read_text().replace(str(pid), str(os.getpid()), 1))

    assert server.is_running() is False
    assert server.stop() is False
    assert database.start(server, NAME) is True


@pytest.mark.parametrize(
    "steps",
    [
        pytest.param(["a folder with spaces", 'it\'s "quoted" $HOME'], id="spaces"),
        pytest.param(["one,two"], id="comma"),
        pytest.param(["long" * 20, "longer" * 20], id="too long for a socket"),
        pytest.param(["дети"], id="cyrillic"),
    ],
)
def test_path_of_the_project_does_not_matter(
    cluster: Callable[..., Cluster], steps: list[str]
) -> None:
    server = cluster(*steps)

    database.start(server, NAME)

    assert ask(server, "SELECT 1") == [(1,)]
    assert server.place.sockets.stat().st_mode & 0o777 == 0o700


def test_two_projects_with_long_paths_do_not_share_a_socket(
    cluster: Callable[..., Cluster],
) -> None:
    one, other = cluster("long" * 30, "one"), cluster("long" * 30, "other")

    database.start(one, NAME)
    database.start(other, NAME)
    ask(one, "CREATE TABLE ours ()")

    assert ask(other, "SELECT to_regclass('ours')") == [(None,)]


def test_socket_directory_that_another_laid_out_is_refused(
    cluster: Callable[..., Cluster], folder: Path
) -> None:
    server = cluster("long" * 30)
    server.place.sockets.symlink_to(folder)

    with pytest.raises(DatabaseProblem, match=str(server.place.sockets)):
        server.start()

    server.place.sockets.unlink()


def test_of_starts_at_once_one_starts_and_all_get_a_server(
    cluster: Callable[..., Cluster],
) -> None:
    server = cluster()

    with ThreadPoolExecutor(4) as pool:
        started = list(pool.map(lambda _: server.start(), range(4)))

    assert sorted(started) == [False, False, False, True]


def test_first_start_that_was_cut_off_is_begun_anew(cluster: Callable[..., Cluster]) -> None:
    server = cluster()
    server._make_home()
    (server.place.home / "data.unfinished").mkdir()

    assert server.start() is True


def test_data_of_another_version_are_left_alone(cluster: Callable[..., Cluster]) -> None:
    server = cluster()
    server.start()
    server.stop()
    (server.data / "PG_VERSION").write_text("9\n")

    with pytest.raises(DatabaseProblem, match="was made by PostgreSQL 9"):
        server.start()


def test_wrong_pg_bin_is_named(
    cluster: Callable[..., Cluster], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PG_BIN", "/nowhere")

    with pytest.raises(DatabaseProblem, match="/nowhere"):
        cluster().start()


def test_pg_bin_and_other_variables_of_the_caller_do_not_mislead(
    cluster: Callable[..., Cluster], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGDATA", "/nowhere")
    monkeypatch.setenv("PGPORT", "1")
    monkeypatch.setenv("PGOPTIONS", "-c nonsense=1")

    assert cluster().start() is True


@pytest.mark.skipif(not ROOT, reason="only root may pass through a closed directory")
def test_closed_parent_stays_closed_and_data_lie_elsewhere(
    cluster: Callable[..., Cluster], folder: Path
) -> None:
    folder.chmod(0o700)
    server = cluster("inside")

    database.start(server, NAME)

    assert folder.stat().st_mode & 0o777 == 0o700
    assert not server.data.is_relative_to(folder)
    assert ask(server, "SELECT 1") == [(1,)]


@pytest.mark.skipif(not ROOT, reason="only root can become another user")
def test_ordinary_user_runs_his_own_server(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nobody = pwd.getpwnam("nobody")
    monkeypatch.setenv("PG_BIN", str(_programs_for_everyone(folder)))
    (folder / "his").mkdir()
    os.chown(folder / "his", nobody.pw_uid, nobody.pw_gid)

    child = os.fork()
    if child == 0:
        os._exit(_as_user(nobody, folder / "his" / "var"))

    assert os.waitpid(child, 0)[1] == 0
    assert (folder / "his" / "var" / "postgresql").stat().st_uid == nobody.pw_uid


def _programs_for_everyone(folder: Path) -> Path:
    inside = binaries()
    package = inside.parent.parent
    for source in (package, package.with_name(f"{package.name}.libs")):
        if source.exists():
            shutil.copytree(source, folder / source.name)
    return folder / inside.relative_to(package.parent)


def _as_user(user: pwd.struct_passwd, var: Path) -> int:
    try:
        os.setgroups([])
        os.setgid(user.pw_gid)
        os.setuid(user.pw_uid)
        server = Cluster(place(var), durable=False)
        worked = database.start(server, NAME) and ask(server, "SELECT 1") == [(1,)]
        return 0 if server.stop() and worked else 1
    except BaseException:  # noqa: BLE001 (a forked test must never return into pytest)
        return 2


@pytest.mark.skipif(not ROOT, reason="needs a directory of another user")
def test_data_of_another_user_are_refused_in_a_sentence(folder: Path) -> None:
    nobody = pwd.getpwnam("nobody")
    home = folder / "var" / "postgresql"
    home.mkdir(parents=True, mode=0o700)

    child = os.fork()
    if child == 0:
        os.setgid(nobody.pw_gid)
        os.setuid(nobody.pw_uid)
        try:
            Cluster(place(folder / "var")).start()
        except DatabaseProblem as problem:
            os._exit(0 if "belongs to another user" in str(problem) else 1)
        os._exit(2)

    assert os.waitpid(child, 0)[1] == 0


def test_server_listens_on_no_port_and_logs_no_value(shared: Cluster) -> None:
    shown = [
        ask(shared, f"SHOW {name}")[0][0]
        for name in ("listen_addresses", "data_checksums", "log_statement", "log_error_verbosity")
    ]

    assert shown == ["", "on", "none", "terse"]


def test_durable_server_waits_for_the_disk(cluster: Callable[..., Cluster]) -> None:
    server = Cluster(cluster().place)
    database.start(server, NAME)

    assert [
        ask(server, f"SHOW {name}") for name in ("fsync", "full_page_writes", "synchronous_commit")
    ] == [[("on",)]] * 3


def test_roles_of_the_register_are_no_superusers(shared: Cluster) -> None:
    rows = ask(
        shared,
        "SELECT rolname, rolsuper, rolcreatedb, rolcreaterole FROM pg_roles "
        "WHERE rolname LIKE 'repatriation%' ORDER BY 1",
    )

    assert rows == [
        ("repatriation_app", False, False, False),
        ("repatriation_owner", False, True, False),
    ]


def test_application_role_cannot_make_a_table(shared: Cluster) -> None:
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        ask(shared, "CREATE TABLE mine ()", user=database.APP)


def test_cyrillic_letters_have_their_small_forms_and_trigrams(shared: Cluster) -> None:
    assert ask(shared, "SELECT lower('ҚӮРҒОН')") == [("қӯрғон",)]
    assert ask(shared, "SELECT array_length(show_trgm('манижа'), 1)") == [(7,)]


def test_backup_comes_back_into_an_empty_database(shared: Cluster, folder: Path) -> None:
    ask(shared, "DROP TABLE IF EXISTS kept; CREATE TABLE kept AS SELECT 75 AS target")
    ask(shared, f"GRANT SELECT ON kept TO {database.APP}")

    file = backup.backup(owner_of(shared), folder / "backups", folder / "documents")
    backup.restore(owner_of(shared), file, "restored", folder / "back")

    assert file.stat().st_mode & 0o777 == 0o600
    assert ask(shared, "SELECT target FROM kept", user=database.APP, name="restored") == [(75,)]


def test_backup_goes_into_no_database_that_holds_something(shared: Cluster, folder: Path) -> None:
    ask(shared, "CREATE TABLE IF NOT EXISTS something ()")
    file = backup.backup(owner_of(shared), folder / "backups", folder / "documents")

    with pytest.raises(DatabaseProblem, match="is not empty"):
        backup.restore(owner_of(shared), file, NAME, folder / "back")


def test_broken_backup_makes_no_database(shared: Cluster, folder: Path) -> None:
    (folder / "broken.dump").write_bytes(b"PGDMP and then nothing")

    with pytest.raises(DatabaseProblem, match="pg_restore failed"):
        backup.restore(owner_of(shared), folder / "broken.dump", "never_made", folder / "back")

    assert ask(shared, "SELECT 1 FROM pg_database WHERE datname = 'never_made'") == []


def test_documents_come_back_with_the_database_and_are_looked_at(
    shared: Cluster, folder: Path
) -> None:
    name, content = uuid.uuid4(), b"%PDF-"
    (folder / "documents").mkdir()
    (folder / "documents" / name.hex).write_bytes(content)
    (folder / "documents" / "half.unfinished").write_bytes(b"under way")
    digest = hashlib.sha256(content).hexdigest()
    ask(shared, "CREATE TABLE cases_document (stored_as uuid, sha256 text)")
    ask(shared, f"INSERT INTO cases_document VALUES ('{name}', '{digest}')")

    file = backup.backup(owner_of(shared), folder / "backups", folder / "documents")
    backup.restore(owner_of(shared), file, "with_papers", folder / "back")
    assert (folder / "back" / name.hex).read_bytes() == content
    assert [path.name for path in (folder / "back").iterdir()] == [name.hex]
    with pytest.raises(DatabaseProblem, match="is not empty"):
        backup.restore(owner_of(shared), file, "another", folder / "back")

    ask(shared, "UPDATE cases_document SET sha256 = 'of something else'")
    changed = backup.backup(owner_of(shared), folder / "changed", folder / "documents")
    with pytest.raises(DatabaseProblem, match="is not what was kept"):
        backup.restore(owner_of(shared), changed, "changed", folder / "changed-back")
    backup.documents_of(file).unlink()
    with pytest.raises(DatabaseProblem, match="1 of its 1 documents have no file"):
        backup.restore(owner_of(shared), file, "without_papers", folder / "none")
    ask(shared, "DROP TABLE cases_document")


@pytest.mark.parametrize("name", ["two words", 'a"b', ""])
def test_odd_name_for_a_restored_database_is_refused(
    shared: Cluster, folder: Path, name: str
) -> None:
    file = backup.backup(owner_of(shared), folder / "backups", folder / "documents")

    with pytest.raises(DatabaseProblem, match="is no name for a database"):
        backup.restore(owner_of(shared), file, name, folder / "back")


def test_url_connection_takes_password_and_socket_path() -> None:
    found = database.url_connection("postgres://me:p%40ss@%2Frun%2Fpg/register", "-c a=b")

    assert [found[key] for key in ("USER", "PASSWORD", "HOST", "NAME")] == [
        "me", "p@ss", "/run/pg", "register",
    ]  # fmt: skip
    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert found["OPTIONS"]["options"] == "-c a=b"
