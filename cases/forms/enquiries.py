"""What is written down of a relative's enquiry, whom it is about, and what was told."""

import datetime
from typing import Any, TypedDict

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.casework.enquiries import EnquiryFacts
from cases.forms.acts import RefusalForm, choices
from cases.forms.births import BirthField
from cases.forms.dates import DayField, set_day
from cases.forms.fields import field, unmark
from cases.forms.names import NameField, TextField
from cases.forms.versions import OfVersion, Versioned, facts_of
from cases.models import Child, Enquiry, Telling, User
from cases.queries.access import whole_children
from cases.queries.enquiries import NearOnes, may_be_told
from cases.rules.references import written
from cases.vocabulary import EnquiryWay, MayBeTold, Relation

NONE, OTHER = "none", "other"


class RecordedEnquiry(TypedDict):
    facts: EnquiryFacts


class CorrectedEnquiry(RecordedEnquiry):
    version: int | None


class EnquiryForm(Versioned):
    """Who asks, how to reach this person, and for whom."""

    asker = NameField(label=gettext_lazy("Who asks"), help_text=gettext_lazy("Full name."))
    relation = forms.ChoiceField(
        label=gettext_lazy("Relation to the child, as this person states it"),
        choices=lambda: choices(Relation),
    )
    contact = TextField(
        label=gettext_lazy("How to reach this person"),
        limit=300,
        widget=forms.TextInput,
        help_text=gettext_lazy("Telephone, address or e-mail."),
    )
    received_on = DayField(label=gettext_lazy("Received on"))
    came_by = forms.ChoiceField(
        label=gettext_lazy("How it came"), choices=lambda: choices(EnquiryWay)
    )
    child_name = NameField(
        label=gettext_lazy("Name of the child"),
        required=False,
        help_text=gettext_lazy("This name or that of the mother is needed."),
    )
    mother_name = NameField(label=gettext_lazy("Name of the mother"), required=False)
    born = BirthField(label=gettext_lazy("Child’s date of birth or age"), required=False)
    place = TextField(
        label=gettext_lazy("Where the child was last heard of"),
        limit=200,
        required=False,
        widget=forms.TextInput,
    )
    words = TextField(
        label=gettext_lazy("What is asked"),
        limit=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    use_required_attribute = False
    replaces = True

    def __init__(self, *args: Any, record: Enquiry, on: datetime.date, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.on = on
        set_day(self, "received_on", latest=on, initial=on)
        field(self, "born", BirthField).on = on
        unmark(self, "child_name", "mother_name")
        if record.pk:
            self._offer(record)
        elif not self.is_bound:
            self.fields["asker"].widget.attrs["autofocus"] = ""
        self.open_at(record)

    def _offer(self, record: Enquiry) -> None:
        for name in ("asker", "relation", "contact", "received_on", "came_by", "place", "words"):
            self.fields[name].initial = getattr(record, name)
        for name in ("asker", "child_name", "mother_name"):
            box = field(self, name, NameField)
            box.initial = box.recorded = getattr(record, name)
        field(self, "born", BirthField).remember(
            record.born_earliest, record.born_latest, record.born_stated_on
        )

    def clean(self) -> None:
        super().clean()
        names = ("child_name", "mother_name")
        if not any(self.cleaned_data.get(name) or name in self.errors for name in names):
            self.add_error("child_name", _("Enter the name of the child or of the mother."))

    def new_facts(self) -> RecordedEnquiry:
        return {"facts": facts_of(self, EnquiryFacts)}

    def facts(self) -> CorrectedEnquiry:
        return {"facts": facts_of(self, EnquiryFacts), "version": self.cleaned_data["version"]}


class WhoIsMeant(OfVersion):
    child: Child | None


class ChooseForm(Versioned):
    """Whom an enquiry is about: one of the near ones, another case, or nobody on record."""

    who = forms.ChoiceField(
        label=gettext_lazy("Whom the enquiry is about"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a child, or that there is none.")},
    )
    reference = forms.CharField(
        label=gettext_lazy("Case number"), required=False, max_length=40, strip=True
    )

    use_required_attribute = False

    def __init__(self, *args: Any, record: Enquiry, near: NearOnes, by: User, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.near, self.by = near, by
        self.children = {each.child.reference: each.child for each in near.shown}
        who = field(self, "who", forms.ChoiceField)
        who.choices = [*((each, each) for each in self.children), (OTHER, ""), (NONE, "")]
        unmark(self, "reference")
        who.initial = _decided(record, self.children)
        if who.initial == OTHER and record.child:
            self.fields["reference"].initial = record.child.reference
        self.open_at(record)

    def clean(self) -> None:
        super().clean()
        if self.cleaned_data.get("who") == OTHER and self._other() is None:
            self.add_error("reference", _("There is no such case. Check the number."))

    def _other(self) -> Child | None:
        reference = written(self.cleaned_data.get("reference", ""))
        return whole_children(self.by).called(reference).first() if reference else None

    def facts(self) -> WhoIsMeant:
        who = self.cleaned_data["who"]
        child = self._other() if who == OTHER else self.children.get(who)
        return facts_of(self, WhoIsMeant, child=child)


def _decided(record: Enquiry, near: dict[str, Child]) -> str:
    """Return what was chosen before, "" for nothing yet."""
    if not record.decided_by_id:
        return ""
    if record.child is None:
        return NONE
    return record.child.reference if record.child.reference in near else OTHER


class WhatWasTold(OfVersion):
    says: MayBeTold
    given_on: datetime.date
    given_by_way: EnquiryWay


class EnquiryAnswerForm(Versioned):
    """Which of the ready sentences was told, when and how."""

    says = forms.ChoiceField(label=gettext_lazy("What was told"), widget=forms.RadioSelect)
    given_on = DayField(label=gettext_lazy("Told on"))
    given_by_way = forms.ChoiceField(
        label=gettext_lazy("How it was told"), choices=lambda: choices(EnquiryWay)
    )

    use_required_attribute = False

    def __init__(self, *args: Any, record: Enquiry, on: datetime.date, **rest: Any) -> None:
        super().__init__(*args, **rest)
        ready = may_be_told(record)
        field(self, "says", forms.ChoiceField).choices = [(each, each.label) for each in ready]
        set_day(self, "given_on", earliest=record.received_on, latest=on, initial=on)
        self.open_at(record)

    def facts(self) -> WhatWasTold:
        return facts_of(self, WhatWasTold)


class TellingAnswer(OfVersion):
    answer: str


class TellingForm(RefusalForm, Versioned):
    """The second person's word on what a relative is told; a refusal says why."""

    answer = TextField(
        label=gettext_lazy("Your reason"),
        limit=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Needed to refuse."),
    )

    def __init__(self, *args: Any, record: Telling, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.open_at(record)

    def facts(self) -> TellingAnswer:
        return facts_of(self, TellingAnswer)
