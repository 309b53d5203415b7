"""Everything that waits for a second person, oldest first."""

import datetime
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from cases.models import User
from cases.models.prepared import Statement, prepared
from cases.models.reader import May, may_of, read_by, standing_for
from cases.queries.grounds import differing, differing_ground
from cases.queries.to_verify import number_to_verify, to_verify
from cases.queries.waiting_kinds import KINDS
from cases.queries.waiting_rows import (
    MOST,
    VERIFY,
    Kind,
    Numbers,
    Of,
    Queue,
    Reading,
    Scope,
    WaitingLine,
)

#: Lines of one kind, where a page shows it alone.
MOST_AT_LENGTH = 200
#: Of every agreement and every team.
ALL = Of()


def waiting_for(
    user: User,
    *,
    on: datetime.date,
    of: Of = ALL,
    kinds: Sequence[Kind] | None = None,
    others_first: bool = False,
    at_length: Collection[Kind] = (),
) -> tuple[Queue, ...]:
    """Return the queues of ``user`` that are not empty, of an agreement and a team if given.

    ``kinds`` are those that are asked for, of ``kinds_waiting``; all of them if none are given.
    What the user cannot decide comes last, or first; ``at_length`` are kinds of which more is
    read. Two queries, and one for each kind of which anything waits, two where there is more than
    is read.
    """
    queues = []
    for kind in kinds_waiting(user, of) if kinds is None else kinds:
        reading = Reading(others_first, MOST_AT_LENGTH if kind in at_length else MOST)
        lines = tuple(_lines(kind, user, on, of, reading))
        if lines:
            more = len(lines) > reading.most
            numbers = _numbers(kind, user, on, of) if more else None
            queues.append(Queue(kind, lines[: reading.most], more, numbers))
    return tuple(queues)


def kinds_waiting(user: User, of: Of = ALL) -> list[Kind]:
    """Return the kinds of which anything waits for ``user``; those to verify may be none.

    One query.
    """
    to_verify_first = [Kind.VERIFY] if user.has_perm(VERIFY) else []
    return [*to_verify_first, *_waiting_kinds(user, of)]


def _waiting_kinds(user: User, of: Of) -> list[Kind]:
    """Return the kinds, but those to verify, of which anything waits for ``user``. One query.

    Most pages have two or three of them; asking for the lines of each of thirty took a third of
    the page. Of one kind the lines themselves are asked for.
    """
    kinds = [
        kind
        for kind, waiting in KINDS.items()
        if user.has_perm(waiting.permission) and waiting.are_of(of.scope)
    ]
    if len(kinds) < 2:
        return kinds
    statement = _any_of_each(tuple(kinds), may_of(user), of.scope)
    waiting = {kind for (kind,) in statement.tuples(**of.values, **read_by(user))}
    return [kind for kind in kinds if kind in waiting]


@lru_cache(maxsize=64)
def _any_of_each(kinds: tuple[Kind, ...], may: May, scope: Scope) -> Statement:
    rows = {kind: KINDS[kind].every(standing_for(may), scope) for kind in kinds}
    return Statement(
        " UNION ALL ".join(
            f"SELECT '{kind}' WHERE EXISTS ({prepared(every).sql})" for kind, every in rows.items()
        )
    )


def _lines(
    kind: Kind, user: User, on: datetime.date, of: Of, reading: Reading
) -> Iterable[WaitingLine]:
    if kind == Kind.VERIFY:
        return to_verify(user, on, of, reading)
    return KINDS[kind].lines(user, of, reading)


def _numbers(kind: Kind, user: User, on: datetime.date, of: Of) -> Numbers:
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
