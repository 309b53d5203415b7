"""After the return: the signed handover and the child's care."""

import datetime
import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from cases import wording
from cases.casework import follow_ups, journal, names
from cases.casework.cases import lock_child, refuse_blocked, refuse_unless, take_child
from cases.casework.documents import NewDocument, keeps_file, put_on_file
from cases.casework.editing import restated, save, take
from cases.casework.journal import CannotMove
from cases.casework.places import Typed, usable
from cases.casework.submissions import claim, done
from cases.models import Child, Document, Handover, Person, Placement, User
from cases.rules.places import WHERE_CARE_IS
from cases.vocabulary import Act, NameKind, PlacementKind, Stage


@keeps_file
@transaction.atomic
def hand_over(
    *,
    child: Child,
    by: User,
    on: datetime.date,
    signed_on: datetime.date,
    paper: str,
    handed_by: str,
    received_by: str,
    document: Document | None = None,
    new: NewDocument | None = None,
    token: uuid.UUID | None = None,
) -> Handover:
    """Record the signed paper by which a returned child was received; ``on`` is the day of entry.

    Its scan is a ``document`` on file or a ``new`` one; a task reminds of a missing one.
    Raises ``CannotMove`` and ``AlreadyTaken``.
    """
    submission = claim(token, by=by)
    child = lock_child(child)
    if child.stage != Stage.RETURNED or child.returned_on is None:
        raise CannotMove(_("Only a child who has returned can be handed over."))
    if not child.returned_on <= signed_on <= on:
        raise CannotMove(
            _("Enter a date from the return on %(day)s up to today.")
            % {"day": wording.day_text(child.returned_on)}
        )
    if child.handovers.filter(signed_on=signed_on).exists():
        raise CannotMove(_("A handover on this date is already recorded."))
    handover = Handover.objects.create(
        child=child,
        signed_on=signed_on,
        paper=paper,
        handed_by=handed_by,
        received_by=received_by,
        document=put_on_file(child, new, by=by, on=on) if new else document,
        recorded_by=by,
    )
    journal.record(child, act=Act.HAND_OVER, by=by, on=signed_on)
    journal.settle(child, by=by)
    done(submission, child)
    return handover


@keeps_file
@transaction.atomic
def add_scan(
    *,
    handover: Handover,
    version: int | None,
    by: User,
    on: datetime.date,
    document: Document | None = None,
    new: NewDocument | None = None,
) -> Handover:
    """Add the scan of a handover that has none. Raises ``CannotMove`` and ``Stale``."""
    child = lock_child(handover.child)
    handover = take(Handover.objects.all(), handover.pk, version)
    if handover.document_id is not None:
        raise CannotMove(_("The scan of this handover is on file."))
    if new is None and document is None:
        raise CannotMove(_("Choose a document on file or a new file."), field="document")
    handover.document = put_on_file(child, new, by=by, on=on) if new else document
    save(handover, "document")
    journal.record(child, act=Act.SCAN_HANDOVER, by=by, on=on)
    journal.settle(child, by=by)
    return handover


@transaction.atomic
def place(
    *,
    child: Child,
    version: int | None,
    by: User,
    on: datetime.date,
    kind: PlacementKind,
    place: Typed = None,
    caregiver_name: str = "",
    contact: str = "",
    token: uuid.UUID | None = None,
) -> Placement:
    """Record the caregiver of a child from the day ``on``; requires a signed handover.

    Plans the follow-ups of the agreement. Raises ``CannotMove``, ``CannotUsePlace``,
    ``CannotUseName`` for a caregiver's name with hidden characters, ``Stale``, ``AlreadyTaken``.
    """
    submission = claim(token, by=by)
    child = take_child(child, version)
    refuse_unless(child, Act.PLACE, Stage.PLACED)
    if place is None and not caregiver_name:
        raise CannotMove(_("Enter the place or the person who cares for the child."))
    if child.placements.filter(during__overlap=(on, None)).exists():
        raise CannotMove(_("A placement is already open."))
    _refuse_before_handover(child, on)
    purposes, home = WHERE_CARE_IS[PlacementKind(kind)], child.agreement.home
    place = usable(place, *purposes, by=by, home=home, field="place")
    placement = Placement.objects.create(
        child=child,
        kind=kind,
        place=place,
        caregiver=_caregiver(caregiver_name),
        contact=contact,
        during=(on, None),
        recorded_by=by,
    )
    refuse_blocked(child, Act.PLACE, on=on)
    journal.step(child, act=Act.PLACE, to=Stage.PLACED, by=by, on=on, held_at=place)
    follow_ups.plan_after_placement(child, placed_on=on, by=by)
    journal.settle(child, by=by)
    done(submission, child)
    return placement


@transaction.atomic
def edit_contact(
    *, placement: Placement, version: int | None, by: User, on: datetime.date, contact: str
) -> bool:
    """Update how to reach the caregiver of a placement; return whether it is new.

    Raises ``CannotMove`` where the placement was undone, and ``Stale``.
    """
    child = lock_child(placement.child)
    if not child.placements.filter(pk=placement.pk).exists():
        raise CannotMove(_("This placement was undone."))
    placement = take(Placement.objects.all(), placement.pk, version)
    if not restated(placement, {"contact": contact}):
        return False
    journal.record(child, act=Act.EDIT, by=by, on=on, detail="contact")
    journal.settle(child, by=by)
    return True


def _refuse_before_handover(child: Child, on: datetime.date) -> None:
    handover = child.handovers.order_by("signed_on").first()
    if handover is not None and on < handover.signed_on:
        raise CannotMove(
            _("Care cannot begin before %(day)s, the handover date.")
            % {"day": wording.day_text(handover.signed_on)}
        )


def _caregiver(name: str) -> Person | None:
    if not name:
        return None
    caregiver = Person.objects.create()
    names.add_name(caregiver, name, kind=NameKind.FAMILY, is_primary=True)
    return caregiver
