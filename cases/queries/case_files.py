"""The case file: state, next act and blocks of a case.

The child's page, refusals and commands all use it, so they cannot differ.
"""

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Child
from cases.models.prepared import KEY, Statement, prepared
from cases.models.rows import JsonRow, read_row
from cases.queries.circumstances import (
    Circumstances,
    FeeFacts,
    NextFollowUp,
    Restated,
    circumstances_of,
    on_record,
)
from cases.queries.terms import Terms, in_force, read_terms, terms_of
from cases.rules.births import age
from cases.rules.interests import InterestsFacts, Weighed, unweighed
from cases.rules.stages import HOME, OPEN
from cases.rules.tracks import (
    ClearanceEntry,
    ConsentEntry,
    RequirementFacts,
    Track,
    clearance_track,
    consent_tracks,
    newest_consents,
)
from cases.vocabulary import (
    Act,
    ClearanceKind,
    FatherStatus,
    FeeStatus,
    GiverRole,
    InterestsTrigger,
    NeededFor,
    RestatedPart,
    Stage,
    TrackState,
)

#: Stages of a child who is still to travel, or is not to: after the return nothing is to weigh.
_TO_WEIGH = OPEN - HOME - {Stage.IN_TRANSIT}
#: Why nobody is verified under an agreement that asks for nothing yet.
NONE_IN_FORCE = gettext_lazy(
    "No requirement of the agreement is in force. A reviewer approves it first."
)
_PAID = (FeeStatus.PAID, FeeStatus.RECEIPTED, FeeStatus.WAIVED)


@dataclass(frozen=True, slots=True)
class CaseFile:
    """The state of a case on a day.

    ``clearances`` and ``consents`` are tracks in the order of the agreement's
    requirements; ``papers`` and ``decisions`` are their sources, the newest of
    each kind and giver. ``fee_missing`` is true when the schedule asks for a
    payment before clearing and there is none; ``undecided`` when an assessment
    waits for its decision; ``seat`` is the movement the child has a place on;
    ``unweighed`` is what a best-interests note must weigh and none does yet;
    ``scan_missing`` is true when a handover has no scan; ``next_follow_up`` is the
    first one that is not done.
    """

    child: Child
    on: datetime.date
    clearances: tuple[Track, ...]
    consents: tuple[Track, ...]
    papers: Mapping[ClearanceKind, ClearanceEntry] = field(default_factory=dict)
    decisions: Mapping[GiverRole, ConsentEntry] = field(default_factory=dict)
    fee: FeeFacts | None = None
    fee_missing: bool = False
    undecided: bool = False
    seat: str = ""
    handed_over: bool = False
    scan_missing: bool = False
    in_care: bool = False
    restated: tuple[Restated, ...] = ()
    unweighed: tuple[InterestsTrigger, ...] = ()
    next_follow_up: NextFollowUp | None = None
    requirements: tuple[RequirementFacts, ...] = ()
    weighed: tuple[Weighed, ...] = ()

    @property
    def days_in_stage(self) -> int:
        """The days since the stage was recorded."""
        return (self.on - self.child.stage_entered_on).days

    def unmet(self, *needed_for: NeededFor) -> tuple[Track, ...]:
        """Return the tracks needed for ``needed_for`` that are not met."""
        tracks = (*self.clearances, *self.consents)
        return tuple(t for t in tracks if t.needed_for in needed_for and not t.is_met)

    def blocks(self, act: Act) -> tuple[str, ...]:
        """Return what blocks ``act``, one sentence each."""
        if act == Act.VERIFY and not self.clearances:
            return (str(NONE_IN_FORCE),)
        if act == Act.VERIFY:
            return _sentences(self.unmet(NeededFor.VERIFY))
        if act == Act.CLEAR:
            return (*self.no_longer_met, *self.identity_blocks)
        if act == Act.DEPART:
            return (
                *_sentences(self.unmet(*NeededFor)),
                *_contest(self),
                *self.identity_blocks,
            )
        if act == Act.DECIDE and not self.undecided:
            return (_("No assessment is waiting for a decision."),)
        if act == Act.PLACE:
            return _place_blocks(self)
        return ()

    @property
    def no_longer_met(self) -> tuple[str, ...]:
        """The tracks that prevent clearing, and make a cleared child lapse."""
        fee = (_("The fee is not paid yet."),) if self.fee_missing else ()
        return (*_sentences(self.unmet(NeededFor.CLEAR)), *_contest(self), *fee)

    @property
    def identity_blocks(self) -> tuple[str, ...]:
        """The blocks while a changed identity is not confirmed."""
        if self.child.verified_by_id and self.waits_for(RestatedPart.IDENTITY):
            return (_("The identity has changed since it was verified. It must be confirmed."),)
        return ()

    def waits_for(self, part: RestatedPart) -> bool:
        """Return whether a change of ``part`` of the record is not yet confirmed."""
        return any(row.part == part for row in self.restated)

    @property
    def is_contested(self) -> bool:
        """Return whether consents to the return disagree and no note has weighed that."""
        return InterestsTrigger.CONSENT_CONTESTED in self.unweighed

    @property
    def next_act(self) -> Act | None:
        """The next act of this case, None when it is closed."""
        if self.child.is_open and self.child.closing_asked_by_id:
            return Act.CLOSE
        if self.child.reopening_asked_by_id and not self.child.reopening_approved_by_id:
            return Act.REOPEN
        if self.child.stage == Stage.VERIFIED:
            return Act.DECIDE if self.undecided else Act.ASSESS
        if self.child.stage == Stage.CLEARED:
            return Act.LOCK if self.seat else Act.PROPOSE
        if self.child.stage == Stage.RETURNED:
            return Act.PLACE if self.handed_over else Act.HAND_OVER
        if self.child.stage == Stage.PLACED and self.next_follow_up:
            return Act.FOLLOW_UP
        return _NEXT.get(Stage(self.child.stage))


