"""Fee schedules: proposed by one person, approved by another."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.casework import journal
from cases.casework.editing import save, take
from cases.casework.journal import CannotMove
from cases.models import Agreement, Fee, FeeSchedule, User


def proposed_for(agreement: Agreement) -> FeeSchedule | None:
    """Return the schedule of ``agreement`` that waits for approval, if any."""
    waiting = FeeSchedule.objects.proposed().select_related("agreement", "asked_by")
    return waiting.filter(agreement=agreement).first()


def propose(*, schedule: FeeSchedule, by: User) -> None:
    """Save a schedule as proposed by ``by``; it has no effect until approved.

    Whoever changes a proposal becomes its proposer.
    Source: security page, section 2.
    """
    schedule.asked_by, schedule.asked_at = by, timezone.now()
    schedule.save()


@transaction.atomic
def approve(*, schedule: FeeSchedule, version: int | None, by: User) -> None:
    """Put a schedule in force as the second person; the previous one ends where it begins.

    Raises ``CannotMove`` if ``by`` proposed it, if an agreed one begins on its first day or
    later, or if fees are due since then; ``Stale`` if it was changed since ``version``.
    """
    schedule = take(FeeSchedule.objects.all(), schedule.pk, version)
    if schedule.asked_by_id is None or schedule.is_agreed:
        raise CannotMove(_("Nobody has proposed this fee schedule."))
    if schedule.asked_by_id == by.pk:
        raise CannotMove(_("You proposed this. A second person must approve it."))
    for earlier in _overlapping(schedule):
        _end(earlier, before=schedule)
    schedule.approved_by, schedule.approved_at = by, timezone.now()
    save(schedule, "approved_by", "approved_at")
    journal.settle()


def _overlapping(schedule: FeeSchedule) -> list[FeeSchedule]:
    agreed = FeeSchedule.objects.agreed().select_for_update(no_key=True)
    overlapping = agreed.filter(agreement_id=schedule.agreement_id, during__overlap=schedule.during)
    return list(overlapping.order_by("pk"))


def _end(earlier: FeeSchedule, *, before: FeeSchedule) -> None:
    begins = before.during.lower
    if earlier.during.lower >= begins:
        raise CannotMove(_("An agreed fee schedule already begins on that date or later."))
    if Fee.objects.filter(schedule=earlier, due_on__gte=begins).exists():
        raise CannotMove(
            _("Fees have become due since that date. Choose a later start for the new schedule.")
        )
    earlier.during = (earlier.during.lower, begins)
    save(earlier, "during")
