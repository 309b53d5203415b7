"""The steps of a case: each taken, each refused, and never by one person where two are needed."""

import datetime
import uuid

import pytest
from django.core.management import call_command
from django.db import connection

from cases.casework import cases, clearances, consents, lapses
from cases.casework.editing import Stale
from cases.casework.journal import CannotMove
from cases.casework.submissions import AlreadyTaken
from cases.models import User
from cases.models.user import SYSTEM
from cases.vocabulary import (
    Act,
    ClearanceKind,
    ClearanceStatus,
    ConsentDecision,
    ConsentMethod,
    ConsentPurpose,
    GiverRole,
    HoldReason,
    Reason,
    Role,
    Stage,
)
from tests import factories
from tests.factories import DAY

pytestmark = pytest.mark.django_db
LATER = DAY + datetime.timedelta(days=30)
BEFORE = DAY - datetime.timedelta(days=1)

STEPS = {
    Act.VERIFY: (cases.verify, Stage.REGISTERED, Role.REVIEWER, factories.SEEN),
    Act.DEFER: (
        cases.defer,
        Stage.VERIFIED,
        Role.CASEWORKER,
        {"reason": Reason.COURT, "review_due_on": LATER},
    ),
    Act.RECONSIDER: (cases.reconsider, Stage.DEFERRED, Role.CASEWORKER, {"reason": "new_fact"}),
    Act.CLEAR: (cases.clear, Stage.ELIGIBLE, Role.CASEWORKER, {}),
    Act.LAPSE: (lapses.lapse, Stage.CLEARED, Role.CASEWORKER, {}),
    Act.HOLD: (
        cases.hold,
        Stage.VERIFIED,
        Role.CASEWORKER,
        {"reason": HoldReason.COURT, "until": LATER},
    ),
}


def take(act: Act, child, **changed):
    function, _stage, role, facts = STEPS[act]
    given = {"version": child.version, "by": factories.user(role), "on": DAY, **facts}
    function(child=child, **(given | changed))
    child.refresh_from_db()
    connection.check_constraints()


def ready(act: Act):
    """Return a child for whom nothing stands in the way of ``act``."""
    child = factories.child(STEPS[act][1])
    if act == Act.VERIFY:
        factories.grant(child, ClearanceKind.IDENTITY)
    if act == Act.CLEAR:
        factories.grant(child, ClearanceKind.COURT_ORDER)
        factories.consent(child)
    if act == Act.LAPSE:
        factories.agreed_otherwise(paid_before_clearing=True)
    child.refresh_from_db()
    return child


@pytest.mark.parametrize(
    ("act", "stage"),
    [
        (Act.VERIFY, Stage.VERIFIED),
        (Act.DEFER, Stage.DEFERRED),
        (Act.RECONSIDER, Stage.VERIFIED),
        (Act.CLEAR, Stage.CLEARED),
        (Act.LAPSE, Stage.ELIGIBLE),
        (Act.HOLD, Stage.VERIFIED),
    ],
)
def test_step_leads_to_its_stage_and_is_journalled(act, stage):
    child = ready(act)

    take(act, child)

    assert child.stage == stage
    assert child.journal.first().act == act


@pytest.mark.parametrize("act", STEPS)
@pytest.mark.parametrize("version", [None, 0, 999])
def test_step_over_another_version_is_refused(act, version):
    child = ready(act)

    with pytest.raises(Stale):
        take(act, child, version=version)


@pytest.mark.parametrize("act", [act for act in STEPS if act != Act.HOLD])
def test_step_from_a_wrong_stage_is_refused_in_a_sentence(act):
    child = factories.child(Stage.IN_TRANSIT)

    with pytest.raises(CannotMove, match="cannot be moved"):
        take(act, child)


ORDER = "Enter a date from 1 Mar 2019 on, when the case reached this stage."


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        # What was granted on the day of the stage was not granted the day before.
        (Act.VERIFY, "Identity: requested, not granted yet."),
        (Act.CLEAR, "Court order: requested, not granted yet."),
        (Act.DEFER, ORDER),
        (Act.RECONSIDER, ORDER),
        (Act.LAPSE, ORDER),
    ],
)
def test_step_before_the_one_it_follows_is_refused_in_a_sentence(act, sentence):
    child = ready(act)

    with pytest.raises(CannotMove, match=sentence):
        take(act, child, on=BEFORE)

    child.refresh_from_db()
    assert child.stage == STEPS[act][1]


