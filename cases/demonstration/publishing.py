"""The totals for outside of the demonstration: some public, some that wait."""

import datetime

from cases.casework import outside
from cases.demonstration.staff import Staff
from cases.models import Agreement
from cases.rules.outside import month_ends


def publish(agreement: Agreement, staff: Staff, today: datetime.date) -> None:
    """Make the totals of the month before last public, and ask for those of the last."""
    last, before = month_ends(today, 2)
    for as_of in (before, last):
        totals = outside.propose(
            agreement=agreement, by=staff.second_reviewer, as_of=as_of, with_further=True
        )
        if as_of == before:
            outside.approve(totals=totals, version=totals.version, by=staff.reviewer)
