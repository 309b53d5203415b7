"""Follow-ups: planned with the placement, recorded, and done before a case is complete."""

import datetime

import pytest
from django.urls import reverse

from cases.casework import closings, follow_ups
from cases.casework.editing import Stale
from cases.casework.journal import CannotMove
from cases.models import AccessRow, FollowUp, FollowUpRule
from cases.vocabulary import (
    Act,
    ClosedReason,
    FollowUpKind,
    FollowUpResult,
    Role,
    Stage,
)
from tests import clock, factories
from tests.factories import AHEAD
from tests.models.refusals import execute, refused

pytestmark = pytest.mark.django_db
HOME = datetime.date(2019, 3, 11)
SECRET = "He does not sleep."


@pytest.fixture
def officer():
    return factories.user(Role.CASEWORKER)


@pytest.fixture
def placed():
    """A child placed at home under rules of one month and of two hundred."""
    agreement = factories.agreement()
    for kind, months in ((FollowUpKind.VISIT, 1), (FollowUpKind.SCHOOL, 200)):
        FollowUpRule.objects.create(agreement=agreement, kind=kind, months=months)
    return factories.child(Stage.PLACED)


@pytest.fixture
def child(placed):
    """A child placed at home: a visit is late, a word of the school lies ahead."""
    placed.follow_ups.filter(kind=FollowUpKind.SCHOOL).update(due_on=AHEAD)
    return placed


def record(row, officer, **changed):
    given = {"done_on": HOME, "result": FollowUpResult.WELL, "version": row.version}
    return follow_ups.record(follow_up=row, by=officer, on=clock.today(), **(given | changed))


def ask(child, officer, reason=ClosedReason.COMPLETED):
    child.refresh_from_db()
    closings.ask_to_close(
        child=child, version=child.version, by=officer, on=clock.today(), reason=reason
    )


def test_follow_ups_are_planned_so_many_months_after_the_placement(placed):
    assert [row.due_on for row in placed.follow_ups.all()] == [
        datetime.date(2019, 4, 11),
        datetime.date(2035, 11, 11),
    ]


def test_case_is_complete_when_its_due_follow_ups_are_done(child, officer):
    visit, school = child.follow_ups.all()

    with pytest.raises(CannotMove, match="A follow-up that is due is not done yet"):
        ask(child, officer)
    for act, before, after in (("ask_close", None, None), ("close", "placed", "closed")):
        with refused("step_follow_ups_done"):
            execute(
                "INSERT INTO cases_journal (child_id, act, from_stage, to_stage, reason, detail,"
                " happened_on, by_id) VALUES (%s, %s, %s, %s, '', 'completed', %s, %s)",
                *(child.pk, act, before, after, clock.today(), officer.pk),
            )
    record(visit, officer)
    ask(child, officer)
    late = follow_ups.plan(
        child=child, kind="medical", due_on=clock.today(), by=officer, on=clock.today()
    )
    child.refresh_from_db()
    reviewer = factories.user(Role.REVIEWER)
    with pytest.raises(CannotMove, match="due is not done"):
        closings.approve_closing(child=child, version=child.version, by=reviewer, on=clock.today())
    record(late, officer)
    child.refresh_from_db()
    closings.approve_closing(child=child, version=child.version, by=reviewer, on=clock.today())

    child.refresh_from_db()
    assert child.stage == Stage.CLOSED
    assert list(child.journal.filter(act=Act.FOLLOW_UP).values_list("detail", flat=True)) == [
        "3:medical:well",
        "1:visit:well",
    ]
    with pytest.raises(CannotMove, match="only for a child who is home"):
        record(school, officer)


def test_case_is_closed_for_another_reason_whatever_is_due(child, officer):
    ask(child, officer, ClosedReason.ADULT)

    child.refresh_from_db()
    assert child.closing_reason == ClosedReason.ADULT


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"done_on": HOME - datetime.timedelta(days=1)}, "from the placement on 11 Mar 2019"),
        ({"done_on": AHEAD}, "up to today"),
        ({"result": FollowUpResult.CONCERN}, "what the concern is"),
    ],
)
def test_follow_up_is_refused_in_a_sentence(child, officer, changed, refusal):
    with pytest.raises(CannotMove, match=refusal):
        record(child.follow_ups.first(), officer, **changed)


