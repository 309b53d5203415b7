"""A box for a place by its name in any language; those of its own purpose are offered."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _

from cases.casework.places import Town, Typed
from cases.forms.fields import QuietField
from cases.models import Agreement, Child, Mother, Place
from cases.models.place import PlaceQuerySet
from cases.rules.places import AT_HOME, CannotUseTown, clean_town, spelling
from cases.rules.stages import HOME
from cases.vocabulary import AgreementStatus, PlacePurpose

#: Places offered while typing; the others are found by their whole name.
OFFERED = 200
TYPED = _("Choose from the list, or type a town or district. An admin checks new ones later.")


class OfferedPlaces(forms.TextInput):
    """A text box with a list of places to choose from."""

    template_name = "django/forms/widgets/offered.html"
    offered: PlaceQuerySet

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        list_id = f"{context['widget']['attrs'].get('id', name)}_list"
        context["widget"]["attrs"]["list"] = list_id
        places = self.offered.select_related("country")[:OFFERED]
        context["widget"] |= {"list_id": list_id, "offered": [p.whole_name for p in places]}
        return context


class PlaceField(QuietField):
    """A place of its own purposes by its name, with or without its country.

    Cleans to a ``Place`` or ``None``; where the caller says that towns are ``free``, also to a
    ``Town`` that is not on record.
    """

    widget = OfferedPlaces
    default_error_messages = {"required": _("Enter a place.")}

    def __init__(self, *purposes: PlacePurpose, free: bool = False, **options: Any) -> None:
        self.free = free
        super().__init__(max_length=240, **options)
        self.offer(Place.objects.serving(*purposes))

    def offer(self, places: PlaceQuerySet) -> None:
        """Offer these places, and take no others."""
        self.places = self.widget.offered = places

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Town):
            return value.name
        return value.whole_name if isinstance(value, Place) else value

    def clean(self, value: Any) -> Typed:
        text = super().clean(value)
        if not text:
            return None
        wanted = spelling(text)
        places = [place for place in self.places.called() if wanted in place.spellings]
        if len(places) == 1:
            return places[0]
        if places:
            raise ValidationError(
                _("There are several places of this name. Add the country: %(places)s.")
                % {"places": "; ".join(place.whole_name for place in places[:5])},
                code="several",
            )
        if self.free:
            return _town(text)
        raise ValidationError(
            _("This place is not in the list. Choose another, or ask an admin to add it."),
            code="unknown",
        )


def _town(text: str) -> Town:
    try:
        return Town(clean_town(text))
    except CannotUseTown as refusal:
        raise ValidationError(
            _("This is not the name of a town or district. Use letters."), code="town"
        ) from refusal


class OfferedOnly(ModelChoiceIterator):
    """Goes through the places that a field offers; it may take others."""

    def __init__(self, field: "PlaceChoice") -> None:
        super().__init__(field)
        if field.offered is not None:
            self.queryset = field.offered


class PlaceChoice(forms.ModelChoiceField):
    """One of the places of a purpose; ``offered`` are those in the list, where not all are."""

    iterator = OfferedOnly
    offered: PlaceQuerySet | None = None

    def label_from_instance(self, place: Place) -> str:
        return place.whole_name


def _holding_countries() -> "QuerySet[Agreement, int]":
    return Agreement.objects.exclude(status=AgreementStatus.ENDED).values_list("holding", flat=True)


def custody(**options: Any) -> PlaceChoice:
    """Return the field that asks where somebody is held, under whichever agreement."""
    places = Place.objects.serving(PlacePurpose.CUSTODY).filter(country__in=_holding_countries())
    return PlaceChoice(
        queryset=places.select_related("country"),
        required=False,
        empty_label=_("Not known yet"),
        **options,
    )


def where_now(record: Mother | Child, chosen: int | None) -> forms.Field:
    """Return the field that asks where a mother or a child of an agreement is now.

    A child who is home is in an institution or in a town, which may be typed. Others are in
    custody in the holding country. One in that of another open agreement is not offered; where
    it is ``chosen`` all the same, the form asks about that.
    """
    label = _("Where the child is now") if isinstance(record, Child) else _("Where she is now")
    if isinstance(record, Child) and record.stage in HOME:
        where = PlaceField(*AT_HOME, free=True, required=False, label=label, help_text=TYPED)
        where.offer(where.places.filter(country=record.agreement.home_id))
        return where
    field = custody(label=label)
    own = Q(country=record.agreement.holding_id) | Q(
        pk__in=[key for key in (record.held_at_id, chosen) if key]
    )
    places = Place.objects.serving(PlacePurpose.CUSTODY).select_related("country")
    field.offered = places.filter(own)
    field.queryset = places.filter(own | Q(country__in=_holding_countries()))
    return field
