"""Places that an admin checks, and the names that may be other spellings of them."""

from django.db.models import BooleanField, F, Func

from cases.models import Place
from cases.models.alphabet import in_alphabet
from cases.models.place import PlaceQuerySet
from cases.rules.names import LIKELY, likeness, match_key


def unchecked() -> PlaceQuerySet:
    """Return the towns that nobody has checked, oldest first, with country and author."""
    return Place.objects.unchecked().select_related("country", "typed_by").order_by("pk")


def others_of(place: Place) -> list[Place]:
    """Return the places that ``place`` could be joined with, by name."""
    like = Place.objects.filter(purpose=place.purpose, country=place.country_id, joined_into=None)
    return list(like.exclude(pk=place.pk).called().order_by(in_alphabet("name")))


def likely_same(place: Place, others: list[Place]) -> list[Place]:
    """Return those of ``others`` that are probably another spelling of ``place``, likest first."""
    scored = [(_likeness(place, other), other) for other in others]
    return [other for score, other in sorted(scored, key=lambda pair: -pair[0]) if score >= LIKELY]


def _likeness(one: Place, other: Place) -> float:
    """Return the best likeness of two names, in any script: 1 for the same sound."""
    keys = [[match_key(name) for name in place.all_names] for place in (one, other)]
    return max((likeness(a, b) for a in keys[0] for b in keys[1]), default=0.0)


def is_used(place: Place) -> bool:
    """Return whether a record names the place."""
    used = Func(F("pk"), function="cases_place_is_used", output_field=BooleanField())
    return bool(Place.objects.filter(pk=place.pk).values_list(used, flat=True).get())
