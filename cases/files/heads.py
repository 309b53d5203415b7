"""The heads of the chain of seals, one file a day, in a directory outside the database."""

import datetime
import os
from pathlib import Path


def path_of(directory: Path, on: datetime.date) -> Path:
    return directory / f"head-{on:%Y-%m-%d}.json"


def newest(directory: Path) -> Path | None:
    """Return the file of the newest head that was written there, if any."""
    return max(directory.glob("head-*.json"), default=None)


def write(path: Path, text: str) -> None:
    """Write a head, readable by its owner alone and never again writable."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o440), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
