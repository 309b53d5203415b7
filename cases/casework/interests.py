"""Best-interests notes: written by one person, approved by another, then unchangeable."""

import datetime
import uuid
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.casework import journal
from cases.casework.cases import lock_child
from cases.casework.editing import save, take
from cases.casework.journal import CannotMove
from cases.casework.submissions import claim, done
from cases.models import BestInterestsNote, Child, User
from cases.queries.journal import sent_back_detail
from cases.queries.refusals import before_birth
from cases.vocabulary import Act, InterestsTrigger, NotHeard, Reason, Recommendation

#: So many people weigh at least; one a line of ``panel``.
PANEL = 2


@dataclass(frozen=True, slots=True)
class Weighing:
    """What a panel (name and role, one a line) considered, heard and recommends."""

    triggers: list[InterestsTrigger]
    panel: str
    held_on: datetime.date
    recommendation: Recommendation
    reasons: str
    child_view: str = ""
    not_heard: NotHeard | str = ""
    dissent: str = ""


@transaction.atomic
def write(
    *, child: Child, weighing: Weighing, by: User, on: datetime.date, token: uuid.UUID | None = None
) -> BestInterestsNote:
    """Write a note and ask a second person to approve it; it supersedes an earlier one.

    Raises ``CannotMove`` and ``AlreadyTaken``.
    """
    submission = claim(token, by=by)
    child = lock_child(child)
    if not child.is_open:
        raise CannotMove(_("The case is closed."))
    _refuse(child, weighing, on)
    note = BestInterestsNote.objects.create(
        child=child,
        n=child.interests_notes.count() + 1,
        written_by=by,
        asked_at=timezone.now(),
        **asdict(weighing),
    )
    _on_record(note, Act.WRITE_INTERESTS, by, on)
    journal.settle(child, by=by)
    done(submission, child)
    return note


@transaction.atomic
def revise(
    *,
    note: BestInterestsNote,
    version: int | None,
    weighing: Weighing,
    by: User,
    on: datetime.date,
) -> BestInterestsNote:
    """Change a note not yet approved, and request approval again; its author only.

    Raises ``CannotMove`` and ``Stale``.
    """
    note = _take(note, version)
    if refusal := revision_refusal(note, by=by):
        raise CannotMove(refusal)
    _refuse(note.child, weighing, on)
    for field, value in asdict(weighing).items():
        setattr(note, field, value)
    note.asked_at = timezone.now()
    save(note, "asked_at", *asdict(weighing))
    _on_record(note, Act.WRITE_INTERESTS, by, on)
    journal.settle(note.child, by=by)
    return note


@transaction.atomic
def approve(*, note: BestInterestsNote, version: int | None, by: User, on: datetime.date) -> None:
    """Approve a note as the second person. Raises ``CannotMove`` and ``Stale``."""
    note = _take(note, version)
    _refuse_second(note, by)
    note.approved_by, note.approved_at = by, timezone.now()
    save(note, "approved_by", "approved_at")
    _on_record(note, Act.APPROVE_INTERESTS, by, on)
    journal.settle(note.child, by=by)


@transaction.atomic
def send_back(
    *, note: BestInterestsNote, version: int | None, by: User, on: datetime.date, reason: Reason
) -> None:
    """Return a note to its author. Raises ``CannotMove`` and ``Stale``."""
    note = _take(note, version)
    _refuse_second(note, by)
    note.asked_at = None
    save(note, "asked_at")
    detail = sent_back_detail(note)
    journal.record(note.child, act=Act.RETURN, by=by, on=on, reason=reason, detail=detail)
    journal.settle(note.child, by=by)


def revision_refusal(note: BestInterestsNote, *, by: User) -> str:
    """Return why ``by`` may not change a note, or an empty string."""
    if note.written_by_id != by.pk:
        return _("Only its author can change a best-interests note. Write another one.")
    if note.approved_by_id is not None:
        return _("This note is approved. Write another one.")
    return ""


def second_refusal(note: BestInterestsNote, *, by: User) -> str:
    """Return why ``by`` may not decide on a note as the second person, or an empty string."""
    if note.approved_by_id is not None:
        return _("This note is already approved.")
    if note.asked_at is None:
        return _("This note was sent back and is being revised.")
    if note.written_by_id == by.pk:
        return _("You wrote this note. A second person must approve it.")
    if BestInterestsNote.objects.filter(child=note.child_id, n__gt=note.n).exists():
        return _("This note has been replaced by a later one.")
    return ""


def _refuse_second(note: BestInterestsNote, by: User) -> None:
    if refusal := second_refusal(note, by=by):
        raise CannotMove(refusal)


def _take(note: BestInterestsNote, version: int | None) -> BestInterestsNote:
    child = lock_child(note.child)
    note = take(BestInterestsNote.objects.all(), note.pk, version)
    note.child = child
    return note


def _refuse(child: Child, weighing: Weighing, on: datetime.date) -> None:
    if early := before_birth(child, weighing.held_on):
        raise CannotMove(early, field="held_on")
    if refusals := tuple(_refusals(weighing, on)):
        raise CannotMove(*refusals)


def _refusals(weighing: Weighing, on: datetime.date) -> Iterator[str]:
    if not weighing.triggers:
        yield _("Enter what the panel considers.")
    if len([line for line in weighing.panel.splitlines() if line.strip()]) < PANEL:
        yield _("A panel has at least two people: enter one on each line, with the role.")
    if weighing.held_on > on:
        yield _("A panel cannot have met in the future.")
    if bool(weighing.child_view) == bool(weighing.not_heard):
        yield _("Write what the child said, or choose why the child was not heard.")
    if not weighing.reasons:
        yield _("Give the reasons for the recommendation.")


def _on_record(note: BestInterestsNote, act: Act, by: User, on: datetime.date) -> None:
    journal.record(note.child, act=act, by=by, on=on, detail=f"{note.n}:{note.recommendation}")
