"""Made-up histories of a register, to try forecasts of "when are 75 home" on.

``history(kind, seed)`` lives one case load to its end: families are registered, verified, decided,
wait for consent, court and permit, and travel whole on journeys with seats. ``History.on(day)`` is
what a register knew that evening; ``History.reached`` is the truth: the day the target was home,
None if never. Same kind and seed, same history. Days are numbers. No real person is in it.
``steady``: even work. ``bursts``: a court that sits seldom, with a full docket. ``stalled``: all
work, the court or the journeys stop for months. ``fading``: easy families first, work slows down.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple

KINDS, HORIZON = ("steady", "bursts", "stalled", "fading"), 3650
#: Range from which a history draws each of its parameters: mean days, counts, shares.
RANGES = {
    "children": (92, 92), "target": (75, 75), "late": (2, 10),
    "verify": (15, 45), "decide": (20, 60), "review": (60, 200), "consent": (20, 90),
    "court": (30, 100), "permit": (15, 45), "gap": (35, 90), "seats": (7, 18), "lead": (10, 25),
    "least": (2, 6), "sitting": (35, 80), "docket": (5, 14), "valid": (120, 240),
    "deferred": (0.08, 0.25), "ineligible": (0.02, 0.06), "withheld": (0.05, 0.25),
    "never": (0.0, 0.05), "adjourned": (0.05, 0.25), "cancelled": (0.0, 0.15),
    "frailty": (0.1, 0.5), "noise": (0.05, 0.3), "patience": (100, 240),
    "stall_from": (100, 400), "stall_days": (90, 300), "stall_speed": (0.0, 0.1),
    "after_stall": (1.0, 1.8), "hard": (0.7, 1.1), "slower": (0.01, 0.04),
}  # fmt: skip


@dataclass(slots=True)
class Child:
    n: int
    family: int
    registered: int
    steps: list[tuple[int, str]]  # (day, stage), oldest first, stages as the domain page has them
    #: paper: (day it was there, day it ends or None), oldest first; "consent", "court", "permit"
    papers: dict[str, list[tuple[int, int | None]]] = field(default_factory=dict)
    hearings: list[tuple[int, int, bool]] = field(default_factory=list)  # fixed on, day, granted

    @property
    def stage(self) -> str:
        return self.steps[-1][1]


class Journey(NamedTuple):
    """``booked`` when its list was locked; made on ``day``, after ``planned`` if put off."""

    booked: int
    planned: int
    day: int
    seats: int
    children: list[int]


class Register(NamedTuple):
    """What was known on the evening of ``day``: journeys made, and journeys booked."""

    day: int
    target: int
    children: list[Child]
    made: list[Journey]
    booked: list[Journey]


class History(NamedTuple):
    kind: str
    seed: int
    target: int
    children: list[Child]
    journeys: list[Journey]

    @property
    def reached(self) -> int | None:
        home = sorted(j.day for j in self.journeys for _ in j.children)
        return home[self.target - 1] if len(home) >= self.target else None

    def on(self, day: int) -> Register:
        children = []
        for c in (c for c in self.children if c.registered <= day):
            steps = [step for step in c.steps if step[0] <= day]
            papers = {
                k: kept
                for k, held in c.papers.items()
                if (kept := [v for v in held if v[0] <= day])
            }
            # The day of a hearing is known once fixed, its outcome when it has come.
            hearings = [(f, h, ok and h <= day) for f, h, ok in c.hearings if f <= day]
            children.append(Child(c.n, c.family, c.registered, steps, papers, hearings))
        # A journey that is put off shows its first day until that day has passed.
        booked = [j for j in self.journeys if j.booked <= day < j.day]
        ahead = [j._replace(day=j.planned if j.planned > day else j.day) for j in booked]
        return Register(
            day, self.target, children, [j for j in self.journeys if j.day <= day], ahead
        )


class Work:
    """How long work takes: ``speed`` is the pace in each 30 days of all work, courts, journeys."""

    def __init__(self, rng: Random, speed: dict[str, list[float]]) -> None:
        self.rng, self.speed = rng, speed

    def later(self, track: str, day: float, work: float) -> int:
        """Return the day on which ``work`` days of work are done, begun on ``day``."""
        while day < HORIZON:
            rate, left = self.speed[track][int(day) // 30], 30 - day % 30
            if work <= rate * left:
                return int(day + work / rate) + 1
            work, day = work - rate * left, day + left
        return HORIZON

    def takes(self, mean: float, shape: float = 1.5) -> float:
        return self.rng.gammavariate(shape, mean / shape)


def history(kind: str, seed: int, ranges: dict | None = None) -> History:
    """Live one history of ``kind`` through; ``ranges`` overrides some of RANGES."""
    rng = Random(f"{kind}:{seed}")
    drawn = (RANGES | (ranges or {})).items()
    p = {k: (rng.randint if isinstance(v[0], int) else rng.uniform)(*v) for k, v in drawn}
    work = Work(rng, _speeds(kind, p, rng))
    children, slow = _registered(p, rng, p["hard"] if kind == "fading" else p["frailty"])
    for c in children:
        _decide(c, p, work, slow[c.family])
    for family, weight in slow.items():
        _ask([c for c in children if c.family == family], p, work, weight)
    eligible = [c for c in children if c.stage == "eligible"]
    (_in_bursts if kind == "bursts" else _one_by_one)(eligible, p, work)
    for c in [c for c in children if "court" in c.papers]:
        day = work.later("all", c.papers["court"][0][0], work.takes(p["permit"]))
        c.papers["permit"] = [(day, day + p["valid"])]
        if "consent" in c.papers:
            c.steps.append((max(held[0][0] for held in c.papers.values()), "cleared"))
    return History(kind, seed, p["target"], children, _journeys(p, children, work))


def _decide(c: Child, p: dict, work: Work, weight: float) -> None:
    """Verify a child and decide on her, after deferrals if it comes to that."""
    day = work.later("all", c.registered, work.takes(p["verify"]) * weight)
    c.steps.append((day, "verified"))
    day = work.later("all", day, work.takes(p["decide"]) * weight)
    while (luck := work.rng.random()) < p["deferred"] + p["ineligible"]:
        c.steps.append((day, "ineligible" if luck < p["ineligible"] else "deferred"))
        if c.stage == "ineligible":
            return
        day = work.later("all", day, work.takes(p["review"], 3))
    c.steps.append((day, "eligible"))


def _ask(family: Sequence[Child], p: dict, work: Work, weight: float) -> None:
    """Ask the mother once for all her children; some never consent."""
    day = work.later("all", family[0].registered, work.takes(p["consent"]) * weight)
    while work.rng.random() < p["withheld"]:
        day = work.later("all", day, work.takes(2 * p["consent"], 3))
    for c in family if work.rng.random() >= p["never"] else ():
        c.papers["consent"] = [(max(day, c.registered), None)]


def _speeds(kind: str, p: dict, rng: Random) -> dict[str, list[float]]:
    """Return the pace of work in each 30 days, for all work, for courts and for journeys."""
    base = [rng.lognormvariate(0, p["noise"]) for _ in range(HORIZON // 30 + 2)]
    if kind == "fading":
        base = [s * max(0.25, (1 - p["slower"]) ** m) for m, s in enumerate(base)]
    speed = dict.fromkeys(("all", "court", "journey"), base)
    if kind == "stalled":
        begin, end = p["stall_from"] // 30, (p["stall_from"] + p["stall_days"]) // 30
        still, after = max(0.001, p["stall_speed"]), p["after_stall"]
        held = [s if m < begin else still if m < end else s * after for m, s in enumerate(base)]
        speed |= dict.fromkeys(rng.choice((tuple(speed), ("court",), ("journey",))), held)
    return speed


def _registered(p: dict, rng: Random, spread: float) -> tuple[list[Child], dict[int, float]]:
    """Return the children in order of registration, and how slow each family is."""
    rows, family = [], 0
    while len(rows) < p["children"]:
        family += 1
        size = min(rng.choices((1, 2, 3, 4, 5), (30, 32, 22, 11, 5))[0], p["children"] - len(rows))
        rows += [(rng.randint(0, 60), family)] * size
    for late in range(family + 1, family + 1 + p["late"]):  # half of them in a family of before
        mother = rng.randint(1, late) if rng.random() < 0.5 else late
        rows.append((rng.randint(60, 900), mother))
    rows.sort(key=lambda row: row[0])
    children = [Child(n, f, day, [(day, "registered")]) for n, (day, f) in enumerate(rows)]
    return children, {c.family: rng.lognormvariate(0, spread) for c in children}


def _one_by_one(waiting: Sequence[Child], p: dict, work: Work) -> None:
    """Give each eligible child her hearings, and the court order when there is one."""
    for c in waiting:
        since = c.steps[-1][0]
        day = work.later("court", since, work.takes(p["court"]))
        while "court" not in c.papers and day < HORIZON:
            _hear(c, max(day - p["lead"], since), day, p, work)
            day = work.later("court", day, work.takes(p["court"] / 2, 3))


def _in_bursts(waiting: Sequence[Child], p: dict, work: Work) -> None:
    """Let a court sit seldom, each time for a docket of those who waited longest."""
    queue = sorted(waiting, key=lambda c: c.steps[-1][0])
    day = queue and work.rng.randint(60, 60 + p["sitting"])
    while queue and day < HORIZON:
        fixed = day - p["lead"]
        for c in [c for c in queue if c.steps[-1][0] <= fixed][: p["docket"]]:
            _hear(c, fixed, day, p, work)
        queue = [c for c in queue if "court" not in c.papers]
        day = work.later("court", day, p["sitting"] * work.rng.uniform(0.6, 1.4))


def _hear(c: Child, fixed: int, day: int, p: dict, work: Work) -> None:
    granted = work.rng.random() >= p["adjourned"]
    c.hearings.append((fixed, day, granted))
    c.papers |= {"court": [(day, None)]} if granted else {}


def _journeys(p: dict, children: Sequence[Child], work: Work) -> list[Journey]:
    """Carry the cleared home, whole families together, and return the journeys."""
    rng, journeys, gap = work.rng, [], p["gap"]
    families = {c.family: [x for x in children if x.family == c.family] for c in children}
    left = sum(c.stage == "cleared" for c in children)
    day = work.later("journey", 60, work.takes(gap, 4))
    while left and day < HORIZON:
        booked = day - p["lead"]
        ready = [r for mine in families.values() for r in _ready(mine, booked, day, p, rng)]
        seats, aboard = rng.randint(max(4, p["seats"] - 4), p["seats"] + 4), []
        for _since, fit in sorted(ready, key=lambda r: r[0]):
            if len(aboard) + len(fit) <= max(seats, len(fit) if not aboard else 0):
                aboard += fit
        if not aboard or (len(aboard) < p["least"] < left):
            day += 7
            continue
        made = day + (rng.randint(14, 40) if rng.random() < p["cancelled"] else 0)
        for c in aboard:
            c.steps += [(booked, "booked"), (made, "returned")]
        left -= len(aboard)
        journeys.append(Journey(booked, day, made, max(seats, len(aboard)), [c.n for c in aboard]))
        day = max(made + 1, work.later("journey", made, work.takes(gap, 4)))
    return journeys


def _ready(
    family: Sequence[Child], booked: int, day: int, p: dict, rng: Random
) -> Iterator[tuple[int, list[Child]]]:
    """Yield since when the children of a family who travel on ``day`` are ready, and them."""
    here = [c for c in family if c.stage != "returned" and c.registered <= booked]
    for c in here:  # a permit that ends before the day is renewed first
        until = c.papers["permit"][-1][1] if c.stage == "cleared" else HORIZON
        if until <= day and c.steps[-1][0] <= booked:
            again = max(until, booked) + rng.randint(15, 40)
            c.papers["permit"].append((again, again + p["valid"]))
            c.steps += [(max(until, c.steps[-1][0]), "eligible"), (again, "cleared")]
    fit = [c for c in here if c.stage == "cleared" and c.steps[-1][0] <= booked]
    whole = all(c in fit or c.stage == "ineligible" for c in here)
    since = min((c.steps[-1][0] for c in fit), default=day)
    if fit and (whole or booked - since > p["patience"]):
        yield since, fit
