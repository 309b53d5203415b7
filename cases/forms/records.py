"""What a person records about a case: consents, their verification, papers and checks."""

import datetime
from typing import Any, TypedDict

from django import forms
from django.utils.translation import gettext_lazy as _

from cases import wording
from cases.casework.together import One
from cases.forms.acts import OtherInWords, choices
from cases.forms.dates import DayField, set_day, set_planned_day
from cases.forms.documents import PaperFacts
from cases.forms.fields import field, offer, unmark
from cases.forms.names import NameField, TextField
from cases.forms.siblings import FamilyPaperForm, SiblingsForm
from cases.forms.versions import TokenField, facts_of
from cases.models import Child, Consent, ConsentVerification
from cases.queries.case_files import CaseFile
from cases.queries.kept_words import words
from cases.queries.papers import no_paper_refusal
from cases.queries.refusals import before_birth
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


#: What one paper often shows together.
ON_ONE_PAPER = (ClearanceKind.IDENTITY, ClearanceKind.KINSHIP, ClearanceKind.NATIONALITY)
#: What is issued to the child, and so after the birth; other papers may be of the parents.
IN_OWN_NAME = frozenset(
    {
        ClearanceKind.IDENTITY,
        ClearanceKind.COURT_ORDER,
        ClearanceKind.EXIT_PERMIT,
        ClearanceKind.TRAVEL_DOCUMENT,
        ClearanceKind.FIT_TO_TRAVEL,
    }
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
    others: list[ClearanceKind]
    status: ClearanceStatus
    issued_on: datetime.date | None
    valid_until: datetime.date | None
    number: str
    issuer: str


class ConsentForm(OtherInWords, FamilyPaperForm):
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
        self.offer_siblings()
        set_day(self, "decided_on", latest=self.on, initial=self.on)
        tomorrow = self.on + datetime.timedelta(days=1)
        set_planned_day(self, "next_approach_on", earliest=tomorrow)

    def clean(self) -> None:
        self._clean_reason(self.cleaned_data)
        super().clean()
        cleaned = self.cleaned_data
        self._clean_giver(cleaned)
        self._clean_next_approach(cleaned)

    def facts(self) -> ConsentFacts:
        return facts_of(self, ConsentFacts, new=self.new_document())

    def key(self) -> str:
        return str(self.cleaned_data["giver_role"])

    def facts_for(self, one: One) -> ConsentFacts:
        """Return the facts of one child of those who are ticked."""
        facts = self.facts()
        self.share(facts, one)
        return facts

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


def _says(consent: Consent) -> str:
    return _("%(who)s, %(purpose)s, %(day)s") % {
        "who": consent.get_giver_role_display(),
        "purpose": consent.get_purpose_display(),
        "day": wording.day_text(consent.decided_on),
    }


class ConsentVerificationForm(SiblingsForm):
    """Which of the consents that wait is confirmed, and for which siblings the like."""

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
        family = Consent.objects.waiting().filter(child__mother=self.child.mother_id)
        self.waiting = list(family.exclude(recorded_by=self.by).order_by("pk"))
        self.offer_siblings()
        if self.is_bound and (earlier := self._verified_already()):
            self.fields["consent"].error_messages["invalid_choice"] = earlier
        free = {self.child.pk, *(s.child.pk for s in self.siblings if not s.why_not)}
        unmark(self, "without_paper")  # it depends on which consent is chosen
        if all(each.document_id for each in self.waiting if each.child_id in free):
            del self.fields["without_paper"]

    def blocks(self) -> tuple[str, ...]:
        """Return what stands in the way where no consent of the child can be confirmed."""
        if any(each.child_id == self.child.pk for each in self.waiting):
            return ()
        return (str(_("No consent of this child waits for you to verify it.")),)

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
        if consent is None:
            return
        for each in self.ticked():
            if self._like(consent, each.child) is None:
                sentence = _("%(child)s: no consent like this one is waiting.")
                self.add_error("also", sentence % {"child": each.name})
        rows = [self.consent_of(each.child) for each in self.ticked()] + [consent]
        if any(row and not row.document_id for row in rows) and not cleaned.get(
            "without_paper", "-"
        ):
            self.add_error("without_paper", no_paper_refusal())

    def why_not(self, file: CaseFile) -> str:
        if any(each.child_id == file.child.pk for each in self.waiting):
            return ""
        return str(_("No consent is waiting for you."))

    def stands(self, file: CaseFile) -> str:
        """Return the consents of a sibling that wait, each with its paper."""
        return " · ".join(
            f"{_says(each)}: {_('on file') if each.document_id else _('no document on file')}"
            for each in self.waiting
            if each.child_id == file.child.pk
        )

    def consent_of(self, child: Child) -> Consent | None:
        """Return the consent that is confirmed for one child of those who are ticked."""
        consent: Consent = self.cleaned_data["consent"]
        return consent if child.pk == self.child.pk else self._like(consent, child)

    def _like(self, consent: Consent, child: Child) -> Consent | None:
        """Return a consent of a sibling for the same, by the same giver and of the same day."""
        same = (consent.purpose, consent.giver_role, consent.decided_on)
        rows = (each for each in self.waiting if each.child_id == child.pk)
        return next(
            (row for row in rows if (row.purpose, row.giver_role, row.decided_on) == same), None
        )

    def facts_for(self, one: One) -> Verified:
        """Return the facts of one child of those who are ticked."""
        return {**self.facts(), "consent": self.consent_of(one.child) or self.facts()["consent"]}

    def facts(self) -> Verified:
        return facts_of(self, Verified, without_paper=self.cleaned_data.get("without_paper", ""))


def _kinds(child: Child) -> list[tuple[str, Any]]:
    """Return the kinds of clearance of the child's agreement, and those of every agreement."""
    kinds = words().clearances.items()
    own = (code for code, word in kinds if word.agreement in (None, child.agreement_id))
    return [("", _("Choose …")), *((code, ClearanceKind(code).label) for code in own)]


class ClearanceForm(FamilyPaperForm):
    token = TokenField()
    kind = forms.ChoiceField(label=_("Clearance"))
    others = forms.MultipleChoiceField(
        label=_("The same document also settles"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    status = forms.ChoiceField(
        label=_("Result"),
        choices=ClearanceStatus.choices,
        widget=forms.RadioSelect,
    )
    issued_on = DayField(label=_("Issued on"), required=False)
    older = forms.BooleanField(
        label=_("The date was checked: the document is older than the child"),
        required=False,
        widget=forms.HiddenInput,
    )
    valid_until = DayField(label=_("Valid until"), required=False)
    number = TextField(label=_("Document number"), limit=60, required=False, widget=forms.TextInput)
    issuer = TextField(label=_("Issued by"), limit=120, required=False, widget=forms.TextInput)

    def prepare(self) -> None:
        super().prepare()
        kinds = _kinds(self.child)
        field(self, "kind", forms.ChoiceField).choices = kinds
        field(self, "others", forms.MultipleChoiceField).choices = [
            (code, label) for code, label in kinds if code in ON_ONE_PAPER
        ]
        self.offer_siblings()
        self._offer_numbers()
        set_day(self, "issued_on", latest=self.on)

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        granted = cleaned.get("status") == ClearanceStatus.GRANTED
        if granted and cleaned.get("issued_on", "") is None:
            self.add_error("issued_on", _("Enter the date a granted clearance was issued."))
        issued, until = cleaned.get("issued_on"), cleaned.get("valid_until")
        if issued and until and until < issued:
            self.add_error("valid_until", _("A clearance cannot end before it is issued."))
        if issued and IN_OWN_NAME & {cleaned.get("kind"), *cleaned.get("others", ())}:
            self._ask_if_older(issued)

    def _ask_if_older(self, issued: datetime.date) -> None:
        """Ask about a day before the birth of one of the children; the box appears only then."""
        children = [self.child, *(each.child for each in self.ticked())]
        early = [each for each in children if before_birth(each, issued)]
        if not early:
            return
        self.fields["older"].widget = forms.CheckboxInput()
        if not self.cleaned_data.get("older"):
            sentence = _("This date is before the birth of %(child)s. Check it, then tick.")
            names = (each.person.name or each.reference for each in early)
            self.add_error("older", sentence % {"child": wording.names_text(list(names))})

    def _offer_numbers(self) -> None:
        """Ask for the number of each sibling: it is her own, all else is the same."""
        for each in self.siblings:
            if not each.why_not:
                self.fields[_number(each.child)] = TextField(
                    label=_("Document number, %(child)s") % {"child": each.name},
                    limit=60,
                    required=False,
                    widget=forms.TextInput,
                )

    def stands(self, file: CaseFile) -> str:
        track = next((t for t in file.clearances if t.subject == self.initial.get("kind")), None)
        return str(track.state.label) if track else super().stands(file)

    def facts(self) -> ClearanceFacts:
        others = [ClearanceKind(kind) for kind in self.cleaned_data["others"]]
        return facts_of(self, ClearanceFacts, new=self.new_document(), others=others)

    def key(self) -> str:
        return str(self.cleaned_data["kind"])

    def facts_for(self, one: One) -> ClearanceFacts:
        """Return the facts of one child of those who are ticked, with her own number."""
        facts = self.facts()
        self.share(facts, one)
        if one.child.pk != self.child.pk:
            facts["number"] = self.cleaned_data.get(_number(one.child), "")
        return facts


def _number(child: Child) -> str:
    return f"number-{child.reference}"
