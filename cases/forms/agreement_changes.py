"""To which agreement a family moves and why, and the second person's word on it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.acts import VersionForm, WordForm
from cases.forms.agreements import open_agreements
from cases.forms.fields import offer
from cases.forms.names import TextField
from cases.forms.versions import OfVersion, facts_of
from cases.models import Agreement, Mother


class AgreementChangeFacts(OfVersion):
    to: Agreement
    reason: str


class AgreementChangeForm(VersionForm[Mother]):
    """The other agreement, and why the family comes under it."""

    to = forms.ModelChoiceField(
        Agreement.objects.none(), label=_("Move to"), empty_label=_("Choose an agreement")
    )
    reason = TextField(label=_("Reason"), limit=1000)

    use_required_attribute = False

    def __init__(self, *args: Any, record: Mother, **rest: Any) -> None:
        super().__init__(*args, record=record, **rest)
        offer(self, "to", open_agreements().exclude(pk=record.agreement_id))

    def facts(self) -> AgreementChangeFacts:
        return facts_of(self, AgreementChangeFacts)


class ChangeDecisionForm(WordForm, VersionForm[Mother]):
    """The second person's word on the move of a family."""

    field_order = ("version", "word", "reason")

    use_required_attribute = False

    def facts(self) -> OfVersion:
        return facts_of(self, OfVersion)
