"""What a person enters about a payment batch: sending back, and the transfer."""

import datetime
import re
from decimal import Decimal
from typing import Any, Generic

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.acts import Record
from cases.forms.dates import DayField, set_day
from cases.forms.names import TextField
from cases.forms.versions import OfVersion, OnDay, Versioned, facts_of
from cases.models import PaymentBatch
from cases.models.batch import TRANSFER
from cases.queries.currencies import in_use
from cases.rules.currencies import MINOR_UNITS
from cases.rules.statement_cells import CannotReadCell, read_amount
from cases.rules.statement_layouts import reads

MONEY: dict[str, Any] = {
    "max_digits": 12,
    "decimal_places": 2,
    "localize": False,
    "widget": forms.TextInput(
        attrs={"inputmode": "decimal", "autocomplete": "off", "dir": "ltr", "size": "8"}
    ),
}


_RATE = {**MONEY, "max_digits": 14, "decimal_places": 6}
_LETTER = re.compile(r"[^\W\d_]")


class AmountField(forms.DecimalField):
    """A sum as people write it, 5,50 or 1 200.50; one that may be two sums is asked about."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**MONEY | options)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and _LETTER.search(value) and reads(read_amount, value):
            sentence = gettext_lazy("Write the sum alone, without a currency: 1200.50.")
            raise ValidationError(sentence, code="invalid")
        if not isinstance(value, str) or not any(map(str.isdigit, value)) or _LETTER.search(value):
            return super().to_python(value)
        try:
            return read_amount(value)
        except CannotReadCell as refusal:
            sentence = gettext_lazy("This is not one sum. Write it like 1200.50.")
            raise ValidationError(sentence, code="invalid") from refusal


class RateField(AmountField):
    """A rate of exchange, with a comma or a point."""

    def to_python(self, value: Any) -> Any:
        text = value.replace(",", ".") if isinstance(value, str) else value
        return forms.DecimalField.to_python(self, text)


class LineField(TextField):
    """Free text on one line."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> str:
        return " ".join(super().to_python(value).split())


class OfferedCurrencies(forms.TextInput):
    """A text box with a list of the currencies in use."""

    template_name = "django/forms/widgets/offered.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        list_id = f"{context['widget']['attrs'].get('id', name)}_list"
        context["widget"]["attrs"]["list"] = list_id
        context["widget"] |= {"list_id": list_id, "offered": in_use()}
        return context


class CurrencyField(forms.CharField):
    """The three letters of a currency in use, in capitals or not."""

    widget = OfferedCurrencies(attrs={"autocomplete": "off", "dir": "ltr", "size": "4"})

    def clean(self, value: Any) -> str:
        letters = str(super().clean(value)).upper()
        if letters and not re.fullmatch(r"[A-Z]{3}", letters):
            raise forms.ValidationError(_("Three letters, as in USD or TJS."))
        if letters and letters not in MINOR_UNITS:
            raise forms.ValidationError(_("There is no such currency. Check the three letters."))
        if letters and letters not in (used := in_use()):
            raise forms.ValidationError(
                _("%(currency)s is not in use here. An admin adds it to %(used)s.")
                % {"currency": letters, "used": ", ".join(used)}
            )
        return letters


class SentBack(OfVersion):
    reason: str


class Transfer(OnDay):
    bank_reference: str
    value_date: datetime.date
    charges: Decimal
    funder: str
    paid_currency: str
    rate: Decimal | None


class LedgerForm(Versioned, Generic[Record]):
    """A form about a batch or a fee, opened on a day."""

    record: Record

    def __init__(self, *args: Any, record: Record, on: datetime.date, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.record, self.on = record, on
        self.prepare()
        self.open_at(record)

    def prepare(self) -> None:
        """Set what depends on the record and the day."""


class SendBackForm(LedgerForm[PaymentBatch]):
    reason = LineField(
        limit=300,
        label=gettext_lazy("Reason for sending it back"),
        help_text=gettext_lazy("Do not name the child; a case number is enough."),
    )

    def facts(self) -> SentBack:
        return facts_of(self, SentBack)


class TransferForm(LedgerForm[PaymentBatch]):
    """A transfer; where one is on record already, the fields hold what it says."""

    bank_reference = LineField(limit=60, label=gettext_lazy("Bank reference"))
    value_date = DayField(label=gettext_lazy("Value date"))
    charges = AmountField(label=gettext_lazy("Bank charges"), min_value=0, required=False)

    funder = LineField(limit=120, label=gettext_lazy("Funder"), required=False)
    paid_currency = CurrencyField(label=gettext_lazy("Currency of the account"), required=False)
    rate = RateField(
        label=gettext_lazy("Rate"), min_value=Decimal("0.000001"), required=False, **_RATE
    )

    def __init__(self, *args: Any, funder: str, **rest: Any) -> None:
        self.newest_funder = funder
        super().__init__(*args, **rest)

    def prepare(self) -> None:
        self.fields["funder"].initial = self.newest_funder
        approved_at = self.record.approved_at
        approved_on = localdate(approved_at) if approved_at else None
        set_day(self, "value_date", earliest=approved_on, latest=self.on, initial=self.on)
        self.fields["rate"].help_text = _("Units of that currency for 1 %(currency)s.") % {
            "currency": self.record.currency
        }
        if self.record.value_date:
            self.initial = {name: getattr(self.record, name) for name in TRANSFER}

    def clean_charges(self) -> Decimal:
        return self.cleaned_data["charges"] or Decimal(0)

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("paid_currency") == self.record.currency:
            cleaned["paid_currency"] = ""
        if {"paid_currency", "rate"} & set(self.errors):
            return
        if cleaned["paid_currency"] and cleaned["rate"] is None:
            self.add_error("rate", _("Enter the rate at which the account paid."))
        elif cleaned["rate"] is not None and not cleaned["paid_currency"]:
            self.add_error("paid_currency", _("Enter the other currency of the account."))

    def facts(self) -> Transfer:
        return facts_of(self, Transfer)

    @property
    def other_currency(self) -> bool:
        """Whether an account in another currency is entered, or entered wrongly."""
        names = ("paid_currency", "rate")
        return any(self[name].errors or self[name].value() for name in names)
