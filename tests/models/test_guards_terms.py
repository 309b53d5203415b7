"""What an agreement costs is agreed by two people, whoever writes: page, admin or SQL."""

import datetime

import pytest
from django.utils import timezone

from cases.models import Fee, FeeSchedule
from cases.vocabulary import Role
from tests import factories
from tests.factories import DAY
from tests.models.refusals import execute, refused

pytestmark = pytest.mark.django_db
LATER = (DAY + datetime.timedelta(days=30), None)


@pytest.fixture
def agreed():
    return factories.agreement().fee_schedules.get()


@pytest.fixture
def proposed(agreed):
    return factories.fee_schedule(agreed.agreement, agreed=False, during=LATER, amount=500)


def approve(schedule: FeeSchedule, by: int | None, **also: object) -> None:
    rows = FeeSchedule.objects.filter(pk=schedule.pk)
    rows.update(approved_by=by, approved_at=timezone.now(), **also)


def test_schedule_is_proposed_before_it_is_approved(agreed):
    agreed.pk, agreed.during = None, LATER

    with refused("fee_schedule_starts_proposed"):
        FeeSchedule.objects.bulk_create([agreed])


def test_proposer_does_not_approve(agreed):
    before = (DAY.replace(year=2018), DAY.replace(year=2018, month=6))
    proposed = factories.fee_schedule(agreed.agreement, agreed=False, during=before)

    with refused("fee_schedule_approved_by_another"):
        approve(proposed, proposed.asked_by_id)
    with refused("fee_schedule_asked_first"):
        approve(proposed, proposed.asked_by_id, asked_by=factories.user(Role.ADMIN))
    with refused("fee_schedule_approved_as_asked"):
        approve(proposed, factories.user(Role.ADMIN).pk, amount=600)


@pytest.mark.parametrize(
    "change", ["amount = 600", "currency = 'EUR'", "due_event = 'returned'", "source = 'Mine'"]
)
def test_rewritten_proposal_is_nobodys_until_it_is_proposed_anew(proposed, change):
    execute(f"UPDATE cases_feeschedule SET {change} WHERE id = %s", proposed.pk)

    proposed.refresh_from_db()
    assert (proposed.asked_by, proposed.asked_at) == (None, None)
    with refused("fee_schedule_approved_by_another"):
        approve(proposed, factories.user(Role.ADMIN).pk)


@pytest.mark.parametrize(
    ("change", "guard"),
    [
        ("amount = 600", "fee_schedule_agreed_stays"),
        ("paid_before_clearing = true", "fee_schedule_agreed_stays"),
        ("during = '[2019-01-02,)'", "fee_schedule_agreed_stays"),
        ("during = '[2019-01-01,2019-12-31)'", "fee_schedule_ends_for_another"),
        ("approved_by_id = NULL, approved_at = NULL", "fee_schedule_approval_stays"),
        ("asked_at = now()", "fee_schedule_asked_first"),
    ],
)
def test_agreed_schedule_stays(agreed, change, guard):
    with refused(guard):
        execute(f"UPDATE cases_feeschedule SET {change} WHERE id = %s", agreed.pk)


def test_agreed_schedules_never_overlap(proposed):
    with refused("fee_schedule_never_overlaps"):
        approve(proposed, factories.user(Role.ADMIN).pk)


def test_agreement_has_one_proposal_at_a_time(proposed):
    proposed.pk = None

    with refused("fee_schedule_one_proposed"):
        FeeSchedule.objects.bulk_create([proposed])


def test_proposal_makes_nothing_due(proposed):
    child = factories.family().children.get()

    with refused("fee_of_its_schedule"):
        Fee.objects.create(
            child=child,
            agreement=proposed.agreement,
            schedule=proposed,
            amount=500,
            currency="USD",
            due_on=LATER[0],
        )
