"""Fees: due by rule, paid in batches, acknowledged by receipts."""

import datetime
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache

from django.db import IntegrityError, transaction
from django.db.models import CharField, F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.casework import journal
from cases.casework.editing import save, take
from cases.casework.refused import Refused
from cases.models import Child, Fee, FeeSchedule, User
from cases.models.prepared import DAY, KEY, Parameter, Records
from cases.queries.bulk import MOST
from cases.queries.waivers import FeesPicked, picked_fees, why_not_waived
from cases.rules.fees import EVENT_OF, past
from cases.vocabulary import Act, DueEvent, FeeStatus, Reason, Stage

_WAIVER = ("waiver_reason", "waiver_asked_by", "waiver_asked_at")


class CannotPay(Refused):
    """The step of a fee or of a batch is refused."""


def become_due(child: Child, *, on: datetime.date, by: User) -> Fee | None:
    """Make the fee of ``child`` due if her new stage is the schedule's event; return it or None.

    Called by every act that moves a case, inside its transaction. One fee per child and
    agreement, with the schedule's amount on that day; a fee that was refunded or credited
    to another child is due again.
    """
    if fees := _fee_of().of(key=child.pk):
        return _due_again(fees[0], child, on=on, by=by)
    event = EVENT_OF.get(Stage(child.stage))
    schedules = _in_force().of(key=child.agreement_id, on=on, event=event.value) if event else ()
    if not schedules:
        return None
    fee = owe(child, schedules[0], on=on)
    journal.record(child, act=Act.FEE_DUE, by=by, on=on)
    return fee


@cache
def _fee_of() -> Records[Fee]:
    return Records(Fee.objects.filter(child=KEY).select_related("schedule"))


@cache
def _in_force() -> Records[FeeSchedule]:
    event = Parameter("event", CharField())
    of_event = FeeSchedule.objects.in_force(on=DAY).filter(agreement=KEY, due_event=event)
    return Records(of_event.order_by("pk")[:1])


def owe(child: Child, schedule: FeeSchedule, *, on: datetime.date) -> Fee:
    """Create the fee of ``child`` as ``schedule`` says, due since a day."""
    return Fee.objects.create(
        child=child,
        agreement_id=child.agreement_id,
        schedule=schedule,
        amount=schedule.amount,
        currency=schedule.currency,
        due_on=on,
    )


def _due_again(fee: Fee, child: Child, *, on: datetime.date, by: User) -> Fee | None:
    way = past(DueEvent(fee.schedule.due_event))
    if fee.status not in (FeeStatus.REFUNDED, FeeStatus.CREDITED) or child.stage not in way:
        return None
    turn(lock([fee.pk]), FeeStatus.DUE)
    journal.record(child, act=Act.FEE_DUE, by=by, on=on)
    return fee


@contextmanager
def once(sentence: str, *, field: str | None = None) -> Iterator[None]:
    """Raise ``CannotPay(sentence)`` if the block violates a ``…_once`` unique index."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "_once" not in str(error):
            raise
        raise CannotPay(sentence, field=field) from None


def lock(pks: Iterable[int]) -> list[Fee]:
    """Lock fees in the order of their keys, as every act does, and return the current rows."""
    fees = Fee.objects.select_for_update(no_key=True, of=("self",)).select_related("child")
    return list(fees.filter(pk__in=sorted(set(pks))).order_by("pk"))


def turn(fees: Iterable[Fee], status: FeeStatus) -> None:
    """Set the status of locked fees, as their next version; a trigger checks the transition."""
    pks = [fee.pk for fee in fees]
    Fee.objects.filter(pk__in=pks).update(status=status, version=F("version") + 1)


def waiver_refusals(fee: Fee, *, by: User) -> tuple[str, ...]:
    """Return why ``by`` cannot approve the waiver of ``fee``; empty if they can."""
    if fee.waiver_asked_by_id is None or fee.status != FeeStatus.DUE:
        return (_("No waiver is requested for this fee."),)
    if fee.waiver_asked_by_id == by.pk:
        return (_("You requested this waiver. A second person must approve it."),)
    return ()


@transaction.atomic
def ask_waiver(*, fee: Fee, version: int | None, by: User, reason: Reason) -> None:
    """Request a waiver; the fee stays due until it is approved.

    Raises ``CannotPay`` unless the fee is due and no waiver is requested, and ``Stale``.
    """
    fee = take(Fee.objects.all(), fee.pk, version)
    if why := why_not_waived(fee):
        raise CannotPay(why)
    fee.waiver_reason, fee.waiver_asked_by, fee.waiver_asked_at = reason, by, timezone.now()
    save(fee, *_WAIVER)


@transaction.atomic
def ask_waivers(
    *, rows: "QuerySet[Fee]", by: User, reason: Reason, counted: int | None, seen: str
) -> FeesPicked:
    """Request the waiver of each fee of ``rows`` that can be waived, for all or none; return them.

    Raises ``CannotPay`` if ``rows`` are not ``counted`` any more, or not as they were ``seen``,
    or if there are too many; ``Stale``.
    """
    party = picked_fees(rows)
    if party.counted > MOST:
        raise CannotPay(_("At most %(most)s fees can be waived at once.") % {"most": MOST})
    if (party.counted, party.seen) != (counted, seen):
        raise CannotPay(_("The list has changed. Check the number again."))
    if not party.fees:
        raise CannotPay(_("No fee of this list can be waived."))
    for fee in party.fees:
        ask_waiver(fee=fee, version=fee.version, by=by, reason=reason)
    return party


@transaction.atomic
def approve_waiver(*, fee: Fee, version: int | None, by: User, on: datetime.date) -> None:
    """Waive a fee as the second person.

    Raises ``CannotPay`` if ``by`` requested it, and ``Stale``.
    """
    child = lock_child_of(fee)
    fee = take(Fee.objects.all(), fee.pk, version)
    if refusals := waiver_refusals(fee, by=by):
        raise CannotPay(*refusals)
    fee.status, fee.waiver_approved_by, fee.waiver_approved_at = (
        FeeStatus.WAIVED,
        by,
        timezone.now(),
    )
    save(fee, "status", "waiver_approved_by", "waiver_approved_at")
    reason = Reason(fee.waiver_reason)
    journal.record(child, act=Act.FEE_WAIVED, by=by, on=on, reason=reason)
    journal.settle(child, by=by)


@transaction.atomic
def drop_waiver(*, fee: Fee, version: int | None, by: User) -> None:
    """Refuse or withdraw a requested waiver; the fee stays due.

    The journal records who did so, and the reason of the request. Raises ``CannotPay``, ``Stale``.
    """
    child = lock_child_of(fee)
    fee = take(Fee.objects.all(), fee.pk, version)
    if fee.waiver_asked_by_id is None or fee.status != FeeStatus.DUE:
        raise CannotPay(_("No waiver is requested for this fee."))
    reason, on = fee.waiver_reason, timezone.localdate()
    fee.waiver_reason, fee.waiver_asked_by, fee.waiver_asked_at = "", None, None
    save(fee, *_WAIVER)
    journal.record(child, act=Act.WAIVER_DROPPED, by=by, on=on, reason=reason)
    journal.settle(child, by=by)


def lock_child_of(fee: Fee) -> Child:
    """Lock the child's row, before the fee's: the act ends by updating the child's tasks."""
    journal.begin()
    return Child.objects.select_for_update(no_key=True, of=("self",)).get(pk=fee.child_id)
