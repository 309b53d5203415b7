"""For a register whose only admin lost the second factor; otherwise two people reset it."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from cases.casework.acting import command
from cases.casework.factor_resets import reset_on_server
from cases.management.refusals import refusals_told


class Command(BaseCommand):
    help = "Take away the second factor of an account; the next sign-in sets another."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="the user name of the account")

    def handle(self, *, username: str, **_options: object) -> None:
        with refusals_told(), command("reset_second_factor"):
            reset_on_server(username)
        self.stdout.write(f"{username} sets another second factor at the next sign-in.")
        self.stdout.write("The auditor is told that this was done on the server.")
