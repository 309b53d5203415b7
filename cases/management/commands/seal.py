"""Seals what is only ever added; run each minute. Once a day it writes the head outside."""

import contextlib
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection
from django.utils import timezone

from cases.casework import seals
from cases.files import heads
from cases.queries.seals import last_head
from cases.rules.heads import signed


class Command(BaseCommand):
    help = "Seal the rows that came since the last time; once a day, write the signed head."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--every", type=int, metavar="SECONDS", help="go on, at this pace")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.SEAL_KEY:
            raise CommandError("SEAL_KEY is not set: nothing can be signed.")
        self._seal()
        while pace := options["every"]:
            connection.close()
            time.sleep(pace)
            with contextlib.suppress(OperationalError):  # the database is being started again
                self._seal()

    def _seal(self) -> None:
        self.stdout.write(f"{seals.seal()} rows sealed")
        file = heads.path_of(settings.SEAL_HEADS_DIR, timezone.localdate())
        head = last_head()
        if head is None or file.exists():
            return
        text = signed(head, settings.SEAL_KEY)
        heads.write(file, text)
        seals.tell_head(text)
        self.stdout.write(f"The head of the day is in {file}")
