"""Compares the figures that are kept with a recount, or makes them anew."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.casework import kept_sums
from cases.figures.recount import recount


class Command(BaseCommand):
    help = "Compare the kept figures with a recount of every case and fee."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--rebuild",
            action="store_true",
            help="make them anew first, while the register is served",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["rebuild"]:
            fresh = kept_sums.rebuild()
            self.stdout.write(f"{fresh.children} cases counted, {fresh.sums} sums made anew")
        differences = recount()
        for reference in differences.cases:
            self.stdout.write(f"{reference}: not counted as it is")
        for each in differences.sums:
            self.stdout.write(f"{each.label}: {each.summed} kept, {each.counted} counted")
        if not differences.is_equal:
            raise CommandError("The kept figures differ from a recount. See --rebuild.")
        self.stdout.write("The kept figures are equal to a recount.")
