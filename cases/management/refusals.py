"""Answers refusals in commands: a sentence and an exit code."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError

from cases.casework.refused import Refused
from cases.files.spreadsheets import CannotReadFile


@contextmanager
def refusals_told() -> Iterator[None]:
    """Turn a refusal inside the block into a ``CommandError`` with its sentence."""
    try:
        yield
    except (Refused, CannotReadFile) as refusal:
        raise CommandError(str(refusal)) from refusal
