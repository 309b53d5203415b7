"""One act: what stands on record before, and what is sent."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from cases.models import Child, User
from cases.vocabulary import Act, Role
from tests import clock

#: ``DAY`` as it is typed.
ON = "01.03.2019"


def ahead() -> str:
    """Return a day that is planned, as it is typed."""
    return f"{clock.today() + datetime.timedelta(days=30):%d.%m.%Y}"


@dataclass(frozen=True, slots=True)
class Example:
    """What is sent to an address, and the rows of which there are ``change`` more afterwards.

    ``by`` is who alone can do it, or ``who`` a role where others may only look; ``child`` is whom
    it is about. What records nothing answers with ``says``; ``follow`` goes on to where it leads.
    """

    args: tuple[Any, ...]
    data: dict[str, Any]
    rows: "QuerySet[Any] | None"
    change: int = 1
    by: User | None = None
    who: Role | None = None
    child: Child | None = None
    says: str = ""
    follow: bool = False
    query: dict[str, str] = field(default_factory=dict)

    def address(self, route: str) -> str:
        return reverse(route, args=self.args, query=self.query)


EXAMPLES: dict[str, Callable[[], Example]] = {}


def example(*routes: str) -> Callable[[Callable[[], Example]], Callable[[], Example]]:
    """Let a function make the example of these routes."""

    def register(make: Callable[[], Example]) -> Callable[[], Example]:
        EXAMPLES.update(dict.fromkeys(routes, make))
        return make

    return register


def of_case(child: Child, act: Act, *args: Any, by: User | None = None, **typed: Any) -> Example:
    """Return an act on a case that leaves an entry of ``act`` in its journal."""
    child.refresh_from_db()
    data = {"version": child.version, "on_day": ON} | typed
    rows = child.journal.filter(act=act)
    return Example((child.reference, *args), data, rows, by=by, child=child)
