"""The facts of a case that the rules of tasks read, and the key of a task."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from cases.rules.fees import FeeGap
from cases.rules.tracks import ConsentEntry, Track
from cases.vocabulary import (
    Act,
    ClearanceKind,
    GiverRole,
    InterestsTrigger,
    RestatedPart,
    Stage,
    TaskRule,
)


class Source(NamedTuple):
    """The record a task comes from: what kind of record, and its key."""

    kind: str
    pk: int


class Key(NamedTuple):
    """The key of a task; ``about`` is a code such as "court_order:missing"."""

    rule: TaskRule
    about: str = ""
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class AgeClockFacts:
    """An age, and how many days before it a task is wanted."""

    years: int
    days_before: int


@dataclass(frozen=True, slots=True)
class Departure:
    """A movement and the day it is to depart."""

    pk: int
    departs_on: datetime.date


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """The day of a hearing or a follow-up without an outcome."""

    pk: int
    day: datetime.date


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What the rules read. ``stage_due_on`` is the last day the agreement gives the stage,
    ``entered_on`` the day on which the case was entered in the register.

    ``blocked`` is true if ``next_act`` is refused; ``newest`` are the last acts done to the
    case, ``sent_back`` what a reviewer sent back, by act and number; ``seat`` is the movement the
    child has a seat on, ``left_by`` a locked one with a sibling only; ``follow_ups`` are in
    the order of their days.
    """

    stage: Stage
    on: datetime.date
    next_act: Act | None
    entered_on: datetime.date
    stage_due_on: datetime.date | None = None
    tracks: tuple[Track, ...] = ()
    papers: Mapping[ClearanceKind, int] = field(default_factory=dict)
    decisions: Mapping[GiverRole, ConsentEntry] = field(default_factory=dict)
    blocked: bool = False
    fee_missing: bool = False
    undecided: int | None = None
    lapsed: bool = False
    scan_missing: bool = False
    newest: frozenset[Act] = frozenset()
    sent_back: tuple[str, ...] = ()
    review_due_on: datetime.date | None = None
    hold_until: datetime.date | None = None
    has_caseworker: bool = True
    born: tuple[datetime.date, datetime.date] | None = None
    age_clocks: tuple[AgeClockFacts, ...] = ()
    seat: Departure | None = None
    left_by: Departure | None = None
    hearings: tuple[PlannedDay, ...] = ()
    follow_ups: tuple[PlannedDay, ...] = ()
    to_confirm: tuple[RestatedPart, ...] = ()
    unweighed: tuple[InterestsTrigger, ...] = ()
    fee_gap: tuple[FeeGap, datetime.date] | None = None
