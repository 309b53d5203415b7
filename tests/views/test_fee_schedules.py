"""A fee schedule: proposed by one person, approved by another."""

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
from tests.acts import SCHEDULE
from tests.factories import DAY

pytestmark = pytest.mark.django_db
LATER = DAY + datetime.timedelta(days=30)
PAGE = reverse("fee-schedule", args=["tajikistan-iraq"])
PROPOSE = reverse("fee-schedule-propose", args=["tajikistan-iraq"])
RETURN = reverse("fee-schedule-return", args=["tajikistan-iraq"])
APPROVE = reverse("fee-schedule-approve", args=["tajikistan-iraq"])
IN_ADMIN = {
    "amount": "500",
    "currency": "USD",
    "basis": "unknown",
    "due_event": "eligible",
    "during_0": LATER.isoformat(),
    "during_1": "",
    "source": "Letter of the ministry",
}


def propose(client, by, **typed):
    factories.agreement()
    client.force_login(by)
    return client.post(PROPOSE, SCHEDULE | {"begins_on": f"{LATER:%d.%m.%Y}"} | typed)


def approve(client, by, version=1):
    client.force_login(by)
    return client.post(APPROVE, {"version": version})


@pytest.mark.parametrize("first", [Role.ADMIN, Role.FINANCE_OFFICER])
@pytest.mark.parametrize("second", [Role.FINANCE_APPROVER, Role.REVIEWER])
def test_one_proposes_and_another_puts_it_in_force(client, first, second):
    asks, agrees = factories.user(first), factories.user(second, last_name="Karimova")
    before = factories.agreement().fee_schedules.get()

    answer = propose(client, asks)
    waits = FeeSchedule.objects.proposed().get()
    page = client.get(PAGE).content.decode()
    in_force = factories.agreement().fee_schedules.in_force(on=LATER).get()
    client.force_login(agrees)
    queue = client.get(reverse("reviews")).content.decode()
    agreed = approve(client, agrees)

    assert (answer.url, agreed.url) == (PAGE, reverse("reviews"))
    assert "Karimova" in page
    assert "Approve the fee schedule" not in page
    assert in_force == before
    assert f'href="{PAGE}?in=reviews' in queue
    waits.refresh_from_db()
    before.refresh_from_db()
    assert (waits.asked_by, waits.approved_by, before.during.upper) == (asks, agrees, LATER)
    assert list(factories.agreement().fee_schedules.in_force(on=LATER)) == [waits]


def test_one_person_with_both_roles_does_not_agree_with_herself(client):
    both = factories.user(Role.FINANCE_OFFICER, last_name="Rahimova")
    both.groups.add(Group.objects.get(name=Role.FINANCE_APPROVER))

    propose(client, both)
    page = client.get(PAGE).content.decode()
    own = approve(client, both)

    assert own.status_code == 409
    assert "You proposed this. A second person must approve it." in own.content.decode()
    assert "Rahimova" not in page.split("Who may approve it")[1].split("</div>")[0]
    assert not FeeSchedule.objects.filter(amount=500, approved_by__isnull=False)


def test_proposal_is_sent_back_with_a_reason_and_proposed_anew(client):
    asks, second = factories.user(Role.ADMIN), factories.user(Role.REVIEWER, last_name="Rahimova")
    propose(client, asks)
    typed = {"version": 1, "reason": "The note says 400."}
    own = client.post(RETURN, typed)
    client.force_login(second)
    bare = client.post(RETURN, {"version": 1, "reason": ""})

    done = client.post(RETURN, typed)

    client.force_login(asks)
    page = client.get(PAGE).content.decode()
    waits = FeeSchedule.objects.open().get()
    assert (own.status_code, bare.status_code, done.url) == (403, 200, reverse("reviews"))
    assert (waits.asked_by, waits.returned_by) == (None, second)
    assert "Rahimova</bdi>: <bdi>The note says 400.</bdi>" in page
    assert approve(client, second, version=2).status_code == 409
    propose(client, asks, version=2, amount="400")
    waits.refresh_from_db()
    assert (waits.asked_by, waits.returned_by, waits.returned_reason) == (asks, None, "")


