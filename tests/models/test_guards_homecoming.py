"""What the database refuses of handovers and placements, whoever writes."""

import datetime

import pytest

from cases.models import (
    Handover,
    Placement,
)
from cases.vocabulary import PlaceKind, PlacementKind, Role
from tests import factories
from tests.factories import DAY
from tests.models.refusals import refused

pytestmark = pytest.mark.django_db


def new_handover(child, **fields):
    given = {
        "child": child,
        "signed_on": DAY,
        "paper": "H-2",
        "handed_by": "Ministry",
        "received_by": "Unit",
        "recorded_by": factories.user(Role.CASEWORKER),
        **fields,
    }
    return Handover.objects.bulk_create([Handover(**given)])[0]


def new_placement(child, **fields):
    given = {
        "child": child,
        "kind": PlacementKind.INSTITUTION,
        "place": factories.PlaceFactory(name="Care centre", kind=PlaceKind.CARE),
        "during": (DAY, None),
        "recorded_by": factories.user(Role.CASEWORKER),
        **fields,
    }
    return Placement.objects.bulk_create([Placement(**given)])[0]


@pytest.mark.parametrize("field", ["paper", "handed_by", "received_by"])
def test_handover_names_paper_and_people(field):
    child = factories.child()

    with refused("handover_is_signed"):
        new_handover(child, **{field: ""})


def test_handover_is_recorded_once_a_day():
    child = factories.child()
    new_handover(child)

    with refused("handover_once_a_day"):
        new_handover(child)


def test_placement_names_a_place_or_a_person():
    child = factories.child()

    with refused("placement_has_place_or_caregiver"):
        new_placement(child, place=None)


def test_placement_is_of_a_known_kind():
    child = factories.child()

    with refused("placement_kind_known"):
        new_placement(child, kind="street", place=None, caregiver=child.mother.person)


@pytest.mark.parametrize("during", [(None, DAY), (DAY, DAY), (None, None)])
def test_placement_has_a_start(during):
    child = factories.child()

    with refused("placement_has_start"):
        new_placement(child, during=during)


def test_placements_do_not_overlap():
    child = factories.child()
    new_placement(child)

    with refused("placement_never_overlaps"):
        new_placement(child, during=(datetime.date(2019, 6, 1), None))


@pytest.mark.parametrize("make", [new_handover, new_placement])
def test_what_was_recorded_at_home_is_not_deleted(make):
    made = make(factories.child())

    with refused("no_delete"):
        type(made).objects.filter(pk=made.pk)._raw_delete("default")
