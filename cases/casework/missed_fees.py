"""Fees that no act made due: asked for by one person, made due by another."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.casework import fees, journal
from cases.casework.cases import lock_child
from cases.casework.editing import save, take
from cases.casework.fees import CannotPay, once
from cases.models import Child, MissedFee, User
from cases.queries.missed_fees import OwedFee, approval_refusals, owed_fee
from cases.vocabulary import Act


@transaction.atomic
def ask(*, child: Child, by: User) -> MissedFee:
    """Ask that the fee of ``child`` be made due, by the schedule in force on the day of its event.

    It has no effect until a second person approves. Raises ``CannotPay``.
    """
    child = lock_child(child)
    owed = _owed(child)
    with once(_("Already requested. It is waiting for a second person.")):
        return MissedFee.objects.create(
            child=child,
            schedule=owed.schedule,
            due_on=owed.due_on,
            asked_by=by,
            asked_at=timezone.now(),
        )


@transaction.atomic
def approve(*, missed: MissedFee, version: int | None, by: User, on: datetime.date) -> None:
    """Make the fee due as the second person.

    Raises ``CannotPay`` if ``by`` asked for it, or if it is not missing any more; ``Stale``.
    """
    child = lock_child(missed.child)
    missed = take(MissedFee.objects.select_related("schedule"), missed.pk, version)
    if not _is_asked(missed):
        raise CannotPay(_("Nobody has asked for this fee."))
    if refusals := approval_refusals(missed, by=by):
        raise CannotPay(*refusals)
    owed = _owed(child)
    if (owed.schedule, owed.due_on) != (missed.schedule, missed.due_on):
        raise CannotPay(_("The fee is another one by now. Refuse this request, and ask again."))
    missed.approved_by, missed.approved_at = by, timezone.now()
    save(missed, "approved_by", "approved_at")
    fees.owe(child, missed.schedule, on=missed.due_on)
    journal.record(child, act=Act.FEE_DUE, by=by, on=on, detail=missed.due_on.isoformat())
    journal.settle(child, by=by)


@transaction.atomic
def drop(*, missed: MissedFee, version: int | None, by: User) -> None:
    """Refuse or withdraw a request; no fee is made. Raises ``CannotPay`` and ``Stale``."""
    missed = take(MissedFee.objects.all(), missed.pk, version)
    if not _is_asked(missed):
        raise CannotPay(_("Nobody has asked for this fee."))
    missed.dropped_by, missed.dropped_at = by, timezone.now()
    save(missed, "dropped_by", "dropped_at")


def _is_asked(missed: MissedFee) -> bool:
    return missed.approved_by_id is None and missed.dropped_by_id is None


def _owed(child: Child) -> OwedFee:
    owed = owed_fee(child.reference)
    if owed is None:
        raise CannotPay(_("No fee is missing for this child."))
    return owed
