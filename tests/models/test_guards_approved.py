"""What two people agreed on stays as they agreed on it: who approved it, when, and what it says."""

from collections.abc import Callable

import pytest
from django.db import models
from django.utils import timezone

from cases.casework import closings, fees
from cases.models import CriteriaSet, SiblingException
from cases.vocabulary import BatchStatus, ClosedReason, Reason, Role, Stage
from tests import factories
from tests.factories import DAY
from tests.models.refusals import is_now, refused

pytestmark = pytest.mark.django_db


def act(of: Callable[..., object], role: Role, **facts: object) -> None:
    """Let somebody of ``role`` do an act on the one record among ``facts``, as it is now."""
    record = next(iter(facts.values()))
    record.refresh_from_db()
    of(**facts, version=record.version, by=factories.user(role))


def closed() -> models.Model:
    child = factories.child(Stage.VERIFIED)
    act(closings.ask_to_close, Role.CASEWORKER, child=child, on=DAY, reason=ClosedReason.ERROR)
    act(closings.approve_closing, Role.REVIEWER, child=child, on=DAY)
    return child


def reopened() -> models.Model:
    child = closed()
    act(closings.ask_to_reopen, Role.CASEWORKER, child=child, on=DAY, reason=Reason.NEW_FACT)
    act(closings.approve_reopening, Role.REVIEWER, child=child, on=DAY)
    return child


def locked() -> models.Model:
    return factories.child(Stage.BOOKED).passages.get().movement


def waived() -> models.Model:
    fee = factories.due_fees()[0]
    act(fees.ask_waiver, Role.FINANCE_OFFICER, fee=fee, reason=Reason.HEALTH)
    act(fees.approve_waiver, Role.FINANCE_APPROVER, fee=fee, on=DAY)
    return fee


def approved() -> models.Model:
    return factories.batch(BatchStatus.APPROVED)


def sent() -> models.Model:
    return factories.batch(BatchStatus.SENT)


def published() -> models.Model:
    factories.agreement()
    return CriteriaSet.objects.get(number=1)


def in_force() -> models.Model:
    return factories.agreement().fee_schedules.get()


def excused() -> models.Model:
    first, second = factories.family(2).children.order_by("pk")
    flight = factories.movement()
    factories.give_seats(flight, factories.bring_to(first, Stage.CLEARED))
    factories.excuse(flight, second)
    return SiblingException.objects.get()


AGREED: list[tuple[Callable[[], models.Model], str, str, dict[str, object]]] = [
    (closed, "closing_approved", "child_closing_approval_stays", {"closing_note": "Another"}),
    (
        closed,
        "closing_approved",
        "child_closing_approval_stays",
        {"closing_reason": ClosedReason.COMPLETED, "closed_reason": ClosedReason.COMPLETED},
    ),
    (reopened, "reopening_approved", "child_reopening_approval_stays", {}),
    (locked, "lock_approved", "movement_lock_approval_stays", {}),
    (waived, "waiver_approved", "fee_waiver_approval_stays", {"waiver_reason": Reason.COURT}),
    (approved, "approved", "batch_approval_stays", {}),
    (sent, "approved", "batch_approval_stays", {}),
    (published, "publish_approved", "criteria_set_approval_stays", {"source": "Elsewhere"}),
    (in_force, "approved", "fee_schedule_approval_stays", {}),
    (excused, "approved", "sibling_exception_approval_stays", {"reason": Reason.HEALTH}),
]


@pytest.mark.parametrize(
    ("make", "prefix", "guard", "content"), AGREED, ids=lambda value: getattr(value, "__name__", "")
)
def test_neither_approver_nor_content_changes(make, prefix, guard, content):
    record = make()
    another = factories.user(Role.REVIEWER)

    with refused(guard):
        is_now(record, **{f"{prefix}_by": another})
    with refused(guard):
        is_now(record, **{f"{prefix}_at": timezone.now()})
    if content:
        with refused(guard):
            is_now(record, **content)


@pytest.mark.parametrize("stage", [Stage.REGISTERED, Stage.VERIFIED, Stage.PLACED])
def test_verifier_is_recorded_with_the_step_alone(stage):
    child = factories.child(stage)

    with refused("child_verifier_stays"):
        is_now(child, verified_by=factories.user(Role.REVIEWER))


def test_approved_exception_stays_with_its_child():
    exception = excused()

    with refused("sibling_exception_approval_stays"):
        is_now(exception, child=factories.family(1).children.get())
