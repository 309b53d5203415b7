"""A restore, tried: how long it takes, and whether everything came back."""

import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from repatriation import backup, proof
from repatriation.programs import DatabaseProblem


def drill(
    settings: dict[str, Any], file: Path, directory: Path, *, key: Path | None = None
) -> backup.Report:
    """Restore a backup into a database of its own, compare it with its report, and drop it.

    Returns a report, which is also written into ``directory``, dated: rows, guards and figures,
    documents by their digest, the chain of seals. Raises ``DatabaseProblem`` for a file that
    cannot be restored.
    """
    proved = backup.read_report(file)
    if proved is None:
        raise DatabaseProblem(f"{backup.report_of(file).name} must lie beside {file.name}.")
    began, at = time.monotonic(), datetime.now(UTC)
    holdings, faults = _tried(settings, file, key, proved)
    report = backup.Report(
        kind="drill", at=at.isoformat(), file=file.name, holdings=holdings, faults=faults,
        seconds=round(time.monotonic() - began, 1), files=proved["files"],
    )  # fmt: skip
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    backup.write_report(directory / f"drill-{at:%Y%m%dT%H%M%SZ}.json", report)
    return report


def _tried(
    settings: dict[str, Any], file: Path, key: Path | None, proved: backup.Report
) -> tuple[proof.Contents, list[str]]:
    name = f"{settings['NAME']}_drill"
    with backup.scratch(settings, name), TemporaryDirectory(prefix="drill-") as folder:
        try:
            backup.restore(settings, file, name, Path(folder) / "documents", key=key)
            faults = []
        except DatabaseProblem as problem:
            if not proof.contents_of(settings, name)["tables"]:
                raise
            faults = [str(problem)]  # rows came back, documents did not
        holdings = proof.contents_of(settings, name)
        faults += proof.differences(proved["holdings"], holdings)
        return holdings, faults + proof.broken_seals(settings, name)
