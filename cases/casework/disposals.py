"""Closed cases, and enquiries about no child, are disposed of past their term: one person asks,
another approves, and it is done.

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
from cases.models import Child, Disposal, Enquiry, Mother, User
from cases.models.changed_case import SETTLED
from cases.queries.disposals import (
    approval_refusals,
    disposal_refusals,
    disposals_of,
    due_of,
    record_of,
)


class CannotDispose(Refused):
    """The case or the enquiry is kept."""


@transaction.atomic
def ask(*, record: Child | Enquiry, by: User, on: datetime.date) -> Disposal:
    """Ask that what is past its term be disposed of; nothing goes before a second person approves.

    Raises ``CannotDispose`` with a sentence for each thing that is still open.
    """
    record = _locked(record)
    if disposals_of(record).filter(approved_by=None, dropped_by=None).exists():
        raise CannotDispose(_("Already requested. It is waiting for a second person."))
    reasons, due = disposal_refusals(record, on=on), due_of(record, on=on)
    if reasons or due is None:
        raise CannotDispose(*reasons)
    return Disposal.objects.create(
        child=record if isinstance(record, Child) else None,
        enquiry=record if isinstance(record, Enquiry) else None,
        records=due.records,
        kept_until=due.kept_until,
        asked_by=by,
        asked_at=timezone.now(),
    )


@transaction.atomic
def approve(*, disposal: Disposal, version: int | None, by: User, on: datetime.date) -> None:
    """Dispose of the case or the enquiry as the second person: for ever, its files too.

    Raises ``CannotDispose`` if ``by`` asked for it or anything is open again, and ``Stale``.
    """
    hold_registering()
    if disposal.child_id:
        Mother.objects.select_for_update(no_key=True).get(children=disposal.child_id)
    record = _locked(record_of(disposal))
    disposal = take(Disposal.objects.all(), disposal.pk, version)
    if isinstance(record, Child):
        disposal.child = record
    if reasons := approval_refusals(disposal, by=by, on=on):
        raise CannotDispose(*reasons)
    disposal.approved_by, disposal.approved_at = by, timezone.now()
    save(disposal, "approved_by", "approved_at")
    files = _dispose(disposal, backups=on + datetime.timedelta(days=settings.BACKUPS_KEPT_DAYS))
    transaction.on_commit(lambda: documents.remove(files))


@transaction.atomic
def drop(*, disposal: Disposal, version: int | None, by: User) -> None:
    """Refuse or withdraw a request; nothing goes. Raises ``CannotDispose`` and ``Stale``."""
    disposal = take(Disposal.objects.all(), disposal.pk, version)
    if disposal.approved_by_id or disposal.dropped_by_id:
        raise CannotDispose(_("No disposal is requested."))
    disposal.dropped_by, disposal.dropped_at = by, timezone.now()
    save(disposal, "dropped_by", "dropped_at")


def _locked(record: Child | Enquiry) -> Child | Enquiry:
    """Lock the record, against rows that would be added to it too."""
    if isinstance(record, Child):
        Child.objects.select_for_update().get(pk=record.pk)
        return lock_child(record)
    return Enquiry.objects.select_for_update().get(pk=record.pk)


def _dispose(disposal: Disposal, *, backups: datetime.date) -> Iterable[uuid.UUID]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT unnest(cases_dispose(%s, %s))", [disposal.pk, backups])
        files = [name for (name,) in cursor.fetchall()]
        cursor.execute(SETTLED)
    return files
