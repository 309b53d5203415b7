"""What a travel officer enters to plan a journey and give its seats."""

import datetime
import uuid
from typing import Any, TypedDict
from zoneinfo import ZoneInfo

from django import forms
from django.core.paginator import Page
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from cases.casework.escorts import Escort
from cases.casework.movements import MOST_SEATS, JourneyPlan
from cases.forms.acts import VersionForm
from cases.forms.agreements import only_agreement, open_agreements
from cases.forms.batches import LineField
from cases.forms.dates import DayField, set_day
from cases.forms.fields import Form, field, offer
from cases.forms.names import NameField, TextField
from cases.forms.places import PlaceField
from cases.forms.versions import OfVersion, TokenField
from cases.models import Agreement, Child, Country, Movement
from cases.models.alphabet import in_alphabet
from cases.queries.manifests import ADULTS
from cases.queries.movement_files import Candidate
from cases.vocabulary import PlacePurpose, Sex

#: Nothing on record is older than the first departures to Iraq and Syria.
FIRST_DAY = datetime.date(2011, 1, 1)
YEARS_AHEAD = 3


class TimeField(forms.TimeField):
    """An hour and minute on the clocks of a place: 14:05."""

    default_error_messages = {"required": _("Enter a time.")}

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", _("Local time, for example 14:05"))
        super().__init__(
            input_formats=["%H:%M", "%H.%M"],
            widget=forms.TimeInput(format="%H:%M"),
            error_messages={"invalid": _("This is not a time. Write it like 14:05.")},
            **options,
        )

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        quiet = {"autocomplete": "off", "maxlength": "5", "dir": "auto"}
        return super().widget_attrs(widget) | quiet


class MovementFacts(TypedDict):
    agreement: Agreement
    journey: JourneyPlan
    token: uuid.UUID


class ChangeFacts(OfVersion):
    journey: JourneyPlan


class PlacesFacts(OfVersion):
    children: list[Child]


class EscortFacts(OfVersion):
    escort: Escort
    token: uuid.UUID


class RouteForm(Form):
    """Route, times, carrier and seats of a movement."""

    origin = PlaceField(PlacePurpose.ROUTE, label=_("From"))
    destination = PlaceField(PlacePurpose.ROUTE, label=_("To"))
    departs_on = DayField(label=_("Departs on"))
    departs_time = TimeField(
        label=_("Departs at"), help_text=_("Time of the place of departure, for example 14:05")
    )
    arrives_on = DayField(label=_("Arrives on"))
    arrives_time = TimeField(
        label=_("Arrives at"), help_text=_("Time of the place of arrival, for example 14:05")
    )
    carrier = TextField(label=_("Carrier"), limit=80, required=False, widget=forms.TextInput)
    number = TextField(
        label=_("Flight or vehicle"), limit=20, required=False, widget=forms.TextInput
    )
    seats = forms.IntegerField(
        label=_("Seats"),
        min_value=1,
        max_value=MOST_SEATS,
        help_text=_("For children and escorts together"),
    )

    use_required_attribute = False

    def __init__(self, *args: Any, on: datetime.date, **rest: Any) -> None:
        super().__init__(*args, **rest)
        latest = on + datetime.timedelta(days=366 * YEARS_AHEAD)
        for name in ("departs_on", "arrives_on"):
            set_day(self, name, earliest=FIRST_DAY, latest=latest)

    def journey(self) -> JourneyPlan:
        """Return the journey of a cleaned form."""
        cleaned = self.cleaned_data
        return JourneyPlan(
            origin=cleaned["origin"],
            destination=cleaned["destination"],
            departs_at=moment(
                cleaned["departs_on"], cleaned["departs_time"], cleaned["origin"].zone
            ),
            arrives_at=moment(
                cleaned["arrives_on"], cleaned["arrives_time"], cleaned["destination"].zone
            ),
            seats=cleaned["seats"],
            carrier=cleaned["carrier"],
            number=cleaned["number"],
        )


