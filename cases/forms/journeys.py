"""What a travel officer enters about a manifest, its passengers and the journey."""

import datetime
import uuid
from typing import Any, Generic, TypedDict

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases import wording
from cases.forms.acts import APPROVE, SEND_BACK, Record, choices
from cases.forms.batches import LineField
from cases.forms.dates import DayField, set_day
from cases.forms.fields import Form
from cases.forms.movements import TimeField, local, moment
from cases.forms.names import TextField
from cases.forms.versions import OfVersion, OnDay, TokenField, Versioned, facts_of
from cases.models import Movement, Passenger, SiblingException
from cases.rules.journeys import is_early, is_off
from cases.vocabulary import Reason

#: Why somebody is taken off, or a child stays while a sibling travels.
LEAVING = (
    Reason.CONSENT,
    Reason.DOCUMENTS,
    Reason.COURT,
    Reason.HEALTH,
    Reason.FEAR,
    Reason.NURSING,
    Reason.MISTAKE,
)
STAYING = (
    Reason.NURSING,
    Reason.CONSENT,
    Reason.DOCUMENTS,
    Reason.COURT,
    Reason.HEALTH,
    Reason.FEAR,
    Reason.OTHER,
)


class NoShowFacts(OnDay):
    with_siblings: bool


class LeaveFacts(NoShowFacts):
    reason: Reason


class ExceptionFacts(TypedDict):
    token: uuid.UUID
    reason: Reason
    note: str


class MomentFacts(OfVersion):
    at: datetime.datetime


class ActForm(Versioned, Generic[Record]):
    """An act on a movement, or on one passenger, as ``record`` stood when the form was opened."""

    record: Record

    use_required_attribute = False

    def __init__(
        self, *args: Any, record: Record, movement: Movement, on: datetime.date, **rest: Any
    ) -> None:
        super().__init__(*args, **rest)
        self.movement, self.on = movement, on
        self.open_at(record)
        self.prepare()

    def prepare(self) -> None:
        """Set what depends on the movement and the day."""


class SameDayForm(ActForm[Record]):
    """An act that is entered on the day it is done."""

    def facts(self) -> OnDay:
        return facts_of(self, OnDay)


class LockWordForm(SameDayForm[Movement]):
    """The word of the second person on the lock."""

    word = forms.ChoiceField(
        label=_("Your decision"),
        choices=[(APPROVE, _("Approve")), (SEND_BACK, _("Send back"))],
        widget=forms.RadioSelect,
    )
    reason = LineField(
        limit=300,
        label=_("Reason for sending it back"),
        required=False,
        help_text=_("Do not name the child; a case number is enough."),
    )

    def clean(self) -> None:
        super().clean()
        if self.cleaned_data.get("word") == SEND_BACK and not self.cleaned_data.get("reason", "-"):
            self.add_error("reason", _("Enter the reason for sending it back."))

    @property
    def sends_back(self) -> str:
        """The reason for sending it back; empty where it is approved."""
        sends = self.cleaned_data["word"] == SEND_BACK
        return self.cleaned_data["reason"] if sends else ""


class LeaveForm(SameDayForm[Passenger]):
    """Why a passenger is taken off; the siblings may come along."""

    reason = forms.ChoiceField(label=_("Reason"), choices=lambda: choices(LEAVING))
    with_siblings = forms.BooleanField(
        label=_("Also remove the siblings on this movement"), required=False, initial=True
    )

    def facts(self) -> LeaveFacts:
        return facts_of(self, LeaveFacts)


class NoShowForm(SameDayForm[Passenger]):
    with_siblings = forms.BooleanField(
        label=_("The siblings on this movement did not come either"), required=False, initial=True
    )

    def facts(self) -> NoShowFacts:
        return facts_of(self, NoShowFacts)


class ApproveExceptionForm(ActForm[SiblingException]):
    """A second person approves that one child stays."""


