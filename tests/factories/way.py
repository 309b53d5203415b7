"""Children brought to a stage by the acts of staff."""

import datetime
from collections.abc import Iterable

from cases.casework import assessments, cases, closings, homecoming, journal, journeys
from cases.models import Child, Handover, User
from cases.vocabulary import (
    Answer,
    ClearanceKind,
    ClosedReason,
    Decision,
    PlacementKind,
    Role,
    Stage,
)
from tests.factories.families import family
from tests.factories.fixed import AHEAD, DAY, SEEN
from tests.factories.movements import depart, give_seats, lock, movement
from tests.factories.people import user
from tests.factories.places import care_centre
from tests.factories.records import consent, grant
from tests.kept import kept


def assess(child: Child, proposed: Decision = Decision.ELIGIBLE, by: User | None = None):
    """Assess a verified child with every criterion answered "yes"."""
    child.refresh_from_db()
    criteria = assessments.published_criteria(child).criteria.all()
    return assessments.assess(
        child=child,
        version=child.version,
        by=by or user(Role.CASEWORKER),
        on=DAY,
        findings=dict.fromkeys(criteria, (Answer.YES, "")),
        proposed=proposed,
        proposal_reasons="Papers seen.",
    )


def decide(child: Child, decided: Decision) -> None:
    assessment = assess(child, decided)
    later = decided in (Decision.DEFERRED, Decision.INELIGIBLE)
    assessments.decide(
        assessment=assessment,
        version=assessment.version,
        by=user(Role.REVIEWER),
        on=DAY,
        decided=decided,
        reasons="As proposed.",
        review_due_on=AHEAD if later else None,
    )


def _verified(child: Child) -> None:
    grant(child, ClearanceKind.IDENTITY)
    cases.verify(child=child, version=child.version, by=user(Role.REVIEWER), on=DAY, **SEEN)


def _cleared(child: Child) -> None:
    grant(child, ClearanceKind.COURT_ORDER, ClearanceKind.FIT_TO_TRAVEL)
    consent(child)
    cases.clear(child=child, version=child.version, by=user(Role.CASEWORKER), on=DAY)


def _booked(child: Child) -> None:
    flight = movement()
    give_seats(flight, child)
    lock(flight)


def _in_transit(child: Child) -> None:
    depart(child.passages.get().movement)


def _returned(child: Child) -> None:
    flight = child.passages.get().movement
    journeys.arrive(
        movement=flight,
        version=flight.version,
        at=flight.arrives_at,
        by=user(Role.TRAVEL_OFFICER),
    )


def hand_over(child: Child, by: User | None = None) -> Handover:
    """Record the handover of a child on the day of the return, without its scan."""
    handover = homecoming.hand_over(
        child=child,
        by=by or user(Role.CASEWORKER),
        on=child.returned_on,
        signed_on=child.returned_on,
        paper="H-1",
        handed_by="Ministry of Foreign Affairs",
        received_by="Child Rights Unit",
    )
    child.refresh_from_db()
    return handover


def _placed(child: Child) -> None:
    officer, day = user(Role.CASEWORKER), child.returned_on
    hand_over(child, by=officer)
    homecoming.place(
        child=child,
        version=child.version,
        by=officer,
        on=day,
        kind=PlacementKind.INSTITUTION,
        place=care_centre(),
    )


_WAY = (
    (Stage.VERIFIED, _verified),
    (Stage.ELIGIBLE, lambda child: decide(child, Decision.ELIGIBLE)),
    (Stage.CLEARED, _cleared),
    (Stage.BOOKED, _booked),
    (Stage.IN_TRANSIT, _in_transit),
    (Stage.RETURNED, _returned),
    (Stage.PLACED, _placed),
)


@kept
def child(stage: Stage = Stage.REGISTERED, **family_fields: object) -> Child:
    """Return a child of a family of one that has come to ``stage`` by the acts of staff."""
    made = family(**family_fields).children.get()
    return bring_to(made, stage)


@kept
@journal.entered_as_it_happens()
def bring_to(made: Child, stage: Stage) -> Child:
    """Take a registered child along the way to ``stage``."""
    if stage in (Stage.DEFERRED, Stage.INELIGIBLE):
        _verified(made)
        decide(made, Decision(stage.value))
    else:
        for reached, act in _WAY:
            if made.stage == stage:
                break
            act(made)
            made.refresh_from_db()
            assert made.stage == reached
    made.refresh_from_db()
    return made


@kept
@journal.entered_as_it_happens()
def close(
    made: Child, reason: ClosedReason = ClosedReason.COMPLETED, *, on: datetime.date | None = None
) -> Child:
    """Close a case as a caseworker asks and a reviewer approves, on the day its stage began."""
    made.refresh_from_db()
    on = on or made.stage_since
    closings.ask_to_close(
        child=made, version=made.version, by=user(Role.CASEWORKER), on=on, reason=reason
    )
    made.refresh_from_db()
    closings.approve_closing(child=made, version=made.version, by=user(Role.REVIEWER), on=on)
    made.refresh_from_db()
    return made


@kept
def cleared_family(children: int, **family_fields: object) -> list[Child]:
    """Return the children of a new family, all cleared to travel, in the order of registering."""
    made = family(children, **family_fields).children.order_by("pk")
    return [bring_to(child, Stage.CLEARED) for child in made]


def stages(made: Iterable[Child]) -> list[str]:
    """Return where the cases of these children stand now."""
    for child in made:
        child.refresh_from_db()
    return [child.stage for child in made]
