"""The store of the files of documents: not served, under random names."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import InterfaceError, OperationalError

#: A commit whose answer was lost: nobody knows whether the row is there.
_UNKNOWN = (OperationalError, InterfaceError)
_UNFINISHED = ".unfinished"


def path_of(stored_as: uuid.UUID) -> Path:
    """Return the path of the file of a document."""
    return Path(settings.DOCUMENTS_DIR) / stored_as.hex


@contextmanager
def kept(stored_as: uuid.UUID, content: bytes) -> Iterator[None]:
    """Write a file to disk before the block, which commits its row.

    If the block fails the file is removed. If it is unknown whether the block
    has committed, the file stays, and the sweep decides later.
    """
    path = path_of(stored_as)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(_UNFINISHED)
    try:
        _write(draft, content)
        draft.rename(path)
        _sync(path.parent)
        yield
    except _UNKNOWN:
        draft.unlink(missing_ok=True)
        raise
    except Exception:
        draft.unlink(missing_ok=True)
        path.unlink(missing_ok=True)
        raise


def names() -> dict[str, float]:
    """Return the names of all files in the store with the time each was written."""
    directory = Path(settings.DOCUMENTS_DIR)
    if not directory.is_dir():
        return {}
    with os.scandir(directory) as entries:
        return {entry.name: entry.stat().st_mtime for entry in entries if entry.is_file()}


def remove(name: str) -> None:
    """Remove a file that no document knows."""
    (Path(settings.DOCUMENTS_DIR) / name).unlink(missing_ok=True)


def _write(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
