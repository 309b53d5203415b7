"""Which parts of another agreement are taken over."""

from typing import Any, TypedDict

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.casework.agreement_terms import COPIED
from cases.forms.fields import Form, offer
from cases.models import Agreement
from cases.vocabulary import TermPart


class Copy(TypedDict):
    source: Agreement
    parts: list[TermPart]


class CopyTermsForm(Form):
    """The other agreement, and the parts of it."""

    source = forms.ModelChoiceField(
        label=_("Copy from"), queryset=Agreement.objects.none(), empty_label=_("Choose …")
    )
    parts = forms.MultipleChoiceField(
        label=_("Parts to copy"),
        choices=[(part.value, part.label) for part in COPIED],
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, to: Agreement, **rest: Any) -> None:
        super().__init__(*args, **rest)
        offer(self, "source", Agreement.objects.exclude(pk=to.pk))

    def facts(self) -> Copy:
        parts = [TermPart(value) for value in self.cleaned_data["parts"]]
        return {"source": self.cleaned_data["source"], "parts": parts}
