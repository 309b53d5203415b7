from django.contrib import admin

from cases.admin.editing import ReferenceAdmin, ReferenceInline
from cases.models import Country, Place, PlaceName


class PlaceNameInline(ReferenceInline):
    model = PlaceName
    show_change_link = False


@admin.register(Country)
class CountryAdmin(ReferenceAdmin):
    list_display = ("code", "name")
    search_fields = ("code", "name")


@admin.register(Place)
class PlaceAdmin(ReferenceAdmin):
    list_display = ("name", "kind", "country")
    list_filter = ("kind",)
    list_select_related = ("country",)
    search_fields = ("name", "names__name")
    inlines = (PlaceNameInline,)
