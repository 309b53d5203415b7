"""Consents are recorded as they were given, and verified by another person."""

import datetime
import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from cases.casework import journal, names
from cases.casework.cases import lapse_if_blocked, lock_child
from cases.casework.journal import CannotMove
from cases.casework.submissions import claim, done
from cases.models import Child, Consent, ConsentVerification, Person, User
from cases.vocabulary import (
    Act,
    ConsentDecision,
    ConsentMethod,
    ConsentPurpose,
    GiverRole,
    NameKind,
    Reason,
)


@transaction.atomic
def record(
    *,
    child: Child,
    by: User,
    on: datetime.date,
    purpose: ConsentPurpose,
    giver_role: GiverRole,
    decision: ConsentDecision,
    decided_on: datetime.date,
    method: ConsentMethod,
    giver: Person | None = None,
    witness_name: str = "",
    interpreter_name: str = "",
    language: str = "",
    reason: Reason | str = "",
    next_approach_on: datetime.date | None = None,
    token: uuid.UUID | None = None,
) -> Consent:
    """Record one decision of somebody who must be asked; withheld is no error.

    A cleared child for whom the consents no longer hold lapses at once.

    ``on`` is the day of entry, ``decided_on`` the day the giver decided.
    Raises ``CannotMove`` for a day in the future or a withheld consent without a reason,
    ``AlreadyTaken`` for a form that was taken before.
    """
    submission = claim(token, by=by)
    child = lock_child(child)
    if decided_on > on:
        raise CannotMove(_("A consent cannot be dated in the future."))
    if decision == ConsentDecision.WITHHELD and not reason:
        raise CannotMove(_("Say why the consent is withheld."))
    consent = Consent.objects.create(
        child=child,
        purpose=purpose,
        giver=giver or (child.mother.person if giver_role == GiverRole.MOTHER else None),
        giver_role=giver_role,
        decision=decision,
        decided_on=decided_on,
        method=method,
        witness=_somebody(witness_name),
        interpreter=_somebody(interpreter_name),
        language=language,
        reason=reason,
        next_approach_on=next_approach_on,
        recorded_by=by,
    )
    journal.record(
        child,
        act=Act.CONSENT,
        by=by,
        on=on,
        reason=reason,
        detail=f"{purpose}:{giver_role}:{decision}",
    )
    lapse_if_blocked(child, by=by, on=on)
    done(submission, child)
    return consent


def _somebody(name: str) -> Person | None:
    """Return a new person of this name; nothing else is known of a witness."""
    if not name:
        return None
    person = Person.objects.create()
    names.add_name(person, name, kind=NameKind.FAMILY, is_primary=True)
    return person


@transaction.atomic
def verify(*, consent: Consent, by: User, on: datetime.date) -> ConsentVerification:
    """Confirm a consent as the second person. Raises ``CannotMove``."""
    child = lock_child(consent.child)
    if consent.recorded_by_id == by.pk:
        raise CannotMove(_("You recorded this consent. Another person must verify it."))
    if ConsentVerification.objects.filter(consent=consent).exists():
        raise CannotMove(_("This consent is verified already."))
    verification = ConsentVerification.objects.create(consent=consent, by=by)
    journal.record(
        child,
        act=Act.VERIFY_CONSENT,
        by=by,
        on=on,
        detail=f"{consent.purpose}:{consent.giver_role}",
    )
    return verification
