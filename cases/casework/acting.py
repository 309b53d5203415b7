"""Who acts, told to the database, where no page does."""

from collections.abc import Iterator
from contextlib import contextmanager

import pghistory
from django.db import connection

from cases.models import User

_NOBODY = "SELECT set_config('pghistory.context_metadata', '', true)"


@contextmanager
def command(name: str) -> Iterator[None]:
    """Tell the database that a command on the server acts, which writes in several names."""
    with pghistory.context(command=name):
        yield


@contextmanager
def acting(by: User) -> Iterator[None]:
    """Tell the database that ``by`` acts; afterwards, whoever did before."""
    with pghistory.context() as declared:
        before = dict(declared.metadata)
        declared.metadata["user"] = by.pk
        try:
            yield
        finally:
            declared.metadata.clear()
            declared.metadata.update(before)
    if not before and connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute(_NOBODY)
