"""Tasks follow the facts: each act makes and closes them, and the night brings those of the day."""

import datetime

import pytest

from cases.casework import (
    cases,
    clearances,
    closings,
    consents,
    registration,
    task_acts,
    tasks,
)
from cases.models import Child, User
from cases.models.user import SYSTEM
from cases.vocabulary import (
    ClearanceKind,
    ClearanceStatus,
    ClosedReason,
    ConsentDecision,
    ConsentMethod,
    ConsentPurpose,
    GiverRole,
    Reason,
    Role,
    Stage,
)
from tests import factories
from tests.factories import DAY

pytestmark = pytest.mark.django_db


def open_tasks(child: Child) -> set[tuple[str, str]]:
    return set(child.tasks.open().values_list("rule", "about"))


def record(child: Child, kind: ClearanceKind, status: ClearanceStatus) -> None:
    clearances.record(
        child=child, by=factories.user(Role.CASEWORKER), on=DAY, kind=kind, status=status
    )


def withhold(child: Child, again: datetime.date) -> None:
    consents.record(
        child=child,
        by=factories.user(Role.CASEWORKER),
        on=DAY,
        purpose=ConsentPurpose.REPATRIATION,
        giver_role=GiverRole.MOTHER,
        decision=ConsentDecision.WITHHELD,
        decided_on=DAY,
        method=ConsentMethod.INTERVIEW,
        reason=Reason.NURSING,
        next_approach_on=again,
    )


def test_each_act_closes_what_it_did_and_makes_what_comes_next():
    caseworker = factories.user(Role.CASEWORKER)
    child = factories.child(caseworker=caseworker)
    registered = open_tasks(child)

    factories.bring_to(child, Stage.VERIFIED)
    verified = open_tasks(child)
    factories.assess(child)

    assert registered == {("requirement", "identity:missing")}
    assert verified == {("step", "assess")}
    assert open_tasks(child) == {("second_person", "decide")}
    waiting = child.tasks.open().get()
    assert (waiting.assigned_to, waiting.assessment.n, waiting.made_by) == (None, 1, None)
    done = child.tasks.filter(outcome="done").order_by("pk")
    assert [task.rule for task in done] == ["requirement", "second_person", "step"]
    assert done[0].assigned_to == caseworker


def test_withheld_consent_waits_for_the_day_it_is_asked_again():
    child = factories.child(Stage.ELIGIBLE)
    factories.grant(child, ClearanceKind.COURT_ORDER)
    again = datetime.date(2019, 4, 1)

    withhold(child, again)
    task = child.tasks.open().get(rule="approach")
    factories.consent(child, verified=False)

    assert (task.about, task.due_on, task.consent.reason) == ("mother", again, "nursing")
    task.refresh_from_db()
    assert task.outcome == "done"
    assert open_tasks(child) == {("second_person", "verify_consent:mother"), ("caseworker", "")}


@pytest.mark.parametrize("seated", [False, True])
def test_withdrawal_lapses_at_once_gives_up_the_place_and_says_clear_again(seated):
    child = factories.child(Stage.CLEARED)
    flight = factories.movement()
    if seated:
        factories.give_seats(flight, child)

    record(child, ClearanceKind.COURT_ORDER, ClearanceStatus.WITHDRAWN)
    child.refresh_from_db()
    flight.refresh_from_db()

    assert (child.stage, flight.seats_taken) == (Stage.ELIGIBLE, 0)
    assert open_tasks(child) == {
        ("lapsed", ""),
        ("requirement", "court_order:withdrawn"),
        ("caseworker", ""),
    }


def test_booked_child_stays_and_a_task_blocks_the_departure():
    child = factories.child(Stage.BOOKED)

    record(child, ClearanceKind.FIT_TO_TRAVEL, ClearanceStatus.REFUSED)
    child.refresh_from_db()

    task = child.tasks.open().get(rule="blocks_departure")
    assert child.stage == Stage.BOOKED
    assert (task.about, task.clearance.status) == ("fit_to_travel:refused", "refused")
    assert task.due_on == datetime.date(2019, 3, 11)


def test_sibling_registered_after_the_lock_gets_a_task():
    child = factories.child(Stage.BOOKED)
    flight = child.passages.get().movement

    late = registration.add_child(
        mother=child.mother,
        child=factories.child_facts("Сафия"),
        by=factories.user(Role.CASEWORKER),
        on=DAY,
    )

    assert late.tasks.open().get(rule="sibling").movement == flight


def test_tasks_go_with_the_case_to_another_caseworker():
    first, second = factories.user(Role.CASEWORKER), factories.user(Role.CASEWORKER)
    child = factories.child()
    theirs = []

    for caseworker in (first, second):
        child.refresh_from_db()
        cases.assign(child=child, version=child.version, by=first, on=DAY, caseworker=caseworker)
        theirs.append(set(child.tasks.open().values_list("rule", "assigned_to")))

    assert theirs == [{("requirement", first.pk)}, {("requirement", second.pk)}]


def test_task_of_a_person_is_closed_with_its_case():
    child, officer = factories.child(), factories.user(Role.CASEWORKER)
    task = task_acts.add(child=child, by=officer, text="Call the prison.")
    closings.ask_to_close(
        child=child, version=child.version, by=officer, on=DAY, reason=ClosedReason.ERROR
    )
    child.refresh_from_db()
    task.refresh_from_db()
    before = task.outcome

    closings.approve_closing(
        child=child, version=child.version, by=factories.user(Role.REVIEWER), on=DAY
    )

    task.refresh_from_db()
    assert (before, task.outcome) == (None, "obsolete")
    assert open_tasks(child) == set()


