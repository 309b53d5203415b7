"""Where the act of a task is done: its form, with the siblings ticked who need the same."""

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import unquote

from django.utils.translation import gettext_lazy

from cases.models import User
from cases.pages.doors import DOORS, address
from cases.pages.facts import Words
from cases.queries.task_lines import TaskLine
from cases.vocabulary import Act, ClearanceKind, GiverRole, TaskRule

#: The forms that take several children of a family.
_FOR_SEVERAL = (Act.CLEARANCE, Act.CONSENT, Act.ASSESS, Act.CLEAR, Act.FOLLOW_UP)
_ACTS: Mapping[TaskRule, Act] = {
    TaskRule.APPROACH: Act.CONSENT,
    TaskRule.FOLLOW_UP: Act.FOLLOW_UP,
    TaskRule.LAPSED: Act.CLEAR,
    TaskRule.REVIEW: Act.RECONSIDER,
    TaskRule.HOLD: Act.RELEASE_HOLD,
    TaskRule.SCAN: Act.SCAN_HANDOVER,
    TaskRule.CASEWORKER: Act.ASSIGN,
}
_OF_A_PAPER = (
    *(TaskRule.REQUIREMENT, TaskRule.CONSENT, TaskRule.BLOCKS_DEPARTURE),
    *(TaskRule.EXPIRING, TaskRule.APPROACH),
)


def door_of_task(line: TaskLine, references: Sequence[str], user: User) -> str:
    """Return the form that does what ``line`` asks for the children of ``references``.

    The tasks of the first child's case where no form does it, or not for ``user``.
    """
    first, *others = references
    act = act_of(line)
    if act is None or not DOORS[act].is_open_to(user):
        return _OTHER.get(line.rule, _tasks_of)(line, first)
    query = _subject(line) if line.rule in _OF_A_PAPER else {}
    if others and act in _FOR_SEVERAL:
        query["for"] = ",".join(others)
    if act == Act.FOLLOW_UP:
        number = line.number
        return address("follow-up", first, number, **query) if number else _tasks_of(line, first)
    return address(DOORS[act].route, first, **query)


def form_of_task(line: TaskLine, references: Sequence[str], user: User, *, beside: str = "") -> str:
    """Return the form that does what ``line`` asks for all the children of ``references``, if any.

    Nothing where the page leads there already, by the button ``beside`` it.
    """
    if len(references) > 1 and act_of(line) not in _FOR_SEVERAL:
        return ""
    url = door_of_task(line, references, user)
    here = (address("child", references[0]), unquote(beside))
    return "" if unquote(url).partition("#")[0] in here else url


def label_of_task(line: TaskLine) -> Words:
    """Return what the button of the form says that does a task."""
    act = act_of(line)
    if line.rule in _OF_A_PAPER or act is None:
        return _LABELS.get(line.rule, line.sentence)
    return DOORS[act].label


def act_of(line: TaskLine) -> Act | None:
    """Return the act that does what a task asks; None where none does."""
    if line.rule == TaskRule.STEP:
        return Act(line.about)
    if line.rule == TaskRule.RETURNED:
        return Act(line.about) if line.about in (Act.ASK_CLOSE, Act.ASK_REOPEN) else None
    if line.rule in _OF_A_PAPER and line.rule != TaskRule.APPROACH:
        return Act.CLEARANCE if "kind" in _subject(line) else Act.CONSENT
    return _ACTS.get(line.rule)


def subject_of(line: TaskLine) -> str:
    """Return the clearance or the giver whose consent a task is about; empty where neither."""
    subject, _colon, state = line.about.partition(":")
    if line.rule == TaskRule.SECOND_PERSON:
        return state if subject == Act.VERIFY_CONSENT else ""
    return subject if line.rule in _OF_A_PAPER else ""


def _subject(line: TaskLine) -> dict[str, str]:
    subject = line.about.partition(":")[0]
    return {"giver": subject} if subject in GiverRole.values else {"kind": ClearanceKind(subject)}


def _tasks_of(_line: TaskLine, reference: str) -> str:
    return f"{address('child', reference)}#tasks"


def _hearing(line: TaskLine, reference: str) -> str:
    if line.about == "passed" and line.number:
        return address("hearing-held", reference, line.number)
    return address("child", reference)


def _sent_back(line: TaskLine, reference: str) -> str:
    """Return where what was sent back is made anew: its page, or the form of the family."""
    act, _colon, number = line.about.partition(":")
    if act in _OF_A_FAMILY:
        family, _hyphen, _child = reference.rpartition("-")
        return address(_OF_A_FAMILY[act], family)
    if number and act == Act.ASK_UNMERGE:
        return address("merge", int(number))
    if not number or act not in _RECORDS_OF:
        return _tasks_of(line, reference)
    return address(_RECORDS_OF[act], reference, number)


_RECORDS_OF: Mapping[str, str] = {Act.WRITE_INTERESTS: "interests-note", Act.DECIDE: "assessment"}
_OF_A_FAMILY: Mapping[str, str] = {
    Act.ASK_AGREEMENT: "agreement-change",
    Act.ASK_MOTHER: "mother-change",
}
_LABELS: Mapping[TaskRule, Words] = {
    TaskRule.INTERESTS: gettext_lazy("Write a best-interests note"),
    TaskRule.NO_NEXT_STEP: gettext_lazy("Add a task"),
}
_OTHER: Mapping[TaskRule, Callable[[TaskLine, str], str]] = {
    TaskRule.HEARING: _hearing,
    TaskRule.RETURNED: _sent_back,
    TaskRule.INTERESTS: lambda _line, reference: address("interests-new", reference),
    TaskRule.NO_NEXT_STEP: lambda _line, reference: address("child-task-new", reference),
}
