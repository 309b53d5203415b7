"""How a test asks the database itself, past Python, whether it refuses a row."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import Error, connection, models, transaction


@contextmanager
def refused(constraint: str) -> Iterator[None]:
    """Expect the guard of this name to refuse what is done inside, at once or at commit."""
    with pytest.raises(Error) as refusal, transaction.atomic():
        yield
        connection.check_constraints()
    assert refusal.value.__cause__.diag.constraint_name == constraint


def execute(sql: str, *params: object) -> None:
    """Run raw SQL, as somebody with a console would."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def is_now(record: models.Model, **fields: object) -> None:
    """Write as plain SQL would: no act, no save()."""
    type(record).objects.filter(pk=record.pk).update(**fields)
