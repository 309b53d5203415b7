"""Children come under another mother: one person asks with evidence, another approves."""

import datetime
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.casework import journal, names, references
from cases.casework.children import void_asking
from cases.casework.editing import save, unless_stale
from cases.casework.lapses import lapse_if_blocked, lock_place
from cases.casework.refused import Refused
from cases.casework.registration import hold_registering
from cases.models import (
    Child,
    Document,
    FormerReference,
    Mother,
    MotherChange,
    MovedChild,
    Passenger,
    Person,
    User,
)
from cases.queries.mother_changes import (
    Move,
    approval_refusals,
    move_of,
    move_refusals,
    waiting_move,
)
from cases.vocabulary import Act, NameKind, Reason, Sex


class CannotMoveChildren(Refused):
    """The children stay with the mother they are under."""


@transaction.atomic
def ask(
    *,
    mother: Mother,
    version: int | None,
    by: User,
    on: datetime.date,
    children: Collection[Child],
    to: Mother | None,
    new_name: str = "",
    reason: str = "",
    document: Document | None = None,
) -> MotherChange:
    """Request that ``children`` of ``mother`` come under ``to``, or under a mother not on record.

    Nothing moves until it is approved. Raises ``CannotMoveChildren`` without evidence, while one
    of the families travels under a locked list or money of a child is on its way, and ``Stale``.
    """
    mother, to = _locked(mother, to, version)
    if not (reason.strip() or document):
        raise CannotMoveChildren(_("Choose a document or say how it is known."), field="reason")
    moved = _locked_children({child.pk for child in children})
    if reasons := move_refusals(Move(mother, tuple(moved), to, new_name)):
        raise CannotMoveChildren(*reasons)
    change = MotherChange.objects.create(
        moves_from=mother,
        moves_to=to,
        new_name=new_name if to is None else "",
        reason=reason,
        document=document,
        asked_by=by,
        asked_at=timezone.now(),
    )
    MovedChild.objects.bulk_create(MovedChild(change=change, child=child) for child in moved)
    save(mother)
    for child in moved:
        journal.record(child, act=Act.ASK_MOTHER, by=by, on=on, detail=to.reference if to else "")
    journal.settle(*moved, by=by)
    return change


@transaction.atomic
def approve(*, mother: Mother, version: int | None, by: User, on: datetime.date) -> Mother:
    """Move the children as the second person, and return the mother they are under now.

    Each is given a new reference; the old one opens the case for ever. What a mother said who is
    none counts no longer, and a child who was cleared on it lapses. Raises ``CannotMoveChildren``,
    ``Stale``.
    """
    hold_registering()
    places = _locked_places(mother)
    mother, change = _taken(mother, version, by)
    move = move_of(change)
    moved = _locked_children({child.pk for child in move.children})
    to = move.to or _register(change, mother)
    change.moves_to, change.approved_by, change.approved_at = to, by, timezone.now()
    change.save(update_fields=["moves_to", "approved_by", "approved_at"])
    for child in moved:
        _move(child, change, to, by=by, on=on)
        lapse_if_blocked(child, places[child.pk], by=by, on=on)
    save(mother)
    save(to)
    family = Child.objects.filter(mother__in=[mother, to]).values_list("pk", flat=True)
    journal.settle(*_locked_children(family), by=by)
    return to


@transaction.atomic
def send_back(
    *, mother: Mother, version: int | None, by: User, on: datetime.date, reason: Reason
) -> Mother:
    """Refuse a request as the second person; the children stay. Raises as ``approve``."""
    mother, change = _taken(mother, version, by, is_approved=False)
    children = _drop(change, mother, by=by)
    for child in children:
        detail = Act.ASK_MOTHER
        journal.record(child, act=Act.RETURN, by=by, on=on, reason=reason, detail=detail)
    journal.settle(*children, by=by)
    return mother


@transaction.atomic
def withdraw(*, mother: Mother, version: int | None, by: User, on: datetime.date) -> Mother:
    """Take back one's own request; the children stay.

    Raises ``CannotMoveChildren`` if another asked or it is answered already, and ``Stale``.
    """
    mother, _to = _locked(mother, None, version)
    change = waiting_move(mother)
    if change is None:
        raise CannotMoveChildren(_("No move to another mother is requested for this family."))
    if change.asked_by_id != by.pk:
        who = {"who": change.asked_by}
        raise CannotMoveChildren(_("%(who)s requested this, and withdraws it.") % who)
    children = _drop(change, mother, by=by)
    for child in children:
        journal.record(child, act=Act.DROP_MOTHER, by=by, on=on)
    journal.settle(*children, by=by)
    return mother


def _locked(mother: Mother, to: Mother | None, version: int | None) -> tuple[Mother, Mother | None]:
    """Lock both mothers in the order of their keys. Raises ``Stale``."""
    keys = [mother.pk, *([to.pk] if to else [])]
    rows = Mother.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=keys)
    both = {row.pk: row for row in rows.select_related("agreement", "person").order_by("pk")}
    return unless_stale(both[mother.pk], version), both[to.pk] if to else None


def _taken(
    mother: Mother, version: int | None, by: User, *, is_approved: bool = True
) -> tuple[Mother, MotherChange]:
    waiting = waiting_move(mother)
    mother, to = _locked(mother, waiting.moves_to if waiting else None, version)
    change = waiting_move(mother)
    reasons = approval_refusals(change, by=by, is_approved=is_approved)
    if change is None or reasons:
        raise CannotMoveChildren(*reasons)
    change.moves_from, change.moves_to = mother, to
    return mother, change


def _locked_places(mother: Mother) -> dict[int, Passenger | None]:
    """Lock the movements on which children of a waiting request have a proposed place."""
    change = waiting_move(mother)
    rows = Child.objects.filter(mother_changes__change=change) if change else Child.objects.none()
    return {child.pk: lock_place(child) for child in rows.order_by("passages__movement", "pk")}


def _locked_children(keys: Collection[int]) -> list[Child]:
    rows = Child.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=keys)
    return list(rows.select_related("person", "agreement", "mother").order_by("pk"))


def _register(change: MotherChange, beside: Mother) -> Mother:
    """Register the mother who is not on record yet, in the team of the one who is left."""
    person = Person.objects.create(sex=Sex.FEMALE)
    if change.new_name:
        names.add_name(person, change.new_name, kind=NameKind.FAMILY, is_primary=True)
    return Mother.objects.create(
        person=person,
        reference=references.next_family(beside.agreement),
        team=beside.team,
        agreement=beside.agreement,
    )


def _move(child: Child, change: MotherChange, to: Mother, *, by: User, on: datetime.date) -> None:
    former = child.reference
    FormerReference.objects.create(
        reference=former, mother=change.moves_from, child=child, mother_change=change
    )
    child.mother, child.reference = to, references.next_child(to)
    save(child, "mother", "reference", *void_asking(child))
    journal.record(child, act=Act.MOTHER, by=by, on=on, detail=former)


def _drop(change: MotherChange, mother: Mother, *, by: User) -> list[Child]:
    change.dropped_by, change.dropped_at = by, timezone.now()
    change.save(update_fields=["dropped_by", "dropped_at"])
    save(mother)
    return _locked_children({moved.child_id for moved in change.moved.all()})
