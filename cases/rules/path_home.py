"""What must still be done for a family to fly on a day: the shortest list of acts, or why no day.

Every act of the list is needed: the guards of clearing, of the lock and of the departure refuse
without it, and refuse nothing after it. A court is not offered in the place of a parent, and a
sibling stays behind only where she cannot fly that day.
Source: domain page, section 4; decision 0186.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum

from cases.rules.interests import InterestsFacts, Weighed, unweighed
from cases.rules.journeys import EscortRule, Headcount
from cases.rules.stages import ELIGIBLE_SINCE, HOME
from cases.rules.tracks import ConsentEntry, RequirementFacts, Track
from cases.vocabulary import (
    ClearanceKind,
    ConsentDecision,
    GiverRole,
    InterestsTrigger,
    NeededFor,
    Stage,
    TrackState,
)


class PathAct(StrEnum):
    """One act of the list."""

    RECONSIDER = "reconsider"
    PAPER = "paper"
    VERIFY = "verify"
    ASSESS = "assess"
    DECIDE = "decide"
    RECORD_FEE = "record_fee"
    PAY = "pay"
    CONSENT = "consent"
    VERIFY_CONSENT = "verify_consent"
    CONFIRM_FATHER = "confirm_father"
    CONFIRM_IDENTITY = "confirm_identity"
    WEIGH = "weigh"
    CLEAR = "clear"
    PLAN = "plan"
    LEAVE_SEAT = "leave_seat"
    SEAT = "seat"
    ESCORTS = "escorts"
    EXCEPTION = "exception"
    LOCK = "lock"


class Round(IntEnum):
    """The order of the acts: those of one round can be done on the same day."""

    RESUME = 1
    BEFORE_VERIFYING = 2
    VERIFY = 3
    ASSESS = 4
    DECIDE = 5
    BEFORE_CLEARING = 6
    SECOND_PERSON = 7
    CLEAR = 8
    PLAN = 9
    SEAT = 10
    LOCK = 11
    BEFORE_DEPARTURE = 12


class NoPath(StrEnum):
    """Why a child cannot fly on a day."""

    CLOSED = "closed"
    TRAVELLING = "travelling"
    HOME = "home"
    NO_TERMS = "no_terms"
    HEARING_LATER = "hearing_later"
    ASKED_LATER = "asked_later"
    TOO_SHORT = "too_short"
    GONE_BY = "gone_by"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAhead:
    """A case as it will stand on the day of the flight if nothing more is recorded.

    ``tracks`` are its clearances and consents on that day; ``hearings`` the days of the
    hearings that are set, by the clearance they are about.
    """

    stage: Stage
    tracks: tuple[Track, ...]
    requirements: tuple[RequirementFacts, ...]
    decisions: Mapping[GiverRole, ConsentEntry]
    weighed: tuple[Weighed, ...]
    is_verified: bool
    identity_waits: bool
    undecided: bool
    fee_missing: bool
    has_fee: bool
    seat: str
    hearings: Mapping[ClearanceKind, datetime.date]
    is_infant: bool = False
    is_excused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Flight:
    """A movement on the day, and who is aboard."""

    reference: str
    departs_on: datetime.date
    arrives_on: datetime.date
    party: Headcount
    is_locked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NeededAct:
    """An act for a child (0: for the movement), between its first and its last possible day."""

    act: PathAct
    round: Round
    child: int = 0
    subject: ClearanceKind | GiverRole | None = None
    number: int = 0
    first: datetime.date | None = None
    latest: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why ``child`` cannot fly on the day; ``day`` is the first one on which this is over."""

    child: int
    why: NoPath
    subject: ClearanceKind | GiverRole | None = None
    day: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class PathHome:
    """The acts in their order with their latest days, or the refusals."""

    acts: tuple[NeededAct, ...]
    refusals: tuple[Refusal, ...] = ()

    @property
    def starts_by(self) -> datetime.date | None:
        """The last day to begin, at one day a round."""
        return min((due.latest for due in self.acts if due.latest), default=None)

    @property
    def days(self) -> int:
        """How many days the acts take at least, at one day a round."""
        return len({due.round for due in self.acts})


def path_home(
    family: Mapping[int, CaseAhead],
    wanted: Iterable[int],
    *,
    flight: Flight,
    rule: EscortRule,
    today: datetime.date,
) -> PathHome:
    """Return the path on which the ``wanted`` children of a family fly together on a day.

    ``family`` are the wanted children and the siblings who are not yet home. ``flight`` without a
    reference is one that is still to be planned.
    """
    wanted = tuple(wanted)
    refusals = {key: tuple(_refusals(key, family[key], flight, today)) for key in family}
    if against := tuple(each for key in wanted for each in refusals[key]):
        return PathHome((), against)
    flying = {
        key: each
        for key, each in family.items()
        if key in wanted or not (refusals[key] or _may_stay(each, flight))
    }
    staying = {key: each for key, each in family.items() if key not in flying}
    acts = [due for key, each in flying.items() for due in _acts(key, each, flight)]
    acts += [due for key, each in staying.items() for due in _staying_acts(key, each, flight)]
    party = _party(flight, leaving=staying.values(), coming=flying.values())
    acts += _together(flight, rule.missing(party))
    return PathHome(_with_days(acts, flight))


