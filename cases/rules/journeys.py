"""What a movement requires of its passengers.

Source: domain page, section 4, rows "lock" and "depart".
"""

import datetime
from collections.abc import Iterable, Mapping

from cases.rules.tracks import Track


def expires_before(tracks: Iterable[Track], arrival: datetime.date) -> tuple[Track, ...]:
    """Return the tracks that hold today and end before the day of arrival."""
    return tuple(t for t in tracks if t.is_met and t.until is not None and t.until < arrival)


def left_behind(families: Mapping[int, frozenset[int]], aboard: frozenset[int]) -> frozenset[int]:
    """Return the children who stay while a sibling travels.

    ``families`` maps each mother with a child aboard to her open children who
    are not yet home.
    """
    return frozenset().union(*families.values()) - aboard
