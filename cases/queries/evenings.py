"""What a register knew on one evening, as a forecast reads it.

Two clocks: what had happened by the day, and of it what had been entered by that evening.
"""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from django.db.models import Q
from django.utils import timezone

from cases.models import Clearance, Consent, Hearing, Journal, Movement, Passenger, StageLimit
from cases.models.child import NOT_COUNTED
from cases.models.movement import AGREED
from cases.queries.terms import Terms, terms_of
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
from cases.rules.stages import HOME
from cases.vocabulary import (
    ClearanceKind,
    ClearanceStatus,
    ConsentDecision,
    ConsentPurpose,
    GiverRole,
    HearingOutcome,
    HearingPurpose,
    NeededFor,
    PassengerStatus,
    Stage,
)

#: Expected days of papers: those that a court gives take longer.
_COURT_DAYS, _PAPER_DAYS = 60, 30
_STAGE_TRACKS = {Stage.REGISTERED: VERIFY, Stage.VERIFIED: DECIDE, Stage.DEFERRED: REVIEW}
#: What ends a wait; any other end, as a closing, only stops the clock.
_ENDS = {
    VERIFY: (Stage.VERIFIED,),
    DECIDE: (Stage.ELIGIBLE, Stage.DEFERRED, Stage.INELIGIBLE),
    REVIEW: (Stage.REGISTERED, Stage.VERIFIED),
}
_ON_THE_WAY = (Stage.BOOKED, Stage.IN_TRANSIT)


@dataclass(slots=True)
class _Steps:
    """A child with the steps of her case: day, stage and detail, oldest first."""

    key: int
    family: int
    steps: list[tuple[datetime.date, Stage, str]] = field(default_factory=list)

    @property
    def stage(self) -> Stage:
        return self.steps[-1][1]

    @property
    def registered(self) -> datetime.date:
        return self.steps[0][0]

    @property
    def is_counted(self) -> bool:
        return not (self.stage == Stage.CLOSED and self.steps[-1][2] in NOT_COUNTED)

    def first(self, stages: Iterable[Stage]) -> datetime.date | None:
        """Return the day on which the case first came to one of ``stages``."""
        return next((day for day, stage, _detail in self.steps if stage in stages), None)


def evening_of(
    agreement: int,
    *,
    on: datetime.date,
    target: int | None,
    entered_by: datetime.datetime | None = None,
) -> Evening:
    """Return what was known of an agreement on the evening of a day, or ``entered_by`` a moment
    of it. Eight queries.
    """
    until = min(end_of(on), entered_by or end_of(on))
    cases = [case for case in _cases(agreement, on, until) if case.is_counted]
    terms = terms_of(agreement, on=on)
    papers = tuple(_papers(terms))
    asks = any(rule.giver_role == GiverRole.MOTHER for rule in terms.consent_rules)
    held = _held(agreement, on, until)
    agreed = _agreed(agreement, on, until)
    hearings = list(_hearings(agreement, on, until))
    ahead = {child: day for child, day, heard in hearings if heard is None}
    past, booked, gone = _trips(agreement, cases, on, until)
    home = sorted(day for case in cases if (day := case.first(HOME)))
    open_cases = [case for case in cases if case.key not in gone and _is_open(case)]
    stages = [stage for case in cases for _day, stage, _detail in case.steps]
    return Evening(
        day=on.toordinal(),
        target=target,
        home=len(home),
        children=tuple(
            _traveller(case, papers, held.get(case.key, {}), ahead.get(case.key), on)
            for case in open_cases
        ),
        unconsented=frozenset(
            case.family for case in open_cases if asks and case.family not in agreed
        ),
        papers=papers,
        spells=tuple(_spells(cases, papers, held, agreed, on)),
        past=past,
        booked=booked,
        decided=(
            sum(case.first((Stage.ELIGIBLE,)) is not None for case in cases),
            stages.count(Stage.DEFERRED),
            stages.count(Stage.INELIGIBLE),
        ),
        held=sum(heard is True for _child, _day, heard in hearings),
        adjourned=sum(heard is False for _child, _day, heard in hearings),
        registered=tuple(case.registered.toordinal() for case in cases),
        reached_on=home[target - 1].toordinal() if target and len(home) >= target else None,
        expected=tuple(_expected(agreement, on)),
    )


def end_of(on: datetime.date) -> datetime.datetime:
    """Return the moment at which a day has ended."""
    return timezone.make_aware(
        datetime.datetime.combine(on + datetime.timedelta(days=1), datetime.time())
    )


def _is_open(case: _Steps) -> bool:
    return case.stage not in (*HOME, *_ON_THE_WAY, Stage.INELIGIBLE, Stage.CLOSED)


