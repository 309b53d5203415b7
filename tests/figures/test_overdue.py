from datetime import timedelta

import pytest

from cases.casework import closings
from cases.figures.overdue import Late, most_overdue, overdue
from cases.figures.progress import tally
from cases.models import Agreement, Child, Task
from cases.vocabulary import ClosedReason, HoldReason, Role, Stage
from tests import factories
from tests.factories import DAY

pytestmark = pytest.mark.django_db


def limit(stage: Stage, days: int) -> None:
    factories.stage_limit(factories.agreement(), stage, days)


def close(child: Child) -> Child:
    reviewer, officer = factories.user(Role.REVIEWER), factories.user(Role.CASEWORKER)
    closings.ask_to_close(
        child=child, version=child.version, by=officer, on=DAY, reason=ClosedReason.ERROR
    )
    child.refresh_from_db()
    closings.approve_closing(child=child, version=child.version, by=reviewer, on=DAY)
    child.refresh_from_db()
    return child


def test_stage_limit_passed_by_a_day_is_overdue():
    child = factories.child()
    limit(Stage.REGISTERED, 30)

    found = {
        days: overdue(Child.objects.all(), on=DAY + timedelta(days=days)).exists()
        for days in (0, 30, 31)
    }

    assert child.stage_since == DAY
    assert found == {0: False, 30: False, 31: True}


def test_limit_of_another_stage_or_agreement_says_nothing():
    factories.child()
    limit(Stage.VERIFIED, 1)
    ours = factories.agreement()
    other = Agreement.objects.create(
        slug="another", home=ours.holding, holding=ours.home, title="Another", kind="notes",
        status="draft",
    )  # fmt: skip
    factories.stage_limit(other, Stage.REGISTERED, 1)

    found = overdue(Child.objects.all(), on=DAY + timedelta(days=1000))

    assert list(found) == []


@pytest.mark.parametrize("field", ["review_due_on", "hold_until"])
def test_review_or_hold_day_that_has_passed_is_overdue(field):
    child = factories.child()
    due = DAY + timedelta(days=5)
    held = {"hold_reason": HoldReason.COURT} if field == "hold_until" else {}
    Child.objects.filter(pk=child.pk).update(**{field: due}, **held)

    found = {
        days: list(overdue(Child.objects.all(), on=due + timedelta(days=days))) for days in (0, 1)
    }

    assert found == {0: [], 1: [child]}


def test_closed_case_is_never_overdue():
    child = close(factories.child())
    limit(Stage.CLOSED, 1)

    found = overdue(Child.objects.all(), on=DAY + timedelta(days=1000))

    assert child.stage == Stage.CLOSED
    assert list(found) == []


def test_each_stage_has_its_own_limit():
    made = {stage: factories.child(stage) for stage in (Stage.REGISTERED, Stage.ELIGIBLE)}
    limit(Stage.REGISTERED, 10)
    limit(Stage.ELIGIBLE, 50)

    found = {
        days: set(overdue(Child.objects.all(), on=DAY + timedelta(days=days)))
        for days in (10, 11, 50, 51)
    }

    early = {made[Stage.REGISTERED]}
    assert found == {10: set(), 11: early, 50: early, 51: set(made.values())}


def test_overdue_children_are_counted_in_one_query(django_assert_num_queries):
    factories.child()
    limit(Stage.REGISTERED, 30)

    with django_assert_num_queries(1):
        count = overdue(Child.objects.all(), on=DAY + timedelta(days=31)).count()

    assert count == 1


def test_open_task_past_its_day_is_overdue_and_says_so():
    child, other = factories.child(), factories.child()
    Task.objects.filter(child=child, rule="requirement").update(due_on=DAY)
    day = DAY + timedelta(days=2)

    found = {on: list(overdue(Child.objects.all(), on=on)) for on in (DAY, DAY + timedelta(days=1))}
    worst = most_overdue(Child.objects.all(), on=day)

    assert found == {DAY: [], DAY + timedelta(days=1): [child]}
    assert [(late.reference, late.kind, late.days) for late in worst] == [
        (child.reference, Late.TASK, 2)
    ]
    assert tally(Child.objects.all(), on=day, today=day).overdue == 1
    assert other.tasks.open().exists()
