"""What a movement requires of its passengers.

Source: domain page, section 4, rows "lock" and "depart".
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cases.rules.months import months_between
from cases.rules.tracks import Track

#: Months below which a passenger is an infant, who travels on somebody's lap.
INFANT_MONTHS = 24


def expires_before(tracks: Iterable[Track], arrival: datetime.date) -> tuple[Track, ...]:
    """Return the tracks that hold today and end before the day of arrival."""
    return tuple(t for t in tracks if t.is_met and t.until is not None and t.until < arrival)


def is_infant(born_latest: datetime.date | None, *, on: datetime.date) -> bool:
    """Return whether somebody may be under two on the day of departure; an unknown birth is not."""
    return born_latest is not None and months_between(born_latest, on) < INFANT_MONTHS


def is_early(departure: datetime.date, *, on: datetime.date) -> bool:
    """Return whether nobody boards yet: a flight at night is boarded on the day before."""
    return on < departure - datetime.timedelta(days=1)


def is_off(at: datetime.datetime, *, expected: datetime.datetime) -> bool:
    """Return whether a departure or an arrival is so far from the plan that its day may be a slip.

    Half a day: another date, or the hour of the afternoon taken for one of the morning.
    """
    return abs(at - expected) >= datetime.timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Headcount:
    """Who travels: children, how many of them are infants, and escorts."""

    children: int
    infants: int
    escorts: int


@dataclass(frozen=True, slots=True)
class EscortRule:
    """For how many children, and for how many infants among them, one escort is enough.

    None: the agreement gives no number. Children never travel alone, whatever it says.
    """

    children: int | None = None
    infants: int | None = None

    def missing(self, party: Headcount) -> int:
        """Return how many escorts are missing."""
        needed = [
            min(party.children, 1),
            _shared(party.children, self.children),
            _shared(party.infants, self.infants),
        ]
        return max(0, max(needed) - party.escorts)


def _shared(number: int, each: int | None) -> int:
    return -(-number // each) if each else 0


def left_behind(families: Mapping[int, frozenset[int]], aboard: frozenset[int]) -> frozenset[int]:
    """Return the children who stay while a sibling travels.

    ``families`` maps each mother with a child aboard to her open children who
    are not yet home.
    """
    return frozenset().union(*families.values()) - aboard
