"""Everything that waits for a second person, oldest first."""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import replace

from cases.models import (
    Agreement,
    User,
)
from cases.queries.grounds import (
    differing,
    differing_ground,
)
from cases.queries.to_verify import number_to_verify, to_verify
from cases.queries.waiting_kinds import KINDS
from cases.queries.waiting_rows import (
    MOST,
    VERIFY,
    Kind,
    Numbers,
    Queue,
    Reading,
    WaitingLine,
)

#: Lines of one kind, where a page shows it alone.
MOST_AT_LENGTH = 200


def waiting_for(
    user: User,
    *,
    on: datetime.date,
    agreement: Agreement | None = None,
    others_first: bool = False,
    at_length: Collection[Kind] = (),
) -> tuple[Queue, ...]:
    """Return the queues of ``user`` that are not empty, of one agreement if it is given.

    What the user cannot decide comes last, or first; ``at_length`` are kinds of which more is
    read. One query for each kind, two for one of which there are more than are read.
    """
    queues = []
    for kind in (Kind.VERIFY, *KINDS):
        if not user.has_perm(_PERMISSIONS[kind]):
            continue
        reading = Reading(others_first, MOST_AT_LENGTH if kind in at_length else MOST)
        lines = tuple(_lines(kind, user, on, agreement, reading))
        if lines:
            more = len(lines) > reading.most
            numbers = _numbers(kind, user, on, agreement) if more else None
            queues.append(Queue(kind, lines[: reading.most], more, numbers))
    return tuple(queues)


def _lines(
    kind: Kind, user: User, on: datetime.date, of: Agreement | None, reading: Reading
) -> Iterable[WaitingLine]:
    if kind == Kind.VERIFY:
        return to_verify(user, on, of, reading)
    return KINDS[kind].lines(user, of, reading)


def _numbers(kind: Kind, user: User, on: datetime.date, of: Agreement | None) -> Numbers:
    if kind == Kind.VERIFY:
        return number_to_verify(user, on, of)
    return KINDS[kind].numbers(user, of)


def compared(queues: Iterable[Queue], *, on: datetime.date) -> list[Queue]:
    """Return the queues with how many answers of each assessment the register contradicts.

    Five queries, none where no assessment waits.
    """
    return [
        replace(queue, lines=_compared(queue.lines, on)) if queue.kind == Kind.ASSESSMENT else queue
        for queue in queues
    ]


def _compared(lines: Iterable[WaitingLine], on: datetime.date) -> tuple[WaitingLine, ...]:
    lines = tuple(lines)
    numbers = differing((line.key for line in lines), on=on)
    return tuple(
        replace(line, grounds=differing_ground(numbers.get(line.key, 0))) for line in lines
    )


_PERMISSIONS = {kind: VERIFY if kind == Kind.VERIFY else KINDS[kind].permission for kind in Kind}
