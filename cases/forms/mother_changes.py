"""Which children come under which mother, on what evidence, and the second person's word."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.acts import VersionForm, WordForm
from cases.forms.fields import offer, unmark
from cases.forms.names import NameField, TextField
from cases.forms.versions import OfVersion, facts_of
from cases.models import Child, Document, Mother, User
from cases.queries.mother_changes import Move
from cases.rules.references import LONGEST, written

ON_RECORD, NEW = "record", "new"


class MotherChangeFacts(OfVersion):
    children: list[Child]
    to: Mother | None
    new_name: str
    reason: str
    document: Document | None


class ChildChoice(forms.ModelMultipleChoiceField):
    """Children of one mother, by number and name."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.reference} · {obj.person.name}"


class MotherChangeForm(VersionForm[Mother]):
    """The children who move, the mother on record or a new one, and the evidence."""

    children = ChildChoice(
        Child.objects.none(),
        label=_("Children who come under another mother"),
        error_messages={"required": _("Choose at least one child.")},
    )
    where = forms.ChoiceField(
        label=_("Under whom"),
        choices=[
            (ON_RECORD, _("A mother in the register")),
            (NEW, _("A mother who is not in the register yet")),
        ],
        initial=ON_RECORD,
        widget=forms.RadioSelect,
    )
    to = forms.CharField(
        label=_("Her number"),
        max_length=2 * LONGEST,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
    )
    new_name = NameField(
        label=_("Her name, if she is not in the register and it is known"), required=False
    )
    document = forms.ModelChoiceField(
        Document.objects.none(),
        label=_("Document that shows it"),
        empty_label=_("No document on file"),
        required=False,
    )
    reason = TextField(label=_("How it is known"), limit=1000, required=False)

    use_required_attribute = False

    def __init__(self, *args: Any, record: Mother, user: User, **rest: Any) -> None:
        super().__init__(*args, record=record, **rest)
        self.user = user
        hers = Child.objects.filter(mother=record).with_names().order_by("pk")
        offer(self, "children", hers)
        unmark(self, "to", "document", "reason")  # one of them, each where it is asked for
        papers = Document.objects.on_file()
        offer(self, "document", papers.filter(child__mother=record) | papers.filter(mother=record))

    def clean_to(self) -> Mother | None:
        reference = written(self.cleaned_data["to"].strip())
        if not reference or self.data.get(self.add_prefix("where")) == NEW:
            return None
        mothers = Mother.objects.visible_to(self.user).called(reference)
        mother = mothers.select_related("person", "agreement", "team").first()
        if mother is None:
            raise forms.ValidationError(_("No mother with this number is in the register."))
        return mother

    def clean(self) -> None:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("where") == ON_RECORD and "to" not in self.errors and not cleaned.get("to"):
            self.add_error("to", _("Enter the number of the mother, or choose a new record."))
        if (
            not cleaned.get("document")
            and not cleaned.get("reason")
            and "reason" not in self.errors
        ):
            self.add_error("reason", _("Choose a document or say how it is known."))

    @property
    def move(self) -> Move:
        """The move that a form without errors asks for."""
        facts = self.facts()
        return Move(self.record, tuple(facts["children"]), facts["to"], facts["new_name"])

    def facts(self) -> MotherChangeFacts:
        children = list(self.cleaned_data["children"])
        is_new = self.cleaned_data["where"] == NEW
        name = self.cleaned_data["new_name"] if is_new else ""
        return facts_of(self, MotherChangeFacts, children=children, new_name=name)


class MotherDecisionForm(WordForm, VersionForm[Mother]):
    """The second person's word on a change of mother."""

    field_order = ("version", "word", "reason")

    use_required_attribute = False

    def facts(self) -> OfVersion:
        return facts_of(self, OfVersion)
