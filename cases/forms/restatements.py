"""What a second person says of a change: nothing but that it is so."""

import datetime
from typing import ClassVar, TypedDict

from cases.casework.restatements import waiting
from cases.forms.acts import ChildForm
from cases.forms.versions import VersionField, facts_of
from cases.vocabulary import RestatedPart


class ConfirmFacts(TypedDict):
    part: RestatedPart
    seen: int | None
    on: datetime.date


class ConfirmForm(ChildForm):
    """``seen`` is the newest change that the page shows."""

    part: ClassVar[RestatedPart]
    seen = VersionField()

    def prepare(self) -> None:
        newest = waiting(self.child, self.part)[:1]
        self.fields["seen"].initial = newest[0].pk if newest else None

    def facts(self) -> ConfirmFacts:
        return facts_of(self, ConfirmFacts, part=self.part)


class IdentityConfirmForm(ConfirmForm):
    part = RestatedPart.IDENTITY


class FatherConfirmForm(ConfirmForm):
    part = RestatedPart.FATHER
