"""Makes the forecasts of today; also by the nightly command."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from cases.casework import forecasts, processes
from cases.casework.acting import command
from cases.models import KeptForecast


class Command(BaseCommand):
    help = "Make the forecast of each agreement of which anything was entered since the last one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--past",
            action="store_true",
            help="also those of past month ends that were not made then",
        )

        parser.add_argument("--agreement", default="", help="one alone, by its address")
        parser.add_argument("--again", type=int, help="run a kept one again, by its key")
        parser.add_argument("--seed", default="", help="with this seed")

    def handle(self, *args: Any, **options: Any) -> None:
        on, of = timezone.localdate(), options["agreement"]
        processes.say(f"forecast {of}" if of else "")
        try:
            with command("forecast"):
                if options["again"]:
                    row = KeptForecast.objects.get(pk=options["again"])
                    rows = [forecasts.make_again(row, seed=options["seed"])]
                else:
                    rows = forecasts.make_past(on=on) if options["past"] else []
                    rows += forecasts.make_all(on=on, of=of)
        finally:
            processes.say("")
        for row in rows:
            self.stdout.write(f"{row}: {row.middle or row.refusal}")
