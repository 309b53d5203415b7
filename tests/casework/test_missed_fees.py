"""A fee that no act made due is said at the act, and made due by two people."""

import datetime

import pytest
from django.urls import reverse

from cases.casework import cases, fee_schedules, missed_fees, task_acts
from cases.casework.editing import Stale
from cases.casework.fees import CannotPay
from cases.models import Child, Fee, FeeSchedule, MissedFee, Task
from cases.models.missed_fee import without_their_fee
from cases.queries.missed_fees import money_left_open, owed_fee
from cases.rules.fees import FeeGap
from cases.vocabulary import Act, ClearanceKind, DueEvent, FeeStatus, Role, Stage, TaskRule
from tests import factories
from tests.factories import DAY
from tests.models.refusals import execute, refused

pytestmark = pytest.mark.django_db
SINCE = datetime.date(2019, 1, 1)


def no_schedule() -> None:
    """Let the agreement of the tests have no schedule, past the guards."""
    factories.agreement()
    execute("SET session_replication_role = replica")
    execute("DELETE FROM cases_feeschedule")
    execute("SET session_replication_role = origin")


def proposed(**terms: object) -> FeeSchedule:
    terms = {"due_event": DueEvent.ELIGIBLE, "during": (SINCE, None)} | terms
    return factories.fee_schedule(factories.agreement(), agreed=False, **terms)


def agree(schedule: FeeSchedule) -> None:
    schedule.refresh_from_db()
    by = factories.user(Role.FINANCE_APPROVER)
    fee_schedules.approve(schedule=schedule, version=schedule.version, by=by)


def missed_child(stage: Stage = Stage.ELIGIBLE) -> Child:
    """Return a child who came to ``stage`` while the schedule waited, which is agreed by now."""
    no_schedule()
    schedule = proposed()
    child = factories.child(stage)
    agree(schedule)
    return child


def open_tasks(child: Child) -> list[str]:
    return list(child.tasks.open().filter(rule=TaskRule.FEE).values_list("about", flat=True))


def test_fee_is_not_due_while_its_schedule_waits_and_there_is_a_task():
    no_schedule()
    proposed()

    child = factories.child(Stage.ELIGIBLE)

    assert (child.fees.count(), open_tasks(child)) == (0, [FeeGap.WAITS])
    assert list(without_their_fee(Child.objects.all())) == []


def test_approving_the_schedule_turns_the_tasks_to_making_the_fee():
    child = missed_child()

    assert open_tasks(child) == [FeeGap.MISSED]
    assert list(without_their_fee(Child.objects.all())) == [child]


def test_agreement_without_any_schedule_has_a_task_that_is_ticked_once():
    no_schedule()
    child = factories.child(Stage.ELIGIBLE)
    (task,) = child.tasks.open().filter(rule=TaskRule.FEE)

    task_acts.tick(task=task, by=factories.user(Role.REVIEWER))
    cases.add_note(child=child, by=factories.user(Role.REVIEWER), on=DAY, text="No fee is owed.")

    assert task.about == FeeGap.NONE
    assert Task.objects.filter(child=child, rule=TaskRule.FEE).count() == 1


def test_fee_is_of_the_schedule_of_the_day_of_its_event():
    child = missed_child()
    later = proposed(amount=700, during=(DAY + datetime.timedelta(days=30), None))
    agree(later)
    asker, approver = factories.user(Role.FINANCE_OFFICER), factories.user(Role.FINANCE_APPROVER)
    today = DAY + datetime.timedelta(days=60)

    missed = missed_fees.ask(child=child, by=asker)
    missed_fees.approve(missed=missed, version=1, by=approver, on=today)

    fee = child.fees.get()
    entry = child.journal.get(act=Act.FEE_DUE)
    assert (fee.amount, fee.due_on, fee.status) == (400, DAY, FeeStatus.DUE)
    assert (entry.by, entry.happened_on, entry.detail) == (approver, today, DAY.isoformat())
    assert (owed_fee(child.reference), open_tasks(child)) == (None, [])


def test_one_person_never_makes_a_missed_fee_alone():
    child, both = missed_child(), factories.user(Role.REVIEWER)
    missed = missed_fees.ask(child=child, by=both)

    with pytest.raises(CannotPay, match="A second person must approve it"):
        missed_fees.approve(missed=missed, version=1, by=both, on=DAY)
    with refused("missed_fee_approved_by_another"):
        MissedFee.objects.update(approved_by=both, approved_at=missed.asked_at)

    assert not child.fees.exists()


def test_stale_request_is_not_approved_and_a_second_one_is_refused():
    child, officer = missed_child(), factories.user(Role.FINANCE_OFFICER)
    missed = missed_fees.ask(child=child, by=officer)

    with pytest.raises(Stale):
        missed_fees.approve(missed=missed, version=7, by=factories.user(Role.REVIEWER), on=DAY)
    with pytest.raises(CannotPay, match="Already requested"):
        missed_fees.ask(child=child, by=factories.user(Role.REVIEWER))
    missed_fees.drop(missed=missed, version=1, by=officer)

    assert missed_fees.ask(child=child, by=officer).pk != missed.pk


