"""One reading of a case: where it stands, what is next, what blocks it.

The child's page, every refusal and every command use this reading, so they
cannot differ.
"""

import datetime
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from cases.models import Child, Clearance, Consent, ConsentRule, FeeSchedule, Requirement
from cases.rules.births import age
from cases.rules.tracks import (
    ClearanceFacts,
    ConsentFacts,
    ConsentRuleFacts,
    RequirementFacts,
    Track,
    clearance_track,
    consent_tracks,
)
from cases.vocabulary import (
    Act,
    ClearanceKind,
    ClearanceStatus,
    ConsentDecision,
    ConsentPurpose,
    FatherStatus,
    FeeStatus,
    GiverRole,
    NeededFor,
    Stage,
    TrackState,
)

_PAID = (FeeStatus.PAID, FeeStatus.RECEIPTED, FeeStatus.WAIVED)


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Where a case stands on a day.

    ``clearances`` and ``consents`` are tracks in the order of the agreement's
    requirements; ``fee_missing`` is true when the schedule asks for a payment
    before clearing and there is none; ``undecided`` when an assessment waits
    for its decision; ``seat`` names the movement the child has a place on.
    """

    child: Child
    on: datetime.date
    clearances: tuple[Track, ...]
    consents: tuple[Track, ...]
    fee_missing: bool = False
    undecided: bool = False
    seat: str = ""
    handed_over: bool = False
    in_care: bool = False
    _blocks: dict[Act, tuple[str, ...]] = field(default_factory=dict)

    def unmet(self, *needed_for: NeededFor) -> tuple[Track, ...]:
        """Return the tracks needed for ``needed_for`` that are not met."""
        tracks = (*self.clearances, *self.consents)
        return tuple(t for t in tracks if t.needed_for in needed_for and not t.is_met)

    def blocks(self, act: Act) -> tuple[str, ...]:
        """Return what stands in the way of ``act``: one readable sentence each."""
        if act == Act.VERIFY:
            return _sentences(self.unmet(NeededFor.VERIFY))
        if act == Act.CLEAR:
            fee = (_("The fee is not paid yet."),) if self.fee_missing else ()
            return (*_sentences(self.unmet(NeededFor.CLEAR)), *fee)
        if act == Act.DEPART:
            return _sentences(self.unmet(*NeededFor))
        if act == Act.DECIDE and not self.undecided:
            return (_("No assessment waits for a decision."),)
        if act == Act.PLACE:
            return _place_blocks(self)
        return ()

    @property
    def next_act(self) -> Act | None:
        """The one act that moves this case on, or None when it is closed."""
        if self.child.stage == Stage.VERIFIED:
            return Act.DECIDE if self.undecided else Act.ASSESS
        if self.child.stage == Stage.CLEARED:
            return Act.LOCK if self.seat else Act.PROPOSE
        if self.child.stage == Stage.RETURNED:
            return Act.PLACE if self.handed_over else Act.HAND_OVER
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
    """Read the case of ``child`` as it stands on a day. Seven queries."""
    requirements = Requirement.objects.filter(agreement_id=child.agreement_id, during__contains=on)
    newest = _newest_clearances(child)
    return CaseFile(
        child=child,
        on=on,
        clearances=tuple(
            clearance_track(_requirement_facts(r), newest.get(ClearanceKind(r.clearance)), on=on)
            for r in sorted(requirements, key=_requirement_order)
        ),
        consents=_consents(child, on),
        fee_missing=_fee_missing(child, on),
        undecided=child.assessments.filter(decided__isnull=True).exists(),
        seat=_seat(child),
        handed_over=child.handovers.exists(),
        in_care=child.placements.filter(during__contains=on).exists(),
    )


def track_sentence(track: Track) -> str:
    """Return why ``track`` does not hold, as one sentence fit for the screen."""
    name = track.subject.label
    if isinstance(track.subject, GiverRole):
        return _CONSENT[track.state]() % {"who": name}
    return _CLEARANCE[track.state]() % {"what": name}


_CLEARANCE = {
    TrackState.MISSING: lambda: _("%(what)s: not recorded yet."),
    TrackState.PENDING: lambda: _("%(what)s: asked for, not granted yet."),
    TrackState.EXPIRED: lambda: _("%(what)s: expired."),
    TrackState.REFUSED: lambda: _("%(what)s: refused."),
    TrackState.WITHDRAWN: lambda: _("%(what)s: withdrawn."),
    TrackState.GRANTED: lambda: _("%(what)s: granted."),
    TrackState.EXPIRING: lambda: _("%(what)s: granted, ends soon."),
    TrackState.UNVERIFIED: lambda: _("%(what)s: waits for a second person."),
}
_CONSENT = {
    TrackState.MISSING: lambda: _("Consent to the return (%(who)s): not recorded yet."),
    TrackState.UNVERIFIED: lambda: _(
        "Consent to the return (%(who)s): given, waits to be verified by a second person."
    ),
    TrackState.REFUSED: lambda: _("Consent to the return (%(who)s): withheld."),
    TrackState.WITHDRAWN: lambda: _("Consent to the return (%(who)s): withdrawn."),
    TrackState.GRANTED: lambda: _("Consent to the return (%(who)s): given."),
}


def _sentences(tracks: tuple[Track, ...]) -> tuple[str, ...]:
    return tuple(track_sentence(track) for track in tracks)


def _place_blocks(file: CaseFile) -> tuple[str, ...]:
    handover = () if file.handed_over else (_("The handover is not signed yet."),)
    care = () if file.in_care else (_("No placement is open."),)
    return (*handover, *care)


def _requirement_order(requirement: Requirement) -> tuple[int, int]:
    return (
        NeededFor.values.index(requirement.needed_for),
        ClearanceKind.values.index(requirement.clearance),
    )


def _requirement_facts(requirement: Requirement) -> RequirementFacts:
    return RequirementFacts(
        ClearanceKind(requirement.clearance),
        NeededFor(requirement.needed_for),
        requirement.valid_days,
    )


def _newest_clearances(child: Child) -> dict[ClearanceKind, ClearanceFacts]:
    rows = Clearance.objects.filter(child=child).order_by("pk")
    return {
        ClearanceKind(row.kind): ClearanceFacts(
            ClearanceKind(row.kind),
            ClearanceStatus(row.status),
            row.issued_on,
            row.valid_until,
        )
        for row in rows
    }


def _consents(child: Child, on: datetime.date) -> tuple[Track, ...]:
    rules = ConsentRule.objects.filter(
        agreement_id=child.agreement_id,
        purpose=ConsentPurpose.REPATRIATION,
        during__contains=on,
    )
    ledger = Consent.objects.filter(
        child=child, purpose=ConsentPurpose.REPATRIATION
    ).select_related("verification")
    return consent_tracks(
        [ConsentRuleFacts(GiverRole(r.giver_role), r.from_age) for r in rules],
        [
            ConsentFacts(
                consent.pk,
                GiverRole(consent.giver_role),
                ConsentDecision(consent.decision),
                consent.decided_on,
                hasattr(consent, "verification"),
            )
            for consent in ledger
        ],
        youngest_age=_youngest_age(child, on),
        father_status=FatherStatus(child.father_status),
        father_evidence=child.father_evidence,
        on=on,
    )


def _youngest_age(child: Child, on: datetime.date) -> int | None:
    person = child.person
    if person.born_earliest is None or person.born_latest is None:
        return None
    return age(person.born_earliest, person.born_latest, on).youngest_months // 12


def _fee_missing(child: Child, on: datetime.date) -> bool:
    asked_for = FeeSchedule.objects.filter(
        agreement_id=child.agreement_id, during__contains=on, paid_before_clearing=True
    )
    paid = child.fees.filter(agreement_id=child.agreement_id, status__in=_PAID)
    return asked_for.exists() and not paid.exists()


def _seat(child: Child) -> str:
    seats = child.passages.filter(status__in=("proposed", "confirmed", "boarded"))
    seats = seats.filter(movement__status__in=("planning", "locked", "departed"))
    return seats.values_list("movement__reference", flat=True).first() or ""
