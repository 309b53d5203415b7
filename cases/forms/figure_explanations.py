"""Why a published figure is another than the register's."""

from typing import Any, TypedDict

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.acts import choices
from cases.forms.batches import LineField
from cases.forms.fields import Form
from cases.forms.versions import facts_of
from cases.vocabulary import WhyOtherwise

#: No register of children holds more; a longer number is a slip.
_MOST = 9_999_999


class FigureExplained(TypedDict):
    amount: int
    reason: WhyOtherwise
    note: str


class FigureExplanationForm(Form):
    """By how many, and why; the whole remainder is offered."""

    amount = forms.IntegerField(
        label=_("Difference"),
        min_value=-_MOST,
        max_value=_MOST,
        help_text=_("Above the register: a plus. Below: a minus."),
    )
    reason = forms.ChoiceField(label=_("Reason"), choices=lambda: choices(WhyOtherwise))
    note = LineField(
        limit=300,
        label=_("In one sentence"),
        help_text=_("Everybody who may see the figures reads it. Name no child."),
    )

    use_required_attribute = False

    def __init__(self, *args: Any, remainder: int, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["amount"].initial = remainder or None

    def facts(self) -> FigureExplained:
        return facts_of(self, FigureExplained)
