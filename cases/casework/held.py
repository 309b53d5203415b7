"""What is held on a person, given out or corrected on request: one asks, another answers."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.casework.editing import save, take
from cases.casework.refused import Refused
from cases.models import Child, HeldFile, HeldRequest, User
from cases.queries.second_person import answer_refusals, hand_out_refusals, withdraw_refusals
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
def approve(*, wish: HeldRequest, version: int | None, by: User) -> HeldRequest:
    """Agree that it is given out, or that the record is corrected.

    Raises ``CannotGiveOut``, and ``Stale``.
    """
    wish = _waiting(wish, version, by)
    wish.approved_by, wish.approved_at = by, timezone.now()
    save(wish, "approved_by", "approved_at")
    return wish


@transaction.atomic
def refuse(*, wish: HeldRequest, version: int | None, by: User, answer: str) -> HeldRequest:
    """Refuse a request for a reason. Raises ``CannotGiveOut``, and ``Stale``."""
    wish = _waiting(wish, version, by)
    wish.dropped_by, wish.dropped_at, wish.answer = by, timezone.now(), answer
    save(wish, "dropped_by", "dropped_at", "answer")
    return wish


@transaction.atomic
def withdraw(*, wish: HeldRequest, version: int | None, by: User) -> HeldRequest:
    """Withdraw what one recorded oneself. Raises ``CannotGiveOut``, and ``Stale``."""
    wish = take(HeldRequest.objects.all(), wish.pk, version)
    if refusals := withdraw_refusals(wish, by=by):
        raise CannotGiveOut(*refusals)
    wish.dropped_by, wish.dropped_at = by, timezone.now()
    save(wish, "dropped_by", "dropped_at")
    return wish


def _waiting(wish: HeldRequest, version: int | None, by: User) -> HeldRequest:
    wish = take(HeldRequest.objects.select_related("child"), wish.pk, version)
    if refusals := answer_refusals(wish, by=by):
        raise CannotGiveOut(*refusals)
    return wish


@transaction.atomic
def hand_out(*, wish: HeldRequest, by: User, sha256: str) -> HeldFile:
    """Put on record that the file of this hash is given out. Raises ``CannotGiveOut``."""
    if refusals := hand_out_refusals(wish, by=by):
        raise CannotGiveOut(*refusals)
    return HeldFile.objects.create(wish=wish, by=by, sha256=sha256)
