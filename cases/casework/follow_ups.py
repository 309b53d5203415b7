"""Follow-ups of children in care: planned when a child is placed, done one by one."""

import datetime
import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from cases import wording
from cases.casework import journal
from cases.casework.cases import lock_child
from cases.casework.editing import save, take
from cases.casework.journal import CannotMove
from cases.casework.submissions import claim, done
from cases.models import Child, FollowUp, FollowUpRule, Placement, User
from cases.queries.refusals import early_refusal
from cases.rules.follow_ups import is_early, planned
from cases.vocabulary import Act, FollowUpKind, FollowUpResult, Stage


def plan_after_placement(child: Child, *, placed_on: datetime.date, by: User) -> None:
    """Plan the follow-ups the agreement requires after a placement of ``child`` (locked)."""
    rules = FollowUpRule.objects.filter(agreement_id=child.agreement_id, during__contains=placed_on)
    pairs = [(FollowUpKind(kind), months) for kind, months in rules.values_list("kind", "months")]
    number = _numbered(child)
    FollowUp.objects.bulk_create(
        FollowUp(child=child, n=number + at, kind=plan.kind, due_on=plan.due_on, planned_by=by)
        for at, plan in enumerate(planned(placed_on, pairs), start=1)
    )


def withdraw_with(placement: Placement) -> None:
    """Withdraw what ``placement``, which is undone, had planned; nothing of it is done yet."""
    for follow_up in placement.child.follow_ups.all():
        follow_up.withdrawn_with = placement
        save(follow_up, "withdrawn_with")


def _numbered(child: Child) -> int:
    """Return how many numbers are given, those that were withdrawn too."""
    return FollowUp._base_manager.filter(child=child).count()


@transaction.atomic
def plan(
    *,
    child: Child,
    kind: FollowUpKind,
    due_on: datetime.date,
    by: User,
    on: datetime.date,
    token: uuid.UUID | None = None,
) -> FollowUp:
    """Plan one more follow-up of a child in care. Raises ``CannotMove`` and ``AlreadyTaken``."""
    submission = claim(token, by=by)
    child = lock_child(child)
    if child.stage != Stage.PLACED:
        raise CannotMove(_("Follow-ups are only for a child who is home and in care."))
    if due_on < on:
        raise CannotMove(_("A follow-up can be planned for today or later."))
    follow_up = FollowUp.objects.create(
        child=child, n=_numbered(child) + 1, kind=kind, due_on=due_on, planned_by=by
    )
    journal.record(child, act=Act.PLAN_FOLLOW_UP, by=by, on=on, detail=f"{follow_up.n}:{kind}")
    journal.settle(child, by=by)
    done(submission, child)
    return follow_up


@transaction.atomic
def record(
    *,
    follow_up: FollowUp,
    version: int | None,
    by: User,
    on: datetime.date,
    done_on: datetime.date,
    result: FollowUpResult,
    note: str = "",
    early_reason: str = "",
) -> FollowUp:
    """Record that a follow-up was done, and its result. Raises ``CannotMove``, ``Stale``.

    ``early_reason`` says why it was done long before its day.
    """
    child = lock_child(follow_up.child)
    follow_up = take(FollowUp.objects.all(), follow_up.pk, version)
    if child.stage != Stage.PLACED:
        raise CannotMove(_("Follow-ups are only for a child who is home and in care."))
    if follow_up.done_on is not None:
        raise CannotMove(_("This follow-up is already recorded. Plan another one."))
    if not child.stage_since <= done_on <= on:
        raise CannotMove(
            _("Enter a date from the placement on %(day)s up to today.")
            % {"day": wording.day_text(child.stage_since)}
        )
    if result == FollowUpResult.CONCERN and not note:
        raise CannotMove(_("Enter what the concern is."))
    early = is_early(done_on, due_on=follow_up.due_on)
    if early and not early_reason:
        raise CannotMove(early_refusal(follow_up.due_on), field="early_reason")
    follow_up.done_on, follow_up.done_by = done_on, by
    follow_up.result, follow_up.note = result, note
    follow_up.early_reason = early_reason if early else ""
    save(follow_up, "done_on", "done_by", "result", "note", "early_reason")
    detail = f"{follow_up.n}:{follow_up.kind}:{result}"
    journal.record(child, act=Act.FOLLOW_UP, by=by, on=done_on, detail=detail)
    journal.settle(child, by=by)
    return follow_up
