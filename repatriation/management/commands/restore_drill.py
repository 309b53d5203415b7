"""Try a restore: everything is compared, and a dated report is left."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from repatriation import backup, drill, proof
from repatriation.programs import DatabaseProblem


class Command(BaseCommand):
    help = "Restore a backup into a database of its own, compare everything, drop it, and report."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--key", type=Path, metavar="FILE", help="the private key")

    def handle(self, *args: Any, file: Path, key: Path | None, **options: Any) -> None:
        if "owner" not in settings.DATABASES:
            raise CommandError("Set DATABASE_OWNER_URL: a drill is the owner's.")
        owner = settings.DATABASES["owner"]
        try:
            report = drill.drill(owner, file, settings.BACKUPS_DIR, key=key)
        except DatabaseProblem as problem:
            raise CommandError(str(problem)) from problem
        self._say(report)
        if report["faults"]:
            raise CommandError(" ".join(report["faults"]))
        self.stdout.write("Rows, guards, figures, files and the chain of seals are equal.")

    def _say(self, report: backup.Report) -> None:
        holdings = report["holdings"]
        self.stdout.write(
            f"{report['at'][:19]} UTC  {report['file']}\n"
            f"{proof.rows_in(holdings):,} rows of {len(holdings['tables'])} tables, "
            f"{holdings['guards'][0]} guards, in {report['seconds']} s"
        )
        for name, rows in holdings["figures"].items():
            self.stdout.write(f"{name}: {', '.join(' '.join(row) for row in rows) or 'none'}")
