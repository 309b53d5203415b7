"""Why a user may not take a step, in sentences for staff; used by the page and the act."""

import datetime

from django.utils.translation import gettext as _

from cases import wording
from cases.models import Child, Journal, User
from cases.queries.case_files import CaseFile
from cases.queries.circumstances import Restated
from cases.queries.journal import last_entry
from cases.rules.stages import UNDOABLE, may_follow
from cases.vocabulary import Act, ClosedReason, RestatedPart, Stage

#: Where an act leads; the others leave the stage or name it themselves.
_LEADS_TO = {
    Act.VERIFY: Stage.VERIFIED,
    Act.DEFER: Stage.DEFERRED,
    Act.CLEAR: Stage.CLEARED,
    Act.LAPSE: Stage.ELIGIBLE,
}
#: Acts after which the child does not travel: a travel officer must release the place first.
_GIVES_UP_SEAT = (Act.DEFER, Act.ASK_CLOSE, Act.CLOSE)
#: What is done to an open case only.
_OF_OPEN_CASES = (Act.HOLD, Act.HEARING, Act.CLAIM, Act.ASSIGN)


def refusals(file: CaseFile, act: Act, *, by: User) -> tuple[str, ...]:
    """Return why ``by`` may not take ``act`` on the day of the file; empty if they may."""
    child = file.child
    if act == Act.UNDO:
        return undo_refusals(last_entry(child), by=by, on=file.on)
    if wrong := wrong_stage(child, act):
        return (wrong,)
    if act == Act.ASSESS and file.undecided:
        return (_("An assessment of this child is waiting for a decision."),)
    if act == Act.LAPSE and not file.no_longer_met:
        return (_("All requirements are still met: no reason to withdraw “cleared to travel”."),)
    return (
        *_same_person(child, act, by),
        *_restated_by(file, act, by),
        *_seated(file, act),
        *_left_open(file, act),
        *file.blocks(act),
    )


def before_birth(child: Child, day: datetime.date) -> str:
    """Return that nothing was said or set of the child on a day before the birth; "" else."""
    earliest = child.person.born_earliest
    if earliest is None or day >= earliest:
        return ""
    sentence = _("The child was born on %(day)s or later. Check this date, or correct the birth.")
    return sentence % {"day": wording.day_text(earliest)}


def not_followed_up(child: Child, reason: str | None) -> str:
    """Return that a reason is needed to complete a case; "" if each follow-up is done."""
    if reason != ClosedReason.COMPLETED or not child.follow_ups.open().exists():
        return ""
    return _("Follow-ups are not done yet. Enter why the case is closed all the same.")


def early_refusal(due_on: datetime.date) -> str:
    """Return that a follow-up done long before ``due_on`` must say why."""
    sentence = _("This follow-up is due on %(day)s. Enter why it was done so long before.")
    return sentence % {"day": wording.day_text(due_on)}


def _left_open(file: CaseFile, act: Act) -> tuple[str, ...]:
    """Return why a case is not complete: a follow-up is not done, and nobody said why."""
    child = file.child
    complete = child.closing_reason == ClosedReason.COMPLETED
    if act != Act.CLOSE or not complete or not file.next_follow_up or child.closing_note:
        return ()
    return (_("A follow-up is not done, and the request gives no reason. Send it back."),)


def wrong_stage(child: Child, act: Act) -> str:
    """Return why ``act`` does not start at the case's stage; "" if it does."""
    stage = Stage(child.stage)
    if act == Act.RECONSIDER:
        return _step(stage, act, taken_up_to(child))
    if act in _LEADS_TO:
        return _step(stage, act, _LEADS_TO[act])
    if act == Act.ASSESS and stage != Stage.VERIFIED:
        return _("Only a verified child can be assessed.")
    if act in (Act.ASK_CLOSE, Act.CLOSE):
        return _step(stage, Act.CLOSE, Stage.CLOSED)
    if act in (Act.ASK_REOPEN, Act.REOPEN):
        return _not_to_reopen(child)
    if act in _OF_OPEN_CASES and not child.is_open:
        return _("The case is closed.")
    if act == Act.RELEASE_HOLD and child.hold_reason is None:
        return _("The case is not on hold.")
    return ""


def undo_refusals(entry: Journal, *, by: User, on: datetime.date) -> tuple[str, ...]:
    """Return why ``by`` may not undo ``entry``, the last one of its case, on a day.

    Source: domain page, section 4, the act "undo".
    """
    if entry.act not in UNDOABLE:
        return (_("The last step of this case cannot be undone."),)
    if entry.by_id != by.pk:
        return (own_sentence(entry.by),)
    if wording.as_day(entry.at) != on:
        return (_("This can be undone only on the day it was recorded."),)
    return ()


def own_sentence(who: User | None) -> str:
    """Return that nobody but ``who`` undoes what they did."""
    return _("Only %(who)s, who did this, can undo it.") % {"who": who or "–"}


def taken_up_to(child: Child) -> Stage:
    """Return the stage to resume a deferred or ineligible case at, by its identity."""
    return Stage.VERIFIED if child.verified_by_id else Stage.REGISTERED


def _step(stage: Stage, act: Act, to: Stage) -> str:
    if may_follow(act, stage, to):
        return ""
    if stage == to:
        return _("The case is in the stage “%(stage)s” already.") % {"stage": stage.label}
    return _("A case in the stage “%(stage)s” cannot be moved to “%(to)s”.") % {
        "stage": stage.label,
        "to": to.label,
    }


def _not_to_reopen(child: Child) -> str:
    if child.is_open:
        return _("The case is open.")
    if child.closed_reason == ClosedReason.DUPLICATE:
        return _("A duplicate cannot be reopened; work on the other case.")
    return ""


def _same_person(child: Child, act: Act, by: User) -> tuple[str, ...]:
    if act == Act.VERIFY and child.registered_by_id == by.pk:
        return (_("You registered this child. A second person must verify the identity."),)
    if act == Act.CLOSE:
        return _asked(child.closing_asked_by_id, by, _("No closing is requested for this case."))
    if act == Act.REOPEN:
        asker = None if child.reopening_approved_by_id else child.reopening_asked_by_id
        return _asked(asker, by, _("No reopening is requested for this case."))
    return ()


def _restated_by(file: CaseFile, act: Act, by: User) -> tuple[str, ...]:
    own = Restated(RestatedPart.IDENTITY, by.pk)
    if act != Act.VERIFY or own not in file.restated:
        return ()
    return (_("You changed the identity of this child. A second person must verify it."),)


def _asked(asked_by_id: int | None, by: User, nobody: str) -> tuple[str, ...]:
    if asked_by_id is None:
        return (nobody,)
    if asked_by_id == by.pk:
        return (_("You requested this. A second person must approve it."),)
    return ()


def _seated(file: CaseFile, act: Act) -> tuple[str, ...]:
    if act not in _GIVES_UP_SEAT or not file.seat:
        return ()
    return (
        _("The child has a place on %(movement)s. A travel officer must release it first.")
        % {"movement": file.seat},
    )
