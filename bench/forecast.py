"""Try the forecast on made-up histories, and print how often the truth lay in the range.

    python -m bench.forecast              50 histories of each kind, odd seeds from 1001 on
    python -m bench.forecast 100 2001     as many, from another seed on

Each history is stopped on the same days, fixed beforehand. Goal, over the first three kinds
together: 75 to 85 in 100 inside the range of 80; each alone 62 to 92; refused under 40.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from time import process_time

from bench.histories import KINDS, Child, History, Register, history
from cases.rules.forecast import Foretold, forecast
from cases.rules.forecast_facts import (
    CONSENT,
    DECIDE,
    PAPER_ENDS_WITHIN,
    REVIEW,
    VERIFY,
    At,
    Evening,
    NeededPaper,
    OpenChild,
    Spell,
    Trip,
)
from cases.vocabulary import ForecastRefusal

STOPS = (240, 330, 420, 540, 660, 800)
PAPERS = (NeededPaper("court", 60, heard=True), NeededPaper("permit", 30, after="court"))
SIMULATIONS = 400
#: Not counted together with the others: nothing that was tried sees a slow-down coming.
OUTSIDE = "fading"


def evening(at: Register) -> Evening:
    """Return what a forecast reads of a made-up register."""
    gone = {n for trip in (*at.made, *at.booked) for n in trip.children}
    consented = {c.family for c in at.children if "consent" in c.papers}
    there = [c for c in at.children if c.n not in gone and c.stage != "ineligible"]
    decisions = Counter(stage for c in at.children for _day, stage in c.steps)
    heard = [granted for c in at.children for _f, day, granted in c.hearings if day <= at.day]
    home = sorted(trip.day for trip in at.made for _n in trip.children)
    return Evening(
        day=at.day,
        target=at.target,
        home=len(home),
        children=tuple(_traveller(c, at.day) for c in there),
        unconsented=frozenset(c.family for c in there) - consented,
        papers=PAPERS,
        spells=tuple(_spells(at)),
        past=tuple(_trip(trip) for trip in at.made),
        booked=tuple(_trip(trip) for trip in at.booked),
        decided=(_first_eligible(at), decisions["deferred"], decisions["ineligible"]),
        held=sum(heard),
        adjourned=len(heard) - sum(heard),
        registered=tuple(c.registered for c in at.children),
    )


def _first_eligible(at: Register) -> int:
    return sum(any(stage == "eligible" for _day, stage in c.steps) for c in at.children)


def _trip(trip: object) -> Trip:
    return Trip(trip.day, trip.planned, trip.booked, trip.seats, len(trip.children))


def _traveller(child: Child, day: int) -> OpenChild:
    stage = child.stage if child.stage in set(At) else At.ELIGIBLE
    held = {
        track
        for track, papers in child.papers.items()
        if papers[-1][1] is None or papers[-1][1] > day + PAPER_ENDS_WITHIN
    }
    ahead = next((on for _fixed, on, _ok in child.hearings if on > day), None)
    missing = frozenset({paper.track for paper in PAPERS} - held)
    return OpenChild(child.n, child.family, At(stage), missing, ahead)


def _spells(at: Register) -> Iterator[Spell]:
    families: dict[int, list[Child]] = {}
    for child in at.children:
        families.setdefault(child.family, []).append(child)
        yield from _steps(child, at.day)
        order = _first_day(child, "eligible")
        if order is not None:
            court = child.papers.get("court", [(None, None)])[0][0]
            yield _spell("court", order, court, at.day)
            if court is not None:
                permit = child.papers.get("permit", [(None, None)])[0][0]
                yield _spell("permit", court, permit, at.day)
    for mine in families.values():
        given = [c.papers["consent"][0][0] for c in mine if "consent" in c.papers]
        yield _spell(CONSENT, min(c.registered for c in mine), min(given, default=None), at.day)


def _steps(child: Child, day: int) -> Iterator[Spell]:
    tracks = {"registered": VERIFY, "verified": DECIDE, "deferred": REVIEW}
    ends = [on for on, _stage in child.steps[1:]] + [None]
    for (start, stage), end in zip(child.steps, ends, strict=True):
        if stage in tracks:
            yield _spell(tracks[stage], start, end, day)


def _spell(track: str, start: int, end: int | None, day: int) -> Spell:
    return Spell(track, start, day if end is None else end, end is not None)


def _first_day(child: Child, stage: str) -> int | None:
    return next((day for day, each in child.steps if each == stage), None)


def tried(whole: History, *, simulations: int = SIMULATIONS) -> Iterator[str]:
    """Yield for each stop of a history: inside, before, after, or why nothing was said."""
    truth = whole.reached
    for stop in STOPS:
        if truth is not None and truth <= stop:
            return
        answer = forecast(
            evening(whole.on(stop)),
            seed=f"{whole.kind}:{whole.seed}:{stop}",
            simulations=simulations,
            of_change=0,
        )
        if not isinstance(answer, Foretold):
            yield answer.why
        elif truth is None or truth > answer.reached.high:
            yield "after"
        else:
            yield "before" if truth < answer.reached.low else "inside"


def told(kind: str, counts: Counter[str]) -> str:
    """Return the line of a kind: the share inside the range, on either side, and refused."""
    made = counts["inside"] + counts["before"] + counts["after"]
    still = counts[ForecastRefusal.TRACK_STILL] + counts[ForecastRefusal.JOURNEYS_STILL]
    stops = sum(counts.values())
    early = counts[ForecastRefusal.FEW] + counts[ForecastRefusal.NO_JOURNEY]
    shares = " ".join(
        f"{name} {100 * counts[name] / made:5.1f} %" for name in ("inside", "before", "after")
    )
    return (
        f"{kind:15} {made:5} forecasts: {shares}; refused {100 * early / stops:4.1f} % few, "
        f"{100 * still / stops:4.1f} % still, {counts[ForecastRefusal.OUT_OF_REACH]} out of reach"
    )


def main() -> int:
    number, first = (int(sys.argv[n]) if len(sys.argv) > n else d for n, d in ((1, 50), (2, 1001)))
    together: Counter[str] = Counter()
    started = process_time()
    for kind in KINDS:
        seeds = range(first, first + 2 * number, 2)
        counts = Counter(what for seed in seeds for what in tried(history(kind, seed)))
        print(told(kind, counts))
        together += counts if kind != OUTSIDE else Counter()
    print(told("three together", together))
    print(f"{process_time() - started:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
