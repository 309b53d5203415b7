"""What is made of the database's answers, and shown again while it answers the same.

Nothing kept here can be out of date: all is asked again each time, in one question, and another
answer has it made anew. What is spared is Python's work, and the way to the database and back a
dozen times, on a page that many people open between two changes. Source: decisions 0308 and
0332.
"""

import re
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Lock
from typing import Any, NamedTuple, TypeVar, cast

from django.conf import settings
from django.db import connections

from cases.models.prepared import LISTENER, Statement

_Made = TypeVar("_Made")

#: So many are kept in a process, those asked for last.
MOST = 64
# Which transactions are seen: the same before and after, where none was committed in between.
_SEEN = Statement("SELECT pg_current_snapshot()::text")


# The type of an array of texts, as the driver knows it.
_TEXTS = 1009


class _Step(NamedTuple):
    """A statement, the values it was asked with, its rows, and the types of their columns."""

    statement: Statement
    values: dict[str, Any]
    rows: list[tuple[Any, ...]]
    types: tuple[int, ...]


class _Recorded(NamedTuple):
    """What was made, its steps, the one question of all of them, and its answer as text."""

    steps: list[_Step]
    question: Statement
    values: dict[str, Any]
    answers: list[str | None]
    result: Any


_recorded: OrderedDict[Hashable, _Recorded] = OrderedDict()
_lock = Lock()


def same_answers(key: Hashable, make: Callable[[], _Made]) -> _Made:
    """Return what ``make`` returns, without calling it where the database answers as before.

    ``key`` holds all that ``make`` depends on but the database; what it returns must never be
    changed. One query, or at most two more than ``make`` has. It is made each time
    where it asks the database otherwise than by a prepared statement, and in development, where
    its code may change.
    """
    if settings.DEBUG:
        return make()
    record = _recorded.get(key)
    steps: list[_Step] = []
    if record:
        seen, *answers = _answers(record.question, record.values)
        if answers == record.answers:
            _record(key, record)
            return cast("_Made", record.result)
        steps = _as_answered(record, answers)
    else:
        ((seen,),) = _SEEN.tuples()
    listener = _Listener(steps)
    with listener.listening():
        result = make()
    if listener.heard_all and listener.heard:
        question, values = listener.question
        if listener.heard == steps:
            seen_after = seen  # all was answered by one question, at one moment
        else:
            seen_after, *answers = _answers(question, values)
        if seen_after == seen:
            _record(key, _Recorded(listener.heard, question, values, answers, result))
    return result


def forget() -> None:
    """Forget all that is kept."""
    with _lock:
        _recorded.clear()


def _record(key: Hashable, record: _Recorded) -> None:
    with _lock:
        _recorded[key] = record
        _recorded.move_to_end(key)
        while len(_recorded) > MOST:
            _recorded.popitem(last=False)


@lru_cache(maxsize=256)
def _question(statements: tuple[tuple[str, int], ...]) -> Statement:
    """Return one statement that answers with the rows of each of some as text, and what is seen.

    Each of ``statements`` comes with the number of its columns.
    """
    texts = []
    for n, (sql, width) in enumerate(statements):
        part = re.sub(r"(?<!%)%\((\w+)\)s", rf"%(s{n}_\1)s", sql)
        columns = [f"c{column}" for column in range(width)]
        row = ", ".join(f"{column}::text" for column in columns)
        rows = f"({part}) AS q ({', '.join(columns)})"
        texts.append(f"(SELECT array_agg(ARRAY[{row}])::text FROM {rows})")
    return Statement(f"{_SEEN.sql}, {', '.join(texts)}")


def _answers(question: Statement, values: dict[str, Any]) -> tuple[str | None, ...]:
    """Return what is seen, and the rows of each part as text. One query."""
    (row,) = question.tuples(**values)
    return row


def _as_answered(record: _Recorded, answers: list[str | None]) -> list[_Step]:
    """Return the steps of before with the rows of ``answers``, each value as the driver reads it.

    No query.
    """
    with connections["default"].cursor() as cursor:
        read = cursor.cast

        def step_of(step: _Step, now: str | None, before: str | None) -> _Step:
            if now == before:
                return step
            rows = read(_TEXTS, now) or ()
            return step._replace(rows=[tuple(map(read, step.types, row)) for row in rows])

        return list(map(step_of, record.steps, answers, record.answers))


@dataclass(slots=True)
class _Listener:
    """Hears what is asked while something is made, and whether all of it was a statement's.

    ``steps`` are those of before, with the rows of now.
    """

    steps: list[_Step]
    heard: list[_Step] = field(default_factory=list)
    heard_all: bool = True
    _asks: bool = False

    def answer(self, statement: Statement, values: dict[str, Any]) -> list[tuple[Any, ...]]:
        step = next((each for each in self.steps if each[:2] == (statement, values)), None)
        if step is None:
            self._asks = True
            step = _Step(statement, values, *statement.described(values))
            self._asks = False
        self.heard.append(step)
        return list(step.rows)

    @property
    def question(self) -> tuple[Statement, dict[str, Any]]:
        """The one statement that asks all that was heard, and its values."""
        values = {
            f"s{n}_{name}": value
            for n, step in enumerate(self.heard)
            for name, value in step.values.items()
        }
        statements = ((step.statement.sql, len(step.types)) for step in self.heard)
        return _question(tuple(statements)), values

    @contextmanager
    def listening(self) -> Iterator[None]:
        token = LISTENER.set(self)
        try:
            with connections["default"].execute_wrapper(self._watch):
                yield
        finally:
            LISTENER.reset(token)

    def _watch(self, execute: Callable[..., Any], *args: Any) -> Any:
        self.heard_all &= self._asks
        return execute(*args)
