"""A copy of a whole database in one file, its documents in another, and both back again."""

import fcntl
import hashlib
import json
import os
import shutil
import tarfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypedDict, cast

from repatriation import encryption, env, proof
from repatriation.programs import DatabaseProblem, binaries, run_program

# What people made in a database: tables, views, sequences; not what an extension brought along.
MADE_BY_PEOPLE = """
    SELECT count(*) FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'
    AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'e')
"""


#: The rows that name a file of the store.
_FILES = {
    "public.cases_document": "SELECT stored_as::text, sha256 FROM public.cases_document",
    "public.cases_receiptscan": "SELECT stored_as::text, sha256 FROM public.cases_receiptscan",
}


_UNFINISHED = ".unfinished"
#: Seconds between the making of a draft and its lock.
_JUST_BEGUN = 60


class Report(TypedDict):
    """What was proved of a backup, or found by a drill; ``files`` are digests by name."""

    kind: str
    at: str
    file: str
    holdings: proof.Contents
    faults: list[str]
    seconds: float
    files: dict[str, str]


def backup(settings: dict[str, Any], directory: Path, documents: Path, *, public: str = "") -> Path:
    """Dump the database as its owner into a new file that only the writer may read, and prove it.

    The files of documents go into an archive next to it. They are copied after the rows: a file
    is on disk before its row, so none is missing. What was written is read whole: restored into
    a database of its own, whose rows must be those of the snapshot that was dumped. Both files
    are then encrypted for ``public``, if it is given. A report lies beside them. The dump gets
    its name last. Raises ``DatabaseProblem``, and leaves nothing, if it is not proved.
    """
    if public:
        encryption.recipient(public)
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    began, taken = time.monotonic(), datetime.now(UTC)
    sweep(directory)
    file = directory / f"{settings['NAME']}-{taken:%Y%m%dT%H%M%SZ}.dump"
    draft, papers = file.with_suffix(".unfinished"), file.with_suffix(".unfinished-documents")
    alive = os.open(draft, os.O_CREAT | os.O_WRONLY, 0o600)
    fcntl.flock(alive, fcntl.LOCK_EX)
    try:
        papers.touch(mode=0o600)  # nobody else reads them while they are proved
        holdings = _dump(settings, draft)
        _pack(documents, papers)
        faults = _prove(settings, draft, papers, holdings)
        for written in (draft, papers):
            with written.open("rb") as content:
                os.fsync(content.fileno())
        report = Report(
            kind="backup", at=taken.isoformat(), file=file.name, holdings=holdings, faults=faults,
            seconds=round(time.monotonic() - began, 1), files={},
        )  # fmt: skip
        return _named(file, draft, papers, report, public)
    finally:
        draft.unlink(missing_ok=True)
        papers.unlink(missing_ok=True)
        os.close(alive)


def sweep(directory: Path) -> list[str]:
    """Remove what backups that were killed left behind, in clear; return the names of the files.

    A backup that runs holds a lock on its draft, which ends with it however it ends.
    """
    swept = [
        left
        for left in sorted(directory.glob(f"*{_UNFINISHED}*"))
        if time.time() - left.stat().st_mtime > _JUST_BEGUN and not _is_alive(left)
    ]
    for left in swept:
        left.unlink(missing_ok=True)
    return [left.name for left in swept]


