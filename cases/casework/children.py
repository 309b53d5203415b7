"""Correcting the record of a child, one section at a time; the stage is not touched."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cases.casework import journal
from cases.casework.acting import acting
from cases.casework.cases import take_child
from cases.casework.editing import restated, save
from cases.casework.lapses import lapse_if_blocked, lock_place
from cases.casework.people import CannotEdit, Identity, name_on_travel_document, restate, span_of
from cases.casework.places import Typed, usable
from cases.models import Child, Mother, User
from cases.rules.births import motherhood
from cases.rules.places import AT_HOME, WHERE_A_CHILD_IS
from cases.rules.stages import HOME
from cases.vocabulary import Act, FatherStatus, Stage


@transaction.atomic
def edit_identity(
    child: Child, *, version: int | None, by: User, on: datetime.date, identity: Identity
) -> bool:
    """Correct the names, the birth and the sex of a child; return whether anything is new.

    Raises ``Stale`` if the record was changed since ``version``, ``CannotEdit`` for a child
    without a name, or who could not be the mother's.
    """
    place = lock_place(child)
    # Both births decide; the mother's row comes first in the order of locks.
    mother = Mother.objects.select_for_update(no_key=True, of=("self",)).get(pk=child.mother_id)
    child = take_child(child, version)
    if not any(identity.names.values()):
        raise CannotEdit(_("The child needs a name, in any script."), field="name_family")
    if motherhood(span_of(mother.person), identity.birth) == "impossible":
        raise CannotEdit(
            _("Check the dates: mother and child are born fewer than 10 years apart."),
            field="born",
        )
    with acting(by):
        if not restate(child.person, identity, by=by, country=child.agreement.holding):
            return False
    save(child, *void_asking(child))
    journal.record(child, act=Act.EDIT, by=by, on=on, detail="identity")
    # A child found older may have to be asked herself.
    lapse_if_blocked(child, place, by=by, on=on)
    journal.settle(child, by=by)
    return True


@transaction.atomic
def edit_travel_name(
    child: Child, *, version: int | None, by: User, on: datetime.date, name: str
) -> bool:
    """Record the name on a child's travel document; return if it is new. Raises ``Stale``."""
    place = lock_place(child)
    child = take_child(child, version)
    with acting(by):
        if not name_on_travel_document(child.person, name):
            return False
    save(child, *void_asking(child))
    journal.record(child, act=Act.EDIT, by=by, on=on, detail="identity")
    # A name that is restated waits for a second person.
    lapse_if_blocked(child, place, by=by, on=on)
    journal.settle(child, by=by)
    return True


@transaction.atomic
def edit_father(
    child: Child,
    *,
    version: int | None,
    by: User,
    on: datetime.date,
    father_name: str,
    father_status: FatherStatus,
    father_evidence: str,
) -> bool:
    """Update the father's status and its evidence; return if anything is new. Raises ``Stale``.

    His documented death replaces his consent once another person has confirmed it.
    """
    place = lock_place(child)
    child = take_child(child, version)
    father = {
        "father_name": father_name,
        "father_status": father_status,
        "father_evidence": father_evidence,
    }
    with acting(by):
        if not restated(child, father, *void_asking(child)):
            return False
    journal.record(child, act=Act.EDIT, by=by, on=on, detail="father")
    lapse_if_blocked(child, place, by=by, on=on)
    journal.settle(child, by=by)
    return True


@transaction.atomic
def edit_place(
    child: Child, *, version: int | None, by: User, on: datetime.date, held_at: Typed
) -> bool:
    """Update where a child is now; return whether it is new.

    Raises ``CannotUsePlace`` and ``Stale``.
    """
    child = take_child(child, version)
    purposes = AT_HOME if child.stage in HOME else WHERE_A_CHILD_IS[Stage(child.stage)]
    place = usable(held_at, *purposes, by=by, home=child.agreement.home)
    if not restated(child, {"held_at_id": place and place.pk}):
        return False
    journal.record(child, act=Act.EDIT, by=by, on=on, detail="place")
    journal.settle(child, by=by)
    return True


def void_asking(child: Child) -> tuple[str, ...]:
    """Void a request to close or reopen, made before the change; return the columns to save.

    Source: domain page, section 3, "Two people".
    """
    fields: tuple[str, ...]
    if child.is_open:
        fields = ("closing_reason", "closing_asked_by", "closing_asked_at", "duplicate_of")
    elif child.reopening_approved_by_id is None:
        fields = ("reopening_asked_by", "reopening_asked_at")
    else:
        return ()
    for field in fields:
        setattr(child, field, None)
    return fields