_NEXT = {
    Stage.REGISTERED: Act.VERIFY,
    Stage.ELIGIBLE: Act.CLEAR,
    Stage.BOOKED: Act.DEPART,
    Stage.IN_TRANSIT: Act.ARRIVE,
    Stage.PLACED: Act.ASK_CLOSE,
    Stage.DEFERRED: Act.RECONSIDER,
    Stage.INELIGIBLE: Act.RECONSIDER,
}


def case_file(child: Child, *, on: datetime.date) -> CaseFile:
    """Return the case file of ``child`` on a day. One query."""
    return read_file(child, _statement().rows(key=child.pk, on=on)[0], on)


@cache
def _statement() -> Statement:
    return prepared(Child.objects.filter(pk=KEY).order_by().values(**in_file()))


def in_file() -> dict[str, JsonRow]:
    """Return the columns of a child's row that ``read_file`` reads."""
    return {"record": on_record(), "terms": in_force("agreement_id")}


def read_file(child: Child, row: Mapping[str, Any], on: datetime.date) -> CaseFile:
    """Return the case file of a row with the columns of ``in_file``."""
    record = read_row(Circumstances, row["record"])
    return file_of(child, read_terms(row["terms"]), record, on)


def case_files(children: Collection[Child], *, on: datetime.date) -> dict[int, CaseFile]:
    """Return the case files of ``children`` by key. Two queries for one agreement."""
    terms = {pk: terms_of(pk, on=on) for pk in {child.agreement_id for child in children}}
    states = circumstances_of(children, on=on)
    return {
        child.pk: file_of(child, terms[child.agreement_id], states[child.pk], on)
        for child in children
    }


def file_of(child: Child, terms: Terms, state: Circumstances, on: datetime.date) -> CaseFile:
    """Return the case file that follows from the terms and the facts on record. No query."""
    unpaid = state.fee is None or state.fee.status not in _PAID
    decisions = newest_consents(state.consents, on=on)
    papers = {clearance.kind: clearance for clearance in state.clearances}
    over_on = _over_on(child)
    clearances = tuple(
        clearance_track(requirement, papers.get(requirement.clearance), on=on, over_on=over_on)
        for requirement in terms.requirements
    )
    facts = InterestsFacts(
        decisions,
        papers,
        caregiver_lacking=_lacks_caregiver(child, clearances),
        siblings_split=state.siblings_split,
        open_claims=state.open_claims,
    )
    return CaseFile(
        child=child,
        on=on,
        clearances=clearances,
        consents=_consents(child, terms, state, on),
        papers=papers,
        decisions=decisions,
        fee=state.fee,
        fee_missing=terms.paid_before_clearing and unpaid,
        undecided=state.undecided,
        seat=state.seat,
        handed_over=state.handed_over,
        scan_missing=state.scan_missing,
        in_care=state.in_care,
        restated=state.restated,
        unweighed=unweighed(facts, state.weighed, on=on) if child.stage in _TO_WEIGH else (),
        next_follow_up=state.next_follow_up,
        requirements=terms.requirements,
        weighed=state.weighed,
    )