def _is_alive(left: Path) -> bool:
    stem = left.name.partition(".")[0]
    try:
        draft = os.open(left.with_name(stem + _UNFINISHED), os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(draft, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(draft)
    return False


def _dump(settings: dict[str, Any], draft: Path) -> proof.Contents:
    """Write a dump; return what the database held at that moment, whoever writes meanwhile."""
    with proof.snapshot(settings) as (held, cursor):
        _run(
            "pg_dump", settings, "--format=custom", f"--file={draft}", f"--snapshot={held}",
            "--dbname", _name(settings),
        )  # fmt: skip
        return proof.contents(cursor)


def _prove(
    settings: dict[str, Any], draft: Path, papers: Path, holdings: proof.Contents
) -> list[str]:
    """Refuse a dump that does not come back as it was; return what is wrong with the documents."""
    name = f"{settings['NAME']}_proof"
    with scratch(settings, name):
        _fill(settings, draft, name)
        if differences := proof.differences(holdings, proof.contents_of(settings, name)):
            sentences = " ".join(differences[:5])
            raise DatabaseProblem(
                f"The backup was written and does not come back as it was: {sentences}"
            )
        return _faults_of_documents(settings, name, papers)


@contextmanager
def scratch(settings: dict[str, Any], name: str) -> Iterator[None]:
    """Make an empty database for the block, and drop it; one that was left over is dropped."""
    _statement(settings, settings["NAME"], f'DROP DATABASE IF EXISTS "{name}"')
    _make_or_find_empty(settings, name)
    try:
        yield
    finally:
        _statement(settings, settings["NAME"], f'DROP DATABASE IF EXISTS "{name}"')


def _named(file: Path, draft: Path, papers: Path, report: Report, public: str) -> Path:
    """Give the parts of a backup their names, the dump last; return its path."""
    ready = []
    for written, name in ((papers, documents_of(file)), (draft, file)):
        report["files"][name.name] = sha256_of(written)
        ready.append((written, name))
        if public:
            sealed = name.with_name(name.name + encryption.ENDING)
            encryption.encrypt(written, draft_of(sealed), public)
            report["files"][sealed.name] = sha256_of(draft_of(sealed))
            ready[-1] = draft_of(sealed), sealed
    write_report(report_of(file), report)
    for written, name in ready:
        written.rename(name)
    return ready[-1][1]


def draft_of(file: Path) -> Path:
    return file.with_name(file.name + ".unfinished")


def documents_of(file: Path) -> Path:
    """Return the path of the archive of documents of a dump."""
    sealed = encryption.ENDING if file.suffix == encryption.ENDING else ""
    return file.with_name(f"{_stem(file)}.documents.tar{sealed}")


def report_of(file: Path) -> Path:
    """Return the path of the report on a dump."""
    return file.with_name(f"{_stem(file)}.json")


def _stem(file: Path) -> str:
    return file.name.removesuffix(encryption.ENDING).removesuffix(".dump")


def sha256_of(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def write_report(file: Path, report: Report) -> None:
    """Write a report that its readers find whole."""
    draft = draft_of(file)
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")
    draft.rename(file)


def read_report(file: Path) -> Report | None:
    """Return the report on a dump, if it lies beside it. Raises ``DatabaseProblem``."""
    try:
        report = json.loads(report_of(file).read_text(encoding="utf-8"))
        if not isinstance(report, dict) or Report.__required_keys__ - report.keys():
            raise ValueError("another file")
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError) as problem:
        raise DatabaseProblem(f"{report_of(file)} is no report on a backup.") from problem
    return cast("Report", report)


def _pack(documents: Path, into: Path) -> None:
    with tarfile.open(into, "w") as archive:
        for file in sorted(documents.glob("*")):
            if file.suffix:
                continue  # an upload under way
            with suppress(FileNotFoundError):  # just swept: no row has known it
                archive.add(file, arcname=file.name)


def restore(
    settings: dict[str, Any], file: Path, into: str, documents: Path, *, key: Path | None = None
) -> None:
    """Fill the empty database ``into``, created if missing, and the empty directory ``documents``.

    The database is filled whole or not at all. Raises ``DatabaseProblem`` if either is not empty,
    if the file is not a backup or not the one of its report, or if a document differs.
    """
    with plain(file, key) as (dump, papers):
        _restore(settings, dump, papers, into, documents)


@contextmanager
def plain(file: Path, key: Path | None) -> Iterator[tuple[Path, Path]]:
    """Yield the dump and the archive of documents of a backup, decrypted with ``key``.

    Raises ``DatabaseProblem`` if a file is not what its report says: cut, say, or changed.
    """
    if not file.is_file():
        raise DatabaseProblem(f"There is no file {file}.")
    parts = [part for part in (file, documents_of(file)) if part.is_file()]
    report = read_report(file)
    for part in parts if report else ():
        if report and report["files"].get(part.name, "") != sha256_of(part):
            raise DatabaseProblem(f"{part.name} is not what was proved: it is cut or changed.")
    with encryption.decrypted(parts, key) as files:
        yield files[0], files[1] if len(files) > 1 else documents_of(file)


def _restore(
    settings: dict[str, Any], file: Path, papers: Path, into: str, documents: Path
) -> None:
    if documents.exists() and any(documents.iterdir()):
        raise DatabaseProblem(f"The directory {documents} is not empty.")
    _run("pg_restore", None, "--list", str(file))  # a broken file is told before anything is made
    is_new = _make_or_find_empty(settings, into)
    try:
        _fill(settings, file, into)
    except DatabaseProblem:
        if is_new:
            _statement(settings, settings["NAME"], f'DROP DATABASE "{into}"')
        raise
    if papers.is_file():
        documents.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tarfile.open(papers) as archive:
            archive.extractall(documents, filter="data")
    _check_documents(settings, into, documents, papers.name)


def _fill(settings: dict[str, Any], file: Path, into: str) -> None:
    _run(
        "pg_restore", settings, "--exit-on-error", "--single-transaction", "--no-owner",
        "--no-comments", "--dbname", _name({**settings, "NAME": into}), str(file),
    )  # fmt: skip


def _check_documents(settings: dict[str, Any], name: str, documents: Path, archive: str) -> None:
    """Refuse a restored database with missing files, or with one that is not what was kept."""
    digests = _digests(settings, name)
    missing = [stored_as for stored_as in digests if not (documents / stored_as).is_file()]
    if missing:
        raise DatabaseProblem(
            f"The database {name} is restored, but {len(missing)} of its {len(digests)} documents "
            f"have no file in {documents}. Did {archive} lie beside the dump?"
        )
    for stored_as, digest in digests.items():
        if sha256_of(documents / stored_as) != digest:
            raise DatabaseProblem(
                f"The database {name} is restored, but the file {stored_as} is not what was kept."
            )


def _faults_of_documents(settings: dict[str, Any], name: str, papers: Path) -> list[str]:
    """Return which files of the rows of a database are not in an archive, or differ there."""
    there = {}
    with tarfile.open(papers) as archive:
        for member in archive:
            content = archive.extractfile(member)
            assert content is not None  # noqa: S101 (only files were packed)
            there[member.name] = hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]
    return [
        f"The file {stored_as} is {'not what was kept' if stored_as in there else 'missing'}."
        for stored_as, digest in _digests(settings, name).items()
        if there.get(stored_as) != digest
    ]


def _digests(settings: dict[str, Any], name: str) -> dict[str, str]:
    """Return the digest of each file that a database knows, by the name of the file."""
    names: dict[str, str] = {}
    for table, digests in _FILES.items():
        if _statement(settings, name, "SELECT to_regclass(%s)::text", table)[0][0]:
            rows = _statement(settings, name, digests)
            names |= {uuid.UUID(stored_as).hex: digest for stored_as, digest in rows}
    return names


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
    with proof.opened(settings, name) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(text, values or None)
            return cursor.fetchall() if cursor.description else []


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
