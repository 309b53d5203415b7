"""At home: handover and placement."""

import datetime
import uuid

import pytest

from cases.casework import homecoming
from cases.casework.editing import Stale
from cases.casework.journal import CannotMove
from cases.casework.submissions import AlreadyTaken
from cases.models import Placement
from cases.rules.names import CannotUseName
from cases.vocabulary import PlacementKind, Role, Stage
from tests import factories

pytestmark = pytest.mark.django_db
HOME = datetime.date(2019, 3, 11)
LATER = datetime.date(2019, 3, 20)


@pytest.fixture
def officer():
    return factories.user(Role.CASEWORKER)


@pytest.fixture
def child():
    return factories.child(Stage.RETURNED)


def hand_over(child, officer, **facts):
    given = {
        "child": child,
        "by": officer,
        "on": LATER,
        "signed_on": HOME,
        "paper": "H-1",
        "handed_by": "Ministry",
        "received_by": "Child Rights Unit",
    }
    return homecoming.hand_over(**(given | facts))


def place(child, officer, **facts):
    child.refresh_from_db()
    given = {
        "child": child,
        "version": child.version,
        "by": officer,
        "on": LATER,
        "kind": PlacementKind.RELATIVE,
        "caregiver_name": "Раҳим Каримов",
    }
    return homecoming.place(**(given | facts))


def test_handover_is_journalled_on_the_day_of_signing(child, officer):
    handover = hand_over(child, officer)

    assert (handover.paper, child.journal.first().happened_on) == ("H-1", HOME)


@pytest.mark.parametrize("signed_on", [datetime.date(2019, 3, 10), datetime.date(2019, 3, 21)])
def test_handover_lies_between_the_return_and_today(child, officer, signed_on):
    with pytest.raises(CannotMove) as refusal:
        hand_over(child, officer, signed_on=signed_on)

    assert refusal.value.reasons == ("Enter a date from the return on 11 Mar 2019 up to today.",)


def test_handover_of_a_day_is_recorded_once(child, officer):
    hand_over(child, officer)

    with pytest.raises(CannotMove) as refusal:
        hand_over(child, officer, paper="H-2")

    assert refusal.value.reasons == ("A handover on this date is already recorded.",)


def test_form_of_a_handover_is_taken_once(child, officer):
    token = uuid.uuid4()
    hand_over(child, officer, token=token)

    with pytest.raises(AlreadyTaken) as taken:
        hand_over(child, officer, token=token)

    assert taken.value.location == child.get_absolute_url()


def test_child_who_is_not_home_is_not_handed_over(officer):
    with pytest.raises(CannotMove) as refusal:
        hand_over(factories.child(Stage.CLEARED), officer)

    assert refusal.value.reasons == ("Only a child who has returned can be handed over.",)


def test_placement_with_a_person_moves_the_case(child, officer):
    hand_over(child, officer)

    placement = place(child, officer)

    child.refresh_from_db()
    assert (child.stage, child.stage_since) == (Stage.PLACED, LATER)
    assert (placement.caregiver.name, placement.place) == ("Раҳим Каримов", None)


def test_placement_needs_a_handover(child, officer):
    with pytest.raises(CannotMove) as refusal:
        place(child, officer)

    assert refusal.value.reasons == ("The handover is not signed yet.",)
    assert not child.placements.exists()


def test_placement_needs_a_place_or_a_person(child, officer):
    hand_over(child, officer)

    with pytest.raises(CannotMove) as refusal:
        place(child, officer, caregiver_name="")

    assert refusal.value.reasons == ("Enter the place or the person who cares for the child.",)


def test_placement_does_not_begin_before_the_handover(child, officer):
    hand_over(child, officer, signed_on=datetime.date(2019, 3, 15))

    with pytest.raises(CannotMove) as refusal:
        place(child, officer, on=datetime.date(2019, 3, 14))

    assert refusal.value.reasons == ("Care cannot begin before 15 Mar 2019, the handover date.",)


def test_placement_of_a_stale_version_is_refused(child, officer):
    hand_over(child, officer)

    with pytest.raises(Stale):
        place(child, officer, version=None)


def test_placement_twice_is_refused(child, officer):
    hand_over(child, officer)
    place(child, officer)

    with pytest.raises(CannotMove, match="cannot be moved to “Placed in care”"):
        place(child, officer)


def test_caregiver_with_a_hidden_sign_in_the_name_is_refused(child, officer):
    hand_over(child, officer)

    with pytest.raises(CannotUseName, match="direction"):
        place(child, officer, caregiver_name="Rahim\u202e")


def test_placement_beside_an_open_one_is_refused(child, officer):
    hand_over(child, officer)
    Placement.objects.create(
        child=child,
        kind=PlacementKind.FOSTER,
        place=factories.typed_town(),
        during=(LATER + datetime.timedelta(days=1), None),
        recorded_by=officer,
    )

    with pytest.raises(CannotMove) as refusal:
        place(child, officer)

    assert refusal.value.reasons == ("A placement is already open.",)
