"""Exceptions by which a sibling stays behind, agreed by two people."""

import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.casework import journal
from cases.casework.editing import save, take
from cases.casework.movements import CannotTravel, lock_children, lock_movement
from cases.casework.submissions import claim, done
from cases.models import Child, Mother, Movement, SiblingException, User
from cases.models.movement import SEATED
from cases.queries.siblings import NOT_YET_GONE
from cases.vocabulary import Reason


def lock_mothers(movement: Movement) -> None:
    """Lock the mothers in key order, so that no sibling is registered during the act.

    The same mothers as the trigger locks: of every child who ever had a seat.
    """
    ever = movement.passengers.filter(child__isnull=False).values("child__mother_id")
    list(Mother.objects.filter(pk__in=ever).order_by("pk").select_for_update(of=("self",)))


@transaction.atomic
def ask_exception(
    *,
    movement: Movement,
    child: Child,
    by: User,
    reason: Reason,
    note: str = "",
    token: uuid.UUID | None = None,
) -> SiblingException:
    """Request that one child may stay behind while a sibling travels."""
    submission = claim(token, by=by)
    movement = lock_movement(movement)
    if movement.status not in NOT_YET_GONE:
        raise CannotTravel(_("The movement has begun."))
    aboard = movement.passengers.filter(status__in=SEATED, child__mother_id=child.mother_id)
    if not aboard.exclude(child=child).exists():
        raise CannotTravel(_("No sibling of this child has a place on this movement."))
    if movement.exceptions.filter(child=child).exists():
        raise CannotTravel(_("An exception for this child is already recorded."))
    exception = SiblingException.objects.create(
        movement=movement,
        child=child,
        reason=reason,
        note=note,
        asked_by=by,
        asked_at=timezone.now(),
    )
    done(submission, movement)
    return exception


def approval_refusal(exception: SiblingException, *, by: User) -> str:
    """Return why ``by`` may not approve an exception; "" if that may be."""
    if exception.asked_by_id == by.pk:
        return _("You requested this. A second person must approve it.")
    if exception.approved_by_id is not None:
        return _("This exception is already approved.")
    return ""


@transaction.atomic
def approve_exception(*, exception: SiblingException, version: int | None, by: User) -> None:
    """Approve as the second person that a child stays behind."""
    lock_movement(exception.movement)
    exception = take(SiblingException.objects.all(), exception.pk, version)
    if why := approval_refusal(exception, by=by):
        raise CannotTravel(why)
    exception.approved_by, exception.approved_at = by, timezone.now()
    save(exception, "approved_by", "approved_at")
    journal.settle(*lock_children([exception.child]), by=by)
