"""Which letter is made, in which language."""

from typing import TypedDict

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.acts import ChildForm
from cases.forms.versions import facts_of
from cases.vocabulary import LetterKind, LetterLanguage


class LetterWish(TypedDict):
    kind: LetterKind
    language: LetterLanguage


class LetterForm(ChildForm):
    """A letter of a kind in a language."""

    kind = forms.ChoiceField(
        label=_("Letter"), choices=LetterKind.choices, widget=forms.RadioSelect
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=LetterLanguage.choices, widget=forms.RadioSelect
    )

    def facts(self) -> LetterWish:
        return facts_of(self, LetterWish)
