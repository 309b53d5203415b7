"""What a forecast of returns rests on: the register of one evening, and what it teaches.

Days are numbers, so that made-up histories can be tried as well as the register itself.
The method and how good it is: ``docs/forecast.md``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import ceil, log

from cases.vocabulary import ForecastRefusal

#: Of the method and its parameters; a kept forecast names it.
VERSION = "3"
SIMULATIONS = 2000
#: Of each change that is tried, and of the forecast it is compared with.
SIMULATIONS_OF_CHANGE = 500
#: Simulated children of one forecast; fewer simulations are run of a large register.
MOST_WAYS, FEWEST_SIMULATIONS, MOST_CHILDREN = 400_000, 200, 20_000
HORIZON = 3650
LOW, MIDDLE, HIGH = 0.1, 0.5, 0.9
SPREAD_OF_PACE = 0.40
HALF_LIFE = 180
#: How many endings the days expected of a track weigh.
PRIOR_WEIGHT = 2
SHARES_PRIOR = (6.0, 1.0, 0.4)
GAP_DAYS, GAP_SHAPE = 60, 2
SIBLINGS_WAIT = 180
PAPER_ENDS_WITHIN = 20
RECENT, FIRST_WAVE, NEWCOMERS_FOR = 180, 60, 720
LEAST_JOURNEYS, LEAST_HOME = 2, 6
STILL_DAYS, STILL_FORETOLD, STILL_ENDINGS, STILL_GAPS = 90, 6, 3, 2.5
_PIECE = 30


class At(StrEnum):
    """Where a child who is not yet booked stands."""

    REGISTERED = "registered"
    VERIFIED = "verified"
    DEFERRED = "deferred"
    ELIGIBLE = "eligible"


#: Tracks of every register; each paper an agreement asks for is one more.
VERIFY, DECIDE, REVIEW, CONSENT = "verify", "decide", "review", "consent"
EXPECTED_DAYS = {VERIFY: 30, DECIDE: 40, REVIEW: 120, CONSENT: 60}


@dataclass(frozen=True, slots=True)
class NeededPaper:
    """A paper each child needs once eligible; ``after`` names the one it waits for.

    ``heard``: a court gives it, on the day of a hearing.
    """

    track: str
    days: int = 30
    after: str | None = None
    heard: bool = False


@dataclass(frozen=True, slots=True)
class Spell:
    """Days somebody waited for a track; ``ended`` is False where it goes on."""

    track: str
    start: int
    end: int
    ended: bool


@dataclass(frozen=True, slots=True)
class OpenChild:
    """A child who is neither home, booked nor ineligible; ``hearing`` is a day to come."""

    key: int
    family: int
    at: At
    missing: frozenset[str]
    hearing: int | None = None


@dataclass(frozen=True, slots=True)
class Trip:
    """A journey: made, or booked for ``day``; ``planned`` is the day first named."""

    day: int
    planned: int
    booked: int
    seats: int
    children: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Evening:
    """What a register knew on the evening of ``day``.

    ``expected`` are the days that the agreement allows for a track, in place of our own.
    ``decided`` are the eligible, deferred and ineligible among the decisions;
    ``unconsented`` the families whose mother has not agreed; ``registered`` the
    day of each registration.
    """

    day: int
    target: int | None
    home: int
    children: tuple[OpenChild, ...]
    unconsented: frozenset[int]
    papers: tuple[NeededPaper, ...]
    spells: tuple[Spell, ...]
    past: tuple[Trip, ...]
    booked: tuple[Trip, ...]
    decided: tuple[int, int, int]
    held: int
    adjourned: int
    registered: tuple[int, ...]
    reached_on: int | None = None
    expected: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class NoForecast:
    """Why there is no forecast; ``since`` and ``track`` where something stands still."""

    why: ForecastRefusal
    since: int | None = None
    track: str = ""


def refusal(evening: Evening) -> NoForecast | None:
    """Return why no forecast can be made of an evening; None if one can."""
    if not evening.registered:
        return NoForecast(ForecastRefusal.NOBODY)
    if not evening.target:
        return NoForecast(ForecastRefusal.NO_TARGET)
    if evening.home >= evening.target:
        return NoForecast(ForecastRefusal.REACHED, evening.reached_on)
    return _too_little(evening) or _track_still(evening) or _journeys_still(evening)


def _too_little(evening: Evening) -> NoForecast | None:
    if not evening.past:
        return NoForecast(ForecastRefusal.NO_JOURNEY)
    if len(evening.children) > MOST_CHILDREN:
        return NoForecast(ForecastRefusal.TOO_MANY)
    if len(evening.past) < LEAST_JOURNEYS or evening.home < LEAST_HOME:
        return NoForecast(ForecastRefusal.FEW)
    return None


def _journeys_still(evening: Evening) -> NoForecast | None:
    last, spaces = evening.past[-1].day, gaps(evening.past)
    usual = (GAP_DAYS + sum(spaces)) / (len(spaces) + 1)
    if not evening.booked and evening.day - last > STILL_GAPS * usual:
        return NoForecast(ForecastRefusal.JOURNEYS_STILL, last)
    return None


def simulations_of(evening: Evening) -> int:
    """Return how many simulations are run, so that a forecast ends in time."""
    affordable = MOST_WAYS // max(1, len(evening.children))
    return max(FEWEST_SIMULATIONS, min(SIMULATIONS, affordable))


def _track_still(evening: Evening) -> NoForecast | None:
    """Return the track that foretold most of the last days and had no ending in them."""
    begin = evening.day - STILL_DAYS
    worst: tuple[float, NoForecast] | None = None
    for track, spells in by_track(evening.spells).items():
        ends = [spell.end for spell in spells if spell.ended]
        if len(ends) < STILL_ENDINGS or max(ends) > begin:
            continue
        before = sum(max(0, min(spell.end, begin) - spell.start) for spell in spells)
        since = sum(max(0, spell.end - max(spell.start, begin)) for spell in spells)
        foretold = len(ends) / max(1, before) * since
        if foretold > STILL_FORETOLD and (worst is None or foretold > worst[0]):
            worst = foretold, NoForecast(ForecastRefusal.TRACK_STILL, max(ends), track)
    return worst[1] if worst else None


def gaps(past: tuple[Trip, ...]) -> list[int]:
    """Return the days between one journey made and the next."""
    return [later.day - trip.day for trip, later in pairwise(past)]


def by_track(spells: Iterable[Spell]) -> dict[str, list[Spell]]:
    """Return the spells of each track."""
    spells_of: dict[str, list[Spell]] = {}
    for spell in spells:
        spells_of.setdefault(spell.track, []).append(spell)
    return spells_of


@dataclass(frozen=True, slots=True)
class Pace:
    """What is known of a track's rate: gamma of a shape, and days at that shape."""

    shape: float
    days: float


