"""What a caseworker writes down when a child is home."""

import datetime
import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.casework.documents import NewDocument
from cases.casework.places import Typed
from cases.forms.acts import ChildForm, RecordForm, choices
from cases.forms.dates import DayField, set_day
from cases.forms.documents import PaperFacts, PaperForm
from cases.forms.emptied import AsksWhenEmptied
from cases.forms.fields import field
from cases.forms.names import NameField, TextField
from cases.forms.places import TYPED, PlaceField
from cases.forms.versions import OnDay, TokenField, Versioned, facts_of
from cases.models import Document, Handover, Placement
from cases.vocabulary import DocumentKind, PlacementKind, PlacePurpose


class HandoverFacts(PaperFacts):
    paper: str
    signed_on: datetime.date
    handed_by: str
    received_by: str


class PlacementFacts(OnDay):
    token: uuid.UUID
    kind: PlacementKind
    caregiver_name: str
    contact: str
    place: Typed


class ContactFacts(OnDay):
    contact: str


class HandoverScanFacts(OnDay):
    document: Document | None
    new: NewDocument | None


def contact_field() -> TextField:
    """Return the field that asks how to reach a caregiver."""
    return TextField(
        label=_("How to reach the caregiver"),
        limit=200,
        required=False,
        widget=forms.TextInput,
        help_text=_("Telephone, address or e-mail. Shown on request; each request is recorded."),
    )


class HandoverForm(PaperForm):
    """The signed paper, with its scan."""

    token = TokenField()
    paper = TextField(label=_("Document number"), limit=60, widget=forms.TextInput)
    signed_on = DayField(label=_("Signed on"))
    handed_by = TextField(
        label=_("Handed over by"),
        limit=120,
        widget=forms.TextInput,
        help_text=_("Name and office of the person who signed"),
    )
    received_by = TextField(
        label=_("Received by"),
        limit=120,
        widget=forms.TextInput,
        help_text=_("Name and office of the person who signed"),
    )

    def prepare(self) -> None:
        super().prepare()
        self.fields["file_kind"].initial = DocumentKind.OTHER
        returned = self.child.returned_on
        set_day(self, "signed_on", earliest=returned, latest=self.on, initial=self.on)

    def facts(self) -> HandoverFacts:
        return facts_of(self, HandoverFacts, new=self.new_document())


class HandoverScanForm(PaperForm, RecordForm[Handover]):
    """The scan of a handover that was recorded without one."""

    def prepare(self) -> None:
        super().prepare()
        self.fields["file_kind"].initial = DocumentKind.OTHER

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        if not cleaned.get("document") and not cleaned.get("file") and "file" not in self.errors:
            self.add_error("file", _("Choose a document on file or a new file."))

    def facts(self) -> HandoverScanFacts:
        return facts_of(self, HandoverScanFacts, new=self.new_document())


class ContactForm(AsksWhenEmptied, RecordForm[Placement]):
    """How to reach the caregiver of a child today."""

    relied_on = ("contact",)
    contact = contact_field()

    field_order = ("contact", "not_known")
    replaces = True

    def prepare(self) -> None:
        super().prepare()
        self.fields["contact"].initial = self.record.contact
        self.fields["not_known"].widget = forms.HiddenInput()  # until it is asked

    def facts(self) -> ContactFacts:
        return facts_of(self, ContactFacts)


class PlacementForm(ChildForm, Versioned):
    """In whose care the child is, and since when."""

    token = TokenField()
    kind = forms.ChoiceField(label=_("Kind of care"), choices=lambda: choices(PlacementKind))
    caregiver_name = NameField(label=_("Person who cares for the child"), required=False)
    place = PlaceField(
        PlacePurpose.TOWN,
        free=True,
        label=_("Town or district where the family lives"),
        required=False,
        help_text=TYPED,
    )
    institution = PlaceField(
        PlacePurpose.CARE,
        label=_("Institution"),
        required=False,
        help_text=_("For care in an institution. An admin adds new ones."),
    )
    contact = contact_field()
    on_day = DayField(label=_("In this care since"))

    use_required_attribute = False

    def prepare(self) -> None:
        returned = self.child.returned_on
        set_day(self, "on_day", earliest=returned, latest=self.on, initial=self.on)
        for name in ("place", "institution"):
            where = field(self, name, PlaceField)
            where.offer(where.places.filter(country=self.child.agreement.home_id))

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        kind, places = cleaned.get("kind"), ("place", "institution")
        if kind == PlacementKind.INSTITUTION and cleaned.get("place"):
            self.add_error("place", _("Enter the institution, not a town."))
        elif kind in (PlacementKind.RELATIVE, PlacementKind.FOSTER) and cleaned.get("institution"):
            self.add_error("institution", _("A family lives in a town or district: enter that."))
        elif all(cleaned.get(name) for name in places):
            self.add_error("institution", _("Enter the town or the institution, not both."))
        elif not any(
            cleaned.get(name) or name in self.errors for name in (*places, "caregiver_name")
        ):
            self.add_error("caregiver_name", _("Enter the person or the place, or both."))

    def facts(self) -> PlacementFacts:
        place = self.cleaned_data["institution"] or self.cleaned_data["place"]
        return facts_of(self, PlacementFacts, place=place)
