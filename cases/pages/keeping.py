"""Backups, restore drills and the virus check, put into words."""

import datetime
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import wording
from cases.files.backups import BackupReport
from cases.pages.facts import StatusLine

#: Made each night: after so long one was missed.
BACKUP_LATE = datetime.timedelta(hours=26)
#: Tried each quarter.
DRILL_LATE = datetime.timedelta(days=92)


def backup_lines(
    backup: BackupReport | None, drill: BackupReport | None, *, at: datetime.datetime
) -> Iterator[StatusLine]:
    """Return how it stands with the last backup and the last drill."""
    label = _("Last backup")
    yield _line(label, backup, _("No backup yet"), is_late=_is_late(backup, at, BACKUP_LATE))
    if backup and not backup.is_encrypted:
        why = _("Set BACKUP_PUBLIC_KEY; deploy/README.md says how.")
        yield StatusLine(label=_("Encryption"), status=_("Not encrypted"), tone="warn", why=why)
    label, none = _("Last restore drill"), _("No restore drill yet")
    yield _line(label, drill, none, is_late=_is_late(drill, at, DRILL_LATE))


def virus_line(waiting: int, since: datetime.datetime | None, *, is_configured: bool) -> StatusLine:
    """Return how it stands with files that wait for the virus scanner."""
    label = _("Virus check")
    if since:
        status = ngettext("%(count)s file waits", "%(count)s files wait", waiting)
        why = _("since %(when)s") % {"when": wording.moment_text(since)}
        return StatusLine(label=label, status=status % {"count": waiting}, tone="warn", why=why)
    if is_configured:
        return StatusLine(label=label, status=_("No file waits"))
    return StatusLine(label=label, status=_("No virus scanner is connected"), tone="idle")


def _is_late(report: BackupReport | None, at: datetime.datetime, most: datetime.timedelta) -> bool:
    return report is None or at - report.at > most


def _line(label: str, report: BackupReport | None, none: str, *, is_late: bool) -> StatusLine:
    if report is None:
        return StatusLine(label=label, status=none, tone="warn")
    why = _("%(rows)s rows compared, in %(seconds)s s") % {
        "rows": f"{report.rows:,}",
        "seconds": report.seconds,
    }
    if report.faults:
        return StatusLine(
            label=label,
            status=_("Something is missing or differs"),
            tone="bad",
            why=f"{wording.moment_text(report.at)} · {' '.join(report.faults[:3])}",
        )
    tone = "warn" if is_late else "ok"
    status = wording.moment_text(report.at)
    late = _("It is older than it should be.")
    return StatusLine(
        label=label, status=status, tone=tone, why=f"{late} {why}" if is_late else why
    )
