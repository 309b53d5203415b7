"""What a caseworker writes down when a child is home."""

import datetime
import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.casework.documents import NewDocument
from cases.forms.acts import ChildForm, RecordForm, choices
from cases.forms.dates import DayField, set_day
from cases.forms.documents import PaperFacts, PaperForm
from cases.forms.names import NameField, TextField
from cases.forms.places import PlaceField
from cases.forms.versions import OnDay, TokenField, Versioned, facts_of
from cases.models import Document, Handover, Place
from cases.vocabulary import DocumentKind, PlacementKind


class HandoverFacts(PaperFacts):
    paper: str
    signed_on: datetime.date
    handed_by: str
    received_by: str


class PlacementFacts(OnDay):
    token: uuid.UUID
    kind: PlacementKind
    caregiver_name: str
    place: Place | None


class ScanFacts(OnDay):
    document: Document | None
    new: NewDocument | None


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

    def facts(self) -> ScanFacts:
        return facts_of(self, ScanFacts, new=self.new_document())


class PlacementForm(ChildForm, Versioned):
    """In whose care the child is, and since when."""

    token = TokenField()
    kind = forms.ChoiceField(label=_("Kind of care"), choices=lambda: choices(PlacementKind))
    caregiver_name = NameField(label=_("Person who cares for the child"), required=False)
    place = PlaceField(
        label=_("Place"),
        required=False,
        help_text=_("The institution, or the town where the family lives"),
    )
    on_day = DayField(label=_("In this care since"))

    use_required_attribute = False

    def prepare(self) -> None:
        returned = self.child.returned_on
        set_day(self, "on_day", earliest=returned, latest=self.on, initial=self.on)

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        errors = {"place", "caregiver_name"} & set(self.errors)
        if not (cleaned.get("place") or cleaned.get("caregiver_name") or errors):
            self.add_error("caregiver_name", _("Enter the person or the place, or both."))

    def facts(self) -> PlacementFacts:
        return facts_of(self, PlacementFacts)
