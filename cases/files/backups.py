"""Reads the reports on backups and restore drills that lie beside them."""

import datetime
import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class BackupReport:
    """What was compared, and when; ``faults`` are sentences for whoever runs the register."""

    at: datetime.datetime
    file: str
    rows: int
    seconds: float
    is_encrypted: bool
    faults: tuple[str, ...]


def newest(directory: Path, kind: str) -> BackupReport | None:
    """Return the newest report of a kind, "backup" or "drill", if there is one.

    A file that is no report is passed over: it is told by whoever writes there.
    """
    reports = (_read(file, kind) for file in directory.glob("*.json"))
    ours = [report for report in reports if report is not None]
    return max(ours, key=lambda report: report.at, default=None)


def _read(file: Path, kind: str) -> BackupReport | None:
    try:
        facts = json.loads(file.read_text(encoding="utf-8"))
        if facts["kind"] != kind:
            return None
        return BackupReport(
            at=datetime.datetime.fromisoformat(facts["at"]),
            file=str(facts["file"]),
            rows=sum(int(digest[0]) for digest in facts["holdings"]["tables"].values()),
            seconds=float(facts["seconds"]),
            is_encrypted=any(name.endswith(".age") for name in facts["files"]),
            faults=tuple(map(str, facts["faults"])),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
