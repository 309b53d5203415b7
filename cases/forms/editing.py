"""One section of a mother's or a child's record, to be corrected."""

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases import wording
from cases.casework.people import Identity, span_of
from cases.casework.places import Typed
from cases.forms.agreements import ElsewhereField, ask_elsewhere
from cases.forms.births import BirthField
from cases.forms.dates import DayField, set_day
from cases.forms.emptied import AsksWhenEmptied
from cases.forms.fields import field, unmark
from cases.forms.names import NameField, TextField
from cases.forms.places import PlaceField, where_now
from cases.forms.registration import BIRTH_WANTED, SEXES, PersonForm, near_birth, near_sentence
from cases.forms.versions import OfVersion, Versioned, facts_of
from cases.models import Child, Mother, Place
from cases.rules.births import motherhood
from cases.rules.places import BORN_AT
from cases.rules.siblings import too_close
from cases.rules.text import LARGEST_KEY, whole_number
from cases.vocabulary import (
    BirthBasis,
    FatherStatus,
    NameWithdrawn,
    PlacePurpose,
    Proceedings,
    Sentence,
    Sex,
)

Record = Mother | Child
#: Fields that ask whether something unlikely was checked.
QUESTIONS = ("young_mother", "near_birth", "elsewhere", "not_known")
KNOWN_FROM = [("", _("Not stated")), *BirthBasis.choices]


class RecordSection(AsksWhenEmptied, Versioned):
    """A section of a record to be corrected: its title, and what the record holds now."""

    record: Child | Mother

    title: str | Promise = ""
    use_required_attribute = False
    replaces = True

    def __init__(
        self, *args: Any, record: Record, on: datetime.date | None = None, **kwargs: Any
    ) -> None:
        self.record, self.on = record, on  # the form of a person has taken the day already
        super().__init__(*args, **kwargs | {"initial": self.recorded(record)})
        for name, own in self.fields.items():
            if isinstance(own, NameField):
                own.recorded = self.initial.get(name) or ""
        self.open_at(record)
        unmark(self, *self.fields)

    def recorded(self, record: Record) -> dict[str, Any]:
        """Return what the fields hold of ``record``."""
        own = self.base_fields.keys() - RecordSection.base_fields.keys()
        return {name: getattr(record, name) for name in own}

    @property
    def shown_fields(self) -> list[forms.BoundField]:
        """Return the fields of the page: a question only once it has been put."""
        fields = self.visible_fields()
        return [one for one in fields if one.name not in QUESTIONS or one.value() or one.errors]

    def facts(self) -> Mapping[str, Any]:
        """Return what the act of this section takes."""
        raise NotImplementedError


class IdentityFacts(OfVersion):
    identity: Identity


class PlaceFacts(OfVersion):
    held_at: Typed


class LegalFacts(OfVersion):
    proceedings: Proceedings
    sentence: Sentence
    sentence_months: int | None
    sentenced_on: datetime.date | None


class FatherFacts(OfVersion):
    father_name: str
    father_status: FatherStatus
    father_evidence: str


class IdentitySection(PersonForm, RecordSection):
    """Names, birth and sex of a person on record."""

    title = _("Names and birth")
    relied_on = ("born", "birthplace")
    birthplace = PlaceField(*BORN_AT, free=True, label=_("Birthplace"), required=False)
    born_basis = forms.ChoiceField(
        label=_("The birth is known from"), choices=KNOWN_FROM, required=False
    )
    sex = forms.ChoiceField(label=_("Sex"), choices=SEXES, widget=forms.RadioSelect)
    because = forms.ChoiceField(
        label=_("If a name is removed: why"),
        choices=NameWithdrawn.choices,
        initial=NameWithdrawn.MISTAKE,
        required=False,
    )
    young_mother = forms.BooleanField(
        label=_("The dates were checked: she was under 14 at this birth"), required=False
    )
    near_birth = near_birth()
    field_order = [
        *PersonForm.names,
        "because",
        "born",
        "young_mother",
        "near_birth",
        "born_basis",
        "birthplace",
        "sex",
        "not_known",
    ]

    def __init__(self, *args: Any, record: Record, on: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, record=record, on=on, **kwargs)
        person = record.person
        self.name_country(record.agreement.holding)
        field(self, "born", BirthField).remember(
            person.born_earliest, person.born_latest, person.born_stated_on
        )
        self._offer_birthplaces(record)
        if isinstance(record, Mother):
            del self.fields["sex"]
        for name in self.fields:
            if name != "born":
                self.fields[name].widget.attrs.pop("data-duplicates", None)

    def recorded(self, record: Record) -> dict[str, Any]:
        person = record.person
        texts = {name.kind: name.text for name in reversed(person.names.all())}
        names = {field: texts.get(kind, "") for field, kind in self.names.items()}
        facts = {"born_basis": person.born_basis, "birthplace": person.birthplace}
        return names | facts | {"sex": person.sex}

    def _offer_birthplaces(self, record: Record) -> None:
        """Offer the places of both countries; a town that is typed is where most are born."""
        parties = record.agreement
        typed_in = parties.holding if isinstance(record, Child) else parties.home
        box = field(self, "birthplace", PlaceField)
        box.offer(box.places.filter(country__in=(parties.home_id, parties.holding_id)))
        box.help_text = _(
            "Choose from the list, or type a town of %(country)s. An admin checks new ones later."
        ) % {"country": wording.country_text(typed_in.code, typed_in.name)}

    def clean(self) -> None:
        super().clean()
        if isinstance(self.record, Child):
            self._refuse_nameless(_("The child needs a name, in any script."))
            self._refuse_birthless()
        restated = "born" in self.changed_data
        if restated and not self.cleaned_data.get("young_mother") and self._unlikely():
            self.add_error(
                "young_mother",
                _("She would have been under 14 at this birth. Check both dates, then tick."),
            )

        if restated and not self.cleaned_data.get("near_birth"):
            for sibling in self._too_near():
                self.add_error("near_birth", near_sentence(sibling.reference))

    def emptied(self) -> Iterator[str | Promise]:
        """Yield a mother's names and birth; a child keeps both, whatever is ticked."""
        if isinstance(self.record, Child):
            return
        are_wrong = any(name in self.errors for name in self.names)
        if any(map(self.initial.get, self.names)) and not self.names_entered() and not are_wrong:
            yield _("Name")
        yield from super().emptied()

    def _refuse_birthless(self) -> None:
        if self["born"].initial and not self.birth() and "born" not in self.errors:
            self.add_error("born", BIRTH_WANTED)

    def facts(self) -> IdentityFacts:
        cleaned = self.cleaned_data
        identity = Identity(
            names={kind: cleaned[name] for name, kind in self.names.items()},
            birth=cleaned["born"],
            birth_basis=cleaned["born_basis"],
            sex=Sex(cleaned.get("sex") or self.record.person.sex),
            birthplace=cleaned["birthplace"],
            because=NameWithdrawn(cleaned["because"] or NameWithdrawn.MISTAKE),
        )
        return facts_of(self, IdentityFacts, identity=identity)

    def _too_near(self) -> list[Child]:
        """Return the siblings of a child to whose birth the one entered lies too near."""
        if not isinstance(self.record, Child):
            return []
        siblings = self.record.mother.children.exclude(pk=self.record.pk).select_related("person")
        return [each for each in siblings if too_close(span_of(each.person), self.birth())]

    def _unlikely(self) -> bool:
        birth = self.birth()
        if isinstance(self.record, Child):
            return motherhood(span_of(self.record.mother.person), birth) == "unlikely"
        children = self.record.children.select_related("person")
        return any(motherhood(birth, span_of(child.person)) == "unlikely" for child in children)


