"""Fields of a form as the classes that they are, and what many of them share."""

from typing import Any, Protocol, TypeVar, cast

from django import forms
from django.db.models import Model, QuerySet

Field = TypeVar("Field", bound=forms.Field)


class QuietField(forms.CharField):
    """A box for which the browser suggests and corrects nothing, in either direction."""

    quiet = {"autocomplete": "off", "spellcheck": "false", "dir": "auto"}

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | self.quiet


class StaffField(forms.ModelChoiceField):
    """A member of staff; each is offered with ``name_apart``, which tells namesakes apart."""

    def label_from_instance(self, person: Any) -> str:
        return str(person.name_apart)


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
