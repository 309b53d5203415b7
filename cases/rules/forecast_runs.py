"""Simulates the way home of every open child, family by family.

Each draw takes the same random numbers whatever is changed, so that two runs differ by the
change alone. Source: ``docs/forecast.md``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from math import inf
from random import Random
from statistics import median
from typing import NamedTuple

from cases.rules.forecast_facts import (
    CONSENT,
    DECIDE,
    GAP_DAYS,
    GAP_SHAPE,
    HORIZON,
    NEWCOMERS_FOR,
    REVIEW,
    SHARES_PRIOR,
    SIBLINGS_WAIT,
    SPREAD_OF_PACE,
    VERIFY,
    At,
    Evening,
    OpenChild,
    Pace,
    exponential,
    gaps,
    newcomers,
    paces,
)

#: Uniform numbers a child takes before her papers, used or not.
_BEFORE_PAPERS = 8
_REVIEWS = (3, 5, 7)
_DECISIONS = (2, 4, 6)
#: The days by which a journey is put off.
_PUT_OFF = (14, 40)
_TRIES = 20


@dataclass(frozen=True, slots=True)
class Run:
    """One simulation: when each of the journeys was, and how many were home after it."""

    days: tuple[float, ...]
    home: tuple[int, ...]

    def reached(self, target: int) -> float:
        """Return the first day with ``target`` home; without end when never."""
        return next((d for d, n in zip(self.days, self.home, strict=True) if n >= target), inf)


@dataclass(frozen=True, slots=True)
class _Luck:
    """What one simulation drew once."""

    rates: dict[str, float]
    eligible: float
    deferred: float
    adjourned: float
    gap: float


class _Group(NamedTuple):
    """Children of one family who travel together once all of them are ready."""

    ready: float
    children: int


class Simulator:
    """Runs simulations of one evening, all of them from one seed."""

    def __init__(self, evening: Evening, seed: str, *, more_journeys: float = 0.0) -> None:
        self.evening, self.seed, self.more_journeys = evening, seed, more_journeys
        #: Of each simulation who will be registered; no change that is tried touches them.
        self.later: list[list[_Group]] = []
        self.paces: dict[str, Pace] = paces(evening)
        self.registered, self.looked_at = newcomers(evening)
        self.uniforms = _BEFORE_PAPERS + 3 * len(evening.papers)
        self.spaces = gaps(evening.past)
        self.lead = median(trip.day - trip.booked for trip in evening.past)
        self.seats = [trip.seats for trip in evening.past]
        late = sum(trip.day > trip.planned for trip in evening.past)
        self.put_off = (late + 0.3) / (len(evening.past) + 3)
        self.families = self._families()

    def runs(self, number: int) -> Iterator[Run]:
        """Yield so many simulations; the first of many are those of few."""
        rates, children, later = (_numbers(self.seed, of) for of in ("rates", "children", "new"))
        for n in range(number):
            luck = self._luck(rates)
            groups = self._groups(luck, children)
            if n == len(self.later):
                self.later.append(self._newcomers(luck, later, self._enough(groups)))
            yield self._travel(groups + self.later[n], luck, _numbers(self.seed, f"journeys:{n}"))

    def _families(self) -> list[tuple[bool, list[OpenChild]]]:
        mine_of: dict[int, list[OpenChild]] = {}
        for child in sorted(self.evening.children, key=lambda child: child.key):
            mine_of.setdefault(child.family, []).append(child)
        return [(family in self.evening.unconsented, mine) for family, mine in mine_of.items()]

    def _luck(self, rng: Random) -> _Luck:
        evening = self.evening
        pace, speed = (rng.lognormvariate(0, SPREAD_OF_PACE) for _ in range(2))
        rates = {
            track: rng.gammavariate(each.shape, 1 / each.days) * pace
            for track, each in self.paces.items()
        }
        shares = [
            rng.gammavariate(prior + n, 1)
            for prior, n in zip(SHARES_PRIOR, evening.decided, strict=True)
        ]
        whole = sum(shares)
        n, open_gap = len(self.spaces), evening.day - evening.past[-1].day
        days = GAP_DAYS + sum(self.spaces) + (open_gap if open_gap > GAP_DAYS else 0)
        gap = days / (rng.gammavariate(GAP_SHAPE * (n + 1), 1) / GAP_SHAPE) / speed
        return _Luck(
            rates=rates,
            eligible=shares[0] / whole,
            deferred=shares[1] / whole,
            adjourned=rng.betavariate(1 + evening.adjourned, 6 + evening.held),
            gap=1 / (1 / gap + self.more_journeys),
        )

    def _groups(self, luck: _Luck, rng: Random) -> list[_Group]:
        groups: list[_Group] = []
        draw, day, uniforms = rng.random, self.evening.day, range(self.uniforms)
        for unconsented, mine in self.families:
            consent = exponential(draw(), luck.rates[CONSENT])
            wait = consent if unconsented else 0.0
            ready = [self._ready(child, luck, [draw() for _ in uniforms]) for child in mine]
            groups += _parted([day + max(wait, each) for each in ready if each is not None])
        return groups

    def _enough(self, groups: list[_Group]) -> float:
        """Return the days until so many are ready that who is registered later changes nothing."""
        home = self.evening.home + sum(trip.children for trip in self.evening.booked)
        for group in sorted(groups):
            home += group.children
            if home >= (self.evening.target or 0):
                return min(group.ready - self.evening.day, NEWCOMERS_FOR)
        return NEWCOMERS_FOR

    def _newcomers(self, luck: _Luck, rng: Random, until: float) -> list[_Group]:
        """Return those who will be registered; each a family of her own."""
        rate = rng.gammavariate(0.5 + self.registered, 1) / (self.looked_at + 60)
        needs = frozenset(paper.track for paper in self.evening.papers)
        child = OpenChild(0, 0, At.REGISTERED, needs)
        groups: list[_Group] = []
        day = rng.expovariate(rate)
        while day < until:
            consent = exponential(rng.random(), luck.rates[CONSENT])
            ready = self._ready(child, luck, [rng.random() for _ in range(self.uniforms)])
            if ready is not None:
                groups.append(_Group(self.evening.day + day + max(consent, ready), 1))
            day += rng.expovariate(rate)
        return groups

    def _ready(self, child: OpenChild, luck: _Luck, drawn: list[float]) -> float | None:
        """Return in how many days a child has all papers; None if she does not travel."""
        eligible = 0.0 if child.at is At.ELIGIBLE else _eligible(child, luck, drawn)
        if eligible is None or not child.missing:
            return eligible
        have: dict[str, float] = {}
        n = _BEFORE_PAPERS
        for paper in self.evening.papers:
            if paper.track in child.missing:
                begin = max(eligible, have.get(paper.after, 0.0)) if paper.after else eligible
                rate = luck.rates[paper.track]
                if paper.heard and child.hearing is not None:
                    took = max(0.0, child.hearing - self.evening.day - begin)
                    if drawn[n + 1] < luck.adjourned:
                        took += exponential(drawn[n + 2], rate)
                else:
                    took = exponential(drawn[n], rate)
                have[paper.track] = begin + took
            n += 3
        return max(have.values(), default=eligible)

    def _travel(self, groups: list[_Group], luck: _Luck, rng: Random) -> Run:
        """Carry the groups home, those first who have been ready longest."""
        groups.sort()
        trips = sorted(self._booked(rng))
        home = self.evening.home + sum(children for _day, children in trips)
        day = self._first(luck.gap, rng)
        while home < (self.evening.target or 0) and groups and day < self.evening.day + HORIZON:
            seats = self.seats[int(rng.random() * len(self.seats))]
            day = max(day, groups[0].ready + self.lead)
            aboard, groups = _boarded(groups, seats, day - self.lead)
            home += aboard
            trips.append((day, aboard))
            day += _gap(luck.gap, rng)
        # One that was put off may come after one that is not yet booked.
        trips.sort()
        counts = accumulate((children for _day, children in trips), initial=self.evening.home)
        return Run(tuple(day for day, _children in trips), tuple(counts)[1:])

    def _booked(self, rng: Random) -> Iterator[tuple[float, int]]:
        for trip in self.evening.booked:
            put_off, by = rng.random() < self.put_off, rng.uniform(*_PUT_OFF)
            yield max(trip.day, self.evening.day) + (by if put_off else 0.0), trip.children

    def _first(self, gap: float, rng: Random) -> float:
        """Return the day of the first journey that is not booked, later than now plus the lead."""
        last = max(trip.day for trip in (*self.evening.past, *self.evening.booked))
        soonest = self.evening.day + self.lead
        for _ in range(_TRIES):
            if (day := last + _gap(gap, rng)) > soonest:
                return day
        return soonest + rng.random() * gap


def _eligible(child: OpenChild, luck: _Luck, drawn: list[float]) -> float | None:
    """Return in how many days a child is found eligible; None if she is not."""
    days, n = 0.0, 0
    if child.at is At.DEFERRED:
        days, n = exponential(drawn[_REVIEWS[0]], luck.rates[REVIEW]), 1
    else:
        if child.at is At.REGISTERED:
            days = exponential(drawn[0], luck.rates[VERIFY])
        days += exponential(drawn[1], luck.rates[DECIDE])
    for decision in range(n, len(_DECISIONS)):
        chance = drawn[_DECISIONS[decision]]
        if chance < luck.eligible:
            return days
        if chance >= luck.eligible + luck.deferred:
            return None
        days += exponential(drawn[_REVIEWS[decision]], luck.rates[REVIEW])
    return days


def _parted(ready: list[float]) -> list[_Group]:
    """Return a family as it travels: whole, or parted where some would wait too long."""
    groups: list[_Group] = []
    ready.sort()
    while ready:
        until = ready[0] + SIBLINGS_WAIT
        first = [each for each in ready if each <= until]
        groups.append(_Group(first[-1] if len(first) == len(ready) else until, len(first)))
        ready = ready[len(first) :]
    return groups


def _boarded(groups: list[_Group], seats: int, by: float) -> tuple[int, list[_Group]]:
    """Return how many of the groups ready by a day find seats, and the groups that wait on."""
    aboard, left = 0, []
    for n, group in enumerate(groups):
        if group.ready > by:
            left += groups[n:]
            break
        if aboard + group.children <= seats or not aboard:
            aboard += group.children
        else:
            left.append(group)
    return aboard, left


def _gap(mean: float, rng: Random) -> float:
    """Return the days to the next journey: gamma of shape 4, always of four numbers."""
    return sum(exponential(rng.random(), 4 / mean) for _ in range(4))


def _numbers(seed: str, of: str) -> Random:
    return Random(f"{seed}:{of}")  # noqa: S311  to be repeated, and no secret
