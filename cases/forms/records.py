"""What a person records about a case: consents, their verification, papers and checks."""

import datetime
from typing import Any, TypedDict

from django import forms
from django.utils.translation import gettext_lazy as _

from cases import wording
from cases.forms.acts import ChildForm, choices
from cases.forms.dates import DayField, set_day
from cases.forms.documents import PaperFacts, PaperForm
from cases.forms.fields import field, offer
from cases.forms.names import NameField, TextField
from cases.forms.versions import TokenField, facts_of
from cases.models import Child, Consent, ConsentVerification
from cases.queries.kept_words import words
from cases.queries.papers import no_paper_refusal
from cases.rules.text import LARGEST_KEY, whole_number
from cases.vocabulary import (
    ClearanceKind,
    ClearanceStatus,
    ConsentDecision,
    ConsentMethod,
    ConsentPurpose,
    DocumentKind,
    GiverRole,
    Language,
    Reason,
)

#: Why somebody does not agree, or not yet.
NOT_GIVEN = (
    Reason.NURSING,
    Reason.FEAR,
    Reason.NO_RELATIVE,
    Reason.HEALTH,
    Reason.COURT,
    Reason.OTHER,
)


class ConsentFacts(PaperFacts):
    purpose: ConsentPurpose
    giver_role: GiverRole
    giver_name: str
    decision: ConsentDecision
    decided_on: datetime.date
    method: ConsentMethod
    language: str
    interpreter_name: str
    witness_name: str
    reason: Reason | str
    next_approach_on: datetime.date | None


class Verified(TypedDict):
    consent: Consent
    on: datetime.date
    without_paper: str


class ClearanceFacts(PaperFacts):
    kind: ClearanceKind
    status: ClearanceStatus
    issued_on: datetime.date | None
    valid_until: datetime.date | None
    number: str
    issuer: str


