"""Movements and their passengers."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MovementStatus(TextChoices):
    PLANNING = "planning", _("Planning")
    LOCKED = "locked", _("Passenger list locked")
    DEPARTED = "departed", pgettext_lazy("movement", "Departed")
    ARRIVED = "arrived", pgettext_lazy("movement", "Arrived")
    CANCELLED = "cancelled", _("Cancelled")
    RETURNED = "returned", pgettext_lazy("movement", "Turned back")


class PassengerStatus(TextChoices):
    PROPOSED = "proposed", _("Proposed")
    CONFIRMED = "confirmed", _("Confirmed")
    BOARDED = "boarded", _("On board")
    NO_SHOW = "no_show", _("Did not come")
    TAKEN_OFF = "taken_off", _("Removed from the list")
