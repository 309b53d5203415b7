"""What a person proposes that one child costs under an agreement."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.casework.fee_schedules import ScheduleTerms
from cases.forms.acts import VersionForm, choices
from cases.forms.batches import AmountField, CurrencyField, LineField
from cases.forms.dates import DayField
from cases.forms.versions import OfVersion, Versioned, facts_of
from cases.models import FeeSchedule
from cases.rules.currencies import MINOR_UNITS
from cases.vocabulary import DueEvent, FeeBasis


class Proposal(ScheduleTerms):
    version: int | None
    begins_on: datetime.date


class Returned(OfVersion):
    reason: str


class ReturnScheduleForm(VersionForm[FeeSchedule]):
    """Why a proposal cannot be approved as it is."""

    reason = LineField(limit=300, label=_("Reason for sending it back"))
    use_required_attribute = False

    def facts(self) -> Returned:
        return facts_of(self, Returned)


class FeeScheduleForm(Versioned):
    """A proposal; the fields hold the one that waits, if there is one, to be written over it."""

    amount = AmountField(label=_("Amount per child"), min_value=0)
    currency = CurrencyField(
        label=_("Currency"), max_length=3, help_text=_("Three letters, as in USD or TJS.")
    )
    begins_on = DayField(label=_("In force from"))
    due_event = forms.ChoiceField(label=_("Due when"), choices=lambda: choices(DueEvent))
    due_event_source = LineField(
        label=_("Source of the due event"),
        limit=300,
        required=False,
        help_text=_("Empty: our assumption, not published."),
    )
    standard_amount = AmountField(label=_("Standard rate"), min_value=0, required=False)
    basis = forms.ChoiceField(label=_("Basis"), choices=lambda: choices(FeeBasis))
    paid_before_clearing = forms.BooleanField(
        label=_("Must be paid before the child is cleared to travel"), required=False
    )
    source = LineField(
        label=_("Source"), limit=300, help_text=_("The document that states the amount.")
    )

    record: FeeSchedule
    replaces = True

    def __init__(self, *args: Any, record: FeeSchedule, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.open_at(record)
        if record.pk is not None:
            for name in set(self.fields) & {each.attname for each in record._meta.fields}:
                if name != "version":
                    self.fields[name].initial = getattr(record, name)
            self.fields["begins_on"].initial = record.during.lower

    def clean_amount(self) -> object:
        return self._above_nothing("amount")

    def clean_standard_amount(self) -> object:
        return self._above_nothing("standard_amount")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        digits = MINOR_UNITS.get(cleaned.get("currency", ""), 2)
        for name in ("amount", "standard_amount"):
            amount = cleaned.get(name)
            if amount is not None and amount != round(amount, digits):
                self.add_error(name, _("This currency has no such fractions."))
        return cleaned

    def _above_nothing(self, name: str) -> object:
        amount = self.cleaned_data[name]
        if amount == 0:
            raise forms.ValidationError(_("Enter an amount above zero."))
        return amount

    def facts(self) -> Proposal:
        return facts_of(self, Proposal)
