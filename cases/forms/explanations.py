"""What a person enters to explain a difference."""

from decimal import Decimal
from typing import Any, TypedDict

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.figures.reconciliation import Gap
from cases.forms.acts import choices
from cases.forms.batches import LineField
from cases.forms.fields import Form
from cases.forms.versions import Hidden
from cases.vocabulary import Difference, Explained


class ExplanationFacts(TypedDict):
    difference: Difference
    amount: Decimal
    currency: str
    reason: Explained
    note: str
    shown: Decimal


class ExplanationForm(Form):
    """Why two sides differ by the amount that was shown."""

    amount = forms.DecimalField(widget=Hidden, required=False)
    reason = forms.ChoiceField(label=gettext_lazy("Reason"), choices=lambda: choices(Explained))
    note = LineField(
        limit=300,
        label=gettext_lazy("Note"),
        required=False,
        help_text=gettext_lazy("Do not name the child; a case number is enough."),
    )

    use_required_attribute = False

    def __init__(self, *args: Any, gap: Gap, **rest: Any) -> None:
        super().__init__(*args, **rest | {"prefix": gap.difference.value})
        self.gap = gap
        self.fields["amount"].initial = f"{gap.amount:.2f}"

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        asks = cleaned.get("reason") in (Explained.OTHER, Explained.OURS)
        if asks and "note" in cleaned and not cleaned["note"]:
            self.add_error("note", _("Explain it in the note."))

    def facts(self) -> ExplanationFacts:
        return {
            "difference": self.gap.difference,
            "amount": self.gap.amount,
            "currency": self.gap.currency,
            "reason": Explained(self.cleaned_data["reason"]),
            "note": self.cleaned_data["note"],
            "shown": self.cleaned_data["amount"] or Decimal(0),  # no difference is of nothing
        }
