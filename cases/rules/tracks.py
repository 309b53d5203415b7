"""The state of clearances and consents on a day, and what is missing.

Facts in, states out. The database's own functions in migration 0002 say the
same of "met" and "not met"; a test holds the two together.
Source: domain page, sections 3 and 4.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from cases.vocabulary import (
    ClearanceKind,
    ClearanceStatus,
    ConsentDecision,
    FatherStatus,
    GiverRole,
    NeededFor,
    TrackState,
)

#: A clearance that ends within so many days is shown as expiring.
EXPIRING_DAYS = 30
#: States in which a requirement is met.
MET = frozenset({TrackState.GRANTED, TrackState.EXPIRING})


@dataclass(frozen=True, slots=True)
class ClearanceEntry:
    """The newest clearance of its kind; ``number`` and ``issuer`` as on the document."""

    kind: ClearanceKind
    status: ClearanceStatus
    issued_on: datetime.date | None
    valid_until: datetime.date | None
    number: str = ""
    issuer: str = ""
    id: int | None = None


@dataclass(frozen=True, slots=True)
class RequirementFacts:
    """A clearance the agreement asks for on the day, and for which act."""

    clearance: ClearanceKind
    needed_for: NeededFor
    valid_days: int | None


@dataclass(frozen=True, slots=True)
class ConsentEntry:
    """One decision in the ledger of consents; ``reason`` is why it was not given."""

    id: int
    giver_role: GiverRole
    decision: ConsentDecision
    decided_on: datetime.date
    verified: bool
    recorded_by_id: int | None = None
    reason: str = ""
    next_approach_on: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class ConsentRuleFacts:
    """Who must agree, by the rule in force on the day."""

    giver_role: GiverRole
    from_age: int | None


@dataclass(frozen=True, slots=True)
class Track:
    """The state of one requirement or consent; ``until`` is its last good day.

    ``by_death``: the father's documented death replaces his consent.
    """

    needed_for: NeededFor
    subject: ClearanceKind | GiverRole
    state: TrackState
    until: datetime.date | None = None
    by_death: bool = False

    @property
    def is_met(self) -> bool:
        return self.state in MET


def last_good_day(clearance: ClearanceEntry, valid_days: int | None) -> datetime.date | None:
    """Return the last day on which the clearance is valid, or None if it does not end."""
    ends = [clearance.valid_until] if clearance.valid_until else []
    if valid_days is not None and clearance.issued_on:
        ends.append(clearance.issued_on + datetime.timedelta(days=valid_days))
    return min(ends, default=None)


def clearance_track(
    requirement: RequirementFacts,
    newest: ClearanceEntry | None,
    *,
    on: datetime.date,
    over_on: datetime.date | None = None,
) -> Track:
    """Return the state of ``requirement`` on a day, by the newest clearance of its kind.

    Since ``over_on``, the day of the return or of the closing, nobody needs it any more: what ends
    later was good for as long as it had to be.
    """
    until = last_good_day(newest, requirement.valid_days) if newest else None
    return Track(
        requirement.needed_for,
        requirement.clearance,
        _clearance_state(newest, until, on, over_on or datetime.date.max),
        until,
    )


def _clearance_state(
    newest: ClearanceEntry | None,
    until: datetime.date | None,
    on: datetime.date,
    over_on: datetime.date,
) -> TrackState:
    if newest is None:
        return TrackState.MISSING
    if newest.status != ClearanceStatus.GRANTED:
        return TrackState(newest.status.value)
    if newest.issued_on is None or newest.issued_on > on:
        return TrackState.PENDING
    if until is None or until >= min(over_on, on + datetime.timedelta(days=EXPIRING_DAYS + 1)):
        return TrackState.GRANTED
    return TrackState.EXPIRING if until >= on else TrackState.EXPIRED


def newest_consents(
    ledger: Iterable[ConsentEntry], *, on: datetime.date
) -> dict[GiverRole, ConsentEntry]:
    """Return the decision in force of each giver on a day: the newest by day, then entry."""
    newest: dict[GiverRole, ConsentEntry] = {}
    for consent in sorted(ledger, key=lambda c: (c.decided_on, c.id)):
        if consent.decided_on <= on:
            newest[consent.giver_role] = consent
    return newest


def consent_tracks(
    rules: Iterable[ConsentRuleFacts],
    ledger: Iterable[ConsentEntry],
    *,
    youngest_age: int | None,
    father_status: FatherStatus,
    father_evidence: str,
    father_confirmed: bool,
    on: datetime.date,
) -> tuple[Track, ...]:
    """Return one track for each giver the rules ask for on a day.

    A court may replace a parent; a father's documented death replaces his consent
    when a second person has confirmed it; the child is asked only when surely
    of the age (``youngest_age`` in years, None if the birth is unknown).
    """
    newest = newest_consents(ledger, on=on)
    court = consent_state(newest.get(GiverRole.COURT))
    documented = father_status == FatherStatus.DECEASED and bool(father_evidence)
    tracks = []
    for rule in rules:
        if not is_asked(rule, youngest_age=youngest_age):
            continue
        state = consent_state(newest.get(rule.giver_role))
        if rule.giver_role in (GiverRole.MOTHER, GiverRole.FATHER) and court in MET:
            state = court
        by_death = rule.giver_role == GiverRole.FATHER and documented and state not in MET
        if by_death:
            state = TrackState.GRANTED if father_confirmed else TrackState.UNVERIFIED
        tracks.append(Track(NeededFor.CLEAR, rule.giver_role, state, by_death=by_death))
    return tuple(tracks)


def is_asked(rule: ConsentRuleFacts, *, youngest_age: int | None) -> bool:
    """Return whether a rule applies to this child: the child's own only when surely of age."""
    return rule.from_age is None or (youngest_age is not None and youngest_age >= rule.from_age)


def consent_state(consent: ConsentEntry | None) -> TrackState:
    """Return the state of the newest consent of a giver."""
    if consent is None:
        return TrackState.MISSING
    if consent.decision == ConsentDecision.WITHHELD:
        return TrackState.REFUSED
    if consent.decision == ConsentDecision.WITHDRAWN:
        return TrackState.WITHDRAWN
    return TrackState.GRANTED if consent.verified else TrackState.UNVERIFIED
