"""Compares every sealed row with its seal, and the chain with a head kept outside."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cases.casework import seals
from cases.files import heads
from cases.queries.seals import departure, last_head
from cases.rules.heads import ForeignHead, read_head


class Command(BaseCommand):
    help = "Name the first row that is not as it was sealed; changes nothing but the page's answer."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--head", type=Path, metavar="FILE", help="a head kept outside; else the newest written"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        file = options["head"] or heads.newest(settings.SEAL_HEADS_DIR)
        says = _departure(file) if file else ""
        fault = seals.verify(beside=says)
        if fault:
            raise CommandError(fault)
        head = last_head()
        if head is None:
            raise CommandError("Nothing is sealed yet: run manage.py seal.")
        beside = f", and with {file}" if file else "; no head kept outside was compared"
        self.stdout.write(f"{head.rows} rows agree with their seals{beside}.")


def _departure(file: Path) -> str:
    try:
        return departure(read_head(file.read_text(encoding="utf-8"), settings.SEAL_KEY))
    except (OSError, UnicodeDecodeError) as problem:
        raise CommandError(f"{file} cannot be read: {problem}.") from problem
    except ForeignHead as problem:
        raise CommandError(f"{file}: {problem}") from problem
