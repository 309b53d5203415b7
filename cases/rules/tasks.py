"""The tasks of a case on a day: facts in, wanted tasks out.

A task is the same one as long as its rule, what it is about and the record it
comes from are the same. Source: domain page, section 4; issue 3, "Tasks".
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping

from cases.rules.births import turns
from cases.rules.stages import HOME
from cases.rules.task_facts import AgeClockFacts, CaseFacts, Key, Source
from cases.rules.tracks import Track
from cases.vocabulary import (
    Act,
    ClearanceKind,
    ConsentDecision,
    GiverRole,
    NeededFor,
    Stage,
    TaskRule,
    TrackState,
)

Wanted = dict[Key, datetime.date | None]

#: What must hold at a stage, for the step that comes next or because it held before.
NEEDED: Mapping[Stage, tuple[NeededFor, ...]] = {
    Stage.REGISTERED: (NeededFor.VERIFY,),
    Stage.VERIFIED: (NeededFor.VERIFY,),
    Stage.ELIGIBLE: (NeededFor.VERIFY, NeededFor.CLEAR),
    Stage.CLEARED: tuple(NeededFor),
    Stage.BOOKED: tuple(NeededFor),
}
#: Steps that a caseworker takes as soon as nothing stands in the way.
_OWN_STEPS = (Act.ASSESS, Act.CLEAR, Act.HAND_OVER, Act.PLACE, Act.ASK_CLOSE)
#: Steps that a second person takes.
_SECOND_PERSONS = (Act.VERIFY, Act.DECIDE, Act.CLOSE)
#: Steps on which others work: they have their own list.
_ELSEWHERE = (Act.PROPOSE, Act.LOCK, Act.DEPART, Act.ARRIVE)
#: How many days before a hearing it is to be prepared.
_BEFORE_HEARING = datetime.timedelta(days=7)
#: How many days before a follow-up, beside the next one, it is a task.
_BEFORE_FOLLOW_UP = datetime.timedelta(days=14)
#: Tasks that do not bring a case on by themselves.
_ASIDE = (
    *(TaskRule.CASEWORKER, TaskRule.AGE, TaskRule.EXPIRING),
    *(TaskRule.SIBLING, TaskRule.HEARING, TaskRule.FEE, TaskRule.SCAN),
)
#: The age that matters under every agreement, unless it names other days before.
ADULT = AgeClockFacts(years=18, days_before=180)
_DONE_BY = {
    TaskRule.LAPSED: Act.CLEAR,
    TaskRule.HEARING: Act.HEARING,
    TaskRule.FOLLOW_UP: Act.FOLLOW_UP,
    TaskRule.INTERESTS: Act.APPROVE_INTERESTS,
    TaskRule.APPROACH: Act.CONSENT,
    TaskRule.CONSENT: Act.CONSENT,
    TaskRule.FEE: Act.FEE_DUE,
}
_OF_A_TRACK = (TaskRule.REQUIREMENT, TaskRule.BLOCKS_DEPARTURE, TaskRule.EXPIRING)
#: Tasks that are done as soon as the fact they rest on is another one.
_DONE_BY_CHANGE = (
    *(TaskRule.RETURNED, TaskRule.REVIEW, TaskRule.HOLD),
    *(TaskRule.CASEWORKER, TaskRule.NO_NEXT_STEP, TaskRule.SCAN),
)


def wanted(facts: CaseFacts) -> Wanted:
    """Return the tasks that are wanted on the day of ``facts``, each with the day it is due.

    None stands for "no day". A closed case wants none.
    """
    if facts.stage == Stage.CLOSED:
        return {}
    days = dict(_all(facts))
    waits_elsewhere = facts.next_act in _ELSEWHERE or facts.fee_missing
    if not waits_elsewhere and all(key.rule in _ASIDE for key in days):
        days[Key(TaskRule.NO_NEXT_STEP)] = facts.stage_due_on
    return days


def is_done(key: Key, facts: CaseFacts) -> bool:
    """Return whether a task that is no longer wanted was done; else it is not needed."""
    subject, _colon, state = key.about.partition(":")
    if key.rule in (TaskRule.STEP, TaskRule.SECOND_PERSON):
        return Act(subject) in facts.newest
    if key.rule in _DONE_BY:
        return _DONE_BY[key.rule] in facts.newest
    if key.rule in _OF_A_TRACK:
        moved = key.rule != TaskRule.EXPIRING
        tracks = (track for track in facts.tracks if track.subject == subject)
        return any(track.is_met or (moved and track.state != state) for track in tracks)
    return facts.stage != Stage.CLOSED and key.rule in _DONE_BY_CHANGE


def _all(facts: CaseFacts) -> Iterator[tuple[Key, datetime.date | None]]:
    if facts.next_act != Act.CLOSE:
        yield from _missing(facts)
        yield from _own_step(facts)
        for trigger in facts.unweighed:
            yield Key(TaskRule.INTERESTS, trigger.value), facts.stage_due_on
    yield from _second_person(facts)
    yield from _dated(facts)
    yield from _hearings(facts)
    yield from _follow_ups(facts)
    yield from _ages(facts)
    if facts.fee_gap:
        gap, since = facts.fee_gap
        yield Key(TaskRule.FEE, gap.value), since
    for code in facts.sent_back:
        yield Key(TaskRule.RETURNED, code), facts.stage_due_on
    if facts.scan_missing:
        yield Key(TaskRule.SCAN), facts.stage_due_on
    if not facts.has_caseworker:
        yield Key(TaskRule.CASEWORKER), facts.stage_due_on


def _missing(facts: CaseFacts) -> Iterator[tuple[Key, datetime.date | None]]:
    """Yield what is missing or will be: clearances that expire, consents to be asked again."""
    needed = NEEDED.get(facts.stage, ())
    for track in facts.tracks:
        about = f"{track.subject.value}:{track.state.value}"
        source = _source(track, facts)
        if track.state == TrackState.EXPIRING and needed:
            yield Key(TaskRule.EXPIRING, track.subject.value, source), track.until
        elif track.is_met or track.needed_for not in needed:
            continue
        elif facts.stage == Stage.BOOKED:
            departs_on = facts.seat.departs_on if facts.seat else None
            yield Key(TaskRule.BLOCKS_DEPARTURE, about, source), departs_on
        elif isinstance(track.subject, ClearanceKind):
            yield Key(TaskRule.REQUIREMENT, about, source), facts.stage_due_on
        elif track.state != TrackState.UNVERIFIED and not _approach(track.subject, facts):
            yield Key(TaskRule.CONSENT, about, source), facts.stage_due_on


def _source(track: Track, facts: CaseFacts) -> Source | None:
    if isinstance(track.subject, GiverRole):
        decision = facts.decisions.get(track.subject)
        return Source("consent", decision.id) if decision else None
    paper = facts.papers.get(track.subject)
    return Source("clearance", paper) if paper else None


def _approach(giver: GiverRole, facts: CaseFacts) -> datetime.date | None:
    """Return when to ask ``giver`` again, if the newest consent was not "given"."""
    decision = facts.decisions.get(giver)
    if decision is None or decision.decision == ConsentDecision.GIVEN:
        return None
    return decision.next_approach_on


def _own_step(facts: CaseFacts) -> Iterator[tuple[Key, datetime.date | None]]:
    if facts.stage == Stage.ELIGIBLE and facts.lapsed:
        yield Key(TaskRule.LAPSED), facts.stage_due_on
    elif facts.next_act in _OWN_STEPS and not facts.blocked and not facts.follow_ups:
        yield Key(TaskRule.STEP, facts.next_act.value), facts.stage_due_on


def _second_person(facts: CaseFacts) -> Iterator[tuple[Key, datetime.date | None]]:
    if facts.next_act in _SECOND_PERSONS and not facts.blocked:
        assessment = facts.undecided if facts.next_act == Act.DECIDE else None
        source = Source("assessment", assessment) if assessment else None
        yield Key(TaskRule.SECOND_PERSON, facts.next_act.value, source), facts.stage_due_on
    for part in facts.to_confirm:
        yield Key(TaskRule.SECOND_PERSON, f"{Act.EDIT.value}:{part.value}"), facts.stage_due_on
    if facts.stage in HOME:
        return
    for track in facts.tracks:
        if track.state == TrackState.UNVERIFIED and not track.by_death:
            about = f"{Act.VERIFY_CONSENT.value}:{track.subject.value}"
            source = _source(track, facts)
            yield Key(TaskRule.SECOND_PERSON, about, source), facts.stage_due_on


def _dated(facts: CaseFacts) -> Iterator[tuple[Key, datetime.date | None]]:
    """Yield the tasks of dates that were set by staff."""
    if facts.review_due_on:
        yield Key(TaskRule.REVIEW), facts.review_due_on
    if facts.hold_until:
        yield Key(TaskRule.HOLD), facts.hold_until
    if facts.left_by:
        source = Source("movement", facts.left_by.pk)
        yield Key(TaskRule.SIBLING, "", source), facts.left_by.departs_on
    if facts.stage in HOME or facts.stage == Stage.IN_TRANSIT:
        return
    for giver, decision in facts.decisions.items():
        if day := _approach(giver, facts):
            yield Key(TaskRule.APPROACH, giver.value, Source("consent", decision.id)), day


def _hearings(facts: CaseFacts) -> Iterator[tuple[Key, datetime.date | None]]:
    for hearing in facts.hearings:
        if facts.on >= hearing.day - _BEFORE_HEARING:
            about = "soon" if facts.on <= hearing.day else "passed"
            source = Source("hearing", hearing.pk)
            yield Key(TaskRule.HEARING, about, source), hearing.day


def _follow_ups(facts: CaseFacts) -> Iterator[tuple[Key, datetime.date | None]]:
    """Yield the next one, and every other that is due soon."""
    for at, follow_up in enumerate(facts.follow_ups):
        if at == 0 or follow_up.day <= facts.on + _BEFORE_FOLLOW_UP:
            yield Key(TaskRule.FOLLOW_UP, "", Source("follow_up", follow_up.pk)), follow_up.day


def _ages(facts: CaseFacts) -> Iterable[tuple[Key, datetime.date | None]]:
    """Yield the ages that come soon, each due on the earliest day it can be.

    Not those surely reached when the case was entered; one that may have been is due that day.
    """
    if facts.born is None or facts.stage in HOME:
        return
    clocks = {ADULT.years: ADULT} | {clock.years: clock for clock in facts.age_clocks}
    for clock in clocks.values():
        earliest, latest = turns(clock.years, *facts.born)
        from_day = earliest - datetime.timedelta(days=clock.days_before)
        if from_day <= facts.on and facts.entered_on < latest:
            yield Key(TaskRule.AGE, str(clock.years)), max(earliest, facts.entered_on)
