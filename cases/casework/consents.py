"""Consents are recorded as they were given, and verified by another person."""

import datetime
import uuid
from collections.abc import Iterator

from django.db import transaction
from django.utils.translation import gettext as _

from cases.casework import journal, names
from cases.casework.cases import lock_child
from cases.casework.documents import NewDocument, keeps_file, put_on_file
from cases.casework.journal import CannotMove
from cases.casework.lapses import lapse_if_blocked, lock_place
from cases.casework.papers import reason_kept
from cases.casework.submissions import claim, done
from cases.models import Child, Consent, ConsentVerification, Document, Person, PersonName, User
from cases.queries.refusals import before_birth
from cases.rules.names import fold
from cases.rules.papers import NO_PAPER
from cases.vocabulary import (
    Act,
    ConsentDecision,
    ConsentMethod,
    ConsentPurpose,
    GiverRole,
    NameKind,
    Reason,
)


@keeps_file
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
    giver_name: str = "",
    witness_name: str = "",
    interpreter_name: str = "",
    language: str = "",
    reason: Reason | str = "",
    next_approach_on: datetime.date | None = None,
    document: Document | None = None,
    new: NewDocument | None = None,
    token: uuid.UUID | None = None,
) -> Consent:
    """Record one decision of a person whose consent is needed; withheld is no error.

    The scanned form is a ``document`` on file or a ``new`` one, filed with it.
    A cleared child for whom the consents no longer hold lapses at once.

    ``on`` is the day of entry, ``decided_on`` the day the giver decided. The mother and the
    child are on record; ``giver_name`` names a father or guardian. Raises ``CannotMove``
    and ``AlreadyTaken``.
    """
    submission = claim(token, by=by)
    place = lock_place(child)
    child = lock_child(child)
    consent = Consent(
        child=child,
        purpose=purpose,
        giver=_giver(child, giver_role, giver_name),
        giver_role=giver_role,
        decision=decision,
        decided_on=decided_on,
        method=method,
        witness=_somebody(witness_name),
        interpreter=_somebody(interpreter_name),
        language=language,
        reason=reason,
        next_approach_on=next_approach_on,
        document=put_on_file(child, new, by=by, on=on) if new else document,
        recorded_by=by,
    )
    if early := before_birth(child, decided_on):
        raise CannotMove(early, field="decided_on")
    if refusals := tuple(_refusals(consent, on=on)):
        raise CannotMove(*refusals)
    consent.save()
    journal.record(
        child,
        act=Act.CONSENT,
        by=by,
        on=on,
        reason=reason,
        detail=f"{purpose}:{giver_role}:{decision}",
    )
    lapse_if_blocked(child, place, by=by, on=on)
    journal.settle(child, by=by)
    done(submission, child)
    return consent


def _refusals(consent: Consent, *, on: datetime.date) -> Iterator[str]:
    """Yield why the database would refuse this row, in sentences."""
    if consent.decided_on > on:
        yield _("A consent cannot be dated in the future.")
    if (consent.decision == ConsentDecision.GIVEN) == bool(consent.reason):
        yield _("Give a reason for a refusal or withdrawal; leave it empty if consent is given.")
    if consent.giver_role == GiverRole.GUARDIAN and consent.giver is None:
        yield _("Enter the name of the guardian.")
    if _speaks_twice(consent):
        yield _("The witness and the interpreter cannot be the person who decides.")
    if consent.next_approach_on and not _may_be_asked_again(consent, on):
        yield _("When consent is refused, the date to ask again must be in the future.")
    if consent.decision == ConsentDecision.WITHDRAWN and not _was_given(consent):
        yield _("Only a consent that was given can be withdrawn.")


def _may_be_asked_again(consent: Consent, on: datetime.date) -> bool:
    next_on = consent.next_approach_on
    return consent.decision == ConsentDecision.WITHHELD and next_on is not None and next_on > on


def _was_given(consent: Consent) -> bool:
    return Consent.objects.filter(
        child=consent.child,
        purpose=consent.purpose,
        giver_role=consent.giver_role,
        decision=ConsentDecision.GIVEN,
        decided_on__lte=consent.decided_on,
    ).exists()


def _speaks_twice(consent: Consent) -> bool:
    giver = consent.giver.name if consent.giver else ""
    beside = [person.name for person in (consent.witness, consent.interpreter) if person]
    return bool(giver) and fold(giver) in map(fold, beside)


def _giver(child: Child, role: GiverRole, name: str) -> Person | None:
    """Return the giver; a father or guardian named like an earlier one is the same person."""
    if role == GiverRole.MOTHER:
        return child.mother.person
    if role == GiverRole.CHILD:
        return child.person
    called = PersonName.objects.filter(folded=fold(name)).values("person")
    spoke = Consent.objects.filter(child=child, giver_role=role, giver__in=called)
    earlier = spoke.select_related("giver").first() if name else None
    return earlier.giver if earlier else _somebody(name)


def _somebody(name: str) -> Person | None:
    """Create and return a person with this name alone."""
    if not name:
        return None
    person = Person.objects.create()
    names.add_name(person, name, kind=NameKind.FAMILY, is_primary=True)
    return person


@transaction.atomic
def verify(
    *, consent: Consent, by: User, on: datetime.date, without_paper: str = ""
) -> ConsentVerification:
    """Confirm a consent as the second person. Raises ``CannotMove``.

    ``without_paper`` says why, where no form of it is on file.
    """
    child = lock_child(consent.child)
    if consent.recorded_by_id == by.pk:
        raise CannotMove(_("You recorded this consent. A second person must verify it."))
    if ConsentVerification.objects.filter(consent=consent).exists():
        raise CannotMove(_("This consent is already verified."))
    reason = reason_kept(without_paper, has_paper=consent.document_id is not None)
    verification = ConsentVerification.objects.create(consent=consent, by=by, without_paper=reason)
    journal.record(
        child,
        act=Act.VERIFY_CONSENT,
        by=by,
        on=on,
        detail=f"{consent.purpose}:{consent.giver_role}{NO_PAPER if reason else ''}",
    )
    journal.settle(child, by=by)
    return verification
