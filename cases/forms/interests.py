"""What a panel weighed for a child, and the second person's word on it."""

from dataclasses import fields

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.casework.interests import Weighing
from cases.forms.acts import ChildForm, RecordForm, WordOnCase
from cases.forms.dates import DayField, set_day
from cases.forms.names import TextField
from cases.forms.versions import Once, OnDay, TokenField, facts_of
from cases.models import BestInterestsNote
from cases.vocabulary import InterestsTrigger, NotHeard, Recommendation


class NoteFacts(Once):
    weighing: Weighing


class RevisionFacts(OnDay):
    weighing: Weighing


class WeighingForm(ChildForm):
    """What a panel weighed, as a best-interests note says it."""

    triggers = forms.MultipleChoiceField(
        label=_("What the panel considers"),
        choices=InterestsTrigger.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    held_on = DayField(label=_("Held on"))
    panel = TextField(
        label=_("Panel"),
        limit=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("At least two people, one on each line: name and role."),
    )
    child_view = TextField(
        label=_("The child's view"),
        limit=4000,
        required=False,
        help_text=_("What the child said, in the child's words where possible."),
    )
    not_heard = forms.ChoiceField(
        label=_("Or why the child was not heard"),
        choices=lambda: [("", "–"), *NotHeard.choices],
        required=False,
    )
    recommendation = forms.ChoiceField(
        label=_("Recommendation"), choices=Recommendation.choices, widget=forms.RadioSelect
    )
    reasons = TextField(label=_("Reasons"), limit=4000)
    dissent = TextField(
        label=_("Dissent"),
        limit=4000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Who on the panel disagreed, and why."),
    )

    use_required_attribute = False

    def prepare(self) -> None:
        set_day(self, "held_on", latest=self.on)

    def clean_panel(self) -> str:
        panel = self.cleaned_data["panel"]
        if len([line for line in panel.splitlines() if line.strip()]) < 2:
            raise forms.ValidationError(
                _("A panel has at least two people: enter one on each line, with the role.")
            )
        return panel

    def clean(self) -> None:
        super().clean()
        heard, why_not = self.cleaned_data.get("child_view"), self.cleaned_data.get("not_heard")
        if "child_view" not in self.errors and bool(heard) == bool(why_not):
            self.add_error(
                "child_view",
                _("Write what the child said, or choose why the child was not heard."),
            )

    def weighing(self) -> Weighing:
        """Return what the panel weighed."""
        return Weighing(**{field.name: self.cleaned_data[field.name] for field in fields(Weighing)})


class InterestsForm(WeighingForm):
    """A new best-interests note."""

    token = TokenField()

    def facts(self) -> NoteFacts:
        return facts_of(self, NoteFacts, weighing=self.weighing())


class ReviseForm(RecordForm[BestInterestsNote], WeighingForm):
    """A note that was sent back, or that its author writes anew; the fields hold what it says."""

    replaces = True

    def prepare(self) -> None:
        super().prepare()
        for field in fields(Weighing):
            self.fields[field.name].initial = getattr(self.record, field.name)

    def facts(self) -> RevisionFacts:
        return facts_of(self, RevisionFacts, weighing=self.weighing())


class ApprovalForm(WordOnCase, RecordForm[BestInterestsNote]):
    """The second person approves a note as it stands, or sends it back with a reason."""
