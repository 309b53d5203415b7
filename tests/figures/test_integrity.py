"""Each check finds the case that shows it, and no other."""

import datetime

import pytest

from cases.casework import cases, clearances, closings
from cases.figures.integrity import CHECKS, integrity
from cases.models import Child, Task, User
from cases.vocabulary import ClearanceKind, ClearanceStatus, ClosedReason, Role, Stage, TaskRule
from tests import factories
from tests.factories import DAY
from tests.models.refusals import execute

pytestmark = pytest.mark.django_db


def found(on: datetime.date = DAY) -> dict[str, int]:
    counts = integrity(Child.objects.all(), on=on)
    return {each.check.code: each.count for each in counts if each.count}


def _assigned(stage: Stage, **more: object) -> Child:
    return factories.child(stage, caseworker=factories.user(Role.CASEWORKER), **more)


def test_sound_register_has_nothing_found():
    _assigned(Stage.CLEARED)

    assert found() == {}


def test_case_of_nobody_and_of_somebody_who_left_are_found():
    factories.child()
    left = _assigned(Stage.REGISTERED)
    User.objects.filter(pk=left.caseworker_id).update(is_active=False)

    assert found() == {"nobody": 1, "left": 1}


def test_paper_withdrawn_from_a_booked_child_is_found():
    child = _assigned(Stage.BOOKED)
    clearances.record(
        child=child,
        by=factories.user(Role.CASEWORKER),
        on=DAY,
        kind=ClearanceKind.COURT_ORDER,
        status=ClearanceStatus.WITHDRAWN,
    )

    child.refresh_from_db()
    assert (child.stage, found()) == (Stage.BOOKED, {"booked": 1})


def test_cleared_child_whose_paper_has_ended_is_found():
    child = _assigned(Stage.ELIGIBLE)
    factories.grant(child, ClearanceKind.FIT_TO_TRAVEL)
    factories.consent(child)
    clearances.record(
        child=child,
        by=factories.user(Role.CASEWORKER),
        on=DAY,
        kind=ClearanceKind.COURT_ORDER,
        status=ClearanceStatus.GRANTED,
        issued_on=DAY,
        valid_until=DAY,
    )
    cases.clear(child=child, version=child.version, by=child.caseworker, on=DAY)

    assert found(DAY) == {}
    assert found(DAY + datetime.timedelta(days=1)) == {"cleared": 1}


def test_sibling_far_behind_is_found():
    first, second = factories.family(
        2, caseworker=factories.user(Role.CASEWORKER)
    ).children.order_by("pk")
    factories.bring_to(first, Stage.CLEARED)

    assert found() == {"siblings": 1}
    behind = next(check for check in CHECKS if check.code == "siblings")
    assert behind.find(Child.objects.all(), DAY).get() == second


def test_fee_that_was_never_made_is_found():
    _assigned(Stage.ELIGIBLE)

    execute("SET session_replication_role = replica")
    execute("DELETE FROM cases_fee")
    execute("SET session_replication_role = origin")

    assert found() == {"fee": 1}


def test_what_no_guard_let_in_is_found():
    child = _assigned(Stage.REGISTERED)

    execute("SET session_replication_role = replica")
    Child.objects.filter(pk=child.pk).update(
        stage=Stage.ELIGIBLE, verified_by=factories.user(Role.REVIEWER)
    )
    execute("SET session_replication_role = origin")

    assert found() == {"facts": 1, "journal": 1, "fee": 1}


def test_open_task_of_a_closed_case_that_no_guard_stopped_is_found():
    child, officer = _assigned(Stage.REGISTERED), factories.user(Role.CASEWORKER)
    closings.ask_to_close(
        child=child, version=child.version, by=officer, on=DAY, reason=ClosedReason.OTHER_STATE
    )
    child.refresh_from_db()
    closings.approve_closing(
        child=child, version=child.version, by=factories.user(Role.REVIEWER), on=DAY
    )
    assert found() == {}

    execute("SET session_replication_role = replica")
    Task.objects.create(child=child, rule=TaskRule.MANUAL, text="Call", made_by=officer)
    execute("SET session_replication_role = origin")

    assert found() == {"task": 1}
