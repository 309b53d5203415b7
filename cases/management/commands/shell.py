"""Django's shell, which tells the database that a command acts, and not a page."""

from typing import Any

from django.core.management.commands import shell

from cases.casework.acting import command


class Command(shell.Command):
    def handle(self, **options: Any) -> Any:
        with command("shell"):
            return super().handle(**options)