class ConsentForm(PaperForm):
    token = TokenField()
    giver_role = forms.ChoiceField(label=_("Who decides"), choices=lambda: choices(GiverRole))
    giver_name = NameField(
        label=_("Name of the father or guardian"),
        required=False,
        help_text=_("The mother and the child are already in the register."),
    )
    purpose = forms.ChoiceField(
        label=_("Purpose"),
        choices=ConsentPurpose.choices,
        initial=ConsentPurpose.REPATRIATION,
    )
    decision = forms.ChoiceField(
        label=_("Decision"), choices=ConsentDecision.choices, widget=forms.RadioSelect
    )
    decided_on = DayField(label=_("Decided on"))
    method = forms.ChoiceField(label=_("How"), choices=lambda: choices(ConsentMethod))
    language = forms.ChoiceField(
        label=_("Explained in"),
        choices=[("", _("Not known yet")), *Language.choices],
        required=False,
    )
    interpreter_name = NameField(label=_("Interpreter"), required=False)
    witness_name = NameField(label=_("Witness"), required=False)
    reason = forms.ChoiceField(
        label=_("Reason for refusal or withdrawal"),
        choices=lambda: choices(NOT_GIVEN),
        required=False,
    )
    next_approach_on = DayField(
        label=_("If refused: ask again on"),
        required=False,
        help_text=_("Usually 30 days later. Leave it empty if consent is given."),
    )
    no_day_yet = forms.BooleanField(label=_("No date to ask again yet"), required=False)

    def prepare(self) -> None:
        super().prepare()
        self.fields["file_kind"].initial = DocumentKind.CONSENT
        set_day(self, "decided_on", latest=self.on, initial=self.on)
        tomorrow = self.on + datetime.timedelta(days=1)
        set_day(self, "next_approach_on", earliest=tomorrow)

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        self._clean_giver(cleaned)
        self._clean_reason(cleaned)
        self._clean_next_approach(cleaned)

    def facts(self) -> ConsentFacts:
        return facts_of(self, ConsentFacts, new=self.new_document())

    def _clean_giver(self, cleaned: dict[str, Any]) -> None:
        on_record = cleaned.get("giver_role") in (GiverRole.MOTHER, GiverRole.CHILD)
        if on_record and cleaned.get("giver_name"):
            self.add_error("giver_name", _("Leave this empty: the person is in the register."))
        if cleaned.get("giver_role") == GiverRole.GUARDIAN and not self["giver_name"].data:
            self.add_error("giver_name", _("Enter the name of the guardian."))

    def _clean_reason(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("decision") == ConsentDecision.GIVEN:
            cleaned["reason"] = ""
        elif cleaned.get("decision") and not cleaned.get("reason"):
            self.add_error("reason", _("Choose the reason that was given."))

    def _clean_next_approach(self, cleaned: dict[str, Any]) -> None:
        no_day = cleaned.get("no_day_yet")
        if cleaned.get("decision") != ConsentDecision.WITHHELD or no_day:
            # The day means nothing but for a withheld consent.
            cleaned["next_approach_on"] = None
            self.errors.pop("next_approach_on", None)
        elif not cleaned.get("next_approach_on") and "next_approach_on" not in self.errors:
            self.add_error(
                "next_approach_on",
                _("Enter when to ask again, or that no date is set yet."),
            )


class ConsentChoice(forms.ModelChoiceField):
    def label_from_instance(self, consent: Consent) -> str:
        return _("%(who)s, %(purpose)s: given on %(day)s; recorded by %(recorder)s") % {
            "who": consent.get_giver_role_display(),
            "purpose": consent.get_purpose_display(),
            "day": wording.day_text(consent.decided_on),
            "recorder": consent.recorded_by,
        }


class ConsentVerificationForm(ChildForm):
    """Which of the consents that wait is confirmed."""

    consent = ConsentChoice(label=_("Consent"), queryset=Consent.objects.none(), empty_label=None)
    without_paper = TextField(
        label=_("No form of it is on file. Why do you confirm it all the same?"),
        limit=300,
        required=False,
    )

    use_required_attribute = False

    def prepare(self) -> None:
        waiting = Consent.objects.waiting().filter(child=self.child).select_related("recorded_by")
        offered = waiting.exclude(recorded_by=self.by)
        offer(self, "consent", offered)
        if self.is_bound and (earlier := self._verified_already()):
            self.fields["consent"].error_messages["invalid_choice"] = earlier
        if not offered.filter(document__isnull=True).exists():
            del self.fields["without_paper"]

    def _verified_already(self) -> str:
        """Return that somebody was faster with the consent that was sent; empty for any other."""
        key = whole_number(self.data.get("consent", ""), most=LARGEST_KEY)
        rows = ConsentVerification.objects.filter(consent=key, consent__child=self.child)
        if (earlier := rows.select_related("by").first()) is None:
            return ""
        return _("%(who)s has verified this consent already, on %(when)s.") % {
            "who": earlier.by,
            "when": wording.moment_text(earlier.at),
        }

    def clean(self) -> None:
        super().clean()
        consent, cleaned = self.cleaned_data.get("consent"), self.cleaned_data
        if consent and not consent.document_id and not cleaned.get("without_paper", "-"):
            self.add_error("without_paper", no_paper_refusal())

    def facts(self) -> Verified:
        return facts_of(self, Verified, without_paper=self.cleaned_data.get("without_paper", ""))


def _kinds(child: Child) -> list[tuple[str, Any]]:
    """Return the kinds of clearance of the child's agreement, and those of every agreement."""
    kinds = words().clearances.items()
    own = (code for code, kept in kinds if kept.agreement in (None, child.agreement_id))
    return [("", _("Choose …")), *((code, ClearanceKind(code).label) for code in own)]


class ClearanceForm(PaperForm):
    token = TokenField()
    kind = forms.ChoiceField(label=_("Clearance"))
    status = forms.ChoiceField(
        label=_("Result"),
        choices=ClearanceStatus.choices,
        widget=forms.RadioSelect,
    )
    issued_on = DayField(label=_("Issued on"), required=False)
    valid_until = DayField(label=_("Valid until"), required=False)
    number = TextField(label=_("Document number"), limit=60, required=False, widget=forms.TextInput)
    issuer = TextField(label=_("Issued by"), limit=120, required=False, widget=forms.TextInput)

    def prepare(self) -> None:
        super().prepare()
        field(self, "kind", forms.ChoiceField).choices = _kinds(self.child)
        set_day(self, "issued_on", latest=self.on)

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("status") == ClearanceStatus.GRANTED and not cleaned.get("issued_on"):
            self.add_error("issued_on", _("Enter the date a granted clearance was issued."))
        issued, until = cleaned.get("issued_on"), cleaned.get("valid_until")
        if issued and until and until < issued:
            self.add_error("valid_until", _("A clearance cannot end before it is issued."))

    def facts(self) -> ClearanceFacts:
        return facts_of(self, ClearanceFacts, new=self.new_document())
