"""The stages of a case."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Stage(TextChoices):
    REGISTERED = "registered", _("Registered")
    VERIFIED = "verified", pgettext_lazy("stage", "Verified")
    ELIGIBLE = "eligible", pgettext_lazy("stage", "Eligible")
    CLEARED = "cleared", _("Cleared to travel")
    BOOKED = "booked", _("Booked")
    IN_TRANSIT = "in_transit", _("In transit")
    RETURNED = "returned", pgettext_lazy("stage", "Arrived home")
    PLACED = "placed", _("Placed in care")
    CLOSED = "closed", _("Closed")
    DEFERRED = "deferred", _("Deferred")
    INELIGIBLE = "ineligible", pgettext_lazy("stage", "Not eligible under current rules")

    @property
    def short(self) -> str:
        """The name where there is little room, as in a list."""
        return str(_SHORT_STAGES.get(self.value, self.label))


_SHORT_STAGES = {
    "cleared": pgettext_lazy("stage", "Cleared"),
    "ineligible": pgettext_lazy("stage", "Not eligible"),
}
