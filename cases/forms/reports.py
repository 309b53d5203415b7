"""The period of a report."""

import datetime

from django.http import QueryDict
from django.utils.translation import pgettext_lazy

from cases.figures.reports import Period
from cases.forms.dates import DayField
from cases.forms.fields import Form


class ReportForm(Form):
    """From which day to which; the year of today where nothing is asked."""

    since = DayField(label=pgettext_lazy("period", "From"), required=False)
    until = DayField(label=pgettext_lazy("period", "To"), required=False)


def report_period(data: QueryDict, *, on: datetime.date) -> tuple[ReportForm, Period]:
    """Return the form, and the period that it asks for: else this year, whole."""
    year = Period(on.replace(month=1, day=1), on.replace(month=12, day=31))
    form = ReportForm({"since": data.get("since", ""), "until": data.get("until", "")})
    days = form.cleaned_data if form.is_valid() else {}
    return form, Period(days.get("since") or year.since, days.get("until") or year.until)
