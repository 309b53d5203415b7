"""Acts done at the same moment, each on a connection of its own."""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection, connections


def at_once(acts: Sequence[Callable[[], Any]], *refusals: type[Exception]) -> list[Any]:
    """Do all acts at the same moment; return what each returned, or the refusal it met."""
    start = Barrier(len(acts))

    def do(act: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            start.wait(timeout=20)
            return act()
        except refusals as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(do, acts))


def came_of(acts: Sequence[Callable[[], Any]], *refusals: type[Exception]) -> Counter[str]:
    """Do all acts at the same moment; count what was done, and each kind of refusal."""
    outcomes = at_once(acts, *refusals)
    return Counter(
        type(each).__name__ if isinstance(each, refusals) else "done" for each in outcomes
    )
