"""What a person writes down about a day in court."""

import datetime
import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases import wording
from cases.casework.together import One
from cases.forms.acts import OtherInWords, RecordForm, choices
from cases.forms.dates import AHEAD, DayField, set_day
from cases.forms.fields import field, offer
from cases.forms.places import PlaceChoice
from cases.forms.siblings import SiblingsForm
from cases.forms.versions import Once, OnDay, TokenField, facts_of
from cases.models import Child, Clearance, Hearing, Place
from cases.vocabulary import AdjournmentReason, HearingPurpose, PlacePurpose

#: No hearing was further back: a wrong year is told so.
BACK = datetime.timedelta(days=20 * 365)


class CourtField(PlaceChoice):
    """One of the courts of the country that holds the child."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("empty_label", _("Choose …"))
        super().__init__(queryset=Place.objects.none(), **options)

    def offer(self, child: Child) -> None:
        """Offer the courts of the child's agreement; each form calls it when it is opened."""
        courts = Place.objects.serving(PlacePurpose.COURT).select_related("country")
        self.queryset = courts.filter(country=child.agreement.holding_id)


class ClearanceChoice(forms.ModelChoiceField):
    def label_from_instance(self, clearance: Clearance) -> str:
        day = wording.day_text(clearance.issued_on) if clearance.issued_on else ""
        return " · ".join(filter(None, (str(clearance), clearance.number, day)))


class HearingFacts(Once):
    purpose: HearingPurpose
    court: Place
    scheduled_on: datetime.date


class HeldFacts(OnDay):
    outcome_on: datetime.date
    clearance: Clearance | None


class AdjournFacts(OnDay):
    reason: AdjournmentReason
    outcome_on: datetime.date
    next_on: datetime.date | None
    court: Place | None


class HearingForm(OtherInWords, SiblingsForm):
    """A day that a court has set."""

    token = TokenField()
    purpose = forms.ChoiceField(
        label=_("Purpose of the hearing"), choices=lambda: choices(HearingPurpose)
    )
    court = CourtField(label=_("Court"), help_text=_("An admin adds new courts under Places."))
    scheduled_on = DayField(label=_("Hearing date"))

    reasoned = "purpose"

    def prepare(self) -> None:
        self.offer_siblings()
        field(self, "court", CourtField).offer(self.child)
        set_day(self, "scheduled_on", earliest=self.on - BACK, latest=self.on + AHEAD)

    def facts(self) -> HearingFacts:
        return facts_of(self, HearingFacts)

    def facts_for(self, one: One) -> HearingFacts:
        """Return the facts of one child of those who are ticked."""
        facts = self.facts()
        if one.child.pk != self.child.pk:
            facts["token"] = uuid.uuid4()
        return facts


class OutcomeForm(RecordForm[Hearing]):
    """What came of a hearing."""


class HeldForm(OutcomeForm):
    """The court heard the case."""

    outcome_on = DayField(label=_("Heard on"))
    clearance = ClearanceChoice(
        label=_("Clearance it led to"),
        queryset=Clearance.objects.none(),
        required=False,
        empty_label=_("None yet"),
    )

    def prepare(self) -> None:
        planned = self.record.scheduled_on
        set_day(self, "outcome_on", earliest=planned, latest=self.on, initial=planned)
        offer(self, "clearance", self.child.clearances.order_by("-pk"))

    def facts(self) -> HeldFacts:
        return facts_of(self, HeldFacts)


class AdjournForm(OtherInWords, OutcomeForm):
    """The court put the hearing off."""

    reason = forms.ChoiceField(label=_("Reason"), choices=lambda: choices(AdjournmentReason))
    outcome_on = DayField(label=_("Adjourned on"))
    next_on = DayField(
        label=_("Next hearing on"),
        required=False,
        help_text=_(
            "Leave it empty if the court has not set a date yet. If it has brought the hearing "
            "forward, cancel this one and set another."
        ),
    )
    court = CourtField(label=_("Court of the next hearing"), required=False)

    def prepare(self) -> None:
        planned = self.record.scheduled_on
        set_day(self, "outcome_on", latest=self.on, initial=min(planned, self.on))
        after = planned + datetime.timedelta(days=1)
        set_day(self, "next_on", earliest=after, latest=self.on + AHEAD)
        field(self, "court", CourtField).offer(self.child)
        self.fields["court"].initial = self.record.court_id

    def facts(self) -> AdjournFacts:
        return facts_of(self, AdjournFacts)


class CancelForm(OutcomeForm):
    """The hearing will not take place."""
