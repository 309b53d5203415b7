"""A box for a place by its name in any language; the names on record are offered."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.forms.fields import QuietField
from cases.models import Place

#: Places offered while typing; the others are found by their whole name.
OFFERED = 200


class OfferedPlaces(forms.TextInput):
    """A text box with a list of places to choose from."""

    template_name = "django/forms/widgets/offered.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        list_id = f"{context['widget']['attrs'].get('id', name)}_list"
        context["widget"]["attrs"]["list"] = list_id
        places = Place.objects.select_related("country")[:OFFERED]
        context["widget"] |= {"list_id": list_id, "offered": [whole_name(p) for p in places]}
        return context


class PlaceField(QuietField):
    """A place by its name, with or without its country; cleans to a ``Place`` or ``None``."""

    widget = OfferedPlaces

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=240, **options)

    def prepare_value(self, value: Any) -> Any:
        return whole_name(value) if isinstance(value, Place) else value

    def clean(self, value: Any) -> Place | None:
        text = super().clean(value)
        if not text:
            return None
        places = _places_called(text)
        if len(places) == 1:
            return places[0]
        if places:
            raise ValidationError(
                _("There are several places of this name. Add the country: %(places)s.")
                % {"places": "; ".join(map(whole_name, places[:5]))},
                code="several",
            )
        raise ValidationError(
            _("This place is not in the list. Choose another, or ask an admin to add it."),
            code="unknown",
        )


def whole_name(place: Place) -> str:
    """Return "Dushanbe Airport, Tajikistan"."""
    return f"{place.name}, {place.country.name}"


def _places_called(text: str) -> list[Place]:
    """Return the places called so in any language; the database folds Latin letters only."""
    wanted = text.casefold()
    rows = Place.objects.select_related("country").prefetch_related("names")
    return [place for place in rows if wanted in _names(place)]


def _names(place: Place) -> set[str]:
    names = {place.name, whole_name(place), *(other.name for other in place.names.all())}
    return {name.casefold() for name in names}