def _party(
    flight: Flight, *, leaving: Iterable[CaseAhead], coming: Iterable[CaseAhead]
) -> Headcount:
    """Return who is aboard once some have left and others have come."""
    gone = [each for each in leaving if _is_aboard(each, flight)]
    new = [each for each in coming if not _is_aboard(each, flight)]
    infants = sum(each.is_infant for each in new) - sum(each.is_infant for each in gone)
    return Headcount(
        flight.party.children + len(new) - len(gone),
        flight.party.infants + infants,
        flight.party.escorts,
    )


def _is_aboard(standing: CaseAhead, flight: Flight) -> bool:
    return bool(standing.seat) and standing.seat == flight.reference


def _may_stay(standing: CaseAhead, flight: Flight) -> bool:
    """Return whether a sibling stays: not one who is aboard, and none joins a locked list."""
    return (flight.is_locked or standing.is_excused) and not _is_aboard(standing, flight)


def _staying_acts(key: int, standing: CaseAhead, flight: Flight) -> Iterator[NeededAct]:
    aboard = _is_aboard(standing, flight)
    if not standing.is_excused and (aboard or not flight.is_locked):
        yield NeededAct(act=PathAct.EXCEPTION, round=Round.SEAT, child=key)
    if aboard:
        yield NeededAct(act=PathAct.LEAVE_SEAT, round=Round.SEAT, child=key)


def _refusals(
    key: int, standing: CaseAhead, flight: Flight, today: datetime.date
) -> Iterator[Refusal]:
    if flight.departs_on < today:
        yield Refusal(key, NoPath.GONE_BY)
    elif standing.stage == Stage.CLOSED:
        yield Refusal(key, NoPath.CLOSED)
    elif standing.stage == Stage.IN_TRANSIT:
        yield Refusal(key, NoPath.TRAVELLING)
    elif standing.stage in HOME:
        yield Refusal(key, NoPath.HOME)
    elif not (standing.is_verified or standing.requirements):
        yield Refusal(key, NoPath.NO_TERMS)
    else:
        yield from _not_that_day(key, standing, flight)


def _not_that_day(key: int, standing: CaseAhead, flight: Flight) -> Iterator[Refusal]:
    for track in lacking(standing, flight):
        subject, day = track.subject, _first_day(track, standing, flight)
        if isinstance(subject, GiverRole):
            if day and day > flight.departs_on:
                yield Refusal(key, NoPath.ASKED_LATER, subject, day)
        elif (hearing := standing.hearings.get(subject)) and hearing > flight.departs_on:
            yield Refusal(key, NoPath.HEARING_LATER, subject, hearing)
        elif day and day > flight.departs_on:
            yield Refusal(key, NoPath.TOO_SHORT, subject)


def lacking(standing: CaseAhead, flight: Flight) -> tuple[Track, ...]:
    """Return the clearances and consents that are not met, or end before the arrival."""
    return tuple(
        track
        for track in standing.tracks
        if not track.is_met or (track.until and track.until < flight.arrives_on)
    )


def _first_day(track: Track, standing: CaseAhead, flight: Flight) -> datetime.date | None:
    """Return the first day on which what is lacking can be had and still holds at the arrival."""
    if isinstance(track.subject, GiverRole):
        decision = standing.decisions.get(track.subject)
        against = decision is not None and decision.decision == ConsentDecision.WITHHELD
        return decision.next_approach_on if decision and against else None
    hearing = standing.hearings.get(track.subject)
    issued = [
        flight.arrives_on - datetime.timedelta(days=each.valid_days)
        for each in standing.requirements
        if each.clearance == track.subject and each.valid_days is not None
    ]
    days = [*issued, *([hearing] if hearing else [])]
    return max(days, default=None)


def _acts(key: int, standing: CaseAhead, flight: Flight) -> Iterator[NeededAct]:
    """Return what must be done for one child, beside what is done for the movement."""
    due = _Child(key)
    yield from _to_eligible(due, standing)
    yield from _lacking_acts(due, standing, flight)
    yield from _confirmations(due, standing, flight)
    if standing.stage not in ELIGIBLE_SINCE - {Stage.ELIGIBLE}:
        yield due(PathAct.CLEAR, Round.CLEAR)
    if not _is_aboard(standing, flight):
        if standing.seat:
            yield due(PathAct.LEAVE_SEAT, Round.PLAN)
        yield due(PathAct.SEAT, Round.SEAT)


