"""The Latin name on a travel document: suggested by rule, recorded by whoever compared it."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.forms.editing import Record, RecordSection
from cases.forms.fields import field
from cases.forms.names import LatinNameField
from cases.forms.versions import OfVersion, facts_of
from cases.models import Child, Person
from cases.queries.spellings import on_travel_document
from cases.rules.latin import suggested
from cases.vocabulary import Script


class TravelNameFacts(OfVersion):
    name: str


class TravelNameSection(RecordSection):
    """The name as on the travel document; where none is on record, the box holds a suggestion."""

    title = _("Name on the travel document")

    name_travel = LatinNameField(error_messages={"required": _("Enter a name.")})

    def __init__(self, *args: Any, record: Record, **options: Any) -> None:
        super().__init__(*args, record=record, **options)
        if self.initial["name_travel"] and not on_travel_document(record.person.names.all()):
            hint = gettext(
                "Suggested from “%(name)s” by the table of ICAO 9303. Nothing is recorded yet: "
                "compare it with the travel document, then save."
            )
            words = {"name": _cyrillic(record.person)}
            field(self, "name_travel", LatinNameField).help_text = hint % words

    def recorded(self, record: Record) -> dict[str, Any]:
        mother = record.mother.person if isinstance(record, Child) else None
        hers = _cyrillic(mother) if mother else ""
        latin = suggested(_cyrillic(record.person), mother=hers, sex=record.person.sex)
        return {"name_travel": on_travel_document(record.person.names.all()) or latin}

    def facts(self) -> TravelNameFacts:
        return facts_of(self, TravelNameFacts, name=self.cleaned_data["name_travel"])


def _cyrillic(person: Person) -> str:
    """Return the Cyrillic name that is shown first; "" where there is none."""
    names = [name for name in person.names.all() if name.script == Script.CYRILLIC]
    return next((name.text for name in sorted(names, key=lambda one: not one.is_primary)), "")
