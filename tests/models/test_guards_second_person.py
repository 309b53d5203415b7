"""What used to be storable past the pages: askers rewritten with the approval, typed days."""

import datetime

import pytest
from django.db import connection
from django.utils import timezone

from cases.models import (
    Agreement,
    Assessment,
    Child,
    Country,
    CriteriaSet,
    Journal,
    Movement,
    Receipt,
    ReceiptLine,
    SiblingException,
)
from cases.rules.stages import ALWAYS_STEPS
from cases.vocabulary import Act, BatchStatus, ClosedReason, Decision, Reason, Role, Stage
from tests import factories
from tests.factories import DAY
from tests.models.refusals import execute, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(db):
    return factories.user(Role.REVIEWER)


@pytest.fixture
def two(db):
    return factories.user(Role.REVIEWER)


def other_agreement() -> Agreement:
    iq, sy = Country.objects.get(code="TJ"), Country.objects.get(code="SY")
    return Agreement.objects.create(
        slug="other", home=iq, holding=sy, title="Other", kind="verbal", status="reported"
    )


def change(row, **fields):
    type(row)._base_manager.filter(pk=row.pk).update(**fields)


def asked(prefix: str, by) -> dict[str, object]:
    return {f"{prefix}_by": by, f"{prefix}_at": timezone.now()}


def test_asker_of_a_closing_is_not_exchanged_with_the_approval(one, two):
    child = factories.child(Stage.VERIFIED)
    change(child, closing_reason=ClosedReason.ERROR, **asked("closing_asked", one))

    with refused("child_closing_approved_iff_closed"):
        change(child, **asked("closing_approved", two))
    with refused("child_closing_asked_first"):
        change(
            child,
            stage=Stage.CLOSED,
            closed_on=DAY,
            closed_reason=ClosedReason.ERROR,
            **asked("closing_asked", two),
            **asked("closing_approved", one),
        )
    change(child, **asked("reopening_asked", one))
    with refused("child_reopening_asked_first"):
        change(child, **asked("reopening_asked", two), **asked("reopening_approved", one))


def test_authors_stay(one, two):
    child = factories.child(Stage.VERIFIED)
    assessment = factories.assess(child)
    flight = factories.movement()

    with refused("child_registrar_stays"):
        change(child, registered_by=one, verified_by=child.registered_by)
    with refused("assessor_stays"):
        Assessment.objects.filter(pk=assessment.pk).update(assessed_by=one)
    with refused("movement_planner_stays"):
        Movement.objects.filter(pk=flight.pk).update(planned_by=one)
    with refused("clearance_recorder_stays"):
        child.clearances.update(recorded_by=one)


def test_askers_are_not_exchanged_with_the_approval(one, two):
    first, second = factories.family(2).children.order_by("pk")
    flight = factories.movement()
    factories.give_seats(flight, factories.bring_to(first, Stage.CLEARED))
    change(flight, **asked("lock_asked", one))
    exception = SiblingException.objects.create(
        movement=flight, child=second, reason=Reason.HEALTH, asked_by=one, asked_at=timezone.now()
    )
    batch = factories.batch(BatchStatus.SUBMITTED)
    draft = CriteriaSet.objects.create(
        agreement=first.agreement, number=2, source="x", **asked("publish_asked", one)
    )
    fee = factories.due_fees()[0]
    change(fee, waiver_reason=Reason.HEALTH, **asked("waiver_asked", one))

    for row, asking, approval, guard, status in (
        (flight, "lock_asked", "lock_approved", "movement_lock_asked_first", "locked"),
        (exception, "asked", "approved", "sibling_exception_asked_first", ""),
        (batch, "submitted", "approved", "batch_submitted_first", "approved"),
        (draft, "publish_asked", "publish_approved", "criteria_set_asked_first", ""),
        (fee, "waiver_asked", "waiver_approved", "fee_waiver_asked_first", "waived"),
    ):
        becomes = {"status": status} if status else {}
        with refused(guard):
            change(row, **asked(asking, two), **asked(approval, one), **becomes)


