"""The version and token of a form, and the facts that it hands to its act."""

import datetime
import json
import uuid
from enum import Enum
from typing import Any, TypedDict, TypeVar, cast, get_type_hints

from django import forms

from cases.forms.fields import Form
from cases.models.guards import Editable

_PLAIN = (str, int, datetime.date, datetime.time)
#: The value of a field as a form sends it: one text, or one for each choice that is ticked.
Sent = str | list[str]
Facts = TypeVar("Facts")


class Hidden(forms.HiddenInput):
    """A hidden box without an id: several forms of one page have it."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"id": False} | (attrs or {}))


class VersionField(forms.IntegerField):
    """The version a form was opened at; a missing or mangled one is like a wrong one."""

    widget = Hidden

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)

    def clean(self, value: Any) -> int | None:
        try:
            return super().clean(value)
        except forms.ValidationError:
            return None


class TokenField(forms.UUIDField):
    """The mark of one opened form: a double click sends it twice, a second form another one."""

    widget = Hidden

    def __init__(self, **options: Any) -> None:
        super().__init__(initial=uuid.uuid4, required=False, **options)

    def clean(self, value: Any) -> uuid.UUID:
        try:
            return super().clean(value) or uuid.uuid4()
        except forms.ValidationError:
            return uuid.uuid4()


def token_from(text: str) -> uuid.UUID | None:
    """Return the token that ``text`` is, None where it is none."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


class _Decoder(json.JSONDecoder):
    """Takes for mangled what is nested too deep, or has a number of too many figures."""

    def decode(self, text: str, *args: Any) -> Any:
        try:
            return super().decode(text, *args)
        except (RecursionError, ValueError) as problem:
            raise json.JSONDecodeError(str(problem), text, 0) from problem


class HiddenJSONField(forms.JSONField):
    """What a form sends back of what it was opened with; what is mangled is like nothing."""

    widget = Hidden

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, decoder=_Decoder, **options)

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except forms.ValidationError:
            return None


class ShownField(HiddenJSONField):
    """What each field held when the form was opened, so that a conflict can say who changed it."""

    def clean(self, value: Any) -> dict[str, Sent] | None:
        shown = super().clean(value)
        return shown if isinstance(shown, dict) and all(map(_is_sent, shown.values())) else None


def _is_sent(value: object) -> bool:
    """Return whether a value of JSON is one that a form sends."""
    texts = value if isinstance(value, list) else [value]
    return all(isinstance(text, str) for text in texts)


class Versioned(Form):
    """A form about one record, which is refused when the record was changed meanwhile.

    ``replaces`` is true where the fields hold what is on record, to be written over it.
    """

    version = VersionField()
    shown = ShownField()

    replaces = False
    record: Editable

    def open_at(self, record: Editable) -> None:
        """Let the form say at which version of ``record`` it was opened, and what it showed."""
        self.record = record
        self.fields["version"].initial = record.version
        self.fields["shown"].initial = self.values

    def values(self) -> dict[str, Sent]:
        """Return what each field that a person sees holds, as it would be sent; no files."""
        return {
            bound.name: sent(self._value(bound))
            for bound in self.visible_fields()
            if not bound.field.widget.needs_multipart_form
        }

    def _value(self, bound: forms.BoundField) -> Any:
        """Return a value as the page would offer it: two spellings of one place are no change."""
        cleaned = getattr(self, "cleaned_data", {}).get(bound.name)
        offered = bound.field.prepare_value(cleaned)
        return offered if offered and isinstance(offered, _PLAIN) else bound.value()

    def shown_before(self) -> dict[str, Sent] | None:
        """Return what the form showed when it was opened; None where it does not say."""
        return self.fields["shown"].clean(self.data.get(self.add_prefix("shown")))


class OfVersion(TypedDict):
    """What an act on a record takes: the version at which its form was opened."""

    version: int | None


class OnDay(OfVersion):
    """What an act on a record takes that is done on a day: the version, and the day."""

    on: datetime.date


class Once(TypedDict):
    """What an act takes that adds a record: the day, and the token of its form."""

    on: datetime.date
    token: uuid.UUID


def facts_of(form: forms.BaseForm, kind: type[Facts], **computed: object) -> Facts:
    """Return the TypedDict ``kind``: each key as ``computed``, else as its field was cleaned.

    ``on`` is the day that was entered as ``on_day``, else the day on which the form was opened.
    A key that is annotated as a vocabulary becomes a word of it. Raises KeyError where the form
    has no field for a key.
    """
    answers = {**form.cleaned_data, **computed}
    if "on_day" in answers:
        answers.setdefault("on", answers["on_day"])
    elif hasattr(form, "on"):
        answers.setdefault("on", form.on)
    hints = get_type_hints(kind)
    return cast("Facts", {key: _as(hint, answers[key]) for key, hint in hints.items()})


def _as(hint: object, answer: object) -> object:
    if isinstance(hint, type) and issubclass(hint, (Enum, str)) and hint is not str:
        return hint(answer)
    return answer


def sent(value: Any) -> Sent:
    """Return a value of a field as a form sends it."""
    if isinstance(value, (list, tuple, set)):
        return [str(sent(each)) for each in value]
    if value is None or value is False:
        return ""
    if value is True:
        return "on"
    if isinstance(value, datetime.date):
        return f"{value:%d.%m.%Y}"
    return f"{value:%H:%M}" if isinstance(value, datetime.time) else str(value)


def spoken(bound: forms.BoundField, value: Sent | None) -> str:
    """Return what a field holds as the page says it: the label of a choice, or the text."""
    if isinstance(value, list):
        return ", ".join(spoken(bound, each) for each in value)
    labels = {str(key): str(label) for key, label in getattr(bound.field, "choices", ()) or ()}
    return labels.get(value or "", value or "") if value else ""


def shown_json(values: dict[str, Sent]) -> str:
    """Return ``values`` as ``ShownField`` sends them."""
    return json.dumps(values)
