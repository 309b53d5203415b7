"""What a person writes down of a kinship claim, its evidence, and the decision on it."""

import datetime
import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.forms.acts import ChildForm, RecordForm, choices
from cases.forms.dates import DayField, set_day
from cases.forms.fields import QuietField, field, unmark
from cases.forms.names import NameField, TextField
from cases.forms.versions import Once, OnDay, TokenField, facts_of
from cases.models import KinshipClaim, Person
from cases.queries.kinship import known_kin
from cases.rules.evidence import LONGEST, CannotUseReference, clean_reference, is_genetic
from cases.vocabulary import ClaimStatus, EvidenceKind, Relation

GENETIC = _(
    "This looks like genetic data, which is never kept here. Enter only the reference of the "
    "result, such as DNA-2019/118; the result itself stays with the laboratory."
)
_REFUSALS = {
    "genetic": GENETIC,
    "too_long": _("A reference has at most %(limit)s characters. Enter the document number."),
    "shape": _("Enter one reference: letters, digits and the characters . / - : ( ) № only."),
}
NEW = ""


class ReferenceField(QuietField):
    """The reference of a paper or result; what looks like the result itself is refused."""

    def __init__(self, **options: Any) -> None:
        super().__init__(strip=False, **options)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        if not text.strip():
            return ""
        try:
            return clean_reference(text)
        except CannotUseReference as refusal:
            sentence = str(_REFUSALS[refusal.code]) % {"limit": LONGEST}
            raise ValidationError(sentence, code=refusal.code) from refusal


class ClaimFacts(Once):
    claimant: Person | None
    name: str
    relation: Relation
    claimed_on: datetime.date


class EvidenceFacts(OnDay):
    token: uuid.UUID
    kind: EvidenceKind
    reference: str
    dated_on: datetime.date


class ClaimDecision(OnDay):
    status: ClaimStatus
    decided_on: datetime.date
    reasons: str


class ClaimForm(ChildForm):
    """Who says to be the child's kin: somebody on record for this family, or somebody new."""

    token = TokenField()
    known = forms.TypedChoiceField(
        label=_("Claimant"), required=False, coerce=int, empty_value=None
    )
    name = NameField(label=_("Name, if this is a new person"), required=False)
    relation = forms.ChoiceField(
        label=_("Relation to the child, as this person states it"),
        choices=lambda: choices(Relation),
    )
    claimed_on = DayField(label=_("Claimed on"))

    def prepare(self) -> None:
        self.kin = known_kin(self.child)
        on_record = [(str(kin.person.pk), self._label(kin)) for kin in self.kin]
        field(self, "known", forms.ChoiceField).choices = [(NEW, _("New person")), *on_record]
        # One of the two is asked for; neither is optional by itself.
        unmark(self, "known", "name")
        set_day(self, "claimed_on", latest=self.on, initial=self.on)

    @staticmethod
    def _label(kin: Any) -> str:
        if kin.is_mother:
            return _("%(name)s, the recorded mother") % {"name": kin.name}
        return _("%(name)s, claims a sibling") % {"name": kin.name}

    def clean(self) -> None:
        super().clean()
        person, name = self.cleaned_data.get("known"), self.cleaned_data.get("name", "")
        if person is None and not name and not {"known", "name"} & set(self.errors):
            self.add_error("name", _("Enter a name or choose a recorded person."))
        if person is not None and name:
            self.add_error("name", _("Leave the name empty, or choose “New person”."))

    def facts(self) -> ClaimFacts:
        people = {kin.person.pk: kin.person for kin in self.kin}
        return facts_of(self, ClaimFacts, claimant=people.get(self.cleaned_data["known"]))


class ClaimRecordForm(RecordForm[KinshipClaim]):
    """What is recorded of a claim."""


class EvidenceForm(ClaimRecordForm):
    """One paper, word or result, by its reference."""

    token = TokenField()
    kind = forms.ChoiceField(label=_("Kind of evidence"), choices=lambda: choices(EvidenceKind))
    reference = ReferenceField(
        label=pgettext_lazy("evidence", "Reference"),
        help_text=_("Document or result number, for example DNA-2019/118. Never the result."),
    )
    dated_on = DayField(label=_("Dated"))

    def prepare(self) -> None:
        set_day(self, "dated_on", latest=self.on)

    def facts(self) -> EvidenceFacts:
        return facts_of(self, EvidenceFacts)


class ClaimDecisionForm(ClaimRecordForm):
    """What the second person decides on a claim, and why."""

    status = forms.ChoiceField(label=_("Your decision"), widget=forms.RadioSelect)
    decided_on = DayField(label=_("Decided on"))
    reasons = TextField(label=_("Reasons"), limit=4000)

    def prepare(self) -> None:
        rejected = (ClaimStatus.REJECTED.value, ClaimStatus.REJECTED.label)
        accepted = (ClaimStatus.ACCEPTED.value, ClaimStatus.ACCEPTED.label)
        is_open = self.record.status == ClaimStatus.OPEN
        field(self, "status", forms.ChoiceField).choices = (
            [accepted, rejected] if is_open else [rejected]
        )
        since = self.record.claimed_on
        set_day(self, "decided_on", earliest=since, latest=self.on, initial=self.on)

    def clean_reasons(self) -> str:
        if is_genetic(self.cleaned_data["reasons"]):
            raise ValidationError(GENETIC, code="genetic")
        return self.cleaned_data["reasons"]

    def facts(self) -> ClaimDecision:
        return facts_of(self, ClaimDecision)


class WithdrawClaimForm(ClaimRecordForm):
    """The claimant no longer claims, or the claim was entered by mistake."""
