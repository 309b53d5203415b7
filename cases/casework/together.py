"""One act for several children of a family: for all of them, or for none."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from django.db import transaction

from cases.casework.documents import NewDocument, kept, put_on_file
from cases.casework.movements import lock_children, lock_movement
from cases.casework.refused import Refused
from cases.models import Child, Document, Mother, Movement, User
from cases.vocabulary import PassengerStatus

Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class One:
    """A child for whom it is done, and the version at which the form was opened.

    ``document`` is the paper that was filed for all of them.
    """

    child: Child
    version: int | None
    document: Document | None = None


def each(
    party: Sequence[One],
    act: Callable[[One], Done],
    *,
    by: User,
    on: datetime.date,
    paper: NewDocument | None = None,
) -> list[Done]:
    """Do ``act`` for each child of ``party``, as if for her alone; for all of them or for none.

    What the acts lock is locked before, in the order of every act. A new ``paper`` for several
    is filed once, with their mother. A refusal names the child it is about. Raises what ``act``
    raises.
    """
    if len(party) == 1:
        return [act(party[0])]
    with kept(paper), transaction.atomic():
        _lock_movements(party)
        document = _filed(party[0].child, paper, by=by, on=on) if paper else None
        lock_children(one.child for one in party)
        in_order = sorted(party, key=lambda one: one.child.pk)
        return [_named(replace(one, document=document), act) for one in in_order]


def _lock_movements(party: Sequence[One]) -> None:
    """Lock the movements on which a child has a proposed place: the act may take it back."""
    children = [one.child.pk for one in party]
    rows = Movement.objects.filter(
        passengers__child__in=children, passengers__status=PassengerStatus.PROPOSED
    )
    for movement in rows.order_by("pk").distinct():
        lock_movement(movement)


def _filed(child: Child, paper: NewDocument, *, by: User, on: datetime.date) -> Document:
    mother = Mother.objects.select_for_update(no_key=True, of=("self",)).get(pk=child.mother_id)
    return put_on_file(mother, paper, by=by, on=on)


def _named(one: One, act: Callable[[One], Done]) -> Done:
    try:
        return act(one)
    except Refused as refusal:
        name = one.child.person.name or one.child.reference
        refusal.reasons = tuple(f"{name}: {reason}" for reason in refusal.reasons)
        raise
