"""Folds the sums that figures are read from; run every few minutes, and whole each night."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from cases.casework import kept_sums


class Command(BaseCommand):
    help = "Fold the sums of the figures: what was added since the last time, or all of it."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--whole", action="store_true", help="fold what is folded already too")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{kept_sums.fold(whole=options['whole'])} rows folded")