def test_proposal_that_is_changed_is_read_again_before_it_is_approved(client):
    first, second = factories.user(Role.ADMIN), factories.user(Role.FINANCE_OFFICER)
    approver = factories.user(Role.REVIEWER)
    propose(client, first)

    client.force_login(second)
    shown = client.get(PROPOSE).content.decode()
    changed = client.post(
        PROPOSE, SCHEDULE | {"begins_on": "01.05.2019", "amount": "700", "version": 1}
    )
    stale = approve(client, approver)
    again = approve(client, approver, version=2)

    waits = FeeSchedule.objects.get(currency="EUR")
    assert 'value="500.00"' in shown
    assert (changed.status_code, stale.status_code, again.status_code) == (302, 409, 302)
    assert (waits.amount, waits.asked_by, waits.approved_by) == (700, second, approver)


def test_second_proposal_at_the_same_moment_is_refused_in_a_sentence(client):
    first, second = factories.user(Role.ADMIN), factories.user(Role.FINANCE_OFFICER)
    propose(client, first)

    twin = propose(client, second)  # opened before there was one: it has no version

    assert twin.status_code == 409
    assert FeeSchedule.objects.proposed().get().asked_by == first


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"amount": "0"}, "Enter an amount above zero."),
        ({"amount": "-5"}, "Enter 0 or more."),
        ({"currency": "US"}, "Three letters, as in USD or TJS."),
        ({"currency": "XQZ"}, "There is no such currency."),
        ({"begins_on": ""}, "Enter a date."),
        ({"source": ""}, "Fill this in."),
        ({"due_event": "born"}, "Select a valid choice."),
    ],
)
def test_what_cannot_be_proposed_is_said_beside_its_field(client, typed, sentence):
    answer = propose(client, factories.user(Role.ADMIN), **typed)

    assert (answer.status_code, FeeSchedule.objects.proposed().count()) == (200, 0)
    assert sentence in answer.content.decode()


def test_proposal_does_not_begin_before_what_is_agreed(client):
    answer = propose(client, factories.user(Role.ADMIN), begins_on="01.01.2019")

    assert answer.status_code == 409
    assert "already begins on that date or later" in answer.content.decode()


def test_admin_page_proposes_as_well_and_shows_what_is_agreed_only(client):
    agreed = factories.agreement().fee_schedules.get()
    client.force_login(factories.user(Role.ADMIN))
    change = reverse("admin:cases_feeschedule_change", args=[agreed.pk])
    add = reverse("admin:cases_feeschedule_add")

    two_letters = client.post(add, IN_ADMIN | {"agreement": agreed.agreement_id, "currency": "us"})
    proposed = client.post(add, IN_ADMIN | {"agreement": agreed.agreement_id, "currency": "usd"})
    twin = client.post(add, IN_ADMIN | {"agreement": agreed.agreement_id})

    assert "Three letters, as in USD or TJS." in two_letters.content.decode()
    assert proposed.status_code == 302
    assert "awaits a second person. Change that one." in twin.content.decode()
    assert b'name="amount"' not in client.get(change).content
    assert client.post(change, IN_ADMIN).status_code == 403


def test_nothing_waits_and_who_only_proposes_never_approves(client):
    factories.agreement()
    admin = factories.user(Role.ADMIN)

    assert approve(client, factories.user(Role.REVIEWER)).status_code == 409
    propose(client, admin)
    assert approve(client, admin).status_code == 403
    assert {queue.kind for queue in reviews.waiting_for(admin, on=DAY)} == set()


@pytest.mark.parametrize("route", ["agreement", "dashboard", "money-figures", "fees"])
def test_fee_that_waits_is_named_with_who_must_approve_it(client, route):
    factories.agreement()
    made = factories.bare_agreement()
    factories.user(Role.FINANCE_APPROVER, first_name="Zarina", last_name="Karimova")
    client.force_login(factories.user(Role.FINANCE_OFFICER))
    client.post(reverse("fee-schedule-propose", args=[made.slug]), SCHEDULE)

    args, query = ([made.slug], {}) if route == "agreement" else ([], {"agreement": made.slug})
    page = client.get(reverse(route, args=args, query=query)).content.decode()

    assert "€500 from 1 Jan 2020, waiting for approval by Zarina Karimova" in page
    for sentence in ("No fee is in force", "No fee schedule is agreed yet"):
        assert sentence not in page


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
    fee_schedules.approve(schedule=waits, version=1, by=factories.user(Role.FINANCE_APPROVER))
    waits.refresh_from_db()
    assert waits.is_agreed
