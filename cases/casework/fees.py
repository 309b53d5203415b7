"""Fees: they arise by rule, are paid in batches, and are proven by receipts."""

import datetime

from cases.casework import journal
from cases.models import Child, Fee, FeeSchedule, User
from cases.vocabulary import Act, DueEvent, Stage

_EVENT_OF = {
    Stage.VERIFIED: DueEvent.VERIFIED,
    Stage.ELIGIBLE: DueEvent.ELIGIBLE,
    Stage.CLEARED: DueEvent.CLEARED,
    Stage.RETURNED: DueEvent.RETURNED,
}


def become_due(child: Child, *, on: datetime.date, by: User) -> Fee | None:
    """Make the fee of ``child`` due when her new stage is the schedule's event.

    Called by every act that moves a case, inside its transaction. Once per
    child and agreement, whatever happens to the case later; the amount is
    the schedule's on that day. Returns None when nothing became due.
    """
    event = _EVENT_OF.get(Stage(child.stage))
    schedule = FeeSchedule.objects.filter(
        agreement_id=child.agreement_id, during__contains=on, due_event=event
    ).first()
    if event is None or schedule is None or child.fees.exists():
        return None
    fee = Fee.objects.create(
        child=child,
        agreement_id=child.agreement_id,
        schedule=schedule,
        amount=schedule.amount,
        currency=schedule.currency,
        due_on=on,
    )
    journal.record(child, act=Act.FEE_DUE, by=by, on=on)
    return fee
