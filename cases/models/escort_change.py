"""What became of the seats of escorts, who have no case and so no journal of their own."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cases.models.guards import append_only, one_of
from cases.models.movement import Passenger
from cases.models.user import User
from cases.vocabulary import PassengerStatus


class EscortChange(models.Model):
    """A seat that an escort got, took or lost. Written by a trigger, also for plain SQL."""

    passenger = models.ForeignKey(Passenger, models.PROTECT, related_name="changes")
    status = models.CharField(_("status"), max_length=9, choices=PassengerStatus.choices)
    #: None for what is written past the pages.
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("change of an escort")
        verbose_name_plural = _("changes of escorts")
        ordering = ["-id"]
        constraints = [one_of("escort_change_status_known", "status", PassengerStatus)]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.passenger}: {self.status}"
