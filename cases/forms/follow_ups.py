"""A follow-up that is planned, and one that was done."""

import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.acts import ChildForm, RecordForm, choices
from cases.forms.dates import DayField, set_day
from cases.forms.names import TextField
from cases.forms.versions import Once, OnDay, TokenField, facts_of
from cases.models import FollowUp
from cases.vocabulary import FollowUpKind, FollowUpResult


class FollowUpPlanFacts(Once):
    kind: FollowUpKind
    due_on: datetime.date


class FollowUpFacts(OnDay):
    done_on: datetime.date
    result: FollowUpResult
    note: str


class FollowUpPlanForm(ChildForm):
    token = TokenField()
    kind = forms.ChoiceField(label=_("Kind"), choices=lambda: choices(FollowUpKind))
    due_on = DayField(label=_("Due on"))

    def prepare(self) -> None:
        set_day(self, "due_on", earliest=self.on)

    def facts(self) -> FollowUpPlanFacts:
        return facts_of(self, FollowUpPlanFacts)


class FollowUpForm(RecordForm[FollowUp]):
    done_on = DayField(label=_("Done on"))
    result = forms.ChoiceField(
        label=_("Observations"), choices=FollowUpResult.choices, widget=forms.RadioSelect
    )
    note = TextField(
        label=_("Note"),
        limit=4000,
        required=False,
        help_text=_("Shown on this page only. Needed when there is a concern."),
    )

    use_required_attribute = False

    def prepare(self) -> None:
        since = self.child.stage_since
        set_day(self, "done_on", earliest=since, latest=self.on, initial=self.on)

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("result") == FollowUpResult.CONCERN and not cleaned.get("note"):
            self.add_error("note", _("Enter what the concern is."))

    def facts(self) -> FollowUpFacts:
        return facts_of(self, FollowUpFacts)
