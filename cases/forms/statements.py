"""The file of a bank statement, and what a person adds to it."""

from typing import Any, TypedDict

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from cases.files.spreadsheets import MOST_BYTES
from cases.forms.batches import LineField
from cases.forms.versions import TokenField, facts_of
from cases.models import Draft


class SentFile(TypedDict):
    name: str
    content: bytes


class Agreed(TypedDict):
    seen: str


class Applied(Agreed):
    funder: str


class StatementForm(forms.Form):
    """A statement as the bank gives it out; cleans to its name and its bytes."""

    file = forms.FileField(
        label=_("File of the statement"),
        help_text=_("An .xlsx or .csv spreadsheet of at most 5 MB, in the layout below."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )

    use_required_attribute = False

    def clean_file(self) -> tuple[str, bytes]:
        file: UploadedFile = self.cleaned_data["file"]
        # A little more than may be taken, so that a larger file is told in its own sentence.
        return file.name or "", file.read(MOST_BYTES + 1)

    def facts(self) -> SentFile:
        name, content = self.cleaned_data["file"]
        return {"name": name, "content": content}


class MatchForm(forms.Form):
    """What was shown when its lines are matched."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def facts(self) -> Agreed:
        return facts_of(self, Agreed)


class ApplyForm(MatchForm):
    """What was shown when a statement is applied, and who funds its transfers."""

    token = TokenField()
    funder = LineField(limit=120, label=_("Funder"), required=False)

    def __init__(self, *args: Any, draft: Draft, funder: str, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.draft = draft
        self.fields["token"].initial, self.fields["funder"].initial = draft.data["token"], funder

    def facts(self) -> Applied:
        return facts_of(self, Applied)
