"""What a person enters about a task."""

import datetime
import uuid
from typing import Any, TypedDict

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.acts import MODEL_BACKEND, ChildForm, OfRecord
from cases.forms.dates import DayField
from cases.forms.names import TextField
from cases.forms.versions import OfVersion, TokenField, Versioned, facts_of
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


class AssignFacts(OfVersion):
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
        return facts_of(self, TaskFacts)


class AssignTaskForm(OfRecord, Versioned):
    record: Task

    to = PersonField(label=_("Assigned to"))

    replaces = True

    def prepare(self) -> None:
        self.fields["to"].offer()
        self.fields["to"].initial = self.record.assigned_to_id

    def facts(self) -> AssignFacts:
        return facts_of(self, AssignFacts)


class AssignTasksForm(forms.Form):
    """Some tasks, or all that a filter finds, and who they are given to."""

    counted = forms.IntegerField(required=False, widget=forms.HiddenInput)
    to = PersonField(label=_("Assigned to"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].offer()

    def facts(self) -> AssignAllFacts:
        return facts_of(self, AssignAllFacts)