def test_child_with_a_fee_has_none_missing():
    child = factories.child(Stage.ELIGIBLE)

    with pytest.raises(CannotPay, match="No fee is missing"):
        missed_fees.ask(child=child, by=factories.user(Role.FINANCE_OFFICER))


def test_event_before_the_first_schedule_makes_no_fee():
    no_schedule()
    child = factories.child(Stage.ELIGIBLE)
    agree(proposed(during=(DAY + datetime.timedelta(days=1), None)))

    assert owed_fee(child.reference) is None


@pytest.mark.parametrize("event", [DueEvent.VERIFIED, DueEvent.ELIGIBLE, DueEvent.CLEARED])
def test_every_event_counts_from_its_own_day_wherever_the_case_stands(event):
    no_schedule()
    schedule = proposed(due_event=event)
    before = factories.child(Stage.REGISTERED)
    child = factories.child(Stage.BOOKED)
    agree(schedule)

    assert [each.pk for each in without_their_fee(Child.objects.all())] == [child.pk]
    reached = child.journal.filter(to_stage=event.value).earliest("pk").happened_on
    assert owed_fee(child.reference).due_on == reached
    assert owed_fee(before.reference) is None


def new(child: Child, **fields: object) -> MissedFee:
    asker = factories.user(Role.FINANCE_OFFICER)
    given = {
        "child": child,
        "schedule": FeeSchedule.objects.get(),
        "due_on": DAY,
        "asked_by": asker,
        "asked_at": factories.NOON,
        **fields,
    }
    return MissedFee.objects.bulk_create([MissedFee(**given)])[0]


def test_database_holds_a_missed_fee_to_its_day_and_to_two_people():
    child = missed_child()
    approver = factories.user(Role.FINANCE_APPROVER)
    answer = {"approved_by": approver, "approved_at": factories.NOON}

    with refused("missed_fee_of_its_day"):
        new(child, due_on=DAY + datetime.timedelta(days=1))
    with refused("missed_fee_of_its_day"):
        new(factories.child(Stage.REGISTERED))
    with refused("missed_fee_starts_asked"):
        new(child, **answer)
    missed = new(child)
    with refused("missed_fee_asked_once"):
        new(child)
    with refused("missed_fee_terms_stay"):
        MissedFee.objects.update(due_on=SINCE)
    with refused("missed_fee_approved_whole"):
        MissedFee.objects.update(approved_by=approver)
    with refused("missed_fee_dropped_whole"):
        MissedFee.objects.update(dropped_by=approver)
    with refused("missed_fee_approved_or_dropped"):
        MissedFee.objects.update(dropped_by=approver, dropped_at=factories.NOON, **answer)
    with refused("missed_fee_is_made"):
        MissedFee.objects.update(**answer)
    with refused("no_delete"):
        missed.delete()
    missed_fees.approve(missed=missed, version=1, by=approver, on=DAY)
    with refused("missed_fee_answer_stays"):
        MissedFee.objects.update(approved_by=factories.user(Role.REVIEWER))
    with refused("missed_fee_of_its_day"):
        new(child)
    with refused("fee_once_a_child"):
        Fee.objects.create(
            child=child,
            agreement=child.agreement,
            schedule=missed.schedule,
            amount=400,
            currency="USD",
            due_on=DAY,
        )


# Pages


@pytest.mark.parametrize("agreed", [False, None])
def test_act_that_would_make_the_fee_due_says_so_before_and_after(client, agreed):
    no_schedule()
    if agreed is False:
        proposed(due_event=DueEvent.VERIFIED)
    child = factories.child(Stage.REGISTERED)
    factories.grant(child, ClearanceKind.IDENTITY)
    client.force_login(factories.user(Role.REVIEWER))
    at = reverse("child-verify", args=[child.reference])
    sentence = "The fee schedule is waiting for approval: no fee becomes due. A task is added."

    before = client.get(at).content.decode()
    child.refresh_from_db()
    typed = {"version": child.version, "on_day": "01.03.2019", **factories.SEEN}
    answer = client.post(at, typed, follow=True)

    assert (sentence in before, sentence in answer.content.decode()) == (agreed is False,) * 2
    assert open_tasks(child) == ([FeeGap.WAITS] if agreed is False else [])


@pytest.mark.parametrize(("decided", "says"), [("eligible", True), ("ineligible", False)])
def test_decision_that_would_make_the_fee_due_says_so(client, decided, says):
    no_schedule()
    child = factories.child(Stage.VERIFIED)
    assessment = factories.assess(child)
    client.force_login(factories.user(Role.REVIEWER))
    typed = {"version": 1, "decided": decided, "reasons": "So it is.", "on_day": "01.03.2019"}
    sentence = "No fee schedule is in force on this day: no fee becomes due. A task is added."

    before = client.get(assessment.get_absolute_url()).content.decode()
    after = client.post(assessment.get_absolute_url(), typed, follow=True).content.decode()

    assert sentence in before
    assert (sentence in after, open_tasks(child)) == (says, [FeeGap.NONE] if says else [])


