"""The day on which a family is to fly."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.forms.dates import DayField, set_day
from cases.forms.fields import Form

#: Nobody plans a flight further ahead.
MOST_DAYS = 3 * 366


class FlightDayForm(Form):
    """Asked in the address, so that the answer can be passed on."""

    on = DayField(label=_("Day of the flight"), help_text=_("For example 12.03.2027"))

    use_required_attribute = False

    def __init__(self, data: Mapping[str, Any] | None, *, today: datetime.date) -> None:
        super().__init__(data)
        latest = today + datetime.timedelta(days=MOST_DAYS)
        set_day(self, "on", earliest=today, latest=latest)

    def day(self) -> datetime.date | None:
        """Return the day that was asked for, None where none was or it cannot be one."""
        return self.cleaned_data["on"] if self.is_valid() else None
