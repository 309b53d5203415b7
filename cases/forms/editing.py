"""One section of a mother's or a child's record, to be corrected."""

import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cases.casework.people import Identity, span_of
from cases.forms.dates import DayField
from cases.forms.names import NameField, TextField
from cases.forms.registration import SEXES, PersonForm, places
from cases.models import Child, Mother
from cases.rules.births import motherhood
from cases.vocabulary import BirthBasis, FatherStatus, NameKind, Proceedings, Sentence, Sex

Record = Mother | Child
KNOWN_FROM = [("", _("Not stated")), *BirthBasis.choices]


class Section(forms.Form):
    """A section knows its title, and says what the record holds now."""

    title = ""
    use_required_attribute = False

    def __init__(self, *args: Any, record: Record, on: datetime.date, **kwargs: Any) -> None:
        self.record, self.on = record, on
        super().__init__(*args, initial=self.recorded(record), **kwargs)
        for field in self.fields.values():
            field.unmarked = True

    def recorded(self, record: Record) -> dict[str, Any]:
        return {name: getattr(record, name) for name in self.base_fields}

    def facts(self) -> dict[str, Any]:
        """Return what the act of this section takes."""
        return self.cleaned_data


class IdentitySection(PersonForm):
    """Names, birth and sex of a person on record."""

    title = _("Names and birth")
    names = PersonForm.names | {"name_travel": NameKind.TRAVEL}

    name_travel = NameField(label=_("Name on travel document"), required=False)
    born_basis = forms.ChoiceField(
        label=_("The birth is known from"), choices=KNOWN_FROM, required=False
    )
    sex = forms.ChoiceField(label=_("Sex"), choices=SEXES, widget=forms.RadioSelect)
    young_mother = forms.BooleanField(
        label=_("The dates were checked: she was under 14 at this birth"), required=False
    )
    field_order = ["name_family", "name_official", "name_travel", "born", "young_mother"]

    def __init__(self, *args: Any, record: Record, on: datetime.date, **kwargs: Any) -> None:
        self.record = record
        person = record.person
        texts = {name.kind: name.text for name in reversed(person.names.all())}
        recorded = {field: texts.get(kind, "") for field, kind in self.names.items()}
        recorded |= {"born_basis": person.born_basis, "sex": person.sex}
        super().__init__(*args, on=on, initial=recorded, **kwargs)
        self.fields["born"].remember(
            person.born_earliest, person.born_latest, person.born_stated_on
        )
        if isinstance(record, Mother):
            del self.fields["sex"]
        for name, field in self.fields.items():
            field.unmarked = True
            if name != "born":
                field.widget.attrs.pop("data-duplicates", None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if isinstance(self.record, Child):
            self._refuse_nameless(_("The child needs a name, in any script."))
        restated = "born" in self.changed_data and not cleaned.get("young_mother")
        if restated and self._unlikely():
            self.add_error(
                "young_mother",
                _("She would have been under 14 at this birth. Check both dates, then tick."),
            )
        return cleaned

    @property
    def asks_about_age(self) -> bool:
        return bool(self["young_mother"].value() or self["young_mother"].errors)

    def facts(self) -> dict[str, Any]:
        """Return what the act of this section takes."""
        cleaned = self.cleaned_data
        return {
            "identity": Identity(
                names={kind: cleaned[name] for name, kind in self.names.items()},
                birth=cleaned["born"],
                birth_basis=cleaned["born_basis"],
                sex=Sex(cleaned.get("sex") or self.record.person.sex),
            )
        }

    def _unlikely(self) -> bool:
        birth = self.birth()
        if isinstance(self.record, Child):
            return motherhood(span_of(self.record.mother.person), birth) == "unlikely"
        children = self.record.children.select_related("person")
        return any(motherhood(birth, span_of(child.person)) == "unlikely" for child in children)


class PlaceSection(Section):
    """Where a mother or a child is now."""

    title = _("Where they are now")

    held_at = places()

    def __init__(self, *args: Any, record: Record, on: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, record=record, on=on, **kwargs)
        is_child = isinstance(record, Child)
        self.fields["held_at"].label = (
            _("Where the child is now") if is_child else _("Where she is now")
        )

    def recorded(self, record: Record) -> dict[str, Any]:
        return {"held_at": record.held_at_id}


class LegalSection(Section):
    """What a court has decided on a mother."""

    title = _("Legal situation")

    proceedings = forms.ChoiceField(label=_("Proceedings"), choices=Proceedings.choices)
    sentence = forms.ChoiceField(label=_("Sentence"), choices=Sentence.choices)
    sentence_months = forms.IntegerField(
        label=_("Months (fixed sentence only)"), min_value=1, max_value=1200, required=False
    )
    sentenced_on = DayField(label=_("Sentenced on"), required=False)

    def __init__(self, *args: Any, record: Record, on: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, record=record, on=on, **kwargs)
        self.fields["sentenced_on"].earliest = datetime.date(1990, 1, 1)
        self.fields["sentenced_on"].latest = on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("sentence_months") and cleaned.get("sentence") != Sentence.FIXED:
            self.add_error("sentence_months", _("Enter months only for a fixed sentence."))
        return cleaned


class FatherSection(Section):
    """What is known of a child's father."""

    title = _("Father")

    father_name = NameField(label=_("Father's name"), required=False)
    father_status = forms.ChoiceField(label=_("Father"), choices=FatherStatus.choices)
    father_evidence = TextField(
        label=_("How this is known"),
        limit=200,
        required=False,
        widget=forms.TextInput,
        help_text=_("A certificate and its number, or who said it."),
    )


MOTHER_SECTIONS = {"identity": IdentitySection, "place": PlaceSection, "legal": LegalSection}
CHILD_SECTIONS = {"identity": IdentitySection, "father": FatherSection, "place": PlaceSection}


def compared(yours: forms.Form, theirs: forms.Form) -> list[dict[str, Any]]:
    """Return both versions of a section field by field, as a person reads them."""
    rows = []
    for name, field in yours.fields.items():
        one, other = spoken(yours[name]), spoken(theirs[name])
        if name != "young_mother":
            rows.append(
                {
                    "name": name,
                    "label": field.label,
                    "yours": one,
                    "theirs": other,
                    "differs": one != other,
                    "chosen": yours.data.get(f"keep-{name}", ""),
                }
            )
    return rows


def with_choices(typed: QueryDict, theirs: forms.Form) -> QueryDict:
    """Return what was typed, with the recorded value where that one was chosen to stay."""
    chosen = typed.copy()
    for name in theirs.fields:
        if typed.get(f"keep-{name}") == "theirs":
            chosen[name] = _plain(theirs[name].value())
    return chosen


def spoken(bound: forms.BoundField) -> str:
    """Return the value of a field as the page says it."""
    text = _plain(bound.value()).strip()
    choices = getattr(bound.field, "choices", ())
    return next((str(label) for key, label in choices if str(key) == text), text)


def _plain(value: Any) -> str:
    if isinstance(value, datetime.date):
        return f"{value:%d.%m.%Y}"
    return "" if value is None else str(value)
