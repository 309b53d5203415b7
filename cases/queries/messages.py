"""The messages of one user, with the records they lead to."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from cases.models import Child, Message, Movement, Task, User
from cases.models.message import MessageQuerySet, settled
from cases.models.rows import fetch
from cases.queries.access import is_outside
from cases.queries.my_work import with_own_names
from cases.queries.task_lines import TaskColumns, task_line
from cases.vocabulary import MessageKind

#: How many unread messages a page shows, and how many read ones stay on it.
UNREAD_SHOWN, READ_SHOWN = 200, 50


@dataclass(frozen=True, slots=True)
class ToldMessage:
    """A message, and what its reader may still see of it: the case, its name, the account."""

    message: Message
    child: Child | None
    name: str
    task: str
    account: User | None
    movement: Movement | None = None
    is_settled: bool = False

    @property
    def is_unread(self) -> bool:
        """Whether it is to be read: what is settled is not."""
        return self.message.read_at is None and not self.is_settled

    @property
    def is_lost(self) -> bool:
        """Whether the reader may no longer see what it tells."""
        return self.message.child_id is not None and self.child is None


def unread_count() -> Coalesce:
    """Return the column of a user's row that counts the unread messages."""
    unread = Message.objects.filter(to=OuterRef("pk")).unread().order_by().values("to")
    return Coalesce(Subquery(unread.annotate(n=Count("pk")).values("n")), 0)


def told_to(user: User) -> list[ToldMessage]:
    """Return the newest unread messages of ``user`` and the last read or settled ones."""
    unread = _own(user).unread()[:UNREAD_SHOWN]
    read = _own(user).filter(Q(read_at__isnull=False) | Q(settled()))[:READ_SHOWN]
    return _with_records([*unread, *read], user)


def told_once(user: User, pk: int) -> ToldMessage | None:
    """Return one message of ``user``, None where they have none of that key."""
    return next(iter(_with_records(list(_own(user).filter(pk=pk)), user)), None)


def _own(user: User) -> MessageQuerySet:
    rows = Message.objects.filter(to=user).annotate(is_settled=settled())
    return rows.select_related("account").order_by("-pk")


def _with_records(messages: list[Message], user: User) -> list[ToldMessage]:
    seen = Child.objects.visible_to(user).select_related("mother")
    children = with_own_names(seen).in_bulk({each.child_id for each in messages if each.child_id})
    tasks = _sentences({_key(each) for each in messages if each.kind == MessageKind.OVERDUE})
    movements = _movements({_key(each) for each in messages if _is_of_lock(each)}, user)
    return [
        ToldMessage(
            message=each,
            child=(child := children.get(each.child_id or 0)),
            name=_name(child, user) if child else "",
            task=tasks.get(_key(each), "") if each.kind == MessageKind.OVERDUE else "",
            account=each.account if _names_account(each, user) else None,
            movement=movements.get(_key(each)) if _is_of_lock(each) else None,
            is_settled=getattr(each, "is_settled", False),
        )
        for each in messages
    ]


def _names_account(message: Message, user: User) -> bool:
    return message.kind == MessageKind.CASES or user.has_perm("cases.change_user")


def _name(child: Child, user: User) -> str:
    """Return the child's name for whom the case is work of the own; else the reference stands."""
    own = user.has_perm("cases.see_names") and not is_outside(child, by=user)
    return child.person.name if own else ""


def _is_of_lock(message: Message) -> bool:
    return message.kind == MessageKind.RETURNED and message.child_id is None


def _key(message: Message) -> int:
    return int(message.about.removeprefix("lock:").partition(":")[0])


def _movements(keys: set[int], user: User) -> dict[int, Movement]:
    """Return the movements for who plans or locks: why a lock was sent back is theirs to read."""
    plans = user.has_perm("cases.plan_movement") or user.has_perm("cases.approve_lock")
    return Movement.objects.in_bulk(keys) if keys and plans else {}


def _sentences(keys: set[int]) -> dict[int, str]:
    rows = fetch(TaskColumns, Task.objects.filter(pk__in=keys)) if keys else ()
    return {line.key: line.sentence for line in map(task_line, rows)}
