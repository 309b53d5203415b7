"""An assessment, criterion by criterion, and the second person's decision on it."""

import datetime
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases import wording
from cases.casework.together import One
from cases.forms.acts import OfRecord, StepForm
from cases.forms.dates import DayField, set_planned_day
from cases.forms.names import TextField
from cases.forms.siblings import SiblingsForm
from cases.forms.versions import OnDay, TokenField, Versioned, facts_of
from cases.models import Assessment, Criterion
from cases.queries.asked_facts import OnRecord, on_record_for
from cases.queries.assessments import findings_of, undecided_of
from cases.queries.case_files import CaseFile, case_file
from cases.queries.refusals import refusals
from cases.vocabulary import Act, Answer, Decision

#: Letters of the reasons of a decision.
MOST_REASONS = 4000


class AssessmentFacts(OnDay):
    token: uuid.UUID
    findings: dict[Criterion, tuple[Answer, str]]
    proposed: Decision
    proposal_reasons: str


class AssessmentDecision(OnDay):
    decided: Decision
    reasons: str
    review_due_on: datetime.date | None


class AssessForm(SiblingsForm, Versioned):
    """A row for each criterion of the published set, and what follows from them.

    An answer that the register contradicts is sent once more, with a tick and a note of why.
    """

    leads_on = True

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
        earlier: Assessment | None = None,
        **rest: Any,
    ) -> None:
        self.criteria, self.on_record, self.earlier = criteria, on_record, earlier
        super().__init__(*args, **rest)

    def prepare(self) -> None:
        self.offer_siblings()
        self.beside = {
            each.child.reference: on_record_for(each.file, self.criteria) for each in self.siblings
        }
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
        rows = [name(each) for each in self.criteria for name in names]
        self.order_fields(["also", *rows, "proposed", "proposal_reasons"])

    def _says(self, criterion: Criterion) -> str:
        """Return what is on record beside a question, and of the siblings what differs."""
        fact = self.on_record.get(criterion.pk)
        if fact is None:
            return ""
        others = (
            f"{each.name}: {their.sentence}"
            for each in self.siblings
            if not each.why_not and (their := self.beside[each.child.reference].get(criterion.pk))
            if their.sentence != fact.sentence
        )
        return " ".join((fact.beside, *others))

    def key(self) -> str:
        return Act.ASSESS

    def why_not(self, file: CaseFile) -> str:
        return " ".join(refusals(file, Act.ASSESS, by=self.by))

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
        """Return what the register holds against an answer, of the child and of who is ticked."""
        if not self.is_bound:
            return ""
        answer = self[_answer(criterion)].data or ""
        fact = self.on_record.get(criterion.pk)
        sentences = [fact.against(answer)] if fact else []
        for each in self.ticked():
            their = self.beside[each.child.reference].get(criterion.pk)
            if their and (sentence := their.against(answer)):
                sentences.append(f"{each.name}: {sentence}")
        return " ".join(filter(None, sentences))

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

    def facts_for(self, one: One) -> AssessmentFacts:
        """Return the facts of one child of those who are ticked, at her own version."""
        facts = self.facts()
        facts["version"] = one.version
        if one.child.pk != self.child.pk:
            facts["token"] = uuid.uuid4()
        return facts


