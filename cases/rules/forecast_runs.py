"""Simulates the way home of every open child, family by family.

Each draw takes the same random numbers whatever is changed, so that two runs differ by the
change alone. Source: ``docs/forecast.md``.
"""

from bisect import bisect_right, insort
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, repeat, starmap
from math import inf, log
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
_FIRST_REVIEW = 3
#: Of these a decision, and the review that follows it where she is deferred.
_DECISIONS = ((2, 3), (4, 5), (6, 7))
#: The days by which a journey is put off.
_PUT_OFF = (14, 40)
_TRIES = 20
# Plain names: to look them up in the class a million times is dear.
_REGISTERED, _DEFERRED, _ELIGIBLE = At.REGISTERED, At.DEFERRED, At.ELIGIBLE


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


#: The day on which children of one family are ready, who travel together, and how many.
_Group = tuple[float, int]


class _Paper(NamedTuple):
    """A paper that a child misses; ``n`` is the first of its three numbers.

    ``after`` is the place among the missing ones of that which it waits for, if it does.
    """

    n: int
    track: str
    after: int | None
    hearing: float | None


class _Way(NamedTuple):
    """What a child has before her; ``first`` is the first of her numbers in a simulation."""

    first: int
    at: At
    papers: tuple[_Paper, ...]


class _Family(NamedTuple):
    """The ways of one family; ``consent`` is the number of her mother's, None if she agreed."""

    consent: int | None
    ways: tuple[_Way, ...]


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
        every = frozenset(paper.track for paper in evening.papers)
        #: How many uniform numbers the children take in a simulation; a newcomer has her own, of
        #: which the first is her mother's.
        self.drawn = 1
        self.newcomer = self._way(OpenChild(0, 0, At.REGISTERED, every))
        coming = evening.home + sum(trip.children for trip in evening.booked)
        self.lacking = max(1, (evening.target or 0) - coming)
        self.drawn = 0
        self.families = self._families()

    def runs(self, number: int) -> Iterator[Run]:
        """Yield so many simulations; the first of many are those of few."""
        rates, children, later, journeys = (
            Random(f"{self.seed}:{of}")  # noqa: S311  to be repeated, and no secret
            for of in ("rates", "children", "new", "journeys")
        )
        for n in range(number):
            luck = self._luck(rates)
            groups = self._groups(luck, children)
            if n == len(self.later):
                self.later.append(self._newcomers(luck, later, groups))
            journeys.seed(f"{self.seed}:journeys:{n}")
            yield self._travel(groups + self.later[n], luck, journeys)

    def _families(self) -> list[_Family]:
        mine_of: dict[int, list[OpenChild]] = {}
        for child in sorted(self.evening.children, key=lambda child: child.key):
            mine_of.setdefault(child.family, []).append(child)
        families = []
        for family, mine in mine_of.items():
            consent = self.drawn if family in self.evening.unconsented else None
            self.drawn += 1
            families.append(_Family(consent, tuple(self._way(child) for child in mine)))
        return families

    def _way(self, child: OpenChild) -> _Way:
        """Return the way of a child, with the numbers that she takes whether used or not."""
        first, self.drawn = self.drawn, self.drawn + self.uniforms
        hearing = None if child.hearing is None else float(child.hearing - self.evening.day)
        places: dict[str | None, int] = {}
        papers = []
        for n, paper in enumerate(self.evening.papers):
            if paper.track in child.missing:
                number, heard = first + _BEFORE_PAPERS + 3 * n, hearing if paper.heard else None
                papers.append(_Paper(number, paper.track, places.get(paper.after), heard))
                places[paper.track] = len(places)
        return _Way(first, child.at, tuple(papers))

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
        day, drawn = self.evening.day, [*starmap(rng.random, repeat((), self.drawn))]
        of_consent = luck.rates[CONSENT]
        for consent, ways in self.families:
            wait = 0.0 if consent is None else -log(1.0 - drawn[consent]) / of_consent
            days = [_ready(way, luck, drawn) for way in ways]
            ready = [day + max(wait, each) for each in days if each is not None]
            if len(ready) == 1:
                groups.append((ready[0], 1))
            else:
                groups += _parted(ready)
        return groups

    def _newcomers(self, luck: _Luck, rng: Random, groups: list[_Group]) -> list[_Group]:
        """Return those who will be registered before enough are ready; each a family of her own.

        Who comes later than that changes nothing.
        """
        rate, rates = rng.gammavariate(0.5 + self.registered, 1) / (self.looked_at + 60), luck.rates
        of_consent, today, last = rates[CONSENT], self.evening.day, self.lacking - 1
        papers = [(paper.n, rates[paper.track], paper.after) for paper in self.newcomer.papers]
        by = sorted([ready for ready, children in groups for _ in range(children)])
        later: list[_Group] = []
        draw, until, numbers = rng.random, self._until(by), ((),) * (1 + self.uniforms)
        day = -log(1.0 - draw()) / rate
        while day < until:
            drawn = [*starmap(draw, numbers)]
            eligible = _eligible(self.newcomer.first, _REGISTERED, luck, drawn)
            if eligible is not None:
                have: list[float] = []
                for n, of_paper, after in papers:
                    begin = eligible if after is None else have[after]
                    have.append(begin - log(1.0 - drawn[n]) / of_paper)
                have.append(-log(1.0 - drawn[0]) / of_consent)
                whole = today + day + max(eligible, *have)
                later.append((whole, 1))
                if last >= len(by) or whole < by[last]:
                    insort(by, whole)
                    until = self._until(by)
            day -= log(1.0 - draw()) / rate
        return later

    def _until(self, by: list[float]) -> float:
        """Return in how many days enough are ready, of those who are ``by`` their days."""
        if len(by) < self.lacking:
            return NEWCOMERS_FOR
        return min(by[self.lacking - 1] - self.evening.day, NEWCOMERS_FOR)

    def _travel(self, groups: list[_Group], luck: _Luck, rng: Random) -> Run:
        """Carry the groups home, those first who have been ready longest."""
        groups.sort()
        trips = sorted(self._booked(rng))
        home = self.evening.home + sum(children for _day, children in trips)
        day = self._first(luck.gap, rng)
        while home < (self.evening.target or 0) and groups and day < self.evening.day + HORIZON:
            seats = self.seats[int(rng.random() * len(self.seats))]
            day = max(day, groups[0][0] + self.lead)
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


