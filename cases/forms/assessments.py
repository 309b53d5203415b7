"""An assessment, criterion by criterion, and the second person's decision on it."""

import datetime
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.acts import ChildForm, OfRecord, StepForm
from cases.forms.dates import DayField, set_day
from cases.forms.names import TextField
from cases.forms.versions import OnDay, TokenField, Versioned, facts_of
from cases.models import Assessment, Criterion
from cases.queries.asked_facts import OnRecord
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
    """A row for each criterion of the published set, and what follows from them.

    An answer that the register contradicts is sent once more, with a tick and a note of why.
    """

    token = TokenField()
    proposed = forms.ChoiceField(
        label=gettext_lazy("Proposed decision"),
        choices=Decision.choices,
        widget=forms.RadioSelect,
    )
    proposal_reasons = TextField(label=gettext_lazy("Reasons"), limit=4000)

    def __init__(
        self,
        *args: Any,
        criteria: list[Criterion],
        on_record: Mapping[int, OnRecord],
        **rest: Any,
    ) -> None:
        self.criteria, self.on_record = criteria, on_record
        super().__init__(*args, **rest)

    def prepare(self) -> None:
        for criterion in self.criteria:
            self.fields[_answer(criterion)] = forms.ChoiceField(
                label=criterion.text,
                choices=Answer.choices,
                widget=forms.RadioSelect,
                required=criterion.required,
                help_text=self._says(criterion),
                error_messages={"required": _("Answer this question.")},
            )
            self.fields[_stands(criterion)] = forms.BooleanField(
                label=_("The answer stands; the note says why."), required=False
            )
            self.fields[_note(criterion)] = TextField(
                label=_("Note"), limit=2000, required=False, widget=forms.Textarea({"rows": 2})
            )

        names = (_answer, _stands, _note)
        questions = [name(each) for each in self.criteria for name in names]
        self.order_fields([*questions, "proposed", "proposal_reasons"])

    def _says(self, criterion: Criterion) -> str:
        fact = self.on_record.get(criterion.pk)
        return fact.beside if fact else ""

    def rows(self) -> Iterator[tuple[forms.BoundField, forms.BoundField, forms.BoundField | None]]:
        """Return the answer and the note of each criterion, and the tick that an answer stands.

        The tick is None where the register does not contradict what was sent.
        """
        for criterion in self.criteria:
            tick = self[_stands(criterion)] if self._against(criterion) else None
            yield self[_answer(criterion)], self[_note(criterion)], tick

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for criterion in self.criteria:
            if sentence := self._against(criterion):
                self._ask_why(criterion, sentence)
        return cleaned

    def _against(self, criterion: Criterion) -> str:
        fact = self.on_record.get(criterion.pk)
        return fact.against(self[_answer(criterion)].data or "") if fact and self.is_bound else ""

    def _ask_why(self, criterion: Criterion, sentence: str) -> None:
        if not self.cleaned_data.get(_stands(criterion)):
            ask = _("Correct the answer, or tick that it stands and say why in the note.")
            self.add_error(_answer(criterion), f"{sentence} {ask}")
        elif not self.cleaned_data.get(_note(criterion)) and not self[_note(criterion)].errors:
            self.add_error(_note(criterion), _("Say why the answer stands."))

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


def _stands(criterion: Criterion) -> str:
    return f"stands-{criterion.pk}"


def _note(criterion: Criterion) -> str:
    return f"note-{criterion.pk}"