def _cases(agreement: int, on: datetime.date, until: datetime.datetime) -> Iterator[_Steps]:
    """Yield the cases by key, with the steps that stood that evening."""
    steps = (
        Journal.objects.filter(
            child__agreement=agreement,
            to_stage__isnull=False,
            undoes__isnull=True,
            happened_on__lte=on,
            at__lt=until,
        )
        .exclude(undone_by__at__lt=until)
        .order_by("child_id", "pk")
        .values_list("child_id", "child__mother_id", "happened_on", "to_stage", "detail")
    )
    case: _Steps | None = None
    for key, family, day, stage, detail in steps:
        if case is None or case.key != key:
            if case:
                yield case
            case = _Steps(key, family)
        case.steps.append((day, Stage(stage or ""), detail))
    if case:
        yield case


def _expected(agreement: int, on: datetime.date) -> Iterator[tuple[str, int]]:
    """Yield the days that an agreement allows in a stage, for the track that ends it."""
    limits = StageLimit.objects.filter(
        agreement=agreement, during__contains=on, stage__in=_STAGE_TRACKS
    )
    for stage, days in limits.order_by("pk").values_list("stage", "days"):
        yield _STAGE_TRACKS[Stage(stage)], days


def _papers(terms: Terms) -> Iterator[NeededPaper]:
    """Yield each clearance that is needed to clear or to depart, once."""
    kinds = {
        needed.clearance
        for needed in terms.requirements
        if needed.needed_for in (NeededFor.CLEAR, NeededFor.DEPART)
    }
    ordered = sorted(kinds, key=lambda kind: (kind != ClearanceKind.COURT_ORDER, kind.position))
    for kind in ordered:
        if kind == ClearanceKind.COURT_ORDER:
            yield NeededPaper(kind.value, _COURT_DAYS, heard=True)
        else:
            of_court = kind == ClearanceKind.EXIT_PERMIT and ClearanceKind.COURT_ORDER in kinds
            after = ClearanceKind.COURT_ORDER.value if of_court else None
            yield NeededPaper(kind.value, _PAPER_DAYS, after=after)


@dataclass(frozen=True, slots=True)
class _PaperHeld:
    """A paper of one kind: when it first came, and until when the newest one is good."""

    since: datetime.date
    until: datetime.date | None


def _held(
    agreement: int, on: datetime.date, until: datetime.datetime
) -> dict[int, dict[str, _PaperHeld]]:
    rows = Clearance.objects.filter(
        child__agreement=agreement,
        status=ClearanceStatus.GRANTED,
        issued_on__lte=on,
        recorded_at__lt=until,
    )
    papers: dict[int, dict[str, _PaperHeld]] = {}
    for child, kind, issued, ends in rows.order_by("pk").values_list(
        "child_id", "kind", "issued_on", "valid_until"
    ):
        if issued is None:
            continue
        mine = papers.setdefault(child, {})
        since = min(issued, mine[kind].since) if kind in mine else issued
        mine[kind] = _PaperHeld(since, ends)
    return papers


def _agreed(
    agreement: int, on: datetime.date, until: datetime.datetime
) -> dict[int, datetime.date]:
    """Return of each family since when the mother, or a court in her place, agrees."""
    rows = Consent.objects.counting().filter(
        child__agreement=agreement,
        purpose=ConsentPurpose.REPATRIATION,
        giver_role__in=(GiverRole.MOTHER, GiverRole.COURT),
        decided_on__lte=on,
        recorded_at__lt=until,
    )
    given = Q(decision=ConsentDecision.GIVEN, verification__at__lt=until)
    refused = ~Q(decision=ConsentDecision.GIVEN)
    since: dict[int, datetime.date] = {}
    for family, decision, day in (
        rows.filter(given | refused)
        .order_by("decided_on", "pk")
        .values_list("child__mother_id", "decision", "decided_on")
    ):
        if decision == ConsentDecision.GIVEN:
            since.setdefault(family, day)
        else:
            since.pop(family, None)
    return since


def _hearings(
    agreement: int, on: datetime.date, until: datetime.datetime
) -> Iterator[tuple[int, datetime.date, bool | None]]:
    """Yield child, day and whether it was held, None while it is to come: of a court order."""
    rows = Hearing.objects.filter(
        child__agreement=agreement,
        purpose=HearingPurpose.COURT_ORDER,
        recorded_at__lt=until,
    )
    for child, day, outcome, came in rows.order_by("pk").values_list(
        "child_id", "scheduled_on", "outcome", "outcome_on"
    ):
        if came is None or came > on:
            if day > on:
                yield child, day, None
        elif outcome != HearingOutcome.CANCELLED:
            yield child, day, outcome == HearingOutcome.HELD


