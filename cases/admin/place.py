from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _

from cases.admin.editing import ReferenceAdmin, ReferenceInline, VersionedForm
from cases.models import Country, Currency, Place, PlaceName
from cases.queries.places import is_used
from cases.rules.places import is_zone
from cases.vocabulary import PlaceKind


class PlaceNameInline(ReferenceInline):
    model = PlaceName
    show_change_link = False


class ZoneForm(VersionedForm):
    """A time zone is one of the world's list."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if cleaned.get("zone") and not is_zone(cleaned["zone"]):
            self.add_error("zone", _("This is not a time zone. Write it like Asia/Dushanbe."))
        return cleaned


class CurrencyForm(VersionedForm):
    """The code and the digits are those of ISO 4217."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "minor_units" in self.fields:
            self.fields["minor_units"].disabled = True


class PlaceForm(ZoneForm):
    """A place on record keeps its purpose and its country."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        country, kind, was = cleaned.get("country"), cleaned.get("kind"), self.instance
        if country and not cleaned.get("zone") and "zone" not in self.errors:
            cleaned["zone"] = country.zone
            if not country.zone:
                self.add_error("zone", _("The country has several time zones. Say which."))
        if was.pk and country and kind and {"country", "kind"} & set(self.changed_data):
            other = (country.pk, PlaceKind(kind).purpose) != (
                self.initial["country"],
                PlaceKind(self.initial["kind"]).purpose,
            )
            if other and is_used(was):
                self.add_error(
                    "kind", _("Cases name this place: it keeps its purpose and country.")
                )
        return cleaned


@admin.register(Country)
class CountryAdmin(ReferenceAdmin):
    form = ZoneForm
    list_display = ("code", "name", "zone")
    search_fields = ("code", "name")


@admin.register(Currency)
class CurrencyAdmin(ReferenceAdmin):
    """Which currencies are in use; migrating adds them all."""

    form = CurrencyForm
    list_display = ("code", "minor_units", "in_use")
    list_filter = ("in_use",)
    search_fields = ("code",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(Place)
class PlaceAdmin(ReferenceAdmin):
    form = PlaceForm
    list_display = ("name", "kind", "country", "zone")
    list_filter = ("kind",)
    list_select_related = ("country",)
    search_fields = ("name", "names__name")
    inlines = (PlaceNameInline,)