def test_follow_up_is_recorded_once_and_planned_for_days_to_come(child, officer):
    visit = child.follow_ups.first()
    record(visit, officer)

    with pytest.raises(Stale):
        record(visit, officer)
    visit.refresh_from_db()
    with pytest.raises(CannotMove, match="already recorded"):
        record(visit, officer)
    with pytest.raises(CannotMove, match="today or later"):
        follow_ups.plan(child=child, kind="visit", due_on=HOME, by=officer, on=clock.today())
    with pytest.raises(CannotMove, match="only for a child who is home"):
        follow_ups.plan(
            child=factories.child(),
            kind="visit",
            due_on=clock.today(),
            by=officer,
            on=clock.today(),
        )


@pytest.mark.parametrize(
    ("what", "name"),
    [
        ("kind = 'call'", "follow_up_kind_known"),
        ("done_on = '2019-04-01'", "follow_up_done_whole"),
        (
            "done_on = '2019-04-01', done_by_id = planned_by_id, result = 'good'",
            "follow_up_result_known",
        ),
        (
            "done_on = '2019-04-01', done_by_id = planned_by_id, result = 'concern'",
            "follow_up_concern_has_note",
        ),
        (
            "done_on = now()::date + 2, done_by_id = planned_by_id, result = 'well'",
            "follow_up_done_by_today",
        ),
        ("n = 2", "follow_up_number_once"),
    ],
)
def test_database_holds_a_follow_up_together(child, what, name):
    with refused(name):
        execute(f"UPDATE cases_followup SET {what} WHERE n = 1")


def test_what_was_found_stays(child, officer):
    record(child.follow_ups.first(), officer)

    with refused("follow_up_done_stays"):
        FollowUp.objects.filter(n=1).update(note="Well.")
    with refused("no_delete"):
        execute("DELETE FROM cases_followup")
    with refused("follow_up_rule_months_positive"):
        FollowUpRule.objects.filter(months=1).update(months=0)


# The pages


def test_follow_up_is_done_from_the_list(client, child, officer):
    other = factories.child(Stage.PLACED, team=factories.TeamFactory(name="Erbil desk"))
    client.force_login(officer)

    text = client.get(reverse("follow-ups")).content.decode()
    narrowed = client.get(reverse("follow-ups"), {"when": "overdue", "kind": ["visit", "x"]})
    schools = client.get(reverse("follow-ups"), {"kind": "school"}).content.decode()
    page = reverse("follow-up", args=[child.reference, 1])
    wrong = client.post(page, {"version": 1, "done_on": "11.03.2019", "result": "concern"})
    client.post(page, {"version": 1, "done_on": "11.03.2019", "result": "concern", "note": SECRET})
    case = client.get(child.get_absolute_url()).content.decode()
    planned = client.post(
        reverse("child-follow-ups", args=[child.reference]),
        {"kind": "medical", "due_on": clock.typed()},
    )

    assert "days late" in text
    assert "Care centre, Dushanbe" in text
    assert other.reference not in text
    assert text.count('<th scope="row">') == 2
    assert narrowed.content.count(b'<th scope="row">') == 1
    assert "days late" not in schools
    assert "Enter what the concern is." in wrong.content.decode()
    assert "There is a concern, see the note" in case
    assert SECRET not in case
    assert SECRET in client.get(page).content.decode()
    assert planned.status_code == 302
    assert child.follow_ups.get(n=3).kind == FollowUpKind.MEDICAL
    assert AccessRow.objects.filter(by=officer, page="follow-ups").values_list("rows", flat=True)[
        0
    ] in (1, 2)


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_for_one_and_for_three(
    client, officer, rows, django_assert_num_queries
):
    made = factories.child(Stage.PLACED)
    for n in range(1, rows + 1):
        FollowUp.objects.create(
            child=made, n=n, kind="visit", due_on=clock.today(), planned_by=officer
        )
    client.force_login(officer)

    # session, user, counts, total, page, names, access row
    with django_assert_num_queries(7):
        response = client.get(reverse("follow-ups"))

    assert response.content.count(b'<th scope="row">') == rows
