"""One reading of a case: what is next, and what blocks it, for one person on one day."""

import pytest

from cases.casework import closings
from cases.models import Child, ConsentRule, Person
from cases.queries.case_files import case_file, case_files
from cases.queries.refusals import refusals
from cases.vocabulary import Act, ClosedReason, Decision, GiverRole, Reason, Role, Stage
from tests import factories
from tests.factories import DAY, SINCE_2019

pytestmark = pytest.mark.django_db


def closing_asked(child):
    closings.ask_to_close(
        child=child,
        version=child.version,
        by=factories.user(Role.CASEWORKER),
        on=DAY,
        reason=ClosedReason.ERROR,
    )
    child.refresh_from_db()
    return child


def closed(child):
    closing_asked(child)
    reviewer = factories.user(Role.REVIEWER)
    closings.approve_closing(child=child, version=child.version, by=reviewer, on=DAY)
    child.refresh_from_db()
    return child


def reopening_asked(child):
    closed(child)
    officer = factories.user(Role.CASEWORKER)
    closings.ask_to_reopen(
        child=child, version=child.version, by=officer, on=DAY, reason=Reason.MISTAKE
    )
    child.refresh_from_db()
    return child


def seated(child):
    factories.give_seats(factories.movement(), child)
    return child


@pytest.mark.parametrize(
    ("stage", "prepare", "act"),
    [
        (Stage.REGISTERED, None, Act.VERIFY),
        (Stage.REGISTERED, closing_asked, Act.CLOSE),
        (Stage.REGISTERED, closed, None),
        (Stage.REGISTERED, reopening_asked, Act.REOPEN),
        (Stage.VERIFIED, None, Act.ASSESS),
        (Stage.VERIFIED, factories.assess, Act.DECIDE),
        (Stage.ELIGIBLE, None, Act.CLEAR),
        (Stage.CLEARED, None, Act.PROPOSE),
        (Stage.CLEARED, seated, Act.LOCK),
        (Stage.BOOKED, None, Act.DEPART),
        (Stage.IN_TRANSIT, None, Act.ARRIVE),
        (Stage.RETURNED, None, Act.HAND_OVER),
        (Stage.PLACED, None, Act.ASK_CLOSE),
        (Stage.DEFERRED, None, Act.RECONSIDER),
        (Stage.INELIGIBLE, None, Act.RECONSIDER),
    ],
)
def test_next_act_moves_the_case_on(stage, prepare, act):
    child = factories.child(stage)
    if prepare:
        prepare(child)

    assert case_file(child, on=DAY).next_act == act


@pytest.mark.parametrize(
    ("stage", "prepare", "act", "reasons"),
    [
        (Stage.VERIFIED, None, Act.ASSESS, ()),
        (Stage.REGISTERED, None, Act.ASSESS, ("Only a verified child can be assessed.",)),
        (
            Stage.VERIFIED,
            factories.assess,
            Act.ASSESS,
            ("An assessment of this child is waiting for a decision.",),
        ),
        (Stage.VERIFIED, None, Act.DECIDE, ("No assessment is waiting for a decision.",)),
        (Stage.REGISTERED, closed, Act.HOLD, ("The case is closed.",)),
        (Stage.REGISTERED, None, Act.HOLD, ()),
    ],
)
def test_what_stands_in_the_way_is_said(stage, prepare, act, reasons):
    child = factories.child(stage)
    if prepare:
        prepare(child)
    file = case_file(child, on=DAY)

    assert refusals(file, act, by=factories.user(Role.REVIEWER)) == reasons


def test_child_of_unknown_birth_is_not_asked():
    child = factories.child()
    Person.objects.filter(pk=child.person_id).update(
        born_earliest=None, born_latest=None, born_stated_on=None
    )
    factories.agreed(
        ConsentRule(
            agreement=child.agreement,
            purpose="repatriation",
            giver_role=GiverRole.CHILD,
            from_age=0,
            during=SINCE_2019,
            legal_source="Test",
        )
    )

    consents = case_file(Child.objects.get(pk=child.pk), on=DAY).consents

    assert [track.subject for track in consents] == [GiverRole.MOTHER]


@pytest.mark.parametrize("children", [1, 3])
def test_many_cases_are_read_in_two_queries(django_assert_num_queries, children):
    found = list(factories.family(children).children.select_related("person"))

    with django_assert_num_queries(2):
        files = case_files(found, on=DAY)

    assert [file.child for file in files.values()] == found


def test_undecided_assessment_is_seen():
    child = factories.child(Stage.VERIFIED)
    factories.assess(child, Decision.DEFERRED)

    assert case_file(child, on=DAY).undecided
