"""The words that stand beside the figures of a day for the minister."""

import datetime

from cases.models import Briefing


def words_of(agreement: int | None, *, on: datetime.date) -> Briefing | None:
    """Return the newest words of an agreement's sheet of a day, of all where it is None. One query.

    None where nobody has written any: the sheet has no number then.
    """
    rows = Briefing.objects.filter(agreement=agreement, as_of=on).select_related("by")
    return rows.order_by("-edition").first()
