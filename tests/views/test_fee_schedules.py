"""A fee schedule: proposed by one admin in the administration, approved by another."""

import datetime

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from cases.casework import fee_schedules
from cases.casework.journal import CannotMove
from cases.casework.seed import seed_agreement
from cases.models import FeeSchedule, User
from cases.models.user import SYSTEM
from cases.queries import reviews
from cases.vocabulary import Role, Stage
from tests import factories
from tests.factories import DAY

pytestmark = pytest.mark.django_db
LATER = DAY + datetime.timedelta(days=30)
PAGE = reverse("fee-schedule", args=["tajikistan-iraq"])
FORM = {
    "amount": "500",
    "currency": "USD",
    "basis": "unknown",
    "due_event": "eligible",
    "during_0": LATER.isoformat(),
    "during_1": "",
    "source": "Letter of the ministry",
}


def propose(client, by, **typed):
    client.force_login(by)
    form = FORM | {"agreement": factories.agreement().pk} | typed
    return client.post(reverse("admin:cases_feeschedule_add"), form)


def approve(client, by, version=1):
    client.force_login(by)
    return client.post(PAGE, {"version": version})


def test_one_admin_proposes_and_another_puts_it_in_force(client):
    first, second = factories.user(Role.ADMIN), factories.user(Role.ADMIN)
    before = factories.agreement().fee_schedules.get()

    assert propose(client, first).status_code == 302
    waits = FeeSchedule.objects.proposed().get()
    assert factories.agreement().fee_schedules.in_force(on=LATER).get() == before
    own = approve(client, first)
    seen = client.get(PAGE).content.decode()
    client.force_login(second)
    queue = client.get(reverse("reviews")).content.decode()
    answer = approve(client, second)

    assert "A second person must approve it" in own.content.decode()
    assert "Approve the fee schedule" not in seen
    assert f'href="{PAGE}"' in queue
    assert answer.url == reverse("reviews")
    waits.refresh_from_db()
    before.refresh_from_db()
    assert (waits.asked_by, waits.approved_by, before.during.upper) == (first, second, LATER)
    assert list(factories.agreement().fee_schedules.in_force(on=LATER)) == [waits]


def test_rewritten_proposal_is_read_again_before_it_is_approved(client):
    first, second = factories.user(Role.ADMIN), factories.user(Role.ADMIN)
    propose(client, first)
    waits = FeeSchedule.objects.proposed().get()
    change = reverse("admin:cases_feeschedule_change", args=[waits.pk])

    client.force_login(second)
    form = FORM | {"agreement": waits.agreement_id, "amount": "700", "seen_version": 1}
    client.post(change, form)
    stale = approve(client, first)
    twin = propose(client, first)
    own = approve(client, second, version=2)

    waits.refresh_from_db()
    assert (waits.amount, waits.asked_by, waits.approved_by) == (700, second, None)
    assert stale.status_code == 409
    assert "awaits a second person. Change that one." in twin.content.decode()
    assert own.status_code == 409
    assert approve(client, first, version=2).status_code == 302


def test_agreed_schedule_is_only_shown_and_another_role_never_approves(client):
    agreed = factories.agreement().fee_schedules.get()
    client.force_login(factories.user(Role.ADMIN))
    change = reverse("admin:cases_feeschedule_change", args=[agreed.pk])

    assert b'name="amount"' not in client.get(change).content
    assert client.post(change, FORM).status_code == 403
    assert b"No fee schedule is waiting" in client.get(PAGE).content
    assert client.post(PAGE).status_code == 409
    both = factories.user(Role.REVIEWER)
    client.force_login(both)
    assert client.get(PAGE).status_code == 403
    both.groups.add(Group.objects.get(name=Role.ADMIN))
    assert {queue.kind for queue in reviews.waiting_for(both, on=DAY)} == set()


def test_schedule_does_not_begin_before_what_is_agreed_or_due():
    agreed = factories.agreement().fee_schedules.get()
    factories.child(Stage.ELIGIBLE)
    by, on_day = factories.user(Role.ADMIN), agreed.during.lower
    waits = factories.fee_schedule(agreed.agreement, agreed=False, during=(on_day, None))

    with pytest.raises(CannotMove, match="begins on that date or later"):
        fee_schedules.approve(schedule=waits, version=waits.version, by=by)
    waits.during = (DAY, None)
    fee_schedules.propose(schedule=waits, by=waits.asked_by)
    with pytest.raises(CannotMove, match="Fees have become due"):
        fee_schedules.approve(schedule=waits, version=waits.version, by=by)


def test_seed_of_the_system_waits_for_an_admin():
    seed_agreement(by=User.objects.get(username=SYSTEM))

    waits = FeeSchedule.objects.get()
    assert (waits.asked_by.username, waits.approved_by) == (SYSTEM, None)
    fee_schedules.approve(schedule=waits, version=1, by=factories.user(Role.ADMIN))
    waits.refresh_from_db()
    assert waits.is_agreed
