"""Fields of a form as the classes that they are, and what many of them share."""

from typing import Any, ClassVar, Protocol, TypeVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from cases.files.spreadsheets import MOST_BYTES, too_large

Field = TypeVar("Field", bound=forms.Field)


#: What to do with a field that is empty and must not be; a field's own words come before these.
_MISSING = (
    (forms.FileField, _("Choose a file.")),
    (forms.BooleanField, _("Tick this to go on.")),
    ((forms.MultipleChoiceField, forms.ModelMultipleChoiceField), _("Choose at least one.")),
    ((forms.ChoiceField, forms.ModelChoiceField), _("Choose one.")),
    ((forms.IntegerField, forms.DecimalField), _("Enter a number.")),
    (forms.Field, _("Fill this in.")),
)


#: What to do with a text or a number beyond a limit, in place of each sentence of Django's.
_BEYOND = {
    "max_length": ngettext_lazy(
        "This is too long. Use at most %(limit)s character.",
        "This is too long. Use at most %(limit)s characters.",
        "limit",
    ),
    "min_value": _("Enter %(limit)s or more."),
    "max_value": _("Enter %(limit)s or less."),
}


class PlainErrors(forms.BaseForm):
    """A form that says what to do: with an empty field, not that it is required; with a limit."""

    base_fields: ClassVar[dict[str, forms.Field]] = {}

    def add_error(self, field: str | None, error: Any) -> None:
        unsaid = forms.Field.default_error_messages["required"]
        if field and getattr(error, "message", "") is unsaid:
            own = self.fields[field]
            words = next(words for kinds, words in _MISSING if isinstance(own, kinds))
            error = ValidationError(words, code="required")
        for each in getattr(error, "error_list", ()) if field else ():
            if each.code in _BEYOND and "limit_value" in (each.params or {}):
                each.message = _BEYOND[each.code]
                each.params = {"limit": each.params["limit_value"]}
        super().add_error(field, error)


class Form(PlainErrors, forms.Form):
    """A form of a page of the register."""


class QuietField(forms.CharField):
    """A box for which the browser suggests and corrects nothing, in either direction."""

    quiet = {"autocomplete": "off", "spellcheck": "false", "dir": "auto"}

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | self.quiet


class StaffField(forms.ModelChoiceField):
    """A member of staff; each is offered with ``name_apart``, which tells namesakes apart."""

    def label_from_instance(self, person: Any) -> str:
        return str(person.name_apart)


class SizedFile(forms.FileInput):
    """Asks for a file, and lets the browser tell that it is too large before it is sent.

    Whoever sent it would lose what else was typed: a request that large is not read.
    """

    @property
    def largest(self) -> int:
        """The number of bytes of the largest file."""
        return MOST_BYTES

    def too_large(self) -> str:
        """Return the sentence about a file of more than the ``largest`` number of bytes."""
        return too_large()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        limit = {"data-largest": self.largest, "data-too-large": self.too_large()}
        return super().get_context(name, value, (attrs or {}) | limit)


class Unmarked(Protocol):
    """A field that the page does not mark as optional."""

    unmarked: bool


def unmark(form: forms.BaseForm, *names: str) -> None:
    """Let the page not say "optional" beside these fields."""
    for name in names:
        cast("Unmarked", form.fields[name]).unmarked = True


def field(form: forms.BaseForm, name: str, kind: type[Field]) -> Field:
    """Return a field of the form as what it is. Raises TypeError where it is of another class."""
    own = form.fields[name]
    if not isinstance(own, kind):
        raise TypeError(f"{name} is no {kind.__name__}")
    return own


def offer(form: forms.BaseForm, name: str, rows: "QuerySet[Model]") -> None:
    """Let a field of the form offer these rows."""
    field(form, name, forms.ModelChoiceField).queryset = rows