@pytest.mark.parametrize(
    ("stage", "field", "guard"),
    [
        (Stage.REGISTERED, "registered_on", "child_registered_on_journalled"),
        (Stage.VERIFIED, "stage_since", "child_stage_since_journalled"),
        (Stage.PLACED, "returned_on", "child_returned_on_journalled"),
        (Stage.PLACED, "stage_since", "child_stage_since_journalled"),
    ],
)
def test_days_are_what_the_journal_says(stage, field, guard):
    child = factories.child(stage)

    with refused(guard):
        change(child, **{field: DAY - datetime.timedelta(days=1)})


def test_day_of_closing_is_what_the_journal_says(one):
    from cases.casework import closings

    child = factories.child()
    asking = {"child": child, "by": child.registered_by, "on": DAY, "reason": ClosedReason.ERROR}
    closings.ask_to_close(version=child.version, **asking)
    child.refresh_from_db()
    closings.approve_closing(child=child, version=child.version, by=one, on=DAY)

    with refused("child_closed_on_journalled"):
        change(child, closed_on=DAY - datetime.timedelta(days=1))


def test_case_stays_under_the_agreement_it_was_assessed_under(one):
    child, other = factories.child(Stage.VERIFIED), other_agreement()
    theirs = CriteriaSet.objects.create(agreement=other, number=1, source="x")

    with refused("assessment_of_the_agreement"):
        Assessment.objects.create(
            child=child,
            n=1,
            criteria_set=theirs,
            proposed="eligible",
            proposal_reasons="x",
            assessed_by=one,
        )
    factories.assess(child)
    with refused("child_agreement_stays"):
        change(child, agreement=other)


def test_receipt_acknowledges_fees_of_its_own_agreement(one):
    batch, other = factories.batch(BatchStatus.SENT, 1), other_agreement()
    paper = Receipt.objects.create(
        agreement=other, authority="A", number="1", received_on=DAY, recorded_by=one
    )

    with refused("receipt_line_of_the_agreement"):
        ReceiptLine.objects.create(receipt=paper, fee=batch.lines.get().fee, amount=400)


@pytest.mark.parametrize("act", sorted(ALWAYS_STEPS))
def test_step_without_stages_is_no_entry(act):
    child = factories.child()

    with refused("journal_step_with_stages"):
        Journal.objects.create(child=child, act=act, by=child.registered_by, happened_on=DAY)


def test_decision_may_leave_the_stage():
    child = factories.child(Stage.VERIFIED)

    factories.decide(child, Decision.NEEDS_INFORMATION)

    connection.check_constraints()
    assert Child.objects.get().stage == Stage.VERIFIED


@pytest.mark.parametrize("detail", ["", "1:eligible", "2:needs_information"])
def test_decision_that_leaves_the_stage_is_of_an_assessment(detail):
    child = factories.child(Stage.VERIFIED)
    factories.decide(child, Decision.NEEDS_INFORMATION)

    with refused("step_assessment_decided"):
        decided_again(child, detail)


def test_decision_that_leaves_the_stage_is_entered_once():
    child = factories.child(Stage.VERIFIED)
    factories.decide(child, Decision.NEEDS_INFORMATION)

    with refused("journal_decision_once"):
        decided_again(child, "1:needs_information")


def decided_again(child: Child, detail: str) -> None:
    by = child.registered_by
    Journal.objects.create(child=child, act=Act.DECIDE, detail=detail, by=by, happened_on=DAY)


def test_movement_departs_with_who_boarded():
    child = factories.child(Stage.BOOKED)
    flight = child.passages.get().movement

    with refused("movement_departs_with_who_boarded"):
        execute(
            "UPDATE cases_movement SET status = 'departed', departed_at = departs_at WHERE id = %s",
            flight.pk,
        )
