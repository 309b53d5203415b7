"""To whom a record goes, on which ground and what of it; and the second person's word."""

from typing import TypedDict

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.acts import ChildForm, OfRecord, RefusalForm
from cases.forms.fields import offer
from cases.forms.names import TextField
from cases.forms.versions import OfVersion, facts_of
from cases.models import Consent, Country, Sharing
from cases.queries.shares import consents_to_share
from cases.vocabulary import SharedPart


class Shared(TypedDict):
    authority: str
    country: Country
    consent: Consent | None
    basis: str
    parts: list[SharedPart]
    purpose: str


class ShareForm(ChildForm):
    authority = TextField(
        label=_("Authority"), limit=200, widget=forms.TextInput, help_text=_("Who receives it.")
    )
    country = forms.ModelChoiceField(Country.objects.none(), label=_("Country"))
    consent = forms.ModelChoiceField(
        Consent.objects.none(),
        label=_("Consent to sharing"),
        required=False,
        empty_label=_("None: on a legal basis"),
    )
    basis = TextField(
        label=_("Legal basis"),
        limit=500,
        required=False,
        help_text=_("Where there is no consent: a reviewer must say why it is shared anyway."),
    )
    parts = forms.TypedMultipleChoiceField(
        label=_("What is shared"),
        choices=SharedPart.choices,
        coerce=SharedPart,
        widget=forms.CheckboxSelectMultiple,
    )
    purpose = TextField(label=_("Purpose"), limit=500)

    use_required_attribute = False

    def prepare(self) -> None:
        parties = (self.child.agreement.holding_id, self.child.agreement.home_id)
        offer(self, "country", Country.objects.filter(pk__in=parties))
        offer(self, "consent", consents_to_share(self.child))

    def facts(self) -> Shared:
        return facts_of(self, Shared)


class ShareAnswer(OfVersion):
    answer: str


class ShareDecisionForm(RefusalForm, OfRecord[Sharing]):
    """The second person's word; a refusal, and a sharing without consent, say why."""

    answer = TextField(
        label=_("Your reason"),
        limit=1000,
        required=False,
        help_text=_("Needed to refuse, and to share without a consent."),
    )

    def facts(self) -> ShareAnswer:
        return facts_of(self, ShareAnswer)
