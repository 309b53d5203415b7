"""Towns that caseworkers type, and what an admin makes of them."""

import pytest

from cases.casework import children, hearings, homecoming, mothers, movements, places
from cases.casework.editing import Stale
from cases.casework.movements import JourneyPlan
from cases.casework.places import CannotUsePlace, Town
from cases.models import Country, Place
from cases.queries.places import likely_same, others_of
from cases.vocabulary import Act, HearingPurpose, PlaceKind, PlacementKind, Role, Stage
from tests import factories
from tests.factories import DAY

pytestmark = pytest.mark.django_db
CANNOT = "cannot be chosen here"


@pytest.fixture
def officer():
    return factories.user(Role.CASEWORKER)


@pytest.fixture
def admin():
    return factories.user(Role.ADMIN)


def placed(name, officer, kind=PlacementKind.RELATIVE):
    """Return a child placed in the care of a relative in a town that is typed."""
    child = factories.child(Stage.RETURNED)
    on = child.returned_on
    factories.hand_over(child, by=officer)
    homecoming.place(
        child=child, version=child.version, by=officer, on=on, kind=kind, place=Town(name)
    )
    child.refresh_from_db()
    return child


def court() -> Place:
    return factories.court()


def test_town_of_a_relative_is_kept_until_an_admin_checks_it(officer):
    child = placed("Кӯлоб", officer)

    town = child.placements.get().place
    assert (town.name, town.kind, town.typed_by, town.country.code) == (
        "Кӯлоб",
        PlaceKind.TOWN,
        officer,
        "TJ",
    )
    assert (child.held_at, town.is_checked) == (town, False)
    assert list(Place.objects.unchecked()) == [town]


@pytest.mark.parametrize("name", ["Кӯлоб", "кӯлоб", "КӮЛОБ", "Куляб", "Кӯлоб, Tajikistan"])
def test_town_on_record_is_not_made_again(officer, name):
    home = Country.objects.get(code="TJ")
    town = factories.PlaceFactory(name="Кӯлоб", kind=PlaceKind.TOWN, country=home)
    town.names.create(language="ru", name="Куляб")

    child = placed(name, officer)

    assert child.placements.get().place == town
    assert not Place.objects.unchecked().exists()


def test_name_of_another_kind_of_place_is_no_town(officer):
    home = Country.objects.get(code="TJ")
    factories.PlaceFactory(name="Care centre", kind=PlaceKind.CARE, country=home)

    with pytest.raises(CannotUsePlace, match="is already a place of another kind"):
        placed("Care centre", officer)


def test_each_act_refuses_a_place_of_another_purpose(officer):
    child = factories.child()
    mother, court = child.mother, factories.court()
    baghdad, dushanbe = factories.airports()
    plan = JourneyPlan(
        origin=child.held_at, destination=dushanbe, departs_at=DAY, arrives_at=DAY, seats=1
    )

    with pytest.raises(CannotUsePlace, match=CANNOT):
        mothers.edit_place(mother, version=mother.version, by=officer, on=DAY, held_at=baghdad)
    with pytest.raises(CannotUsePlace, match=CANNOT):
        children.edit_place(child, version=child.version, by=officer, on=DAY, held_at=court)
    with pytest.raises(CannotUsePlace, match=CANNOT):
        hearings.schedule(
            child=child,
            by=officer,
            on=DAY,
            court=child.held_at,
            scheduled_on=DAY,
            purpose=HearingPurpose.COURT_ORDER,
        )
    with pytest.raises(CannotUsePlace, match=CANNOT):
        movements.plan(agreement=child.agreement, journey=plan, by=officer)


def test_institution_is_not_typed(officer):
    with pytest.raises(CannotUsePlace, match="A town cannot be entered here"):
        placed("Кӯлоб", officer, kind=PlacementKind.INSTITUTION)


def test_hearing_in_a_court_of_another_country_is_refused(officer):
    foreign = factories.PlaceFactory(
        name="Qamishli court", kind=PlaceKind.COURT, country=Country.objects.get(code="SY")
    )

    with pytest.raises(CannotUsePlace, match="in another country"):
        hearings.schedule(
            child=factories.child(),
            by=officer,
            on=DAY,
            court=foreign,
            scheduled_on=DAY,
            purpose=HearingPurpose.COURT_ORDER,
        )


