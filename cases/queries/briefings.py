"""The words that stand beside the figures of a day for the minister."""

import datetime
from functools import cache

from django.db.models import Q

from cases.models import Briefing
from cases.models.prepared import DAY, KEY, Records


def words_of(agreement: int | None, *, on: datetime.date) -> Briefing | None:
    """Return the newest words of an agreement's sheet of a day, of all where it is None. One query.

    None where nobody has written any: the sheet has no number then.
    """
    rows = _newest(agreement is None).of(key=agreement, on=on)
    return rows[0] if rows else None


@cache
def _newest(of_all: bool) -> Records[Briefing]:
    whose = Q(agreement__isnull=True) if of_all else Q(agreement=KEY)
    rows = Briefing.objects.filter(whose, as_of=DAY).select_related("by")
    return Records(rows.order_by("-edition")[:1])
