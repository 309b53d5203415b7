"""What each child who is not yet home waits for, in words: each is counted once."""

from collections.abc import Iterator
from dataclasses import dataclass

from cases.figures.counts import PENDING, Counted
from cases.figures.dashboard import Dashboard
from cases.figures.waits import kinds_of_missing
from cases.pages.charts import waits_for
from cases.pages.links import Links
from cases.vocabulary import Stage

#: The parts of the identified in which children are not yet home, by stage.
_KIND = dict.fromkeys(PENDING, Counted.PENDING) | {Stage.INELIGIBLE: Counted.INELIGIBLE}


@dataclass(frozen=True, slots=True)
class Wait:
    """So many children wait for this."""

    words: str
    count: int
    url: str = ""


def waits_of(board: Dashboard, links: Links | None = None) -> tuple[Wait, ...]:
    """Return what the children who are not yet home wait for, most first; at the end those for
    whom nothing is to be done: the booked, those on the way and the ineligible.
    """
    ahead = [
        *_by_stage(board, links, *PENDING, Stage.CLEARED),
        *lacked(board, links),
    ]
    rest = _by_stage(board, links, Stage.BOOKED, Stage.IN_TRANSIT, Stage.INELIGIBLE)
    return (*sorted(ahead, key=lambda wait: -wait.count), *rest)


def _by_stage(board: Dashboard, links: Links | None, *stages: Stage) -> Iterator[Wait]:
    for stage in stages:
        kind = _KIND.get(stage, Counted.TO_TRAVEL)
        if count := board.counts.split(kind, stage):
            yield Wait(str(waits_for(stage)), count, links.split(kind, stage) if links else "")


def lacked(board: Dashboard, links: Links | None = None) -> Iterator[Wait]:
    """Yield what the eligible children lack, or how many they are where they are too many."""
    if board.missing is None:
        yield from _by_stage(board, links, Stage.ELIGIBLE)
        return
    words = kinds_of_missing()
    for each in board.missing:
        yield Wait(str(words[each.what]), each.n, links.missing(each) if links else "")
