"""Each field offers places of its own purpose; an admin checks the towns that were typed."""

import uuid

import pytest
from django.urls import reverse

from cases.models import Country, Place
from cases.vocabulary import PlaceKind, Role, Stage
from tests import factories

pytestmark = pytest.mark.django_db
#: Of each country one place of each purpose; the tests look for these names.
KINDS = ("prison", "court", "care", "airport", "town")


@pytest.fixture
def everywhere():
    for code in ("IQ", "SY", "TJ"):
        for kind in KINDS:
            factories.PlaceFactory(
                name=f"{code}-{kind}", kind=kind, country=Country.objects.get(code=code)
            )


@pytest.fixture
def caseworker(client):
    client.force_login(factories.user(Role.CASEWORKER, language="en"))
    return client


@pytest.fixture
def admin(client):
    client.force_login(factories.user(Role.ADMIN, language="en"))
    return client


def offered(client, address):
    text = client.get(address).content.decode()
    return {f"{c}-{kind}" for c in ("IQ", "SY", "TJ") for kind in KINDS if f"{c}-{kind}" in text}


@pytest.mark.parametrize(
    ("route", "stage", "names"),
    [
        ("child-hearing", Stage.REGISTERED, {"IQ-court"}),
        ("child-place", Stage.RETURNED, {"TJ-town", "TJ-care"}),
    ],
)
def test_form_offers_the_places_of_its_own_purpose(caseworker, everywhere, route, stage, names):
    child = factories.child(stage)

    assert offered(caseworker, reverse(route, args=[child.reference])) == names


@pytest.mark.parametrize(
    ("stage", "names"),
    [(Stage.REGISTERED, {"IQ-prison"}), (Stage.RETURNED, {"TJ-town", "TJ-care"})],
)
def test_correcting_the_place_offers_where_such_a_child_can_be(
    caseworker, everywhere, stage, names
):
    child = factories.child(stage)

    assert offered(caseworker, reverse("child-edit", args=[child.reference, "place"])) == names


def test_registering_offers_custody_of_the_holding_country(caseworker, everywhere):
    factories.agreement()

    assert offered(caseworker, reverse("family-new")) == {"IQ-prison"}


def test_movement_is_offered_borders_and_airports(client, everywhere):
    factories.agreement()
    client.force_login(factories.user(Role.TRAVEL_OFFICER, language="en"))

    names = offered(client, reverse("movement-new"))

    assert names == {"IQ-airport", "SY-airport", "TJ-airport"}


def test_child_who_is_home_may_live_in_a_town_that_is_typed(caseworker):
    child = factories.child(Stage.RETURNED)
    address = reverse("child-edit", args=[child.reference, "place"])

    answer = caseworker.post(address, {"version": child.version, "held_at": "Кӯлоб"})

    child.refresh_from_db()
    assert answer.status_code == 302
    assert (child.held_at.name, child.held_at.is_checked) == ("Кӯлоб", False)


def test_placement_with_a_relative_in_a_typed_town_is_taken(caseworker):
    child = factories.child(Stage.RETURNED)
    address = reverse("child-handover", args=[child.reference])
    signed = {"paper": "H-1", "signed_on": "11.03.2019", "handed_by": "A", "received_by": "B"}
    caseworker.post(address, signed | {"token": uuid.uuid4()})

    answer = caseworker.post(
        reverse("child-place", args=[child.reference]),
        {
            "token": uuid.uuid4(),
            "version": child.version,
            "kind": "relative",
            "caregiver_name": "Раҳим Каримов",
            "place": "ноҳияи Восеъ",
            "on_day": "13.03.2019",
        },
    )

    assert answer.status_code == 302
    assert child.placements.get().place.name == "ноҳияи Восеъ"


def test_admin_is_told_of_towns_and_confirms_one(admin):
    town = factories.typed_town()

    home = admin.get(reverse("home"), follow=True)
    answer = admin.post(reverse("place", args=[town.pk]), {"version": 1, "into": ""}, follow=True)

    assert home.redirect_chain[0][0] == reverse("places")
    assert town.name in home.content.decode()
    assert "Checked: Кӯлоб." in answer.content.decode()
    assert not Place.objects.unchecked().exists()


def test_admin_joins_a_spelling_with_the_likely_one(admin):
    town, kept = factories.typed_town("Куляб"), factories.typed_town("Кӯлоб")
    factories.typed_town("Хуҷанд")
    address = reverse("place", args=[town.pk])

    page = admin.get(address).content.decode()
    admin.post(address, {"version": 1, "into": kept.pk})

    likely, other = page.index("Likely the same"), page.index("Another spelling of")
    assert likely < page.index("Кӯлоб") < other < page.index("Хуҷанд")
    town.refresh_from_db()
    assert town.joined_into == kept


@pytest.mark.parametrize("into", ["999999999", "x", "court"])
def test_place_that_is_not_offered_is_refused_in_a_sentence(admin, into):
    town = factories.typed_town()
    into = str(factories.court().pk) if into == "court" else into

    answer = admin.post(reverse("place", args=[town.pk]), {"version": 1, "into": into})

    assert answer.status_code == 200
    assert "Select a valid choice." in answer.content.decode()


def test_stale_check_is_told(admin):
    town = factories.typed_town()

    answer = admin.post(reverse("place", args=[town.pk]), {"version": "", "into": ""})

    assert answer.status_code == 409
    assert Place.objects.unchecked().exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_towns_costs_the_same_whatever_is_typed(admin, django_assert_num_queries, rows):
    for number in range(rows):
        factories.typed_town(f"Деҳаи {number}", by=factories.user(Role.CASEWORKER))
    admin.get(reverse("places"))

    with django_assert_num_queries(4):
        admin.get(reverse("places"))


@pytest.mark.parametrize("kind", [PlaceKind.PRISON])
def test_checked_place_is_not_checked_again(admin, kind):
    place = factories.PlaceFactory(kind=kind)

    answer = admin.get(reverse("place", args=[place.pk]), follow=True)

    assert f"{place.name} is checked already." in answer.content.decode()
