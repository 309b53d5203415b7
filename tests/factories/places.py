"""Prisons, courts, airports, towns."""

import factory
from factory.django import DjangoModelFactory

from cases.models import Country, Place, User
from cases.vocabulary import PlaceKind, Role
from tests.factories.people import user


class PlaceFactory(DjangoModelFactory):
    class Meta:
        model = Place
        django_get_or_create = ("country", "name")

    name = "Rusafa women’s prison, Baghdad"
    kind = PlaceKind.PRISON
    country = factory.LazyFunction(lambda: Country.objects.get(code="IQ"))


def airports() -> tuple[Place, Place]:
    """Return Baghdad's and Dushanbe's airport."""
    home = Country.objects.get(code="TJ")
    return (
        PlaceFactory(name="Baghdad International Airport", kind=PlaceKind.AIRPORT),
        PlaceFactory(name="Dushanbe Airport", kind=PlaceKind.AIRPORT, country=home),
    )


def care_centre() -> Place:
    """Return the institution of Dushanbe."""
    home = Country.objects.get(code="TJ")
    return PlaceFactory(name="Care centre, Dushanbe", kind=PlaceKind.CARE, country=home)


def typed_town(name: str = "Кӯлоб", by: User | None = None) -> Place:
    """Return a town of Tajikistan as a caseworker typed it, which nobody has checked."""
    home = Country.objects.get(code="TJ")
    typed_by = by or user(Role.CASEWORKER)
    return PlaceFactory(name=name, kind=PlaceKind.TOWN, country=home, typed_by=typed_by)


def court() -> Place:
    """Return Baghdad's court."""
    return PlaceFactory(name="Rusafa court, Baghdad", kind=PlaceKind.COURT)