class MovementForm(RouteForm):
    """A new movement, and the agreement under which the children travel."""

    token = TokenField()
    agreement = forms.ModelChoiceField(
        open_agreements(), label=_("Agreement"), empty_label=_("Choose an agreement")
    )

    field_order = ("token", "agreement")

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.only_agreement = only_agreement()
        if self.only_agreement:
            del self.fields["agreement"]

    def facts(self) -> MovementFacts:
        return {
            "agreement": self.only_agreement or self.cleaned_data["agreement"],
            "journey": self.journey(),
            "token": self.cleaned_data["token"],
        }


class ChangeForm(RouteForm, VersionForm[Movement]):
    """The route of a movement that is planned already."""

    replaces = True

    def __init__(self, *args: Any, record: Movement, **rest: Any) -> None:
        super().__init__(*args, record=record, **rest)
        departs = local(record.departs_at, record.origin.zone)
        arrives = local(record.arrives_at, record.destination.zone)
        self.initial = {
            "origin": record.origin,
            "destination": record.destination,
            "departs_on": departs.date(),
            "departs_time": departs.time(),
            "arrives_on": arrives.date(),
            "arrives_time": arrives.time(),
            "carrier": record.carrier,
            "number": record.number,
            "seats": record.seats,
        }

    def facts(self) -> ChangeFacts:
        return {"version": self.cleaned_data["version"], "journey": self.journey()}


class PlacesForm(VersionForm[Movement]):
    """Which of the children who are ready get a place."""

    families: list[list[Candidate]]
    page: "Page[int]"

    child = forms.MultipleChoiceField(
        error_messages={"required": _("Choose at least one child.")},
    )

    def __init__(self, *args: Any, ready: list[Child], **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.by_reference = {child.reference: child for child in ready}
        field(self, "child", forms.MultipleChoiceField).choices = [
            (reference, reference) for reference in self.by_reference
        ]

    def clean_child(self) -> list[Child]:
        return [self.by_reference[reference] for reference in self.cleaned_data["child"]]

    def facts(self) -> PlacesFacts:
        return {"version": self.cleaned_data["version"], "children": self.cleaned_data["child"]}


class EscortForm(VersionForm[Movement]):
    """An escort, as the travel document says."""

    token = TokenField()
    name = NameField(label=_("Name as on the travel document"))
    document = LineField(label=_("Number of the travel document"), limit=60, required=False)
    nationality = forms.ModelChoiceField(
        Country.objects.none(),
        label=_("Nationality"),
        required=False,
        empty_label=_("Not known yet"),
    )
    born = DayField(label=_("Born"), required=False)
    sex = forms.ChoiceField(
        label=_("Sex"), choices=ADULTS.items(), widget=forms.RadioSelect, required=False
    )

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "nationality", Country.objects.order_by(in_alphabet("name")))
        if record := kwargs.get("record"):
            self.fields["nationality"].initial = record.agreement.home_id
        set_day(self, "born", latest=localdate())

    def clean(self) -> None:
        super().clean()
        if self.cleaned_data.get("document") and self.cleaned_data.get("nationality", "") is None:
            self.add_error("nationality", _("Choose the country that issued the travel document."))

    def facts(self) -> EscortFacts:
        cleaned = self.cleaned_data
        return {
            "version": cleaned["version"],
            "token": cleaned["token"],
            "escort": Escort(
                name=cleaned["name"],
                document=cleaned["document"],
                nationality=cleaned["nationality"],
                born=cleaned["born"],
                sex=Sex(cleaned["sex"] or Sex.UNKNOWN),
            ),
        }


def moment(day: datetime.date, time: datetime.time, zone: str) -> datetime.datetime:
    """Return the instant of a day and time on the clocks of ``zone``."""
    return datetime.datetime.combine(day, time, ZoneInfo(zone)).astimezone(datetime.UTC)


def local(moment: datetime.datetime, zone: str) -> datetime.datetime:
    """Return an instant on the clocks of ``zone``."""
    return moment.astimezone(ZoneInfo(zone))
