"""Closed cases past their term are disposed of: one person asks, another approves, and it is done.

What goes is ``models/disposed.py``; the database does it by ``cases_dispose`` alone.
"""

import datetime
import uuid
from collections.abc import Iterable

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.casework import documents
from cases.casework.cases import lock_child
from cases.casework.editing import save, take
from cases.casework.refused import Refused
from cases.casework.registration import hold_registering
from cases.models import Child, Disposal, Mother, User
from cases.queries.disposals import approval_refusals, disposal_refusals, due_case


class CannotDispose(Refused):
    """The case is kept."""


@transaction.atomic
def ask(*, child: Child, by: User, on: datetime.date) -> Disposal:
    """Ask that a case past its term be disposed of; nothing goes before a second person approves.

    Raises ``CannotDispose`` with a sentence for each thing that is still open.
    """
    child = lock_child(child)
    if Disposal.objects.asked().filter(child=child).exists():
        raise CannotDispose(_("Already requested. It is waiting for a second person."))
    reasons, due = disposal_refusals(child, on=on), due_case(child, on=on)
    if reasons or due is None:
        raise CannotDispose(*reasons)
    return Disposal.objects.create(
        child=child,
        records=due.records,
        kept_until=due.kept_until,
        asked_by=by,
        asked_at=timezone.now(),
    )


@transaction.atomic
def approve(*, disposal: Disposal, version: int | None, by: User, on: datetime.date) -> None:
    """Dispose of the case as the second person: for ever, its files too.

    Raises ``CannotDispose`` if ``by`` asked for it or anything is open again, and ``Stale``.
    """
    hold_registering()
    Mother.objects.select_for_update(no_key=True).get(children=disposal.child_id)
    child = lock_child(disposal.child)
    disposal = take(Disposal.objects.all(), disposal.pk, version)
    disposal.child = child
    if reasons := approval_refusals(disposal, by=by, on=on):
        raise CannotDispose(*reasons)
    disposal.approved_by, disposal.approved_at = by, timezone.now()
    save(disposal, "approved_by", "approved_at")
    files = _dispose(disposal, backups=on + datetime.timedelta(days=settings.BACKUPS_KEPT_DAYS))
    transaction.on_commit(lambda: documents.remove(files))


@transaction.atomic
def drop(*, disposal: Disposal, version: int | None, by: User) -> None:
    """Refuse or withdraw a request; the case is kept. Raises ``CannotDispose`` and ``Stale``."""
    disposal = take(Disposal.objects.all(), disposal.pk, version)
    if disposal.approved_by_id or disposal.dropped_by_id:
        raise CannotDispose(_("No disposal is requested for this case."))
    disposal.dropped_by, disposal.dropped_at = by, timezone.now()
    save(disposal, "dropped_by", "dropped_at")


def _dispose(disposal: Disposal, *, backups: datetime.date) -> Iterable[uuid.UUID]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT unnest(cases_dispose(%s, %s))", [disposal.pk, backups])
        files = [name for (name,) in cursor.fetchall()]
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return files
