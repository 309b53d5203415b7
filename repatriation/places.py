"""Paths and owner of the embedded server's data, socket and programs."""

import hashlib
import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

# A socket's whole path has room for 103 bytes on one system and 107 on another.
SOCKET_PATH_ROOM = 100


@dataclass(frozen=True)
class Account:
    """The user that the server runs as when we are root."""

    uid: int
    gid: int


@dataclass(frozen=True)
class Place:
    home: Path
    sockets: Path
    account: Account | None


def place(var: Path, name: str = "postgresql") -> Place:
    """Return the place of the cluster ``name`` for the data directory ``var``."""
    home = var.resolve() / name
    account = None
    if os.geteuid() == 0:
        account = account_for(home)
        elsewhere = Path("/var/lib") / f"repatriation-{mark(home)}"
        if elsewhere.exists() or not may_enter(home.parent, account):
            home = elsewhere
    return Place(home, socket_directory(home, account), account)


def account_for(home: Path) -> Account:
    """Return the owner of the data, else the user postgres or nobody."""
    if home.exists() and home.stat().st_uid != 0:
        return Account(home.stat().st_uid, home.stat().st_gid)
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(user.pw_uid, user.pw_gid)
    raise ImproperlyConfigured(
        "PostgreSQL does not run as root, and there is neither a user postgres nor a user "
        "nobody here. Run this as an ordinary user, or set DATABASE_URL."
    )


def may_enter(directory: Path, account: Account) -> bool:
    """Whether the account may pass through every directory down to this one."""
    return all(
        _may_pass(step.stat(), account) for step in (directory, *directory.parents) if step.exists()
    )


def _may_pass(status: os.stat_result, account: Account) -> bool:
    if status.st_uid == account.uid:
        return bool(status.st_mode & stat.S_IXUSR)
    if status.st_gid == account.gid:
        return bool(status.st_mode & stat.S_IXGRP)
    return bool(status.st_mode & stat.S_IXOTH)


def socket_directory(home: Path, account: Account | None) -> Path:
    """Return a directory next to the data, unless its path is too long or has a comma."""
    beside = home / "socket"
    full = os.fsencode(beside / ".s.PGSQL.5432.lock")
    if len(full) <= SOCKET_PATH_ROOM and not set(str(beside)) & {",", '"'}:
        return beside
    uid = account.uid if account else os.geteuid()
    return Path("/tmp") / f"repatriation-{uid}-{mark(home)}"  # noqa: S108 (checked when made)


def mark(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def private_directory(path: Path, account: Account | None) -> None:
    """Create a directory that only its user may enter; refuse one of another user."""
    uid, gid = (account.uid, account.gid) if account else (os.geteuid(), os.getegid())
    try:
        path.mkdir(mode=0o700)
        os.chown(path, uid, gid)
    except FileExistsError:
        pass
    status = path.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid not in {uid, os.geteuid()}:
        raise PermissionError(0, "not ours", str(path))
    if status.st_uid != uid:  # made by root, who was cut off before giving it away
        os.chown(path, uid, gid)
    if stat.S_IMODE(status.st_mode) != 0o700:
        path.chmod(0o700)
