"""What a person enters for many children of a list at once."""

import datetime
from typing import Any, TypedDict

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.acts import PersonField
from cases.forms.dates import DayField, set_planned_day
from cases.forms.fields import Form, field
from cases.forms.names import TextField
from cases.forms.versions import facts_of
from cases.models import User


class CountedAgain(TypedDict):
    """How many children the page counted, and the mark of how they stood."""

    counted: int | None
    seen: str


class AssignedToAll(CountedAgain):
    caseworker: User


class TaskForAll(CountedAgain):
    text: str
    due_on: datetime.date | None


class BulkForm(Form):
    counted = forms.IntegerField(required=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, *args: Any, on: datetime.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.on = on
        self.prepare()

    def prepare(self) -> None:
        """Offer what depends on the day."""


class AssignAllForm(BulkForm):
    caseworker = PersonField(label=_("Caseworker"))

    def prepare(self) -> None:
        field(self, "caseworker", PersonField).offer()

    def facts(self) -> AssignedToAll:
        return facts_of(self, AssignedToAll)


class TaskForAllForm(BulkForm):
    text = TextField(
        label=_("Task"), limit=200, widget=forms.TextInput, help_text=_("Do not enter names.")
    )
    due_on = DayField(label=_("Due on"), required=False)

    def prepare(self) -> None:
        set_planned_day(self, "due_on", earliest=self.on)

    def facts(self) -> TaskForAll:
        return facts_of(self, TaskForAll)
