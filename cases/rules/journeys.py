"""What a movement requires of its passengers.

Source: domain page, section 4, rows "lock" and "depart".
"""

import datetime
from collections.abc import Iterable, Mapping

from cases.rules.tracks import Track


def expires_before(tracks: Iterable[Track], arrival: datetime.date) -> tuple[Track, ...]:
    """Return the tracks that hold today and end before the day of arrival."""
    return tuple(t for t in tracks if t.is_met and t.until is not None and t.until < arrival)


def escorts_missing(children: int, escorts: int, *, per_escort: int | None) -> int:
    """Return how many escorts are missing; none where no number of children is agreed.

    Source: the agreement, its number of children an escort.
    """
    if per_escort is None:
        return 0
    return max(0, -(-children // per_escort) - escorts)


def left_behind(families: Mapping[int, frozenset[int]], aboard: frozenset[int]) -> frozenset[int]:
    """Return the children who stay while a sibling travels.

    ``families`` maps each mother with a child aboard to her open children who
    are not yet home.
    """
    return frozenset().union(*families.values()) - aboard
