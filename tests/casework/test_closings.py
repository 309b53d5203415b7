"""Closing and reopening: one person asks, another approves or sends back."""

import pytest
from django.db import connection

from cases.casework import closings
from cases.casework.editing import Stale
from cases.casework.journal import CannotMove
from cases.vocabulary import Act, ClosedReason, Reason, Role, Stage
from tests import factories
from tests.factories import DAY

pytestmark = pytest.mark.django_db
ASK, APPROVE = closings.ask_to_close, closings.approve_closing


@pytest.fixture
def officer():
    return factories.user(Role.CASEWORKER)


@pytest.fixture
def reviewer():
    return factories.user(Role.REVIEWER)


def do(act, child, by, **facts):
    on = facts.pop("on", max(DAY, child.stage_since))
    act(child=child, **({"version": child.version, "by": by, "on": on} | facts))
    child.refresh_from_db()
    connection.check_constraints()


@pytest.mark.parametrize(
    ("stage", "reason"),
    [
        (Stage.REGISTERED, ClosedReason.ERROR),
        (Stage.DEFERRED, ClosedReason.OTHER_STATE),
        (Stage.CLEARED, ClosedReason.DECEASED),
        (Stage.PLACED, ClosedReason.COMPLETED),
    ],
)
def test_case_is_closed_by_two_and_reopened_where_it_stood(officer, reviewer, stage, reason):
    child = factories.child(stage)
    returned_on = child.returned_on

    do(ASK, child, officer, reason=reason)
    asked_stage = child.stage
    do(APPROVE, child, reviewer)
    closed = (child.stage, child.closed_reason)
    do(closings.ask_to_reopen, child, officer, reason=Reason.MISTAKE)
    do(closings.approve_reopening, child, reviewer)

    assert asked_stage == stage
    assert closed == (Stage.CLOSED, reason)
    assert (child.stage, child.closed_on, child.returned_on) == (stage, None, returned_on)
    assert child.closing_asked_by is None


def test_one_person_cannot_close_alone(reviewer):
    child = factories.child()
    do(ASK, child, reviewer, reason=ClosedReason.ERROR)

    for act, facts in ((APPROVE, {}), (closings.return_closing, {"reason": Reason.MISTAKE})):
        with pytest.raises(CannotMove, match="A second person must approve"):
            do(act, child, reviewer, **facts)


def test_one_person_cannot_reopen_alone(officer, reviewer):
    child = factories.child()
    do(ASK, child, officer, reason=ClosedReason.ERROR)
    do(APPROVE, child, reviewer)
    do(closings.ask_to_reopen, child, reviewer, reason=Reason.MISTAKE)

    with pytest.raises(CannotMove, match="A second person must approve"):
        do(closings.approve_reopening, child, reviewer)


def test_nobody_asked(reviewer):
    child = factories.child()

    with pytest.raises(CannotMove, match="No closing is requested"):
        do(APPROVE, child, reviewer)
    with pytest.raises(CannotMove, match="The case is open"):
        do(closings.approve_reopening, child, reviewer)


def test_closing_sent_back_leaves_the_case_as_it_was(officer, reviewer):
    child = factories.child(Stage.VERIFIED)
    do(ASK, child, officer, reason=ClosedReason.ERROR)

    do(closings.return_closing, child, reviewer, reason=Reason.INCOMPLETE)

    assert (child.stage, child.closing_reason) == (Stage.VERIFIED, None)
    assert child.journal.first().act == Act.RETURN


def test_reopening_sent_back_leaves_the_case_closed(officer, reviewer):
    child = factories.child()
    do(ASK, child, officer, reason=ClosedReason.ERROR)
    do(APPROVE, child, reviewer)
    do(closings.ask_to_reopen, child, officer, reason=Reason.NEW_FACT)

    do(closings.return_reopening, child, reviewer, reason=Reason.INCOMPLETE)

    assert (child.stage, child.reopening_asked_by) == (Stage.CLOSED, None)


def test_completed_is_for_a_child_in_care(officer):
    with pytest.raises(CannotMove, match="home and in care"):
        do(ASK, factories.child(), officer, reason=ClosedReason.COMPLETED)


def test_duplicate_names_the_other_case_and_is_never_reopened(officer, reviewer):
    child, other = factories.family(2).children.order_by("pk")

    for wrong, sentence in (({}, "Enter the case"), ({"duplicate_of": child}, "of itself")):
        with pytest.raises(CannotMove, match=sentence):
            do(ASK, child, officer, reason=ClosedReason.DUPLICATE, **wrong)
    do(ASK, child, officer, reason=ClosedReason.DUPLICATE, duplicate_of=other)
    do(APPROVE, child, reviewer)

    assert child.duplicate_of == other
    with pytest.raises(CannotMove, match="work on the other case"):
        do(closings.ask_to_reopen, child, officer, reason=Reason.MISTAKE)


def test_child_on_a_movement_is_not_closed(officer):
    booked, travelling = factories.child(Stage.BOOKED), factories.child(Stage.IN_TRANSIT)

    with pytest.raises(CannotMove, match="must release it first"):
        do(ASK, booked, officer, reason=ClosedReason.DECEASED)
    with pytest.raises(CannotMove, match="cannot be moved"):
        do(ASK, travelling, officer, reason=ClosedReason.DECEASED)


@pytest.mark.parametrize(
    ("act", "facts"),
    [
        (ASK, {"reason": ClosedReason.ERROR}),
        (APPROVE, {}),
        (closings.return_closing, {"reason": Reason.MISTAKE}),
        (closings.ask_to_reopen, {"reason": Reason.MISTAKE}),
        (closings.approve_reopening, {}),
        (closings.return_reopening, {"reason": Reason.MISTAKE}),
    ],
)
def test_stale_form_changes_nothing(reviewer, act, facts):
    child = factories.child()

    with pytest.raises(Stale):
        do(act, child, reviewer, version=None, **facts)
