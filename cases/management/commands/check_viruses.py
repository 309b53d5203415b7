"""Check the files that wait for the virus scanner; run every few minutes."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cases.casework import viruses
from cases.casework.acting import command
from cases.vocabulary import VirusCheck


class Command(BaseCommand):
    help = (
        "Check the files that wait for the virus scanner; fail if one is infected or still waits."
    )
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.CLAMD:
            self.stdout.write("No virus scanner is configured (CLAMD).")
            return
        with command("check_viruses"):
            came = viruses.check_waiting()
        self.stdout.write(f"{came[VirusCheck.CLEAN]} files found clean")
        if infected := came[VirusCheck.INFECTED]:
            self.stderr.write(f"{infected} infected; they cannot be opened")
        if waiting := came[VirusCheck.WAITING]:
            self.stderr.write(f"{waiting} still wait: the virus scanner does not answer")
        if came[VirusCheck.INFECTED] or came[VirusCheck.WAITING]:
            raise CommandError("See the page of backups and files.")
