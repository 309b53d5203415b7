import time
from collections.abc import Callable
from typing import Any

from django.core.management.base import OutputWrapper
from django.core.management.commands import migrate
from django.db import connections

from repatriation.releases import refuse_another_release

EVERY = 5  # seconds


class Command(migrate.Command):
    """Refuses a database with unknown migrations before Django's own command writes."""

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_another_release(options["database"])
        if options["verbosity"] < 1:
            super().handle(*args, **options)
            return
        with connections[options["database"]].execute_wrapper(Progress(self.stdout)):
            super().handle(*args, **options)


class Progress:
    """Says how many statements are done, while a long migration says nothing."""

    def __init__(self, out: OutputWrapper) -> None:
        self.out, self.statements, self.at = out, 0, time.monotonic()

    def __call__(self, execute: Callable[..., Any], *statement: Any) -> Any:
        result = execute(*statement)
        self.statements += 1
        if time.monotonic() - self.at > EVERY:
            self.at = time.monotonic()
            self.out.write(f" … {self.statements:,} statements")
            self.out.flush()
        return result