def test_confirmed_town_is_checked_once(admin):
    town = factories.typed_town()

    places.confirm(place=town, version=1, by=admin)

    town.refresh_from_db()
    assert (town.checked_by, town.is_checked) == (admin, True)
    with pytest.raises(CannotUsePlace, match="was checked already"):
        places.confirm(place=town, version=town.version, by=admin)


def test_joining_takes_every_record_along_and_keeps_the_spelling(officer, admin):
    child = placed("Куляб", officer)
    town, kept = child.held_at, factories.typed_town("Кӯлоб")

    places.join(place=town, version=town.version, into=kept, by=admin)

    child.refresh_from_db()
    assert (child.held_at, child.placements.get().place) == (kept, kept)
    assert [name.name for name in kept.names.all()] == ["Куляб"]
    entry = child.journal.order_by("-pk").first()
    assert (entry.act, entry.detail, entry.by) == (Act.EDIT, "place-joined", admin)
    assert list(Place.objects.unchecked()) == [kept]
    assert placed("Куляб", officer).held_at == kept


def test_every_column_that_names_a_place_follows_it(admin):
    for model, column in places.names_a_place():
        kind = {"court": PlaceKind.COURT, "birthplace": PlaceKind.TOWN}.get(column)
        kind = kind or (PlaceKind.PRISON if column == "held_at" else PlaceKind.AIRPORT)
        if column == "place":
            continue  # placements are above
        names = (f"{model.__name__} {column} {number}" for number in (1, 2))
        old, kept = (factories.PlaceFactory(name=name, kind=kind) for name in names)
        record = _record(model, old)
        if column != "court":  # a hearing keeps its court, but for this
            model.objects.filter(pk=record.pk).update(**{column: old})

        old.refresh_from_db()
        places.join(place=old, version=old.version, into=kept, by=admin)

        assert getattr(model.objects.get(pk=record.pk), column) == kept


def _record(model, court):
    return {
        "Child": factories.child,
        "Mother": factories.family,
        "Person": lambda: factories.child().person,
        "Movement": factories.movement,
        "Hearing": lambda: factories.hearing(factories.child(), court=court),
    }[model.__name__]()


def test_journey_that_is_agreed_follows_a_joined_airport(admin):
    child = factories.child(Stage.RETURNED)
    flight = child.passages.get().movement
    home = flight.destination.country
    kept = factories.PlaceFactory(name="Душанбе", kind=PlaceKind.AIRPORT, country=home)

    places.join(place=flight.destination, version=1, into=kept, by=admin)

    flight.refresh_from_db()
    child.refresh_from_db()
    assert (flight.destination, child.held_at) == (kept, kept)
    assert flight.lock_approved_by is not None


@pytest.mark.parametrize("into", ["itself", "court", "joined", "stale"])
def test_what_cannot_be_joined_is_refused(admin, into):
    town, other = factories.typed_town(), factories.typed_town("Kulob")
    third = factories.typed_town("Koulob")
    places.join(place=third, version=1, into=other, by=admin)
    wanted = {"itself": town, "court": factories.court(), "joined": third, "stale": other}[into]

    sentence = "of its kind|joined with another already|changed after you opened it"
    with pytest.raises((CannotUsePlace, Stale), match=sentence):
        places.join(place=town, version=0 if into == "stale" else 1, into=wanted, by=admin)

    town.refresh_from_db()
    assert town.joined_into is None


def test_place_that_others_were_joined_with_is_joined_the_other_way_round(admin):
    town, other = factories.typed_town(), factories.typed_town("Kulob")
    places.join(place=town, version=1, into=other, by=admin)
    other.refresh_from_db()

    with pytest.raises(CannotUsePlace, match="the other way round"):
        places.join(
            place=other, version=other.version, into=factories.typed_town("Koulob"), by=admin
        )


@pytest.mark.parametrize("name", ["Куляб", "Kulob", "Кулоб", "كولاب"])
def test_another_spelling_is_likely_the_same(name):
    town = factories.typed_town("Кӯлоб")
    other, _far = factories.typed_town(name), factories.typed_town("Хуҷанд")

    assert likely_same(town, others_of(town)) == [other]
