"""The next journey home."""

from dataclasses import dataclass
from functools import cache

from django.db.models.functions import Now

from cases.models import Movement
from cases.models.prepared import KEY, Records
from cases.vocabulary import MovementStatus


@dataclass(frozen=True, slots=True)
class NextJourney:
    """The journey that leaves next; never shown to officials."""

    movement: Movement
    seats_taken: int
    seats: int


def next_journey(agreement: int | None) -> NextJourney | None:
    """Return the next movement to depart, of one agreement or of all. One query."""
    rows = _ahead(agreement is not None).of(key=agreement)
    return NextJourney(rows[0], rows[0].seats_taken, rows[0].seats) if rows else None


@cache
def _ahead(of_one: bool) -> Records[Movement]:
    rows = Movement.objects.filter(agreement=KEY) if of_one else Movement.objects.all()
    ahead = rows.filter(
        status__in=(MovementStatus.PLANNING, MovementStatus.LOCKED),
        departs_at__gte=Now(),
    )
    return Records(ahead.order_by("departs_at", "pk").select_related("origin", "destination")[:1])
