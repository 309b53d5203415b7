"""Published figures, and how the register's count for that day differs by now."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from cases.figures.facts import Published
from cases.models import Child, Journal
from cases.vocabulary import Act, Measure

#: A published number of children, the act that makes a child one of them, and its day.
_ENTRIES = {
    Measure.IDENTIFIED: (Act.REGISTER, "registered_on"),
    Measure.RETURNED: (Act.ARRIVE, "returned_on"),
}


@dataclass(frozen=True, slots=True)
class PublishedCount:
    """A published number of children; ``entered_later`` happened by then but was entered after."""

    on: datetime.date
    measure: Measure
    value: Decimal
    speaker: str
    entered_later: int


def published_counts(
    children: "QuerySet[Child]", published: Sequence[Published]
) -> tuple[PublishedCount, ...]:
    """Return the newest published number of each measure, as of its own day. At most one query."""
    newest = {figure.measure: figure for figure in reversed(published)}
    counted = [figure for measure, figure in newest.items() if measure in _ENTRIES]
    if not counted:
        return ()
    later = children.aggregate(**{f.measure.value: _entered_later(f) for f in counted})
    return tuple(
        PublishedCount(f.on, f.measure, f.value, f.speaker, later[f.measure.value])
        for f in sorted(counted, key=lambda f: list(_ENTRIES).index(f.measure))
    )


def _entered_later(figure: Published) -> Count:
    act, day = _ENTRIES[figure.measure]
    entered = Journal.objects.filter(child=OuterRef("pk"), act=act, at__date__gt=figure.on)
    return Count("pk", filter=Q(**{f"{day}__lte": figure.on}) & Q(Exists(entered)))
