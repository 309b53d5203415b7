"""How a command answers what an act or a file refuses: in a sentence, with a code that says so."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError

from cases.casework.refused import Refused
from cases.files.spreadsheets import CannotReadFile


@contextmanager
def refusals_told() -> Iterator[None]:
    """End the command with the sentence of what is refused inside."""
    try:
        yield
    except (Refused, CannotReadFile) as refusal:
        raise CommandError(str(refusal)) from refusal
