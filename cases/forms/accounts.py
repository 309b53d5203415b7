"""What a person types to sign in, and chooses for the own account."""

from typing import Any

from django import forms
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.utils.translation import gettext_lazy as _

from cases.forms.fields import Form, QuietField, field, unmark
from cases.vocabulary import Density, MessageKind, Script, Separator, TextSize, Theme

#: As long as the database holds them.
LONGEST_NAME = 150


class SignInForm(Form, AuthenticationForm):
    """One message for a wrong name and for a wrong password."""

    error_messages = {
        "invalid_login": _("The user name or password is wrong."),
        "inactive": _("The user name or password is wrong."),
    }

    def __init__(self, request: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.fields["username"].label = _("User name")
        unmark(self, *self.fields)

    def clean_username(self) -> str:
        """Return the user name in small letters; a longer one than can be is a wrong one."""
        name: str = self.cleaned_data["username"]
        if len(name) > LONGEST_NAME:
            raise self.get_invalid_login_error()
        return name.lower()


class ProofForm(Form):
    """What proves who is at the keyboard."""

    NAME = "password_again"

    password_again = forms.CharField(
        label=_("Your password, or a code from your app"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unmark(self, self.NAME)


def languages() -> list[tuple[str, Any]]:
    """Return the languages that are offered, each by its own name."""
    own_names = [(code, LANG_INFO[code]["name_local"]) for code, _name in settings.LANGUAGES]
    return [("", _("Same as the browser")), *own_names]


class NewPasswordForm(Form, PasswordChangeForm):
    """Django's form; what it asks of a password stands in one sentence."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].help_text = _(
            "At least 12 characters, not a common password, and nothing like your name. You will "
            "be signed out on every other computer."
        )
        self.fields["new_password2"].help_text = ""

    def clean_new_password1(self) -> str:
        password: str = self.cleaned_data["new_password1"]
        if password == self.cleaned_data.get("old_password"):
            raise forms.ValidationError(_("This is the password you have. Choose another one."))
        return password


class PreferencesForm(Form):
    """How the pages look and speak to one person."""

    language = forms.ChoiceField(label=_("Language"), choices=languages, required=False)
    theme = forms.ChoiceField(label=_("Colours"), choices=Theme.choices, required=False)
    text_size = forms.ChoiceField(label=_("Size of text"), choices=TextSize.choices, required=False)
    density = forms.ChoiceField(label=_("Rows of lists"), choices=Density.choices, required=False)
    preferred_script = forms.ChoiceField(
        label=_("Script of names"),
        choices=Script.choices,
        help_text=_("Names are shown in this script first, if they are recorded in it."),
    )

    csv_separator = forms.ChoiceField(
        label=_("Columns of csv files are separated by"),
        choices=Separator.choices,
        required=False,
        help_text=_("A spreadsheet in Russian or Tajik opens a csv with semicolons as columns."),
    )

    shortcuts = forms.BooleanField(
        label=_("Single-key shortcuts"),
        required=False,
        help_text=_("Press ? on any page to see them. Never while you type."),
    )

    muted = forms.MultipleChoiceField(
        label=_("Messages that you do not want"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    unmailed = forms.MultipleChoiceField(
        label=_("Messages that stay in the list, without a mail"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A mail says how many messages wait, and nothing about a child."),
    )

    def __init__(self, *args: Any, manages: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unmark(self, *self.fields)
        kinds = [
            (kind.value, kind.label)
            for kind in MessageKind
            if manages or kind != MessageKind.PASSWORD
        ]
        for name in ("muted", "unmailed"):
            field(self, name, forms.MultipleChoiceField).choices = kinds


class ForgottenForm(Form):
    """Who cannot sign in: a user name, of an account or not."""

    username = QuietField(label=_("User name"), max_length=LONGEST_NAME)


class SeparatorForm(Form):
    """What stands between the columns of a csv, chosen beside the list that is saved."""

    csv_separator = forms.ChoiceField(choices=Separator.choices, required=False)
