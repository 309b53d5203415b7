"""Backups are encrypted for a key whose private half is not on this machine (age, X25519)."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pyrage

from repatriation.programs import DatabaseProblem

ENDING = ".age"


def recipient(text: str) -> pyrage.x25519.Recipient:
    """Return a public key, "age1…". Raises ``DatabaseProblem``."""
    try:
        return pyrage.x25519.Recipient.from_str(text.strip())
    except pyrage.RecipientError as problem:
        raise DatabaseProblem(f"{text!r} is no public key; it begins with age1.") from problem


def encrypt(file: Path, into: Path, public: str) -> None:
    """Write a file encrypted for a public key; only the writer may read it."""
    into.touch(mode=0o600)
    pyrage.encrypt_file(str(file), str(into), [recipient(public)])
    with into.open("rb") as written:
        os.fsync(written.fileno())


@contextmanager
def decrypted(files: list[Path], key: Path | None) -> Iterator[list[Path]]:
    """Yield the files, decrypted into a directory of their own where they are encrypted.

    Raises ``DatabaseProblem`` without the key, with another one, or for a file that was changed.
    """
    if not any(file.suffix == ENDING for file in files):
        yield files
        return
    if key is None:
        raise DatabaseProblem(f"{files[0].name} is encrypted: give its private key, --key FILE.")
    with TemporaryDirectory(prefix="backup-") as folder:  # 0700
        yield [_decrypted(file, Path(folder), _identity(key)) for file in files]


def _decrypted(file: Path, folder: Path, identity: pyrage.x25519.Identity) -> Path:
    plain = folder / file.stem
    try:
        pyrage.decrypt_file(str(file), str(plain), [identity])
    except (pyrage.DecryptError, OSError) as problem:
        raise DatabaseProblem(
            f"{file.name} cannot be decrypted: another key, or a file that is cut or changed."
        ) from problem
    return plain


def _identity(key: Path) -> pyrage.x25519.Identity:
    try:
        lines = key.read_text(encoding="utf-8").splitlines()
        [line] = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
        return pyrage.x25519.Identity.from_str(line)
    except (OSError, ValueError, pyrage.IdentityError) as problem:
        raise DatabaseProblem(f"{key} is no private key of age.") from problem


def new_key(into: Path) -> str:
    """Write a new private key into a file, which must not exist; return the public one."""
    identity = pyrage.x25519.Identity.generate()
    public = str(identity.to_public())
    try:
        with os.fdopen(os.open(into, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400), "w") as file:
            file.write(f"# public key: {public}\n{identity}\n")
    except OSError as problem:
        raise DatabaseProblem(f"{into}: {problem.strerror}.") from problem
    return public
