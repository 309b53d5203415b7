"""What is next on a case: whose turn it is, by when or since when, and the form that does it."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases import wording
from cases.models import User
from cases.pages.doors import DOORS, address_of
from cases.pages.facts import Words
from cases.pages.tracks import act_on, door_of, waits
from cases.pages.work_doors import act_of, form_of_task, label_of_task, subject_of
from cases.queries.case_files import CaseFile
from cases.queries.circumstances import NextFollowUp
from cases.queries.refusals import refusals
from cases.queries.task_lines import TaskLine
from cases.rules.tracks import Track
from cases.vocabulary import Act, NeededFor, RestatedPart, Role, TaskRule

_NEEDED = {
    Act.VERIFY: (NeededFor.VERIFY,),
    Act.CLEAR: (NeededFor.CLEAR,),
    Act.DEPART: tuple(NeededFor),
}
#: Tasks that wait for a day which somebody set, not for a person.
_PLANNED = (TaskRule.REVIEW, TaskRule.FOLLOW_UP, TaskRule.APPROACH)


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """The one next step of a case; without ``url`` its reader cannot take it.

    ``who`` does what is to be done now, due on ``due_on``. Where something comes before the step,
    that is it, and ``then`` who takes the step itself. ``since`` is said of what waits for others.
    """

    title: Words
    blocks: tuple[str, ...] = ()
    who: Words
    then: Words = ""
    is_first: bool = False
    due_on: datetime.date | None = None
    is_late: bool = False
    since: datetime.date | None = None
    url: str = ""
    label: Words = ""
    with_others: Words = ""


@dataclass(frozen=True, slots=True)
class _Turn:
    """Who is to do a thing, by its task, and the form where its reader does it."""

    role: Role
    line: TaskLine | None
    on_record: datetime.date | None = None
    url: str = ""
    label: Words = ""

    @property
    def who(self) -> Words:
        return (self.line and self.line.assigned_to) or self.role.label

    @property
    def due_on(self) -> datetime.date | None:
        return self.line.due_on if self.line else None

    @property
    def since(self) -> datetime.date | None:
        """Since when it waits for another than its reader, where that is on record."""
        if self.url or (self.line and self.line.rule in _PLANNED):
            return None
        return self.line.since if self.line else self.on_record


def next_step(file: CaseFile, user: User, lines: Sequence[TaskLine] = ()) -> NextStep | None:
    """Return the one next step: what blocks it, whose turn it is and by when, and its button.

    ``lines`` are the open tasks of the case, the earliest first.
    """
    act = file.next_act
    if act is None:
        return None
    step = _step(file, act, user, lines)
    return step if step.url else _own_step(step, act, lines, file, user)


def follow_up_text(follow_up: NextFollowUp) -> str:
    """Return "Visit on 15 Mar 2019"."""
    return _("%(kind)s on %(day)s") % {
        "kind": follow_up.kind.label,
        "day": wording.day_text(follow_up.due_on),
    }


def _step(file: CaseFile, act: Act, user: User, lines: Sequence[TaskLine]) -> NextStep:
    door = DOORS[act]
    mine = door.is_open_to(user)
    blocks = refusals(file, act, by=user) if mine else file.blocks(act)
    first = _first(file, act, user, lines) if blocks else None
    line = next((each for each in lines if _is_of(each, act)), None)
    turn = first or _Turn(door.role, line)
    if mine and not blocks:
        turn = _Turn(door.role, line, url=address_of(act, file), label=door.label)
    title = door.label
    if act == Act.FOLLOW_UP and file.next_follow_up:
        title = follow_up_text(file.next_follow_up)
    return NextStep(
        title=title,
        blocks=blocks,
        who=turn.who,
        then=door.role.label if first and first.role != door.role else "",
        is_first=first is not None,
        due_on=turn.due_on,
        is_late=turn.due_on is not None and turn.due_on < file.on,
        since=turn.since,
        url=turn.url,
        label=turn.label,
    )


def _is_of(line: TaskLine, act: Act) -> bool:
    return act_of(line) == act or (line.rule == TaskRule.SECOND_PERSON and line.about == act)


def _first(file: CaseFile, act: Act, user: User, lines: Sequence[TaskLine]) -> _Turn | None:
    """Return who is to do what comes before a step; what ``user`` has a form for goes first."""
    turns = [_turn_of(track, file, user, lines) for track in file.unmet(*_NEEDED.get(act, ()))]
    turns += _other_turns(file, act, lines)
    return next((turn for turn in turns if turn.url), next(iter(turns), None))


def _turn_of(track: Track, file: CaseFile, user: User, lines: Sequence[TaskLine]) -> _Turn:
    """Return who brings a clearance or a consent on: it is recorded, or verified by another."""
    line = next((each for each in lines if subject_of(each) == track.subject), None)
    url = door_of(track, file, user)
    role = DOORS[Act.VERIFY_CONSENT if waits(track) else Act.CLEARANCE].role
    return _Turn(role, line, url=url, label=act_on(track) if url else "")


def _other_turns(file: CaseFile, act: Act, lines: Sequence[TaskLine]) -> Iterable[_Turn]:
    """Yield who does what else comes before the journey: a confirmation, a payment."""
    if act in (Act.CLEAR, Act.DEPART) and file.identity_blocks:
        about = f"{Act.EDIT.value}:{RestatedPart.IDENTITY.value}"
        yield _Turn(Role.REVIEWER, next((each for each in lines if each.about == about), None))
    if act == Act.CLEAR and file.fee_missing and file.fee:
        yield _Turn(Role.FINANCE_OFFICER, None, on_record=file.fee.due_on)


def _own_step(
    step: NextStep, act: Act, lines: Iterable[TaskLine], file: CaseFile, user: User
) -> NextStep:
    """Return the earliest task with a day that waits for no reviewer, where ``user`` has a form
    for it, while ``step`` is another's and leads nowhere; else ``step``.
    """
    if not user.has_perm("cases.work_case") or DOORS[act].is_open_to(user):
        return step
    line = next((each for each in lines if each.due_on and not each.waits_for_reviewer), None)
    url = form_of_task(line, [file.child.reference], user) if line else ""
    if line is None or not url:
        return step
    return NextStep(
        title=line.sentence,
        who=line.assigned_to or _("the team"),
        due_on=line.due_on,
        is_late=line.is_late(file.on),
        url=url,
        label=label_of_task(line),
        with_others=_elsewhere(step),
    )


def _elsewhere(step: NextStep) -> str:
    """Return "Decide on the assessment (Reviewer, since 3 Mar 2019)"."""
    words = {"what": step.title, "who": step.who}
    if step.since is None:
        return _("%(what)s (%(who)s)") % words
    day = wording.day_text(step.since)
    return _("%(what)s (%(who)s, since %(day)s)") % (words | {"day": day})
