"""When a best-interests note is required.

Source: domain page, section 3; the database's function ``cases_contest_unweighed`` in
migration 0017 says the same of a contested consent, and a test holds the two together.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cases.rules.tracks import ClearanceEntry, ConsentEntry
from cases.vocabulary import (
    ClearanceKind,
    ClearanceStatus,
    ConsentDecision,
    GiverRole,
    InterestsTrigger,
)

#: Whose words on the return can contradict each other; a court may stand in for a parent.
_PARENTS = (GiverRole.MOTHER, GiverRole.FATHER, GiverRole.GUARDIAN)
_LOST = (ClearanceStatus.REFUSED, ClearanceStatus.WITHDRAWN)
#: Two relatives who claim a child compete.
_COMPETING = 2


@dataclass(frozen=True, slots=True)
class InterestsFacts:
    """The facts on a day: newest consents and clearances, and what else requires a panel.

    ``caregiver_lacking``: the child is cleared or booked, and the required caregiver is missing.
    """

    decisions: Mapping[GiverRole, ConsentEntry]
    papers: Mapping[ClearanceKind, ClearanceEntry]
    caregiver_lacking: bool = False
    siblings_split: bool = False
    open_claims: int = 0


@dataclass(frozen=True, slots=True)
class Weighed:
    """An approved note: the triggers it covers, and the day of the panel."""

    triggers: frozenset[InterestsTrigger]
    held_on: datetime.date


def present(facts: InterestsFacts) -> dict[InterestsTrigger, datetime.date | None]:
    """Return the triggers that are present, each with the day it began, or None."""
    against = [word.decided_on for word in _not_given(facts, _PARENTS)]
    own_view = [word.decided_on for word in _not_given(facts, (GiverRole.CHILD,))]
    days: dict[InterestsTrigger, datetime.date | None] = {}
    if against and _somebody_gave(facts):
        days[InterestsTrigger.CONSENT_CONTESTED] = max(against)
    if own_view:
        days[InterestsTrigger.CHILD_OBJECTS] = max(own_view)
    if facts.siblings_split:
        days[InterestsTrigger.SIBLINGS_SPLIT] = None
    if facts.open_claims >= _COMPETING:
        days[InterestsTrigger.COMPETING_CLAIMS] = None
    if facts.caregiver_lacking or _lost(facts, ClearanceKind.CAREGIVER):
        days[InterestsTrigger.NO_CAREGIVER] = None
    if _lost(facts, ClearanceKind.FIT_TO_TRAVEL):
        days[InterestsTrigger.SERIOUS_ILLNESS] = None
    return days


def unweighed(
    facts: InterestsFacts, notes: Iterable[Weighed], *, on: datetime.date
) -> tuple[InterestsTrigger, ...]:
    """Return the triggers present that no approved note weighs, by a panel held since they began
    and by the day ``on``."""
    notes = tuple(notes)
    return tuple(
        trigger
        for trigger, since in present(facts).items()
        if not any(
            trigger in note.triggers and (since or note.held_on) <= note.held_on <= on
            for note in notes
        )
    )


def _not_given(facts: InterestsFacts, givers: Iterable[GiverRole]) -> list[ConsentEntry]:
    words = (facts.decisions.get(giver) for giver in givers)
    return [word for word in words if word and word.decision != ConsentDecision.GIVEN]


def _somebody_gave(facts: InterestsFacts) -> bool:
    words = (facts.decisions.get(giver) for giver in (*_PARENTS, GiverRole.COURT))
    return any(word and word.decision == ConsentDecision.GIVEN for word in words)


def _lost(facts: InterestsFacts, kind: ClearanceKind) -> bool:
    paper = facts.papers.get(kind)
    return paper is not None and paper.status in _LOST
