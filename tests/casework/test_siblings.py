"""Leave for one child to stay while a sibling travels."""

import uuid

import pytest

from cases.casework import siblings
from cases.casework.editing import Stale
from cases.casework.movements import CannotTravel
from cases.casework.submissions import AlreadyTaken
from cases.queries.siblings import left_behind_by
from cases.vocabulary import Reason, Role
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return factories.user(Role.TRAVEL_OFFICER)


@pytest.fixture
def flight(family):
    flight = factories.movement()
    factories.give_seats(flight, family[0])
    return flight


def ask(flight, child, officer, **facts):
    given = {"movement": flight, "child": child, "by": officer, "reason": Reason.HEALTH}
    return siblings.ask_exception(**(given | facts))


def test_exception_is_approved_by_another_person(flight, family, officer):
    asked = ask(flight, family[1], officer, note="The doctor said so.")
    reviewer = factories.user(Role.REVIEWER)

    siblings.approve_exception(exception=asked, version=asked.version, by=reviewer)

    asked.refresh_from_db()
    assert (asked.approved_by, asked.asked_by) == (reviewer, officer)
    assert left_behind_by(flight, [family[0]]) == []


def test_exception_is_not_approved_by_who_asked(flight, family, officer):
    asked = ask(flight, family[1], officer)

    with pytest.raises(CannotTravel) as refusal:
        siblings.approve_exception(exception=asked, version=asked.version, by=officer)

    assert refusal.value.reasons == ("You requested this. A second person must approve it.",)


def test_exception_is_approved_once(flight, family, officer):
    asked, reviewer = ask(flight, family[1], officer), factories.user(Role.REVIEWER)
    siblings.approve_exception(exception=asked, version=asked.version, by=reviewer)
    asked.refresh_from_db()

    with pytest.raises(CannotTravel) as refusal:
        siblings.approve_exception(exception=asked, version=asked.version, by=reviewer)

    assert refusal.value.reasons == ("This exception is already approved.",)


def test_exception_of_a_stale_version_is_refused(flight, family, officer):
    asked = ask(flight, family[1], officer)

    with pytest.raises(Stale):
        siblings.approve_exception(exception=asked, version=None, by=officer)


def test_exception_is_asked_for_once(flight, family, officer):
    ask(flight, family[1], officer)

    with pytest.raises(CannotTravel) as refusal:
        ask(flight, family[1], officer)

    assert refusal.value.reasons == ("An exception for this child is already recorded.",)


def test_form_of_an_exception_is_taken_once(flight, family, officer):
    token = uuid.uuid4()
    ask(flight, family[1], officer, token=token)

    with pytest.raises(AlreadyTaken):
        ask(flight, family[1], officer, token=token)


def test_exception_needs_a_sibling_on_the_movement(flight, officer):
    stranger = factories.cleared_family(1)[0]

    with pytest.raises(CannotTravel) as refusal:
        ask(flight, stranger, officer)

    assert refusal.value.reasons == ("No sibling of this child has a place on this movement.",)


def test_exception_comes_too_late_after_the_departure(flight, family, officer):
    asked = ask(flight, family[1], officer)
    reviewer = factories.user(Role.REVIEWER)
    siblings.approve_exception(exception=asked, version=asked.version, by=reviewer)
    factories.lock(flight)
    factories.depart(flight)

    with pytest.raises(CannotTravel) as refusal:
        ask(flight, family[0], officer)

    assert refusal.value.reasons == ("The movement has begun.",)
