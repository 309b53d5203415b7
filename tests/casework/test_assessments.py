"""Eligibility: assessed by one, decided by another, superseded and never overwritten."""

import datetime
import uuid

import pytest
from django.db import connection

from cases.casework import assessments, cases
from cases.casework.editing import Stale
from cases.casework.journal import CannotMove
from cases.casework.submissions import AlreadyTaken
from cases.models import Assessment, CriteriaSet, Criterion
from cases.queries.case_files import case_file
from cases.vocabulary import Act, Answer, CriteriaStatus, Decision, FeeStatus, Role, Stage
from tests import factories
from tests.factories import DAY
from tests.races import came_of

pytestmark = pytest.mark.django_db
LATER = DAY + datetime.timedelta(days=90)


@pytest.fixture
def child():
    return factories.child(Stage.VERIFIED)


@pytest.fixture
def reviewer():
    return factories.user(Role.REVIEWER)


def assess(child, **changed):
    criteria = assessments.published_criteria(child).criteria.all()
    given = {
        "version": child.version,
        "by": factories.user(Role.CASEWORKER),
        "on": DAY,
        "findings": dict.fromkeys(criteria, (Answer.YES, "")),
        "proposed": Decision.ELIGIBLE,
        "proposal_reasons": "Papers seen.",
    }
    return assessments.assess(child=child, **(given | changed))


def decide(assessment, by, decided=Decision.ELIGIBLE, **changed):
    given = {"version": assessment.version, "on": DAY, "reasons": "Agreed.", "review_due_on": None}
    assessments.decide(assessment=assessment, by=by, decided=decided, **(given | changed))
    connection.check_constraints()
    assessment.child.refresh_from_db()


@pytest.mark.parametrize(
    ("decided", "due", "stage"),
    [
        (Decision.ELIGIBLE, None, Stage.ELIGIBLE),
        (Decision.DEFERRED, LATER, Stage.DEFERRED),
        (Decision.INELIGIBLE, None, Stage.INELIGIBLE),
        (Decision.NEEDS_INFORMATION, None, Stage.VERIFIED),
    ],
)
def test_decision_moves_the_case_and_is_kept(child, reviewer, decided, due, stage):
    assessment = assess(child)

    decide(assessment, reviewer, decided, review_due_on=due)

    assessment.refresh_from_db()
    assert assessment.child.stage == stage
    assert (assessment.decided, assessment.decided_by) == (decided, reviewer)


def test_fee_becomes_due_when_found_eligible(child, reviewer):
    decide(assess(child), reviewer)

    fee = child.fees.get()

    assert (fee.status, fee.amount) == (FeeStatus.DUE, 400)


def test_later_assessment_supersedes_the_earlier(child, reviewer):
    first = assess(child)
    decide(first, reviewer, Decision.NEEDS_INFORMATION)
    child.refresh_from_db()

    second = assess(child)

    assert (second.n, second.supersedes) == (2, first)
    assert child.assessments.get(n=1).decided == Decision.NEEDS_INFORMATION


def test_assessor_cannot_decide(child):
    assessment = assess(child)

    with pytest.raises(CannotMove, match="A second person must decide"):
        decide(assessment, assessment.assessed_by)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"reasons": " "}, "Give the reasons"),
        ({"decided": Decision.DEFERRED}, "a future review date"),
        ({"decided": Decision.DEFERRED, "review_due_on": DAY}, "a future review date"),
        ({"on": DAY - datetime.timedelta(days=1)}, "when the case reached this stage"),
    ],
)
def test_decision_is_refused_in_a_sentence(child, reviewer, changed, sentence):
    assessment = assess(child)

    with pytest.raises(CannotMove, match=sentence):
        decide(assessment, reviewer, **changed)

    assert child.assessments.get().decided is None


def test_decision_is_made_once(child, reviewer):
    assessment = assess(child)
    decide(assessment, reviewer, Decision.NEEDS_INFORMATION)

    with pytest.raises(Stale):
        decide(assessment, reviewer)
    assessment.refresh_from_db()
    with pytest.raises(CannotMove, match="already decided"):
        decide(assessment, reviewer)


@pytest.mark.parametrize("stage", [Stage.REGISTERED, Stage.ELIGIBLE])
def test_only_a_verified_child_is_assessed(stage):
    with pytest.raises(CannotMove, match="Only a verified child"):
        assess(factories.child(stage))


def test_every_required_question_is_answered(child):
    with pytest.raises(CannotMove) as refusal:
        assess(child, findings={})

    assert refusal.value.reasons == (
        "Not answered: Question national?",
        "Not answered: Question consent?",
    )


def test_one_assessment_waits_at_a_time(child):
    assess(child)
    child.refresh_from_db()

    with pytest.raises(CannotMove, match="is waiting for a decision"):
        assess(child)


def test_assessment_is_taken_once_for_one_form(child):
    token = uuid.uuid4()
    assess(child, token=token)

    with pytest.raises(AlreadyTaken):
        assess(child, token=token)


def test_assessment_over_another_version_is_refused(child):
    with pytest.raises(Stale):
        assess(child, version=None)


def test_nothing_is_assessed_without_published_criteria(child):
    CriteriaSet.objects.update(status=CriteriaStatus.RETIRED)

    with pytest.raises(CannotMove, match="no published criteria"):
        assessments.assess(
            child=child,
            version=child.version,
            by=factories.user(Role.CASEWORKER),
            on=DAY,
            findings={},
            proposed=Decision.ELIGIBLE,
            proposal_reasons="",
        )