def test_deferring_closes_what_is_no_longer_needed_and_moves_the_review():
    child = factories.child()
    officer, due = factories.user(Role.CASEWORKER), datetime.date(2019, 6, 1)

    cases.defer(
        child=child,
        version=child.version,
        by=officer,
        on=DAY,
        reason=Reason.COURT,
        review_due_on=due,
    )
    Child.objects.filter(pk=child.pk).update(review_due_on=datetime.date(2019, 7, 1))
    tasks.refresh([child.pk], by=officer, on=DAY)

    assert child.tasks.get(rule="requirement").outcome == "obsolete"
    assert child.tasks.open().get(rule="review").due_on == datetime.date(2019, 7, 1)


def test_night_makes_the_tasks_of_the_day_once_and_a_ticked_age_stays_ticked():
    child, system = factories.child(), User.objects.get(username=SYSTEM)
    years = {"years": 3, "days_before": 30, "reason": "A nursery takes the child."}
    years["during"] = (datetime.date(2018, 1, 1), None)
    factories.age_clock(child.agreement, **years)
    day = datetime.date(2018, 12, 2)

    made = []
    for on in (day - datetime.timedelta(days=1), day, day):
        tasks.refresh_all(by=system, on=on)
        made.append(child.tasks.filter(rule="age").count())
    tasks.close([child.tasks.get(rule="age").pk], "done", by=system)
    tasks.refresh_all(by=system, on=DAY)

    assert made == [0, 1, 1]
    assert child.tasks.filter(rule="age").count() == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_cases_are_refreshed_in_a_constant_number_of_queries(rows, django_assert_num_queries):
    children = factories.family(rows).children.all()
    pks = [child.pk for child in children]
    by = factories.user(Role.CASEWORKER)
    factories.grant(children[0], ClearanceKind.IDENTITY)

    with django_assert_num_queries(2):  # the children; their facts and tasks
        tasks.refresh(pks, by=by, on=DAY)


def test_assessment_sent_back_is_a_task_until_it_is_made_anew():
    caseworker = factories.user(Role.CASEWORKER)
    child = factories.child(Stage.VERIFIED, caseworker=caseworker)
    factories.decide(child, "needs_information")
    back = child.tasks.open().get(rule="returned")

    cases.add_note(child=child, by=caseworker, on=DAY, text="Asked the prison.")
    back.refresh_from_db()
    after_note = back.outcome
    factories.assess(child)
    back.refresh_from_db()

    assert (back.about, back.assigned_to) == ("decide:1", caseworker)
    assert (after_note, back.outcome) == (None, "done")


def sent_back(child, caseworker):
    child.refresh_from_db()
    closings.ask_to_close(
        child=child, version=child.version, by=caseworker, on=DAY, reason=ClosedReason.ERROR
    )
    child.refresh_from_db()
    reviewer = factories.user(Role.REVIEWER)
    closings.return_closing(
        child=child, version=child.version, by=reviewer, on=DAY, reason=Reason.INCOMPLETE
    )
    return child.tasks.open().get(rule="returned", about="ask_close")


def test_closing_sent_back_is_a_task_until_it_is_requested_again_or_a_note_drops_it():
    caseworker = factories.user(Role.CASEWORKER)
    child = factories.child(caseworker=caseworker)
    back = sent_back(child, caseworker)

    factories.grant(child, ClearanceKind.IDENTITY)
    cases.add_note(child=child, by=caseworker, on=DAY, text="Asked the prison.")
    child.refresh_from_db()
    reviewer = factories.user(Role.REVIEWER)
    cases.verify(child=child, version=child.version, by=reviewer, on=DAY, **factories.SEEN)
    back.refresh_from_db()
    meanwhile = back.outcome
    cases.add_note(child=child, by=caseworker, on=DAY, text="It stays open.", drops=["ask_close"])
    tasks.refresh([child.pk], by=caseworker, on=DAY)
    back.refresh_from_db()

    assert (meanwhile, back.outcome) == (None, "obsolete")
    assert not child.tasks.open().filter(rule="returned").exists()


def test_closing_sent_back_is_done_when_it_is_requested_again():
    caseworker = factories.user(Role.CASEWORKER)
    child = factories.child(caseworker=caseworker)
    back = sent_back(child, caseworker)

    child.refresh_from_db()
    closings.ask_to_close(
        child=child, version=child.version, by=caseworker, on=DAY, reason=ClosedReason.ERROR
    )
    back.refresh_from_db()

    assert back.outcome == "done"


def test_step_of_the_case_drops_an_assessment_sent_back():
    caseworker = factories.user(Role.CASEWORKER)
    child = factories.child(Stage.VERIFIED, caseworker=caseworker)
    factories.decide(child, "needs_information")
    back = child.tasks.open().get(rule="returned")
    child.refresh_from_db()

    cases.defer(
        child=child,
        version=child.version,
        by=caseworker,
        on=DAY,
        reason=Reason.DOCUMENTS,
        review_due_on=DAY + datetime.timedelta(days=30),
    )
    back.refresh_from_db()

    assert back.outcome == "done"
