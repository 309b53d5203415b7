"""Sharing a child's record with another authority: asked by one, agreed to by another."""

import datetime
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.casework.editing import save, take
from cases.casework.refused import Refused
from cases.models import Child, Consent, Country, ShareFile, Sharing, User
from cases.queries.second_person import answer_refusals, withdraw_refusals
from cases.queries.shares import consents_to_share, file_refusals, shares, withdrawn_refusals
from cases.vocabulary import SharedPart


class CannotShare(Refused):
    """Nothing is shared; the message says why."""


@transaction.atomic
def ask(
    *,
    child: Child,
    by: User,
    authority: str,
    country: Country,
    consent: Consent | None,
    basis: str,
    parts: Sequence[SharedPart],
    purpose: str,
) -> Sharing:
    """Ask to share parts of the record of ``child``. Raises ``CannotShare``.

    Source: security page, section 1, row 20.
    """
    if consent and not consents_to_share(child).filter(pk=consent.pk).exists():
        raise CannotShare(_("Choose a verified consent to sharing that stands."), field="consent")
    if not consent and not basis:
        raise CannotShare(_("Choose a consent, or enter the legal basis."), field="basis")
    try:
        with transaction.atomic():
            return Sharing.objects.create(
                child=child,
                authority=authority,
                country=country,
                consent=consent,
                basis=basis,
                parts=list(parts),
                purpose=purpose,
                asked_by=by,
                asked_at=timezone.now(),
            )
    except IntegrityError as problem:  # of two at once, the slower
        raise CannotShare(_("Already requested. It is waiting for a second person.")) from problem


@transaction.atomic
def approve(*, share: Sharing, version: int | None, by: User, answer: str) -> Sharing:
    """Agree as the second person; without a consent ``answer`` says why it is shared all the same.

    Raises ``CannotShare``, and ``Stale``.
    """
    share = _waiting(share, version, by)
    if reasons := withdrawn_refusals(shares().get(pk=share.pk)):
        raise CannotShare(*reasons)
    if not share.consent_id and not answer:
        sentence = _("There is no consent. Enter why the record is shared all the same.")
        raise CannotShare(sentence, field="answer")
    share.approved_by, share.approved_at, share.answer = by, timezone.now(), answer
    save(share, "approved_by", "approved_at", "answer")
    return share


@transaction.atomic
def refuse(*, share: Sharing, version: int | None, by: User, answer: str) -> Sharing:
    """Refuse as the second person. Raises ``CannotShare``, and ``Stale``."""
    share = _waiting(share, version, by)
    share.dropped_by, share.dropped_at, share.answer = by, timezone.now(), answer
    save(share, "dropped_by", "dropped_at", "answer")
    return share


@transaction.atomic
def withdraw(*, share: Sharing, version: int | None, by: User) -> Sharing:
    """Withdraw what one asked for oneself. Raises ``CannotShare``, and ``Stale``."""
    share = take(Sharing.objects.all(), share.pk, version)
    if refusals := withdraw_refusals(share, by=by):
        raise CannotShare(*refusals)
    share.dropped_by, share.dropped_at = by, timezone.now()
    save(share, "dropped_by", "dropped_at")
    return share


def _waiting(share: Sharing, version: int | None, by: User) -> Sharing:
    share = take(Sharing.objects.select_related("child"), share.pk, version)
    if refusals := answer_refusals(share, by=by):
        raise CannotShare(*refusals)
    return share


@transaction.atomic
def hand_out(*, share: Sharing, by: User, sha256: str, at: datetime.datetime) -> ShareFile:
    """Put on record that the file of this hash is handed out. Raises ``CannotShare``."""
    Child.objects.select_for_update(no_key=True).get(pk=share.child_id)
    if refusals := file_refusals(shares().get(pk=share.pk), by=by, at=at):
        raise CannotShare(*refusals)
    return ShareFile.objects.create(share=share, by=by, sha256=sha256)