def draft():
    drawn_up = CriteriaSet.objects.create(agreement=factories.agreement(), number=2, source="Test")
    Criterion.objects.create(criteria_set=drawn_up, code="age", text="Under 18?")
    return drawn_up


def test_criteria_are_published_by_two_and_retire_the_set_before(reviewer):
    drawn_up = draft()
    assessments.ask_to_publish(criteria_set=drawn_up, by=factories.user(Role.ADMIN))
    drawn_up.refresh_from_db()

    assessments.publish(criteria_set=drawn_up, version=drawn_up.version, by=reviewer)

    statuses = dict(CriteriaSet.objects.values_list("number", "status"))
    assert statuses == {1: CriteriaStatus.RETIRED, 2: CriteriaStatus.PUBLISHED}


def test_one_person_cannot_publish_alone(reviewer):
    drawn_up = draft()

    with pytest.raises(CannotMove, match="No publication is requested"):
        assessments.publish(criteria_set=drawn_up, version=drawn_up.version, by=reviewer)
    assessments.ask_to_publish(criteria_set=drawn_up, by=reviewer)
    drawn_up.refresh_from_db()
    with pytest.raises(CannotMove, match="A second person must approve"):
        assessments.publish(criteria_set=drawn_up, version=drawn_up.version, by=reviewer)
    with pytest.raises(Stale):
        assessments.publish(criteria_set=drawn_up, version=0, by=reviewer)


def test_empty_or_published_set_is_not_asked_for(reviewer):
    empty = CriteriaSet.objects.create(agreement=factories.agreement(), number=2, source="Test")

    with pytest.raises(CannotMove, match="at least one criterion"):
        assessments.ask_to_publish(criteria_set=empty, by=reviewer)
    with pytest.raises(CannotMove, match="Only a draft"):
        assessments.ask_to_publish(criteria_set=CriteriaSet.objects.get(number=1), by=reviewer)


def test_deferred_child_is_not_decided_on(child, reviewer):
    assessment = assess(child)
    child.refresh_from_db()
    cases.defer(
        child=child,
        version=child.version,
        by=factories.user(Role.CASEWORKER),
        on=DAY,
        reason="court",
        review_due_on=LATER,
    )

    with pytest.raises(CannotMove, match="A decision needs a verified child"):
        decide(assessment, reviewer)


def withdraw(assessment, by, **changed):
    given = {"version": assessment.version, "by": by, "on": DAY} | changed
    assessments.withdraw(assessment=assessment, **given)
    connection.check_constraints()
    assessment.child.refresh_from_db()


def test_withdrawn_assessment_waits_for_nobody_and_is_made_anew(child):
    assessment = assess(child)

    withdraw(assessment, assessment.assessed_by)

    child.refresh_from_db()
    file = case_file(child, on=DAY)
    entry = child.journal.latest("pk")
    assert not Assessment.objects.undecided().exists()
    assert (child.stage, file.next_act, file.undecided) == (Stage.VERIFIED, Act.ASSESS, False)
    assert (entry.act, entry.by, entry.detail) == (Act.DROP_ASSESSMENT, assessment.assessed_by, "1")
    assert assess(child).supersedes == assessment


def test_assessment_is_withdrawn_by_who_made_it(child):
    assessment = assess(child)

    with pytest.raises(CannotMove) as refusal:
        withdraw(assessment, factories.user(Role.CASEWORKER))

    who = assessment.assessed_by
    assert refusal.value.reasons == (f"{who} made this assessment, and withdraws it.",)


def test_decided_assessment_is_not_withdrawn(child, reviewer):
    assessment = assess(child)
    decide(assessment, reviewer)
    assessment.refresh_from_db()

    with pytest.raises(CannotMove) as refusal:
        withdraw(assessment, assessment.assessed_by)

    assert refusal.value.reasons == ("This assessment is already decided.",)


def test_withdrawn_assessment_is_neither_decided_nor_withdrawn_again(child, reviewer):
    assessment = assess(child)
    withdraw(assessment, assessment.assessed_by)
    assessment.refresh_from_db()

    with pytest.raises(CannotMove, match="already withdrawn by its author"):
        decide(assessment, reviewer)
    with pytest.raises(CannotMove, match="already withdrawn by its author"):
        withdraw(assessment, assessment.assessed_by)


def test_assessment_changed_since_is_not_withdrawn(child):
    assessment = assess(child)

    with pytest.raises(Stale):
        withdraw(assessment, assessment.assessed_by, version=assessment.version + 1)


@pytest.mark.django_db(transaction=True)
def test_assessment_is_decided_or_withdrawn_never_both():
    child, reviewer = factories.child(Stage.VERIFIED), factories.user(Role.REVIEWER)
    assessment = factories.assess(child)
    given = {"assessment": assessment, "version": assessment.version, "on": DAY}
    decision = {"decided": Decision.ELIGIBLE, "reasons": "Agreed."}

    came = came_of(
        [
            lambda: assessments.decide(by=reviewer, **decision, **given),
            lambda: assessments.withdraw(by=assessment.assessed_by, **given),
        ],
        CannotMove,
        Stale,
    )

    assessment.refresh_from_db()
    assert came["done"] == 1
    assert (assessment.decided is None) != (assessment.set_aside_at is None)