class ExceptionForm(Form):
    """Why one child stays while a sibling travels."""

    token = TokenField()
    reason = forms.ChoiceField(label=_("Reason"), choices=lambda: choices(STAYING))
    note = TextField(
        label=_("Note for the reviewer"),
        limit=1000,
        required=False,
        help_text=_("What was tried so that they travel together, and when the child may follow."),
    )

    use_required_attribute = False

    def clean(self) -> None:
        super().clean()
        if self.cleaned_data.get("reason") == Reason.OTHER and not self.cleaned_data.get("note"):
            self.add_error("note", _("Enter the other reason in words."))

    def facts(self) -> ExceptionFacts:
        return facts_of(self, ExceptionFacts)


class MomentForm(ActForm[Movement]):
    """When it happened, to the minute, by the clocks there; the plan is offered once past.

    Far from the plan it is asked again: it can be undone on the same day only.
    """

    day = DayField(label=_("Date"))
    time = TimeField(label=_("Time"))
    off = forms.BooleanField(
        label=_("Date and time were checked"), required=False, widget=forms.HiddenInput
    )

    planned = ""

    @property
    def zone(self) -> str:
        """The time zone of the place where it happened."""
        raise NotImplementedError

    def prepare(self) -> None:
        self.fields["time"].help_text = _("Time of %(city)s, for example 14:05") % {
            "city": wording.city_text(self.zone)
        }
        planned, now = getattr(self.movement, self.planned), timezone.now()
        offered = local(planned if self.not_before() < planned < now else now, self.zone)
        set_day(self, "day", latest=self.on, initial=offered.date())
        self.fields["time"].initial = offered.time()

    def clean(self) -> None:
        super().clean()
        if {"day", "time", "off"} <= self.cleaned_data.keys():
            self._ask_if_off(self.expected())

    def _ask_if_off(self, expected: datetime.datetime) -> None:
        """Ask about a moment far from the plan; the box appears only then."""
        if not is_off(self.facts()["at"], expected=expected):
            return
        self.fields["off"].widget = forms.CheckboxInput()
        if not self.cleaned_data["off"]:
            sentence = gettext(
                "By the plan it was %(when)s. Check date and time, then tick: they can be "
                "corrected today only."
            )
            self.add_error("off", sentence % {"when": wording.local_text(expected, self.zone)})

    def expected(self) -> datetime.datetime:
        """Return when it was to happen."""
        planned: datetime.datetime = getattr(self.movement, self.planned)
        return planned

    def not_before(self) -> datetime.datetime:
        """Return the instant before which it cannot have happened."""
        return self.movement.departed_at or self.movement.lock_approved_at or timezone.now()

    def facts(self) -> MomentFacts:
        cleaned = self.cleaned_data
        return facts_of(self, MomentFacts, at=moment(cleaned["day"], cleaned["time"], self.zone))


class DepartForm(MomentForm):
    """When it departed. Days before the plan it is asked again."""

    early = forms.BooleanField(
        label=_("It has departed, earlier than planned"),
        error_messages={
            "required": _("The planned day has not come. Tick that it has departed all the same.")
        },
    )

    planned = "departs_at"

    def prepare(self) -> None:
        super().prepare()
        # One question, not two: early, or far from the plan.
        early = is_early(timezone.localdate(self.movement.departs_at), on=self.on)
        del self.fields["off" if early else "early"]

    @property
    def zone(self) -> str:
        return self.movement.origin.zone


class ArriveForm(MomentForm):
    planned = "arrives_at"

    def expected(self) -> datetime.datetime:
        """Return when it was to happen, so long after the departure as was planned."""
        movement = self.movement
        late = (movement.departed_at or movement.departs_at) - movement.departs_at
        return movement.arrives_at + late

    @property
    def zone(self) -> str:
        return self.movement.destination.zone


class TurnBackForm(ActForm[Movement]):
    day = DayField(label=_("Date of this event"))

    def prepare(self) -> None:
        departed = self.movement.departed_at
        earliest = timezone.localdate(departed) if departed else None
        set_day(self, "day", earliest=earliest, latest=self.on, initial=self.on)

    def facts(self) -> OnDay:
        return facts_of(self, OnDay, on=self.cleaned_data["day"])