def _over_on(child: Child) -> datetime.date | None:
    """Return since when nothing has to be met any more: the return, or the closing."""
    return child.returned_on or child.closed_on


def _lacks_caregiver(child: Child, clearances: Iterable[Track]) -> bool:
    return child.stage in (Stage.CLEARED, Stage.BOOKED) and any(
        track.subject == ClearanceKind.CAREGIVER and not track.is_met for track in clearances
    )


def subject_label(subject: ClearanceKind | GiverRole) -> str:
    """Return a clearance by its name, a consent by who gives it."""
    if isinstance(subject, GiverRole):
        return _("Consent to the return: %(who)s") % {"who": subject.label}
    return subject.label


def track_sentence(track: Track) -> str:
    """Return why ``track`` does not hold, as one sentence."""
    name = track.subject.label
    if track.by_death and track.state == TrackState.UNVERIFIED:
        return _("Death of the father: stated, waiting for confirmation by a second person.")
    if isinstance(track.subject, GiverRole):
        return _CONSENT[track.state] % {"who": name}
    return _CLEARANCE[track.state] % {"what": name}


_CLEARANCE = {
    TrackState.MISSING: gettext_lazy("%(what)s: not recorded yet."),
    TrackState.PENDING: gettext_lazy("%(what)s: requested, not granted yet."),
    TrackState.EXPIRED: gettext_lazy("%(what)s: expired."),
    TrackState.REFUSED: gettext_lazy("%(what)s: refused."),
    TrackState.WITHDRAWN: gettext_lazy("%(what)s: withdrawn."),
    TrackState.GRANTED: gettext_lazy("%(what)s: granted."),
    TrackState.EXPIRING: gettext_lazy("%(what)s: granted, ends soon."),
    TrackState.UNVERIFIED: gettext_lazy("%(what)s: waiting for a second person."),
}
_CONSENT = {
    TrackState.MISSING: gettext_lazy("Consent to the return (%(who)s): not recorded yet."),
    TrackState.UNVERIFIED: gettext_lazy(
        "Consent to the return (%(who)s): given, waiting for verification by a second person."
    ),
    TrackState.REFUSED: gettext_lazy("Consent to the return (%(who)s): refused."),
    TrackState.WITHDRAWN: gettext_lazy("Consent to the return (%(who)s): withdrawn."),
    TrackState.GRANTED: gettext_lazy("Consent to the return (%(who)s): given."),
}


def _sentences(tracks: tuple[Track, ...]) -> tuple[str, ...]:
    return tuple(track_sentence(track) for track in tracks)


def _contest(file: CaseFile) -> tuple[str, ...]:
    if not file.is_contested:
        return ()
    return (_("Consent is contested: an approved best-interests note is needed first."),)


def _place_blocks(file: CaseFile) -> tuple[str, ...]:
    # The placement itself is what the act records; the database asks for both.
    return () if file.handed_over else (_("The handover is not signed yet."),)


def _consents(
    child: Child, terms: Terms, state: Circumstances, on: datetime.date
) -> tuple[Track, ...]:
    return consent_tracks(
        terms.consent_rules,
        state.consents,
        youngest_age=youngest_age(child, on=min(on, _over_on(child) or on)),
        father_status=FatherStatus(child.father_status),
        father_evidence=child.father_evidence,
        father_confirmed=state.father_confirmed
        and all(row.part != RestatedPart.FATHER for row in state.restated),
        on=on,
    )


def youngest_age(child: Child, *, on: datetime.date) -> int | None:
    """Return the child's least possible age on a day, None if the birth is unknown."""
    person = child.person
    if person.born_earliest is None or person.born_latest is None:
        return None
    return age(person.born_earliest, person.born_latest, on).youngest_years
