"""What a person asks about the own data, and the answer."""

from typing import TypedDict

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.acts import APPROVE, SEND_BACK, ChildForm, OfRecord, RefusalForm, choices
from cases.forms.names import TextField
from cases.forms.versions import OfVersion, facts_of
from cases.models import HeldRequest
from cases.vocabulary import HeldKind


class HeldAsked(TypedDict):
    kind: HeldKind
    words: str


class HeldRequestForm(ChildForm):
    kind = forms.TypedChoiceField(
        label=_("What is requested"), choices=lambda: choices(HeldKind), coerce=HeldKind
    )
    words = TextField(
        label=_("Who asked, and for what"),
        limit=1000,
        help_text=_("For a correction: what is wrong, and what is right."),
    )

    use_required_attribute = False

    def facts(self) -> HeldAsked:
        return facts_of(self, HeldAsked)


class HeldAnswerForm(RefusalForm, OfRecord[HeldRequest]):
    """The second person's answer; a refusal says why."""

    word = forms.ChoiceField(
        label=_("Your decision"),
        choices=[(APPROVE, _("Grant")), (SEND_BACK, _("Refuse"))],
        widget=forms.RadioSelect,
    )
    answer = TextField(label=_("Reason of the refusal"), limit=1000, required=False)

    def facts(self) -> OfVersion:
        return facts_of(self, OfVersion)
