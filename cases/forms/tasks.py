"""What a person enters about a task."""

import datetime
import uuid
from typing import Any, TypedDict

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.acts import MODEL_BACKEND, ChildForm, RecordForm
from cases.forms.dates import DayField
from cases.forms.names import TextField
from cases.forms.versions import TokenField
from cases.models import Task, User


class PersonField(forms.ModelChoiceField):
    """Somebody who works on cases."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("empty_label", _("Choose …"))
        super().__init__(User.objects.none(), **options)

    def offer(self) -> None:
        """Offer those who work on cases now; asked for by each form that is made."""
        self.queryset = User.objects.with_perm(
            "cases.work_case", include_superusers=False, backend=MODEL_BACKEND
        ).order_by("last_name", "first_name")


class TaskFacts(TypedDict):
    token: uuid.UUID
    text: str
    due_on: datetime.date | None
    assigned_to: User | None


class AssignFacts(TypedDict):
    version: int | None
    to: User


class AssignAllFacts(TypedDict):
    counted: int | None
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
        self.fields["due_on"].earliest = self.on
        self.fields["assigned_to"].offer()
        self.fields["assigned_to"].initial = self.child.caseworker_id

    def facts(self) -> TaskFacts:
        cleaned = self.cleaned_data
        return {
            "token": cleaned["token"],
            "text": cleaned["text"],
            "due_on": cleaned["due_on"],
            "assigned_to": cleaned["assigned_to"],
        }


class AssignTaskForm(RecordForm):
    record: Task

    to = PersonField(label=_("Assigned to"))

    replaces = True

    def prepare(self) -> None:
        self.fields["to"].offer()
        self.fields["to"].initial = self.record.assigned_to_id

    def task_facts(self) -> AssignFacts:
        return {"version": self.cleaned_data["version"], "to": self.cleaned_data["to"]}


class AssignTasksForm(forms.Form):
    """Some tasks, or all that a filter finds, and who they are given to."""

    counted = forms.IntegerField(required=False, widget=forms.HiddenInput)
    to = PersonField(label=_("Assigned to"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].offer()

    def facts(self) -> AssignAllFacts:
        return {"counted": self.cleaned_data["counted"], "to": self.cleaned_data["to"]}
