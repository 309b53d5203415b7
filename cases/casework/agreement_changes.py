"""A family registered under the wrong agreement is moved as a whole: one asks, another approves."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.casework import fees, journal, references
from cases.casework.children import void_asking
from cases.casework.editing import save, take
from cases.casework.refused import Refused
from cases.casework.registration import hold_registering
from cases.models import (
    Agreement,
    AgreementChange,
    Assessment,
    Child,
    FormerReference,
    Mother,
    User,
)
from cases.queries.agreement_changes import approval_refusals, bound_refusals, waiting_change
from cases.queries.disposals import disposed_family_sentence, is_disposed_family
from cases.vocabulary import Act, AgreementStatus, Reason


class CannotMoveFamily(Refused):
    """The family stays under its agreement."""


@transaction.atomic
def ask(
    *,
    mother: Mother,
    version: int | None,
    by: User,
    on: datetime.date,
    to: Agreement,
    reason: str,
) -> AgreementChange:
    """Request that a family moves to the agreement ``to``; nothing moves until it is approved.

    Raises ``CannotMoveFamily`` once a child of hers is decided on, owed for or given a place,
    and ``Stale``.
    """
    mother = take(Mother.objects.select_related("agreement"), mother.pk, version)
    if to == mother.agreement or to.status == AgreementStatus.ENDED:
        raise CannotMoveFamily(_("Choose another agreement that is open."), field="to")
    if is_disposed_family(mother):
        raise CannotMoveFamily(disposed_family_sentence())
    if waiting_change(mother):
        raise CannotMoveFamily(_("Already requested. It is waiting for a second person."))
    if reasons := bound_refusals(mother):
        raise CannotMoveFamily(*reasons)
    change = AgreementChange.objects.create(
        mother=mother,
        moves_from=mother.agreement,
        moves_to=to,
        reason=reason,
        asked_by=by,
        asked_at=timezone.now(),
    )
    save(mother)
    children = _locked_children(mother)
    for child in children:
        journal.record(child, act=Act.ASK_AGREEMENT, by=by, on=on, detail=to.slug)
    journal.settle(*children, by=by)
    return change


@transaction.atomic
def approve(*, mother: Mother, version: int | None, by: User, on: datetime.date) -> Mother:
    """Move a family as the second person: new references, fees and tasks of the new agreement.

    The old references stay hers for ever. An assessment that is not decided is set aside: its
    questions were those of the agreement that is left. Raises ``CannotMoveFamily``, ``Stale``.
    """
    hold_registering()
    mother, change = _taken(mother, version, by)
    children = _locked_children(mother)
    if reasons := bound_refusals(mother):
        raise CannotMoveFamily(*reasons)
    change.approved_by, change.approved_at = by, timezone.now()
    change.save(update_fields=["approved_by", "approved_at"])
    _set_aside(children)
    _keep_references(change, mother, children)
    mother.agreement, mother.reference = change.moves_to, references.next_family(change.moves_to)
    save(mother, "agreement", "reference")
    for child in children:
        _move(child, mother, by=by, on=on)
    journal.settle(*children, by=by)
    return mother


@transaction.atomic
def send_back(
    *, mother: Mother, version: int | None, by: User, on: datetime.date, reason: Reason
) -> Mother:
    """Refuse a request as the second person; the family stays where it is."""
    mother, change = _taken(mother, version, by)
    _drop(change, mother, by=by)
    children = _locked_children(mother)
    for child in children:
        detail = Act.ASK_AGREEMENT
        journal.record(child, act=Act.RETURN, by=by, on=on, reason=reason, detail=detail)
    journal.settle(*children, by=by)
    return mother


@transaction.atomic
def withdraw(*, mother: Mother, version: int | None, by: User, on: datetime.date) -> Mother:
    """Take back one's own request; the family stays where it is.

    Raises ``CannotMoveFamily`` if another asked or it is answered already, and ``Stale``.
    """
    mother = take(Mother.objects.select_related("agreement"), mother.pk, version)
    change = waiting_change(mother)
    if change is None:
        raise CannotMoveFamily(_("No move to another agreement is requested for this family."))
    if change.asked_by_id != by.pk:
        who = {"who": change.asked_by}
        raise CannotMoveFamily(_("%(who)s requested this, and withdraws it.") % who)
    _drop(change, mother, by=by)
    children = _locked_children(mother)
    for child in children:
        journal.record(child, act=Act.DROP_AGREEMENT, by=by, on=on, detail=change.moves_to.slug)
    journal.settle(*children, by=by)
    return mother


def _drop(change: AgreementChange, mother: Mother, *, by: User) -> None:
    change.dropped_by, change.dropped_at = by, timezone.now()
    change.save(update_fields=["dropped_by", "dropped_at"])
    save(mother)


def _taken(mother: Mother, version: int | None, by: User) -> tuple[Mother, AgreementChange]:
    mother = take(Mother.objects.select_related("agreement"), mother.pk, version)
    change = waiting_change(mother)
    reasons = approval_refusals(change, by=by)
    if change is None or reasons:
        raise CannotMoveFamily(*reasons)
    return mother, change


def _locked_children(mother: Mother) -> list[Child]:
    rows = Child.objects.select_for_update(no_key=True, of=("self",)).filter(mother=mother)
    return list(rows.select_related("person", "agreement").order_by("pk"))


def _set_aside(children: list[Child]) -> None:
    for assessment in Assessment.objects.undecided().filter(child__in=children):
        assessment.set_aside_at = timezone.now()
        save(assessment, "set_aside_at")


def _keep_references(change: AgreementChange, mother: Mother, children: list[Child]) -> None:
    records: list[Mother | Child] = [mother, *children]
    FormerReference.objects.bulk_create(
        FormerReference(
            reference=record.reference,
            mother=mother,
            child=record if isinstance(record, Child) else None,
            change=change,
        )
        for record in records
    )


def _move(child: Child, mother: Mother, *, by: User, on: datetime.date) -> None:
    former = child.reference
    number = former.rpartition("-")[2]
    child.mother, child.agreement = mother, mother.agreement
    child.reference = f"{mother.reference}-{number}"
    save(child, "agreement", "reference", *void_asking(child))
    journal.record(child, act=Act.AGREEMENT, by=by, on=on, detail=former)
    fees.become_due(child, on=on, by=by)
