"""Court hearings: a day is set, and what came of it is written once."""

import datetime
import uuid

import pytest

from cases.casework import closings, hearings
from cases.casework.editing import Stale
from cases.casework.journal import CannotMove
from cases.casework.submissions import AlreadyTaken
from cases.queries.hearings import chains, open_hearings
from cases.vocabulary import (
    AdjournmentReason,
    ClearanceKind,
    ClosedReason,
    HearingOutcome,
    HearingPurpose,
    Role,
)
from tests import factories
from tests.factories import DAY

pytestmark = pytest.mark.django_db
WEEK = datetime.timedelta(days=7)


@pytest.fixture
def child():
    return factories.child()


@pytest.fixture
def officer():
    return factories.user(Role.CASEWORKER)


def adjourn(hearing, officer, **changed):
    given = {
        "on": DAY,
        "outcome_on": DAY,
        "reason": AdjournmentReason.JUDGE,
        "next_on": hearing.scheduled_on + WEEK,
    }
    hearing.refresh_from_db()
    return hearings.adjourn(
        hearing=hearing, version=hearing.version, by=officer, **(given | changed)
    )


def test_no_hearing_is_set_for_a_day_before_the_birth(child, officer):
    with pytest.raises(CannotMove, match="was born on 1 Jan 2016 or later") as refusal:
        factories.hearing(child, scheduled_on=datetime.date(2015, 12, 31))

    assert refusal.value.field == "scheduled_on"
    assert not child.hearings.exists()


def test_hearing_put_off_twice_is_one_chain(child, officer):
    first = factories.hearing(child)
    second = adjourn(first, officer)
    adjourn(second, officer, reason=AdjournmentReason.PAPERS, next_on=None)
    later = factories.hearing(child, scheduled_on=DAY + 4 * WEEK)
    other = factories.hearing(child, purpose=HearingPurpose.KINSHIP)

    newest, chain = chains(child)

    assert newest.hearings == (other,)
    assert chain.hearings == (first, second, later)
    assert chain.reasons == (AdjournmentReason.JUDGE, AdjournmentReason.PAPERS)
    assert [entry.detail for entry in child.journal.filter(act="hearing").order_by("pk")] == [
        "court_order:scheduled:2019-03-01",
        "court_order:adjourned:judge",
        "court_order:scheduled:2019-03-08",
        "court_order:adjourned:papers",
        "court_order:scheduled:2019-03-29",
        "kinship:scheduled:2019-03-01",
    ]


def test_held_hearing_names_the_clearance_it_led_to(child, officer):
    factories.grant(child, ClearanceKind.COURT_ORDER)
    hearing, order = factories.hearing(child), child.clearances.get()

    hearings.record_held(
        hearing=hearing, version=1, by=officer, on=DAY, outcome_on=DAY, clearance=order
    )

    hearing.refresh_from_db()
    assert (hearing.outcome, hearing.clearance) == (HearingOutcome.HELD, order)


def test_open_hearings_are_those_without_an_outcome(child, officer, django_assert_num_queries):
    stranger = factories.child()
    factories.hearing(stranger)
    kinship = factories.hearing(child, purpose=HearingPurpose.KINSHIP, scheduled_on=DAY + WEEK)
    following = adjourn(factories.hearing(child), officer, next_on=DAY + 2 * WEEK)

    with django_assert_num_queries(1):
        found = open_hearings([child])

    assert found == {child.pk: (kinship, following)}


def test_hearing_is_set_once_for_one_form(child):
    token = uuid.uuid4()
    factories.hearing(child, token=token)

    with pytest.raises(AlreadyTaken):
        factories.hearing(child, token=token)


def test_second_hearing_for_the_same_is_refused(child):
    factories.hearing(child)

    with pytest.raises(CannotMove, match="already set for 1 Mar 2019"):
        factories.hearing(child, scheduled_on=DAY + WEEK)


@pytest.mark.parametrize("days", [0, -7])
def test_next_hearing_is_after_the_one_it_continues(child, officer, days):
    hearing, day = factories.hearing(child), DAY + datetime.timedelta(days=days)

    with pytest.raises(CannotMove, match="must be after 1 Mar 2019"):
        adjourn(hearing, officer, next_on=day)
    adjourn(hearing, officer, next_on=None)
    with pytest.raises(CannotMove, match="must be after 1 Mar 2019"):
        factories.hearing(child, scheduled_on=day)


def test_outcome_is_refused_before_its_day(child, officer):
    hearing = factories.hearing(child, scheduled_on=DAY + WEEK)
    given = {"hearing": hearing, "version": 1, "by": officer, "on": DAY}

    with pytest.raises(CannotMove, match="Enter the hearing date or a later one"):
        hearings.record_held(**given, outcome_on=DAY)
    with pytest.raises(CannotMove, match="adjournment date cannot be in the future"):
        adjourn(hearing, officer, outcome_on=DAY + WEEK)


def test_clearance_of_another_child_is_refused(child, officer):
    other = factories.child()
    factories.grant(other, ClearanceKind.COURT_ORDER)
    hearing = factories.hearing(child)

    with pytest.raises(CannotMove, match="another child"):
        hearings.record_held(
            hearing=hearing,
            version=1,
            by=officer,
            on=DAY,
            outcome_on=DAY,
            clearance=other.clearances.get(),
        )


def test_outcome_is_written_once_and_on_what_was_seen(child, officer):
    hearing = factories.hearing(child)

    with pytest.raises(Stale):
        hearings.cancel(hearing=hearing, version=None, by=officer, on=DAY)
    hearings.cancel(hearing=hearing, version=1, by=officer, on=DAY)
    with pytest.raises(CannotMove, match="already recorded"):
        hearings.cancel(hearing=hearing, version=2, by=officer, on=DAY)


def test_closed_case_is_set_no_hearing(child, officer):
    given = {"child": child, "version": child.version, "on": DAY}
    closings.ask_to_close(by=officer, reason=ClosedReason.ERROR, **given)
    closings.approve_closing(by=factories.user(Role.REVIEWER), **given | {"version": 2})

    with pytest.raises(CannotMove, match="The case is closed"):
        factories.hearing(child)
