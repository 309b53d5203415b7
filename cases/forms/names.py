"""Boxes for names and for free text: nothing hidden gets in, nothing typed is changed unseen."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cases.forms.fields import QuietField
from cases.rules.entered_names import entered_name
from cases.rules.names import CannotUseName, is_latin, taken_out
from cases.rules.text import CannotUseText, RefusedSign, clean_text

_REFUSALS = {
    "empty": _("Enter a name."),
    "no_letters": _("A name needs letters. Enter the name, not a number."),
    "not_letters": _(
        "A name holds letters, spaces, hyphens, dots and apostrophes only: %(where)s."
    ),
    "mixed": _(
        "A word is written in one alphabet, and this letter is of another: %(where)s."
        " Type it again."
    ),
    "not_known": _("Leave this empty when the name is not known."),
    "direction": _(
        "A hidden character reverses the direction of this text: %(where)s. Delete it there."
    ),
    "invisible": _("The name has an invisible character: %(where)s. Delete it there."),
    "control": _("This contains a control character: %(where)s. Delete it there."),
}


class NameField(QuietField):
    """A name in any script, as given; cleans to composed letters and single spaces.

    ``unknown`` is what to do when somebody types that the name is not known. A form that edits
    sets ``recorded``: a name on record stays as it is.
    """

    default_error_messages = {"required": _("Enter a name.")}
    recorded = ""
    #: The signs that the name lacks which was cleaned last.
    taken_out: tuple[str, ...] = ()

    def __init__(self, *, unknown: str | Promise = _REFUSALS["not_known"], **options: Any) -> None:
        super().__init__(strip=False, **options)
        self.unknown = unknown

    def to_python(self, value: Any) -> str:
        text, self.taken_out = super().to_python(value) or "", ()
        if not text.strip():
            return ""
        if text == self.recorded:
            return text
        try:
            name = entered_name(text)
        except CannotUseName as refusal:
            unknown = refusal.code == "not_known"
            sentence = str(self.unknown) if unknown else name_refusal(refusal)
            raise ValidationError(sentence, code=refusal.code) from refusal
        self.taken_out = taken_out(text, name)
        return name


def taken_out_sentences(form: forms.BaseForm) -> Iterator[str]:
    """Yield what was taken out of each name of a form that was cleaned."""
    for bound in form:
        if isinstance(bound.field, NameField) and bound.field.taken_out:
            signs = ", ".join(map(_name_of, bound.field.taken_out))
            yield gettext("Removed: %(signs)s (%(field)s).") % {
                "signs": signs,
                "field": bound.label,
            }


def _name_of(sign: str) -> str:
    code = f"U+{ord(sign):04X}"
    if sign == "\xad":
        return gettext("a soft hyphen, %(code)s") % {"code": code}
    return gettext("a mark of direction, %(code)s") % {"code": code}


class LatinNameField(NameField):
    """The name on a travel document, in the letters that a carrier and a border post read."""

    def __init__(self, **options: Any) -> None:
        options = {"label": _("Name on travel document")} | options
        super().__init__(**options)

    def to_python(self, value: Any) -> str:
        name = super().to_python(value)
        if name and name != self.recorded and not is_latin(name):
            raise ValidationError(_("Write this name in Latin letters."), code="not_latin")
        return name


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
    return str(_REFUSALS[refusal.code]) % {"where": _where(refusal.mark)}


def _where(mark: RefusedSign | None) -> str:
    """Return which sign is meant, and where it stands."""
    if mark is None:
        return ""
    shown = f"“{mark.sign}”" if mark.sign.isprintable() and not mark.sign.isspace() else mark.code
    places: dict[str, object] = {
        "sign": shown,
        "line": mark.line,
        "before": mark.before,
        "after": mark.after,
    }
    if not mark.line:
        return _where_in_line(places)
    if mark.before:
        return gettext("%(sign)s in line %(line)s, after “%(before)s”") % places
    if mark.after:
        return gettext("%(sign)s in line %(line)s, before “%(after)s”") % places
    return gettext("%(sign)s in line %(line)s") % places


def _where_in_line(places: dict[str, object]) -> str:
    """Return where a sign stands in a text of one line."""
    if places["before"]:
        return gettext("%(sign)s after “%(before)s”") % places
    if places["after"]:
        return gettext("%(sign)s before “%(after)s”") % places
    return str(places["sign"])
