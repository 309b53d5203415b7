"""Fee schedules: proposed by one person, approved by another."""

import datetime
from decimal import Decimal
from typing import TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.casework import journal
from cases.casework.editing import save, take
from cases.casework.journal import CannotMove
from cases.models import Child, Fee, FeeSchedule, Task, User
from cases.vocabulary import DueEvent, FeeBasis, TaskRule


class ScheduleTerms(TypedDict):
    """What a fee schedule says, besides the day on which it begins."""

    amount: Decimal
    currency: str
    standard_amount: Decimal | None
    basis: FeeBasis
    due_event: DueEvent
    due_event_source: str
    paid_before_clearing: bool
    source: str


def propose(*, schedule: FeeSchedule, by: User) -> None:
    """Save a schedule as proposed by ``by``; it has no effect until approved.

    Whoever changes a proposal becomes its proposer.
    Source: security page, section 2.
    """
    schedule.asked_by, schedule.asked_at = by, timezone.now()
    schedule.returned_by, schedule.returned_reason = None, ""
    schedule.save()


@transaction.atomic
def draw_up(
    *,
    schedule: FeeSchedule,
    version: int | None,
    by: User,
    begins_on: datetime.date,
    **terms: Unpack[ScheduleTerms],
) -> FeeSchedule:
    """Propose ``schedule`` with these terms: a new one, or the one that is not approved yet.

    Raises ``CannotMove`` if it would begin before what is agreed or due, or if another was
    proposed meanwhile, and ``Stale`` if it was changed since ``version``.
    """
    if schedule.pk is not None:
        schedule = take(FeeSchedule.objects.all(), schedule.pk, version)
        if schedule.is_agreed:
            raise CannotMove(_("This fee schedule is approved already. Propose a new one."))
        schedule.version += 1
    for name, value in terms.items():
        setattr(schedule, name, value)
    schedule.during = (begins_on, None)
    for earlier in _overlapping(schedule):
        _refuse_start(begins_on, after=earlier)
    try:
        with transaction.atomic():
            propose(schedule=schedule, by=by)
    except IntegrityError as error:
        if "fee_schedule_one_proposed" not in str(error):
            raise
        raise CannotMove(
            _("A fee schedule of this agreement awaits a second person. Change that one.")
        ) from None
    return schedule


@transaction.atomic
def approve(*, schedule: FeeSchedule, version: int | None, by: User) -> None:
    """Put a schedule in force as the second person; the previous one ends where it begins.

    Raises ``CannotMove`` if ``by`` proposed it, if an agreed one begins on its first day or
    later, or if fees are due since then; ``Stale`` if it was changed since ``version``.
    """
    schedule = _proposed(schedule, version, by)
    for earlier in _overlapping(schedule):
        _end(earlier, before=schedule)
    schedule.approved_by, schedule.approved_at = by, timezone.now()
    save(schedule, "approved_by", "approved_at")
    journal.settle(*_waiting_for(schedule), by=by)


@transaction.atomic
def send_back(*, schedule: FeeSchedule, version: int | None, by: User, reason: str) -> None:
    """Return a proposal as the second person; it waits to be changed and proposed again.

    Raises ``CannotMove`` as ``approve`` does, and ``Stale``.
    """
    schedule = _proposed(schedule, version, by)
    schedule.asked_by = schedule.asked_at = None
    schedule.returned_by, schedule.returned_reason = by, reason
    save(schedule, "asked_by", "asked_at", "returned_by", "returned_reason")


def _proposed(schedule: FeeSchedule, version: int | None, by: User) -> FeeSchedule:
    schedule = take(FeeSchedule.objects.all(), schedule.pk, version)
    if schedule.asked_by_id is None or schedule.is_agreed:
        raise CannotMove(_("Nobody has proposed this fee schedule."))
    if schedule.asked_by_id == by.pk:
        raise CannotMove(_("You proposed this. A second person must approve it."))
    return schedule


def _waiting_for(schedule: FeeSchedule) -> list[Child]:
    """Lock and return the children of whom a task says that no fee is due."""
    tasks = Task.objects.open().filter(rule=TaskRule.FEE)
    children = Child.objects.filter(agreement_id=schedule.agreement_id, tasks__in=tasks)
    rows = Child.objects.filter(pk__in=children.values("pk")).order_by("pk")
    return list(rows.select_for_update(no_key=True, of=("self",)))


def _overlapping(schedule: FeeSchedule) -> list[FeeSchedule]:
    agreed = FeeSchedule.objects.agreed().select_for_update(no_key=True)
    overlapping = agreed.filter(agreement_id=schedule.agreement_id, during__overlap=schedule.during)
    return list(overlapping.order_by("pk"))


def _end(earlier: FeeSchedule, *, before: FeeSchedule) -> None:
    begins_on = before.during.lower
    _refuse_start(begins_on, after=earlier)
    earlier.during = (earlier.during.lower, begins_on)
    save(earlier, "during")


def _refuse_start(begins_on: datetime.date, *, after: FeeSchedule) -> None:
    if after.during.lower >= begins_on:
        raise CannotMove(_("An agreed fee schedule already begins on that date or later."))
    if Fee.objects.filter(schedule=after, due_on__gte=begins_on).exists():
        raise CannotMove(
            _("Fees have become due since that date. Choose a later start for the new schedule.")
        )
