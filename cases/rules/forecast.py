"""When a target will be reached: a median, a range, and what would move it most.

Source: ``docs/forecast.md``.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from cases.rules.forecast_facts import (
    CONSENT,
    HIGH,
    HORIZON,
    LOW,
    MIDDLE,
    SIMULATIONS,
    SIMULATIONS_OF_CHANGE,
    At,
    Evening,
    NoForecast,
    OpenChild,
    refusal,
)
from cases.rules.forecast_runs import Run, Simulator
from cases.vocabulary import ForecastRefusal

#: One journey more a quarter.
_A_QUARTER = 91
_HALF = 0.5
#: After so many simulations it is said how many are done.
_SAID_EACH = 20
_MOST, _LEAST_WEEKS = 5, 1.0


class Lever(StrEnum):
    """What one change would be."""

    PAPER = "paper"
    CONSENT = "consent"
    DEFERRED = "deferred"
    UNDECIDED = "undecided"
    JOURNEY = "journey"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing changed, of so many children; ``weeks`` sooner at the median."""

    lever: Lever
    children: int
    track: str = ""
    weeks: float = 0.0


@dataclass(frozen=True, slots=True)
class Range:
    """The three points of a range: days, or children home."""

    low: int
    middle: int
    high: int


@dataclass(frozen=True, slots=True)
class Foretold:
    """When the target is reached; ``never`` is the share of simulations that do not.

    ``high`` of ``reached`` is open where ``never`` is over one in ten.
    """

    reached: Range
    never: float
    band: tuple[tuple[int, Range], ...]
    changes: tuple[Change, ...]

    @property
    def is_open(self) -> bool:
        return self.never > 1 - HIGH


def forecast(
    evening: Evening,
    *,
    seed: str,
    days: Sequence[int] = (),
    simulations: int = SIMULATIONS,
    of_change: int = SIMULATIONS_OF_CHANGE,
    say: Callable[[int], None] = lambda _done: None,
) -> Foretold | NoForecast:
    """Return when the target of ``evening`` is reached, with the children home by each of ``days``.

    A refusal says why nothing can be said. Equal for an equal seed; no changes are tried where
    ``of_change`` is 0. ``say`` is told now and then how many simulations are done.
    """
    if refused := refusal(evening):
        return refused
    target = evening.target or 0
    simulator = Simulator(evening, seed)
    runs = []
    for done, run in enumerate(simulator.runs(simulations)):
        runs.append(run)
        if not done % _SAID_EACH:
            say(done)
    last = evening.day + HORIZON
    reached = [min(last, run.reached(target)) for run in runs]
    never = sum(day >= last for day in reached) / simulations
    if never > _HALF:
        return NoForecast(ForecastRefusal.OUT_OF_REACH)
    return Foretold(
        reached=points(reached),
        never=never,
        band=tuple(_band(runs, days, evening.home)),
        changes=_changes(simulator, reached[:of_change]) if of_change else (),
    )


def points(values: Iterable[float]) -> Range:
    """Return the low, the middle and the high point of what simulations gave."""
    ordered = sorted(values)
    return Range(*(int(ordered[int(q * len(ordered))]) for q in (LOW, MIDDLE, HIGH)))


def _band(runs: Sequence[Run], days: Sequence[int], home: int) -> Iterator[tuple[int, Range]]:
    for day in days:
        counts = (bisect_right(run.days, day) for run in runs)
        yield (
            day,
            points(run.home[n - 1] if n else home for run, n in zip(runs, counts, strict=True)),
        )


def _changes(simulator: Simulator, unchanged: Sequence[float]) -> tuple[Change, ...]:
    """Return what would bring the median forward by a week or more, each alone, most first."""
    evening, before = simulator.evening, points(unchanged).middle
    sooner = []
    for change, changed, more in _tried(evening):
        other = Simulator(changed, simulator.seed, more_journeys=more)
        other.later = simulator.later
        runs = other.runs(len(unchanged))
        last = evening.day + HORIZON
        after = points(min(last, run.reached(evening.target or 0)) for run in runs).middle
        if (weeks := (before - after) / 7) >= _LEAST_WEEKS:
            sooner.append(replace(change, weeks=weeks))
    sooner.sort(key=lambda change: -change.weeks)
    return tuple(sooner[:_MOST])


def _tried(evening: Evening) -> Iterator[tuple[Change, Evening, float]]:
    for paper in evening.papers:
        lacking = [child for child in evening.children if _lacks(child, paper.track)]
        if lacking:
            given = {child.key for child in lacking}
            children = tuple(
                replace(child, missing=child.missing - {paper.track})
                if child.key in given
                else child
                for child in evening.children
            )
            change = Change(Lever.PAPER, len(lacking), paper.track)
            yield change, replace(evening, children=children), 0.0
    waiting = [child for child in evening.children if child.family in evening.unconsented]
    if waiting:
        change = Change(Lever.CONSENT, len(waiting), CONSENT)
        yield change, replace(evening, unconsented=frozenset()), 0.0
    for lever, stages in (
        (Lever.DEFERRED, (At.DEFERRED,)),
        (Lever.UNDECIDED, (At.REGISTERED, At.VERIFIED)),
    ):
        of = [child for child in evening.children if child.at in stages]
        if of:
            children = tuple(
                replace(child, at=At.ELIGIBLE) if child.at in stages else child
                for child in evening.children
            )
            yield Change(lever, len(of)), replace(evening, children=children), 0.0
    yield Change(Lever.JOURNEY, 0), evening, 1 / _A_QUARTER


def _lacks(child: OpenChild, track: str) -> bool:
    """Return whether a child who could have the paper misses it, with no day fixed for it."""
    return child.at is At.ELIGIBLE and track in child.missing and child.hearing is None
