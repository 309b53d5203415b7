"""A copy of a whole database in one file, its documents in another, and both back again."""

import hashlib
import os
import shutil
import tarfile
import uuid
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg2

from repatriation import env
from repatriation.programs import DatabaseProblem, binaries, run_program

# What people made in a database: tables, views, sequences; not what an extension brought along.
MADE_BY_PEOPLE = """
    SELECT count(*) FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'
    AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'e')
"""


def backup(settings: dict[str, Any], directory: Path, documents: Path) -> Path:
    """Dump the database as its owner into a new file that only the writer may read.

    The files of documents go into an archive next to it. They are copied after the
    rows: a file is on disk before its row, so none is missing. The dump gets its
    name last, when it is complete.
    """
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    taken = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    file = directory / f"{settings['NAME']}-{taken}.dump"
    draft, papers = file.with_suffix(".unfinished"), file.with_suffix(".unfinished-documents")
    try:
        _run("pg_dump", settings, "--format=custom", f"--file={draft}", "--dbname", _name(settings))
        _pack(documents, papers)
        for written in (draft, papers):
            written.chmod(0o600)
            with written.open("rb") as content:
                os.fsync(content.fileno())
        papers.rename(documents_of(file))
        draft.rename(file)
    finally:
        draft.unlink(missing_ok=True)
        papers.unlink(missing_ok=True)
    return file


def documents_of(file: Path) -> Path:
    """Return the path of the archive of documents of a dump."""
    return file.with_suffix(".documents.tar")


def _pack(documents: Path, into: Path) -> None:
    with tarfile.open(into, "w") as archive:
        for file in sorted(documents.glob("*")):
            if file.suffix:
                continue  # an upload under way
            with suppress(FileNotFoundError):  # just swept: no row has known it
                archive.add(file, arcname=file.name)


def restore(settings: dict[str, Any], file: Path, into: str, documents: Path) -> None:
    """Fill the empty database ``into``, created if missing, and the empty directory ``documents``.

    The database is filled whole or not at all. Raises ``DatabaseProblem`` if
    either is not empty, if the file is not a backup, or if a document differs.
    """
    if not file.is_file():
        raise DatabaseProblem(f"There is no file {file}.")
    if documents.exists() and any(documents.iterdir()):
        raise DatabaseProblem(f"The directory {documents} is not empty.")
    _run("pg_restore", None, "--list", str(file))  # a broken file is told before anything is made
    is_new = _make_or_find_empty(settings, into)
    try:
        _run(
            "pg_restore", settings, "--exit-on-error", "--single-transaction", "--no-owner",
            "--no-comments", "--dbname", _name({**settings, "NAME": into}), str(file),
        )  # fmt: skip
    except DatabaseProblem:
        if is_new:
            _statement(settings, settings["NAME"], f'DROP DATABASE "{into}"')
        raise
    if documents_of(file).is_file():
        documents.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tarfile.open(documents_of(file)) as archive:
            archive.extractall(documents, filter="data")
    _check_documents(settings, into, documents, documents_of(file).name)


def _check_documents(settings: dict[str, Any], name: str, documents: Path, archive: str) -> None:
    """Refuse a restored database with missing files; one of them is read whole."""
    if not _statement(settings, name, "SELECT to_regclass('public.cases_document')::text")[0][0]:
        return
    rows = _statement(
        settings, name, "SELECT stored_as::text, sha256 FROM cases_document ORDER BY random()"
    )
    digests = {uuid.UUID(stored_as).hex: digest for stored_as, digest in rows}
    missing = [stored_as for stored_as in digests if not (documents / stored_as).is_file()]
    if missing:
        raise DatabaseProblem(
            f"The database {name} is restored, but {len(missing)} of its {len(digests)} documents "
            f"have no file in {documents}. Did {archive} lie beside the dump?"
        )
    for stored_as, digest in list(digests.items())[:1]:
        if hashlib.sha256((documents / stored_as).read_bytes()).hexdigest() != digest:
            raise DatabaseProblem(
                f"The database {name} is restored, but the file {stored_as} is not what was kept."
            )


def _make_or_find_empty(settings: dict[str, Any], into: str) -> bool:
    if not into.isidentifier():
        raise DatabaseProblem(f"{into!r} is no name for a database: letters, digits and _ only.")
    rows = _statement(
        settings, settings["NAME"], "SELECT 1 FROM pg_database WHERE datname = %s", into
    )
    if not rows:
        _statement(settings, settings["NAME"], f'CREATE DATABASE "{into}"')
        _statement(settings, settings["NAME"], f'REVOKE TEMPORARY ON DATABASE "{into}" FROM PUBLIC')
        return True
    if (count := _statement(settings, into, MADE_BY_PEOPLE)[0][0]) > 0:
        raise DatabaseProblem(
            f"The database {into} is not empty: it holds {count} tables, indexes and the like. "
            "A backup goes into an empty database only."
        )
    return False


def _statement(settings: dict[str, Any], name: str, text: str, *values: str) -> list[Any]:
    given = {
        "host": settings["HOST"], "port": settings["PORT"], "user": settings["USER"],
        "password": settings.get("PASSWORD"), "dbname": name,
    }  # fmt: skip
    connection = psycopg2.connect(**{key: value for key, value in given.items() if value})
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(text, values or None)
            return cursor.fetchall() if cursor.description else []
    except psycopg2.Error as problem:
        raise DatabaseProblem(str(problem).strip()) from problem
    finally:
        connection.close()


def _name(settings: dict[str, Any]) -> str:
    """Return the database as a libpq string, without the password, which `ps` would show."""
    words = {"dbname": "NAME", "host": "HOST", "port": "PORT", "user": "USER"}
    given = {word: str(settings[key]) for word, key in words.items() if settings.get(key)}
    options = settings.get("OPTIONS", {})
    given |= {word: options[word] for word in ("sslmode", "sslrootcert") if word in options}
    escaped = {
        word: value.replace("\\", "\\\\").replace("'", "\\'") for word, value in given.items()
    }
    return " ".join(f"{word}='{value}'" for word, value in escaped.items())


def _run(program: str, settings: dict[str, Any] | None, *arguments: str) -> None:
    password = (settings or {}).get("PASSWORD") or ""
    run_program(_program(program), *arguments, password=password)


def _program(name: str) -> Path:
    """Return the path of a program: in PG_BIN, else the system's, else the embedded one."""
    if (
        not env.text("PG_BIN", "")
        and env.secret("DATABASE_URL", "")
        and (ours := shutil.which(name))
    ):
        return Path(ours)
    program = binaries() / name
    if not program.exists():
        raise DatabaseProblem(
            f"{name} is not on this machine. Install PostgreSQL's client programs, or set PG_BIN "
            "to their directory."
        )
    return program
