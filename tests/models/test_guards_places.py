"""What the database refuses of places, whoever writes: each column takes its own purpose."""

import pytest
from django.db import connection
from django.utils import timezone

from cases.casework.places import names_a_place
from cases.models import Country, Place
from cases.vocabulary import PURPOSE_OF_KIND, PlaceKind, PlacementKind, PlacePurpose, Role, Stage
from tests import factories
from tests.models.refusals import execute, is_now, refused
from tests.models.test_guards_hearing import new as new_hearing
from tests.models.test_guards_homecoming import new_placement

pytestmark = pytest.mark.django_db


def place(kind: PlaceKind, **fields: object) -> Place:
    return factories.PlaceFactory(name=f"A {kind}", kind=kind, **fields)


def kinds_but(*purposes: PlacePurpose) -> list[PlaceKind]:
    return [kind for kind, purpose in PURPOSE_OF_KIND.items() if purpose not in purposes]


@pytest.mark.parametrize("kind", kinds_but(PlacePurpose.CUSTODY))
def test_mother_is_held_in_custody_only(kind):
    with refused("mother_held_in_custody"):
        is_now(factories.family(), held_at=place(kind))


@pytest.mark.parametrize("kind", kinds_but(PlacePurpose.CUSTODY))
def test_child_who_is_not_home_is_held_in_custody_only(kind):
    with refused("child_held_where_it_can_be"):
        is_now(factories.child(), held_at=place(kind))


@pytest.mark.parametrize("kind", [PlaceKind.PRISON, PlaceKind.CAMP, PlaceKind.COURT])
def test_child_who_is_home_is_not_in_custody(kind):
    with refused("child_held_where_it_can_be"):
        is_now(factories.child(Stage.RETURNED), held_at=place(kind))


@pytest.mark.parametrize("kind", kinds_but(PlacePurpose.COURT))
def test_hearing_is_in_a_court_only(kind):
    with refused("hearing_in_a_court"):
        new_hearing(factories.child(), court=place(kind))


def test_hearing_is_in_the_country_that_holds_the_child():
    foreign = place(PlaceKind.COURT, country=Country.objects.get(code="SY"))

    with refused("hearing_in_the_holding_country"):
        new_hearing(factories.child(), court=foreign)


@pytest.mark.parametrize("kind", kinds_but(PlacePurpose.ROUTE))
@pytest.mark.parametrize("end", ["origin", "destination"])
def test_movement_is_between_borders_only(end, kind):
    with refused("movement_between_borders"):
        is_now(factories.movement(), **{end: place(kind)})


@pytest.mark.parametrize(
    ("care", "kind"),
    [
        *((PlacementKind.RELATIVE, kind) for kind in kinds_but(PlacePurpose.TOWN)),
        *((PlacementKind.FOSTER, kind) for kind in kinds_but(PlacePurpose.TOWN)),
        *((PlacementKind.INSTITUTION, kind) for kind in kinds_but(PlacePurpose.CARE)),
        (PlacementKind.OTHER, PlaceKind.PRISON),
    ],
)
def test_placement_is_where_such_care_is(care, kind):
    with refused("placement_at_home_or_in_care"):
        new_placement(factories.child(), kind=care, place=place(kind))


def test_every_column_that_names_a_place_refuses_a_joined_one():
    old, kept = factories.typed_town(), factories.typed_town("Kulob")
    is_now(old, joined_into=kept, checked_by=old.typed_by, checked_at=timezone.now())

    with refused("place_is_joined"):
        new_placement(factories.child(), kind=PlacementKind.RELATIVE, place=old)


def test_place_in_use_keeps_purpose_and_country():
    used, unused = factories.child().held_at, place(PlaceKind.COURT)

    for change in ({"kind": "court"}, {"country": Country.objects.get(code="SY")}):
        with refused("place_purpose_stays"):
            is_now(used, **change)
    is_now(used, kind=PlaceKind.CAMP)
    is_now(unused, kind=PlaceKind.PRISON)
    unused.refresh_from_db()
    assert unused.purpose == PlacePurpose.CUSTODY


def test_every_column_counts_as_use():
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'cases_place_is_used'")
        (source,) = cursor.fetchone()

    columns = {(model._meta.db_table, f"{column}_id") for model, column in names_a_place()}
    assert len(columns) == 7
    assert all(table in source and column in source for table, column in columns)


@pytest.mark.parametrize(
    ("guard", "fields"),
    [
        ("place_kind_known", {"kind": "street"}),
        ("place_typed_is_a_town", {"kind": "court"}),
        ("place_checked_whole", {"checked_at": factories.NOON}),
        ("no_delete", {}),
    ],
)
def test_place_of_the_wrong_form_is_refused(guard, fields):
    town = factories.typed_town()

    with refused(guard):
        if fields:
            is_now(town, **fields)
        else:
            execute("DELETE FROM cases_place WHERE id = %s", town.pk)


@pytest.mark.parametrize("unlike", ["itself", "court", "abroad", "joined", "not_checked"])
def test_place_is_joined_with_its_like_only(unlike):
    town, admin = factories.typed_town(), factories.user(Role.ADMIN)
    at = {"checked_by": admin, "checked_at": timezone.now()}
    kept = factories.typed_town("Kulob")
    joined = factories.typed_town("Koulob")
    is_now(joined, joined_into=kept, **at)
    into, guard = {
        "itself": (town, "place_joined_with_another"),
        "court": (place(PlaceKind.COURT), "place_joined_with_its_like"),
        "abroad": (place(PlaceKind.TOWN), "place_joined_with_its_like"),
        "joined": (joined, "place_joined_with_its_like"),
        "not_checked": (kept, "place_joined_is_checked"),
    }[unlike]

    with refused(guard):
        is_now(town, joined_into=into, **({} if unlike == "not_checked" else at))


def test_place_wanted_for_no_purpose_is_refused():
    """A record whose kind has no purpose yet names no place, whatever CHECK holds it besides."""
    town = factories.typed_town()

    with refused("place_of_no_purpose"):
        execute("SELECT cases_refuse_place(%s, NULL, 'place_of_no_purpose')", town.pk)
