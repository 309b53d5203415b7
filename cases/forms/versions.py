"""The hidden fields by which a form says which record, and which typing, it belongs to."""

import uuid
from typing import Any

from django import forms


class VersionField(forms.IntegerField):
    """The version a form was opened at; a missing or mangled one is like a wrong one."""

    widget = forms.HiddenInput

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)

    def clean(self, value: Any) -> int | None:
        try:
            return super().clean(value)
        except forms.ValidationError:
            return None


class TokenField(forms.UUIDField):
    """The mark of one opened form, by which a double click is told from two forms."""

    widget = forms.HiddenInput

    def __init__(self, **options: Any) -> None:
        super().__init__(initial=uuid.uuid4, required=False, **options)

    def clean(self, value: Any) -> uuid.UUID:
        try:
            return super().clean(value) or uuid.uuid4()
        except forms.ValidationError:
            return uuid.uuid4()
