"""The next journey home."""

import datetime
from dataclasses import dataclass

from django.db.models import QuerySet

from cases.models import Movement
from cases.vocabulary import MovementStatus


@dataclass(frozen=True, slots=True)
class NextJourney:
    """The journey that leaves next; never shown to officials."""

    movement: Movement
    seats_taken: int
    seats: int


def next_journey(movements: "QuerySet[Movement]", *, at: datetime.datetime) -> NextJourney | None:
    """Return the next of ``movements`` to depart. One query."""
    ahead = movements.filter(
        status__in=(MovementStatus.PLANNING, MovementStatus.LOCKED), departs_at__gte=at
    )
    movement = ahead.order_by("departs_at", "pk").select_related("origin", "destination").first()
    if movement is None:
        return None
    return NextJourney(movement, movement.seats_taken, movement.seats)
