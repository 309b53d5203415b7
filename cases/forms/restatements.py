"""What a second person says of a change: nothing but that it is so."""

import datetime
from collections.abc import Collection
from typing import ClassVar, TypedDict

from django import forms

from cases.casework.restatements import waiting
from cases.forms.acts import WithoutPaperForm
from cases.forms.fields import Form
from cases.forms.versions import VersionField, facts_of
from cases.rules.papers import SHOWS
from cases.vocabulary import DocumentKind, RestatedPart


class ConfirmFacts(TypedDict):
    part: RestatedPart
    seen: int | None
    on: datetime.date
    without_paper: str


class TogetherFacts(TypedDict):
    seen: str


class SeenForm(Form):
    """Several changes at once: how they stood on the page."""

    seen = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)

    def facts(self) -> TogetherFacts:
        return facts_of(self, TogetherFacts)


class ConfirmForm(WithoutPaperForm):
    """``seen`` is the newest change that the page shows."""

    part: ClassVar[RestatedPart]
    seen = VersionField()

    def shown_by(self) -> Collection[DocumentKind]:
        return SHOWS[self.part]

    def prepare(self) -> None:
        super().prepare()
        newest = waiting(self.child, self.part)[:1]
        self.fields["seen"].initial = newest[0].pk if newest else None

    def facts(self) -> ConfirmFacts:
        reason = self.cleaned_data.get("without_paper", "")
        return facts_of(self, ConfirmFacts, part=self.part, without_paper=reason)


class IdentityConfirmForm(ConfirmForm):
    part = RestatedPart.IDENTITY


class FatherConfirmForm(ConfirmForm):
    part = RestatedPart.FATHER
