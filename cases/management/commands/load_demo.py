"""Load the demonstration register into a database of its own."""

import os
import secrets
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connections
from django.utils import timezone

from cases import demonstration
from cases.casework import forecasts
from cases.casework.acting import command
from cases.management.refusals import refusals_told


class Command(BaseCommand):
    help = "Load 43 invented mothers and 92 invented children. Safe to run twice."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--children",
            type=int,
            choices=demonstration.CHILDREN,
            metavar="N",
            help="so many children instead, 10 to 50, of a few families at most stages",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        password = os.environ.get("DEMO_PASSWORD") or secrets.token_urlsafe(12)
        owner = "owner" if "owner" in connections.databases else "default"
        with refusals_told(), command("load_demo"):
            loaded = demonstration.load(
                today=timezone.localdate(),
                password=password,
                owner=owner,
                children=options["children"],
            )
            forecasts.make_all(on=timezone.localdate())
        if options["verbosity"]:
            self.stdout.write("Loaded." if loaded else "The demonstration is already loaded.")
            self.stdout.write(f"Accounts: see the README. Password: {password}")