def _trips(
    agreement: int, cases: Sequence[_Steps], on: datetime.date, until: datetime.datetime
) -> tuple[tuple[Trip, ...], tuple[Trip, ...], frozenset[int]]:
    """Return the journeys made, those booked, and the children of the booked ones."""
    by_key = {case.key: case for case in cases}
    rows = Passenger.objects.filter(
        movement__agreement=agreement,
        movement__lock_approved_at__lt=until,
        movement__status__in=AGREED,
        status__in=(PassengerStatus.CONFIRMED, PassengerStatus.BOARDED),
        child__in=by_key,
    ).order_by("movement__departs_at", "pk")
    aboard: dict[Movement, list[_Steps]] = {}
    for row in rows.select_related("movement"):
        aboard.setdefault(row.movement, []).append(by_key[row.child_id or 0])
    past, booked, gone = [], [], set()
    for movement, group in aboard.items():
        if movement.arrived_at and movement.arrived_at < until:
            past.append(_trip(movement, timezone.localdate(movement.arrived_at), group))
        else:
            day = max(timezone.localdate(movement.arrives_at), on)
            booked.append(_trip(movement, day, group))
            gone |= {case.key for case in group}
    return tuple(sorted(past, key=lambda trip: trip.day)), tuple(booked), frozenset(gone)


def _trip(movement: Movement, day: datetime.date, group: Sequence[_Steps]) -> Trip:
    planned = timezone.localdate(movement.arrives_at)
    locks = [step for case in group for step, stage, _d in case.steps if stage == Stage.BOOKED]
    locked = max((step for step in locks if step <= day), default=day)
    return Trip(
        day.toordinal(), planned.toordinal(), locked.toordinal(), movement.seats, len(group)
    )


def _traveller(
    case: _Steps,
    papers: Sequence[NeededPaper],
    held: dict[str, _PaperHeld],
    hearing: datetime.date | None,
    on: datetime.date,
) -> OpenChild:
    until = on + datetime.timedelta(days=PAPER_ENDS_WITHIN)
    good = {kind for kind, paper in held.items() if paper.until is None or paper.until > until}
    missing = frozenset(paper.track for paper in papers) - good
    at = At(case.stage.value) if case.stage.value in set(At) else At.ELIGIBLE
    return OpenChild(case.key, case.family, at, missing, hearing.toordinal() if hearing else None)


def _spells(
    cases: Sequence[_Steps],
    papers: Sequence[NeededPaper],
    held: dict[int, dict[str, _PaperHeld]],
    agreed: dict[int, datetime.date],
    on: datetime.date,
) -> Iterator[Spell]:
    first: dict[int, datetime.date] = {}
    for case in cases:
        first[case.family] = min(case.registered, first.get(case.family, case.registered))
        yield from _stages(case, on)
        yield from _waits(case, papers, held.get(case.key, {}), on)
    for family, since in first.items():
        yield from _spell(CONSENT, since, agreed.get(family), on)


def _stages(case: _Steps, on: datetime.date) -> Iterator[Spell]:
    """Yield the spells of verifying, deciding and reviewing; closing ends none of them."""
    for (since, stage, _d), (until, after, _e) in pairwise(case.steps):
        if track := _STAGE_TRACKS.get(stage):
            ended = after in _ENDS[track]
            yield Spell(track, since.toordinal(), max(since, until).toordinal(), ended)
    since, stage, _detail = case.steps[-1]
    if track := _STAGE_TRACKS.get(stage):
        yield from _spell(track, since, None, on)


def _waits(
    case: _Steps, papers: Sequence[NeededPaper], held: dict[str, _PaperHeld], on: datetime.date
) -> Iterator[Spell]:
    """Yield the spells of papers, from the day the child was found eligible."""
    eligible = case.first((Stage.ELIGIBLE,))
    stop = case.first((*HOME, Stage.CLOSED)) or on
    if eligible is None:
        return
    for paper in papers:
        since = eligible
        if paper.after:
            if paper.after not in held:
                continue
            since = max(since, held[paper.after].since)
        came = held[paper.track].since if paper.track in held else None
        yield from _spell(paper.track, since, came, stop)


def _spell(
    track: str, since: datetime.date, came: datetime.date | None, until: datetime.date
) -> Iterator[Spell]:
    """Yield the days of waiting, if there were any: what was there before was not waited for."""
    end = until if came is None else came
    if end > since or (came is not None and end == since):
        yield Spell(track, since.toordinal(), end.toordinal(), came is not None)
