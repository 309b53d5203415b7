"""What a second person says of a change: nothing but that it is so."""

import datetime
from typing import ClassVar, TypedDict

from cases.casework.restatements import waiting
from cases.forms.acts import ChildForm
from cases.forms.versions import VersionField
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
        return {"part": self.part, "seen": self.cleaned_data["seen"], "on": self.on}


class IdentityConfirmForm(ConfirmForm):
    part = RestatedPart.IDENTITY


class FatherConfirmForm(ConfirmForm):
    part = RestatedPart.FATHER