def test_backdated_deferral_says_which_day_it_cannot_precede():
    child = factories.child(Stage.VERIFIED)

    with pytest.raises(CannotMove, match="1 Mar 2019"):
        take(Act.DEFER, child, on=BEFORE)


def test_registrar_cannot_verify():
    child = ready(Act.VERIFY)

    with pytest.raises(CannotMove, match="You registered this child"):
        take(Act.VERIFY, child, by=child.registered_by)


@pytest.mark.parametrize("act", [Act.VERIFY, Act.CLEAR])
def test_everything_missing_is_said_at_once(act):
    child = factories.child(STEPS[act][1])

    with pytest.raises(CannotMove) as refusal:
        take(act, child)

    expected = {
        Act.VERIFY: ("Identity: not recorded yet.",),
        Act.CLEAR: (
            "Court order: not recorded yet.",
            "Consent to the return (Mother): not recorded yet.",
        ),
    }
    assert refusal.value.reasons == expected[act]


def test_unpaid_fee_keeps_a_child_from_clearing_where_the_schedule_says_so():
    child = ready(Act.CLEAR)
    factories.agreed_otherwise(paid_before_clearing=True)

    with pytest.raises(CannotMove, match="The fee is not paid yet"):
        take(Act.CLEAR, child)


@pytest.mark.parametrize(
    ("act", "changed"),
    [(Act.DEFER, {"review_due_on": DAY}), (Act.HOLD, {"until": DAY})],
)
def test_day_to_come_back_lies_in_the_future(act, changed):
    child = ready(act)

    with pytest.raises(CannotMove, match="future"):
        take(act, child, **changed)


def test_nothing_lapses_while_everything_holds():
    child = factories.child(Stage.CLEARED)

    with pytest.raises(CannotMove, match="still met"):
        take(Act.LAPSE, child)


def test_child_with_a_place_gives_it_up_first():
    child = factories.child(Stage.CLEARED)
    factories.give_seats(factories.movement(), child)
    child.refresh_from_db()

    with pytest.raises(CannotMove, match="must release it first"):
        take(Act.DEFER, child)


def test_lapse_gives_up_the_place():
    child = factories.child(Stage.CLEARED)
    flight = factories.movement()
    factories.give_seats(flight, child)
    factories.agreed_otherwise(paid_before_clearing=True)
    child.refresh_from_db()

    take(Act.LAPSE, child)
    flight.refresh_from_db()

    assert child.stage == Stage.ELIGIBLE
    assert (flight.seats_taken, child.passages.get().status) == (0, "taken_off")


def test_child_deferred_before_verifying_is_taken_up_as_registered():
    child = factories.child()
    take(Act.DEFER, child)

    take(Act.RECONSIDER, child, fact="The court has answered.")

    assert child.stage == Stage.REGISTERED
    assert child.review_due_on is None
    assert [note.text for note in child.notes.all()] == ["The court has answered."]


def test_hold_is_ended_once():
    child, officer = factories.child(), factories.user(Role.CASEWORKER)
    take(Act.HOLD, child)

    cases.release_hold(child=child, version=child.version, by=officer, on=DAY)
    child.refresh_from_db()

    assert child.hold_until is None
    with pytest.raises(CannotMove, match="not on hold"):
        cases.release_hold(child=child, version=child.version, by=officer, on=DAY)


def test_case_is_given_to_those_who_work_cases_only():
    child, officer = factories.child(), factories.user(Role.CASEWORKER)

    cases.assign(child=child, version=child.version, by=officer, on=DAY, caseworker=officer)
    child.refresh_from_db()

    assert child.caseworker == officer
    with pytest.raises(CannotMove, match="already with"):
        cases.assign(child=child, version=child.version, by=officer, on=DAY, caseworker=officer)
    with pytest.raises(CannotMove, match="caseworkers and reviewers only"):
        cases.assign(
            child=child,
            version=child.version,
            by=officer,
            on=DAY,
            caseworker=factories.user(Role.AUDITOR),
        )


