from django.contrib import admin

from cases.admin.editing import IDENTIFYING, ReadOnlyAdmin
from cases.models import Identifier, Person, PersonName


@admin.register(Person)
class PersonAdmin(ReadOnlyAdmin):
    list_display = ("pk", "born_earliest", "born_latest", "nationality")
    exclude = ("sex",)  # its words are those of children, and most people here are adults
    list_select_related = ("nationality",)
    needs = IDENTIFYING
    to_child = ""


@admin.register(PersonName)
class PersonNameAdmin(ReadOnlyAdmin):
    """Without a search box, which would put names into addresses."""

    list_display = ("text", "kind", "script", "is_primary")
    needs = IDENTIFYING
    to_child = ""


@admin.register(Identifier)
class IdentifierAdmin(ReadOnlyAdmin):
    list_display = ("scheme", "country", "value")
    list_select_related = ("country",)
    needs = IDENTIFYING
    to_child = ""
