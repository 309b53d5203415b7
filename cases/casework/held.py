"""What is held on a person, given out or corrected on request: one asks, another answers."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.casework.editing import save, take
from cases.casework.refused import Refused
from cases.models import Child, HeldFile, HeldRequest, User
from cases.queries.held import answer_refusals, file_refusals
from cases.vocabulary import HeldKind


class CannotGiveOut(Refused):
    """Nothing is given out or corrected; the message says why."""


@transaction.atomic
def ask(*, child: Child, by: User, kind: HeldKind, words: str) -> HeldRequest:
    """Put on record what somebody asks about the own data. Raises ``CannotGiveOut``."""
    try:
        with transaction.atomic():
            return HeldRequest.objects.create(
                child=child, kind=kind, words=words, asked_by=by, asked_at=timezone.now()
            )
    except IntegrityError as problem:  # of two at once, the slower
        raise CannotGiveOut(_("Already requested. It is waiting for a second person.")) from problem


@transaction.atomic
def approve(*, request: HeldRequest, version: int | None, by: User) -> HeldRequest:
    """Agree that it is given out, or that the record is corrected.

    Raises ``CannotGiveOut``, and ``Stale``.
    """
    request = _waiting(request, version, by)
    request.approved_by, request.approved_at = by, timezone.now()
    save(request, "approved_by", "approved_at")
    return request


@transaction.atomic
def refuse(*, request: HeldRequest, version: int | None, by: User, answer: str) -> HeldRequest:
    """Refuse a request for a reason. Raises ``CannotGiveOut``, and ``Stale``."""
    request = _waiting(request, version, by)
    request.dropped_by, request.dropped_at, request.answer = by, timezone.now(), answer
    save(request, "dropped_by", "dropped_at", "answer")
    return request


def _waiting(request: HeldRequest, version: int | None, by: User) -> HeldRequest:
    request = take(HeldRequest.objects.select_related("child"), request.pk, version)
    if refusals := answer_refusals(request, by=by):
        raise CannotGiveOut(*refusals)
    return request


@transaction.atomic
def hand_out(*, request: HeldRequest, by: User, sha256: str) -> HeldFile:
    """Put on record that the file of this hash is given out. Raises ``CannotGiveOut``."""
    if refusals := file_refusals(request, by=by):
        raise CannotGiveOut(*refusals)
    return HeldFile.objects.create(request=request, by=by, sha256=sha256)
