"""Court hearings: scheduled, and their outcome recorded once.

An adjournment closes a hearing and creates the next one. If the court has set no
day yet, the hearing scheduled later continues it.
"""

import datetime
import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from cases import wording
from cases.casework import journal
from cases.casework.cases import lock_child
from cases.casework.editing import save, take
from cases.casework.journal import CannotMove
from cases.casework.places import CannotUsePlace, usable
from cases.casework.submissions import claim, done
from cases.models import Child, Clearance, Hearing, Place, User
from cases.queries.refusals import before_birth, wrong_stage
from cases.vocabulary import Act, AdjournmentReason, HearingOutcome, HearingPurpose, PlacePurpose


@transaction.atomic
def schedule(
    *,
    child: Child,
    by: User,
    on: datetime.date,
    court: Place,
    scheduled_on: datetime.date,
    purpose: HearingPurpose,
    token: uuid.UUID | None = None,
) -> Hearing:
    """Schedule a hearing; it continues one that was adjourned without a day.

    Raises ``CannotMove`` for a closed case, when a hearing of this purpose has no outcome
    yet, or for a day not after the one it continues, and ``AlreadyTaken``.
    """
    submission = claim(token, by=by)
    child = lock_child(child)
    if wrong := wrong_stage(child, Act.HEARING):
        raise CannotMove(wrong)
    newest = child.hearings.filter(purpose=purpose).first()
    if newest is not None and newest.outcome == HearingOutcome.SCHEDULED:
        raise CannotMove(
            _("A hearing for this is already set for %(day)s. Record its outcome first.")
            % {"day": wording.day_text(newest.scheduled_on)}
        )
    hearing = _set(child, court=court, on_day=scheduled_on, purpose=purpose, by=by, on=on)
    if newest is not None and newest.outcome == HearingOutcome.ADJOURNED:
        _continue(newest, hearing)
    journal.settle(child, by=by)
    done(submission, child)
    return hearing


@transaction.atomic
def record_held(
    *,
    hearing: Hearing,
    version: int | None,
    by: User,
    on: datetime.date,
    outcome_on: datetime.date,
    clearance: Clearance | None = None,
) -> Hearing:
    """Record that a hearing was held, and the clearance it resulted in, if any.

    Raises ``CannotMove`` before the day of the hearing, and ``Stale``.
    """
    hearing = _take(hearing, version)
    if not hearing.scheduled_on <= outcome_on <= on:
        raise CannotMove(_("Enter the hearing date or a later one, up to today."))
    if clearance is not None and clearance.child_id != hearing.child_id:
        raise CannotMove(_("This clearance belongs to another child."))
    hearing.clearance = clearance
    _close(hearing, HearingOutcome.HELD, outcome_on, by, on)
    journal.settle(hearing.child, by=by)
    return hearing


@transaction.atomic
def adjourn(
    *,
    hearing: Hearing,
    version: int | None,
    by: User,
    on: datetime.date,
    outcome_on: datetime.date,
    reason: AdjournmentReason,
    next_on: datetime.date | None = None,
    court: Place | None = None,
) -> Hearing | None:
    """Record an adjournment; create and return the next hearing.

    ``next_on`` is None if the court has set no day yet, ``court`` if it stays the same. Raises
    ``CannotMove`` for a next day that is not later, and ``Stale``.
    """
    hearing = _take(hearing, version)
    if outcome_on > on:
        raise CannotMove(_("The adjournment date cannot be in the future."))
    hearing.adjournment_reason = reason
    _close(hearing, HearingOutcome.ADJOURNED, outcome_on, by, on)
    following = None
    if next_on is not None:
        following = _set(
            hearing.child,
            court=court or hearing.court,
            on_day=next_on,
            purpose=HearingPurpose(hearing.purpose),
            by=by,
            on=on,
        )
        _continue(hearing, following)
    journal.settle(hearing.child, by=by)
    return following


@transaction.atomic
def cancel(*, hearing: Hearing, version: int | None, by: User, on: datetime.date) -> Hearing:
    """Record that a hearing will not take place, or was entered by mistake. Raises ``Stale``."""
    hearing = _take(hearing, version)
    _close(hearing, HearingOutcome.CANCELLED, on, by, on)
    journal.settle(hearing.child, by=by)
    return hearing


def _take(hearing: Hearing, version: int | None) -> Hearing:
    child = lock_child(hearing.child)
    hearing = take(Hearing.objects.select_related("court"), hearing.pk, version)
    hearing.child = child
    if hearing.outcome != HearingOutcome.SCHEDULED:
        raise CannotMove(_("The outcome of this hearing is already recorded."))
    return hearing


def _close(
    hearing: Hearing,
    outcome: HearingOutcome,
    outcome_on: datetime.date,
    by: User,
    on: datetime.date,
) -> None:
    hearing.outcome, hearing.outcome_on = outcome, outcome_on
    save(hearing, "outcome", "outcome_on", "adjournment_reason", "clearance")
    code = ":".join(filter(None, (hearing.purpose, outcome, hearing.adjournment_reason)))
    journal.record(hearing.child, act=Act.HEARING, by=by, on=on, detail=code)


def _set(
    child: Child,
    *,
    court: Place,
    on_day: datetime.date,
    purpose: HearingPurpose,
    by: User,
    on: datetime.date,
) -> Hearing:
    if early := before_birth(child, on_day):
        raise CannotMove(early, field="scheduled_on")
    court = _court(child, court, by)
    newest = child.hearings.first()
    hearing = Hearing.objects.create(
        child=child,
        n=newest.n + 1 if newest else 1,
        court=court,
        scheduled_on=on_day,
        purpose=purpose,
        recorded_by=by,
    )
    code = f"{purpose}:{HearingOutcome.SCHEDULED}:{on_day:%Y-%m-%d}"
    journal.record(child, act=Act.HEARING, by=by, on=on, detail=code)
    return hearing


def _court(child: Child, court: Place, by: User) -> Place:
    court = usable(court, PlacePurpose.COURT, by=by, field="court") or court
    if court.country_id != child.agreement.holding_id:
        raise CannotUsePlace(
            _("This court is in another country than the one that holds the child."), field="court"
        )
    return court


def _continue(adjourned: Hearing, following: Hearing) -> None:
    if following.scheduled_on <= adjourned.scheduled_on:
        raise CannotMove(
            _("The next hearing must be after %(day)s.")
            % {"day": wording.day_text(adjourned.scheduled_on)}
        )
    adjourned.adjourned_to = following
    save(adjourned, "adjourned_to")
