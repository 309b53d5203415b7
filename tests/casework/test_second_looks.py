"""What an approval was asked for must be what is approved, by somebody who had no hand in it."""

import pytest

from cases.casework import children, closings, manifests, movements
from cases.models import Journal
from cases.vocabulary import ClosedReason, FatherStatus, Role, Stage
from tests import factories
from tests.factories import DAY
from tests.models.refusals import execute, refused

pytestmark = pytest.mark.django_db


def test_correction_takes_back_the_wish_to_close():
    child, officer = factories.child(), factories.user(Role.CASEWORKER)
    closings.ask_to_close(
        child=child, version=child.version, by=officer, on=DAY, reason=ClosedReason.OTHER_STATE
    )
    child.refresh_from_db()

    children.edit_father(
        child,
        version=child.version,
        by=officer,
        on=DAY,
        father_name="",
        father_status=FatherStatus.ALIVE,
        father_evidence="",
    )
    child.refresh_from_db()

    assert child.closing_asked_by is None
    with pytest.raises(closings.CannotMove, match="is requested for this case"):
        closings.approve_closing(
            child=child, version=child.version, by=factories.user(Role.REVIEWER), on=DAY
        )


def test_whoever_proposed_a_place_does_not_approve_the_lock():
    child, flight = factories.child(Stage.CLEARED), factories.movement()
    both, other = factories.user(Role.TRAVEL_OFFICER), factories.user(Role.TRAVEL_OFFICER)
    movements.propose_all(
        movement=flight, children=[child], version=flight.version, by=both, on=DAY
    )
    factories.add_escort(flight)
    manifests.ask_lock(movement=flight, version=flight.version, by=other, on=DAY)
    flight.refresh_from_db()

    with pytest.raises(movements.CannotTravel, match="You proposed places"):
        manifests.approve_lock(movement=flight, version=flight.version, by=both, on=DAY)


def test_seats_taken_are_counted_by_the_database():
    flight = factories.movement()

    with refused("movement_seats_counted"):
        execute("UPDATE cases_movement SET seats_taken = 3 WHERE id = %s", flight.pk)


def test_one_decision_makes_one_step():
    child = factories.child(Stage.ELIGIBLE)
    decision = Journal.objects.get(child=child, act="decide")

    with refused("journal_decision_once"):
        Journal.objects.create(
            child=child,
            act="decide",
            from_stage="verified",
            to_stage="eligible",
            detail=decision.detail,
            happened_on=DAY,
            by=decision.by,
        )
    with refused("step_assessment_decided"):
        Journal.objects.create(
            child=child,
            act="decide",
            from_stage="verified",
            to_stage="eligible",
            detail="7:eligible",
            happened_on=DAY,
            by=decision.by,
        )