def _to_eligible(due: "_Child", standing: CaseAhead) -> Iterator[NeededAct]:
    if standing.stage in (Stage.DEFERRED, Stage.INELIGIBLE):
        yield due(PathAct.RECONSIDER, Round.RESUME)
    if not standing.is_verified:
        yield due(PathAct.VERIFY, Round.VERIFY)
    if standing.stage not in ELIGIBLE_SINCE:
        if not standing.undecided:
            yield due(PathAct.ASSESS, Round.ASSESS)
        yield due(PathAct.DECIDE, Round.DECIDE)


_ROUND_OF = {
    NeededFor.VERIFY: Round.BEFORE_VERIFYING,
    NeededFor.CLEAR: Round.BEFORE_CLEARING,
    NeededFor.DEPART: Round.BEFORE_DEPARTURE,
}


def _round_of(track: Track) -> Round:
    """Return when a paper is needed; one that ends on the way is refused at the lock already."""
    ends_on_the_way = track.is_met and track.needed_for == NeededFor.DEPART
    return Round.SEAT if ends_on_the_way else _ROUND_OF[track.needed_for]


def _lacking_acts(due: "_Child", standing: CaseAhead, flight: Flight) -> Iterator[NeededAct]:
    for track in lacking(standing, flight):
        first = _first_day(track, standing, flight)
        if not isinstance(track.subject, GiverRole):
            yield due(PathAct.PAPER, _round_of(track), track.subject, first)
        elif track.by_death and track.state == TrackState.UNVERIFIED:
            yield due(PathAct.CONFIRM_FATHER, Round.SECOND_PERSON, track.subject)
        else:
            if track.state != TrackState.UNVERIFIED:
                yield due(PathAct.CONSENT, Round.BEFORE_CLEARING, track.subject, first)
            yield due(PathAct.VERIFY_CONSENT, Round.SECOND_PERSON, track.subject)


def _confirmations(due: "_Child", standing: CaseAhead, flight: Flight) -> Iterator[NeededAct]:
    if standing.fee_missing:
        # The decision makes a fee due; behind it a fee that is missing is recorded by itself.
        if not standing.has_fee and standing.stage in ELIGIBLE_SINCE:
            yield due(PathAct.RECORD_FEE, Round.BEFORE_CLEARING)
        yield due(PathAct.PAY, Round.SECOND_PERSON)
    if standing.is_verified and standing.identity_waits:
        yield due(PathAct.CONFIRM_IDENTITY, Round.SECOND_PERSON)
    if _still_contested(standing, on=flight.departs_on):
        yield due(PathAct.WEIGH, Round.SECOND_PERSON)


def _still_contested(standing: CaseAhead, *, on: datetime.date) -> bool:
    """Return whether consents still disagree when those that are lacking have been given."""
    after = dict(standing.decisions)
    for track in standing.tracks:
        giver = track.subject
        if isinstance(giver, GiverRole) and not track.is_met and not track.by_death:
            given = after.get(giver) or _unasked(giver)
            after[giver] = replace(given, decision=ConsentDecision.GIVEN)
    open_ = unweighed(InterestsFacts(after, {}), standing.weighed, on=on)
    return InterestsTrigger.CONSENT_CONTESTED in open_


def _unasked(giver: GiverRole) -> ConsentEntry:
    return ConsentEntry(0, giver, ConsentDecision.GIVEN, datetime.date.min, True)


def _together(flight: Flight, missing: int) -> Iterator[NeededAct]:
    """Return what is done once for the movement: planned, escorted, locked."""
    if flight.is_locked:
        return
    if not flight.reference:
        yield NeededAct(act=PathAct.PLAN, round=Round.PLAN)
    if missing:
        yield NeededAct(act=PathAct.ESCORTS, round=Round.SEAT, number=missing)
    yield NeededAct(act=PathAct.LOCK, round=Round.LOCK)


def _with_days(acts: Iterable[NeededAct], flight: Flight) -> tuple[NeededAct, ...]:
    """Return the acts in their order, each with its latest day: one day for each round.

    A paper that would not hold until the arrival if it were issued so early is later, and what
    comes behind it too.
    """
    ordered = sorted(acts, key=lambda due: due.round)
    rounds = sorted({due.round for due in ordered})
    latest: dict[Round, datetime.date] = {}
    floor = datetime.date.min
    for behind, each in zip(range(len(rounds) - 1, -1, -1), rounds, strict=True):
        firsts = [due.first for due in ordered if due.round == each and due.first]
        usual = flight.departs_on - datetime.timedelta(days=behind)
        floor = max(floor, usual, *firsts)
        latest[each] = min(floor, flight.departs_on)
    return tuple(replace(due, latest=latest[due.round]) for due in ordered)


@dataclass(frozen=True, slots=True)
class _Child:
    """Makes the acts of one child."""

    key: int

    def __call__(
        self,
        act: PathAct,
        round_: Round,
        subject: ClearanceKind | GiverRole | None = None,
        first: datetime.date | None = None,
    ) -> NeededAct:
        return NeededAct(act=act, round=round_, child=self.key, subject=subject, first=first)
