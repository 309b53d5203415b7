"""How a record is taken hold of before it is changed."""

from typing import TypeVar

from django.db import models
from django.utils.translation import gettext as _

from cases.models.guards import Editable

Record = TypeVar("Record", bound=Editable)


class Stale(Exception):
    """Somebody saved the record after the form was opened; nothing was saved."""

    def __init__(self, record: Editable) -> None:
        super().__init__(_("This record changed after you opened it."))
        #: The record as it stands now.
        self.record = record


def take(queryset: "models.QuerySet[Record]", pk: int, version: int | None) -> Record:
    """Lock a row and return it as it stands; refuse it if ``version`` is not its own.

    Locks are taken in one order everywhere - movement, mother, child, fee -
    and a missing version is refused like a wrong one. Raises ``Stale``.
    """
    record = queryset.select_for_update(no_key=True, of=("self",)).get(pk=pk)
    if record.version != version:
        raise Stale(record)
    return record


def save(record: Editable, *fields: str) -> None:
    """Write ``fields`` of a row taken by ``take``, as its next version."""
    record.version += 1
    record.save(update_fields=[*fields, "version"])
