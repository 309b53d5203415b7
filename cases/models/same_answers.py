"""What is made of the database's answers, and shown again while it answers the same.

Nothing kept here can be out of date: every statement is asked each time, and one other answer has
it made anew. What is spared is Python's work on a page that many people open between two changes.
Source: decision 0308.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, NamedTuple, TypeVar, cast

from django.conf import settings
from django.db import connections

from cases.models.prepared import LISTENER, Statement

_Made = TypeVar("_Made")
_Answer = list[tuple[Any, ...]]

#: So many are kept in a process, those asked for last.
MOST = 64


class _Step(NamedTuple):
    """A statement, the values it was asked with, and what was answered."""

    statement: Statement
    values: dict[str, Any]
    answer: _Answer


class _Recorded(NamedTuple):
    """What was made, and the statements it was made from."""

    steps: tuple[_Step, ...]
    result: Any


_recorded: OrderedDict[Hashable, _Recorded] = OrderedDict()
_lock = Lock()


def same_answers(key: Hashable, make: Callable[[], _Made]) -> _Made:
    """Return what ``make`` returns, without calling it where the database answers as before.

    ``key`` holds all that ``make`` depends on but the database; what it returns must never be
    changed. As many queries as ``make`` runs. It is made each time where it asks the database
    otherwise than by a prepared statement, and in development, where its code may change.
    """
    if settings.DEBUG:
        return make()
    before = _recorded.get(key)
    listener = _Listener()
    if before and listener.hears_the_same(before.steps):
        _record(key, before)
        return cast("_Made", before.result)
    with listener.listening():
        result = make()
    if listener.heard_all:
        _record(key, _Recorded(tuple(listener.steps), result))
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


@dataclass(slots=True)
class _Listener:
    """Hears what is asked while something is made; ``ahead`` has been asked already."""

    steps: list[_Step] = field(default_factory=list)
    ahead: list[_Step] = field(default_factory=list)
    heard_all: bool = True
    _asks: bool = False

    def hears_the_same(self, steps: tuple[_Step, ...]) -> bool:
        """Ask all of ``steps`` again, up to the first that is answered otherwise.

        Each was asked with values that follow from the answers before it, so ``make`` would ask
        the same up to there, and is given these answers.
        """
        for step in steps:
            answer = step.statement.asked(step.values)
            self.ahead.append(step._replace(answer=answer))
            if answer != step.answer:
                return False
        return True

    def answer(self, statement: Statement, values: dict[str, Any]) -> _Answer:
        if self.ahead and self.ahead[0][:2] == (statement, values):
            step = self.ahead.pop(0)
        else:
            self.ahead.clear()
            self._asks = True
            step = _Step(statement, values, statement.asked(values))
            self._asks = False
        self.steps.append(step)
        return step.answer

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
