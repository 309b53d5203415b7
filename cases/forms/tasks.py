"""What a person enters about a task."""

import datetime
import uuid
from typing import Any, TypedDict

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.acts import ChildForm, OfRecord, PersonField
from cases.forms.dates import DayField, set_planned_day
from cases.forms.fields import Form, field
from cases.forms.names import TextField
from cases.forms.versions import OfVersion, TokenField, facts_of
from cases.models import Task, User


class TaskFacts(TypedDict):
    token: uuid.UUID
    text: str
    due_on: datetime.date | None
    assigned_to: User | None


class AssignFacts(OfVersion):
    to: User


class AssignAllFacts(TypedDict):
    counted: int | None
    seen: str
    to: User


class TaskForm(ChildForm):
    token = TokenField()
    text = TextField(
        label=_("Task"),
        limit=200,
        widget=forms.TextInput,
        help_text=_("Do not enter names."),
    )
    due_on = DayField(label=_("Due on"), required=False)
    assigned_to = PersonField(label=_("Assigned to"), required=False)

    def prepare(self) -> None:
        set_planned_day(self, "due_on", earliest=self.on)
        field(self, "assigned_to", PersonField).offer()
        self.fields["assigned_to"].initial = self.child.caseworker_id

    def facts(self) -> TaskFacts:
        return facts_of(self, TaskFacts)


class AssignTaskForm(OfRecord[Task]):
    to = PersonField(label=_("Assigned to"))

    replaces = True

    def prepare(self) -> None:
        field(self, "to", PersonField).offer()
        self.fields["to"].initial = self.record.assigned_to_id

    def facts(self) -> AssignFacts:
        return facts_of(self, AssignFacts)


class AssignTasksForm(Form):
    """Some tasks, or all that a filter finds, and who they are given to."""

    counted = forms.IntegerField(required=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    to = PersonField(label=_("Assigned to"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field(self, "to", PersonField).offer()

    def facts(self) -> AssignAllFacts:
        return facts_of(self, AssignAllFacts)
