"""What a person records about a case: consents, their verification, papers and checks."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases import wording
from cases.forms.acts import ChildForm, choices
from cases.forms.dates import DayField
from cases.forms.names import NameField, TextField
from cases.forms.versions import TokenField
from cases.models import Consent
from cases.vocabulary import (
    ClearanceKind,
    ClearanceStatus,
    ConsentDecision,
    ConsentMethod,
    ConsentPurpose,
    GiverRole,
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
#: The languages in which a consent is explained.
LANGUAGES = (
    ("tg", _("Tajik")),
    ("ru", _("Russian")),
    ("uz", _("Uzbek")),
    ("ar", _("Arabic")),
    ("ku", _("Kurdish")),
    ("en", _("English")),
)


class ConsentForm(ChildForm):
    token = TokenField()
    giver_role = forms.ChoiceField(label=_("Who decides"), choices=lambda: choices(GiverRole))
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
        label=_("Explained in"), choices=[("", _("Not known yet")), *LANGUAGES], required=False
    )
    interpreter_name = NameField(label=_("Interpreter"), required=False)
    witness_name = NameField(label=_("Witness"), required=False)
    reason = forms.ChoiceField(
        label=_("Reason, when it is withheld or withdrawn"),
        choices=lambda: choices(NOT_GIVEN),
        required=False,
    )
    next_approach_on = DayField(label=_("Ask again on"), required=False)

    def prepare(self) -> None:
        self.fields["decided_on"].initial = self.fields["decided_on"].latest = self.on
        self.fields["next_approach_on"].earliest = self.on + datetime.timedelta(days=1)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("decision") != ConsentDecision.GIVEN and not cleaned.get("reason"):
            if cleaned.get("decision"):
                self.add_error("reason", _("Say why. Choose the reason that was given."))
        elif cleaned.get("decision") == ConsentDecision.GIVEN:
            cleaned["reason"], cleaned["next_approach_on"] = "", None
        return cleaned | {"on": self.on}


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

    def prepare(self) -> None:
        waiting = Consent.objects.waiting().filter(child=self.child).select_related("recorded_by")
        self.fields["consent"].queryset = waiting.exclude(recorded_by=self.by)

    def clean(self) -> dict[str, Any]:
        return (super().clean() or {}) | {"on": self.on}


class ClearanceForm(ChildForm):
    token = TokenField()
    kind = forms.ChoiceField(label=_("Clearance"), choices=lambda: choices(ClearanceKind))
    status = forms.ChoiceField(
        label=_("What it has come to"),
        choices=ClearanceStatus.choices,
        widget=forms.RadioSelect,
    )
    issued_on = DayField(label=_("Issued on"), required=False)
    valid_until = DayField(label=_("Valid until"), required=False)
    number = TextField(
        label=_("Number of the paper"), limit=60, required=False, widget=forms.TextInput
    )
    issuer = TextField(label=_("Issued by"), limit=120, required=False, widget=forms.TextInput)

    def prepare(self) -> None:
        self.fields["issued_on"].latest = self.on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("status") == ClearanceStatus.GRANTED and not cleaned.get("issued_on"):
            self.add_error("issued_on", _("Enter the day a granted clearance was issued."))
        issued, until = cleaned.get("issued_on"), cleaned.get("valid_until")
        if issued and until and until < issued:
            self.add_error("valid_until", _("A clearance cannot end before it is issued."))
        return cleaned | {"on": self.on}
