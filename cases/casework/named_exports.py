"""A list of children taken away with names: asked for, agreed to above some rows, handed out."""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from cases.casework.editing import save, take
from cases.casework.refused import Refused
from cases.models import NamedExport, NamedExportFile, User
from cases.queries.named_exports import (
    answer_refusals,
    approve_refusals,
    ask_refusals,
    take_refusals,
)


class CannotExport(Refused):
    """The names stay; the message says why."""


@transaction.atomic
def ask(*, by: User, narrowed: str, children: Sequence[int], purpose: str) -> NamedExport:
    """Ask to take the list of these children away with their names. Raises ``CannotExport``.

    Source: security page, section 1, row 4.
    """
    if refusals := ask_refusals(children, by=by):
        raise CannotExport(*refusals)
    return NamedExport.objects.create(
        filter=narrowed,
        children=list(children),
        purpose=purpose,
        asked_by=by,
        asked_at=timezone.now(),
    )


@transaction.atomic
def approve(
    *, export: NamedExport, version: int | None, by: User, children: Sequence[int]
) -> NamedExport:
    """Agree that these names leave; ``children`` are those on the list by now.

    Raises ``CannotExport`` also where they are others than those asked for, and ``Stale``.
    """
    export = take(NamedExport.objects.all(), export.pk, version)
    if refusals := approve_refusals(export, children, by=by):
        raise CannotExport(*refusals)
    export.approved_by, export.approved_at = by, timezone.now()
    save(export, "approved_by", "approved_at")
    return export


@transaction.atomic
def drop(*, export: NamedExport, version: int | None, by: User) -> NamedExport:
    """Refuse a request, or withdraw one's own. Raises ``CannotExport``, and ``Stale``."""
    export = take(NamedExport.objects.all(), export.pk, version)
    if refusals := answer_refusals(export):
        raise CannotExport(*refusals)
    export.dropped_by, export.dropped_at = by, timezone.now()
    save(export, "dropped_by", "dropped_at")
    return export


@transaction.atomic
def hand_out(
    *,
    export: NamedExport,
    by: User,
    children: Sequence[int],
    ending: str,
    at: datetime.datetime,
) -> NamedExportFile:
    """Put on record that ``by`` is given the file. Raises ``CannotExport``."""
    if refusals := take_refusals(export, children, by=by, at=at):
        raise CannotExport(*refusals)
    return NamedExportFile.objects.create(export=export, ending=ending, by=by)
