"""Boxes for names and for free text: nothing hidden gets in, nothing typed is changed unseen."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cases.forms.fields import QuietField
from cases.rules.names import CannotUseName, clean_name
from cases.rules.text import CannotUseText, clean_text

_REFUSALS = {
    "empty": _("Enter a name."),
    "no_letters": _("A name needs letters. Enter the name, not a number."),
    "direction": _("A hidden character reverses the direction of this text. Type it by hand."),
    "invisible": _("The name has an invisible character. Type it by hand instead of pasting."),
    "control": _("This contains a control character. Type it by hand instead of pasting."),
}


class NameField(QuietField):
    """A name in any script, as given; cleans to composed letters and single spaces."""

    def __init__(self, **options: Any) -> None:
        super().__init__(strip=False, **options)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        if not text.strip():
            return ""
        try:
            return clean_name(text)
        except CannotUseName as refusal:
            raise ValidationError(name_refusal(refusal), code=refusal.code) from refusal


class TextField(forms.CharField):
    """Free text of at most ``limit`` characters, on several lines unless the widget has one."""

    widget: type[forms.Widget] = forms.Textarea

    def __init__(self, *, limit: int, **options: Any) -> None:
        self.limit = limit
        super().__init__(strip=False, **options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"dir": "auto"}

    def to_python(self, value: Any) -> str:
        try:
            return clean_text(super().to_python(value) or "", limit=self.limit)
        except CannotUseText as refusal:
            raise ValidationError(name_refusal(refusal), code=refusal.code) from refusal


def name_refusal(refusal: CannotUseName | CannotUseText) -> str:
    """Return the sentence for a name or a text that was refused."""
    if refusal.code == "too_long":
        return ngettext(
            "This is too long. Use at most %(limit)s character.",
            "This is too long. Use at most %(limit)s characters.",
            refusal.params["limit"],
        ) % {"limit": refusal.params["limit"]}
    return str(_REFUSALS[refusal.code])
