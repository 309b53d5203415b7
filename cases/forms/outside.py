"""Of which month totals are proposed for outside."""

import datetime
from typing import Any, TypedDict

from django import forms
from django.utils.translation import gettext_lazy as _

from cases import wording
from cases.forms.fields import Form
from cases.rules.outside import month_ends

#: So many months are offered.
_MONTHS = 24


class Proposed(TypedDict):
    as_of: datetime.date
    with_further: bool


class OutsideForm(Form):
    """The last day of a month, and whether more than the three totals leaves."""

    as_of = forms.ChoiceField(label=_("Last day of which month"))
    with_further = forms.BooleanField(
        label=_("With girls and boys, and with ages as ranges"),
        required=False,
        help_text=_("Shown are only cells that tell no number under ten."),
    )

    use_required_attribute = False

    def __init__(self, *args: Any, on: datetime.date, **rest: Any) -> None:
        super().__init__(*args, **rest)
        days = month_ends(on, _MONTHS)
        self.fields["as_of"] = forms.ChoiceField(
            label=self.fields["as_of"].label,
            choices=[(day.isoformat(), wording.day_text(day)) for day in days],
        )

    def facts(self) -> Proposed:
        return {
            "as_of": datetime.date.fromisoformat(self.cleaned_data["as_of"]),
            "with_further": self.cleaned_data["with_further"],
        }