def _ready(way: _Way, luck: _Luck, drawn: list[float]) -> float | None:
    """Return in how many days a child has all papers; None if she does not travel.

    Here and below each time is ``exponential``, written out for the sake of speed.
    """
    first, at, papers = way
    eligible = 0.0 if at is _ELIGIBLE else _eligible(first, at, luck, drawn)
    if eligible is None or not papers:
        return eligible
    rates = luck.rates
    have: list[float] = []
    for n, track, after, hearing in papers:
        begin = eligible if after is None else have[after]
        if hearing is None:
            have.append(begin - log(1.0 - drawn[n]) / rates[track])
            continue
        took = max(0.0, hearing - begin)
        if drawn[n + 1] < luck.adjourned:
            took += exponential(drawn[n + 2], rates[track])
        have.append(begin + took)
    return max(have)


def _eligible(first: int, at: At, luck: _Luck, drawn: list[float]) -> float | None:
    """Return in how many days a child is found eligible; None if she is not."""
    rates, eligible = luck.rates, luck.eligible
    if at is _DEFERRED:
        days, n = -log(1.0 - drawn[first + _FIRST_REVIEW]) / rates[REVIEW], 1
    else:
        days, n = -log(1.0 - drawn[first + 1]) / rates[DECIDE], 0
        if at is _REGISTERED:
            days -= log(1.0 - drawn[first]) / rates[VERIFY]
        if drawn[first + 2] < eligible:
            return days
    for decision, review in _DECISIONS[n:]:
        chance = drawn[first + decision]
        if chance < eligible:
            return days
        if chance >= eligible + luck.deferred:
            return None
        days -= log(1.0 - drawn[first + review]) / rates[REVIEW]
    return days


def _parted(ready: list[float]) -> list[_Group]:
    """Return a family as it travels: whole, or parted where some would wait too long."""
    groups: list[_Group] = []
    ready.sort()
    while ready:
        until = ready[0] + SIBLINGS_WAIT
        if ready[-1] <= until:
            groups.append((ready[-1], len(ready)))
            break
        first = bisect_right(ready, until)
        groups.append((until, first))
        ready = ready[first:]
    return groups


def _boarded(groups: list[_Group], seats: int, by: float) -> tuple[int, list[_Group]]:
    """Return how many of the groups ready by a day find seats, and the groups that wait on."""
    aboard, left = 0, []
    for n, (ready, children) in enumerate(groups):
        if ready > by:
            left += groups[n:]
            break
        if aboard + children <= seats or not aboard:
            aboard += children
        else:
            left.append(groups[n])
    return aboard, left


def _gap(mean: float, rng: Random) -> float:
    """Return the days to the next journey: gamma of shape 4, always of four numbers."""
    draw, rate = rng.random, 4 / mean
    return sum([-log(1.0 - draw()) / rate for _ in range(4)])