def test_missed_fee_goes_from_the_data_checks_to_due(client):
    child = missed_child()
    asker, approver = factories.user(Role.REVIEWER), factories.user(Role.FINANCE_APPROVER)
    at = reverse("missed-fee", args=[child.reference])
    client.force_login(asker)

    checks = client.get(reverse("integrity-check", args=["fee"])).content.decode()
    page = client.get(at).content.decode()
    asked = client.post(reverse("missed-ask", args=[child.reference]))
    own = client.post(reverse("missed-approve", args=[child.reference]), {"version": 1})
    client.force_login(approver)
    queue = client.get(reverse("reviews")).content.decode()
    due = client.post(
        reverse("missed-approve", args=[child.reference]), {"version": 1}, follow=True
    )

    assert f'href="{at}"' in checks
    assert "$400" in page
    assert (asked.url, own.status_code) == (at, 409)
    assert f'href="{at}?in=reviews' in queue
    assert due.redirect_chain == [(child.fees.get().get_absolute_url(), 302)]
    assert client.get(at).status_code == 302


def test_finance_sees_whose_fee_is_missing_by_reference_only(client):
    child = missed_child()
    client.force_login(factories.user(Role.FINANCE_OFFICER))

    page = client.get(reverse("missed-fees")).content.decode()
    one = client.get(reverse("missed-fee", args=[child.reference])).content.decode()
    home = client.get(reverse("home")).content.decode()

    assert "1 fee should be due, and was not made" in home
    for shown in (page, one):
        assert child.reference in shown
        assert str(child.person.name).split()[0] not in shown


@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_missed_fees_costs_the_same(client, rows, django_assert_num_queries):
    no_schedule()
    schedule = proposed()
    for _ in range(rows):
        factories.child(Stage.ELIGIBLE)
    agree(schedule)
    client.force_login(factories.user(Role.FINANCE_OFFICER))

    with django_assert_num_queries(7):
        page = client.get(reverse("missed-fees"))

    assert page.content.count(b'<th scope="row">') == rows


# Closing


def closing(child: Child, client) -> tuple[str, str]:
    """Return the page on which somebody asks to close the case, and that of the reviewer."""
    child.refresh_from_db()
    reviewer = factories.user(Role.REVIEWER)
    client.force_login(child.caseworker)
    at = reverse("child-close", args=[child.reference])
    page = client.get(at).content.decode()
    client.post(at, {"version": child.version, "reason": "other_state"})
    client.force_login(reviewer)
    decides = client.get(reverse("child-approve-closing", args=[child.reference]))
    return page, decides.content.decode()


def test_both_who_close_a_case_read_that_its_fee_is_not_paid(client):
    child = factories.child(Stage.ELIGIBLE, caseworker=factories.user(Role.CASEWORKER))

    for page in closing(child, client):
        assert "The fee of $400 is not paid yet." in page


def test_both_who_close_a_case_read_that_its_fee_was_missed(client):
    no_schedule()
    schedule = proposed()
    child = factories.child(Stage.ELIGIBLE, caseworker=factories.user(Role.CASEWORKER))
    agree(schedule)

    for page in closing(child, client):
        assert "A fee should be due for this child, and there is none." in page


@pytest.mark.parametrize(
    ("status", "received", "sentences"),
    [
        (FeeStatus.DUE, 0, ("The fee of $400 is not paid yet.",)),
        (FeeStatus.BATCHED, 0, ("The fee of $400 is not paid yet.",)),
        (FeeStatus.PAID, 150, ("$250 are paid and not acknowledged by a receipt.",)),
        (FeeStatus.RECEIPTED, 400, ()),
        (FeeStatus.WAIVED, 0, ()),
        (FeeStatus.REFUND_DUE, 0, ("The refund of $400 has not come yet.",)),
        (FeeStatus.REFUNDED, 0, ()),
        (FeeStatus.CREDITED, 0, ()),
    ],
)
def test_what_is_open_of_the_money_of_a_child(status, received, sentences):
    child = factories.child(Stage.ELIGIBLE)
    first, second = factories.user(Role.FINANCE_OFFICER), factories.user(Role.FINANCE_APPROVER)
    waiver = {
        "waiver_asked_by": first,
        "waiver_asked_at": factories.NOON,
        "waiver_reason": "health",
    }
    waiver |= {"waiver_approved_by": second, "waiver_approved_at": factories.NOON}
    more = waiver if status == FeeStatus.WAIVED else {}
    execute("SET session_replication_role = replica")
    Fee.objects.filter(child=child).update(status=status, received=received, **more)
    execute("SET session_replication_role = origin")

    assert money_left_open(child) == sentences
