"""An assessment, criterion by criterion, and the second person's decision on it."""

import datetime
import uuid
from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.acts import ChildForm, OfRecord, StepForm
from cases.forms.dates import DayField, set_day
from cases.forms.names import TextField
from cases.forms.versions import OnDay, TokenField, Versioned, facts_of
from cases.models import Assessment, Criterion
from cases.vocabulary import Answer, Decision


class AssessmentFacts(OnDay):
    token: uuid.UUID
    findings: dict[Criterion, tuple[Answer, str]]
    proposed: Decision
    proposal_reasons: str


class AssessmentDecision(OnDay):
    decided: Decision
    reasons: str
    review_due_on: datetime.date | None


class AssessForm(ChildForm, Versioned):
    """A row for each criterion of the published set, and what follows from them."""

    token = TokenField()
    proposed = forms.ChoiceField(
        label=gettext_lazy("Proposed decision"),
        choices=Decision.choices,
        widget=forms.RadioSelect,
    )
    proposal_reasons = TextField(label=gettext_lazy("Reasons"), limit=4000)

    def __init__(self, *args: Any, criteria: list[Criterion], **rest: Any) -> None:
        self.criteria = criteria
        super().__init__(*args, **rest)

    def prepare(self) -> None:
        for criterion in self.criteria:
            self.fields[_answer(criterion)] = forms.ChoiceField(
                label=criterion.text,
                choices=Answer.choices,
                widget=forms.RadioSelect,
                required=criterion.required,
                error_messages={"required": _("Answer this question.")},
            )
            self.fields[_note(criterion)] = TextField(
                label=_("Note"), limit=2000, required=False, widget=forms.Textarea({"rows": 2})
            )

        asked = [name for each in self.criteria for name in (_answer(each), _note(each))]
        self.order_fields([*asked, "proposed", "proposal_reasons"])

    def rows(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        """Return the answer and the note of each criterion."""
        for criterion in self.criteria:
            yield self[_answer(criterion)], self[_note(criterion)]

    def facts(self) -> AssessmentFacts:
        cleaned = self.cleaned_data
        findings = {
            criterion: (cleaned[_answer(criterion)], cleaned[_note(criterion)])
            for criterion in self.criteria
            if cleaned[_answer(criterion)]
        }
        return facts_of(self, AssessmentFacts, findings=findings)


class DecideForm(OfRecord[Assessment], StepForm):
    """What the second person decides on an assessment."""

    decided = forms.ChoiceField(
        label=gettext_lazy("Your decision"),
        choices=Decision.choices,
        widget=forms.RadioSelect,
    )
    reasons = TextField(label=gettext_lazy("Reasons"), limit=4000)
    review_due_on = DayField(
        label=gettext_lazy("Review due on"),
        required=False,
        help_text=gettext_lazy("For a deferral, and where the rules may change."),
    )

    field_order = ("version", "decided", "reasons", "review_due_on", "on_day")

    def prepare(self) -> None:
        super().prepare()
        set_day(self, "review_due_on", earliest=self.on + datetime.timedelta(days=1))

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("decided") == Decision.DEFERRED and not cleaned.get("review_due_on"):
            self.add_error("review_due_on", _("A deferral needs a future review date."))

    def facts(self) -> AssessmentDecision:
        return facts_of(self, AssessmentDecision)


def _answer(criterion: Criterion) -> str:
    return f"answer-{criterion.pk}"


def _note(criterion: Criterion) -> str:
    return f"note-{criterion.pk}"