class PlaceSection(RecordSection):
    """Where a mother or a child is now."""

    title = _("Where they are now")
    relied_on = ("held_at",)

    elsewhere = ElsewhereField()

    def __init__(self, *args: Any, record: Record, **kwargs: Any) -> None:
        super().__init__(*args, record=record, **kwargs)
        key = self.data.get(self.add_prefix("held_at"), "") if self.is_bound else ""
        self.fields["held_at"] = where_now(record, whole_number(key, most=LARGEST_KEY))
        unmark(self, "held_at")

    def emptied(self) -> Iterator[str | Promise]:
        """Yield a town that was typed; of a list "not known yet" is chosen on purpose."""
        is_typed = isinstance(self.fields["held_at"], PlaceField)
        if is_typed:
            yield from super().emptied()

    def recorded(self, record: Record) -> dict[str, Any]:
        at = record.held_at
        # Where a movement ended is no place to stay: the form asks where the child lives.
        return {"held_at": at if at and at.purpose != PlacePurpose.ROUTE else None}

    def clean(self) -> None:
        super().clean()
        record, place = self.record, self.cleaned_data.get("held_at")
        is_home = isinstance(record, Child) and record.returned_on is not None
        home = record.agreement.home_id if is_home else 0
        at = place if isinstance(place, Place) else None  # a town that is typed is at home
        question = ask_elsewhere(self, record.agreement, at, or_in=home)
        if question and "held_at" in self.changed_data and not self._is_answered():
            self.add_error("elsewhere", question)

    def _is_answered(self) -> bool:
        return bool(self["elsewhere"].data)

    def facts(self) -> PlaceFacts:
        return facts_of(self, PlaceFacts, held_at=self.cleaned_data["held_at"])


class LegalSection(RecordSection):
    """What a court has decided on a mother."""

    title = _("Legal situation")
    relied_on = ("sentenced_on", "sentence_months")

    proceedings = forms.ChoiceField(label=_("Proceedings"), choices=Proceedings.choices)
    sentence = forms.ChoiceField(label=_("Sentence"), choices=Sentence.choices)
    sentence_months = forms.IntegerField(
        label=_("Months (fixed sentence only)"), min_value=1, max_value=1200, required=False
    )
    sentenced_on = DayField(label=_("Sentenced on"), required=False)

    def __init__(self, *args: Any, record: Record, on: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, record=record, on=on, **kwargs)
        set_day(self, "sentenced_on", earliest=datetime.date(1990, 1, 1), latest=on)

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("sentence_months") and cleaned.get("sentence") != Sentence.FIXED:
            self.add_error("sentence_months", _("Enter months only for a fixed sentence."))

    def emptied(self) -> Iterator[str | Promise]:
        """Yield what is told of a sentence, unless another one is told now."""
        return iter(()) if "sentence" in self.changed_data else super().emptied()

    def facts(self) -> LegalFacts:
        return facts_of(self, LegalFacts)


class FatherSection(RecordSection):
    """What is known of a child's father."""

    title = _("Father")
    relied_on = ("father_name", "father_evidence")

    father_name = NameField(label=_("Father's name"), required=False)
    father_status = forms.ChoiceField(label=_("Father"), choices=FatherStatus.choices)
    father_evidence = TextField(
        label=_("How this is known"),
        limit=200,
        required=False,
        widget=forms.TextInput,
        help_text=_("A certificate and its number, or who said it."),
    )

    def facts(self) -> FatherFacts:
        return facts_of(self, FatherFacts)
