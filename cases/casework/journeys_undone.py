"""What was recorded of a movement by mistake: on the same day, whoever did it undoes it.

Source: domain page, section 4, row "undo"; decision 0334.
"""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.casework import journal
from cases.casework.editing import save, take
from cases.casework.movements import CannotTravel, lock_children, lock_movement, seated
from cases.casework.siblings import lock_mothers
from cases.casework.undoing import undo_entry
from cases.models import Movement, Passenger, User
from cases.models.movement import LEFT
from cases.queries.journal import last_entries
from cases.queries.movements import children_aboard, return_refusals, take_back_refusals
from cases.queries.siblings import left_behind_by, left_sentence
from cases.vocabulary import MovementStatus, PassengerStatus


@transaction.atomic
def take_back(*, movement: Movement, version: int | None, by: User) -> None:
    """Undo what ``by`` recorded last today: the arrival, or the departure.

    Everybody is on board again, or still; the case of each child goes back, and its journal keeps
    both. Raises ``CannotTravel`` and ``Stale``.
    """
    movement = take(Movement.objects.all(), movement.pk, version)
    children = [passenger.child for passenger in seated(movement) if passenger.child]
    entries = last_entries(children)
    if refusals := take_back_refusals(movement, entries.values(), by=by, on=timezone.localdate()):
        raise CannotTravel(*refusals)
    if movement.status == MovementStatus.ARRIVED:
        movement.status, movement.arrived_at = MovementStatus.DEPARTED, None
    else:
        movement.status, movement.departed_at = MovementStatus.LOCKED, None
    save(movement, "status", "departed_at", "arrived_at")
    for child in children:
        undo_entry(child, entries[child.pk], by=by)
    journal.settle(*children, by=by)


@transaction.atomic
def put_back(*, passenger: Passenger, version: int | None, by: User, on: datetime.date) -> None:
    """Undo that a passenger left a locked manifest, and the siblings whom ``by`` let leave too.

    Raises ``CannotTravel`` unless ``by`` did so on the same day and nothing has followed, and
    ``Stale``.
    """
    movement = lock_movement(passenger.movement)
    lock_mothers(movement)
    take(Passenger.objects.all(), passenger.pk, version)
    gone = list(movement.passengers.filter(status__in=LEFT).select_related("child"))
    locked = {child.pk: child for child in lock_children([row.child for row in gone if row.child])}
    refusals = return_refusals(movement, gone, by=by, on=on)
    if passenger.pk not in refusals:
        raise CannotTravel(_("This passenger is on the list."))
    if why := refusals[passenger.pk]:
        raise CannotTravel(why)
    mother = passenger.child and passenger.child.mother_id
    family = [
        row
        for row in gone
        if row.pk == passenger.pk or (row.child and row.child.mother_id == mother)
        if not refusals[row.pk]
    ]
    children = [locked[row.child_id] for row in family if row.child_id]
    entries = last_entries(children)
    for child in children:
        undo_entry(child, entries[child.pk], by=by)
    for row in family:
        row.status, row.reason = PassengerStatus.CONFIRMED, ""
        save(row, "status", "reason")
    if behind := left_behind_by(movement, children_aboard(movement)):
        raise CannotTravel(*map(left_sentence, behind))
    journal.settle(*children, by=by)