def test_case_is_not_given_to_a_caseworker_who_has_left():
    child, officer = factories.child(), factories.user(Role.CASEWORKER)
    left = factories.user(Role.CASEWORKER, is_active=False)

    with pytest.raises(CannotMove, match="Cases can be assigned to caseworkers and reviewers only"):
        cases.assign(child=child, version=child.version, by=officer, on=DAY, caseworker=left)

    child.refresh_from_db()
    assert child.caseworker is None


def test_case_goes_to_another_team_by_a_reviewer_only():
    child, officer = factories.child(), factories.user(Role.CASEWORKER)
    stranger = factories.user(Role.CASEWORKER, team=factories.TeamFactory(name="Other desk"))

    with pytest.raises(CannotMove, match="Only a reviewer"):
        cases.assign(child=child, version=child.version, by=officer, on=DAY, caseworker=stranger)
    cases.assign(
        child=child,
        version=child.version,
        by=factories.user(Role.REVIEWER),
        on=DAY,
        caseworker=stranger,
    )

    child.refresh_from_db()
    assert child.caseworker == stranger


def test_note_is_added_once_for_one_form():
    child, officer, token = factories.child(), factories.user(Role.CASEWORKER), uuid.uuid4()
    cases.add_note(child=child, by=officer, on=DAY, text="Seen.", token=token)

    with pytest.raises(AlreadyTaken) as taken:
        cases.add_note(child=child, by=officer, on=DAY, text="Seen.", token=token)

    assert taken.value.location == child.get_absolute_url()
    assert child.notes.count() == 1


def withdraw_paper(child):
    clearances.record(
        child=child,
        by=factories.user(Role.CASEWORKER),
        on=DAY,
        kind=ClearanceKind.COURT_ORDER,
        status=ClearanceStatus.WITHDRAWN,
    )


def withdraw_consent(child):
    consents.record(
        child=child,
        by=factories.user(Role.CASEWORKER),
        on=DAY,
        purpose=ConsentPurpose.REPATRIATION,
        giver_role=GiverRole.MOTHER,
        decision=ConsentDecision.WITHDRAWN,
        decided_on=DAY,
        method=ConsentMethod.LETTER,
        reason=Reason.FEAR,
    )


@pytest.mark.parametrize(
    ("withdraw", "reason"),
    [(withdraw_paper, Reason.EXPIRED), (withdraw_consent, Reason.CONSENT)],
)
def test_cleared_child_lapses_the_moment_a_withdrawal_is_recorded(withdraw, reason):
    child = factories.child(Stage.CLEARED)

    withdraw(child)
    child.refresh_from_db()
    connection.check_constraints()

    assert child.stage == Stage.ELIGIBLE
    assert child.journal.first().reason == reason
    assert child.assessments.get().decided == "eligible"


@pytest.mark.parametrize("withdraw", [withdraw_paper, withdraw_consent])
def test_withdrawal_of_a_booked_child_is_recorded_and_moves_nobody(withdraw):
    child = factories.child(Stage.BOOKED)

    withdraw(child)
    child.refresh_from_db()

    assert child.stage == Stage.BOOKED


def test_nightly_command_lapses_what_has_expired(capsys):
    kept, expired = factories.child(Stage.CLEARED), factories.child(Stage.CLEARED)
    clearances.record(
        child=expired,
        by=factories.user(Role.CASEWORKER),
        on=DAY,
        kind=ClearanceKind.COURT_ORDER,
        status=ClearanceStatus.GRANTED,
        issued_on=DAY,
        valid_until=DAY,
    )

    call_command("nightly")
    kept.refresh_from_db()
    expired.refresh_from_db()

    assert (kept.stage, expired.stage) == (Stage.CLEARED, Stage.ELIGIBLE)
    assert expired.journal.first().by == User.objects.get(username=SYSTEM)
    assert capsys.readouterr().out == (
        f"{expired.reference}: no longer cleared to travel\n"
        "1 lapsed, the tasks of 2 cases checked\n"
    )