class DecideForm(OfRecord[Assessment], SiblingsForm, StepForm):
    """What the second person decides on an assessment, and on those of siblings that are alike."""

    decided = forms.ChoiceField(
        label=gettext_lazy("Your decision"),
        choices=Decision.choices,
        widget=forms.RadioSelect,
    )
    review_due_on = DayField(
        label=gettext_lazy("Review due on"),
        required=False,
        help_text=gettext_lazy("For a deferral, and where the rules may change."),
    )
    reasons = TextField(
        label=gettext_lazy("Reasons"),
        limit=MOST_REASONS,
        help_text=gettext_lazy("The caseworker reads them. They stay with the case."),
    )
    differs = TextField(
        label=gettext_lazy("Eligible although answers differ from the register: why"),
        limit=1000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )

    field_order = ("version", "decided", "review_due_on", "reasons", "differs", "also", "on_day")

    def prepare(self) -> None:
        super().prepare()
        self.file = case_file(self.child, on=self.on)
        self.findings = findings_of(self.record)
        criteria = [finding.criterion for finding in self.findings]
        self.on_record = on_record_for(self.file, criteria) if self._waits() else {}
        self.records = {row.child_id: row for row in undecided_of(self.child.mother_id)}
        self.offer_siblings()
        if not any(map(self.differing, (self.file, *(each.file for each in self.siblings)))):
            del self.fields["differs"]
        tomorrow = self.on + datetime.timedelta(days=1)
        set_planned_day(self, "review_due_on", earliest=tomorrow)

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("decided") == Decision.DEFERRED and cleaned.get("review_due_on", "") is None:
            self.add_error("review_due_on", _("A deferral needs a future review date."))
        party = (self.file, *(each.file for each in self.ticked()))
        if cleaned.get("decided") == Decision.ELIGIBLE and any(map(self.differing, party)):
            self._clean_differing(cleaned)

    def _clean_differing(self, cleaned: dict[str, Any]) -> None:
        """Ask for a sentence on the answers that differ; it is kept behind the reasons."""
        why, reasons = cleaned.get("differs"), cleaned.get("reasons")
        if not why and "differs" not in self.errors:
            self.add_error("differs", _("Say why, or decide that information is needed."))
        if why and reasons:
            cleaned["reasons"] = f"{reasons}\n\n{why}"
            if len(cleaned["reasons"]) > MOST_REASONS:
                self.add_error("reasons", _("Reasons and this sentence are too long together."))

    def _waits(self) -> bool:
        return self.record.waits

    def differing(self, file: CaseFile) -> int:
        """Return how many of the answers the record of one child contradicts."""
        own = file.child.pk == self.child.pk
        criteria = [finding.criterion for finding in self.findings]
        facts = self.on_record if own or not self._waits() else on_record_for(file, criteria)
        answers = ((facts.get(each.criterion_id), each.answer) for each in self.findings)
        return sum(bool(fact and fact.against(answer)) for fact, answer in answers)

    def why_not(self, file: CaseFile) -> str:
        record = self.records.get(file.child.pk)
        if record is None:
            return _("No assessment is waiting for a decision.")
        if record.assessed_by_id == self.by.pk:
            return _("You made this assessment. A second person must decide it.")
        own = self.records.get(self.child.pk)
        if own is None or _answers(own) != _answers(record):
            return _("The answers differ. Open that assessment.")
        return ""

    def stands(self, file: CaseFile) -> str:
        """Return what was proposed for a sibling, and how many answers her record contradicts."""
        record, person = self.records[file.child.pk], file.child.person
        birth = ""
        if person.born_earliest and person.born_latest:
            birth = wording.born_text(person.born_earliest, person.born_latest)
        n = self.differing(file)
        differs = ngettext("%(n)s answer differs", "%(n)s answers differ", n) % {"n": n}
        parts = (birth, record.get_proposed_display(), differs if n else "")
        return " · ".join(filter(None, parts))

    def version_of(self, file: CaseFile) -> int:
        record = self.records.get(file.child.pk)
        return record.version if record else 0

    def record_of(self, one: One) -> Assessment:
        """Return the assessment of one child of those who are ticked."""
        return self.record if one.child.pk == self.child.pk else self.records[one.child.pk]

    def facts(self) -> AssessmentDecision:
        return facts_of(self, AssessmentDecision)

    def facts_for(self, one: One) -> AssessmentDecision:
        """Return the facts of one child, at the version of her own assessment."""
        return {**self.facts(), "version": one.version}


def _answers(record: Assessment) -> set[tuple[int, str]]:
    return {(finding.criterion_id, finding.answer) for finding in record.findings.all()}


def answered(record: Assessment) -> dict[str, str]:
    """Return what an assessment says, by the names of the boxes in which it was entered."""
    says = {"proposed": record.proposed, "proposal_reasons": record.proposal_reasons}
    for finding in findings_of(record):
        says[_answer(finding.criterion)] = finding.answer
        says[_note(finding.criterion)] = finding.note
    return says


def _answer(criterion: Criterion) -> str:
    return f"answer-{criterion.pk}"


def _stands(criterion: Criterion) -> str:
    return f"stands-{criterion.pk}"


def _note(criterion: Criterion) -> str:
    return f"note-{criterion.pk}"
