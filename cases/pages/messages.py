"""The messages of a user in words, by kind."""

import datetime
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import wording
from cases.casework.messages import OF_A_LIST, OF_A_LOCK
from cases.queries.messages import ToldMessage
from cases.vocabulary import Act, MessageKind

#: Lines of each kind that are not folded.
SHOWN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageLine:
    """One message: what it tells, of whom, when, and where it leads; nothing, if not allowed."""

    key: int
    text: str
    name: str
    reference: str
    at: datetime.datetime
    url: str
    is_unread: bool
    is_settled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageGroup:
    """The messages of one kind, unread ones first."""

    kind: str
    title: str
    unread: int
    lines: list[MessageLine]

    @property
    def first(self) -> list[MessageLine]:
        return self.lines[:SHOWN]

    @property
    def more(self) -> list[MessageLine]:
        return self.lines[SHOWN:]


def message_groups(items: list[ToldMessage]) -> list[MessageGroup]:
    """Return the messages by kind; those with something unread first."""
    groups = [
        _group(kind, [each for each in items if each.message.kind == kind]) for kind in _KINDS
    ]
    return sorted((each for each in groups if each.lines), key=lambda group: not group.unread)


_KINDS = (
    *(MessageKind.RETURNED, MessageKind.HEARING, MessageKind.OVERDUE),
    *(MessageKind.DECISION, MessageKind.CASES, MessageKind.PASSWORD),
)


def _group(kind: MessageKind, items: list[ToldMessage]) -> MessageGroup:
    lines = [_line(each) for each in items]
    unread = sum(line.is_unread for line in lines)
    return MessageGroup(kind=kind, title=str(kind.label), unread=unread, lines=lines)


def message_url(item: ToldMessage) -> str:
    """Return the address of what a message tells; empty if the reader may not see it."""
    if item.child:
        return item.child.get_absolute_url()
    if item.message.kind == MessageKind.CASES:
        return f"{reverse('children')}?mine=1&sort=due"
    if item.movement:
        return item.movement.get_absolute_url()
    kind, _sign, rest = item.message.about.partition(":")
    if kind == OF_A_LIST:
        return reverse("import-rows", args=[rest.partition(":")[0]])
    return item.account.get_absolute_url() if item.account else ""


def _line(item: ToldMessage) -> MessageLine:
    message = item.message
    return MessageLine(
        key=message.pk,
        text=_("It is about a case that you may no longer see.") if item.is_lost else _text(item),
        name=item.name,
        reference=record.reference if (record := item.child or item.movement) else "",
        at=message.made_at,
        url=message_url(item),
        is_unread=item.is_unread,
        is_settled=item.is_settled,
    )


def _text(item: ToldMessage) -> str:
    message = item.message
    first, _sign, rest = message.about.partition(":")
    if message.kind == MessageKind.PASSWORD:
        return _forgotten(item)
    if message.kind == MessageKind.CASES:
        return _caseload(item, first, int(rest.rpartition(":")[2]))
    if message.kind == MessageKind.HEARING:
        return _("Hearing on %(day)s") % {"day": _day(rest)}
    if message.kind == MessageKind.OVERDUE:
        return _overdue(item.task.rstrip("."), _day(rest))
    if first == OF_A_LIST:
        return _undone(int(rest.partition(":")[2]))
    if first == OF_A_LOCK:
        return _sent_back(item)
    return str(Act(first).label)


def _sent_back(item: ToldMessage) -> str:
    """Return that a lock was sent back and, until it is requested again, why."""
    if item.movement is None or item.is_settled:
        return _("The request to lock was sent back")
    reason = {"reason": item.movement.lock_returned_reason}
    return _("The request to lock was sent back: %(reason)s") % reason


def _overdue(task: str, day: str) -> str:
    """Return what is overdue since when; a task that is no more has no words."""
    words = _("%(task)s, due on %(day)s") if task else _("Due on %(day)s")
    return words % {"task": task, "day": day}


def _undone(cases: int) -> str:
    words = ngettext(
        "An imported list is undone: %(n)s case of yours is closed as entered in error.",
        "An imported list is undone: %(n)s cases of yours are closed as entered in error.",
        cases,
    )
    return words % {"n": cases}


def _caseload(item: ToldMessage, way: str, cases: int) -> str:
    to_me = ngettext(
        "%(n)s case of %(who)s is yours now, with its tasks.",
        "%(n)s cases of %(who)s are yours now, with their tasks.",
        cases,
    )
    from_me = ngettext(
        "%(n)s case of yours is with %(who)s now, with its tasks.",
        "%(n)s cases of yours are with %(who)s now, with their tasks.",
        cases,
    )
    return (to_me if way == "to" else from_me) % {"n": cases, "who": item.account}


def _forgotten(item: ToldMessage) -> str:
    if item.account:
        return _("Forgotten by %(name)s.") % {"name": str(item.account)}
    if item.message.account_id:
        return _("You no longer manage accounts.")
    return _("A user name was given that no account has.")


def _day(written: str) -> str:
    return wording.day_text(datetime.date.fromisoformat(written))
