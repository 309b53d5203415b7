"""A follow-up that is planned, and one that was done."""

import datetime
from copy import deepcopy

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases import wording
from cases.casework.together import One
from cases.forms.acts import ChildForm, RecordForm, choices
from cases.forms.dates import DayField, set_day, set_planned_day
from cases.forms.names import TextField
from cases.forms.siblings import SiblingsForm
from cases.forms.versions import Once, OnDay, TokenField, facts_of
from cases.models import FollowUp
from cases.queries.case_files import CaseFile
from cases.queries.refusals import early_refusal
from cases.rules.follow_ups import is_early
from cases.vocabulary import FollowUpKind, FollowUpResult


class FollowUpPlanFacts(Once):
    kind: FollowUpKind
    due_on: datetime.date


class FollowUpFacts(OnDay):
    done_on: datetime.date
    result: FollowUpResult
    note: str
    early_reason: str


class FollowUpPlanForm(ChildForm):
    token = TokenField()
    kind = forms.ChoiceField(label=_("Kind"), choices=lambda: choices(FollowUpKind))
    due_on = DayField(label=_("Due on"))

    def prepare(self) -> None:
        set_planned_day(self, "due_on", earliest=self.on)

    def facts(self) -> FollowUpPlanFacts:
        return facts_of(self, FollowUpPlanFacts)


class FollowUpForm(SiblingsForm, RecordForm[FollowUp]):
    """What was found, of one child or of several who were visited together."""

    field_order = ("also",)
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
    early_reason = TextField(
        label=_("Why it is done so early"),
        limit=500,
        required=False,
        widget=forms.TextInput,
        help_text=_("Needed more than two weeks before the day it is due."),
    )

    use_required_attribute = False

    def prepare(self) -> None:
        since = self.child.stage_since
        set_day(self, "done_on", earliest=since, latest=self.on, initial=self.on)
        early = is_early(self.on, due_on=self.record.due_on)
        if not early and self.add_prefix("early_reason") not in self.data:
            del self.fields["early_reason"]
        self.offer_siblings()

    def offer_siblings(self) -> None:
        """Offer the siblings who have a follow-up of this kind to be done, the nearest of each."""
        rows = FollowUp.objects.open().filter(
            child__mother=self.child.mother_id, kind=self.record.kind
        )
        rows = rows.exclude(child=self.child.pk).order_by("-due_on", "-n")
        self._of_siblings = {row.child_id: row for row in rows}
        super().offer_siblings()

    def why_not(self, file: CaseFile) -> str:
        is_open = file.child.pk in self._of_siblings
        return "" if is_open else gettext("No follow-up of this kind is open.")

    def stands(self, file: CaseFile) -> str:
        due_on = self._of_siblings[file.child.pk].due_on
        return gettext("due on %(day)s") % {"day": wording.day_text(due_on)}

    def version_of(self, file: CaseFile) -> int:
        return self._of_siblings[file.child.pk].version

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        done_on = cleaned.get("done_on")
        due_on = max(row.due_on for row in self._party())
        if done_on and is_early(done_on, due_on=due_on) and not cleaned.get("early_reason"):
            self.fields.setdefault("early_reason", deepcopy(self.base_fields["early_reason"]))
            self.add_error("early_reason", early_refusal(due_on))
        if cleaned.get("result") == FollowUpResult.CONCERN and not cleaned.get("note"):
            self.add_error("note", _("Enter what the concern is."))

    def facts(self) -> FollowUpFacts:
        early_reason = self.cleaned_data.get("early_reason", "")
        return facts_of(self, FollowUpFacts, early_reason=early_reason)

    def row_of(self, one: One) -> FollowUp:
        """Return the follow-up of one child of those who are ticked."""
        return self._of_siblings.get(one.child.pk, self.record)

    def facts_for(self, one: One) -> FollowUpFacts:
        """Return the facts of one child: what was found of all, the version of her own."""
        return {**self.facts(), "version": one.version}

    def _party(self) -> list[FollowUp]:
        return [self.record, *(self._of_siblings[each.child.pk] for each in self.ticked())]
