"""Steps of a case, taken by staff on the child's page.

Each act locks the mother's child row, checks with the case file and the table
of stages, writes, and journals in the same transaction. The message of a refusal
can be shown to staff.
"""

import datetime
import uuid
from collections.abc import Callable, Collection
from functools import cache
from typing import TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.casework import fees, journal, tasks
from cases.casework.editing import save, unless_stale
from cases.casework.journal import CannotMove
from cases.casework.papers import reason_kept
from cases.casework.submissions import claim, done
from cases.models import Child, Note, User
from cases.models.prepared import KEY, Records
from cases.queries.case_files import case_file
from cases.queries.disposals import certificate_of, disposed_sentence
from cases.queries.papers import papers_of
from cases.queries.refusals import refusals, taken_up_to, wrong_stage
from cases.rules.papers import NO_PAPER, SHOWS
from cases.rules.stages import may_follow
from cases.vocabulary import (
    Act,
    HoldReason,
    Reason,
    RestatedPart,
    Stage,
    TaskOutcome,
    TaskRule,
)

Done = TypeVar("Done")


def take_child(child: Child, version: int | None) -> Child:
    """Lock and return the child's current row. Raises ``Stale``, ``CannotMove`` if disposed of."""
    return _kept(unless_stale(_locked(child), version))


def lock_child(child: Child) -> Child:
    """Lock and return the child's current row, for an act whose form shows another record."""
    return _kept(_locked(child))


def _locked(child: Child) -> Child:
    journal.begin()
    (locked,) = _locking().of(key=child.pk)
    return locked


@cache
def _locking() -> "Records[Child]":
    """Return the statement that begins every act on a case."""
    rows = Child.objects.select_related("person", "mother", "agreement").filter(pk=KEY)
    return Records(rows.order_by().select_for_update(no_key=True, of=("self",)))


def _kept(child: Child) -> Child:
    """Raise ``CannotMove`` for a case that was disposed of."""
    if certificate := certificate_of(child):
        raise CannotMove(disposed_sentence(certificate))
    return child


def refuse_unless(child: Child, act: Act, to: Stage) -> None:
    """Raise ``CannotMove`` if the table of stages does not have this step."""
    if not may_follow(act, Stage(child.stage), to):
        raise CannotMove(
            _("A case in the stage “%(stage)s” cannot be moved to “%(to)s”.")
            % {"stage": child.get_stage_display(), "to": to.label}
        )


def refuse_blocked(child: Child, act: Act, *, on: datetime.date) -> None:
    """Raise ``CannotMove`` with everything that blocks ``act``."""
    if blocks := case_file(child, on=on).blocks(act):
        raise CannotMove(*blocks)


def refuse(child: Child, act: Act, *, by: User, on: datetime.date) -> None:
    """Raise ``CannotMove`` with the reasons why ``by`` may not take ``act``, as on the page."""
    if reasons := refusals(case_file(child, on=on), act, by=by):
        raise CannotMove(*reasons)


@transaction.atomic
def verify(
    *, child: Child, version: int | None, by: User, on: datetime.date, without_paper: str = ""
) -> None:
    """Confirm the identity of a registered child as the second person.

    ``without_paper`` says why, where no document on file shows it. Raises ``CannotMove`` if
    ``by`` registered the child, changed the identity since, or a requirement for verifying
    is not met, ``Stale`` if the child was edited since ``version``.
    Source: domain page, section 4.
    """
    child = take_child(child, version)
    refuse(child, Act.VERIFY, by=by, on=on)
    has_paper = bool(papers_of(child, SHOWS[RestatedPart.IDENTITY]))
    reason = reason_kept(without_paper, has_paper=has_paper)
    _confirm_identity(child, by=by, without_paper=reason)
    journal.step(
        child,
        act=Act.VERIFY,
        to=Stage.VERIFIED,
        by=by,
        on=on,
        detail=NO_PAPER if reason else "",
        verified_by=by,
        verified_without_paper=reason,
    )
    fees.become_due(child, on=on, by=by)
    journal.settle(child, by=by)


def _confirm_identity(child: Child, *, by: User, without_paper: str) -> None:
    """Confirm changes by others since the registration: verifying is their second check."""
    changed = child.restatements.waiting().filter(part=RestatedPart.IDENTITY)
    changed.update(confirmed_by=by, confirmed_at=timezone.now(), without_paper=without_paper)


@transaction.atomic
def defer(
    *,
    child: Child,
    version: int | None,
    by: User,
    on: datetime.date,
    reason: Reason,
    review_due_on: datetime.date,
) -> None:
    """Defer a case until a day of review; refused while the child has a place."""
    child = take_child(child, version)
    refuse(child, Act.DEFER, by=by, on=on)
    if review_due_on <= on:
        raise CannotMove(_("The review date must be in the future."))
    journal.step(
        child,
        act=Act.DEFER,
        to=Stage.DEFERRED,
        by=by,
        on=on,
        reason=reason,
        review_due_on=review_due_on,
    )
    journal.settle(child, by=by)


