"""Follow-ups: planned with the placement, recorded, and done before a case is complete."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.casework import closings, follow_ups
from cases.casework.editing import Stale
from cases.casework.journal import CannotMove
from cases.figures.integrity import BY_CODE
from cases.models import AccessRow, Child, FollowUp
from cases.vocabulary import (
    Act,
    ClosedReason,
    FollowUpKind,
    FollowUpResult,
    Reason,
    Role,
    Stage,
)
from tests import clock, factories
from tests.factories import AHEAD
from tests.kept import kept
from tests.models.refusals import execute, refused

pytestmark = pytest.mark.django_db
HOME = datetime.date(2019, 3, 11)
VISITED = datetime.date(2019, 4, 11)
SECRET = "He does not sleep."
HANDED_ON = "The district has taken over the visits."
EARLY = "The family moves before that day."


@pytest.fixture
def officer():
    return factories.user(Role.CASEWORKER)


@pytest.fixture
def reviewer():
    return factories.user(Role.REVIEWER)


@kept
def placed_under_two_rules() -> Child:
    agreement = factories.agreement()
    for kind, months in ((FollowUpKind.VISIT, 1), (FollowUpKind.SCHOOL, 200)):
        factories.follow_up_rule(agreement, kind, months)
    return factories.child(Stage.PLACED)


@pytest.fixture
def placed():
    """A child placed at home under rules of one month and of two hundred."""
    return placed_under_two_rules()


@pytest.fixture
def child(placed):
    """A child placed at home: a visit is late, a word of the school lies ahead."""
    with factories.past_the_guards():
        placed.follow_ups.filter(kind=FollowUpKind.SCHOOL).update(due_on=AHEAD)
    return placed


def record(row, officer, **changed):
    given = {"done_on": VISITED, "result": FollowUpResult.WELL, "version": row.version}
    return follow_ups.record(follow_up=row, by=officer, on=clock.today(), **(given | changed))


def ask(child, officer, reason=ClosedReason.COMPLETED, note=""):
    child.refresh_from_db()
    asked = {"child": child, "version": child.version, "by": officer, "on": clock.today()}
    closings.ask_to_close(**asked, reason=reason, note=note)


def test_follow_ups_are_planned_so_many_months_after_the_placement(placed):
    assert [row.due_on for row in placed.follow_ups.all()] == [
        datetime.date(2019, 4, 11),
        datetime.date(2035, 11, 11),
    ]


def approve(child, reviewer):
    child.refresh_from_db()
    closings.approve_closing(child=child, version=child.version, by=reviewer, on=clock.today())


def test_case_is_complete_when_all_its_follow_ups_are_done(child, officer, reviewer):
    visit, school = child.follow_ups.all()
    record(visit, officer)
    with pytest.raises(CannotMove, match="Enter why the case is closed all the same"):
        ask(child, officer)
    record(school, officer, early_reason=EARLY)
    ask(child, officer)
    late = follow_ups.plan(
        child=child, kind="medical", due_on=clock.today(), by=officer, on=clock.today()
    )
    with pytest.raises(CannotMove, match="A follow-up is not done, and the request gives no"):
        approve(child, reviewer)
    record(late, officer, done_on=clock.today())

    approve(child, reviewer)

    child.refresh_from_db()
    assert (child.stage, child.closing_note) == (Stage.CLOSED, "")
    assert list(child.journal.filter(act=Act.FOLLOW_UP).values_list("detail", flat=True)) == [
        "3:medical:well",
        "2:school:well",
        "1:visit:well",
    ]


def test_case_is_completed_with_follow_ups_open_for_a_reason(child, officer, reviewer):
    ask(child, officer, note=HANDED_ON)
    child.refresh_from_db()
    asked = child.closing_note
    approve(child, reviewer)
    check = BY_CODE["follow_ups"].find(Child.objects.all(), clock.today())

    assert asked == HANDED_ON
    assert list(check) == [child]
    with pytest.raises(CannotMove, match="only for a child who is home"):
        record(child.follow_ups.first(), officer)
    with refused("child_closing_approval_stays"):
        Child.objects.update(closing_note="")


def test_reason_goes_when_the_closing_is_sent_back(child, officer, reviewer):
    ask(child, officer, note=HANDED_ON)
    child.refresh_from_db()

    closings.return_closing(
        child=child,
        version=child.version,
        by=reviewer,
        on=clock.today(),
        reason=Reason.INCOMPLETE,
    )

    child.refresh_from_db()
    assert (child.closing_reason, child.closing_note) == (None, "")


@pytest.mark.parametrize(
    ("act", "before", "after"), [("ask_close", None, None), ("close", "placed", "closed")]
)
def test_database_refuses_to_complete_a_case_unfollowed(child, officer, act, before, after):
    asked = {"closing_reason": "completed", "closing_asked_by": officer}

    with refused("completed_followed_or_reasoned"):
        Child.objects.update(**asked, closing_asked_at=timezone.now())
        execute(
            "INSERT INTO cases_journal (child_id, act, from_stage, to_stage, reason, detail,"
            " happened_on, by_id) VALUES (%s, %s, %s, %s, '', 'error', %s, %s)",
            *(child.pk, act, before, after, clock.today(), officer.pk),
        )
    with refused("child_closing_note_only_when_asked"):
        Child.objects.update(closing_note=HANDED_ON)


def test_next_step_of_a_placed_child_is_the_next_follow_up(client, child, officer):
    visit, school = child.follow_ups.all()
    client.force_login(officer)
    pages = [child.get_absolute_url(), reverse("children")]
    one, first = (client.get(page).content.decode() for page in pages)
    record(visit, officer)
    two, second = (client.get(page).content.decode() for page in pages)
    record(school, officer, early_reason=EARLY)
    three, third = (client.get(page).content.decode() for page in pages)

    assert "Next: Visit where the child lives on 11 Apr 2019" in one
    assert reverse("follow-up", args=[child.reference, 1]) in one
    assert "Visit where the child lives on 11 Apr 2019" in first
    assert "Next: School on 1 Jan 2099" in two
    assert "School on 1 Jan 2099" in second
    assert "Next: Request closing" in three
    assert "Closing" in third


def test_both_people_read_what_is_still_open(client, child, officer, reviewer):
    visit = "Follow-up not done: Visit where the child lives, due on 11 Apr 2019."
    school = "Follow-up not done: School, due on 1 Jan 2099."
    url = reverse("child-close", args=[child.reference])
    client.force_login(officer)
    page = client.get(url).content.decode()
    version = {"version": child.version}
    bare = client.post(url, {**version, "reason": "completed"})
    client.post(url, {**version, "reason": "completed", "note": HANDED_ON})
    client.force_login(reviewer)
    decision = client.get(reverse("child-approve-closing", args=[child.reference])).content.decode()

    assert bare.status_code == 200
    assert "Enter why the case is closed all the same." in bare.content.decode()
    for text in (page, decision):
        assert visit in text
        assert school in text
    assert HANDED_ON in decision


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


@pytest.mark.parametrize(("days", "early"), [(15, True), (14, False)])
def test_follow_up_long_before_its_day_says_why(child, officer, days, early):
    visit = child.follow_ups.first()
    with factories.past_the_guards():
        FollowUp.objects.filter(pk=visit.pk).update(due_on=HOME + datetime.timedelta(days=days))
    visit.refresh_from_db()

    if early:
        with pytest.raises(CannotMove, match="Enter why it was done so long before"):
            record(visit, officer, done_on=HOME)
    record(visit, officer, done_on=HOME, early_reason=EARLY)

    visit.refresh_from_db()
    assert visit.early_reason == (EARLY if early else "")


def test_page_asks_why_a_follow_up_is_done_so_early(client, child, officer):
    school = child.follow_ups.get(kind=FollowUpKind.SCHOOL)
    page = reverse("follow-up", args=[child.reference, school.n])
    typed = {"version": school.version, "done_on": clock.typed(), "result": "well"}
    visit = reverse("follow-up", args=[child.reference, 1])
    client.force_login(officer)

    empty = client.get(page).content.decode()
    bare = client.post(page, typed).content.decode()
    client.post(page, {**typed, "early_reason": EARLY})
    late = client.get(visit).content.decode()
    backdated = client.post(visit, {"version": 1, "done_on": "11.03.2019", "result": "well"})

    assert "Why it is done so early" in empty
    assert "This follow-up is due on 1 Jan 2099." in bare
    assert EARLY in client.get(page).content.decode()
    assert (
        "long before its day, 1 Jan 2099" in client.get(child.get_absolute_url()).content.decode()
    )
    assert "Why it is done so early" not in late
    assert "This follow-up is due on 11 Apr 2019." in backdated.content.decode()
    assert "Why it is done so early" in backdated.content.decode()


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
        ("kind = 'call'", "follow_up_stays"),
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
        (
            "done_on = '2019-03-12', done_by_id = planned_by_id, result = 'well'",
            "follow_up_early_has_reason",
        ),
        ("n = 2", "followup_keys_stay"),
    ],
)
def test_database_holds_a_follow_up_together(child, what, name):
    with refused(name):
        execute(f"UPDATE cases_followup SET {what} WHERE n = 1")


def test_follow_ups_are_numbered_once(child):
    same = child.follow_ups.first()
    same.pk = None

    with refused("follow_up_number_once"):
        same.save(force_insert=True)


def test_what_was_found_stays(child, officer):
    record(child.follow_ups.first(), officer)

    with refused("follow_up_done_stays"):
        FollowUp.objects.filter(n=1).update(note="Well.")
    with refused("no_delete"):
        execute("DELETE FROM cases_followup")
    with refused("follow_up_rule_months_positive"):
        factories.follow_up_rule(child.agreement, FollowUpKind.VISIT, 0)


# The pages


def test_follow_up_is_done_from_the_list(client, child, officer):
    other = factories.child(Stage.PLACED, team=factories.TeamFactory(name="Erbil desk"))
    client.force_login(officer)

    text = client.get(reverse("follow-ups")).content.decode()
    narrowed = client.get(reverse("follow-ups"), {"when": "overdue", "kind": ["visit", "x"]})
    schools = client.get(reverse("follow-ups"), {"kind": "school"}).content.decode()
    page = reverse("follow-up", args=[child.reference, 1])
    wrong = client.post(page, {"version": 1, "done_on": "11.04.2019", "result": "concern"})
    client.post(page, {"version": 1, "done_on": "11.04.2019", "result": "concern", "note": SECRET})
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
    with django_assert_num_queries(8):
        response = client.get(reverse("follow-ups"))

    assert response.content.count(b'<th scope="row">') == rows
