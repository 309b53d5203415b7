"""What a person enters to save a list of children."""

from typing import Any, TypedDict

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.fields import field
from cases.forms.names import TextField
from cases.forms.versions import Versioned, facts_of
from cases.models import SavedView, User
from cases.queries.saved_views import may_share
from cases.vocabulary import SharedWith


class Saved(TypedDict):
    version: int | None
    name: str
    shared_with: SharedWith
    pinned: bool


class SavedViewForm(Versioned):
    record: SavedView

    name = TextField(
        label=_("Name"), limit=60, widget=forms.TextInput, help_text=_("Do not enter names.")
    )
    shared_with = forms.TypedChoiceField(
        label=_("Who sees it"), coerce=SharedWith, widget=forms.RadioSelect
    )
    pinned = forms.BooleanField(label=_("Show it among the tabs"), required=False, initial=True)

    def __init__(self, *args: Any, by: User, record: SavedView | None = None, **rest: Any) -> None:
        super().__init__(*args, **rest)
        shared = field(self, "shared_with", forms.TypedChoiceField)
        shared.choices = [(each.value, each.label) for each in may_share(by)]
        shared.initial = SharedWith.NOBODY
        if record is not None:
            self.record = record
            for name in ("name", "shared_with", "pinned"):
                self.fields[name].initial = getattr(record, name)
            self.open_at(record)

    def facts(self) -> Saved:
        return facts_of(self, Saved)