@transaction.atomic
def reconsider(
    *,
    child: Child,
    version: int | None,
    by: User,
    on: datetime.date,
    reason: Reason,
    fact: str = "",
) -> None:
    """Resume a deferred or ineligible case: back to verified, or registered if not yet verified.

    ``fact`` is the new fact, saved as a note.
    """
    child = take_child(child, version)
    refuse(child, Act.RECONSIDER, by=by, on=on)
    journal.step(
        child,
        act=Act.RECONSIDER,
        to=taken_up_to(child),
        by=by,
        on=on,
        reason=reason,
        review_due_on=None,
    )
    if fact:
        add_note(child=child, by=by, on=on, text=fact)
    journal.settle(child, by=by)


@transaction.atomic
def clear(*, child: Child, version: int | None, by: User, on: datetime.date) -> None:
    """Clear an eligible child to travel when every requirement and consent holds."""
    child = take_child(child, version)
    refuse(child, Act.CLEAR, by=by, on=on)
    journal.step(child, act=Act.CLEAR, to=Stage.CLEARED, by=by, on=on)
    fees.become_due(child, on=on, by=by)
    journal.settle(child, by=by)


@transaction.atomic
def hold(
    *,
    child: Child,
    version: int | None,
    by: User,
    on: datetime.date,
    reason: HoldReason,
    until: datetime.date,
) -> None:
    """Put a case on hold until a day; the stage stays."""
    child = take_child(child, version)
    refuse(child, Act.HOLD, by=by, on=on)
    if until <= on:
        raise CannotMove(_("The hold must end in the future."))
    if (child.hold_reason, child.hold_until) == (reason, until):
        raise CannotMove(_("The case is already on hold until this day, for this reason."))
    child.hold_reason, child.hold_until = reason, until
    save(child, "hold_reason", "hold_until")
    journal.record(child, act=Act.HOLD, by=by, on=on, detail=reason)
    journal.settle(child, by=by)


@transaction.atomic
def release_hold(*, child: Child, version: int | None, by: User, on: datetime.date) -> None:
    """End the hold of a case."""
    child = take_child(child, version)
    refuse(child, Act.RELEASE_HOLD, by=by, on=on)
    child.hold_reason = child.hold_until = None
    save(child, "hold_reason", "hold_until")
    journal.record(child, act=Act.RELEASE_HOLD, by=by, on=on)
    journal.settle(child, by=by)


@transaction.atomic
def assign(
    *, child: Child, version: int | None, by: User, on: datetime.date, caseworker: User
) -> None:
    """Give an open case to a caseworker. Raises ``CannotMove`` for one who has it already."""
    child = take_child(child, version)
    if closed := wrong_stage(child, Act.ASSIGN):
        raise CannotMove(closed)
    if child.caseworker_id == caseworker.pk:
        raise CannotMove(_("The case is already with %(who)s.") % {"who": caseworker})
    refuse_caseworker(caseworker, child, by=by)
    before, child.caseworker = child.caseworker, caseworker
    save(child, "caseworker")
    journal.record(child, act=Act.ASSIGN, by=by, on=on, detail=str(caseworker.pk))
    tasks.follow_caseworker(child, before)
    journal.settle(child, by=by)


def refuse_caseworker(caseworker: User, child: Child, *, by: User) -> None:
    """Raise ``CannotMove`` when ``by`` may not give work on ``child`` to ``caseworker``."""
    refuse_idle(caseworker)
    everywhere = "cases.view_every_child"
    of_the_team = caseworker.team_id == child.mother.team_id
    if not (of_the_team or by.has_perm(everywhere) or caseworker.has_perm(everywhere)):
        raise CannotMove(_("Only a reviewer can assign a case to another team."))


def refuse_idle(caseworker: User) -> None:
    """Raise ``CannotMove`` for a user who does not work on cases (any more)."""
    if not caseworker.has_perm("cases.work_case"):  # nobody who has left has any permission
        raise CannotMove(_("Cases can be assigned to caseworkers and reviewers only."))


@transaction.atomic
def with_note(
    act: Callable[[], Done], text: str, *, child: Child, by: User, on: datetime.date
) -> Done:
    """Do an act, and add to the case as a note what its reason says in words, if it does."""
    outcome = act()
    if text:
        add_note(child=child, by=by, on=on, text=text)
    return outcome


@transaction.atomic
def add_note(
    *,
    child: Child,
    by: User,
    on: datetime.date,
    text: str,
    sensitive: bool = False,
    drops: Collection[str] = (),
    token: uuid.UUID | None = None,
) -> Note:
    """Add a note to a case; it is never changed afterwards. Raises ``AlreadyTaken``.

    It says why what was sent back is not made anew, for the tasks that are about ``drops``.
    """
    submission = claim(token, by=by)
    child = lock_child(child)
    note = Note.objects.create(child=child, text=text, sensitive=sensitive, by=by)
    journal.record(child, act=Act.NOTE, by=by, on=on)
    if drops:
        waiting = child.tasks.open().filter(rule=TaskRule.RETURNED, about__in=drops)
        tasks.close([task.pk for task in waiting], TaskOutcome.OBSOLETE, by=by)
    journal.settle(child, by=by)
    done(submission, child)
    return note
