"""The file of a bank statement, and what a person adds to it."""

from typing import Any, TypedDict

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from cases.files.bank_files import ENDINGS
from cases.files.spreadsheets import MOST_BYTES, MOST_ROWS
from cases.forms.batches import LineField
from cases.forms.fields import Form, SizedFile
from cases.forms.versions import TokenField, facts_of
from cases.models import Draft, StatementLine
from cases.rules.text import whole_number


class SentFile(TypedDict):
    name: str
    content: bytes


class Agreed(TypedDict):
    seen: str
    rows: list[int]


class Applied(Agreed):
    funder: str


class Undone(TypedDict):
    note: str


class RowsField(forms.Field):
    """The rows whose offered match was ticked, as numbers."""

    widget = forms.SelectMultiple

    def clean(self, value: Any) -> list[int]:
        numbers = (whole_number(text, most=MOST_ROWS) for text in value or ())
        return [number for number in numbers if number]


class StatementForm(Form):
    """A statement as the bank gives it out; cleans to its name and its bytes."""

    file = forms.FileField(
        label=_("File of the statement"),
        help_text=_(
            "A spreadsheet (.xlsx, .csv), or what the bank exports: 1C, MT940 or camt.053. "
            "At most 5 MB."
        ),
        widget=SizedFile(attrs={"accept": ",".join(ENDINGS)}),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )

    use_required_attribute = False
    #: The file as it was sent, whatever is wrong with it.
    sent: tuple[str, bytes] | None = None

    def clean_file(self) -> tuple[str, bytes]:
        file: UploadedFile = self.cleaned_data["file"]
        # A little more than may be taken, so that a larger file is told in its own sentence.
        self.sent = file.name or "", file.read(MOST_BYTES + 1)
        return self.sent

    def facts(self) -> SentFile:
        name, content = self.cleaned_data["file"]
        return {"name": name, "content": content}


class MatchForm(Form):
    """What was shown when its lines are matched."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    rows = RowsField(required=False)

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


class UndoMatchForm(Form):
    """Why the match of a line is wrong."""

    note = LineField(
        limit=300,
        label=_("Why the match is wrong"),
        help_text=_("Do not name the child; a case number is enough."),
    )
    use_required_attribute = False

    def __init__(self, *args: Any, line: StatementLine, **options: Any) -> None:
        super().__init__(*args, **options)
        self.line = line

    def facts(self) -> Undone:
        return facts_of(self, Undone)
