"""Published figures, and how the register's count for that day differs by now."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from cases.figures.facts import Published
from cases.figures.kept_sums import entered_later
from cases.vocabulary import Measure

#: The published numbers of children whose entry the register has the day of.
_ENTERED = (Measure.IDENTIFIED, Measure.RETURNED)


@dataclass(frozen=True, slots=True)
class PublishedCount:
    """A published number of children; ``entered_later`` happened by then but was entered after."""

    on: datetime.date
    measure: Measure
    value: Decimal
    speaker: str
    entered_later: int


def published_counts(agreement: int, published: Sequence[Published]) -> tuple[PublishedCount, ...]:
    """Return the newest published number of each measure, as of its own day. At most one query."""
    newest = {figure.measure: figure for figure in reversed(published)}
    counted = [newest[measure] for measure in _ENTERED if measure in newest]
    if not counted:
        return ()
    later = entered_later(agreement, {f.measure.value: f.on for f in counted})
    return tuple(
        PublishedCount(f.on, f.measure, f.value, f.speaker, later[f.measure.value]) for f in counted
    )
