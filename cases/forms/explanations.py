"""What a person types to explain a difference."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.figures.reconciliation import Gap
from cases.forms.acts import choices
from cases.forms.batches import LineField
from cases.vocabulary import Explained


class ExplanationForm(forms.Form):
    """Why two sides differ by the amount that was shown."""

    amount = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = forms.ChoiceField(label=gettext_lazy("Reason"), choices=lambda: choices(Explained))
    note = LineField(
        limit=300,
        label=gettext_lazy("Note"),
        required=False,
        help_text=gettext_lazy("Do not name the child; a case number is enough."),
    )

    use_required_attribute = False

    def __init__(self, *args: Any, gap: Gap, **rest: Any) -> None:
        super().__init__(*args, prefix=gap.difference.value, **rest)
        self.gap = gap
        self.fields["amount"].initial = f"{gap.amount:.2f}"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.pop("amount", "") != f"{self.gap.amount:.2f}":
            self.add_error(None, _("The difference has changed. Check it again."))
        asks = cleaned.get("reason") in (Explained.OTHER, Explained.OURS)
        if asks and "note" in cleaned and not cleaned["note"]:
            self.add_error("note", _("Explain it in the note."))
        gap = self.gap
        return cleaned | {
            "difference": gap.difference,
            "amount": gap.amount,
            "currency": gap.currency,
        }
