"""Locking a record before it is changed, and saving its next version."""

from collections.abc import Mapping
from typing import TypeVar

from django.db import models
from django.utils.translation import gettext as _

from cases.models.guards import Editable

Record = TypeVar("Record", bound=Editable)


class Stale(Exception):
    """The record was changed after the form was opened; nothing was saved."""

    def __init__(self, record: Editable) -> None:
        super().__init__(_("This record changed after you opened it."))
        #: The current record.
        self.record = record


def take(queryset: "models.QuerySet[Record]", pk: int, version: int | None) -> Record:
    """Lock and return the current row. Raises ``Stale`` if ``version`` is missing or another.

    Locks are taken in one order everywhere: movement, mother, child, fee.
    """
    return unless_stale(queryset.select_for_update(no_key=True, of=("self",)).get(pk=pk), version)


def unless_stale(record: Record, version: int | None) -> Record:
    """Return a locked row. Raises ``Stale`` if ``version`` is missing or another."""
    if record.version != version:
        raise Stale(record)
    return record


def save(record: Editable, *fields: str) -> None:
    """Save ``fields`` of a row locked by ``take``, as its next version."""
    record.version += 1
    record.save(update_fields=[*fields, "version"])


def restated(record: Editable, facts: Mapping[str, object], *also: str) -> bool:
    """Save ``facts`` of a locked row if it does not say them yet; return whether it did not.

    With them the columns ``also`` are saved.
    """
    if all(getattr(record, name) == fact for name, fact in facts.items()):
        return False
    for name, fact in facts.items():
        setattr(record, name, fact)
    save(record, *facts, *also)
    return True