def paces(evening: Evening) -> dict[str, Pace]:
    """Return for each track how fast it went, older evidence weighing less."""
    expected = (
        EXPECTED_DAYS
        | dict(evening.expected)
        | {paper.track: paper.days for paper in evening.papers}
    )
    spells = by_track(evening.spells)
    return {
        track: _pace(spells.get(track, []), days, evening.day) for track, days in expected.items()
    }


def _pace(spells: list[Spell], expected: int, day: int) -> Pace:
    ends = [spell.end for spell in spells if spell.ended]
    # Ten orders of one court day are one piece of news, and not ten.
    news = len({end // 7 for end in ends}) / len(ends) if ends else 1.0
    ended = sum(_weight(day - end) for end in ends)
    waited = sum(_weighed(spell, day) for spell in spells)
    return Pace(PRIOR_WEIGHT + news * ended, PRIOR_WEIGHT * expected + news * waited)


def _weight(ago: float) -> float:
    return float(0.5 ** (ago / HALF_LIFE))


def _weighed(spell: Spell, day: int) -> float:
    """Return the days of a spell, weighed in pieces, as its days lie at different distances."""
    days = spell.end - spell.start
    pieces = max(1, ceil(days / _PIECE))
    length = days / pieces
    ends = (day - spell.start - length * (n + 0.5) for n in range(pieces))
    return sum(length * _weight(ago) for ago in ends)


def newcomers(evening: Evening) -> tuple[int, int]:
    """Return how many were registered of late, the first wave apart, and in how many days."""
    begin = max(min(evening.registered) + FIRST_WAVE, evening.day - RECENT)
    return sum(day > begin for day in evening.registered), max(0, evening.day - begin)


def exponential(uniform: float, rate: float) -> float:
    """Return the time that a uniform number stands for: one number in, one time out."""
    return -log(1.0 - uniform) / rate
