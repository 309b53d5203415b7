"""A box for one day, as people write it."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib.postgres.forms import DateRangeField
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases import wording
from cases.forms.fields import QuietField, field
from cases.rules.days import CannotReadDay, read_day
from cases.wording import day_refusal

#: Nothing is planned further ahead: a wrong year is told so.
AHEAD = timedelta(days=5 * 365)


class DayField(QuietField):
    """A day in one box; cleans to a ``date``, or ``None`` when left empty.

    The form sets ``earliest`` and ``latest``, the days between which it may lie.
    """

    earliest: date | None = None
    latest: date | None = None
    quiet = QuietField.quiet | {"inputmode": "text"}
    default_error_messages = {"required": _("Enter a date.")}

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", _("For example 15.03.2019"))
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%d.%m.%Y}" if isinstance(value, date) else value

    def clean(self, value: Any) -> date | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            day = read_day(text)
        except CannotReadDay as refusal:
            raise ValidationError(day_refusal(refusal), code=refusal.code) from refusal
        self._refuse_outside(day)
        return day

    def _refuse_outside(self, day: date) -> None:
        if self.latest is not None and day > self.latest:
            raise ValidationError(
                _("Enter a date no later than %(day)s.") % {"day": wording.day_text(self.latest)},
                code="too_late",
            )
        if self.earliest is not None and day < self.earliest:
            raise ValidationError(
                _("Enter a date no earlier than %(day)s.")
                % {"day": wording.day_text(self.earliest)},
                code="too_early",
            )


class AnyDay(forms.DateField):
    """A date in a form that Django makes of a model; read as a ``DayField`` reads it."""

    def to_python(self, value: Any) -> date | None:
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        try:
            return read_day(value)
        except CannotReadDay as refusal:
            raise ValidationError(day_refusal(refusal), code=refusal.code) from refusal


class AnyDays(DateRangeField):
    """Two such dates, from the first to before the second."""

    base_field = AnyDay


def set_day(
    form: forms.BaseForm,
    name: str,
    *,
    earliest: date | None = None,
    latest: date | None = None,
    initial: date | None = None,
) -> None:
    """Set between which days a day of the form may lie, and which one is offered."""
    day = field(form, name, DayField)
    day.earliest, day.latest, day.initial = earliest, latest, initial


def set_planned_day(form: forms.BaseForm, name: str, *, earliest: date) -> None:
    """Let a day of the form be one that is planned: from ``earliest`` on, for some years."""
    set_day(form, name, earliest=earliest, latest=earliest + AHEAD)
