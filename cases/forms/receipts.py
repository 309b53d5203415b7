"""What a person enters about a receipt, fee by fee, and its scan."""

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple, TypedDict

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.casework.documents import NewFile
from cases.forms.acts import VersionForm
from cases.forms.batches import AmountField, LineField
from cases.forms.dates import DayField, set_day
from cases.forms.documents import PaperField, limits
from cases.forms.fields import Form
from cases.forms.versions import Once, TokenField, facts_of
from cases.models import Agreement, BatchLine, Fee, PaymentBatch, ReceiptLine
from cases.rules.text import LARGEST_KEY, whole_number


class ReceiptRow(NamedTuple):
    """One fee on the form of a receipt: its batch, its tick and its amount."""

    fee: Fee
    batch: PaymentBatch
    tick: BoundField
    amount: BoundField


class ReceiptFacts(Once):
    number: str
    authority: str
    received_on: datetime.date
    amounts: dict[int, Decimal]
    new: NewFile | None


class BatchReceiptFacts(ReceiptFacts):
    version: int | None
    agreement: Agreement


class ScanFacts(TypedDict):
    new: NewFile


class ReceiptWithdrawal(TypedDict):
    note: str


class ReceiptForm(Form):
    """A receipt; those of the fees not yet receipted that are ``ticked`` start with a tick."""

    token = TokenField()
    number = LineField(limit=60, label=gettext_lazy("Receipt number"))
    authority = LineField(limit=120, label=gettext_lazy("Issued by"))
    received_on = DayField(label=gettext_lazy("Receipt date"))
    file = PaperField(label=gettext_lazy("Scan of the receipt"), required=False)

    use_required_attribute = False

    def __init__(
        self,
        *args: Any,
        lines: Sequence[BatchLine],
        authority: str,
        on: datetime.date,
        ticked: bool = True,
        **rest: Any,
    ) -> None:
        super().__init__(*args, **rest)
        self.on = on
        served = ((line.batch, line.serves) for line in lines)
        self.lines = [(batch, fee) for batch, fee in served if fee and fee.open_amount > 0]
        self.fields["authority"].initial = authority
        self.fields["file"].help_text = limits()
        set_day(self, "received_on", latest=on, initial=on)
        for _batch, fee in self.lines:
            whose = {"reference": fee.child.reference}
            self.fields[f"take-{fee.pk}"] = forms.BooleanField(
                required=False, initial=ticked, label=_("Acknowledges %(reference)s") % whose
            )
            self.fields[f"amount-{fee.pk}"] = AmountField(
                required=False,
                initial=f"{fee.open_amount.normalize():f}",
                label=_("Amount for %(reference)s") % whose,
                min_value=Decimal("0.01"),
                max_value=fee.open_amount,
            )

    @property
    def rows(self) -> list[ReceiptRow]:
        return [
            ReceiptRow(fee, batch, self[f"take-{fee.pk}"], self[f"amount-{fee.pk}"])
            for batch, fee in self.lines
        ]

    def clean(self) -> None:
        super().clean()
        for _batch, fee in self.lines:
            if not self.cleaned_data.get(f"take-{fee.pk}"):
                self.errors.pop(f"amount-{fee.pk}", None)
        if sentence := self._acknowledged_already():
            self.add_error(None, sentence)
        elif not any(self.cleaned_data.get(f"take-{fee.pk}") for _batch, fee in self.lines):
            self.add_error(None, _("Select the fees that the receipt names."))

    def _acknowledged_already(self) -> str:
        """Return which of the fees that were ticked has a receipt meanwhile, and whose it is."""
        ticked = (name.removeprefix("take-") for name in self.data if name.startswith("take-"))
        keys = [whole_number(each, most=LARGEST_KEY) for each in ticked]
        gone = {key for key in keys if key} - {fee.pk for _batch, fee in self.lines}
        earlier = ReceiptLine.objects.filter(fee__in=gone).order_by("-pk")
        lines = earlier.select_related("fee__child", "receipt__recorded_by")[: len(gone)]
        return " ".join(
            _("%(child)s: %(who)s has recorded a receipt already, %(number)s.")
            % {
                "child": line.fee.child.reference,
                "who": line.receipt.recorded_by,
                "number": line.receipt.number,
            }
            for line in lines
        )

    def facts(self) -> ReceiptFacts:
        cleaned = self.cleaned_data
        amounts = {
            fee.pk: cleaned[f"amount-{fee.pk}"] or fee.open_amount
            for _batch, fee in self.lines
            if cleaned[f"take-{fee.pk}"]
        }
        new = NewFile(cleaned["file"]) if cleaned["file"] else None
        return facts_of(self, ReceiptFacts, amounts=amounts, new=new)


class BatchReceiptForm(ReceiptForm, VersionForm[PaymentBatch]):
    """A receipt for fees of one batch, as it stood when the page was opened."""

    def facts(self) -> BatchReceiptFacts:
        version, agreement = self.cleaned_data["version"], self.record.agreement
        return {**super().facts(), "version": version, "agreement": agreement}


class ScanForm(Form):
    """A scan that is added to a receipt on record."""

    file = PaperField(label=gettext_lazy("Scan of the receipt"))

    use_required_attribute = False

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["file"].help_text = limits()

    def facts(self) -> ScanFacts:
        return {"new": NewFile(self.cleaned_data["file"])}


class ReceiptWithdrawalForm(Form):
    """Why a receipt is withdrawn."""

    note = LineField(
        limit=300,
        label=gettext_lazy("What is wrong with it"),
        help_text=gettext_lazy("Do not name the child; a case number is enough."),
    )

    use_required_attribute = False

    def facts(self) -> ReceiptWithdrawal:
        return facts_of(self, ReceiptWithdrawal)
