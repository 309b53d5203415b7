"""Codes and names that a person types for the second factor."""

from typing import Any, TypedDict

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.acts import facts_of
from cases.forms.fields import Form, unmark

#: More than the longest code with whatever stands between its groups.
LONGEST_CODE = 60
_ONE_TIME = {"autocomplete": "one-time-code", "spellcheck": "false", "autocapitalize": "none"}


class ShowFactorForm(Form):
    """A code, or what a security key answered."""

    code = forms.CharField(
        label=_("Code"),
        max_length=LONGEST_CODE,
        required=False,
        help_text=_("The six digits that your app shows now, or one of your recovery codes."),
        widget=forms.TextInput(attrs=_ONE_TIME),
    )
    answer = forms.CharField(required=False, max_length=10_000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unmark(self, "code")


class OfNewApp(TypedDict):
    token: str
    code: str


class NewAppForm(Form):
    """The first code of a new app; ``token`` holds the app's secret, sealed."""

    token = forms.CharField(max_length=1000, widget=forms.HiddenInput)
    code = forms.CharField(
        label=_("Code"),
        max_length=LONGEST_CODE,
        help_text=_("The six digits that your app shows now."),
        widget=forms.TextInput(attrs=_ONE_TIME | {"inputmode": "numeric"}),
    )

    def facts(self) -> OfNewApp:
        return facts_of(self, OfNewApp)


class OfNewKey(TypedDict):
    name: str
    answer: str


class NewKeyForm(Form):
    """What a new security key answered, and what its owner calls it."""

    name = forms.CharField(
        label=_("Name of the key"), max_length=60, help_text=_("For example: on my key ring.")
    )
    answer = forms.CharField(required=False, max_length=20_000, widget=forms.HiddenInput)

    def facts(self) -> OfNewKey:
        return facts_of(self, OfNewKey)
